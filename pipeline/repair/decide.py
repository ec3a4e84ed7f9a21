"""Which tokens of a text were read wrongly, and how: the accidents that explain a document best.

Each token has a cost as it stands and one for each accident (and language). An accident is believed where what it saves
over the document pays for its prior; then each line is given to the accident that suits it best, its tokens together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channels import Channel
from pipeline.repair.hypotheses import Hypothesis, hypotheses, in_known_language, worth_weighing
from pipeline.repair.score import Floats

OPEN = 6.0  # nats an accident must save beyond its prior before it is believed
PROVEN = 6.0  # discount on the prior of an accident already found in the document
MOST_STRANGE = 400  # tokens that all accidents are weighed on
MOST_TIMES = 4  # a token counts that often at most: a name comes on every page
UNKNOWN = 3.0  # more on that price where the text is in no language that has a table
ALONE = 1.5  # price of leaving a token alone in a damaged line
ALONE_AMONG_DAMAGED, MOST = 5.0, 0.6
DOUBTFUL, CANDIDATES = 4.0, 3  # nats; readings told of a token that is left as it is
PER_LINE = 1.0
SECOND = 12.0  # what a second accident must save in one line
SHORTLIST = 6
"""Channels that are weighed on the whole of a document, after all were weighed on its strange places."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done to a token."""

    hypothesis: Hypothesis
    token: int
    margin: float
    runner_up: str | None

    @property
    def after(self) -> str:
        """The token as it was written."""
        return self.hypothesis.text(self.token)


@dataclass(slots=True)
class Verdict:
    """Decisions by (line, place in the line), and tokens left as they are though other readings are likelier."""

    decisions: dict[tuple[int, int], Decision] = field(default_factory=dict)
    undecided: dict[str, tuple[str, ...]] = field(default_factory=dict)


def believed(found: Sequence[Hypothesis], weight: Floats, proven: frozenset[Channel], known: bool) -> list[Hypothesis]:
    """The accidents that pay for themselves, the best first."""
    if not found:
        return []
    gains = np.stack([h.gain(0.0 if known else UNKNOWN) for h in found])
    price = np.array(
        [max(h.channel.prior - PROVEN * (h.channel in proven), 0) + OPEN * (h.channel not in proven) for h in found]
    )
    now = np.zeros(gains.shape[1], dtype=np.float32)
    chosen: list[Hypothesis] = []
    while True:
        value = (np.maximum(gains - now, 0) * weight).sum(axis=1) - price
        best = int(np.argmax(value))
        if value[best] <= 0:
            return chosen
        chosen.append(found[best])
        now = np.maximum(now, gains[best])
        # the same accident in a second language costs less
        for i, h in enumerate(found):
            if h.channel == found[best].channel:
                price[i] = min(price[i], 4.0)


def shortlist(
    found: Sequence[Hypothesis], weight: Floats, proven: frozenset[Channel], known: bool
) -> frozenset[Channel]:
    """The channels worth weighing on the whole document: those believed, and the runners-up; none if none is."""
    if not found:
        return frozenset()
    chosen = believed(found, weight, proven, known)
    if not chosen and not proven:
        return frozenset()
    value = {id(h): float(h.gain().sum()) - h.channel.prior for h in found}
    best = sorted(found, key=lambda h: -value[id(h)])
    names: dict[Channel, None] = dict.fromkeys(h.channel for h in [*chosen, *best])
    return frozenset(list(names)[: SHORTLIST + len(chosen)]) | proven


def decide(
    lines: Sequence[Sequence[int]],
    tokens: Sequence[str],
    strange: Sequence[int],
    *,
    proven: frozenset[Channel],
    text: str,
) -> Verdict:
    """Decide on the tokens of some lines; `lines` and `strange` are numbers into the distinct `tokens`.

    `text` is what the lines come from, or a part of it that shows its language.
    """
    verdict = Verdict()
    strange = strange[:: 1 + len(strange) // MOST_STRANGE]
    times = np.bincount([t for line in lines for t in line], minlength=len(tokens))
    # a letter alone is no evidence: “D.C. â The” is a dash that lost two bytes, and any code page offers a character
    evident = np.array([len(t.strip()) > 1 for t in tokens], dtype=np.float32)
    weight = np.minimum(times, MOST_TIMES).astype(np.float32) * evident
    of_strange = weight[list(strange)]
    if not proven and not worth_weighing([tokens[i] for i in strange], of_strange):
        return verdict
    known = in_known_language(text)
    if not known:
        weight = evident
        of_strange = weight[list(strange)]
    some = [tokens[i] for i in strange]
    first = hypotheses(some, known=known)
    likely = shortlist(first, of_strange, proven, known)
    if not likely:
        verdict.undecided.update(_candidates(some, first))
        return verdict
    found = hypotheses(tokens, known=known, only=likely)
    chosen = believed(found, weight, proven, known)
    for number, line in enumerate(lines):
        _line(number, np.array(line, dtype=np.intp), chosen, found, verdict)
    return verdict


def _line(
    number: int, line: NDArray[np.intp], chosen: Sequence[Hypothesis], found: Sequence[Hypothesis], verdict: Verdict
) -> None:
    taken = np.zeros(len(line), dtype=bool)
    price = PER_LINE
    left = list(chosen)
    while left and not taken.all():
        alone = [_alone(h, line) for h in left]
        savings = np.stack(
            [
                np.where(h.changed[line] & ~taken, np.maximum(h.saving[line], -a), 0)
                for h, a in zip(left, alone, strict=True)
            ]
        )
        value = savings.sum(axis=1)
        best = int(np.argmax(value))
        if value[best] <= price:
            return
        h = left.pop(best)
        for place in np.flatnonzero(h.changed[line] & ~taken & (h.saving[line] > -alone[best])):
            token = int(line[place])
            margin, runner_up = _runner_up(h, token, found)
            verdict.decisions[number, int(place)] = Decision(h, token, margin, runner_up)
            taken[place] = True
        price = SECOND


def _candidates(tokens: Sequence[str], found: Sequence[Hypothesis]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Tokens that an accident would explain much better, though it is not believed, with the best readings."""
    for i, token in enumerate(tokens):
        best = sorted((h for h in found if h.gain()[i] >= DOUBTFUL), key=lambda h: -h.saving[i])
        if best:
            yield token, tuple(dict.fromkeys(h.text(i) for h in best))[:CANDIDATES]


def _alone(h: Hypothesis, line: NDArray[np.intp]) -> float:
    """Price of leaving a token of the line as it is: dear where most are damaged (“с слышу” is “Я слышу”)."""
    better = int((h.saving[line] > 0)[h.changed[line]].sum())
    return ALONE_AMONG_DAMAGED if better >= 3 and better >= MOST * h.changed[line].sum() else ALONE


def _runner_up(h: Hypothesis, token: int, found: Sequence[Hypothesis]) -> tuple[float, str | None]:
    """How far the next best reading of the token is behind (as it stands, or by another accident), and that reading."""
    margin, text = float(h.saving[token]), None
    rivals = [
        (float(h.saving[token] - h.channel.prior - other.saving[token] + other.channel.prior), other)
        for other in found
        if other.saving[token] > 0
    ]
    for behind, other in sorted(rivals, key=lambda rival: rival[0]):
        if behind >= margin:
            break
        if other.text(token) != h.text(token):
            return behind, other.text(token)
    return margin, text
