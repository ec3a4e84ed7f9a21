"""Tags become spans: an I- tag follows only its own label, and no span crosses a paragraph."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.reader.tags import NAME_TAGS, decode


def rows(*tags: tuple[str, float]) -> np.ndarray:
    """Probabilities that give each word its tag with the given probability; the other tags share the rest evenly."""
    found = np.zeros((len(tags), len(NAME_TAGS)), dtype="float32")
    for row, (tag, p) in enumerate(tags):
        found[row] = (1 - p) / (len(NAME_TAGS) - 1)
        found[row, NAME_TAGS.index(tag)] = p
    return found


@pytest.mark.parametrize(
    ("tags", "expected", "why"),
    [
        ([("B-PERSON", 0.9), ("I-PERSON", 0.9), ("O", 0.9)], [(0, 2, "PERSON")], "a name of two words"),
        ([("B-ORG", 0.9), ("B-ORG", 0.9)], [(0, 1, "ORG"), (1, 2, "ORG")], "two names side by side"),
        ([("O", 0.99), ("I-ORG", 0.6), ("O", 0.99)], [], "an I- without a beginning is no name"),
        ([("B-ORG", 0.9), ("I-PERSON", 0.5), ("I-ORG", 0.9)], [(0, 3, "ORG")], "the kind of the rest decides"),
        ([], [], "a text without words"),
    ],
)
def test_spans(tags: list[tuple[str, float]], expected: list[tuple[int, int, str]], why: str) -> None:
    found = decode(rows(*tags), NAME_TAGS, np.zeros(len(tags), bool))
    assert [(s.first, s.stop, s.label) for s in found] == expected, why


def test_no_span_runs_over_a_paragraph() -> None:
    parts = np.array([True, True])
    found = decode(rows(("B-ORG", 0.9), ("I-ORG", 0.6)), NAME_TAGS, parts)
    assert all(s.stop - s.first == 1 for s in found)


def test_the_probability_is_the_mean_of_the_tags() -> None:
    (span,) = decode(rows(("B-ORG", 0.8), ("I-ORG", 0.6)), NAME_TAGS, np.zeros(2, bool))
    assert span.probability == pytest.approx(0.7)


@given(st.integers(0, 40), st.integers(0, 2**32 - 1))
def test_spans_are_in_order_and_apart(count: int, seed: int) -> None:
    scores = np.random.default_rng(seed).random((count, len(NAME_TAGS))).astype("float32")
    found = decode(scores / scores.sum(axis=1, keepdims=True), NAME_TAGS, np.zeros(count, bool))
    assert all(s.first < s.stop for s in found)
    assert all(a.stop <= b.first for a, b in pairwise(found))
