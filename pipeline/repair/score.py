"""How unlikely a text is: the cost, in nats, of each of its tokens in each language its script can carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.data import word_table
from pipeline.repair.classes import LETTER, class_costs, class_names, neighbour_of
from pipeline.repair.letters import Floats, costs_of_ideographs, rows_of_letters
from pipeline.repair.tables import ALPHABETS, CJK, tables

Points = NDArray[np.uint32]
TOKEN_END = 0x0A
"""Tokens are laid one after the other, each followed by this code point."""

CAPITAL_SIGMA, FINAL_SIGMA = 0x3A3, 0x3C2

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
    least: dict[int, Floats]  # script -> (tokens,): in the language that suits each token best

    def best(self, stranger: float = 0.0) -> Floats:
        """Cost of each token in whatever languages suit it best; one without a table costs `stranger` more."""
        total = self.flat.copy()
        for script, least in self.least.items():
            total += np.minimum(least, self.unknown[script] + stranger)
        return total

    def part(self, first: int, end: int) -> Costs:
        """Those of some tokens."""
        here = slice(first, end)
        held = [script for script, unknown in self.unknown.items() if np.count_nonzero(unknown[here])]
        scripts, unknown, least = (
            {script: costs[script][here] for script in held} for costs in (self.scripts, self.unknown, self.least)
        )
        return Costs(self.flat[here], scripts, unknown, least)

    def main_scripts(self, tokens: NDArray[np.intp], starts: NDArray[np.intp]) -> NDArray[np.intp]:
        """The script that most of each group of some tokens is written in, 0 for none.

        Latin letters next to another script are English glued on, so they do not count where there is one.
        """
        totals = np.zeros((CJK + 1, len(starts)), dtype=np.float32)
        for script, unknown in self.unknown.items():
            totals[script] = np.add.reduceat(unknown[tokens], starts)
        main: NDArray[np.intp] = np.where(totals[2:].any(axis=0), totals[2:].argmax(axis=0) + 2, totals[1] > 0)
        return main

    def other_letters(self) -> Floats:
        """How many letters beyond the Latin ones each token has; an ideograph counts for one and a half."""
        total = np.zeros(len(self.flat), dtype=np.float32)
        for script, unknown in self.unknown.items():
            if script > 1:
                total += unknown / (UNKNOWN_IDEOGRAPH / 1.5 if script == CJK else UNKNOWN_LETTER)
        return total

    def in_script(self, main: int, tokens: NDArray[np.intp]) -> Floats:
        """Cost of some tokens by the languages of a script (0: one column)."""
        rest = self.flat[tokens]
        for script, least in self.least.items():
            if script != main:
                rest = rest + least[tokens]
        if main == 0:
            return rest[:, None]
        return np.add(self.scripts[main][tokens], rest[:, None])


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
    at = np.minimum(points, 0xFFFF).astype(np.intp)
    # beyond the BMP: emoji and rare ideographs, told apart no further; U+FFFF is unassigned, which is dear
    script, letter, upper = t.script[at], t.letter[at].astype(np.intp), t.upper[at]
    ends = (at == TOKEN_END).nonzero()[0]
    starts = np.concatenate(([0], ends[:-1] + 1))
    tokens = len(starts)
    token = np.arange(tokens).repeat(ends + 1 - starts)
    before = np.zeros_like(script)
    before[1:] = script[:-1]
    end_in_capital_sigma(at, script, letter)
    flat = _flat(at, script, before, upper)
    joined = before.copy()  # a capital after a small letter begins a word: “adaptéGlobal”
    if np.count_nonzero(upper):
        joined[1:][upper[1:] & ~upper[:-1]] = 0
    counts = np.bincount(script, minlength=CJK + 1).tolist()
    costs = Costs(np.add.reduceat(flat, starts), {}, {}, {})
    rows = rows_of_letters(script, letter, joined, token) if any(counts[1:CJK]) else None
    each = _in_unknown_language()
    for number in range(1, CJK + 1):
        if not counts[number]:
            continue
        where = (script == number).nonzero()[0]
        if number == CJK:
            found = costs_of_ideographs(letter, before, where, token[where], tokens)
        else:
            assert rows is not None
            found = rows.costs(number, tokens)
        costs.scripts[number] = found
        costs.unknown[number] = np.bincount(token[where], each[at[where]], minlength=tokens).astype(np.float32)
        costs.least[number] = found.min(axis=1) if found.shape[1] > 1 else found[:, 0]
    return costs


@cache
def _in_unknown_language() -> NDArray[np.float64]:
    """Cost of each code point that is a letter in a language that has no table."""
    each = np.where(tables().script == CJK, UNKNOWN_IDEOGRAPH, UNKNOWN_LETTER)
    each[:0x80] = UNKNOWN_ASCII
    return each


def end_in_capital_sigma(at: NDArray[np.integer], script: NDArray[np.uint8], letter: NDArray[np.integer]) -> None:
    """Make the capital sigma at the end of a word the letter that ς is, and not σ: “ΤΗΣ”."""
    sigma = (at == CAPITAL_SIGMA).nonzero()[0]
    if len(sigma):
        last = sigma[script[np.minimum(sigma + 1, len(script) - 1)] != script[sigma[0]]]
        letter[last] = tables().letter[FINAL_SIGMA]


def _flat(
    at: NDArray[np.intp], script: NDArray[np.uint8], before: NDArray[np.uint8], upper: NDArray[np.bool_]
) -> Floats:
    costs, offset, kinds = _by_context()
    kind, context = kinds[at], offset[at]
    context[1:] += kind[:-1] * 4
    context[:-1] += kind[1:]
    flat: Floats = costs[context]
    letters, letter_before = script > 0, before > 0
    other = (letters & letter_before & (script != before)).nonzero()[0]
    if len(other):
        wide = ((script[other] == CJK) | (before[other] == CJK)) & ((script[other] != 1) | upper[other])
        flat[other] += np.where(wide, NEXT_TO_IDEOGRAPH, OTHER_ALPHABET)
    klass = tables().klass[at]
    sign = (klass == _class_number("far_mark")).nonzero()[0]
    if len(sign):
        flat[sign[before[sign] == 1]] += OTHER_ALPHABET
    box = (klass == _class_number("box")).nonzero()[0]
    if len(box):
        flat[box[at[box] == at[np.maximum(box - 1, 0)]]] = REPEATED_BOX
    capital = upper.nonzero()[0]
    if len(capital):
        after_capital = upper[np.maximum(capital - 1, 0)] & (capital > 0)
        flat[capital] += np.where(
            letter_before[capital], np.where(after_capital, UPPER_AFTER_UPPER, UPPER_AFTER_LOWER), UPPER_FIRST
        )
        second = capital[after_capital] + 1
        second = second[second < len(at)]
        flat[second[letters[second] & ~upper[second]]] += LOWER_AFTER_CAPITALS
    return flat


@cache
def _by_context() -> tuple[Floats, NDArray[np.uint16], NDArray[np.uint16]]:
    """Costs by class, neighbour before and neighbour behind; where the class of a code point begins; neighbours.

    Every letter that has a table is among the letters; the end of a token costs nothing.
    """
    costs = class_costs()
    offset = tables().klass.astype(np.uint16) * 16
    offset[TOKEN_END] = costs.size
    kind = neighbour_of().astype(np.uint16)
    kind[tables().script > 0] = LETTER
    return np.concatenate((costs.ravel(), np.zeros(16, dtype=np.float32))), offset, kind


@cache
def _class_number(name: str) -> int:
    return class_names().index(name)


__all__ = ["ALPHABETS", "TOKEN_END", "Costs", "Floats", "Points", "cost_of", "end_in_capital_sigma", "languages_of"]
