"""Findings about punctuation that was stripped."""

from __future__ import annotations

import pytest

from pipeline.repair.findings import stripped_punctuation

BARE = "The board of Zed Mines says that it is to open the pit in May and that this will be of use to all of the city "
STRIPPED = [
    (
        "Zed opened.Ada Lund came.Jan Roe went.",
        ["no space between sentences: 2 places like “.Ada”"],
        "full stops glued to the next sentence, twice",
    ),
    ("Zed opened. Ada Lund came.Jan Roe went.", [], "glued only once: it may be a slip"),
    (
        "They say thats new and youve seen it.",
        ["punctuation looks stripped: 2 places like “thats”"],
        "lost apostrophes",
    ),
    (
        "We are glad that the mill is open, said Ms Roe. It is new.",
        ["quotation marks look stripped: someone says “I” or “we” without any"],
        "speech without quotation marks",
    ),
    (
        "We are glad that the mill is open, Jan Roe said.",
        ["quotation marks look stripped: someone says “I” or “we” without any"],
        "speech without quotation marks, the name before “said”",
    ),
    ("“We are glad that the mill is open”, said Ms Roe.", [], "speech in quotation marks"),
    ("Our mill in Velora is open, and it is said to be new.", [], "“said” that introduces no speech"),
    (BARE * 5, ["punctuation looks stripped: no full stop in 135 words"], "a long text without any punctuation"),
    (BARE * 5 + ".", [], "a single full stop"),
    (BARE * 3, [], "a short text may be a list"),
    ("Ada Lund Jan Roe Eva Dahl " * 30, [], "a list of names is no text"),
]


@pytest.mark.parametrize(("text", "details", "why"), STRIPPED, ids=[why for *_, why in STRIPPED])
def test_stripped_punctuation(text: str, details: list[str], why: str) -> None:
    found = list(stripped_punctuation(text))
    assert [detail for *_, detail in found] == details, why
    assert all(text[start:end].strip() for start, end, _ in found)
