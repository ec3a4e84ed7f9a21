"""Offices of people on made-up passages: whose, where, for which country, held when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction import Extraction, extract, roles_heading, roles_patterns, roles_serve
from pipeline.extraction.roles_patterns import sentence_start

CASES = [
    # text, [(person, words of the office, body or None, country or None, status)], why
    (
        "The course was opened by the Head of the Academy of the Ministry of Internal Affairs of the Republic of "
        "Tajikistan, Col. Rustam Karimov, on Monday.",
        [("Rustam Karimov", "Head of the Academy of the Ministry of Internal Affairs of the Republic of Tajikistan",
          "Academy of the Ministry of Internal Affairs of the Republic of Tajikistan", "TJK", "current")],
    ),
    (
        "Ambassador of the African Union to Paraguay, H.E. Odile Servan unveiled a plaque.",
        [("Odile Servan", "Ambassador of the African Union to Paraguay", "African Union", "PRY", "current")],
    ),
    (
        "“Orders will recover,” said Erik Sandberg, senior geologist with the Larkfield Institute.",
        [("Erik Sandberg", "senior geologist with the Larkfield Institute", "Larkfield Institute", None, "current")],
    ),
    (
        "Former President of Suriname Edgar Linscheid led the inquiry.",
        [("Edgar Linscheid", "Former President of Suriname", None, "SUR", "former")],
    ),
    (
        "Finnish Trade Minister Aino Rautala met Acting Governor Peter Gorrie.",
        [("Aino Rautala", "Finnish Trade Minister", None, "FIN", "current"),
         ("Peter Gorrie", "Acting Governor", None, None, "acting")],
    ),
    (
        "Ruth Amsel, who leads the Coastal Wind Agency, opened the plant.",
        [("Ruth Amsel", "leads the Coastal Wind Agency", "Coastal Wind Agency", None, "current")],
    ),
    (
        "On behalf of the Government of Jordan:\n\nDr Samir Haddadin\nMinister for Water and Irrigation\n",
        [("Samir Haddadin", "Minister for Water and Irrigation", None, "JOR", "current")],
    ),
    (
        "Clara Dufour, chairwoman and co-owner of Selmora Foods Inc., cut the cake.",
        [("Clara Dufour", "chairwoman and co-owner of Selmora Foods Inc.", "Selmora Foods Inc.", None, "current")],
    ),
    (  # blanks that are tokens of their own count among the document's tokens, not among those of a phrase
        "The  fair  closed  on  Monday.  The  hall  was  full.  Clara Dufour is  head of  sales",
        [("Clara Dufour", "head of  sales", None, None, "current")],
    ),
    (
        "U.S. Attorney Jan Roe of the Northern District of Ohio filed the case.",
        [("Jan Roe", "U.S. Attorney", "Northern District of Ohio", "USA", "current")],
    ),
    ("The Governor met the Consul of Chile before the Secretary left the hall.", []),  # nobody is named
]  # fmt: skip


def offices(x: Extraction) -> set[tuple[str, str, str | None, str | None, str]]:
    names = {e.entity_id: e.name for e in x.entities}
    return {(names[r.person_id], r.role, names.get(r.organisation_id or ""), r.country, r.status) for r in x.roles}


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_offices(text: str, expected: list[tuple[str, str, str | None, str | None, str]]) -> None:
    x = extract(text)
    assert offices(x) == set(expected)
    assert all(x.text[r.start : r.end] == r.role for r in x.roles)


def test_a_country_inside_another_name_is_not_served() -> None:
    x = extract("Mr Jan Roe, Member of Parliament for Holland-Lindmoor, spoke.")
    assert [r.country for r in x.roles] == [None]


def test_bodies_and_countries_of_offices_exist() -> None:
    x = extract(CASES[0][0])
    assert {r.organisation_id for r in x.roles} - {None} <= {o.organisation_id for o in x.organisations}
    assert {r.country for r in x.roles} - {None} <= {c.country for c in x.countries}


BEGINNINGS = [
    ("He worked under Secretary Ada Lund.", ["Secretary"], "a preposition before a title"),
    ("They welcomed the bipartisan legislation Senator Ada Lund wrote.", ["Senator"], "a noun that is no part of it"),
    ("Company spokesperson Ada Lund left.", ["Company spokesperson"], "one that is"),
    ("Thanking President Ada Lund for the lock, he left.", ["President"], "a participle opens the sentence"),
    ("Under President Ada Lund the canal grew.", ["President"], "a preposition opens the sentence"),
    ("Managing Partner Ada Lund left.", ["Managing Partner"], "but one that belongs to the post opens it too"),
    ("New York Senator Ada Lund spoke.", ["New York Senator"], "a state"),
    ("New Senator Ada Lund spoke.", ["Senator"], "an adjective"),
    ("Five left, including former Treasurer Ada Lund.", ["former Treasurer"], "what leads to an example"),
    (
        "Canal CasesLindmoor County attorney Ada Lund spoke. Lindmoor County attorney Ada Lund left.",
        ["Lindmoor County attorney"],
        "a heading that lost its line",
    ),
    ("PowerQuay Chairman Ada Lund left.", ["PowerQuay Chairman"], "the name of a firm"),
    ("Lindmoor, D.C.- Senator Ada Lund (D-Ohio) spoke of canals.", ["Senator"], "a place before a dash"),
    ("Lindmoor  Ohio   U S   Senator Ada Lund today announced locks.", ["Senator"], "gaps where commas were lost"),
    ("Senior  Director Ada Lund spoke of canals.", ["Senior Director"], "two blanks by a slip part nothing"),
    ("Affordable Housing Lindmoor-- Senator Ada Lund spoke.", ["Senator"], "a headline before two dashes"),
    ("He met ministers including Mines Minister Ada Lund today.", ["Mines Minister"], "no participle before a title"),
    ("Managing Director Ada Lund spoke.", ["Managing Director"], "but one that belongs to the post"),
    ("Will the canal grow under Governor Ada Lund?", ["Governor"], "a preposition"),
    ("Under Secretary Ada Lund spoke.", ["Under Secretary"], "a rank"),
    ("Dear Secretary Lund, we ask for canals.", ["Secretary"], "an address"),
    ("They thanked First Lady Ada Lund and Lady Eva Roe.", ["First Lady"], "an office, and a form of address"),
    ("Deputy DA Ada Lund spoke, and so did Rui da Costa.", ["Deputy DA"], "an office by its capitals, and a particle"),
]

ENDS = [
    (
        "Dr. Ada Lund, a judge in charge of the Canal Court, spoke.",
        ["judge in charge of the Canal Court"],
        "what the office is in charge of",
    ),
    (
        "Ada Lund, adviser to the Secretary of Mines urging haste, spoke.",
        ["adviser to the Secretary of Mines"],
        "a participle with an object",
    ),
    (
        "Ada Lund, Senior Vice President Research & Development at Velora Ltd., spoke.",
        ["Senior Vice President Research & Development at Velora Ltd."],
        "a field without a preposition",
    ),
    ("Ada Lund, President, Public Works Agency, spoke.", ["President"], "the body, no field"),
    (
        "Ada Lund, Special Agent-in-Charge of the Lindmoor Bureau, spoke.",
        ["Special Agent-in-Charge of the Lindmoor Bureau"],
        "hyphens",
    ),
    ("“Fine,” said Ada Lund, founder of MobileQuay.", ["founder of MobileQuay"], "without the full stop"),
    (
        "Ada Lund, Chairman of the Canal Forum & Deputy Chairman of the Ice Academy, spoke.",
        ["Chairman of the Canal Forum", "Deputy Chairman of the Ice Academy"],
        "another office behind an ampersand",
    ),
    (
        "Ada Lund, Head of the Department of Water & Energy, spoke.",
        ["Head of the Department of Water & Energy"],
        "an ampersand inside a name",
    ),
    (
        "The vote was led by Presiding Judge of the Lindmoor Canal Court Justice Ada Lund.",
        ["Presiding Judge of the Lindmoor Canal Court"],
        "a form of address behind the body",
    ),
    ("The vote was led by Canal Court Justice Ada Lund.", ["Canal Court Justice"], "the office itself"),
    ("Led by Ada Lund, the Canal Bank grew.", ["Led"], "a verb that opens a sentence"),
    ("Velora Announces Private Placement Led by Ada Lund", [], "the same verb in the midst of one"),
]


@pytest.mark.parametrize(("text", "expected", "why"), ENDS)
def test_where_offices_end(text: str, expected: list[str], why: str) -> None:
    assert [r.role for r in extract(text).roles] == expected, why


@pytest.mark.parametrize(("text", "expected", "why"), BEGINNINGS)
def test_where_offices_begin(text: str, expected: list[str], why: str) -> None:
    assert [" ".join(r.role.split()) for r in extract(text).roles] == expected, why


def test_marks_of_emphasis_do_not_hide_an_office() -> None:
    """Head nouns are looked up among tokens as they are: marks beside them are tokens of their own."""
    text = "*Ingrid Solberg-Dahl*, _director_ of research, thanked **Mayor** Jan Roe."
    assert {" ".join(r.role.split()) for r in extract(text).roles} == {"director", "Mayor"}


@given(st.text(alphabet='aB. \n"-', max_size=60))
def test_sentence_begins_where_the_last_mark_says(opening: str) -> None:
    """A look at the last words alone finds the same place as one at all of them."""
    text = f"{opening} x" + " and so on" * 18
    at = len(text)
    assert sentence_start(text, at) == max((m.end() for m in roles_patterns._SENTENCE.finditer(text)), default=0)


def test_surname_read_as_a_body_is_taken_back() -> None:
    x = extract("Ingrid Solberg-Dahl, head of research, will join. “I like the team,” Solberg-Dahl said.")
    assert [m.entity_id for m in x.mentions if m.text == "Solberg-Dahl"] == ["ingrid-solberg-dahl"]


def test_capitals_without_end_cost_no_time() -> None:
    capitals = "A" * 300 + "!"  # a pattern that could split them anywhere would try every way
    assert not any(p.fullmatch(f", {capitals}") for p in (roles_serve._LISTED, roles_serve._OFFICERS))
    assert roles_heading._HOLDS.match(f" holds the Chair of {capitals}") is None
