"""Features of pairs: the distance of a name from a job title or quotation, and its side."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.extraction.reader.pairs import PAIR_FEATURES, pair_features

LINES = np.array([0] * 10 + [3] * 10)


@pytest.mark.parametrize(
    ("head", "name", "expected", "why"),
    [
        ((5, 7), (3, 5), (3, 1, 1, 0), "right before: distance 1, marked as before"),
        ((5, 7), (7, 8), (2, 0, 0, 0), "right after"),
        ((5, 9), (6, 7), (0, 0, 0, 1), "inside: “[Acme] chairman”"),
        ((5, 7), (4, 9), (0, 0, 0, 2), "overlapping"),
        ((2, 4), (12, 13), (10, 6, 0, 0), "nine words and three lines after"),
    ],
)
def test_one_pair(head: tuple[int, int], name: tuple[int, int], expected: tuple[int, ...], why: str) -> None:
    assert tuple(pair_features(np.array([head]), np.array([name]), LINES)[0, 0]) == expected, why


def test_names_in_between_are_counted() -> None:
    names = np.array([[0, 1], [3, 4], [8, 9], [12, 14]])
    found = pair_features(np.array([[5, 7]]), names, LINES)[0, :, list(PAIR_FEATURES).index("names")]
    assert list(found) == [3, 1, 0, 2]


def test_every_value_has_an_embedding_in_the_network() -> None:
    spans = np.array([[i, i + 1] for i in range(0, 3000, 7)])
    found = pair_features(spans, spans, np.arange(3001) // 2)
    assert found.min() >= 0
    assert (found.reshape(-1, len(PAIR_FEATURES)).max(axis=0) < list(PAIR_FEATURES.values())).all()


def test_no_names() -> None:
    assert pair_features(np.array([[0, 1]]), np.zeros((0, 2), dtype="int64"), LINES).shape == (1, 0, len(PAIR_FEATURES))
