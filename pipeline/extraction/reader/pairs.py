"""Features of a pair of spans beside their words: how far apart they are and what lies between them.

A job title or quotation, the origin, is linked to one of the names in the text or to none. Each pair of an origin and a
name is described by small integers, which the network turns into vectors.
"""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
FEATURES = {"words": 26, "lines": 12, "names": 14, "inside": 3}
"""Features of a pair and how many values each has: signed distance in words, in lines and in names between, and whether
one of the two contains the other."""
_DISTANCES, _LINES, _NAMES = 12, 5, 6


def pair_features(origins: Ints, names: Ints, lines: Ints) -> Ints:
    """The features of all pairs: origins × names × 4.

    `origins` (job titles or quotations) and `names` have a row (first word, word after the last) for each span, `names`
    in text order; `lines` has the number of the line of each word.
    """
    if not len(origins) or not len(names):
        return np.zeros((len(origins), len(names), len(FEATURES)), dtype="int64")
    before = names[None, :, 1] <= origins[:, None, 0]
    after = names[None, :, 0] >= origins[:, None, 1]
    gap = np.where(before, origins[:, None, 0] - names[None, :, 1] + 1, 0)
    gap = np.where(after, names[None, :, 0] - origins[:, None, 1] + 1, gap)
    sign = np.where(before, 1, 0)
    line_gap = np.abs(lines[np.where(before, origins[:, None, 0], origins[:, None, 1] - 1)] - lines[names[None, :, 0]])
    nearest_before = np.searchsorted(names[:, 1], origins[:, 0], side="right")  # names that end before the origin
    first_after = np.searchsorted(names[:, 0], origins[:, 1], side="left")
    order = np.arange(len(names))
    between = np.where(before, nearest_before[:, None] - 1 - order[None, :], order[None, :] - first_after[:, None])
    between = np.where(before | after, np.maximum(between, 0), 0)
    holds = (names[None, :, 0] >= origins[:, None, 0]) & (names[None, :, 1] <= origins[:, None, 1])
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
    """Counts in steps: 0 to 3 as they are, then one step per doubling, up to `most`."""
    steps = np.where(count < 4, count, 2 + np.floor(np.log2(np.maximum(count, 1))).astype("int64"))
    return np.minimum(steps, most)
