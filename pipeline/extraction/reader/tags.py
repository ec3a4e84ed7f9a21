"""Tags of words (BIO: Ramshaw & Marcus 1995) and how probabilities of tags become spans."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
NAMES = ("PERSON", "ORG", "COUNTRY", "PLACE", "DATE")
NAME_TAGS = ("O", *(f"{part}-{label}" for label in NAMES for part in "BI"))
TITLE_TAGS = ("O", "B-TITLE", "I-TITLE")
_TINY = np.float32(1e-9)
_SURELY_OUTSIDE = 0.99
"""Probability from which a word is outside all spans without a look at its neighbours."""


class TaggedSpan(NamedTuple):
    """Words `first` up to but not including `stop`, and the mean probability of their tags."""

    first: int
    stop: int
    label: str
    probability: float


def decode(probabilities: Floats, tags: Sequence[str], parts: NDArray[np.bool_] | None = None) -> list[TaggedSpan]:
    """The likeliest sequence of tags in which I- follows only B- or I- of its label (Viterbi), as spans.

    `probabilities` has one row a word, the first tag is “outside”; where `parts` is true no span runs on from the word
    before. Words that are surely outside cut the sequence, so that the search is over the few that are not.
    """
    inside = np.flatnonzero(probabilities[:, 0] < _SURELY_OUTSIDE)
    pieces = np.split(inside, np.flatnonzero(np.diff(inside) > 1) + 1) if len(inside) else []
    spans: list[TaggedSpan] = []
    for piece in pieces:
        first, stop = int(piece[0]), int(piece[-1]) + 1
        scores = np.log(probabilities[first:stop] + _TINY).tolist()
        path = _viterbi(scores, tags, None if parts is None else parts[first:stop])
        spans += _spans(probabilities[first:stop], path, tags, first)
    return spans


def _spans(probabilities: Floats, path: Sequence[int], tags: Sequence[str], offset: int) -> Iterator[TaggedSpan]:
    """The spans of a path of tags; `offset` is the number of its first word."""
    begins = [i for i, tag in enumerate(path) if tags[tag].startswith("B-")]
    for first, following in pairwise([*begins, len(path)]):
        stop = next((i for i in range(first + 1, following) if not path[i]), following)
        chosen = probabilities[np.arange(first, stop), path[first:stop]]
        yield TaggedSpan(first + offset, stop + offset, tags[path[first]][2:], float(chosen.mean()))


def _viterbi(scores: list[list[float]], tags: Sequence[str], parts: NDArray[np.bool_] | None) -> list[int]:
    inside = [i for i, tag in enumerate(tags) if tag.startswith("I-")]
    best = [-math.inf if i in inside else score for i, score in enumerate(scores[0])]
    back: list[list[int]] = []
    for at in range(1, len(scores)):
        top = max(range(len(tags)), key=best.__getitem__)
        came = [top] * len(tags)
        arrived = [best[top]] * len(tags)
        for i in inside:  # its B- stands right before it
            came[i] = i if best[i] >= best[i - 1] else i - 1
            arrived[i] = -math.inf if parts is not None and parts[at] else best[came[i]]
        best = [a + score for a, score in zip(arrived, scores[at], strict=True)]
        back.append(came)
    path = [max(range(len(tags)), key=best.__getitem__)]
    for came in reversed(back):
        path.append(came[path[-1]])
    return path[::-1]
