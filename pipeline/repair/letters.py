"""Costs of letters and ideographs under the n-grams of the languages that use them, summed by token."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.tables import CJK, tables

Floats = NDArray[np.float32]
WORD_END = 1.0  # taken off the cost of a word's end, which letters of a language without a table do not have
SIXTEENTH = np.float32(1 / 16)
LONGEST_IN_LANES = 257
"""Rows of costs up to 255 that add up in 16 bits."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows in the tables of alphabets: of letters and the ends of words, in the order of the text."""

    row: NDArray[np.int32]
    script: NDArray[np.intp]
    token: NDArray[np.intp]
    end: NDArray[np.bool_]

    def costs(self, script: int, tokens: int) -> Floats:
        """Costs of what is in a script: (tokens, languages)."""
        here = (self.script == script).nonzero()[0]
        owner = self.token[here]
        costs = _sums(tables().alphabets[script - 1].costs.take(self.row[here], axis=0), owner, tokens)
        costs -= WORD_END * np.bincount(owner[self.end[here]], minlength=tokens)[:, None]
        return costs


def rows_of_letters(
    script: NDArray[np.uint8], letter: NDArray[np.intp], joined: NDArray[np.uint8], token: NDArray[np.intp]
) -> Rows:
    """Each letter of an alphabet after the two before it, and each end of a word.

    `joined` tells the script of the letter before, 0 where that is in another word.
    """
    where = ((script > 0) & (script != CJK)).nonzero()[0]
    of, c = script[where], letter[where]
    same1 = joined[where] == of
    b = np.where(same1, letter[where - 1], 0)
    a = np.where(same1 & (joined[where - 1] == of), letter[where - 2], 0)
    goes_on = np.zeros(len(script) + 1, dtype=bool)
    goes_on[where] = same1
    last = ~goes_on[where + 1]
    place = np.arange(len(where))  # the end of each word comes behind its last letter
    place[1:] += last[:-1].cumsum()
    behind = place[last] + 1
    triple = np.zeros((5, len(where) + len(behind)), dtype=np.intp)
    triple[:, place] = a, b, c, of, token[where]
    triple[:2, behind] = b[last], c[last]
    triple[3:, behind] = of[last], token[where[last]]
    end = np.zeros(triple.shape[1], dtype=bool)
    end[behind] = True
    return Rows(tables().triples.rows(triple[3], *triple[:3]), triple[3], triple[4], end)


def costs_of_ideographs(
    letter: NDArray[np.intp], before: NDArray[np.uint8], where: NDArray[np.intp], owner: NDArray[np.intp], tokens: int
) -> Floats:
    """Costs of the ideographs at `where`, each after the one before it: (tokens, languages).

    `before` is the script of the character before; `owner` the token of each.
    """
    cjk, here = tables().cjk, letter[where]
    paired = (before[where] == CJK).nonzero()[0]
    costs = cjk.single[here]
    first = letter[where[paired] - 1]
    key = (first << 16 | here[paired]).astype(np.uint32)
    place = np.minimum(np.searchsorted(cjk.keys, key), len(cjk.keys) - 1)
    found = cjk.keys[place] == key
    loose = np.minimum(costs[paired].astype(np.int16) + cjk.backoff[first], 255).astype(np.uint8)
    costs[paired] = np.where(found[:, None], cjk.pair[place], loose)
    return _sums(costs, owner, tokens)


def _sums(values: NDArray[np.uint8], owner: NDArray[np.intp], tokens: int) -> Floats:
    """Sums over the rows of each token (`owner` ascends), in nats."""
    out = np.zeros((tokens, values.shape[1]), dtype=np.float32)
    if not len(owner):
        return out
    cuts = np.concatenate(([0], (owner[1:] != owner[:-1]).nonzero()[0] + 1))
    out[owner[cuts]] = _added(values, cuts) * SIXTEENTH
    return out


def _added(values: NDArray[np.uint8], cuts: NDArray[np.intp]) -> Floats | NDArray[np.uint16]:
    """Sums of the rows from each cut to the next; four at once where none needs more than 16 bits."""
    size = len(values)
    if size > LONGEST_IN_LANES and np.diff(cuts, append=size).max() > LONGEST_IN_LANES:
        longest: Floats = np.add.reduceat(values.astype(np.float32), cuts, axis=0)
        return longest
    width = values.shape[1]
    lanes = np.zeros((size, -(-width // 4) * 4), dtype=np.uint16)
    lanes[:, :width] = values
    return np.add.reduceat(lanes.view(np.uint64), cuts, axis=0).view(np.uint16)[:, :width]
