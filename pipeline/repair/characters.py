"""What a character is where it stands: the costs of everything that is no letter of a known alphabet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.data import word_table

CONTEXTS = ("alone", "before", "after", "inside", "digit", "other")
SPACE, LETTER, DIGIT, OTHER = range(4)
"""Kinds of neighbour."""

_BY_CATEGORY = {"control": 13.0, "undecoded": 12.0, "unassigned": 14.0, "odd_letter": 11.0, "far_letter": 4.5}
_SYMBOL = (6.0, 10.0, 10.0, 12.0, 9.0, 8.0)
_FAR_MARK = (9.0, 9.0, 2.5, 2.5, 8.0, 8.0)


def _points(cell: str) -> Iterator[int]:
    for item in cell.split():
        low, _, high = item.partition("-U+")
        if low.startswith("U+"):
            yield from range(int(low[2:], 16), int(high or low[2:], 16) + 1)
        else:
            yield ord(item)


@cache
def class_of() -> NDArray[np.uint8]:
    """Class number of each code point of the BMP; 0 are letters that have a table of their own."""
    names = class_names()
    by_category = np.zeros(0x10000, dtype=np.uint8)
    fallback = {
        "C": "control", "Cf": "invisible", "Cn": "unassigned", "Co": "unassigned", "Cs": "undecoded",
        "N": "symbol", "Z": "space", "S": "symbol", "P": "symbol", "M": "far_mark", "L": "far_letter",
    }  # fmt: skip
    number = {name: i for i, name in enumerate(names)}
    of_category = {}
    for point in range(0x10000):
        category = unicodedata.category(chr(point))
        if category not in of_category:
            of_category[category] = number[fallback.get(category) or fallback[category[0]]]
        by_category[point] = of_category[category]
    letters = by_category[:0x590]
    letters[letters == number["far_letter"]] = number["odd_letter"]  # every letter in use below has a table
    for name, cell, *_ in word_table("repair/classes.txt"):
        for point in _points(cell):
            by_category[point] = number[name]
    return by_category


@cache
def class_names() -> tuple[str, ...]:
    """Names of the classes; a class's number is its place."""
    return ("letter", *(row[0] for row in word_table("repair/classes.txt")), *_BY_CATEGORY, "symbol", "far_mark")


@cache
def class_costs() -> NDArray[np.float32]:
    """Cost in nats by class, kind of the neighbour before and kind of the neighbour after: (classes, 4, 4)."""
    rows: dict[str, tuple[float, ...]] = {
        row[0]: tuple(map(float, row[2:])) for row in word_table("repair/classes.txt")
    }
    rows |= {name: (cost,) * 6 for name, cost in _BY_CATEGORY.items()}
    rows |= {"letter": (0.0,) * 6, "symbol": _SYMBOL, "far_mark": _FAR_MARK}
    out = np.zeros((len(class_names()), 4, 4), dtype=np.float32)
    for number, name in enumerate(class_names()):
        for before in range(4):
            for after in range(4):
                out[number, before, after] = rows[name][_context(before, after)]
    return out


def _context(before: int, after: int) -> int:
    if DIGIT in (before, after):
        return CONTEXTS.index("digit")
    if before == after == SPACE:
        return CONTEXTS.index("alone")
    if before == after == LETTER:
        return CONTEXTS.index("inside")
    if after == LETTER:
        return CONTEXTS.index("before")
    return CONTEXTS.index("after" if before == LETTER else "other")


@cache
def neighbour_of() -> NDArray[np.uint8]:
    """Kind of neighbour each code point of the BMP is."""
    names = class_names()
    kind = np.full(len(names), OTHER, dtype=np.uint8)
    for name in ("letter", "odd_letter", "far_letter", "far_mark"):
        kind[names.index(name)] = LETTER
    kind[names.index("digit")] = DIGIT
    kind[names.index("space")] = SPACE
    out: NDArray[np.uint8] = kind[class_of()]
    out[[0x09, 0x0A, 0x0D, 0x20]] = SPACE
    return out
