"""A fast look at a text: which places are worth weighing at all.

Clean text is the rule, so it must cost next to nothing. Each character beyond ASCII is looked up with its neighbours: a
letter in a filter of the letter triples that are usual in some language, anything else in the costs of its class.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.classes import class_costs, neighbour_of
from pipeline.repair.score import Points
from pipeline.repair.tables import CJK, Tables, tables

USUAL_TRIPLE = 12.0  # nats: joint cost of a triple of letters that is usual in some language
USUAL_IDEOGRAPH = 10.5
USUAL_SYMBOL = 6.5
FILTER_BITS = 21


def strange_places(points: Points) -> NDArray[np.intp]:
    """Where a text holds something unusual beyond ASCII; `points` begins and ends with white space."""
    places = np.flatnonzero(points > 0x7F)
    if not len(places):
        return places
    t, keys, usual = tables(), _keys(), _filter()
    at = np.minimum(points, 0xFFFF)
    here, left, right = at[places], at[places - 1], at[places + 1]
    klass = t.klass[here]
    key = keys[0][left] ^ keys[1][here] ^ keys[2][right]
    strange = ~usual[key]
    symbols = np.flatnonzero(klass)
    if len(symbols):
        kind = neighbour_of()
        costs = class_costs()[klass[symbols], kind[left[symbols]], kind[right[symbols]]]
        strange[symbols] = costs > USUAL_SYMBOL
    strange[(t.upper[right] & ~t.upper[here] & (klass == 0) & (t.script[here] > 0))] = True
    wide = np.flatnonzero(t.script[here] == CJK)
    if len(wide):
        strange[wide] = ~_usual_ideographs()[t.letter[here[wide]]]
        beside = t.script[left[wide]]
        strange[wide] |= (beside > 0) & (beside != CJK)
    found: NDArray[np.intp] = places[strange]
    return found


@cache
def _keys() -> NDArray[np.uint32]:
    """Three random numbers for each code point: capitals as small letters, whatever is no letter as the word's edge."""
    random = np.random.default_rng(1)
    t = tables()
    known = (t.script > 0) & (t.script != CJK)
    symbol = np.where(known, t.script.astype(np.uint32) << 10 | t.letter, 0)
    numbers = random.integers(0, 1 << FILTER_BITS, size=(3, 1 << 14), dtype=np.uint32)
    out: NDArray[np.uint32] = numbers[:, symbol]
    return out


@cache
def _filter() -> NDArray[np.bool_]:
    """A Bloom filter with one key: True where some usual triple of letters falls."""
    t = tables()
    out = np.zeros(1 << FILTER_BITS, dtype=bool)
    keys = _keys()
    letters = np.zeros((CJK, 1024), dtype=np.intp)  # a code point for each (script, letter); 0x20 is the edge
    letters[:] = 0x20
    small = np.flatnonzero((t.script > 0) & (t.script != CJK) & ~t.upper)
    letters[t.script[small], t.letter[small]] = small
    for number, triples in enumerate(_usual_triples(t), 1):
        a, b, c = (letters[number][triples[:, i]] for i in range(3))
        out[keys[0][a] ^ keys[1][b] ^ keys[2][c]] = True
    return out


def _usual_triples(t: Tables) -> list[NDArray[np.intp]]:
    out = []
    for alphabet in t.alphabets:
        pair, last = np.nonzero(alphabet.triples >= 0)
        number = np.full((len(alphabet.triples), 2), -1, dtype=np.intp)
        first, second = np.nonzero(alphabet.pairs < len(alphabet.triples) - 2)
        number[alphabet.pairs[first, second]] = np.stack((first, second), axis=1)
        known = number[pair, 0] >= 0
        pair, last = pair[known], last[known]
        a, b = number[pair, 0], number[pair, 1]
        single = alphabet.first_pair + len(alphabet.triples) - 2
        costs = alphabet.costs
        joint = (
            costs[single + a].astype(np.int16) + costs[alphabet.first_pair + pair] + costs[alphabet.triples[pair, last]]
        ).min(axis=1) / 16
        usual = joint <= USUAL_TRIPLE
        out.append(np.stack((a[usual], b[usual], last[usual]), axis=1))
    return out


@cache
def _usual_ideographs() -> NDArray[np.bool_]:
    out: NDArray[np.bool_] = tables().cjk.single.min(axis=1) <= USUAL_IDEOGRAPH * 16
    return out
