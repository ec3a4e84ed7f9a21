"""How unlikely a text is: the cost, in nats, of each of its tokens in each language its script can carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.data import word_table
from pipeline.repair.classes import class_costs, class_names, neighbour_of
from pipeline.repair.tables import ALPHABETS, CJK, Alphabet, Ideographs, tables

Points = NDArray[np.uint32]
Floats = NDArray[np.float32]
TOKEN_END = 0x0A
"""Tokens are laid one after the other, each followed by this code point."""

Columns = Mapping[int, tuple[int, ...]]
"""Script -> columns of its table."""

UNKNOWN_ASCII, UNKNOWN_LETTER, UNKNOWN_IDEOGRAPH = 3.3, 4.8, 99.0
"""Costs of a letter in a language that has no table: not much more than if all were alike."""

UPPER_AFTER_LOWER, UPPER_FIRST, UPPER_AFTER_UPPER, LOWER_AFTER_CAPITALS = 5.0, 1.2, 0.4, 4.0
OTHER_ALPHABET, NEXT_TO_IDEOGRAPH, REPEATED_BOX = 8.0, 2.5, 1.0
"""Costs of a change of case inside a word, and of a letter after one of another alphabet."""


@dataclass(frozen=True, slots=True)
class Costs:
    """Costs of the tokens of a text: what no language decides, and a column for each language of each script."""

    flat: Floats  # (tokens,)
    scripts: dict[int, Floats]  # script -> (tokens, languages)
    unknown: dict[int, Floats]  # script -> (tokens,): in a language that has no table

    def best(self, stranger: float = 0.0) -> Floats:
        """Cost of each token in whatever languages suit it best; one without a table costs `stranger` more."""
        total = self.flat.copy()
        for script, costs in self.scripts.items():
            total += np.minimum(costs.min(axis=1), self.unknown[script] + stranger)
        return total

    def part(self, first: int, end: int) -> Costs:
        """Those of some tokens."""
        here = slice(first, end)
        scripts = {script: costs[here] for script, costs in self.scripts.items() if self.unknown[script][here].any()}
        return Costs(self.flat[here], scripts, {script: self.unknown[script][here] for script in scripts})

    def by_language(self, columns: Columns | None) -> tuple[Floats, tuple[str, ...], Floats]:
        """Cost of each token by the languages of the script that most is written in, their names, and its letters.

        Latin letters next to another script are English glued on, so they do not count where there is one.
        """
        if not self.scripts:
            return self.flat[:, None], ("",), np.full(len(self.flat), 9, dtype=np.float32)
        main = max(self.scripts, key=lambda script: (script != 1, float(self.unknown[script].sum())))
        rest = self.flat.copy()
        for script, costs in self.scripts.items():
            if script != main:
                rest += costs.min(axis=1)
        costs, names = self.scripts[main], languages_of(main)
        if columns and main in columns:
            costs, names = costs[:, columns[main]], tuple(names[i] for i in columns[main])
        each = {1: 0.5, CJK: UNKNOWN_IDEOGRAPH / 1.5}.get(main, UNKNOWN_LETTER)
        letters = self.unknown[main] / each
        return costs + rest[:, None], names, letters


def languages_of(script: int) -> tuple[str, ...]:
    """Names of the languages in the columns of a script."""
    if script == 0:
        return ("",)
    return tables().cjk.languages if script == CJK else tables().alphabets[script - 1].languages


@cache
def columns_for(encoding: str) -> Columns | None:
    """Columns of the languages that an encoding is used for; None where it holds them all."""
    for key, languages in word_table("repair/encodings.txt"):
        if key == encoding:
            wanted = languages.split()
            picked = {
                s: tuple(i for i, name in enumerate(languages_of(s)) if name in wanted) for s in range(1, CJK + 1)
            }
            return {s: columns for s, columns in picked.items() if columns}
    return None


def cost_of(points: Points) -> Costs:
    """Score a text given as code points, tokens ended by `TOKEN_END`."""
    t = tables()
    at = np.minimum(points, 0xFFFF)
    # beyond the BMP: emoji and rare ideographs, told apart no further; U+FFFF is unassigned, which is dear
    script, letter, upper = t.script[at], t.letter[at].astype(np.intp), t.upper[at]
    starts = np.concatenate(([0], np.flatnonzero(points == TOKEN_END)[:-1] + 1))
    before = np.concatenate(([np.uint8(0)], script[:-1]))
    flat = _flat(at, script, before, upper)
    joined = before.copy()  # a capital after a small letter begins a word: “adaptéGlobal”
    joined[1:][upper[1:] & ~upper[:-1]] = 0
    scripts: dict[int, Floats] = {}
    unknown: dict[int, Floats] = {}
    for number in np.flatnonzero(np.bincount(script, minlength=CJK + 1)[1:]) + 1:
        where = np.flatnonzero(script == number)
        if number == CJK:
            values = _ideograph_costs(t.cjk, letter, before, where)
            owner = where
        else:
            alphabet = t.alphabets[number - 1]
            rows, owner = _letter_rows(alphabet, letter, script, joined, where)
            values = alphabet.costs[rows]
        scripts[int(number)] = _sum_by_token(values, owner, starts)
        plain = UNKNOWN_IDEOGRAPH if number == CJK else np.where(points[where] < 0x80, UNKNOWN_ASCII, UNKNOWN_LETTER)
        unknown[int(number)] = np.bincount(
            np.searchsorted(starts, where, side="right") - 1,
            weights=np.broadcast_to(plain, where.shape),
            minlength=len(starts),
        ).astype(np.float32)
    return Costs(np.add.reduceat(flat, starts), scripts, unknown)


def _flat(at: Points, script: NDArray[np.uint8], before: NDArray[np.uint8], upper: NDArray[np.bool_]) -> Floats:
    kind = neighbour_of()[at]
    kind[script > 0] = 1
    left = np.concatenate(([np.uint8(0)], kind[:-1]))
    right = np.concatenate((kind[1:], [np.uint8(0)]))
    flat: Floats = class_costs()[tables().klass[at], left, right]
    flat[at == TOKEN_END] = 0
    flat[(script > 0) & (before > 0) & (script != before)] += OTHER_ALPHABET
    beside = (script > 0) & (before > 0) & (script != before) & ((script == CJK) | (before == CJK))
    flat[beside] += NEXT_TO_IDEOGRAPH - OTHER_ALPHABET
    flat[beside & (script == 1) & ~upper] += OTHER_ALPHABET - NEXT_TO_IDEOGRAPH
    signs = tables().klass[at] == class_names().index("far_mark")
    flat[signs & (before == 1)] += OTHER_ALPHABET
    up1 = np.concatenate(([False], upper[:-1]))
    up2 = np.concatenate(([False, False], upper[:-2])) if len(upper) > 1 else up1
    again = np.flatnonzero((at[1:] == at[:-1]) & (at[1:] >= 0x2500) & (at[1:] < 0x2600)) + 1
    flat[again] = REPEATED_BOX
    letter_before = before > 0
    flat[upper & ~letter_before] += UPPER_FIRST
    flat[upper & letter_before] += np.where(up1[upper & letter_before], UPPER_AFTER_UPPER, UPPER_AFTER_LOWER)
    flat[(script > 0) & ~upper & up1 & up2] += LOWER_AFTER_CAPITALS
    return flat


def _letter_rows(
    alphabet: Alphabet,
    letter: NDArray[np.intp],
    script: NDArray[np.uint8],
    before: NDArray[np.uint8],
    where: NDArray[np.intp],
) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    number = script[where[0]]
    same1 = before[where] == number
    b = np.where(same1, letter[where - 1], 0)
    same2 = same1 & (before[where - 1] == number)
    a = np.where(same2, letter[where - 2], 0)
    c = letter[where]
    last = np.flatnonzero(before[np.minimum(where + 1, len(script) - 1)] != number)
    rows = alphabet.rows(
        np.concatenate((a, b[last])), np.concatenate((b, c[last])), np.concatenate((c, np.zeros(len(last), np.intp)))
    )
    owner = np.concatenate((where, where[last]))
    order = np.argsort(owner, kind="stable")
    return rows[order], owner[order]


def _ideograph_costs(
    cjk: Ideographs, letter: NDArray[np.intp], before: NDArray[np.uint8], where: NDArray[np.intp]
) -> NDArray[np.uint8]:
    here = letter[where]
    paired = np.flatnonzero(before[where] == CJK)
    costs = cjk.single[here]
    first = letter[where[paired] - 1]
    key = (first << 16 | here[paired]).astype(np.uint32)
    place = np.minimum(np.searchsorted(cjk.keys, key), len(cjk.keys) - 1)
    found = cjk.keys[place] == key
    loose = np.minimum(costs[paired].astype(np.int16) + cjk.backoff[first], 255).astype(np.uint8)
    costs[paired] = np.where(found[:, None], cjk.pair[place], loose)
    return costs


def _sum_by_token(values: NDArray[np.uint8], owner: NDArray[np.intp], starts: NDArray[np.intp]) -> Floats:
    token = np.searchsorted(starts, owner, side="right") - 1
    out = np.zeros((len(starts), values.shape[1]), dtype=np.float32)
    cuts = np.flatnonzero(np.concatenate(([True], token[1:] != token[:-1])))
    out[token[cuts]] = np.add.reduceat(values.astype(np.float32), cuts, axis=0) / 16
    return out


__all__ = ["ALPHABETS", "TOKEN_END", "Costs", "Floats", "Points", "cost_of", "languages_of"]
