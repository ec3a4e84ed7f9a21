"""Words, pieces and windows: every boundary of a name is a boundary of words, and no window loses a word."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.reader.pieces import ONE_WINDOW, SHARED, WINDOW, WordPieces, windows_of
from pipeline.extraction.reader.words import GAPS, LINES, SHAPES, shape, words_of
from pipeline.structure import Span

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "mine", "##s", "##r", "a", "jose", "."]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("$61.3M", ["$", "61", ".", "3", "M"]),  # an amount is not the firm 3M
        ("Ltd.The", ["Ltd", ".", "The"]),  # a blank is missing
        ("O’Dowd-Roe", ["O", "’", "Dowd", "-", "Roe"]),
        ("缅北禁地Global", ["缅北禁地Global"]),
        ("e\u0301tude", ["e\u0301tude"]),  # an accent of its own code point belongs to its letter
        ("Envoy Extraordinary and Plenipotentiary of Chad", ["Envoy", "of", "Chad"]),  # no surnames
        ("Mayor Pro Tem Ada Lund", ["Mayor", "Ada", "Lund"]),  # not a given name
        (" \n\t", []),
    ],
)
def test_words(text: str, forms: list[str]) -> None:
    assert words_of(text).forms == forms


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Contact DetailsAda Lund", ["Contact", "Details", "Ada", "Lund"]),  # glued by a scraper
        ("Ada LundZED Mines", ["Ada", "Lund", "ZED", "Mines"]),
        ("Ada LundCEO, Sam RoeEVP", ["Ada", "Lund", "CEO", ",", "Sam", "Roe", "EVP"]),  # with a title
        ("CEOAda Lund, CFOada@zed.io", ["CEO", "Ada", "Lund", ",", "CFO", "ada", "@", "zed", ".", "io"]),
        ("CEOs and COOPER", ["CEOs", "and", "COOPER"]),
        ("Zed LLCAda Lund", ["Zed", "LLC", "Ada", "Lund"]),  # to a legal form
        ("Ada Lundada@zed.io", ["Ada", "Lund", "ada", "@", "zed", ".", "io"]),  # an address begins with the name
        ("Ada Lundalund@zed.io", ["Ada", "Lund", "alund", "@", "zed", ".", "io"]),
        ("Ada Lundmedia@zed.io", ["Ada", "Lund", "media", "@", "zed", ".", "io"]),  # or with the word of a desk
        ("Zed GroupInfo@zed.io", ["Zed", "Group", "Info", "@", "zed", ".", "io"]),  # two patterns find this seam
        ("Ada McLund of LinkedIn", ["Ada", "McLund", "of", "LinkedIn"]),
        ("YourNews, for YourNews", ["YourNews", ",", "for", "YourNews"]),  # spelled with a capital inside, not glued
    ],
)
def test_glued_words_of_a_contact_part_are_split(text: str, forms: list[str]) -> None:
    assert words_of(text, contacts=[Span(0, len(text))]).forms == forms


@pytest.mark.parametrize(
    ("text", "numbers", "why"),
    [
        ("Ada LundZED Mines", [0, 0, 1, 1], "a name and an organisation are two lines"),
        ("ContactAda Lund ZED Mines", [0, 0, 0, 0, 0], "a name after a label is on its line"),
    ],
)
def test_glued_words_of_a_contact_part_are_lines(text: str, numbers: list[int], why: str) -> None:
    assert words_of(text, contacts=[Span(0, len(text))]).line_numbers.tolist() == numbers, why


@given(st.text(max_size=300))
def test_words_are_the_text_without_its_blanks(text: str) -> None:
    words = words_of(text)
    assert [text[s:e] for s, e in zip(words.starts, words.ends, strict=True)] == words.forms
    assert "".join(words.forms) == "".join(c for c in text if not c.isspace())


@pytest.mark.parametrize(
    "unit",
    [
        ",", "“", "😀", "- ", ".\n", "2023-", "<b>", 'a "b" ', "1,", "@://", "A. ", "May 3, ", "said, ", "Anna Berg ",
        "“It is so,” they said, May 3, Bank of the Ministry of the Agency of ", "Alpha & Berg & ", "&amp; ",
    ],
)  # fmt: skip
def test_of_long_stretches_without_a_new_word_only_the_ends_are_read(unit: str) -> None:
    text = "Ada Lund spoke. " + unit * 5_000 + " Omar Diallo spoke."
    words = words_of(text)
    assert len(words) < 250
    assert words.forms[:3] == ["Ada", "Lund", "spoke"]
    assert words.forms[-4:] == ["Omar", "Diallo", "spoke", "."]
    assert [text[s:e] for s, e in zip(words.starts, words.ends, strict=True)] == words.forms
    assert "paragraph" in {GAPS[g] for g in words.gaps}, "no name spans words that are not read"
    assert words.line_numbers[-1] == text.count("\n")
    middle = len(text) // 2
    assert words.range(middle, middle + 10) == (words.range(middle, middle)[0],) * 2


@pytest.mark.parametrize(
    "text",
    [
        "Sign here: " + "_" * 295 + "\nAda Lund",  # the longest line of signs in the releases
        "Results\n" + "1,204 (3) 7.5\n" * 30,
        "\n".join(f"Ada {2 * chr(97 + n % 26)}{chr(97 + n // 26)}, Omar; " for n in range(300)),
        ("Lund " + "and so on, " * 10 + "\n\n") * 20,
    ],
    ids=["line", "table", "names", "paragraph over and over"],
)
def test_words_of_a_release_are_all_read(text: str) -> None:
    assert "".join(words_of(text).forms) == "".join(text.split())


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("mine", "lower"), ("Mine", "capitalised"), ("MINE", "capitals"), ("M", "one capital"), ("iPhone", "mixed"),
        ("2024", "digits"), ("“", "opening mark"), ("”", "closing mark"), ('"', "straight mark"), ("’", "apostrophe"),
        ("–", "dash"), ("(", "bracket"), (".", "stop"), (",", "comma"), ("€", "sign"), ("禁地", "no case"),
    ],
)  # fmt: skip
def test_shapes(form: str, expected: str) -> None:
    assert SHAPES[shape(form)] == expected


def test_gaps_and_lines() -> None:
    words = words_of("NEW MINISTER\nJan  Roe met Lund.\n\nThe End")
    assert [GAPS[i] for i in words.gaps] == [
        "start", "space", "line", "spaces", "space", "space", "glued", "paragraph", "space",
    ]  # fmt: skip
    assert LINES[words.lines[0]] == "capitals"
    assert LINES[words.lines[2]] == "running text"


def test_ranges_of_characters_and_of_words() -> None:
    words = words_of("met Jan Roe.")
    assert words.range(4, 11) == (1, 3)
    assert words.range(5, 6) == (1, 2)
    assert words.range(3, 4) == (1, 1)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Mines", ["mine", "##s"]),
        ("José", ["jose"]),  # the vocabulary has no accents
        ("b", ["[UNK]"]),
        ("Miners", ["mine", "##r", "##s"]),
        ("a" * 101, ["[UNK]"]),  # longer than any word
    ],
)
def test_word_pieces(word: str, pieces: list[str]) -> None:
    assert [VOCABULARY[i] for i in WordPieces(VOCABULARY)(word)] == pieces


@pytest.mark.parametrize("count", [1, ONE_WINDOW, ONE_WINDOW + 1, 3 * WINDOW, 5000])
def test_every_word_has_a_place_in_windows_of_one_length(count: int) -> None:
    windows = windows_of(["a"] * count, WordPieces(VOCABULARY))
    assert windows.pieces.shape == windows.words.shape
    assert windows.pieces.shape[1] <= ONE_WINDOW + 2
    assert np.array_equal(windows.words.reshape(-1)[windows.at], np.arange(count))


def test_a_word_is_read_in_the_window_in_whose_middle_it_stands() -> None:
    windows = windows_of(["a"] * 2000, WordPieces(VOCABULARY))
    place = windows.at % windows.pieces.shape[1]
    first, last = (
        windows.at // windows.pieces.shape[1] == 0,
        windows.at // windows.pieces.shape[1] == len(windows.words) - 1,
    )
    inner = place[~first & ~last]
    assert inner.min() >= SHARED // 2
    assert inner.max() <= windows.pieces.shape[1] - SHARED // 2
