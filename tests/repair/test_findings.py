"""What is told of punctuation that was taken out."""

from __future__ import annotations

import pytest

from pipeline.repair.findings import stripped_punctuation

BARE = "The board of Zed Mines says that it is to open the pit in May and that this will be of use to all of the city "
STRIPPED = [
    ("Zed opened.Ada Lund came.Jan Roe went.", ["no space between sentences: 2 places like “.Ada”"], "glued"),
    ("Zed opened. Ada Lund came.Jan Roe went.", [], "once may be a slip"),
    ("They say thats new and youve seen it.", ["punctuation looks stripped: 2 places like “thats”"], "marks"),
    (
        "We are glad that the mill is open, said Ms Roe. It is new.",
        ["quotation marks look stripped: someone says “I” or “we” without any"],
        "speech in no marks",
    ),
    (
        "We are glad that the mill is open, Jan Roe said.",
        ["quotation marks look stripped: someone says “I” or “we” without any"],
        "the same, the name first",
    ),
    ("“We are glad that the mill is open”, said Ms Roe.", [], "speech in marks"),
    ("Our mill in Velora is open, and it is said to be new.", [], "no speech"),
    (BARE * 5, ["punctuation looks stripped: no full stop in 135 words"], "no sign at all"),
    (BARE * 5 + ".", [], "a full stop"),
    (BARE * 3, [], "a short one may be a list"),
    ("Ada Lund Jan Roe Eva Dahl " * 30, [], "names are no text"),
]


@pytest.mark.parametrize(("text", "details", "why"), STRIPPED, ids=[why for *_, why in STRIPPED])
def test_stripped_punctuation(text: str, details: list[str], why: str) -> None:
    found = list(stripped_punctuation(text))
    assert [detail for *_, detail in found] == details, why
    assert all(text[start:end].strip() for start, end, _ in found)
