"""What the words of a job title are."""

from __future__ import annotations

import time

import pytest

from pipeline.extraction.roles.wording import has_head_noun, is_profession, shown, trimmed, whole_end, wording_of
from tests.extraction.roles.reading import place, read, roles


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Director", "Director"),
        ("Crisis Manager &", "Crisis Manager"),
        ("Chair of the", "Chair"),  # the reader's title ends before the organisation
        ("its **Managing Director**,", "Managing Director"),
        ("Director (Business & Ports), ", "Director (Business & Ports)"),
        ("ZB) Executive Director", "Executive Director"),
        ("H.E. President Dr.", "President"),
        ("Associate Professor", "Associate Professor"),
        ("Dean and Professor", "Dean and Professor"),
        ("Law School Professor", "Law School Professor"),
        ("Research Fellow Professor", "Research Fellow Professor"),
        ("Assistant Professor", "Assistant Professor"),
        ("Queens College ice professor", "Queens College ice professor"),
        ("Chancellor’s Professor", "Chancellor’s Professor"),  # chairs are named so
        ("Board of Trustees Professor", "Board of Trustees Professor"),
        ("Director or Professor", "Director or Professor"),
        ("Director as well as Professor", "Director as well as Professor"),
        ("Chief Ice Officer Professor", "Chief Ice Officer"),  # before a name it is a form of address
        ("Vice-Chancellor (Ice) Associate Professor", "Vice-Chancellor (Ice)"),
        ("Excellency Prime Minister", "Prime Minister"),
        ("Head Coach.", "Head Coach"),
        ("& Vice-Chair", "Vice-Chair"),
        ("Lt. Gov.", "Lt. Gov."),
        ("new Mayor", "Mayor"),
        ("fellow board members", "board members"),
        ("fellow of Zed Bank", "fellow of Zed Bank"),
        ("New Zealand Minister", "New Zealand Minister"),
        ("Office of Velora Attorney General", "Velora Attorney General"),
    ],
)
def test_trimmed(text: str, expected: str) -> None:
    start, end = trimmed(text, 0, len(text))
    assert text[start:end] == expected


def test_a_parenthesis_that_a_title_opens_belongs_to_it() -> None:
    assert trimmed("Head (Ports), Zed", 0, 11) == (0, 12)
    assert trimmed("(Head of Ports), Zed", 1, 14) == (1, 14)


def test_a_role_contains_no_markup() -> None:
    text = "Jan Roe, Head of <b>Ports &amp; Rivers</b>, spoke."
    (role,) = roles(text, ["Jan Roe"], [("Head of <b>Ports &amp; Rivers", [("Jan Roe", 0.9)])])
    assert role.role == "Head of Ports & Rivers"
    assert text[role.start : role.end] == "Head of <b>Ports &amp; Rivers"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Head of [Ports", "Head of Ports"),  # the reader's title ends in a link
        ("Head of the [<u>Ports</u>] team", "Head of the Ports team"),
        (r"Chair of Z\*LAB", "Chair of Z*LAB"),
        ("Zed Sports_ founder", "Zed Sports founder"),
        ("**Head** of _Ports_", "Head of Ports"),
        ("Head of zed_lab", "Head of zed_lab"),
        ("Head of Ports)", "Head of Ports"),  # “(Head of Ports)”
        ("Head of Zed__B*ats", "Head of Zed__B*ats"),
    ],
)
def test_a_job_title_is_shown_without_markdown(words: str, expected: str) -> None:
    assert shown(words) == expected


def test_a_genitive_ending_is_not_part_of_the_title() -> None:
    text = "Veloria’s Minister of Water"  # the reader's title begins after the apostrophe
    assert trimmed(text, text.index("s Minister"), len(text)) == (text.index("Minister"), len(text))


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("the Attorney-General, Ada Lund", "Attorney", "Attorney-General"),
        (
            "Ambassador Extraordinary and Plenipotentiary Ada Lund",
            "Ambassador",
            "Ambassador Extraordinary and Plenipotentiary",
        ),
        ("the Inspector General of Mines", "Inspector", "Inspector General"),
        ("Mayor General Ada Lund", "Mayor", "Mayor"),
        ("Associate Professors Ada Lund and Jan Roe", "Associate", "Associate Professors"),
        ("Mayor Pro Tem Ada Lund", "Mayor", "Mayor Pro Tem"),
        ("the Chargé d’Affaires in Lindmoor", "Chargé", "Chargé d’Affaires"),
        ("the Member-at-Large – Roe", "Member-at-", "Member-at-Large"),
        ("the Director – Mines", "Director", "Director"),  # a dash does not join words
    ],
)
def test_a_title_includes_hyphenated_words_whole(text: str, words: str, expected: str) -> None:
    start, end = place(text, words)
    assert text[start : whole_end(text, start, end)] == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Chief Executive", True),
        ("co-founders", True),
        ("Ministry of Mines", False),
        ("MP", False),  # after a name, like other post-nominals
        ("MP for Port Vale", True),
        ("for the High Commissioner for Ports", False),  # “Ada Lund, for the High Commissioner for Ports, said”
        ("charge of the Railways", False),
        ("opening of the General Assembly", False),
        ("heads", False),
        ("Heads", True),
        ("Attorneys General", True),
        ("City Councilor", True),
        ("GM", True),
        ("host of Ice Today", True),
        ("First Team Coaches", True),
        ("Lt. Gov.", True),  # “Lt. Gov. Ada Roe”
        ("state Sen.", True),
        ("Sen.", False),  # a form of address alone
        ("", False),
    ],
)
def test_has_head_noun(title: str, expected: bool) -> None:
    assert has_head_noun(title) is expected


@pytest.mark.parametrize("title", ["Actress", "Actors", "fashion designer"])
def test_professions(title: str) -> None:
    assert is_profession(title)


def test_wording() -> None:
    assert wording_of("VP of Sales") == wording_of("Vice President, Sales")
    assert wording_of("Lt. Gov.") == wording_of("Lieutenant Governor")
    assert wording_of("Chairwoman") == wording_of("chair") != wording_of("Co-Chair")


def test_a_long_word_in_capitals_after_a_title_takes_no_time() -> None:
    """“Chair, MORNING⏎BULLETINNUMBER…”: a pattern must not try every way to split the word."""
    text = "Jan Roe, Chair " + "MORNINGBULLETIN" * 5 + " of Zed Bank."
    began = time.process_time()
    found = read(text, [("Zed Bank", "ORG"), ("Jan Roe", "PERSON")], "Chair", [("Jan Roe", 0.9)], [("Zed Bank", 0.9)])
    assert [r.role for r in found.roles] == ["Chair"]
    assert time.process_time() - began < 1
