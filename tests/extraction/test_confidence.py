"""Calibration keeps the order of confidences, and they stay between 0 and 1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.calibration import composed, fitted, ranges
from pipeline.extraction.confidence import calibrated, logit

P = st.floats(0, 1)


@given(st.sampled_from(["PERSON", "ORGANISATION", "COUNTRY", "roles", "quotes"]), P, P)
def test_the_order_of_confidence_is_kept(kind: str, a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert 0 <= calibrated(kind, low) <= calibrated(kind, high) <= 1


def test_a_kind_without_a_curve_keeps_its_stated_confidence() -> None:
    assert calibrated("PLACE", 0.25) == 0.25


def test_overconfident_rows_get_a_lower_confidence() -> None:
    rows = [("roles", 0.95, i % 4 > 0) for i in range(400)]  # right in three of four
    slope, shift = fitted(rows)["roles"]
    assert slope * logit(0.95) + shift == pytest.approx(logit(0.75), abs=0.05)


def test_two_curves_compose_to_one() -> None:
    old, new = (0.5, 0.2), (2.0, -0.1)
    slope, shift = composed(new, old)
    assert slope * 1.5 + shift == pytest.approx(new[0] * (old[0] * 1.5 + old[1]) + new[1])


@pytest.mark.parametrize(
    ("confidences", "joined"),
    [
        ([0.99] * 20 + [0.96] * 20, [(0.95, 0.98), (0.98, 1.01)]),
        ([0.99] * 19 + [0.96] * 20, [(0.95, 1.01)]),  # the upper range has too few
        ([0.99] * 20 + [0.3], [(0.0, 1.01)]),  # and so has what is left at the bottom
        ([0.3], [(0.0, 1.01)]),
        ([], []),
    ],
)
def test_ranges_with_few_rows_are_joined(confidences: list[float], joined: list[tuple[float, float]]) -> None:
    assert ranges(confidences) == joined
