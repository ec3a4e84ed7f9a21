"""Where names of bodies begin and end: what the recogniser reads too much, and too little."""

from __future__ import annotations

import pytest

from pipeline.extraction.gazetteer import Words
from pipeline.extraction.organisation_parting import is_rest_of_field, is_second
from pipeline.extraction.organisation_spans import Candidate, SpanGrower


def grower(text: str, listed: str = "", others: str = "") -> SpanGrower:
    """For a text in which `listed` is a listed body and `others` begins another one."""
    bodies = [(text.index(listed), text.index(listed) + len(listed))] if listed else []
    return SpanGrower(text, Words(text), [], bodies, [], [text.index(others)] if others else [])


CUT = [
    ("the Lindmoor Civil Division.The payment", "Lindmoor Civil Division.The", "Lindmoor Civil Division", "glued on"),
    ("the Lindmoor Civil Division.An inquiry", "Lindmoor Civil Division.An", "Lindmoor Civil Division", "an article"),
    ("with its Subsidiary Norvane Labs Ltd", "Subsidiary Norvane Labs Ltd", "Norvane Labs Ltd", "its kin"),
    ("Norvane.com grew", "Norvane.com", "Norvane.com", "a full stop inside a name"),
    ("the Lindmoor Supreme Court Justice Roe", "Lindmoor Supreme Court Justice", "Lindmoor Supreme Court", "a judge"),
    ("the Lindmoor Free Press agreed", "Lindmoor Free Press", "Lindmoor Free Press", "no post follows"),
    ("Contact DetailsNorvane Labs Ltd", "DetailsNorvane Labs Ltd", "Norvane Labs Ltd", "a heading glued on"),
    ("© 2025 Norvane Door Corporation", "2025 Norvane Door Corporation", "Norvane Door Corporation", "a year"),
    ("About Norvane Labs & Its Industry", "Norvane Labs & Its Industry", "Norvane Labs", "more than the name"),
    ("the Ice Association (IAX) Council met", "IAX) Council", "IAX", "what follows the bracket"),
    ("Norvane Inc. Tulsa Division met", "Norvane Inc. Tulsa Division", "Norvane Inc. Tulsa Division", "a head noun"),
    ("the Ministry of Justice agreed", "Ministry of Justice", "Ministry of Justice", "no judge"),
    ("the Canal Committee's Ice agenda", "Canal Committee's Ice", "Canal Committee", "what it owns is no body"),
    ("the Zed Platform’s Steering Committee", "Zed Platform’s Steering Committee", "Zed Platform", "its unit"),
    ("Physicians for Canal Boards", "Physicians for Canal Boards", "Physicians for Canal Boards", "no offices"),
    ("Lund's Canal Committee agreed", "Lund's Canal Committee", "Lund's Canal Committee", "owned, and a body"),
    ("the Board of Regents of the University of Lindmoor", "Board of Regents of the University of Lindmoor",
     "University of Lindmoor", "the board of a body"),
    ("Lindmoor Senate Majority Leader Roe", "Lindmoor Senate Majority Leader Roe", "Lindmoor Senate", "with the name"),
    ("the Senate Majority Council met", "Senate Majority Council", "Senate Majority Council", "a council of it"),
    ("eNorvane Labs grew", "eNorvane Labs", "eNorvane Labs", "a name that begins small"),
    ("the Departments Canal Division", "Departments Canal Division", "Canal Division", "its owner, apostrophe lost"),
    ("the Departments of Canals", "Departments of Canals", "Departments of Canals", "two departments"),
    ("Our Lindmoor Clinic", "Our Lindmoor Clinic", "Lindmoor Clinic", "a pronoun"),
    ("5.&nbsp;The Lindmoor Board met", "5.&nbsp;The Lindmoor Board", "Lindmoor Board", "markup"),
    ("the Lindmoor Post* agreed", "Lindmoor Post*", "Lindmoor Post", "the mark of a footnote"),
    ("the A*VELORA agreed", "A*VELORA", "A*VELORA", "a mark inside a name"),
    ("Our Lady Church met", "Our Lady Church", "Our Lady Church", "a church"),
    ("University of Lindmoor, Velora", "University of Lindmoor, Velora", "University of Lindmoor, Velora", "its seat"),
    ("by Lund & Roe. They", "Lund & Roe.", "Lund & Roe.", "three letters may be cut short"),
    ("by Lund & Velora. They", "Lund & Velora.", "Lund & Velora", "the full stop of the sentence"),
    ("by Lund Velora Corp. They", "Lund Velora Corp.", "Lund Velora Corp.", "the full stop of a legal form"),
    ("Norvane Guild Accepts Plan", "Norvane Guild Accepts Plan", "Norvane Guild", "a predicate"),
    ("the Board of the Lindmoor Authority", "Board of the Lindmoor Authority", "Lindmoor Authority", "its board"),
    ("the Council of the Baltic Lakes", "Council of the Baltic Lakes", "Council of the Baltic Lakes", "no body"),
    ("Guild of College Students met", "Guild of College Students", "Guild of College Students", "a guild of them"),
    ("Lindmoor Bureau Inspector General Roe", "Lindmoor Bureau Inspector General", "Lindmoor Bureau", "its office"),
    ("Office of Inspector General", "Office of Inspector General", "Office of Inspector General", "an office's office"),
    ("Zed-certified Canal Guild", "Zed-certified Canal Guild", "Canal Guild", "a participle before it"),
    ("Lindmoor Senate Speaker Roe", "Lindmoor Senate Speaker", "Lindmoor Senate", "who speaks for it"),
    ("Ministry of Law and Justice", "Ministry of Law and Justice", "Ministry of Law and Justice", "a field"),
    ("b. Lindmoor Canal Court met", "b. Lindmoor Canal Court", "Lindmoor Canal Court", "the letter of an item"),
    ("Lund Clinic and Justice Jan Roe", "Lund Clinic and Justice Jan", "Lund Clinic", "a judge"),
    ("the Canal Board of Lindmoor", "Canal Board of Lindmoor", "Canal Board of Lindmoor", "a board with a name"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "seen", "name", "why"), CUT)
def test_names_are_cut(text: str, seen: str, name: str, why: str) -> None:
    start = text.index(seen)
    cut = grower(text).cut(start, start + len(seen))
    assert cut is not None
    assert text[slice(*cut)] == name, why


def test_the_field_of_a_post_is_no_part_of_a_listed_body() -> None:
    text = "Zed House Ice Affairs Adviser Roe spoke. Zed House Ice Council met."
    assert grower(text, listed="Zed House").cut(0, len("Zed House Ice Affairs")) == (0, len("Zed House"))
    again = text.index("Zed House Ice Council")
    whole = (again, again + len("Zed House Ice Council"))
    assert grower(text, listed="Zed House").cut(*whole) == whole


GROWN = [
    ("She leads Blessed Lindmoor Canal Services.", "Lindmoor Canal Services",
     "Blessed Lindmoor Canal Services", "first"),
    ("She leads New Lindmoor Canal\nSociety now.", "New Lindmoor Canal", "New Lindmoor Canal\nSociety", "last word"),
    ("the panel's Air and Ice subcommittee met", "Air and Ice", "Air and Ice subcommittee", "in small letters"),
    ("the Air, Ice and Rivers (AIR) Canal Subcommittee", "Air, Ice and Rivers",
     "Air, Ice and Rivers (AIR) Canal Subcommittee", "an acronym inside"),
    ("the Union Attorney General’s Office", "Office", "Union Attorney General’s Office", "its office"),
    ("the Lindmoor company’s Office", "Office", "Office", "no office owns it"),
    ("Senior Lindmoor Canal Services staff", "Lindmoor Canal Services", "Lindmoor Canal Services", "no name begins so"),
    ("TALENT HONORED BY Lindmoor Services", "Lindmoor Services", "Lindmoor Services", "capitals of a headline"),
    ("the John M. and Mary Zorn Clinic", "Mary Zorn Clinic", "John M. and Mary Zorn Clinic", "a couple's"),
    ("by Velora and Mary Zorn Clinic", "Mary Zorn Clinic", "Mary Zorn Clinic", "no given name"),
    ("by John and Velora Clinic", "Velora Clinic", "Velora Clinic", "a given name alone"),
    ("by Norvane’s Who today", "Norvane", "Norvane", "owned"),
    ("of Velora Lindmoor", "Lindmoor", "Lindmoor", "no head noun"),
    ("for Lindmoor Bank of Velora", "Lindmoor", "Lindmoor", "the head noun of another name"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "seen", "name", "why"), GROWN)
def test_names_are_grown(text: str, seen: str, name: str, why: str) -> None:
    start = text.index(seen)
    found = grower(text).grow(Candidate(start, start + len(seen), "recognised"))
    assert text[found.start : found.end] == name, why


def test_no_name_is_grown_over_another() -> None:
    text = "She leads Velora Lindmoor Services."
    start = text.index("Lindmoor")
    found = grower(text, others="Velora").grow(Candidate(start, len(text) - 1, "recognised"))
    assert text[found.start : found.end] == "Lindmoor Services"


@pytest.mark.parametrize(
    ("left", "right", "apart"),
    [
        ("Royal College of Canals", "Velora College", True),
        ("Royal College of Canals", "Velora College Lindmoor", True),
        ("Committee of Canals", "Board Affairs Lindmoor", False),
        ("Centre for Ice Research", "ZED Centre", True),
        ("Institute of Ice", "Lund’s Hospitals", True),
        ("Committee for Support of the Guard", "Reserve", False),
        ("Department of Ice", "Human Rivers", False),
        ("Velora", "Lund College", False),
    ],
)
def test_two_bodies_joined_by_and(left: str, right: str, apart: bool) -> None:
    assert is_second(left, right) is apart


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Ministry of Ice, Canals", "the Rivers", True),
        ("Lindmoor Committee for Canal Policy", "Ice", True),
        ("Department of Ice", "Lindmoor Hospitals", False),  # a body of its own
        ("Department of Ice", "Velora Ltd", False),
        ("Department of Ice", "ZED", False),  # an acronym
        ("Bank of Norvane", "Velora", False),  # no field
        ("National Guard", "Reserves", False),
    ],
)
def test_the_field_of_a_body_goes_on_behind_and(left: str, right: str, expected: bool) -> None:
    assert is_rest_of_field(left, right) is expected


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("Acquisition of Norvane Ltd ended.", ["Norvane Ltd"], "no head noun before “of”"),
        ("The Bank of Norvane Ltd grew.", ["Bank of Norvane Ltd"], "a head noun"),
        ("Delegation of Authority Under Section 5", [], "more than the head noun, but no name"),
        ("of the Ice Divisions Canal Section now", ["Ice Divisions Canal Section"], "an owner, apostrophe lost"),
        ("of the Canal Section now", [], "no owner"),
        ("The Canal Committee Thursday agreed.", ["Canal Committee"], "up to the day"),
        ("at Lindmoor College   for more, call", ["Lindmoor College"], "a wide gap parts sentences"),
        ("at the Committee\nfor Ice", ["Committee\nfor Ice"], "a line end does not"),
        ("The Canal Authority Under Norvane", ["Canal Authority"], "up to the preposition"),
    ],
)
def test_phrases_around_nouns(text: str, expected: list[str], why: str) -> None:
    assert [text[c.start : c.end] for c in grower(text).phrases()] == expected, why
