"""Which words of a text were read wrongly, and how: the encoding errors that explain the text best.

Each word has a cost as it stands and one for each error. An error is believed where what it saves over the text pays
for its prior. Then the text is decoded: the cheapest path through its words, each as it stands or in one of the errors
that are believed, where it costs something to go from one to the other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.encodings import MULTIBYTE, Misreading, misreadings
from pipeline.repair.readings import LEAST_LETTERS, Readings, Tokens, readings_of
from pipeline.repair.score import NEVER, Costs, Floats, Languages, cost_of
from pipeline.repair.screen import CONTROL
from pipeline.repair.tables import CJK, Numbers, first_columns, languages_of, not_for, script_of_columns

PER_TOKEN = 3.0  # nats: what a word must save to count, against sums of tiny savings
OPEN = 5.0  # what an error must save beyond its prior before it is believed
SENSELESS = 8.0  # nats by which letters of a reading may be dearer than by chance: “увтвмтдвугцтутвувтгт”
SECOND_LANGUAGE = 3.0  # price of a word of an error in another language than most of its words
UNKNOWN = 3.0  # more for each word where the text is in no language that has a table
DOUBTFUL = 4.0  # what another reading must gain for a word to be told as undecided
ENTER, LEAVE, APART, SWITCH = 3.0, 4.0, 0.5, 12.0
"""Prices on the way through a text: of the first word read wrongly, of the first behind such words that is not (free in
another line), of each plain word between (added to going on, taken from leaving), and of a second error in a line."""

FAR = 8  # plain words, from which on more make no difference: LEAVE / APART
MOST_TIMES = 4  # a word counts that often at most: a name comes on every page
MOST_STRANGE, MOST_CHARACTERS = 400, 20_000  # weighed at once
SHORTLIST = 5  # errors that are weighed on all words of a text, after all were weighed on the strange ones
SHORT = 2  # characters
LETTER_OR_BOX = re.compile(r"[\w\u2500-\u25ff]")
CANDIDATES = 3  # readings told of a word that is left as it is
MOST_ENCODINGS = 4  # a text's damaged parts were written in: random letters are explained by any number of errors


@dataclass(frozen=True, slots=True)
class Word:
    """A word with something beyond ASCII: which one it is, its place among all words of the text, and its line."""

    token: int
    place: int
    line: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done to a word."""

    error: Misreading
    after: str
    margin: float
    runner_up: str | None


@dataclass(slots=True)
class Verdict:
    """Decisions by the number of the word, and words left as they are though other readings are likelier.

    `noise`: letters by chance, on which nothing is decided.
    """

    decisions: dict[int, Decision] = field(default_factory=dict)
    undecided: dict[str, tuple[str, ...]] = field(default_factory=dict)
    noise: bool = False


@dataclass(frozen=True, slots=True)
class Weighed:
    """Readings of some tokens, with the costs of the tokens and of the readings.

    `speaks`: may speak for its error; `alone`: too short to be read on its own.
    """

    tokens: tuple[str, ...]
    readings: Readings
    of_tokens: Costs
    of_readings: Costs
    speaks: NDArray[np.bool_]
    alone: NDArray[np.bool_]
    firsts: Numbers  # the first reading of each error
    row: Numbers  # of each reading the number of its error among these

    def savings(self, languages: Languages) -> tuple[Floats, NDArray[np.bool_]]:
        """What each reading saves, in nats, in a text in some languages, and whether its error is in one of these."""
        as_is = self.of_tokens.best(languages)[self.readings.token]
        costs, native = self._costs(languages, as_is)
        return as_is - costs, native

    def most(self, languages: Languages) -> Floats:
        """The most that any error gains on each token."""
        out = np.zeros(len(self.tokens), dtype=np.float32)
        if len(self.readings.token):
            np.maximum.at(out, self.readings.token, (self.savings(languages)[0] - PER_TOKEN) * self.speaks)
        return out

    def _costs(self, languages: Languages, as_is: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        """Cost of each reading: each error in the one language that suits its readings best, others dearer."""
        error, unknown = self.readings.error, self.of_readings.unknown
        free = _any_language()[error][:, None]
        priced = self.of_readings.languages + languages.price
        least = np.minimum.reduceat(priced, first_columns(), axis=1)
        senseless = least > unknown + SENSELESS
        senseless[:, CJK - 1] = False
        least = np.where(free, np.minimum(least, unknown + languages.stranger), least + NEVER * senseless)
        total: Floats = self.of_readings.flat + least.sum(axis=1)
        if not len(error):
            return total, np.zeros(0, dtype=bool)
        gains = (as_is - total - PER_TOKEN)[:, None] + least[:, script_of_columns()] - priced
        gains = np.maximum(gains, 0) * self.speaks[:, None]
        gains = np.add.reduceat(gains * (unknown > 0)[:, script_of_columns()], self.firsts, axis=0)
        each = np.arange(len(error))
        for script in np.flatnonzero(unknown.any(axis=0)).tolist():
            first = first_columns()[script]
            main = gains[:, first : first + len(languages_of(script + 1))].argmax(axis=1) + first
            in_main = priced[each, main[self.row]]
            total += np.minimum(np.maximum(in_main - least[:, script], 0), SECOND_LANGUAGE)
        native = languages.main[gains.argmax(axis=1)][self.row]
        return total, native


def may_be_weighed(tokens: Sequence[str]) -> bool:
    """Whether it takes a bounded time to weigh some tokens."""
    return len(tokens) <= MOST_STRANGE and sum(map(len, tokens)) <= MOST_CHARACTERS


def weigh(tokens: Sequence[str], only: Collection[int] | None = None) -> Weighed:
    """Undo all errors on the tokens (distinct, each with something beyond ASCII) and score what comes of it.

    `only` are the numbers of the errors looked for.
    """
    laid = Tokens.of(tokens)
    readings = readings_of(laid, only)
    every = cost_of(np.concatenate([laid.points[1:], readings.points]))
    costs = every.part(len(tokens), len(tokens) + len(readings.token))
    costs.languages[:] += _barred()[readings.error]
    sizes = np.array([_size(token) for token in tokens])
    size = sizes[readings.token]
    alone = (size <= 1) | ((size <= SHORT) & _from_single_bytes()[readings.error])
    others = costs.other_letters()
    some = (others < 0.5) | (others > LEAST_LETTERS - 0.5) | _any_language()[readings.error]  # UTF-8 has a shape
    new = np.ones(len(readings.error), dtype=bool)
    new[1:] = readings.error[1:] != readings.error[:-1]
    speaks, firsts, row = some & ~alone, new.nonzero()[0], new.cumsum() - 1
    return Weighed(tuple(tokens), readings, every.part(0, len(tokens)), costs, speaks, alone, firsts, row)


def _size(token: str) -> int:
    """How many characters a token counts for.

    A letter alone is no evidence: “D.C. â The” is a dash that lost two bytes, and any code page offers a character; nor
    are two, where each byte is a letter: “iÖ”; nor signs alone: the face “`¬´”.
    """
    if CONTROL.search(token):
        return SHORT + 1
    return len(token.strip()) if LETTER_OR_BOX.search(token) else 1


class NoiseError(Exception):
    """Letters by chance, which any number of encoding errors would explain."""


class Table:
    """Errors (rows) on tokens (columns): what each saves, in nats, and the number of the reading, -1 for none."""

    def __init__(self, weighed: Weighed, languages: Languages) -> None:
        readings = weighed.readings
        self.tokens, self._readings = weighed.tokens, readings
        firsts, row = weighed.firsts, weighed.row
        self.numbers = readings.error[firsts].tolist()
        self.errors = [misreadings()[i] for i in self.numbers]
        self.prior = np.array([error.prior for error in self.errors], dtype=np.float32)
        shape = len(firsts), len(weighed.tokens)
        self.saving, self.pair = np.zeros(shape, dtype=np.float32), np.full(shape, -1, dtype=np.intp)
        at = row, readings.token
        self.saving[at], native = weighed.savings(languages)
        self.pair[at] = np.arange(len(row))
        self.native = native[firsts]
        price = PER_TOKEN + (0 if languages.stranger else UNKNOWN)
        self.gain = np.maximum(self.saving - price, 0)
        self.gain[at] *= weighed.speaks
        at = row[weighed.alone], readings.token[weighed.alone]
        self.saving[at] = np.minimum(self.saving[at], ENTER)  # “Ó” is “У” only beside other words

    @cached_property
    def texts(self) -> list[str]:
        """The readings."""
        return self._readings.texts()

    @cached_property
    def ranked(self) -> tuple[list[list[int]], list[list[float]]]:
        """For each token its errors (rows), the best first, and their savings less their priors."""
        value = self.saving - self.prior[:, None]
        return np.argsort(-value, axis=0, kind="stable").T.tolist(), value.T.tolist()

    def believed(self, weight: Floats) -> list[int]:
        """The errors (rows) that pay for themselves, the best first.

        Raises:
            NoiseError: no end of them.
        """
        price = self.prior + OPEN
        now = np.zeros(len(self.tokens), dtype=np.float32)
        chosen: list[int] = []
        while len(self.errors):
            value = np.maximum(self.gain - now, 0) @ weight - price
            best = int(np.argmax(value))
            if value[best] <= 0:
                break
            chosen.append(best)
            if len({self.errors[row].written for row in chosen}) > MOST_ENCODINGS:
                raise NoiseError
            now = np.maximum(now, self.gain[best])
        return chosen

    def shortlist(self, weight: Floats) -> set[int]:
        """The errors worth weighing on all words: those believed, and the runners-up; none if none is."""
        chosen = self.believed(weight)
        value = self.gain.sum(axis=1) - self.prior
        listed: dict[tuple[str, str], list[int]] = {}
        for row in (*chosen, *np.argsort(-value, kind="stable").tolist()):
            # Latin-1 and Windows' page are mostly the same reading, and take one place
            listed.setdefault((self.errors[row].written, _page(self.errors[row])), []).append(self.numbers[row])
        return set().union(*list(listed.values())[: SHORTLIST + len(chosen)]) if chosen else set()

    def candidates(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Words that an error would explain much better, though it is not believed, with the best readings."""
        for i in np.flatnonzero((self.gain >= DOUBTFUL).any(axis=0)).tolist():
            best = sorted(np.flatnonzero(self.gain[:, i] >= DOUBTFUL).tolist(), key=lambda row: -self.saving[row, i])
            yield (
                self.tokens[i],
                tuple(dict.fromkeys(self.texts[self.pair[row, i]] for row in best))[:CANDIDATES],
            )

    def decision(self, row: int, token: int) -> Decision:
        """What is done where an error is believed of a token, and how far the next best reading is behind."""
        text = self.texts[self.pair[row, token]]
        margin, runner_up = float(self.saving[row, token]), None
        value = self.ranked[1][token]
        for other in self.ranked[0][token]:
            behind = value[row] - value[other]
            if behind >= margin or self.saving[other, token] <= 0:
                break
            rival = self.texts[self.pair[other, token]]
            if rival != text:
                margin, runner_up = behind, rival
                break
        return Decision(self.errors[row], text, margin, runner_up)


def decide(
    words: Sequence[Word],
    tokens: Sequence[str],
    strange: Sequence[int],
    languages: Languages,
    weighed: Weighed | None,
) -> Verdict:
    """Decide on some words; `strange` are the numbers of those distinct `tokens` that look strange.

    `weighed` is what is known of the strange tokens, if it is all of them.
    """
    verdict = Verdict()
    some = [tokens[i] for i in strange]
    step = 1 + max(len(some) // (MOST_STRANGE + 1), sum(map(len, some)) // (MOST_CHARACTERS + 1))
    strange, some = strange[::step], some[::step]
    times = np.bincount([word.token for word in words], minlength=len(tokens))
    weight = np.minimum(times, MOST_TIMES if languages.stranger else 1).astype(np.float32)
    if weighed is None or list(weighed.tokens) != some:
        weighed = weigh(some)
    first = Table(weighed, languages)
    try:
        likely = first.shortlist(weight[strange])
        table = Table(weigh(tokens, likely), languages) if likely else first
        chosen = table.believed(weight) if likely else []
    except NoiseError:
        chosen, verdict.noise = [], True
    if chosen:
        verdict.decisions.update(_decoded(words, table, chosen))
    else:
        verdict.undecided.update(first.candidates())
    return verdict


def _decoded(words: Sequence[Word], table: Table, chosen: Sequence[int]) -> Iterator[tuple[int, Decision]]:
    """The words that were read by one of the chosen errors (rows of the table), by their number, and what to do."""
    saving = np.pad(np.where(table.pair[chosen] >= 0, table.saving[chosen], 0), ((1, 0), (0, 0))).T.tolist()
    pages = tuple(f"{error.written} {_page(error)}" for error in (table.errors[row] for row in chosen))
    path = _path(words, [saving[word.token] for word in words], pages, tuple(table.native[chosen].tolist()))
    made: dict[tuple[int, int], Decision] = {}
    for place, state in enumerate(path):
        key = chosen[state - 1], words[place].token
        if state and table.pair[key] >= 0:
            made[key] = made.get(key) or table.decision(*key)
            if made[key].after != table.tokens[key[1]]:
                yield place, made[key]


def _page(error: Misreading) -> str:
    """What an error was read as: Latin-1 and Windows' page are mostly the same."""
    return "cp1252" if error.read == "latin-1" else error.read


def _path(
    words: Sequence[Word], savings: Sequence[Sequence[float]], pages: tuple[str, ...], native: tuple[bool, ...]
) -> list[int]:
    """The cheapest way through some words: for each 0 where it stands as it is, else the number of an error, from 1.

    `savings` are what each error saves on each word.
    """
    before = words[0]
    cost = [0.0, *(min(price * before.place, ENTER) for price in _apart(native))]
    back = []
    for word, saving in zip(words, savings, strict=True):
        plain = min(max(word.place - before.place - 1, 0), FAR)
        steps = _steps(pages, native, plain, word.line == before.line)
        ways = [[a + b for a, b in zip(cost, prices)] for prices in steps]  # noqa: B905  of one length; it takes time
        least = [min(way) for way in ways]
        back.append([way.index(best) for way, best in zip(ways, least, strict=True)])
        cost = [best - gain for best, gain in zip(least, saving, strict=True)]
        before = word
    path = [cost.index(min(cost))]
    for came in reversed(back[1:]):
        path.append(came[path[-1]])
    return path[::-1]


def _apart(native: tuple[bool, ...]) -> list[float]:
    """What a plain word costs in each error: it does not speak against one in its own language."""
    return [0.0 if same else APART for same in native]


@lru_cache(maxsize=1_000)
def _steps(pages: tuple[str, ...], native: tuple[bool, ...], plain: int, same_line: bool) -> list[list[float]]:
    """Prices of going to each state (rows) from each, over some plain words; between errors of one page it is free."""
    between = [0.0, *(price * plain for price in _apart(native))]
    names = ("", *pages)

    def price(before: int, now: int) -> float:
        if names[before] == names[now]:
            return min(between[now], ENTER)
        if not before:
            return ENTER
        if not now:
            return max(LEAVE - between[before], 0.0) if same_line else 0.0
        return SWITCH if same_line else ENTER

    states = range(len(names))
    return [[price(before, now) for before in states] for now in states]


@cache
def _any_language() -> NDArray[np.bool_]:
    """Errors of UTF-8, which is used for all languages, and in which another layer may be written."""
    return np.array([error.written == "utf-8" for error in misreadings()])


@cache
def _from_single_bytes() -> NDArray[np.bool_]:
    """Errors of encodings in which each byte is a character."""
    return np.array([error.written not in MULTIBYTE for error in misreadings()])


@cache
def _barred() -> Floats:
    """What is added for languages that each error's true encoding is not used for: (errors, languages)."""
    return np.stack([not_for(error.written) * NEVER for error in misreadings()])
