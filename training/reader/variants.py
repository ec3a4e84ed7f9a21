"""Data augmentation: variants of training texts with marks, case and line ends as publishers and scrapers change them.

Every character keeps its offset, so that annotations stay valid.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Variants:
    """Shares (0 to 1) of the texts of a pass that are changed in each way; `capitals` is a share of their lines."""

    straight_quotes: float = 0.2
    capitals: float = 0.03
    wrapped: float = 0.05
    stripped: float = 0.03


_STRIPPED = re.compile(r"[“”‘’\"',;:()\[\]–—-]")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})


def variant(text: str, shares: Variants, random: Random) -> str:
    """The text, changed at random in ways that keep the offset of every character."""
    if random.random() < shares.straight_quotes:
        text = text.translate(_STRAIGHT)
    if random.random() < shares.stripped:
        text = _STRIPPED.sub(" ", text)  # some archives kept no punctuation: “Sen  Jan Roe  D VT”
    lines = text.split("\n")
    lines = [capitals(line) if random.random() < shares.capitals else line for line in lines]
    text = "\n".join(lines)
    return wrapped(text) if random.random() < shares.wrapped else text


def capitals(text: str) -> str:
    """The text in upper case, code point by code point; a letter whose capital is longer (“ß”) is left as it is."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def wrapped(text: str, width: int = 72) -> str:
    """The text with lines broken at `width` characters, inside names too: a blank becomes a line end."""
    signs = list(text)
    start = last = 0
    for i, c in enumerate(signs):
        if c == "\n":
            start = i + 1
        elif c == " ":
            last = i
        if i - start >= width and last > start:
            signs[last] = "\n"
            start = last + 1
    return "".join(signs)
