"""Calibrated confidence: from the probability that the reader or a rule states to how often such rows are right.

The reader is overconfident about some kinds of row and underconfident about others. A logistic curve per kind (Platt
1999) corrects this; its two parameters are fitted on releases of publishers that the reader did not see
(`python -m benchmarks.calibration --fit`). docs/confidence.md compares stated with observed shares.
"""

import math

from pipeline.data import word_table

_LEAST = 0.005  # probabilities stay this far from 0 and 1: no row is impossible or certain
_CURVES = {kind: (float(slope), float(shift)) for kind, slope, shift in word_table("confidence/calibration.tsv")}


def calibrated(kind: str, stated: float) -> float:
    """The probability that a row of a kind (a mention's label, “roles”, “quotes”) is right."""
    curve = _CURVES.get(kind)
    return round(on_curve(stated, *curve) if curve else stated, 3)


def on_curve(stated: float, slope: float, shift: float) -> float:
    """The calibrated probability that a logistic curve gives for a stated one."""
    return 1 / (1 + math.exp(-(slope * logit(stated) + shift)))


def logit(probability: float) -> float:
    """The logarithm of the odds, with the probability clipped to .005 … .995."""
    p = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(p / (1 - p))
