"""Which tokens of a text were read wrongly, and how: the accidents that explain a document best.

Each token has a cost as it stands and one for each accident (and language). An accident is believed where what it saves
over the document pays for its prior; then each line is given to the accident that suits it best, its tokens together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channels import Channel
from pipeline.repair.hypotheses import Hypotheses, hypotheses
from pipeline.repair.score import Floats
from pipeline.repair.suspects import DOUBTFUL, MOST_CHARACTERS, MOST_STRANGE, MOST_TIMES
from pipeline.repair.weighed import Weighed, weigh

OPEN = 6.0  # nats an accident must save beyond its prior before it is believed
PROVEN = 6.0  # discount on the prior of an accident already found in the document
SECOND_LANGUAGE = 4.0  # prior of a believed accident in one more language
UNKNOWN = 3.0  # more on that price where the text is in no language that has a table
ALONE = 1.5  # price of leaving a token alone in a damaged line
ALONE_AMONG_DAMAGED, MOST = 5.0, 0.6
CANDIDATES = 3  # readings told of a token that is left as it is
PER_LINE = 1.0
SECOND = 12.0  # what a second accident must save in one line
MOST_ENCODINGS = 4
"""That a document's damaged parts were written in: random letters are explained by any number of accidents."""

SHORTLIST = 6
"""Channels that are weighed on the whole of a document, after all were weighed on its strange places."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done to a token."""

    channel: Channel
    after: str
    margin: float
    runner_up: str | None


class NoiseError(Exception):
    """Letters by chance, which any number of accidents would explain."""


@dataclass(slots=True)
class Verdict:
    """Decisions by (line, place in the line), and tokens left as they are though other readings are likelier.

    `noise`: letters by chance, on which nothing is decided.
    """

    decisions: dict[tuple[int, int], Decision] = field(default_factory=dict)
    undecided: dict[str, tuple[str, ...]] = field(default_factory=dict)
    noise: bool = False


def believed(found: Hypotheses, weight: Floats, proven: frozenset[Channel], known: bool) -> list[int]:
    """The accidents (rows) that pay for themselves, the best first.

    Raises:
        NoiseError: no end of them.
    """
    if not len(found):
        return []
    gains = found.gain(0.0 if known else UNKNOWN)
    here = np.array([found.channel_of(row) in proven for row in range(len(found))])
    price = np.where(here, np.maximum(found.prior - PROVEN, 0), found.prior + OPEN)
    now = np.zeros(gains.shape[1], dtype=np.float32)
    chosen: list[int] = []
    while True:
        value = np.maximum(gains - now, 0) @ weight - price
        best = int(np.argmax(value))
        if value[best] <= 0:
            return chosen
        chosen.append(best)
        if len({found.channel_of(row).written for row in chosen}) > MOST_ENCODINGS:
            raise NoiseError
        now = np.maximum(now, gains[best])
        same = found.channel == found.channel[best]
        price[same] = np.minimum(price[same], SECOND_LANGUAGE)


def shortlist(found: Hypotheses, weight: Floats, proven: frozenset[Channel], known: bool) -> frozenset[Channel]:
    """The channels worth weighing on the whole document: those believed, and the runners-up; none if none is."""
    chosen = believed(found, weight, proven, known)
    if not chosen and not proven:
        return frozenset()
    value = found.gain().sum(axis=1) - found.prior
    best = np.argsort(-value, kind="stable").tolist()
    ranked = [found.channel_of(row) for row in [*chosen, *best]]
    # Latin-1 and Windows' page are mostly the same reading, and take one place
    names = list(dict.fromkeys((channel.written, _page(channel.read)) for channel in ranked))
    listed = set(names[: SHORTLIST + len(chosen)])
    return frozenset(channel for channel in ranked if (channel.written, _page(channel.read)) in listed) | proven


def _page(read: str) -> str:
    return "cp1252" if read == "latin-1" else read


def decide(
    lines: Sequence[Sequence[int]],
    tokens: Sequence[str],
    strange: Sequence[int],
    *,
    proven: frozenset[Channel],
    known: Callable[[], bool],
    weighed: Weighed | None,
) -> Verdict:
    """Decide on the tokens of some lines; `lines` and `strange` are numbers into the distinct `tokens`.

    `known` tells whether the text they come from is in a language with a table; it is asked where that matters.
    `weighed` is what is known of the strange tokens, if these are all that the text has.
    """
    verdict = Verdict()
    size = sum(len(tokens[i]) for i in strange)
    strange = strange[:: 1 + max(len(strange) // (MOST_STRANGE + 1), size // (MOST_CHARACTERS + 1))]
    times = np.bincount([t for line in lines for t in line], minlength=len(tokens))
    weight = np.minimum(times, MOST_TIMES).astype(np.float32)
    some = [tokens[i] for i in strange]
    if weighed is None or list(weighed.tokens) != some:
        weighed = weigh(some, evident=True)
    first = hypotheses(weighed)
    if not known():
        weight = np.ones(len(tokens), dtype=np.float32)
        first = first.in_unknown_language()
    try:
        likely = shortlist(first, weight[strange], proven, known())
        if not likely:
            verdict.undecided.update(_candidates(some, first))
            return verdict
        found = hypotheses(weigh(tokens, only=likely))
        if not known():
            found = found.in_unknown_language()
        chosen = believed(found, weight, proven, known())
    except NoiseError:
        return Verdict(undecided=dict(_candidates(some, first)), noise=True)
    if chosen:
        given = list(_given(lines, np.array(chosen), found))
        pairs = list(dict.fromkeys((row, lines[number][place]) for number, place, row in given))
        made = dict(zip(pairs, _decisions(pairs, found), strict=True))
        verdict.decisions.update(((number, place), made[row, lines[number][place]]) for number, place, row in given)
    return verdict


def _given(
    lines: Sequence[Sequence[int]], chosen: NDArray[np.intp], found: Hypotheses
) -> Iterator[tuple[int, int, int]]:
    """Line, place and accident of each token that is repaired: every line goes to what suits it best, in rounds."""
    tokens = np.array([token for line in lines for token in line], dtype=np.intp)
    sizes = np.array([len(line) for line in lines], dtype=np.intp)
    starts = np.cumsum(sizes) - sizes
    line_of, each = np.repeat(np.arange(len(lines)), sizes), np.arange(len(tokens))
    saving = found.saving[chosen].T[tokens]
    changed = found.pair[chosen].T[tokens] >= 0
    alone = _alone(saving, changed, starts)[line_of]
    value_of = np.maximum(saving, -alone)
    left = np.ones((len(lines), len(chosen)), dtype=bool)
    price, going = PER_LINE, np.ones(len(lines), dtype=bool)
    for _ in range(len(chosen)):
        value = np.where(left, np.add.reduceat(np.where(changed, value_of, 0), starts), 0)
        best = value.argmax(axis=1)
        going &= value[np.arange(len(lines)), best] > price
        if not going.any():
            return
        choice = best[line_of]
        taken = going[line_of] & changed[each, choice] & (saving[each, choice] > -alone[each, choice])
        for i in taken.nonzero()[0].tolist():
            yield int(line_of[i]), i - int(starts[line_of[i]]), int(chosen[choice[i]])
        changed[taken] = False
        left[going, best[going]] = False
        price = SECOND


def _alone(saving: Floats, changed: NDArray[np.bool_], starts: NDArray[np.intp]) -> Floats:
    """Price of leaving a token of each line as it is: dear where most are damaged (“с слышу” is “Я слышу”)."""
    better = np.add.reduceat((saving > 0) & changed, starts, dtype=np.intp)
    most = (better >= 3) & (better >= MOST * np.add.reduceat(changed, starts, dtype=np.intp))
    return np.where(most, ALONE_AMONG_DAMAGED, ALONE).astype(np.float32)


def _candidates(tokens: Sequence[str], found: Hypotheses) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Tokens that an accident would explain much better, though it is not believed, with the best readings."""
    gain = found.gain()
    for i in np.flatnonzero((gain >= DOUBTFUL).any(axis=0)).tolist():
        best = sorted(np.flatnonzero(gain[:, i] >= DOUBTFUL).tolist(), key=lambda row: -found.saving[row, i])
        yield tokens[i], tuple(dict.fromkeys(found.text(row, i) for row in best))[:CANDIDATES]


def _decisions(pairs: Sequence[tuple[int, int]], found: Hypotheses) -> Iterator[Decision]:
    """What is done where an accident (row) is believed of a token.

    With how far the next best reading is behind (the token as it stands, or by another accident), and that reading.
    """
    rows, tokens = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    savings, each = found.saving[:, tokens], np.arange(len(pairs))
    margins = savings[rows, each]
    behind = (margins - found.prior[rows]) - (savings - found.prior[:, None])
    same = found.pair[:, tokens] == found.pair[rows, tokens]
    behind[(behind >= margins) | (savings <= 0) | same] = np.inf
    order, near = behind.argsort(axis=0, kind="stable").T.tolist(), (behind < np.inf).sum(axis=0).tolist()
    for i, ((row, token), rivals) in enumerate(zip(pairs, order, strict=True)):
        text, margin, runner_up = found.text(row, token), float(margins[i]), None
        for other in rivals[: near[i]]:
            rival = found.text(other, token)
            if rival != text:
                margin, runner_up = float(behind[other, i]), rival
                break
        yield Decision(found.channel_of(row), text, margin, runner_up)
