"""How unlikely a text is: the cost, in nats, of each of its tokens in each language its script can carry.

A letter costs -ln P under the trigrams of a language, an ideograph under the pairs, anything else what its class costs
where it stands (`classes.txt`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.encodings import Points, on_the_bmp, points_of
from pipeline.repair.tables import CJK, DEAREST, LATIN, LETTER, Flags, Numbers, class_costs, class_names, tables

Floats = NDArray[np.float32]
NEVER = np.float32(1e6)
TOKEN_END = 0x0A  # tokens are laid one after the other, each followed by this code point

UNKNOWN_ASCII, UNKNOWN_LETTER, UNKNOWN_IDEOGRAPH = 3.3, 4.8, 99.0
"""Costs of a letter in a language that has no table: ln 27, and not much more than if all of an alphabet were alike."""

UPPER_AFTER_LOWER, UPPER_FIRST, UPPER_AFTER_UPPER, LOWER_AFTER_CAPITALS = 5.0, 1.2, 0.4, 4.0
OTHER_ALPHABET, NEXT_TO_IDEOGRAPH, REPEATED_BOX = 8.0, 2.5, 1.0
"""-ln of how often case changes inside a word, or a letter stands after one of another alphabet, in press releases."""

UNSEEN_LANGUAGE = 1.5  # what a word costs more in a language that is not seen around it
WITHOUT_TABLE = 7.5  # the same in a language that has no table, where the text is in one that has
KNOWN = 0.85  # of the cost without a table; a text that costs less is in a language that has one


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of a text: `main` are those it is in, `price` is what a word costs more in each of the others.

    A column for each language; languages of scripts that the text has nothing of are neither dearer nor in it. `known`
    tells whether the text is in languages that have tables.
    """

    price: Floats
    main: Flags
    known: bool = True


@cache
def any_language() -> Languages:
    """Where nothing is known of a text."""
    columns = len(tables().script_of)
    return Languages(np.zeros(columns, dtype=np.float32), np.zeros(columns, dtype=bool))


def least_by_script(costs: Floats) -> Floats:
    """The least in the languages of each script."""
    least: Floats = np.minimum.reduceat(costs, tables().first, axis=1)
    return least


def cheapest(costs: Floats) -> Flags:
    """Which languages of each script cost the least."""
    cheap: Flags = costs == least_by_script(costs)[:, tables().script_of]
    return cheap


@dataclass(frozen=True, slots=True)
class Costs:
    """Costs of the tokens of a text: what no language decides, in each language, and in one that has no table."""

    flat: Floats  # (tokens,)
    languages: Floats  # (tokens, languages of all scripts)
    unknown: Floats  # (tokens, scripts)

    def between(self, first: int, end: int | None) -> Costs:
        """The costs of the tokens `first` up to `end`."""
        return Costs(self.flat[first:end], self.languages[first:end], self.unknown[first:end])

    def best(self, languages: Languages) -> Floats:
        """Cost of each token in the languages that suit it best."""
        least = least_by_script(self.languages + languages.price)
        total: Floats = self.flat + np.minimum(least, self.unknown + WITHOUT_TABLE * languages.known).sum(axis=1)
        return total

    def least(self) -> Floats:
        """The least that each token costs, whatever the languages of the text are."""
        total: Floats = self.flat + np.minimum(least_by_script(self.languages), self.unknown).sum(axis=1)
        return total

    def most(self) -> Floats:
        """The most that each token costs in the languages that suit it best, whatever those of the text are."""
        total: Floats = self.best(any_language()) + UNSEEN_LANGUAGE * np.count_nonzero(self.unknown, axis=1)
        return total

    def other_letters(self) -> Floats:
        """How many letters beyond the Latin ones each token has; an ideograph counts for one and a half."""
        total: Floats = self.unknown[:, LATIN : CJK - 1].sum(axis=1) / UNKNOWN_LETTER
        total += self.unknown[:, CJK - 1] / (UNKNOWN_IDEOGRAPH / 1.5)
        return total


def languages_around(lines: Sequence[Sequence[str]]) -> Languages:
    """The languages of some lines of plain words: one or two for each line."""
    if not lines:
        return any_language()
    costs = cost_of(points_of("".join(f"{' '.join(line)}\n" for line in lines)))
    near = cheapest(costs.languages) & (costs.languages > 0)
    price = np.where(costs.languages.any(axis=0) & ~near.any(axis=0), UNSEEN_LANGUAGE, 0).astype(np.float32)
    main = (near & (tables().script_of == costs.unknown.argmax(axis=1)[:, None])).any(axis=0)
    known = least_by_script(costs.languages).sum() < KNOWN * costs.unknown.sum()
    return Languages(price, main, bool(known))


def cost_of(points: Points) -> Costs:
    """Score a text given as code points, tokens ended by `TOKEN_END`."""
    t, kinds = tables(), _kinds()
    at = on_the_bmp(points)
    # a Latin i beside Cyrillic letters is typed for theirs: “сiл”
    latin_i = ((at | 0x20) == ord("i")).nonzero()[0]
    cyrillic = t.script[ord("і")]
    beside = latin_i[(t.script[at[latin_i - 1]] == cyrillic) | (t.script[at[latin_i + 1]] == cyrillic)]
    at[beside] = np.where(at[beside] == ord("i"), ord("і"), ord("І"))
    ends = at == TOKEN_END
    starts = np.concatenate(([0], ends[:-1].nonzero()[0] + 1))
    kind = kinds.of.take(at)
    before, after = np.concatenate((kind[-1:], kind[:-1])), np.concatenate((kind[1:], kind[:1]))
    flat = kinds.costs[before, kind, after]
    box = (kind == kinds.box).nonzero()[0]
    flat[box[at[box] == at[box - 1]]] = REPEATED_BOX
    letters = _costs_of_letters(at, kinds.joined[before, kind], ends.cumsum() - ends)
    return Costs(
        np.add.reduceat(flat, starts),
        np.concatenate((letters, _costs_of_ideographs(at, starts)), axis=1),
        np.add.reduceat(_in_unknown_language().take(at, axis=0), starts, axis=0),
    )


@cache
def _in_unknown_language() -> Floats:
    """By script the cost of each code point that is a letter in a language that has no table."""
    each = np.where(tables().script == CJK, UNKNOWN_IDEOGRAPH, UNKNOWN_LETTER)
    each[:0x80] = UNKNOWN_ASCII
    costs: Floats = (each[:, None] * (tables().script[:, None] == range(1, CJK + 1))).astype(np.float32)
    return costs


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Kinds of characters that cost the same in the same place, and what depends on the kinds of neighbours alone.

    `costs` tells what each kind costs that no language decides, between each two others: what it is where it stands,
    and changes of script and case. `joined` tells of each kind whether it goes on with the word of each before it.
    """

    of: Numbers  # each code point of the BMP
    box: int
    costs: Floats  # by kind of the one before, of itself and of the one after
    joined: Flags  # by kind of the one before and of itself


@cache
def _kinds() -> _Kinds:
    """Made once (about 20 ms)."""
    t, names = tables(), class_names()
    neighbour = np.where(t.script > 0, LETTER, t.neighbour)  # every letter that has a table is among the letters
    traits = np.stack((t.klass, neighbour, t.script, t.upper)).astype(np.intp)
    traits[0, TOKEN_END] = len(names)  # a class that costs nothing
    traits, of = np.unique(traits, axis=1, return_inverse=True)
    before, here, after = np.ix_(*[range(traits.shape[1])] * 3)
    klass, neighbour, script, upper = traits
    was, now = script[before], script[here]
    costs = np.concatenate((class_costs(), np.zeros((1, 4, 4), dtype=np.float32)))
    costs = costs[klass[here], neighbour[before], neighbour[after]]
    wide = ((now == CJK) | (was == CJK)) & ((now != LATIN) | (upper[here] > 0))
    costs += ((now > 0) & (was > 0) & (now != was)) * np.where(wide, NEXT_TO_IDEOGRAPH, OTHER_ALPHABET)
    mark = klass == names.index("far_mark")
    costs += (mark[here] & (mark[before] | (was == LATIN))) * OTHER_ALPHABET
    inside = np.where(upper[before] > 0, UPPER_AFTER_UPPER, UPPER_AFTER_LOWER)
    costs += upper[here] * np.where(was > 0, inside, UPPER_FIRST)
    small = (script[after] > 0) & (upper[after] == 0)
    costs += upper[before] * upper[here] * small * LOWER_AFTER_CAPITALS
    same = (was == now) & (now > 0) & (now < CJK)
    joined = same & ~((upper[here] > 0) & (upper[before] == 0))  # a capital begins a word: “adaptéGlobal”
    return _Kinds(of.ravel(), int(of[ord("─")]), costs.astype(np.float32), joined[:, :, 0])


def _costs_of_letters(at: Numbers, joined: Flags, token: Numbers) -> Floats:
    """Costs of the letters of alphabets, each after the two before it, and of the ends of words.

    `joined` tells which of them goes on with the word before it, `token` whose they are.
    """
    trigrams = tables().trigrams
    letter, pairs, edge = (table.take(at) for table in (trigrams.letter, trigrams.pairs_of, trigrams.edge))
    pair, end = edge.copy(), edge + letter
    pair[1:] += letter[:-1] * joined[1:]
    pair[2:] += pairs[:-2] * (joined[2:] & joined[1:-1])
    end[1:] += pairs[:-1] * joined[1:]
    rows = np.empty((len(at), 2), dtype=np.int32)  # for each letter: its trigram, and the end of a word after it
    rows[:, 0], rows[:, 1] = trigrams.rows(pair, letter), trigrams.rows(end, 0)
    looked_up = np.ones(rows.shape, dtype=bool)
    looked_up[:-1, 1] = ~joined[1:]  # no word ends before a letter that goes on with it
    script, first = tables().script.take(at), tables().first
    sums = np.zeros((token[-1] + 1, first[CJK - 1]), dtype=np.float32)
    for number in (np.bincount(script, minlength=CJK)[1:CJK].nonzero()[0] + 1).tolist():
        held = (looked_up & (script == number)[:, None]).ravel().nonzero()[0]
        owner = token[held >> 1]  # two places a letter
        cuts = np.concatenate(([0], (owner[1:] != owner[:-1]).nonzero()[0] + 1))
        costs = trigrams.costs[number - 1].take(rows.ravel()[held], axis=0)
        sums[owner[cuts], first[number - 1] : first[number]] = np.add.reduceat(costs, cuts, axis=0)
    return sums


def _costs_of_ideographs(at: Numbers, starts: Numbers) -> Floats:
    """Costs of the ideographs, each after the one before it."""
    t = tables()
    costs = np.zeros((len(at), t.backoff.shape[1]), dtype=np.float32)
    where = (t.script.take(at) == CJK).nonzero()[0]
    if not len(where):
        return costs[: len(starts)]
    here, before = t.letter[at[where]].astype(np.intp), at[where - 1]  # what wraps around is the end of a token
    costs[where] = t.single[CJK - 1][here]
    paired = (t.script[before] == CJK).nonzero()[0]
    if len(paired):
        first = t.letter[before[paired]].astype(np.intp)
        key = (first << 16 | here[paired]).astype(np.uint32)
        place = np.minimum(np.searchsorted(t.pair_keys, key), len(t.pair_keys) - 1)
        loose = np.minimum(costs[where[paired]] + t.backoff[first], DEAREST)
        costs[where[paired]] = np.where((t.pair_keys[place] == key)[:, None], t.pairs[place], loose)
    sums: Floats = np.add.reduceat(costs, starts, axis=0)
    return sums
