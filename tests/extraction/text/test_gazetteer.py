"""Listed names in text."""

from __future__ import annotations

import pytest

from pipeline.extraction.text.gazetteer import FoldedWords, Gazetteer

NAMES = ["Côte d'Ivoire", "Norvane", "Norvane Islands", "Trade and Ports", "U.S.", "UNO", "St. Orr"]
TEXTS = [
    ("the Cote d’Ivoire, CÔTE D’IVOIRE", ["Côte d'Ivoire"] * 2, "accents, apostrophes, capitals"),
    ("cote d'ivoire", [], "without a capital it is no name"),
    ("Norvane\nIslands and Norvane", ["Norvane Islands", "Norvane"], "the longest name, over a line end"),
    ("Norvane\n\nIslands", ["Norvane"], "a blank line ends a name"),
    ("Trade & Ports, Trade And Ports", ["Trade and Ports"] * 2, "an ampersand; a small word with a capital"),
    ("the U.S., not u.s.", ["U.S."], "short names keep their case"),
    ("uno Uno UNO", ["UNO"], "acronyms keep their case"),
    ("St Orr, St. Orr", ["St. Orr"] * 2, "dots inside a name"),
]


@pytest.mark.parametrize(("text", "names", "why"), TEXTS)
def test_names_in_text(text: str, names: list[str], why: str) -> None:
    assert [m.value for m in Gazetteer({name: name for name in NAMES}).find(FoldedWords(text))] == names, why


def test_a_full_stop_of_the_name_belongs_to_it() -> None:
    (match,) = Gazetteer({"U.S.": "USA"}).find(FoldedWords("In the U.S. it rained."))
    assert (match.start, match.end, match.value) == (7, 11, "USA")


def test_words_have_the_right_offsets() -> None:
    text = "Ärger & Söhne, R&D"
    words = FoldedWords(text)
    assert [text[s:e] for s, e in zip(words.starts, words.ends, strict=True)] == words.texts
    assert words.folded == ["arger", "and", "sohne", "r", "and", "d"]


def test_a_name_without_a_word_is_nowhere() -> None:
    assert not list(Gazetteer({"…": ""}).find(FoldedWords("Well … yes")))
