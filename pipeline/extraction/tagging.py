"""From the probabilities of tags to spans: “O” outside, and first, inner, last and only token by label (B, I, L, U)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.extraction.layers import Floats

_NEVER = -1e9
_SURE = 0.97
"""Probability of “O” above which nothing else is tried."""


def tags_of(labels: Sequence[str]) -> tuple[str, ...]:
    """The tags of spans with these labels, “O” first."""
    return ("O", *(f"{place}-{label}" for label in labels for place in "BILU"))


@cache
def _allowed(tags: tuple[str, ...]) -> Floats:
    def follows(before: str, tag: str) -> bool:
        if before[0] in "OLU":
            return tag[0] in "OBU"
        return tag[0] in "IL" and tag[2:] == before[2:]

    return np.array([[0.0 if follows(b, t) else _NEVER for t in tags] for b in tags], dtype="float32")


@cache
def _places(tags: tuple[str, ...]) -> NDArray[np.str_]:
    return np.array([tag[0] for tag in tags])


def decode(probabilities: Floats, tags: tuple[str, ...], bias: float = 0.0) -> list[tuple[int, int, str, float]]:
    """The likeliest well-formed spans as (start, end, label, probability), from one row a token.

    The probability of a span is the geometric mean over its tokens. `bias` is taken from the logarithm of the
    probability of “O”: more of it finds more, right and wrong.
    """
    active = np.flatnonzero(probabilities[:, 0] < _SURE)
    if not len(active):
        return []
    scores = np.log(np.maximum(probabilities[active], 1e-9))
    biased = scores.copy()
    biased[:, 0] -= bias
    best = biased.argmax(axis=1)
    cuts = np.flatnonzero(np.diff(active) > 1) + 1
    edges = [0, *cuts.tolist(), len(active)]
    # the likeliest tags of all are nearly always well-formed: only where they are not is a way through them looked for
    before = np.concatenate(([0], best[:-1]))
    before[cuts] = 0
    wrong = _allowed(tags)[before, best] < 0
    ends = np.array(edges[1:]) - 1
    wrong[ends] |= np.isin(_places(tags)[best[ends]], ("B", "I"))
    found = []
    for first, end in pairwise(edges):
        if wrong[first:end].any():
            best[first:end] = _best_tags(biased[first:end], tags)
        start = first
        for at in range(first, end):
            place = tags[best[at]][0]
            if place in "BU":
                start = at
            if place in "LU":
                logs = scores[np.arange(start, at + 1), best[start : at + 1]].tolist()
                span = int(active[start]), int(active[at]) + 1
                found.append((*span, tags[best[at]][2:], round(math.exp(sum(logs) / len(logs)), 3)))
    return found


def _best_tags(scores: Floats, tags: tuple[str, ...]) -> list[int]:
    """The best sequence of tags that may follow on “O” and leaves no span open (Viterbi)."""
    allowed = _allowed(tags)
    best = scores[0] + allowed[0]
    back = []
    for row in scores[1:]:
        paths = best[:, None] + allowed
        back.append(paths.argmax(axis=0))
        best = paths.max(axis=0) + row
    best[[i for i, tag in enumerate(tags) if tag[0] in "BI"]] = _NEVER
    sequence = [int(best.argmax())]
    for steps in reversed(back):
        sequence.append(int(steps[sequence[-1]]))
    return sequence[::-1]
