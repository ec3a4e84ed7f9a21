"""Annotated job titles are extended by the organisation in the same phrase."""

from __future__ import annotations

import pytest

from training.whole_titles import phrased_titles, whole_title

CASES = [
    (
        "Ann Roe, Director of the Mercy\nShips, said",
        "Director",
        "Director of the Mercy Ships",
        "“of ORG” over a line end",
    ),
    (
        "Director of Mercy Ships Ann Roe",
        "Director of Mercy Ships",
        "Director of Mercy Ships",
        "the title is whole already",
    ),
    ("Mercy Ships Director Ann Roe", "Director", "Mercy Ships Director", "the organisation before it"),
    ("Mercy Ships’ Director Ann Roe", "Director", "Director", "a possessive is no part of a title"),
    (
        "Ann Roe, Director, Mercy Ships",
        "Director",
        "Director",
        "after a comma, the organisation is not part of the title",
    ),
    ("MERCY SHIPS\nDirector Ann Roe", "Director", "Director", "a letterhead above is not in the same phrase"),
    (
        "Tom Lund, Director of Mercy Ships. " * 2 + "Director Ann Roe",
        "Director",
        "Director",
        "the title nearest to the person counts",
    ),
    ("Ann Roe, Chief of Staff for MS", "Chief of Staff", "Chief of Staff for MS", "another form of the name"),
]


@pytest.mark.parametrize(("text", "title", "expected", "why"), CASES)
def test_whole_title(text: str, title: str, expected: str, why: str) -> None:
    assert whole_title(text, title, ["Mercy Ships", "MS"], ["Ann Roe"]) == expected, why


PHRASED = [
    ("Ann Roe, President and CEO of Zed", [("President", 1), ("CEO of Zed", 1)], ["President and CEO of Zed"], "heads"),
    ("Ann Roe, CEO/Founder", [("CEO", None), ("Founder", None)], ["CEO/Founder"], "a slash"),
    ("Ann Roe, Founder & CEO", [("Founder & CEO", 1)], ["Founder & CEO"], "annotated as one"),
    ("Dean of Arts and Chair", [("Dean of Arts and Chair", 1)], ["Dean of Arts", "Chair"], "not heads of a company"),
    (
        "Deputy Prime Minister and Minister for Ice and Water",
        [("Deputy Prime Minister and Minister for Ice and Water", 1)],
        ["Deputy Prime Minister", "Minister for Ice and Water"],
        "“and” between portfolios",
    ),
    ("Head of Ice and Water", [("Head of Ice and Water", 1)], ["Head of Ice and Water"], "“and” within one title"),
    (
        "Ann Roe, Founder and President",
        [("Founder", 1), ("President", 2)],
        ["Founder", "President"],
        "two organisations",
    ),
    ("President Ann Roe is CEO", [("President", 1), ("CEO", 1)], ["President", "CEO"], "not in one phrase"),
]


@pytest.mark.parametrize(("text", "titles", "expected", "why"), PHRASED)
def test_phrased_titles(text: str, titles: list[tuple[str, int | None]], expected: list[str], why: str) -> None:
    roles = [{"role": words, "organisation": of, "country": None} for words, of in titles]
    assert [role["role"] for role in phrased_titles(text, roles)] == expected, why
