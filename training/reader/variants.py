"""Variants of training texts: what publishers and scrapers do to marks, case and line ends.

Every character keeps its place, so that annotations stay where they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Variants:
    """Shares (0 to 1) of a pass's texts, or of their lines, that are changed as publishers and scrapers change them."""

    straight_quotes: float = 0.2
    capitals: float = 0.03
    wrapped: float = 0.05
    stripped: float = 0.03


_STRIPPED = re.compile(r"[“”‘’\"',;:()\[\]–—-]")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})


def variant(text: str, shares: Variants, random: Random) -> str:
    """The text, changed in ways that leave every character its place."""
    if random.random() < shares.straight_quotes:
        text = text.translate(_STRAIGHT)
    if random.random() < shares.stripped:
        text = _STRIPPED.sub(" ", text)  # archives that kept letters only: “Sen  Jan Roe  D VT”
    lines = text.split("\n")
    lines = [capitals(line) if random.random() < shares.capitals else line for line in lines]
    text = "\n".join(lines)
    return wrapped(text) if random.random() < shares.wrapped else text


def capitals(text: str) -> str:
    """Upper case, code point by code point: a letter whose capital is longer (“ß”) stays."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def wrapped(text: str, width: int = 72) -> str:
    """Lines broken at `width` characters, inside names too: a blank becomes a line end."""
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
