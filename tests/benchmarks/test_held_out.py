"""No figure on publishers held out falls without notice."""

from __future__ import annotations

import pytest

from benchmarks.held_out import SLACK, below

KEPT = {"0": {"people": 0.9}, "all": {"people": 0.9}}


@pytest.mark.parametrize(
    ("found", "fallen"),
    [
        ({"0": {"people": 0.9}}, 0),
        ({"0": {"people": 0.9 - SLACK / 2}}, 0),  # two trainings with the same settings differ by as much
        ({"0": {"people": 0.9 - 2 * SLACK}}, 1),
        ({"0": {}}, 1),  # what is no longer measured must not pass
        ({"1": {"people": 0.1}}, 0),  # another fold
    ],
)
def test_figures_that_fell_are_reported(found: dict[str, dict[str, float]], fallen: int) -> None:
    assert len(below(found, KEPT)) == fallen
