"""Annotated job titles are extended by the organisation in the same phrase."""

from __future__ import annotations

import pytest

from training.whole_titles import joined_titles, whole_title

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


JOINED = [
    (
        "Ann Roe, President and CEO of Zed",
        [("President", 1), ("CEO of Zed", 1)],
        ["President and CEO of Zed"],
        "one phrase",
    ),
    ("Ann Roe, CEO/Founder", [("CEO", None), ("Founder", None)], ["CEO/Founder"], "a slash"),
    (
        "Ann Roe, Dean of Arts and Chair",
        [("Dean of Arts", 1), ("Chair", 1)],
        ["Dean of Arts", "Chair"],
        "a preposition",
    ),
    ("Ann Roe, Chair and Mayor", [("Chair", 1), ("Mayor", 2)], ["Chair", "Mayor"], "of two organisations"),
    ("Chair Ann Roe is CEO", [("Chair", 1), ("CEO", 1)], ["Chair", "CEO"], "not in one phrase"),
]


@pytest.mark.parametrize(("text", "titles", "expected", "why"), JOINED)
def test_joined_titles(text: str, titles: list[tuple[str, int | None]], expected: list[str], why: str) -> None:
    roles = [{"role": words, "organisation": of, "country": None} for words, of in titles]
    assert [role["role"] for role in joined_titles(text, roles)] == expected, why
