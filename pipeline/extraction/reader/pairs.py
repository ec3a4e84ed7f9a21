"""What the reader knows of a pair of spans beside their words: how far apart they stand and what lies between.

A job title, or a quotation, is linked to one of the names of the text (or to none); each pair of the two is described
by small whole numbers, which the network turns into vectors.
"""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
FEATURES = {"words": 26, "lines": 12, "names": 14, "inside": 3}
"""Features of a pair and how many values each has: signed distance in words, in lines, in names between, and whether
one of the two holds the other."""
_DISTANCES, _LINES, _NAMES = 12, 5, 6


def pair_features(heads: Ints, names: Ints, lines: Ints) -> Ints:
    """The features of all pairs: heads × names × 4.

    `heads` and `names` have a row (first word, word after the last) for each span, `names` in order of the text;
    `lines` has the number of the line of each word.
    """
    if not len(heads) or not len(names):
        return np.zeros((len(heads), len(names), len(FEATURES)), dtype="int64")
    before = names[None, :, 1] <= heads[:, None, 0]
    after = names[None, :, 0] >= heads[:, None, 1]
    gap = np.where(before, heads[:, None, 0] - names[None, :, 1] + 1, 0)
    gap = np.where(after, names[None, :, 0] - heads[:, None, 1] + 1, gap)
    sign = np.where(before, 1, 0)
    line_gap = np.abs(lines[np.where(before, heads[:, None, 0], heads[:, None, 1] - 1)] - lines[names[None, :, 0]])
    nearest_before = np.searchsorted(names[:, 1], heads[:, 0], side="right")  # names that end before the head
    first_after = np.searchsorted(names[:, 0], heads[:, 1], side="left")
    order = np.arange(len(names))
    between = np.where(before, nearest_before[:, None] - 1 - order[None, :], order[None, :] - first_after[:, None])
    between = np.where(before | after, np.maximum(between, 0), 0)
    holds = (names[None, :, 0] >= heads[:, None, 0]) & (names[None, :, 1] <= heads[:, None, 1])
    inside = np.where(holds, 1, np.where(before | after, 0, 2))
    return np.stack(
        [
            _steps(gap, _DISTANCES) * 2 + sign,
            np.where(before | after, _steps(line_gap, _LINES) * 2 + sign, 0),
            _steps(between, _NAMES) * 2 + sign,
            inside,
        ],
        axis=-1,
    )


def _steps(count: Ints, most: int) -> Ints:
    """0, 1, 2, 3 as they are, then a step for each doubling."""
    steps = np.where(count < 4, count, 2 + np.floor(np.log2(np.maximum(count, 1))).astype("int64"))
    return np.minimum(steps, most)
