"""Variants of training texts: what press releases do to their own words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from training.corpus import Labelled

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True, slots=True)
class Augment:
    """Shares (0 to 1) of the chunks of one pass that each change falls on."""

    straight_quotes: float = 0.0
    capitals: float = 0.0

    def __call__(self, piece: Labelled, random: Random) -> Labelled:
        """The piece, changed or not; offsets of its spans go with the text."""
        if random.random() < self.straight_quotes:
            piece = replace(piece, text=piece.text.translate(_STRAIGHT))
        if random.random() < self.capitals:
            piece = replace(piece, text=capitals(piece.text))
        return piece


def capitals(text: str) -> str:
    """Upper case, code point by code point: a letter whose capital is longer (“ß”) stays."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)
