"""A fast look at the words of a text: which are worth weighing at all.

Clean text is the rule, so it must cost next to nothing. Each character beyond ASCII is looked up with its neighbours: a
letter among the letter triples that are usual in some language, anything else in the costs of its class. What
no encoding makes of any byte cannot come from an encoding error.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.encodings import Points, byte_roles, points_of
from pipeline.repair.tables import CJK, class_costs, tables

USUAL_IDEOGRAPH = 10.5
USUAL_SYMBOL = 6.5
REPLACED = 0xFFFD
CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
"""No text holds these but by an encoding error."""

READABLE, UPPER, LOWER, SYMBOL, WIDE = 1, 2, 4, 8, 16  # bits of `_flags`


def strange_words(words: list[str]) -> list[str]:
    """The words (each with something beyond ASCII) that hold something strange."""
    points = points_of("\n".join(["", *words, ""]))
    places = strange_places(points)
    counted = places.searchsorted((points == 0x0A).nonzero()[0])
    return [words[i] for i in (counted[1:] > counted[:-1]).nonzero()[0].tolist()]


def strange_places(points: Points) -> NDArray[np.intp]:
    """Where a text holds something unusual beyond ASCII; `points` begins and ends with white space."""
    flags, usual = _flags(), tables().trigrams.usual
    at = np.minimum(points, 0xFFFF).astype(np.intp)
    places = (flags[at] & READABLE).nonzero()[0]
    if not len(places):
        return places
    here, left, right = at[places], at[places - 1], at[places + 1]
    flag, before, after = flags[here], flags[left], flags[right]
    strange = ~usual(left, here, right)
    # a capital behind a small letter: `LOWER` is the bit beside `UPPER`
    strange |= (((after << 1 & LOWER) | (before >> 1 & UPPER)) & flag) > 0
    symbols = (flag & SYMBOL).nonzero()[0]
    kind = tables().neighbour
    strange[symbols] = _dear_signs()[tables().klass[here[symbols]], kind[left[symbols]], kind[right[symbols]]]
    wide = (flag & WIDE).nonzero()[0]
    strange[wide] = _strange_ideographs(here[wide], left[wide], right[wide])
    found: NDArray[np.intp] = places[strange]
    return found


def _strange_ideographs(here: NDArray[np.intp], left: NDArray[np.intp], right: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Rare ones, and those beside a letter of another script."""
    script = tables().script
    strange: NDArray[np.bool_] = _ideograph_costs()[here] > USUAL_IDEOGRAPH
    for other in (left, right):
        strange |= (script[other] > 0) & (script[other] != CJK)
    return strange


@cache
def _dear_signs() -> NDArray[np.bool_]:
    """Which classes are unusual between which neighbours: (classes, 4, 4)."""
    dear: NDArray[np.bool_] = class_costs() > USUAL_SYMBOL
    return dear


@cache
def _flags() -> NDArray[np.uint8]:
    """What the screen asks of each code point, in bits."""
    t = tables()
    readable = byte_roles()[2] > 0  # beyond ASCII, made of bytes by some wrong reading; and the sign for what was lost
    readable[REPLACED] = True
    wide = t.script == CJK
    lower = (t.script > 0) & ~wide & ~t.upper
    bits = {READABLE: readable, UPPER: t.upper, LOWER: lower, SYMBOL: t.klass > 0, WIDE: wide}
    out = np.zeros(0x10000, dtype=np.uint8)
    for bit, here in bits.items():
        out[here] |= bit
    return out


@cache
def _ideograph_costs() -> NDArray[np.float32]:
    t = tables()
    out = np.zeros(0x10000, dtype=np.float32)
    wide = (t.script == CJK).nonzero()[0]
    out[wide] = t.single[CJK - 1].min(axis=1)[t.letter[wide]]
    return out
