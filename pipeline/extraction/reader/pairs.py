"""Features of a pair of spans beside their words: how far apart they are and what lies between them.

A job title or quotation, the origin, is linked to one of the names in the text or to none. Each pair of an origin and a
name is described by small integers, which the network turns into vectors.
"""

import numpy as np

from pipeline.extraction.reader.tags import Ints

PAIR_FEATURES = {"words": 26, "lines": 12, "names": 14, "inside": 3}
"""Features of a pair, with their numbers of values: signed distances, and whether one of the two contains the other."""
_DISTANCES, _LINES, _NAMES = 12, 5, 6


def pair_features(origins: Ints, names: Ints, lines: Ints) -> Ints:
    """The features of all pairs: origins × names × 4. `origins` (job titles or quotations) and `names`, in text order,
    have a row (first word, word after the last) for each span; `lines` has the number of the line of each word."""
    start, end = origins[:, :1], origins[:, 1:]
    first, stop = names.T
    before, after = stop <= start, first >= end  # where the name lies
    apart, sign = before | after, before.astype("int64")
    gap = np.where(before, start - stop, first - end) + 1
    line_gap = np.abs(lines[np.where(before, start, end - 1)] - lines[first])
    last_before = np.searchsorted(stop, start, side="right") - 1  # numbers of the names next to the origin
    first_after = np.searchsorted(first, end, side="left")
    number = np.arange(len(names))
    between = np.maximum(np.where(before, last_before - number, number - first_after), 0)
    distances = ((gap, _DISTANCES), (line_gap, _LINES), (between, _NAMES))
    inside = np.where((first >= start) & (stop <= end), 1, np.where(apart, 0, 2))
    return np.stack([*(np.where(apart, _steps(n, most) * 2 + sign, 0) for n, most in distances), inside], axis=-1)


def _steps(count: Ints, most: int) -> Ints:
    """Counts in steps: 0 to 3 as they are, then one step per doubling, up to `most`."""
    steps = np.where(count < 4, count, 2 + np.floor(np.log2(np.maximum(count, 1))).astype("int64"))
    return np.minimum(steps, most)
