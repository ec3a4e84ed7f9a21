"""Confidence of rows: from what the reader and the rules state to how often such rows are right.

The networks are too sure of some rows and not sure enough of others. A logistic curve for each kind of row (Platt 1999)
sets that right; its two figures are fitted on releases of publishers that the reader did not see
(`python -m benchmarks.calibration --fit`), and docs/confidence.md shows stated against found.
"""

import math
from functools import cache

from pipeline.data import word_table

_LEAST = 0.005  # no row is impossible or certain


@cache
def _curves() -> dict[str, tuple[float, float]]:
    return {kind: (float(slope), float(shift)) for kind, slope, shift in word_table("confidence/calibration.tsv")}


def calibrated(kind: str, stated: float) -> float:
    """The probability (0 to 1) that a row is right which states `stated`.

    `kind` is the label of a mention, “roles” or “quotes”; a kind without a curve keeps what it states.
    """
    curve = _curves().get(kind)
    return round(on_curve(stated, *curve) if curve else stated, 3)


def on_curve(stated: float, slope: float, shift: float) -> float:
    """The probability that a logistic curve gives for the one that is stated."""
    return 1 / (1 + math.exp(-(slope * logit(stated) + shift)))


def logit(probability: float) -> float:
    """The logarithm of the odds; probabilities very near 0 and 1 count as .005 and .995."""
    p = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(p / (1 - p))
