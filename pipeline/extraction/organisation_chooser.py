"""How likely the names brought together as one body are a body's: a logistic model over `organisation_features`.

Its weights (`data/organisations/chooser.tsv`) are fitted by `training/organisation_chooser.py` on releases that the
recogniser was not trained on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from operator import mul

from pipeline.data import word_table
from pipeline.extraction.organisation_features import NAMES

BIAS = "(bias)"
THRESHOLD = 0.4
"""Chance below which a body is left out.

On releases kept apart F1 of bodies is .839 at .25 and .847 at .4, on newswire F1 of their names .694 and .704.
"""


@cache
def weights() -> tuple[float, tuple[float, ...]]:
    """The bias, and one weight a feature in the order of `NAMES`."""
    table = {name: float(weight) for name, weight in word_table("organisations/chooser.tsv")}
    return table[BIAS], tuple(table[name] for name in NAMES)


def chance(row: Sequence[float]) -> float:
    """The probability that a row of features is a body's, between 0 and 1."""
    bias, weight = weights()
    return 1 / (1 + math.exp(-(bias + sum(map(mul, weight, row)))))
