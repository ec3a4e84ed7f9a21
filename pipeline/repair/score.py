"""How unlikely a text is: the cost, in nats, of each of its tokens in each language its script can carry.

A letter costs -ln P under the trigrams of a language, an ideograph under the pairs, anything else what its class costs
where it stands (`characters.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.encodings import Points, points_of
from pipeline.repair.tables import CJK, LATIN, LETTER, Numbers, class_costs, class_names, neighbour_of, tables

Floats = NDArray[np.float32]
TOKEN_END = 0x0A
"""Tokens are laid one after the other, each followed by this code point."""

CAPITAL_SIGMA, FINAL_SIGMA = 0x3A3, 0x3C2
UNKNOWN_ASCII, UNKNOWN_LETTER, UNKNOWN_IDEOGRAPH = 3.3, 4.8, 99.0
"""Costs of a letter in a language that has no table: ln 27, and not much more than if all of an alphabet were alike."""

UPPER_AFTER_LOWER, UPPER_FIRST, UPPER_AFTER_UPPER, LOWER_AFTER_CAPITALS = 5.0, 1.2, 0.4, 4.0
OTHER_ALPHABET, NEXT_TO_IDEOGRAPH, REPEATED_BOX = 8.0, 2.5, 1.0
"""-ln of how often case changes inside a word, or a letter stands behind one of another alphabet, in press releases."""

WORD_END = 1.0  # taken off the cost of a word's end, which letters of a language without a table do not have
FOREIGN = 1.5  # what a word costs more in a language that is not seen around it
STRANGER = 6.0  # the same for a language without a table
SAMPLE_LINES, SAMPLE_WORDS, LEAST_WORDS = 12, 40, 4  # looked at for the languages of a text
NEAR = 3.0  # nats by which a second language of a line may be behind
KNOWN = 0.85  # of what the words would cost in a language without a table
MOST_IN_LANES = 257  # rows of costs up to 255 that add up in 16 bits


@dataclass(frozen=True, slots=True)
class Languages:
    """What words cost more in languages that a text is not in: by script, and in those without a table."""

    price: dict[int, Floats] = field(default_factory=dict)
    stranger: float = STRANGER


ANY_LANGUAGE = Languages()


@dataclass(frozen=True, slots=True)
class Costs:
    """Costs of the tokens of a text: what no language decides, and a column for each language of each script."""

    flat: Floats  # (tokens,)
    scripts: dict[int, Floats]  # script -> (tokens, languages)
    unknown: dict[int, Floats]  # script -> (tokens,): in a language that has no table

    def part(self, first: int, end: int) -> Costs:
        """Those of some tokens."""
        here = slice(first, end)
        held = [script for script, unknown in self.unknown.items() if np.count_nonzero(unknown[here])]
        scripts, unknown = ({script: costs[script][here] for script in held} for costs in (self.scripts, self.unknown))
        return Costs(self.flat[here], scripts, unknown)

    def best(self, languages: Languages = ANY_LANGUAGE) -> Floats:
        """Cost of each token in the languages that suit it best."""
        total = self.flat.copy()
        for script, costs in self.scripts.items():
            priced = costs + languages.price[script] if script in languages.price else costs
            total += np.minimum(priced.min(axis=1), self.unknown[script] + languages.stranger)
        return total

    def other_letters(self) -> Floats:
        """How many letters beyond the Latin ones each token has; an ideograph counts for one and a half."""
        total = np.zeros(len(self.flat), dtype=np.float32)
        for script, unknown in self.unknown.items():
            if script != LATIN:
                total += unknown / (UNKNOWN_IDEOGRAPH / 1.5 if script == CJK else UNKNOWN_LETTER)
        return total


def languages_around(lines: Sequence[Sequence[str]]) -> Languages:
    """The languages of some lines of plain words (what may be misread is left out): one or two for each line."""
    lines = [line[:SAMPLE_WORDS] for line in lines if len(line) >= LEAST_WORDS][:SAMPLE_LINES]
    words = [word for line in lines for word in line]
    if not words:
        return ANY_LANGUAGE
    costs = cost_of(points_of("\n".join(words) + "\n"))
    ends = np.cumsum([len(line) for line in lines])
    price = {}
    known = unknown = 0.0
    for script, by_word in costs.scripts.items():
        by_line = np.add.reduceat(by_word, ends - [len(line) for line in lines])
        seen = (by_line <= by_line.min(axis=1)[:, None] + NEAR) & (by_line.sum(axis=1) > 0)[:, None]
        price[script] = np.where(seen.any(axis=0), 0, FOREIGN).astype(np.float32)
        known += float(by_line.min(axis=1).sum())
        unknown += float(costs.unknown[script].sum())
    return Languages(price, STRANGER + FOREIGN if known < KNOWN * unknown else 0.0)


def cost_of(points: Points) -> Costs:
    """Score a text given as code points, tokens ended by `TOKEN_END`."""
    t = tables()
    at = np.minimum(points, 0xFFFF).astype(np.intp)
    # beyond the BMP: emoji and rare ideographs, told apart no further; U+FFFF is unassigned, which is dear
    script, letter, upper = t.script[at], t.letter[at].astype(np.intp), t.upper[at]
    ends = (at == TOKEN_END).nonzero()[0]
    starts = np.concatenate(([0], ends[:-1] + 1))
    token = np.arange(len(starts)).repeat(ends + 1 - starts)
    before = np.zeros_like(script)
    before[1:] = script[:-1]
    _end_in_capital_sigma(at, script, letter)
    costs = Costs(np.add.reduceat(_flat(at, script, before, upper), starts), {}, {})
    joined = before.copy()  # a capital after a small letter begins a word: “adaptéGlobal”
    joined[1:][upper[1:] & ~upper[:-1]] = 0
    held = np.flatnonzero(np.bincount(script, minlength=CJK + 1)[1:]) + 1
    rows = _rows_of_letters(script, letter, joined, token) if len(held) and held[0] < CJK else None
    for number in held.tolist():
        where = (script == number).nonzero()[0]
        if number == CJK or rows is None:
            costs.scripts[number] = _costs_of_ideographs(letter, before, where, token[where], len(starts))
        else:
            costs.scripts[number] = rows.costs(number, len(starts))
        each = _in_unknown_language()[at[where]]
        costs.unknown[number] = np.bincount(token[where], each, minlength=len(starts)).astype(np.float32)
    return costs


@cache
def _in_unknown_language() -> NDArray[np.float64]:
    """Cost of each code point that is a letter in a language that has no table."""
    each = np.where(tables().script == CJK, UNKNOWN_IDEOGRAPH, UNKNOWN_LETTER)
    each[:0x80] = UNKNOWN_ASCII
    return each


def _end_in_capital_sigma(at: Numbers, script: NDArray[np.uint8], letter: Numbers) -> None:
    """Make the capital sigma at the end of a word the letter that ς is, and not σ: “ΤΗΣ”."""
    sigma = (at == CAPITAL_SIGMA).nonzero()[0]
    if len(sigma):
        last = sigma[script[np.minimum(sigma + 1, len(script) - 1)] != script[sigma[0]]]
        letter[last] = tables().letter[FINAL_SIGMA]


def _flat(at: Numbers, script: NDArray[np.uint8], before: NDArray[np.uint8], upper: NDArray[np.bool_]) -> Floats:
    """Cost of each character that no language decides: what it is where it stands, and changes of script and case."""
    costs, offset, kinds = _by_context()
    kind, context = kinds[at], offset[at]
    context[1:] += kind[:-1] * 4
    context[:-1] += kind[1:]
    flat: Floats = costs[context]
    other = (script > 0) & (before > 0) & (script != before)
    if np.count_nonzero(other):
        wide = ((script == CJK) | (before == CJK)) & ((script != LATIN) | upper)
        flat[other] += np.where(wide[other], NEXT_TO_IDEOGRAPH, OTHER_ALPHABET)
    klass = tables().klass[at]
    flat[(klass == class_names().index("far_mark")) & (before == LATIN)] += OTHER_ALPHABET
    box = (klass == class_names().index("box")).nonzero()[0]
    flat[box[at[box] == at[np.maximum(box - 1, 0)]]] = REPEATED_BOX
    if np.count_nonzero(upper):
        after_upper = np.concatenate(([False], upper[:-1]))
        inside = np.where(after_upper, UPPER_AFTER_UPPER, UPPER_AFTER_LOWER)
        flat[upper] += np.where(before > 0, inside, UPPER_FIRST)[upper]
        second = (upper & after_upper)[:-1] & (script > 0)[1:] & ~upper[1:]
        flat[1:][second] += LOWER_AFTER_CAPITALS
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


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows in the tables of alphabets: of letters and the ends of words, in the order of the text."""

    row: NDArray[np.int32]
    script: Numbers
    token: Numbers
    end: NDArray[np.bool_]

    def costs(self, script: int, tokens: int) -> Floats:
        """Costs of what is in a script: (tokens, languages)."""
        here = (self.script == script).nonzero()[0]
        owner = self.token[here]
        costs = _sums(tables().alphabets[script - 1].costs.take(self.row[here], axis=0), owner, tokens)
        costs -= WORD_END * np.bincount(owner[self.end[here]], minlength=tokens)[:, None]
        return costs


def _rows_of_letters(script: NDArray[np.uint8], letter: Numbers, joined: NDArray[np.uint8], token: Numbers) -> _Rows:
    """Each letter of an alphabet after the two before it, and each end of a word.

    `joined` tells the script of the letter before, 0 where that is in another word.
    """
    where = ((script > 0) & (script != CJK)).nonzero()[0]
    of, c = script[where], letter[where]
    same = joined[where] == of
    b = np.where(same, letter[where - 1], 0)
    a = np.where(same & (joined[where - 1] == of), letter[where - 2], 0)
    goes_on = np.zeros(len(script) + 1, dtype=bool)
    goes_on[where] = same
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
    return _Rows(tables().triples.rows(triple[3], *triple[:3]), triple[3], triple[4], end)


def _costs_of_ideographs(
    letter: Numbers, before: NDArray[np.uint8], where: Numbers, owner: Numbers, tokens: int
) -> Floats:
    """Costs of the ideographs at `where`, each after the one before it; `owner` is the token of each."""
    cjk, here = tables().cjk, letter[where]
    paired = (before[where] == CJK).nonzero()[0]
    costs = cjk.single[here]
    first = letter[where[paired] - 1]
    key = (first << 16 | here[paired]).astype(np.uint32)
    place = np.minimum(np.searchsorted(cjk.keys, key), len(cjk.keys) - 1)
    loose = np.minimum(costs[paired].astype(np.int16) + cjk.backoff[first], 255).astype(np.uint8)
    costs[paired] = np.where((cjk.keys[place] == key)[:, None], cjk.pair[place], loose)
    return _sums(costs, owner, tokens)


def _sums(values: NDArray[np.uint8], owner: Numbers, tokens: int) -> Floats:
    """Sums over the rows of each token (`owner` ascends), in nats; four columns at once where 16 bits are enough."""
    out = np.zeros((tokens, values.shape[1]), dtype=np.float32)
    if not len(owner):
        return out
    cuts = np.concatenate(([0], (owner[1:] != owner[:-1]).nonzero()[0] + 1))
    if np.diff(cuts, append=len(owner)).max() > MOST_IN_LANES:
        sums = np.add.reduceat(values, cuts, axis=0, dtype=np.float32)
    else:
        width = values.shape[1]
        lanes = np.zeros((len(values), -(-width // 4) * 4), dtype=np.uint16)
        lanes[:, :width] = values
        sums = np.add.reduceat(lanes.view(np.uint64), cuts, axis=0).view(np.uint16)[:, :width]
    out[owner[cuts]] = sums / np.float32(16)
    return out
