"""Which characters a text in an encoding may hold: letters of its languages, common marks."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channels import MULTIBYTE
from pipeline.repair.classes import class_names, class_of
from pipeline.repair.score import columns_for
from pipeline.repair.tables import ALPHABETS, CJK, tables

MOST_UNEXPECTED = 0.08  # of a token's characters
MOST_CHANGES = 1  # of script inside a token: “ГлобалGlobal”, never “Sгo Paulo”
RAREST_LETTER = 10.0  # nats, as a single letter
MARKS = (
    "ascii digit opening low_mark closing apostrophe dash bullet ellipsis currency degree per_mille fraction mark "
    "section math inverted space local"
)
SIGNS = (
    "opening",
    "low_mark",
    "closing",
    "dash",
    "bullet",
    "ellipsis",
    "currency",
    "degree",
    "per_mille",
    "fraction",
    "math",
    "box",
)
"""What a letter inside a word never becomes: “grûn” is not “gr–n”, though “ItÕs” is “It’s”."""

ARABIC = ALPHABETS.index("Arabic") + 1

SIGN_SCRIPT = 99
"""Stands in `scripts()` for vowel and tone signs without a table: they belong to whatever they follow but Latin."""


@cache
def unexpected(encoding: str) -> NDArray[np.bool_]:
    """For each code point of the BMP whether it is unlikely in any text in the encoding."""
    t, names = tables(), class_names()
    out = np.ones(0x10000, dtype=bool)
    out[[0x09, 0x0A, 0x0D]] = False
    columns = columns_for(encoding)
    marks = MARKS.split() + (["cjk_mark", "wide_sign"] if encoding in MULTIBYTE else [])
    if columns and max(columns) > 1:
        marks.append("far_mark")  # vowel and tone signs: the tables hold letters only
    if columns and ARABIC in columns:
        marks.append("joiner")
    if columns is None:
        usual = [name for name in names if name not in ("undecoded", "unassigned")]
        out[np.isin(t.klass, [names.index(name) for name in usual])] = False
        out[class_of() == names.index("seldom")] = True
        return out
    out[np.isin(t.klass, [names.index(name) for name in marks])] = False
    for script, picked in {1: (0,), **columns}.items():
        table = t.cjk.single if script == CJK else t.alphabets[script - 1].single
        rare = table[:, list(picked)].min(axis=1) > (13.0 if script == CJK else RAREST_LETTER) * 16 - 1
        here = np.flatnonzero(t.script == script)
        out[here] = rare[t.letter[here]]
    out[0x41:0x5B] = out[0x61:0x7B] = False
    return out


@cache
def signs() -> NDArray[np.bool_]:
    """For each code point of the BMP whether it is one of `SIGNS`."""
    names = class_names()
    out: NDArray[np.bool_] = np.isin(tables().klass, [names.index(name) for name in SIGNS])
    return out


@cache
def scripts() -> NDArray[np.uint8]:
    """Script of each code point of the BMP; `SIGN_SCRIPT` for signs that belong to what they follow."""
    out = tables().script.copy()
    out[tables().klass == class_names().index("far_mark")] = SIGN_SCRIPT
    return out
