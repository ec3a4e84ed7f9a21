"""A cheap test of what a channel makes of a token, before its letters are weighed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.classes import class_names
from pipeline.repair.score import Points, columns_for
from pipeline.repair.tables import CJK, tables

MULTIBYTE = frozenset(["utf-8", "gb18030", "gbk", "big5", "big5hkscs", "cp932", "euc_jp", "cp949"])

MOST_UNEXPECTED = 0.08  # of a token's characters
MOST_CHANGES = 1  # of script inside a token: “ГлобалGlobal”, never “Sгo Paulo”
RAREST_LETTER = 10.0  # nats, as a single letter
MARKS = (
    "ascii digit opening low_mark closing apostrophe dash bullet currency degree fraction mark section math inverted "
    "space local"
)


def plausible(encodings: Sequence[str], written: Points, starts: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Which tokens hold only what is written in an encoding: letters of its languages, common marks.

    `written` has a row for each encoding, and so has what is returned, with a column for each token.
    """
    at = np.minimum(written, 0xFFFF)
    lengths = np.diff(np.append(starts, written.shape[1]))
    odd = np.take_along_axis(_unexpected_in(tuple(encodings)), at.astype(np.intp), axis=1)
    fit: NDArray[np.bool_] = np.add.reduceat(odd, starts, axis=1, dtype=np.intp) <= MOST_UNEXPECTED * lengths
    if encodings[0] not in MULTIBYTE and fit.any():
        script = tables().script[at]
        turns = np.zeros(at.shape, dtype=bool)
        turns[:, 1:] = (script[:, 1:] > 0) & (script[:, :-1] > 0) & (script[:, 1:] != script[:, :-1])
        signs = tables().klass[at] == class_names().index("far_mark")
        turns[:, 1:] |= signs[:, 1:] & (script[:, :-1] == 1)
        turns[:, :-1] |= signs[:, :-1] & (script[:, 1:] == 1)
        fit &= np.add.reduceat(turns, starts, axis=1, dtype=np.intp) <= MOST_CHANGES
    return fit


@cache
def _unexpected_in(encodings: tuple[str, ...]) -> NDArray[np.bool_]:
    return np.stack([_unexpected(encoding) for encoding in encodings])


@cache
def _unexpected(encoding: str) -> NDArray[np.bool_]:
    t, names = tables(), class_names()
    out = np.ones(0x10000, dtype=bool)
    out[[0x09, 0x0A, 0x0D]] = False
    columns = columns_for(encoding)
    marks = MARKS.split() + (["cjk_mark"] if encoding in MULTIBYTE else [])
    if columns and max(columns) > 1:
        marks.append("far_mark")  # vowel and tone signs: the tables hold letters only
    if columns is None:
        usual = [name for name in names if name not in ("undecoded", "unassigned")]
        out[np.isin(t.klass, [names.index(name) for name in usual])] = False
        return out
    out[np.isin(t.klass, [names.index(name) for name in marks])] = False
    for script, picked in {1: (0,), **columns}.items():
        table = t.cjk.single if script == CJK else t.alphabets[script - 1].costs[-_letters(script) :]
        rare = table[:, list(picked)].min(axis=1) > (13.0 if script == CJK else RAREST_LETTER) * 16 - 1
        here = np.flatnonzero(t.script == script)
        out[here] = rare[t.letter[here]]
    out[0x41:0x5B] = out[0x61:0x7B] = False
    return out


def _letters(script: int) -> int:
    return len(tables().alphabets[script - 1].pairs)
