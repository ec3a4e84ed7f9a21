"""A fast look at the words of a text: which are worth weighing at all.

Clean text is the rule, so it must cost next to nothing. Each character beyond ASCII is looked up with its neighbours: a
letter in a filter of the letter triples that are usual in some language, anything else in the costs of its class. What
no encoding makes of any byte cannot come from an encoding error.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.encodings import Points, encoding_table, points_of, single_byte_readings
from pipeline.repair.tables import ALPHABETS, CJK, LETTER, Tables, class_costs, neighbour_of, tables

USUAL_TRIPLE = 12.0  # nats: joint cost of a triple of letters that is usual in some language
USUAL_IDEOGRAPH, SELDOM_IDEOGRAPH = 10.5, 8.5  # one rare character may stand among common ones
USUAL_SYMBOL = 6.5
FILTER_BITS = 21
REPLACED = 0xFFFD
CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
"""No text holds these but by an encoding error."""

SIGNS_ALONE = re.compile(r"[^\w\u2500-\u25ff]+")
READABLE, UPPER, LOWER, ALIEN, SYMBOL, WIDE = 1, 2, 4, 8, 16, 32  # bits of `_flags`


def strange_words(words: list[str]) -> list[str]:
    """The words (each with something beyond ASCII) that hold something strange."""
    points = points_of("\n".join(["", *words, ""]))
    places = strange_places(points)
    counted = places.searchsorted((points == 0x0A).nonzero()[0])
    return [words[i] for i in (counted[1:] > counted[:-1]).nonzero()[0].tolist()]


def strange_places(points: Points) -> NDArray[np.intp]:
    """Where a text holds something unusual beyond ASCII; `points` begins and ends with white space."""
    (first, second, third), usual, flags = _keys(), _filter(), _flags()
    at = np.minimum(points, 0xFFFF).astype(np.intp)
    places = (flags[at] & READABLE).nonzero()[0]
    if not len(places):
        return places
    here, left, right = at[places], at[places - 1], at[places + 1]
    flag, before, after = flags[here], flags[left], flags[right]
    beside = before | after
    strange = ~usual[first[left] ^ second[here] ^ third[right]]
    if np.count_nonzero(strange):
        # one letter among ASCII, usual before what follows it and after what is before it: a rare word in between
        lone = (strange & ((beside & READABLE) == 0) & (tables().script[here] == 1)).nonzero()[0]
        if len(lone):
            middle = places[lone]
            fits = usual[first[at[np.maximum(middle - 2, 0)]] ^ second[left[lone]] ^ third[here[lone]]]
            fits &= usual[first[here[lone]] ^ second[right[lone]] ^ third[at[np.minimum(middle + 2, len(at) - 1)]]]
            strange[lone[fits]] = False
    # a capital behind a small letter: `LOWER` is the bit beside `UPPER`
    strange |= (((after << 1 & LOWER) | (before >> 1 & UPPER)) & flag) > 0
    strange &= (beside & ALIEN) == 0
    other = flag & (SYMBOL | WIDE)
    if np.count_nonzero(other):
        symbols = (other & SYMBOL).nonzero()[0]
        dear, kind = _dear_signs(), neighbour_of()
        strange[symbols] = dear[tables().klass[here[symbols]], kind[left[symbols]], kind[right[symbols]]]
        wide = (other & WIDE).nonzero()[0]
        if len(wide):
            strange[wide] = _strange_ideographs(here[wide], left[wide], right[wide])
    found: NDArray[np.intp] = places[strange]
    return found


def _strange_ideographs(here: NDArray[np.intp], left: NDArray[np.intp], right: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Rare ones beside another that is seldom, and those beside a letter of another script."""
    cost, script = _ideograph_costs(), tables().script
    seldom = (cost[left] > SELDOM_IDEOGRAPH) | (cost[right] > SELDOM_IDEOGRAPH)
    strange: NDArray[np.bool_] = (cost[here] > USUAL_IDEOGRAPH) & seldom
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
    # beyond ASCII, made of bytes by some wrong reading; and the sign for what was lost
    readable: NDArray[np.bool_] = np.any([encoding_table(read) >= 0x80 for read in single_byte_readings()], axis=0)
    readable[t.script == CJK] = True
    readable[0xFF01:0xFFA0] = readable[0x3001:0x3020] = True  # marks and kana of the encodings of ideographs
    readable[REPLACED] = True
    # letters and signs that no reading makes of bytes: what stands beside one was typed with it (“kpɔ́n”)
    alien = ~readable & (neighbour_of() == LETTER)
    alien[:0x80] = False
    wide = t.script == CJK
    lower = (t.script > 0) & ~wide & ~t.upper
    bits = {READABLE: readable, UPPER: t.upper, LOWER: lower, ALIEN: alien, SYMBOL: t.klass > 0, WIDE: wide}
    out = np.zeros(0x10000, dtype=np.uint8)
    for bit, here in bits.items():
        out[here] |= bit
    return out


@cache
def _keys() -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]:
    """Three random numbers for each code point: capitals as small letters, whatever is no letter as the word's edge."""
    random = np.random.default_rng(1)
    t = tables()
    known = (t.script > 0) & (t.script != CJK)
    symbol = np.where(known, t.script.astype(np.uint32) << 10 | t.letter, 0)
    first, second, third = random.integers(0, 1 << FILTER_BITS, size=(3, 1 << 14), dtype=np.uint32)
    return first[symbol], second[symbol], third[symbol]


@cache
def _filter() -> NDArray[np.bool_]:
    """A Bloom filter with one key: True where some usual triple of letters falls."""
    t = tables()
    out = np.zeros(1 << FILTER_BITS, dtype=bool)
    keys = _keys()
    letters = np.zeros((CJK, 1024), dtype=np.intp)  # a code point for each (script, letter); 0x20 is the edge
    letters[:] = 0x20
    small = ((t.script > 0) & (t.script != CJK) & ~t.upper).nonzero()[0]
    letters[t.script[small], t.letter[small]] = small
    for number, triples in enumerate(_usual_triples(t), 1):
        a, b, c = (letters[number][triples[:, i]] for i in range(3))
        out[keys[0][a] ^ keys[1][b] ^ keys[2][c]] = True
        if ALPHABETS[number - 1] == "Greek":  # in capitals σ and ς are one letter
            b = np.where(b == ord("ς"), ord("σ"), b)
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
        costs = alphabet.costs[:, : len(alphabet.languages)]
        joint = (
            costs[single + a].astype(np.int16) + costs[alphabet.first_pair + pair] + costs[alphabet.triples[pair, last]]
        ).min(axis=1) / 16
        usual = joint <= USUAL_TRIPLE
        out.append(np.stack((a[usual], b[usual], last[usual]), axis=1))
    return out


@cache
def _ideograph_costs() -> NDArray[np.float32]:
    t = tables()
    out = np.zeros(0x10000, dtype=np.float32)
    wide = (t.script == CJK).nonzero()[0]
    out[wide] = t.cjk.single.min(axis=1)[t.letter[wide]] / 16
    return out
