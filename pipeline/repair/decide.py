"""Decides which words of a text have an encoding error, and which one: the errors that explain the text best.

Each word has a cost as it stands and one for each error undone. An error is believed if its savings over the whole text
exceed its prior. Then Viterbi decoding finds the cheapest path through the words: each word is kept as it stands or
repaired by one of the believed errors, and changing between these states has a cost.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from pipeline.repair.candidates import LEAST_LETTERS, Candidates, Tokens, candidates_of
from pipeline.repair.encodings import MULTIBYTE, EncodingPair, encoding_errors
from pipeline.repair.score import NEVER, WITHOUT_TABLE, Costs, Floats, Languages, cheapest, cost_of, least_by_script
from pipeline.repair.tables import CJK, LATIN, Flags, Numbers, not_for, tables

PER_WORD = 3.0  # nats deducted from each word's saving, so that many tiny savings do not add up
LEAST_GAIN = 5.0  # nats that an error must save beyond its prior to be believed
SENSELESS = 8.0  # nats by which a candidate's letters may exceed the cost of random ones: “увтвмтдвугцтутвувтгт”
OTHER_LANGUAGE = 3.0  # price of a candidate in another language than most candidates of its error
UNKNOWN = 3.0  # nats also deducted from each word's saving if no language of the text has a table
DOUBTFUL = 4.0  # nats that a candidate must save for a word to be reported as undecided
ENTER, LEAVE, APART, SWITCH = 3.0, 4.0, 0.5, 12.0
"""Transition costs of the Viterbi path: into an error, out of it (free at the start of a line), for each plain ASCII
word between two words with the same error, and from one error to another in a line."""

MOST_TIMES = 2  # times that a word counts at most; a name or number (“PI3Kα”) may be on every page and counts once
MOST_SUSPICIOUS, MOST_CHARACTERS = 80, 2_000  # size of the sample of words on which errors are shortlisted
RUNNERS_UP = 4  # errors scored on all words of a text besides those believed on the sample
SHORT = 2  # characters
ABBREVIATION = re.compile(r"[\u0410-\u042f]{1,4}")  # its bytes may be a word in another encoding: “НПЗ”, “мог”
LETTER_OR_BOX = re.compile(r"[\w\u2500-\u25ff]")
CANDIDATES_TOLD = 3  # candidates reported for an undecided word
MOST_ENCODINGS = 4  # that damaged parts of a text may have been written in; more errors only explain random letters


class Word(NamedTuple):
    """A word that is not all ASCII: its offset in the text, its number among all words, and the number of its line."""

    text: str
    start: int
    place: int
    line: int


class WordRepair(NamedTuple):
    """How a word is repaired; `margin` is by how many nats the next best candidate, `runner_up`, is worse."""

    error: EncodingPair
    after: str
    margin: float
    runner_up: str | None


class NoiseError(Exception):
    """The text is random letters, which can be explained by any number of encoding errors."""


class Savings:
    """The savings in nats of undoing each encoding error (row) in each token (column), a distinct non-ASCII word.

    `candidate` is the index in `texts` of the word with the error undone, -1 if that is implausible; `evidence` is what
    counts for the error; `in_main_language` says whether its candidates are in a language of the text. `times` counts
    the words in the text, `find_languages` finds the languages around them, `wanted` are the numbers of the errors to
    try (None: all). If no error could be believed or reported in any language, as in most clean texts, `errors` is
    empty and the other arrays are not made.
    """

    def __init__(
        self, tokens: list[str], times: Counter[str], find_languages: Callable[[], Languages], wanted: set[int] | None
    ) -> None:
        self.tokens = tokens
        self.times = np.fromiter((_times_counted(token, times[token]) for token in tokens), dtype=np.float32)
        layout = Tokens.of(tokens)
        candidates = candidates_of(layout, wanted)
        costs = cost_of(np.concatenate([layout.points[1:], candidates.points]))
        of_tokens, of_candidates = costs.between(0, len(tokens)), costs.between(len(tokens), None)
        self.errors: list[EncodingPair] = []
        self.evidence = np.zeros((0, len(tokens)), dtype=np.float32)
        most_evidence = np.max(of_tokens.most()[candidates.token] - of_candidates.least(), initial=0) - PER_WORD
        if most_evidence >= DOUBTFUL or most_evidence * self.times.sum() >= LEAST_GAIN:
            self._fill(candidates, of_tokens, of_candidates, find_languages())

    def _fill(self, candidates: Candidates, of_tokens: Costs, of_candidates: Costs, languages: Languages) -> None:
        """Make the arrays from the candidates, given the costs of the tokens and of the candidates."""
        error, token = candidates.error, candidates.token
        self.times = self.times if languages.known else np.ones_like(self.times)
        self.texts = candidates.texts()
        is_first = error != np.concatenate(([-1], error[:-1]))  # first candidate of its error; they are sorted by error
        row = is_first.cumsum() - 1  # row of each candidate's error
        self.numbers = error[is_first].tolist()
        self.errors = [encoding_errors()[i] for i in self.numbers]
        self.prior = np.array([error.prior for error in self.errors], dtype=np.float32)
        size = np.array([_size(token) for token in self.tokens])[token]
        too_short = (size <= 1) | ((size <= SHORT) & _error_traits().single_byte[error])
        is_abbreviation = np.array([ABBREVIATION.fullmatch(token) is not None for token in self.tokens])[token]
        others = of_candidates.other_letters()
        is_evidence = ((others < 0.5) | (others > LEAST_LETTERS - 0.5)) & ~too_short & ~is_abbreviation
        as_is = of_tokens.best(languages)[token]
        cost, self.in_main_language = _candidate_costs(of_candidates, error, is_first, languages, as_is, is_evidence)
        saving = as_is - cost
        at, shape = (row, token), (len(self.errors), len(self.tokens))
        self.candidate = np.full(shape, -1, dtype=np.intp)
        self.candidate[at] = np.arange(len(row))
        self.saving = np.zeros(shape, dtype=np.float32)
        self.saving[at] = np.where(too_short, np.minimum(saving, ENTER), saving)  # “Ó” is “У” only beside other words
        self.evidence = np.zeros(shape, dtype=np.float32)
        self.evidence[at] = np.maximum(saving - PER_WORD - (0 if languages.known else UNKNOWN), 0) * is_evidence

    def believed(self) -> list[int]:
        """Rows of the errors whose evidence exceeds their prior, best first. Raises `NoiseError` for many encodings."""
        now = np.zeros(len(self.tokens), dtype=np.float32)
        chosen: list[int] = []
        while len(self.errors):
            value = np.maximum(self.evidence - now, 0) @ self.times - self.prior - LEAST_GAIN
            best = int(value.argmax())
            if value[best] <= 0:
                break
            chosen.append(best)
            if len({self.errors[row].written for row in chosen}) > MOST_ENCODINGS:
                raise NoiseError
            now = np.maximum(now, self.evidence[best])
        return chosen

    def shortlist(self) -> set[int]:
        """Numbers of the errors to score on all words: those believed and some runners-up; none if none is believed."""
        chosen = self.believed()
        if not chosen:
            return set()
        rest = np.argsort(self.prior - self.evidence.sum(axis=1), kind="stable").tolist()
        # Latin-1 and cp1252 mostly give the same candidate
        pages = [(error.written, error.read.replace("latin-1", "cp1252")) for error in self.errors]
        likely = list(dict.fromkeys(pages[row] for row in (*chosen, *rest)))[: len(chosen) + RUNNERS_UP]
        return {number for number, page in zip(self.numbers, pages, strict=True) if page in likely}

    def undecided(self) -> dict[str, tuple[str, ...]]:
        """Words that an error would explain much better although it is not believed, with their best candidates."""
        found = {}
        for i in np.flatnonzero((self.evidence >= DOUBTFUL).any(axis=0)).tolist():
            best = np.argsort(-self.saving[:, i], kind="stable")
            candidates = self.candidate[best, i][self.evidence[best, i] >= DOUBTFUL].tolist()
            found[self.tokens[i]] = tuple(dict.fromkeys(self.texts[n] for n in candidates))[:CANDIDATES_TOLD]
        return found

    def repair_of(self, row: int, token: int) -> WordRepair:
        """The repair of a word (column `token`) by an error (`row`)."""
        text, saving = self.texts[self.candidate[row, token]], float(self.saving[row, token])
        value = self.saving[:, token] - self.prior
        for other in np.argsort(-value, kind="stable").tolist():
            rival = self.texts[self.candidate[other, token]]
            if rival != text and self.saving[other, token] > 0:
                return WordRepair(self.errors[row], text, min(saving, float(value[row] - value[other])), rival)
        return WordRepair(self.errors[row], text, saving, None)


def decide(
    words: Sequence[Word], suspicious: Collection[str], languages: Callable[[], Languages]
) -> tuple[list[tuple[Word, WordRepair]], dict[str, tuple[str, ...]]]:
    """The words to repair, each with its repair; if there are none, the undecided words with their candidates."""
    times = Counter(word.text for word in words)
    sample = [token for token in times if token in suspicious]
    sample = sample[:: 1 + max(len(sample) // (MOST_SUSPICIOUS + 1), sum(map(len, sample)) // (MOST_CHARACTERS + 1))]
    of_sample = Savings(sample, times, languages, None)
    savings, shortlist = of_sample, of_sample.shortlist()
    if shortlist and len(sample) < len(times):
        savings = Savings(list(times), times, languages, shortlist)
    believed = savings.believed() if shortlist else []
    return (list(_repairs(words, savings, believed)), {}) if believed else ([], of_sample.undecided())


def _repairs(words: Sequence[Word], savings: Savings, believed: Sequence[int]) -> Iterator[tuple[Word, WordRepair]]:
    """The words that one of the believed errors (rows of `savings`) explains, each with its repair."""
    column = {token: i for i, token in enumerate(savings.tokens)}
    has_candidate = savings.candidate[believed] >= 0
    saving = np.where(has_candidate, savings.saving[believed], 0).T
    tokens = [column[word.text] for word in words]
    states = _cheapest_path(words, saving[tokens], savings.in_main_language[believed].tolist())
    repair_of = cache(savings.repair_of)
    for word, token, state in zip(words, tokens, states, strict=True):
        if state and has_candidate[state - 1, token]:
            repair = repair_of(believed[state - 1], token)
            if repair.after != word.text:
                yield word, repair


def _cheapest_path(words: Sequence[Word], savings: Floats, in_main_language: Sequence[bool]) -> list[int]:
    """The state of each word on the cheapest (Viterbi) path: 0 to keep it as it stands, else the error's number from 1.
    `savings` holds what each error (column) saves on each word (row). Errors that are `in_main_language` do not pay for
    the plain words between their words."""
    apart = [0.0, *(APART * (not free) for free in in_main_language)]
    previous = words[0]
    cost = [min(price * previous.place, ENTER) for price in apart]
    came_from = []
    for word, saving in zip(words, savings.tolist(), strict=True):
        leave, switch = (LEAVE, SWITCH) if word.line == previous.line else (0.0, ENTER)
        between = max(word.place - previous.place - 1, 0)
        least, cheapest_state = min((price, state) for state, price in enumerate(cost))
        ways = [min((cost[0], 0), (least + leave, cheapest_state))]
        for state in range(1, len(cost)):
            stay = cost[state] + min(apart[state] * between, ENTER)
            ways.append(min((cost[0] + ENTER, 0), (stay, state), (least + switch, cheapest_state)))
        came_from.append([before for _, before in ways])
        cost = [price - saved for (price, _), saved in zip(ways, (0.0, *saving), strict=True)]
        previous = word
    path = [cost.index(min(cost))]
    for before in reversed(came_from[1:]):
        path.append(before[path[-1]])
    return path[::-1]


def _times_counted(token: str, times: int) -> int:
    """How many of the times that a token stands in a text count for an error: of a name or number, one."""
    is_name = token[:1].isupper() or any(map(str.isdigit, token))
    return min(times, 1 if is_name else MOST_TIMES)


def _size(token: str) -> int:
    """The length of a token as evidence for an error; 1 without a letter or box-drawing character. One letter is none
    (“D.C. â The”: any code page has a character for “â”), nor are two in a single-byte encoding (“iÖ”), nor “`¬´”."""
    return len(token.strip()) if LETTER_OR_BOX.search(token) else 1


class _Traits(NamedTuple):
    """What each encoding error (row) was written in, and `NEVER` for each language (column) not written in that."""

    single_byte: Flags
    utf_8: Flags
    barred: Floats
    barred_alone: Floats  # the same for words without a letter of the encoding's own alphabet


@cache
def _error_traits() -> _Traits:
    found = encoding_errors()
    return _Traits(
        np.array([error.written not in MULTIBYTE for error in found]),
        np.array([error.written == "utf-8" for error in found]),
        np.stack([not_for(error.written) * NEVER for error in found]),
        np.stack([not_for(error.written, alone=True) * NEVER for error in found]),
    )


def _candidate_costs(
    costs: Costs, error: Numbers, is_first: Flags, languages: Languages, as_is: Floats, is_evidence: Flags
) -> tuple[Floats, Flags]:
    """The cost of each candidate, and for each error whether its candidates are in a main language of the text.

    The candidates of an error should be in one language of each script, the one that saves most on the words that are
    evidence; candidates in another language cost more. `error` is the number of each candidate's error, `is_first`
    marks the first candidate of each error, `as_is` is the cost of the word as it stands.
    """
    unknown, script_of = costs.unknown, tables().script_of
    row = is_first.cumsum() - 1
    traits = _error_traits()
    alone = ~unknown[:, LATIN:].any(axis=1, keepdims=True)
    priced = costs.languages + traits.barred[error] + traits.barred_alone[error] * alone + languages.price
    least = least_by_script(priced)
    senseless = least > unknown + SENSELESS
    senseless[:, CJK - 1] = False
    # UTF-8 is used for all languages, and its candidates may still hold another layer of errors
    in_any = np.minimum(least, unknown + WITHOUT_TABLE * languages.known)
    least = np.where(traits.utf_8[error, None], in_any, least + NEVER * senseless)
    total: Floats = costs.flat + least.sum(axis=1)
    savings = (as_is - total - PER_WORD)[:, None] + least[:, script_of] - priced
    has_letters = unknown > 0
    savings = np.maximum(savings, 0) * is_evidence[:, None] * has_letters[:, script_of]
    by_error = np.add.reduceat(savings, is_first.nonzero()[0], axis=0)
    main = (cheapest(-by_error) & (by_error > 0))[row]
    dearer = np.maximum(least_by_script(np.where(main, priced, NEVER)) - least, 0)
    total += (np.minimum(dearer, OTHER_LANGUAGE) * has_letters).sum(axis=1)
    return total, languages.main[by_error.argmax(axis=1)]
