"""Which tokens of a text were read wrongly, and how: the accidents that explain a document best.

Each token has a cost as it stands and one for each accident (and language). An accident is believed where what it saves
over the document pays for its prior; then each line is given to the accident that suits it best, its tokens together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channels import Channel, candidates, put_back, undecoded
from pipeline.repair.score import TOKEN_END, Floats, Points, cost_of, languages_of

OPEN = 6.0  # nats an accident must save beyond its prior before it is believed
PROVEN = 6.0  # discount on the prior of an accident already found in the document
PER_TOKEN = 1.5  # price of each damaged token, against sums of tiny savings
ALONE = 1.5  # price of leaving a token alone in a damaged line
PER_LINE = 1.0
SECOND = 8.0  # what a second accident must save in one line
MOST_UNDECODED = 0.08  # of a token's characters


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """An accident and a language, with what it makes of each token and saves on it (nats, before any price)."""

    channel: Channel
    language: str
    texts: Sequence[str]
    saving: Floats
    changed: NDArray[np.bool_]


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
        return self.hypothesis.texts[self.token]


@dataclass(slots=True)
class Verdict:
    """Decisions by (line, place in the line), and tokens that could not be decided with their candidates."""

    decisions: dict[tuple[int, int], Decision] = field(default_factory=dict)
    undecided: dict[int, list[Decision]] = field(default_factory=dict)


def points_of(text: str) -> Points:
    """Code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def text_of(points: Points) -> str:
    """Text of code points."""
    return points.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def hypotheses(tokens: Sequence[str]) -> list[Hypothesis]:
    """All that may have happened to the tokens (distinct, each with something beyond ASCII)."""
    points = points_of("\n".join(tokens) + "\n")
    as_is = cost_of(points).best()
    found: list[Hypothesis] = []
    for channel, written in candidates(points):
        ends = np.flatnonzero(written == TOKEN_END)
        if len(ends) != len(tokens):
            continue
        starts = np.concatenate(([0], ends[:-1] + 1))
        lost = np.add.reduceat(undecoded(written).astype(np.float32), starts)
        fit = lost <= MOST_UNDECODED * (ends - starts)
        if not fit.any():
            continue
        texts = text_of(put_back(written, channel.read)).split("\n")[:-1]
        changed = fit & np.fromiter((a != b for a, b in zip(texts, tokens, strict=True)), bool, len(tokens))
        if not changed.any():
            continue
        script, costs = cost_of(written).by_language()
        savings = np.where(changed[:, None], as_is[:, None] - costs, 0).astype(np.float32)
        gain = np.maximum(savings - PER_TOKEN, 0).sum(axis=0)
        names = languages_of(script)
        for column in np.argsort(-gain, kind="stable")[:3]:
            if gain[column] > 0:
                found.append(Hypothesis(channel, names[column], texts, savings[:, column], changed))
    return found


def believed(found: Sequence[Hypothesis], weight: Floats, proven: frozenset[Channel]) -> list[Hypothesis]:
    """The accidents that pay for themselves, the best first."""
    if not found:
        return []
    gains = np.stack([np.maximum(h.saving - PER_TOKEN, 0) for h in found])
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


def decide(lines: Sequence[Sequence[int]], tokens: Sequence[str], proven: frozenset[Channel]) -> Verdict:
    """Decide on the tokens of some lines; `lines` are numbers into the distinct `tokens`."""
    verdict = Verdict()
    found = hypotheses(tokens)
    weight = np.bincount([t for line in lines for t in line], minlength=len(tokens)).astype(np.float32)
    chosen = believed(found, weight, proven)
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
        savings = np.stack([np.where(h.changed[line] & ~taken, np.maximum(h.saving[line], -ALONE), 0) for h in left])
        value = savings.sum(axis=1)
        best = int(np.argmax(value))
        if value[best] <= price:
            return
        h = left.pop(best)
        for place in np.flatnonzero(h.changed[line] & ~taken & (h.saving[line] > -ALONE)):
            token = int(line[place])
            margin, runner_up = _runner_up(h, token, found)
            verdict.decisions[number, int(place)] = Decision(h, token, margin, runner_up)
            taken[place] = True
        price = SECOND


def _runner_up(h: Hypothesis, token: int, found: Sequence[Hypothesis]) -> tuple[float, str | None]:
    """How far the next best reading of the token is behind (as it stands, or by another accident), and that reading."""
    margin, text = float(h.saving[token]), None
    for other in found:
        if other.changed[token] and other.texts[token] != h.texts[token]:
            behind = float(h.saving[token] - h.channel.prior - other.saving[token] + other.channel.prior)
            if behind < margin:
                margin, text = behind, other.texts[token]
    return margin, text
