"""Offices of people on made-up passages: whose, where, for which country, held when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract import Extraction, extract, roles_heading, roles_patterns, roles_serve
from pipeline.extract.roles_patterns import sentence_start

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
    ("Jan Roe and Ada Lund, the Team Leaders of the Canal Fund, spoke.", ["Team Leader", "Team Leader"], "one each"),
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


WHOSE = [
    (
        "He met Jan Roe, another member of the team, and Senator Ada Lund.",
        {"Jan Roe": {"member of the team"}, "Ada Lund": {"Senator"}},
        "“another” is an article",
    ),
    (
        "**Ms Ada Lund** and **Mr Jan Roe**, Co-Presidents of the Canal Society",
        {"Ada Lund": {"Co-President"}, "Jan Roe": {"Co-President"}},
        "marks around names",
    ),
    (
        "Dr. Jan Roe, a board-certified surgeon at the Velora Institute, left.",
        {"Jan Roe": {"surgeon at the Velora Institute"}},
        "what describes a person",
    ),
    (
        "They called on Senior Secretary for Locks, Ms Ada Lund, on Monday.",
        {"Ada Lund": {"Senior Secretary for Locks"}},
        "a form of address behind the comma",
    ),
    ("They called on Secretary of Locks, Lindmoor, and left. Ada Lund came.", {}, "no name behind the comma"),
    ("Ada Lund was the lead Democratic sponsor.", {}, "an adjective"),
    ("Velora Appoints Jan Roe as New CEO", {"Jan Roe": {"CEO"}}, "a headline"),
    ("They are pleased to announce Jan Roe as the new director.", {"Jan Roe": {"director"}}, "an announcement"),
    ("Jan Roe, of Ohio, to be Ambassador to Peru, vice Ada Lund.", {}, "a nominee holds nothing yet"),
    (
        "Jan Roe, of Ohio, a Member of the Canal Service, left.",
        {"Jan Roe": {"Member of the Canal Service"}},
        "where one is from",
    ),
    ("“Fine,” said Jan Roe CEO of Velora Ltd.", {"Jan Roe": {"CEO of Velora Ltd."}}, "a comma that is missing"),
    ("In a letter to the Secretary of Mines, Jan Roe asked for locks.", {}, "an office in what opens the sentence"),
    (
        "With the help of the Secretary of Mines, Jan Roe, the lock was built.",
        {"Jan Roe": {"Secretary of Mines"}},
        "but with its name between commas",
    ),
    ("They spoke with the President and Prime Minister Ada Lund.", {"Ada Lund": {"Prime Minister"}}, "two people"),
    (
        "They spoke with Deputy Prime Minister and Defense Minister Ada Lund.",
        {"Ada Lund": {"Deputy Prime Minister", "Defense Minister"}},
        "two offices of one",
    ),
    ("ADA LUND: Mr. President, thank you.", {}, "whom one speaks to"),
    ("Jan Roe said it is positioned as a premier service.", {}, "an adjective"),
    (
        "Mr. Jan Roe left. He served in the navy and was the deputy head of the Velora Institute.",
        {"Jan Roe": {"deputy head of the Velora Institute"}},
        "a second predicate",
    ),
    (
        "Velora Ltd. CEO Jan Roe left. Roe is Chief Executive Officer.",
        {"Jan Roe": {"Velora Ltd. CEO"}},
        "an office written out",
    ),
    (
        "Ada Lund, Chair, Founder & CEO of Velora Ltd., spoke.",
        {"Ada Lund": {"Chair, Founder & CEO of Velora Ltd."}},
        "one",
    ),
    (
        "Ada Lund, Minister of Mines and Minister for Law, spoke.",
        {"Ada Lund": {"Minister of Mines", "Minister for Law"}},
        "two ministries",
    ),
    (
        "Ada Lund, CEO of Velora Ltd. and chair of the Canal Council, spoke.",
        {"Ada Lund": {"CEO of Velora Ltd.", "chair of the Canal Council"}},
        "two bodies",
    ),
    (
        "Ada Lund, founder and former CEO of Velora Ltd., spoke.",
        {"Ada Lund": {"founder", "former CEO of Velora Ltd."}},
        "held at other times",
    ),
    (
        "Ambassador Ada Lund met Jan Roe. Lund is the Trade Representative of Peru.",
        {"Ada Lund": {"Trade Representative of Peru"}},
        "a form of address",
    ),
    ("Ambassador Ada Lund met Jan Roe.", {"Ada Lund": {"Ambassador"}}, "the one office that is told"),
    (
        "They elected Jan Roe Chairman and Ada Lund Vice Chairman. Tom Berg, 45, left.",
        {"Jan Roe": {"Chairman"}, "Ada Lund": {"Vice Chairman"}},
        "a full stop ends the title",
    ),
    (
        "Jan Roe came. Roe was most recently Director at Velora Ltd.",
        {"Jan Roe": {"Director at Velora Ltd."}},
        "an adverb of two words",
    ),
    ("Ada Lund, lead author, spoke.", {}, "a part in a study"),
    (
        "Mr. Jan Roe came.\n \nMs. Ada Lund knows locks. She met Eva Quist. She was Director of Locks at Velora Ltd.",
        {"Ada Lund": {"Director of Locks at Velora Ltd."}},
        "whom the paragraph begins with",
    ),
    (
        "Mr. Jan Roe read the Lund-Quist plan. He is Director of Locks at Velora Ltd.",
        {"Jan Roe": {"Director of Locks at Velora Ltd."}},
        "a name inside another",
    ),
    (
        "They thanked Chair Jan Roe and Ranking Member Ada Lund.",
        {"Jan Roe": {"Chair"}, "Ada Lund": {"Ranking Member"}},
        "two offices of two",
    ),
    (
        "Ada Lund, Chief Data and Equitable Delivery Officer, spoke.",
        {"Ada Lund": {"Chief Data and Equitable Delivery Officer"}},
        "one of one",
    ),
    ("Team Members: Jan Roe, Ada Lund and Eva Quist", {}, "a list is no office"),
    (
        "They thanked Secretaries Ada Lund and Jan Roe.",
        {"Ada Lund": {"Secretaries"}, "Jan Roe": {"Secretaries"}},
        "no “Secretarie”",
    ),
    (
        "Ada Lund, chair of the governance and nominating committee, spoke.",
        {"Ada Lund": {"chair of the governance and nominating committee"}},
        "a participle in a pair",
    ),
    ("“Fine,” said Jan Singh Roe, Sr. Director of Locks.", {"Jan Singh Roe": {"Sr. Director of Locks"}}, "“Senior”"),
    (
        "They grow. Their chief data scientist, Jan Roe, earned a degree.",
        {"Jan Roe": {"chief data scientist"}},
        "a plural between two heads",
    ),
    (
        "The law shows resolve  said Senator Jan Roe  a member of the Canal Committee   The  locks  open   It is good",
        {"Jan Roe": {"Senator", "member of the Canal Committee"}},
        "two blanks for a comma that was lost",
    ),
    (
        "Jan Roe, adviser to the Board and head of Mines, and Ada Lund, the mayor, spoke.",
        {"Jan Roe": {"adviser to the Board", "head of Mines"}, "Ada Lund": {"mayor"}},
        "no title of the next name",
    ),
    ("Officers Jan Roe and Sergeant Ada Lund spoke.", {"Jan Roe": {"Officer"}}, "a rank of her own"),
    ("Name: Jan Roe\nTitle: Head of Canals\nEmail: jan@roe.example", {"Jan Roe": {"Head of Canals"}}, "a form"),
    (
        "They hired her. Ms. Ada Lund was appointed Chief Canal Officer in May.",
        {"Ada Lund": {"Chief Canal Officer"}},
        "an appointment",
    ),
    (
        "Mr. Jan Roe came. Prior to this, he was Director of Locks at Velora Ltd.",
        {"Jan Roe": {"Director of Locks at Velora Ltd."}},
        "a pronoun inside the sentence",
    ),
    ("The tower was drawn by renowned architect Jan Roe.", {}, "a profession is no office"),
    ("“Fine,” said chief engineer Jan Roe.", {"Jan Roe": {"chief engineer"}}, "a rank makes it a post"),
    ("They marched to demand justice for Jan Roe.", {}, "no judge"),
    ("Speaker Pro Tempore Kate Lund spoke.", {"Kate Lund": {"Speaker Pro Tempore"}}, "for the time"),
    ("Senate President Pro Tem Jan Roe spoke.", {"Jan Roe": {"Senate President Pro Tem"}}, "the same in short"),
    (
        "Jan Roe, President pro tempore of the Canal Board, spoke.",
        {"Jan Roe": {"President pro tempore of the Canal Board"}},
        "the same in small letters",
    ),
    ("Jan Roe, a justice of the Canal Court, spoke.", {"Jan Roe": {"justice of the Canal Court"}}, "a judge"),
    (
        "I, JOSEPH A. MILLER JR., President of the United States of America, say so.",
        {"JOSEPH A. MILLER JR.": {"President of the United States of America"}},
        "a full stop before the comma",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), WHOSE)
def test_whose_office_it_is(text: str, expected: dict[str, set[str]], why: str) -> None:
    x = extract(text)
    names = {p.person_id: p.name for p in x.people}
    found: dict[str, set[str]] = {}
    for r in x.roles:
        found.setdefault(names[r.person_id], set()).add(r.role)
    assert found == expected, why


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


TITLES = [
    (
        "Former President Odile Servan spoke. The council will advise the President on locks.",
        [],
        "who held it once is not meant by it now",
    ),
    ("Water Minister Odile Servan opened a lock. The Minister thanked the crew.", ["Minister"], "the one who holds it"),
    ("Ministers met. The Minister thanked the crew, and Odile Servan left.", [], "nobody of the text holds it"),
    (
        "Water Minister Odile Servan met Mines Minister Ruth Amsel. The Minister thanked her.",
        [],
        "two hold an office of that noun",
    ),
    ("President Odile Servan spoke. The President-elect listened.", [], "another office"),
    ("Former President Odile Servan spoke. The Water Minister listened.", [], "an office that nobody holds"),
]


@pytest.mark.parametrize(("text", "expected", "why"), TITLES)
def test_an_office_alone_is_a_mention_of_its_holder(text: str, expected: list[str], why: str) -> None:
    x = extract(text)
    found = [m for m in x.mentions if m.how == "title"]
    assert [m.text for m in found] == expected, why
    assert {m.entity_id for m in found} <= {p.person_id for p in x.people}


def test_capitals_without_end_cost_no_time() -> None:
    capitals = "A" * 300 + "!"  # a pattern that could split them anywhere would try every way
    assert not any(p.fullmatch(f", {capitals}") for p in (roles_serve._LISTED, roles_serve._OFFICERS))
    assert roles_heading._HOLDS.match(f" holds the Chair of {capitals}") is None
