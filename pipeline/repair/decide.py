"""Which words of a text were read wrongly, and how: the encoding errors that explain the text best.

Each word has a cost as it stands and one for each error. An error is believed where what it saves over the text pays
for its prior. Then the text is decoded: the cheapest path through its words, each as it stands or in one of the errors
that are believed, where it costs something to go from one to the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np

from pipeline.repair.encodings import MULTIBYTE, Misreading, misreadings
from pipeline.repair.readings import LEAST_LETTERS, Tokens, readings_of
from pipeline.repair.score import NEVER, Costs, Floats, Languages, cheapest, cost_of, least_by_script
from pipeline.repair.tables import CJK, Flags, Numbers, not_for, tables

PER_TOKEN = 3.0  # nats: what a word must save to count, against sums of tiny savings
OPEN = 5.0  # what an error must save beyond its prior before it is believed
SENSELESS = 8.0  # nats by which letters of a reading may be dearer than by chance: “увтвмтдвугцтутвувтгт”
SECOND_LANGUAGE = 3.0  # price of a word of an error in another language than most of its words
UNKNOWN = 3.0  # more for each word where the text is in no language that has a table
DOUBTFUL = 4.0  # what another reading must gain for a word to be told as undecided
ENTER, LEAVE, APART, SWITCH = 3.0, 4.0, 0.5, 12.0
"""Prices on the way through a text: of the first word read wrongly, of the first behind such words that is not (free in
another line), of each plain word between, and of a second error in a line."""

MOST_TIMES = 4  # a word counts that often at most: a name comes on every page
MOST_STRANGE, MOST_CHARACTERS = 80, 2_000  # weighed at once, of which errors are shortlisted
RUNNERS_UP = 4  # errors that are weighed on all words of a text beside those believed of its strange ones
SHORT = 2  # characters
LETTER_OR_BOX = re.compile(r"[\w\u2500-\u25ff]")
CANDIDATES = 3  # readings told of a word that is left as it is
MOST_ENCODINGS = 4  # a text's damaged parts were written in: random letters are explained by any number of errors


class Word(NamedTuple):
    """A word with something beyond ASCII: where it starts, its place among all words of the text, and its line."""

    text: str
    start: int
    place: int
    line: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done to a word."""

    error: Misreading
    after: str
    margin: float
    runner_up: str | None


class NoiseError(Exception):
    """Letters by chance, which any number of encoding errors would explain."""


class Table:
    """Errors (rows) on tokens (columns): what each saves, in nats, and the number of the reading, -1 for none.

    The tokens are distinct, each with something beyond ASCII, and `times` in the text; `only` are the numbers of the
    errors looked for.
    """

    def __init__(
        self, tokens: Sequence[str], times: Mapping[str, int], languages: Languages, only: Collection[int] | None = None
    ) -> None:
        most = MOST_TIMES if languages.stranger else 1
        self.weight = np.array([min(times[token], most) for token in tokens], dtype=np.float32)
        laid = Tokens.of(tokens)
        self.tokens, self._readings = tokens, readings_of(laid, only)
        error, token = self._readings.error, self._readings.token
        every = cost_of(np.concatenate([laid.points[1:], self._readings.points]))
        costs = every.part(len(tokens), len(tokens) + len(token))
        new = np.ones(len(error), dtype=bool)
        new[1:] = error[1:] != error[:-1]
        row = new.cumsum() - 1
        self.numbers = error[new].tolist()
        self.errors = [misreadings()[i] for i in self.numbers]
        prior, single, *_ = _traits()
        self.prior = prior[error[new]]
        size = np.array([_size(token) for token in tokens])[token]
        alone = (size <= 1) | ((size <= SHORT) & single[error])  # too short to be read on its own
        others = costs.other_letters()
        speaks = ((others < 0.5) | (others > LEAST_LETTERS - 0.5)) & ~alone  # may speak for its error
        as_is = every.part(0, len(tokens)).best(languages)[token]
        cost, self.native = _costs(costs, error, new, languages, as_is, speaks)
        saving, at, shape = as_is - cost, (row, token), (len(self.errors), len(tokens))
        self.pair = np.full(shape, -1, dtype=np.intp)
        self.pair[at] = np.arange(len(row))
        self.saving, self.gain = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
        self.saving[at] = np.where(alone, np.minimum(saving, ENTER), saving)  # “Ó” is “У” only beside other words
        self.gain[at] = np.maximum(saving - PER_TOKEN - (0 if languages.stranger else UNKNOWN), 0) * speaks

    @cached_property
    def texts(self) -> list[str]:
        """The readings."""
        return self._readings.texts()

    def believed(self) -> list[int]:
        """The errors (rows) that pay for themselves, the best first.

        Raises:
            NoiseError: no end of them.
        """
        now = np.zeros(len(self.tokens), dtype=np.float32)
        chosen: list[int] = []
        while len(self.errors):
            value = np.maximum(self.gain - now, 0) @ self.weight - self.prior - OPEN
            best = int(value.argmax())
            if value[best] <= 0:
                break
            chosen.append(best)
            if len({self.errors[row].written for row in chosen}) > MOST_ENCODINGS:
                raise NoiseError
            now = np.maximum(now, self.gain[best])
        return chosen

    def shortlist(self) -> set[int]:
        """The errors worth weighing on all words: those believed, and some runners-up; none if none is."""
        chosen = self.believed()
        if not chosen:
            return set()
        rest = np.argsort(self.prior - self.gain.sum(axis=1), kind="stable").tolist()
        # Latin-1 and Windows' page are mostly the same reading
        pages = [(error.written, error.read.replace("latin-1", "cp1252")) for error in self.errors]
        ranked = list(dict.fromkeys(pages[row] for row in (*chosen, *rest)))
        likely = ranked[: len(chosen) + RUNNERS_UP]
        return {number for number, page in zip(self.numbers, pages, strict=True) if page in likely}

    def candidates(self) -> dict[str, tuple[str, ...]]:
        """Words that an error would explain much better, though it is not believed, with the best readings."""
        found = {}
        for i in np.flatnonzero((self.gain >= DOUBTFUL).any(axis=0)).tolist():
            best = np.argsort(-self.saving[:, i], kind="stable").tolist()
            texts = dict.fromkeys(self.texts[self.pair[row, i]] for row in best if self.gain[row, i] >= DOUBTFUL)
            found[self.tokens[i]] = tuple(texts)[:CANDIDATES]
        return found

    def decision(self, row: int, token: int) -> Decision:
        """What is done where an error is believed of a token, and how far the next best reading is behind."""
        text, saving = self.texts[self.pair[row, token]], float(self.saving[row, token])
        value = self.saving[:, token] - self.prior
        for other in np.argsort(-value, kind="stable").tolist():
            rival = self.texts[self.pair[other, token]]
            if rival != text and self.saving[other, token] > 0:
                return Decision(self.errors[row], text, min(saving, float(value[row] - value[other])), rival)
        return Decision(self.errors[row], text, saving, None)


def decide(
    words: Sequence[Word], strange: Collection[str], languages: Languages
) -> tuple[list[tuple[Word, Decision]], dict[str, tuple[str, ...]]]:
    """Decide on some words, of which some look strange: what is done, and the readings of words that are left so."""
    times = Counter(word.text for word in words)
    some = [token for token in times if token in strange]
    some = some[:: 1 + max(len(some) // (MOST_STRANGE + 1), sum(map(len, some)) // (MOST_CHARACTERS + 1))]
    first = table = Table(some, times, languages)
    likely = first.shortlist()
    if likely and len(some) < len(times):
        table = Table(list(times), times, languages, likely)
    chosen = table.believed() if likely else []
    return (list(_decoded(words, table, chosen)), {}) if chosen else ([], first.candidates())


def _decoded(words: Sequence[Word], table: Table, chosen: Sequence[int]) -> Iterator[tuple[Word, Decision]]:
    """The words that were read by one of the chosen errors (rows of the table), and what to do."""
    number = {token: i for i, token in enumerate(table.tokens)}
    read = table.pair[chosen] >= 0
    saving = np.where(read, table.saving[chosen], 0).T
    tokens = [number[word.text] for word in words]
    path = _path(words, saving[tokens], table.native[chosen].tolist())
    decision = cache(table.decision)
    for word, token, state in zip(words, tokens, path, strict=True):
        if state and read[state - 1, token]:
            decided = decision(chosen[state - 1], token)
            if decided.after != word.text:
                yield word, decided


def _path(words: Sequence[Word], savings: Floats, native: Sequence[bool]) -> list[int]:
    """The cheapest way through some words: for each 0 where it stands as it is, else the number of an error, from 1.

    `savings` are what each error (column) saves on each word.
    """
    apart = [0.0, *(0.0 if same else APART for same in native)]  # plain words may be in an error's language
    before = words[0]
    cost = [min(price * before.place, ENTER) for price in apart]
    back = []
    for word, saving in zip(words, savings.tolist(), strict=True):
        leave, switch = (LEAVE, SWITCH) if word.line == before.line else (0.0, ENTER)
        between = max(word.place - before.place - 1, 0)
        least, cheapest_state = min((price, state) for state, price in enumerate(cost))
        ways = [min((cost[0], 0), (least + leave, cheapest_state))]
        for state in range(1, len(cost)):
            stay = cost[state] + min(apart[state] * between, ENTER)
            ways.append(min((cost[0] + ENTER, 0), (stay, state), (least + switch, cheapest_state)))
        back.append([came for _, came in ways])
        cost = [price - saved for (price, _), saved in zip(ways, (0.0, *saving), strict=True)]
        before = word
    path = [cost.index(min(cost))]
    for came in reversed(back[1:]):
        path.append(came[path[-1]])
    return path[::-1]


def _size(token: str) -> int:
    """How many characters a token counts for.

    A letter alone is no evidence: “D.C. â The” is a dash that lost two bytes, and any code page offers a character; nor
    are two, where each byte is a letter: “iÖ”; nor signs alone: the face “`¬´”.
    """
    return len(token.strip()) if LETTER_OR_BOX.search(token) else 1


@cache
def _traits() -> tuple[Floats, Flags, Flags, Floats]:
    """Of each encoding error its prior, if from single bytes, if from UTF-8, and a bar on languages it is not for."""
    found = misreadings()
    return (
        np.array([error.prior for error in found], dtype=np.float32),
        np.array([error.written not in MULTIBYTE for error in found]),
        np.array([error.written == "utf-8" for error in found]),
        np.stack([not_for(error.written) * NEVER for error in found]),
    )


def _costs(
    costs: Costs, error: Numbers, new: Flags, languages: Languages, as_is: Floats, speaks: Flags
) -> tuple[Floats, Flags]:
    """Cost of each reading: each error in the one language that suits its readings best, others dearer.

    And whether that is a language of the text, for each error. `error` is the number of each reading's, `new` tells
    which is the first reading of one.
    """
    if not len(error):
        return costs.flat, np.zeros(0, dtype=bool)
    unknown, row = costs.unknown, new.cumsum() - 1
    *_, from_utf_8, barred = _traits()
    priced = costs.languages + barred[error] + languages.price
    least = least_by_script(priced)
    senseless = least > unknown + SENSELESS
    senseless[:, CJK - 1] = False
    # UTF-8 is used for all languages, and another layer may be written in it
    free = from_utf_8[error, None]
    least = np.where(free, np.minimum(least, unknown + languages.stranger), least + NEVER * senseless)
    total: Floats = costs.flat + least.sum(axis=1)
    gains = (as_is - total - PER_TOKEN)[:, None] + least[:, tables().script_of] - priced
    has = unknown > 0
    gains = np.maximum(gains, 0) * speaks[:, None] * has[:, tables().script_of]
    by_error = np.add.reduceat(gains, new.nonzero()[0], axis=0)
    main = (cheapest(-by_error) & (by_error > 0))[row]
    dearer = np.maximum(least_by_script(np.where(main, priced, NEVER)) - least, 0)
    total += (np.minimum(dearer, SECOND_LANGUAGE) * has).sum(axis=1)
    return total, languages.main[by_error.argmax(axis=1)]
