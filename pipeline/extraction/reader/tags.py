"""BIO tags of words (Ramshaw & Marcus 1995), and how tag probabilities become spans."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
NAMES = ("PERSON", "ORG", "COUNTRY", "PLACE", "DATE")
NAME_TAGS = ("O", *(f"{prefix}-{label}" for label in NAMES for prefix in "BI"))
TITLE_TAGS = ("O", "B-TITLE", "I-TITLE")
_TINY = np.float32(1e-9)
_SURELY_OUTSIDE = 0.99  # probability from which a word is outside all spans whatever its neighbours are


class TaggedSpan(NamedTuple):
    """Words `first` up to but not including `stop`, and the mean probability of their tags."""

    first: int
    stop: int
    label: str
    probability: float


def decode(probabilities: Floats, tags: Sequence[str], breaks: NDArray[np.bool_]) -> list[TaggedSpan]:
    """The likeliest sequence of tags in which I- follows only B- or I- of its label (Viterbi), as spans; none goes on
    where `breaks` is true. `probabilities` has one row per word; the first tag is “outside”, and words that are surely
    outside cut the sequence, so that only the few others are searched."""
    scores = np.log(probabilities + _TINY)
    inside = [number for number, tag in enumerate(tags) if tag.startswith("I-")]
    scores[np.flatnonzero(breaks)[:, None], inside] = -np.inf
    unsure = np.flatnonzero(probabilities[:, 0] < _SURELY_OUTSIDE)
    spans: list[TaggedSpan] = []
    for piece in np.split(unsure, np.flatnonzero(np.diff(unsure) > 1) + 1):
        if len(piece):
            scores[piece[0], inside] = -np.inf
            spans += _spans(probabilities[piece], _viterbi(scores[piece].tolist(), inside), tags, int(piece[0]))
    return spans


def _spans(probabilities: Floats, path: Sequence[int], tags: Sequence[str], offset: int) -> Iterator[TaggedSpan]:
    """The spans of a path of tags; `offset` is the number of its first word."""
    begins = [i for i, tag in enumerate(path) if tags[tag].startswith("B-")]
    for first, following in pairwise([*begins, len(path)]):
        stop = next((i for i in range(first + 1, following) if not path[i]), following)
        chosen = probabilities[np.arange(first, stop), path[first:stop]]
        yield TaggedSpan(first + offset, stop + offset, tags[path[first]][2:], float(chosen.mean()))


def _viterbi(scores: list[list[float]], inside: Sequence[int]) -> list[int]:
    """The likeliest path; `inside` are the numbers of the I- tags, each one more than that of its B-."""
    best, back = scores[0], []
    for row in scores[1:]:
        came = [max(range(len(row)), key=best.__getitem__)] * len(row)
        for i in inside:
            came[i] = i if best[i] >= best[i - 1] else i - 1
        best = [best[before] + score for before, score in zip(came, row, strict=True)]
        back.append(came)
    last = max(range(len(best)), key=best.__getitem__)
    return [*accumulate(reversed(back), lambda tag, came: came[tag], initial=last)][::-1]
