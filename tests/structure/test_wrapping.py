"""Words that a line end breaks at a hyphen are joined with or without it, and mapped back to their places."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.structure.wrapping import readable
from tests.structure.labels import read

CASES = [
    ("Mihai Pop-\nșoi spoke", "Mihai Popșoi", "Mihai Pop-\nșoi", "a name that is in no list"),
    (
        "an under-\nlined word",
        "underlined",
        "under-\nlined",
        "small letters on both sides of the break",
    ),
    ("the govern-\nment’s plan", "government’s", "govern-\nment’s", "a word with what is glued to it"),
    ("part-\r\n  nership", "partnership", "part-\r\n  nership", "blanks at the beginning of the line"),
    ("the soft\xad\nware", "software", "soft\xad\nware", "a soft hyphen"),
    ("Anglo-\nIrish talks", "Anglo-Irish", "Anglo-\nIrish", "a capital letter follows"),
    ("Eva Ahn-\nMoll spoke", "Eva Ahn-Moll", "Eva Ahn-\nMoll", "a double name"),
    ("a long-\nterm plan", "longterm", "long-\nterm", "small letters on both sides, although the word has a hyphen"),
    ("the NATO-\nled force", "NATO-led", "NATO-\nled", "an abbreviation before"),
    ("> a state-\n> ment", "statement", "state-\n> ment", "in a quoted mail"),
    ("INTER-\nNATIONAL DAY", "INTERNATIONAL", "INTER-\nNATIONAL", "a line in capitals"),
]


@pytest.mark.parametrize(("text", "word", "printed", "why"), CASES, ids=[why for *_, why in CASES])
def test_one_word(text: str, word: str, printed: str, why: str) -> None:
    joined, places = readable(text, ())
    start = joined.index(word)
    assert text[places[start] : places[start + len(word) - 1] + 1] == printed


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Timber -\nrose again", "a dash"),
        ("Tel. 5550-\n1234", "a number"),
        ("Exports of timber-\n\nlogs", "an empty line between"),
        ("a well-known word", "no line end"),
    ],
)
def test_hyphens_that_break_no_word(text: str, why: str) -> None:
    assert readable(text, ())[0] == text, why


def test_text_after_a_broken_word_keeps_its_offsets() -> None:
    text = "Mihai Pop-\nșoi, Ilse Long-\nworth-Brandt and Jan Roe met."
    joined, places = readable(text, ())
    for word, printed in (("Popșoi", "Pop-\nșoi"), (",", ","), ("Jan Roe", "Jan Roe"), ("met.", "met.")):
        start = joined.index(word)
        assert text[places[start] : places[start + len(word) - 1] + 1] == printed


def test_a_line_broken_in_a_word_is_no_headline() -> None:
    text = "The secre-\ntary general of the Zed Associa-\ntion, Jean-\nLuc Roe, said: “We will not stop.”"
    assert read(text, "body").headline is None


def test_headline_is_joined() -> None:
    assert read("Exports of under-\nlined words", "headline").headline_text == "Exports of underlined words"


def test_parts_do_not_overlap_where_something_invisible_is_between_them() -> None:
    release = read("OSLO, 3 May 2021 —\u200bThe council met on Monday and chose a chair for the year.", "body")
    assert [p.kind for p in release.parts] == ["dateline", "body"]
    assert all(one.end <= other.start for one, other in pairwise(release.parts))


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\u2028"])
def test_every_line_end_is_read_as_one(end: str) -> None:
    text = "Ministry of Mines\nTel. 555 0146\nThe end"
    assert readable(text.replace("\n", end), ())[0] == text
