"""Offices of people on made-up passages: whose, where, for which country, held when."""

from __future__ import annotations

import pytest

from pipeline.extract import Extraction, extract

CASES = [
    # text, [(person, words of the office, body or None, country or None, status)], why
    (
        "The course was opened by the Head of the Academy of the Ministry of Internal Affairs of the Republic of "
        "Tajikistan, Col. Rustam Karimov, on Monday.",
        [("Rustam Karimov", "Head of the Academy of the Ministry of Internal Affairs of the Republic of Tajikistan",
          "Academy of the Ministry of Internal Affairs of the Republic of Tajikistan", "TJK", "current")],
    ),
    (
        "Ambassador of the European Union to Nepal, H.E. Clara Dufour opened the fair.",
        [("Clara Dufour", "Ambassador of the European Union to Nepal", "European Union", "NPL", "current")],
    ),
    (
        "“Demand is back,” said Erik Sandberg, chief economist at the Harbour Institute.",
        [("Erik Sandberg", "chief economist at the Harbour Institute", "Harbour Institute", None, "current")],
    ),
    (
        "Former Prime Minister of Malta Joseph Vella will observe the vote.",
        [("Joseph Vella", "Former Prime Minister of Malta", None, "MLT", "former")],
    ),
    (
        "French Foreign Minister Lucien Moreau met Acting Governor Peter Hale.",
        [("Lucien Moreau", "French Foreign Minister", None, "FRA", "current"),
         ("Peter Hale", "Acting Governor", None, None, "acting")],
    ),
    (
        "Hannah Weiss, who heads the National Drought Authority, visited the port.",
        [("Hannah Weiss", "heads the National Drought Authority", "National Drought Authority", None, "current")],
    ),
    (
        "For the Government of Malta:\n\nDr Joseph Vella\nMinister for Foreign Affairs and Trade\n",
        [("Joseph Vella", "Minister for Foreign Affairs and Trade", None, "MLT", "current")],
    ),
    (
        "Clara Dufour, CEO and co-founder of Selmora Robotics Inc., spoke first.",
        [("Clara Dufour", "CEO", "Selmora Robotics Inc.", None, "current"),
         ("Clara Dufour", "co-founder of Selmora Robotics Inc.", "Selmora Robotics Inc.", None, "current")],
    ),
    (  # blanks that are tokens of their own count among the document's tokens, not among those of a phrase
        "The  fair  closed  on  Monday.  The  hall  was  full.  Clara Dufour is  head of  sales",
        [("Clara Dufour", "head of  sales", None, None, "current")],
    ),
    ("The Minister thanked the Ambassador of Peru, and the Director closed the meeting.", []),  # nobody is named
]  # fmt: skip


def offices(x: Extraction) -> set[tuple[str, str, str | None, str | None, str]]:
    names = {e.entity_id: e.name for e in x.entities}
    return {(names[r.person_id], r.role, names.get(r.organisation_id or ""), r.country, r.status) for r in x.roles}


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_offices(text: str, expected: list[tuple[str, str, str | None, str | None, str]]) -> None:
    x = extract(text)
    assert offices(x) == set(expected)
    assert all(x.text[r.start : r.end] == r.role for r in x.roles)


def test_bodies_and_countries_of_offices_exist() -> None:
    x = extract(CASES[0][0])
    assert {r.organisation_id for r in x.roles} - {None} <= {o.organisation_id for o in x.organisations}
    assert {r.country for r in x.roles} - {None} <= {c.country for c in x.countries}


def test_surname_read_as_a_body_is_taken_back() -> None:
    x = extract("Ingrid Solberg-Dahl, head of research, will join. “I like the team,” Solberg-Dahl said.")
    assert [m.entity_id for m in x.mentions if m.text == "Solberg-Dahl"] == ["ingrid-solberg-dahl"]
