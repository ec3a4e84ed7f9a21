"""What may have happened to the tokens of a text, and what each accident saves.

All accidents are undone and scored in one go: the arrays are long, the calls few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channels import Channel, Undone, undo_all
from pipeline.repair.score import Costs, Floats, Points, columns_for, cost_of

PER_TOKEN = 3.0  # nats: price of each damaged token, against sums of tiny savings
STRANGER = 6.0  # price of a word of a language without a table in a text of one that has
KNOWN = 0.85  # of what the words would cost in a language without a table
SAMPLE = 40
LEAST_LETTERS = 3  # of another alphabet, for a token to speak for an accident: “€,” is not “И,”, “â¢” not “тв”
REMEMBERED = 50_000  # tokens
LEAST_PRICE = 8.0  # below which no accident can pay
LANGUAGES = 3  # kept for each channel


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """An accident and a language, with what it saves on each token (nats, before any price)."""

    channel: Channel
    language: str
    saving: Floats
    changed: NDArray[np.bool_]
    evidence: Floats  # 1 where a token may speak for the accident, else 0
    undone: Undone

    def gain(self, price: float = 0.0) -> Floats:
        """What each token says for the accident, after the price of a damaged token."""
        gain: Floats = np.maximum(self.saving - PER_TOKEN - price, 0) * self.evidence
        return gain

    def text(self, token: int) -> str:
        """The token as it was written."""
        return self.undone.text(token)


def points_of(text: str) -> Points:
    """Code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def in_known_language(text: str) -> bool:
    """Whether the plain words of a text are in a language that the tables know (as far as a sample tells)."""
    words = text.split()
    sample = words[:: max(1, len(words) // SAMPLE)][:SAMPLE]
    costs = cost_of(points_of("\n".join(sample) + "\n")) if sample else None
    if costs is None or not costs.scripts:
        return False
    main = max(costs.unknown, key=lambda script: float(costs.unknown[script].sum()))
    return bool(costs.scripts[main].sum(axis=0).min() < KNOWN * costs.unknown[main].sum())


def worth_weighing(tokens: Sequence[str], weight: Floats) -> bool:
    """Whether the tokens together may save enough to pay for any accident.

    What a token can save at most is remembered: the same names and signs come again and again in clean text.
    """
    new = [token for token in tokens if token not in _most]
    if new:
        if len(_most) > REMEMBERED:
            _most.clear()
        most = np.zeros(len(new), dtype=np.float32)
        for hypothesis in hypotheses(new, known=True):
            most = np.maximum(most, hypothesis.gain())
        _most.update(zip(new, most.tolist(), strict=True))
    most_each = np.array([_most.get(token, LEAST_PRICE) for token in tokens])
    return bool((most_each * weight).sum() >= LEAST_PRICE)


_most: dict[str, float] = {}


def hypotheses(tokens: Sequence[str], *, known: bool, only: frozenset[Channel] | None = None) -> list[Hypothesis]:
    """All that may have happened to the tokens (distinct, each with something beyond ASCII).

    `known` says that the text around them is in a language with a table, so that they hardly are in one without.
    """
    points = points_of("\n".join(tokens) + "\n")
    parts = list(undo_all(points, only))
    costs = cost_of(np.concatenate([points, *(part.points for part in parts)]))
    as_is = costs.part(0, len(tokens)).best(STRANGER if known else 0.0)
    found: list[Hypothesis] = []
    first = len(tokens)
    for part in parts:
        found += _weighed(part, costs.part(first, first + len(part.tokens)), as_is)
        first += len(part.tokens)
    return found


def _weighed(part: Undone, costs: Costs, as_is: Floats) -> Iterator[Hypothesis]:
    """What a channel saves in the languages that gain most by it."""
    by_language, names, letters = costs.by_language(columns_for(part.channel.written))
    savings = as_is[part.tokens, None] - by_language
    evidence = np.zeros(len(as_is), dtype=np.float32)
    evidence[part.tokens] = letters >= LEAST_LETTERS
    gain = (np.maximum(savings - PER_TOKEN, 0) * evidence[part.tokens, None]).sum(axis=0)
    changed = np.zeros(len(as_is), dtype=bool)
    changed[part.tokens] = True
    for column in np.argsort(-gain, kind="stable")[:LANGUAGES]:
        if gain[column] > 0:
            saving = np.zeros(len(as_is), dtype=np.float32)
            saving[part.tokens] = savings[:, column]
            yield Hypothesis(part.channel, names[column], saving, changed, evidence, part)
