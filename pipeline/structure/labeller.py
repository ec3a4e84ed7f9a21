"""The line labeller: a linear-chain CRF that says to which part of a release each line belongs.

Its weights, trained by `training.structure`, ship with the package: how strongly a feature supports a label, and how
readily one label follows another. Labelling only needs sums of them and the Viterbi path, so no CRF library is needed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, partial
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from pipeline.data import data_file, word_table
from pipeline.errors import NoModelError
from pipeline.records import SectionKind

LABELS: tuple[SectionKind, ...] = (
    "header", "headline", "body", "boilerplate", "notes", "contact", "signature", "footer", "end_mark",
)  # fmt: skip
WEIGHTS = "structure/labeller.tsv"


class Labeller:
    """Labels lines by the weights of features and of transitions between labels: `rows` are (feature, label, weight),
    where the feature `after LABEL` gives the transition weight from LABEL."""

    def __init__(self, rows: Iterable[tuple[str, ...]]) -> None:
        self._weights: dict[str, NDArray[np.float64]] = defaultdict(partial(np.zeros, len(LABELS)))
        for feature, label, weight in rows:
            self._weights[feature][LABELS.index(label)] = float(weight)
        self._after = np.array([self._weights[f"after {label}"] for label in LABELS])

    def label(self, lines: Sequence[Sequence[str]]) -> list[SectionKind]:
        """The likeliest sequence of labels for the lines of a text; each line is given by its features."""
        if not lines:
            return []
        none = np.zeros(len(LABELS))
        best, *emissions = [sum((self._weights.get(f, none) for f in line), none) for line in lines]
        came = []
        for emission in emissions:
            paths = best[:, None] + self._after
            came.append(paths.argmax(axis=0))
            best = paths.max(axis=0) + emission
        path = accumulate(reversed(came), lambda after, origins: origins[after], initial=int(np.argmax(best)))
        return [LABELS[n] for n in path][::-1]


@cache
def shipped_labeller() -> Labeller:
    """The labeller with the weights that ship. Raises `NoModelError` if the file is missing or damaged."""
    try:
        return Labeller(word_table(WEIGHTS))
    except (OSError, ValueError) as error:
        raise NoModelError(f"{data_file(WEIGHTS)}: cannot be read ({error}); install the package again") from error
