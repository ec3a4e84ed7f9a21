"""Scores how unlikely a text is: the cost, in nats, of each token in each language of its script.

A letter costs -ln P under a language's letter trigrams, an ideograph under its pairs of ideographs, and any other
character what its class costs between its neighbours (`classes.txt`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.encodings import Points, on_the_bmp, points_of
from pipeline.repair.tables import CJK, DEAREST, LATIN, LETTER, Flags, Numbers, class_costs, class_names, tables

Floats = NDArray[np.float32]
NEVER = np.float32(1e6)
TOKEN_END = 0x0A  # tokens are concatenated, each followed by this code point

UNKNOWN_ASCII, UNKNOWN_LETTER, UNKNOWN_IDEOGRAPH = 3.3, 4.8, 99.0
"""Costs of a letter in a language without a table: ln 27 for ASCII, for others little more than a uniform alphabet."""

UPPER_AFTER_LOWER, UPPER_FIRST, UPPER_AFTER_UPPER, LOWER_AFTER_CAPITALS = 5.0, 1.2, 0.4, 4.0
OTHER_ALPHABET, NEXT_TO_IDEOGRAPH, REPEATED_BOX = 8.0, 2.5, 1.0
"""-ln of how often, in press releases, case changes inside a word or a letter follows one of another alphabet."""

UNSEEN_LANGUAGE = 1.5  # extra cost of a word in a language not seen in the words around it
WITHOUT_TABLE = 7.5  # extra cost of a word in a language without a table, if the text is in one with a table
KNOWN = 0.85  # share of the cost without a table; a text that costs less is in a language with a table


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of a text: `main` marks those it is in, `price` is the extra cost of a word in each of the others.
    Both have a column for each language. Languages whose script does not occur in the text have no extra cost and are
    not marked. `known` says whether the languages of the text have tables."""

    price: Floats
    main: Flags
    known: bool = True


@cache
def any_language() -> Languages:
    """The languages of a text of which nothing is known."""
    columns = len(tables().script_of)
    return Languages(np.zeros(columns, dtype=np.float32), np.zeros(columns, dtype=bool))


def least_by_script(costs: Floats) -> Floats:
    """The least cost among the languages of each script."""
    least: Floats = np.minimum.reduceat(costs, tables().first, axis=1)
    return least


def cheapest(costs: Floats) -> Flags:
    """Marks the languages that cost least within their script."""
    cheap: Flags = costs == least_by_script(costs)[:, tables().script_of]
    return cheap


@dataclass(frozen=True, slots=True)
class Costs:
    """Costs of tokens: `flat` does not depend on a language, `languages` does, `unknown` is for one without a table."""

    flat: Floats  # (tokens,)
    languages: Floats  # (tokens, languages of all scripts)
    unknown: Floats  # (tokens, scripts)

    def between(self, first: int, end: int | None) -> "Costs":
        """The costs of the tokens from `first` up to `end`."""
        return Costs(self.flat[first:end], self.languages[first:end], self.unknown[first:end])

    def best(self, languages: Languages) -> Floats:
        """The cost of each token in the language of each script that suits it best."""
        least = least_by_script(self.languages + languages.price)
        total: Floats = self.flat + np.minimum(least, self.unknown + WITHOUT_TABLE * languages.known).sum(axis=1)
        return total

    def least(self) -> Floats:
        """A lower bound of each token's cost, whatever the languages of the text are."""
        total: Floats = self.flat + np.minimum(least_by_script(self.languages), self.unknown).sum(axis=1)
        return total

    def most(self) -> Floats:
        """An upper bound of each token's cost in the languages that suit it best, whatever those of the text are."""
        total: Floats = self.best(any_language()) + UNSEEN_LANGUAGE * np.count_nonzero(self.unknown, axis=1)
        return total

    def other_letters(self) -> Floats:
        """The number of letters beyond Latin in each token; an ideograph counts as one and a half."""
        total: Floats = self.unknown[:, LATIN : CJK - 1].sum(axis=1) / UNKNOWN_LETTER
        total += self.unknown[:, CJK - 1] / (UNKNOWN_IDEOGRAPH / 1.5)
        return total


def languages_around(lines: Sequence[Sequence[str]]) -> Languages:
    """The languages of a text, from some lines of its plain words: in each script, the cheapest of each line."""
    if not lines:
        return any_language()
    costs = cost_of(points_of("".join(f"{' '.join(line)}\n" for line in lines)))
    near = cheapest(costs.languages) & (costs.languages > 0)
    price = np.where(costs.languages.any(axis=0) & ~near.any(axis=0), UNSEEN_LANGUAGE, 0).astype(np.float32)
    main = (near & (tables().script_of == costs.unknown.argmax(axis=1)[:, None])).any(axis=0)
    known = least_by_script(costs.languages).sum() < KNOWN * costs.unknown.sum()
    return Languages(price, main, bool(known))


def cost_of(points: Points) -> Costs:
    """The costs of tokens, given as code points with `TOKEN_END` after each."""
    t, kinds = tables(), _kinds()
    at = on_the_bmp(points)
    # a Latin i beside Cyrillic letters was typed instead of the Cyrillic one: “сiл”
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
    """The cost of each letter (row: code point of the BMP) in a language without a table, by script (column)."""
    each = np.where(tables().script == CJK, UNKNOWN_IDEOGRAPH, UNKNOWN_LETTER)
    each[:0x80] = UNKNOWN_ASCII
    costs: Floats = (each[:, None] * (tables().script[:, None] == range(1, CJK + 1))).astype(np.float32)
    return costs


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Kinds of characters (those of one kind cost the same in the same place), and what depends on kinds alone. `costs`
    is the part of a kind's cost that no language decides (class in its place, changes of script and case), between any
    two others. `joined` says whether a kind continues the word of the kind before it."""

    of: Numbers  # kind of each code point of the BMP
    box: int  # kind of the box-drawing characters
    costs: Floats  # by the kinds of the character before, the character itself and the one after
    joined: Flags  # by the kinds of the character before and the character itself


@cache
def _kinds() -> _Kinds:
    """The kinds, made once (about 20 ms)."""
    t, names = tables(), class_names()
    neighbour = np.where(t.script > 0, LETTER, t.neighbour)  # a letter with a table is a LETTER as a neighbour
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
    """The costs of letters of alphabets after the two letters before them, and of word ends, summed by token. `joined`
    marks the letters that continue the word before them, `token` is the number of each letter's token."""
    trigrams = tables().trigrams
    letter, pairs, edge = (table.take(at) for table in (trigrams.letter, trigrams.pairs_of, trigrams.edge))
    pair, end = edge.copy(), edge + letter
    pair[1:] += letter[:-1] * joined[1:]
    pair[2:] += pairs[:-2] * (joined[2:] & joined[1:-1])
    end[1:] += pairs[:-1] * joined[1:]
    rows = np.empty((len(at), 2), dtype=np.int32)  # for each letter: its trigram, and that of a word end after it
    rows[:, 0], rows[:, 1] = trigrams.rows(pair, letter), trigrams.rows(end, 0)
    looked_up = np.ones(rows.shape, dtype=bool)
    looked_up[:-1, 1] = ~joined[1:]  # no word ends before a letter that continues it
    script, first = tables().script.take(at), tables().first
    sums = np.zeros((token[-1] + 1, first[CJK - 1]), dtype=np.float32)
    for number in (np.bincount(script, minlength=CJK)[1:CJK].nonzero()[0] + 1).tolist():
        held = (looked_up & (script == number)[:, None]).ravel().nonzero()[0]
        owner = token[held >> 1]  # each letter has two rows
        cuts = np.concatenate(([0], (owner[1:] != owner[:-1]).nonzero()[0] + 1))
        costs = trigrams.costs[number - 1].take(rows.ravel()[held], axis=0)
        sums[owner[cuts], first[number - 1] : first[number]] = np.add.reduceat(costs, cuts, axis=0)
    return sums


def _costs_of_ideographs(at: Numbers, starts: Numbers) -> Floats:
    """The costs of ideographs after the one before them, summed by token."""
    t = tables()
    costs = np.zeros((len(at), t.backoff.shape[1]), dtype=np.float32)
    where = (t.script.take(at) == CJK).nonzero()[0]
    if not len(where):
        return costs[: len(starts)]
    here, before = t.letter[at[where]].astype(np.intp), at[where - 1]  # index -1 is the end of a token
    costs[where] = t.single[CJK - 1][here]
    paired = (t.script[before] == CJK).nonzero()[0]
    if len(paired):
        first = t.letter[before[paired]].astype(np.intp)
        key = (first << 16 | here[paired]).astype(np.uint32)
        place = np.minimum(np.searchsorted(t.pair_keys, key), len(t.pair_keys) - 1)
        loose = np.minimum(costs[where[paired]] + t.backoff[first], DEAREST)
        costs[where[paired]] = np.where((t.pair_keys[place] == key)[:, None], t.pairs[place], loose)
    by_token: Floats = np.add.reduceat(costs, starts, axis=0)
    return by_token
