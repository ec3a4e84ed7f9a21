"""No development set scores below its floor."""

import json

import pytest

from benchmarks import score
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared"


@pytest.mark.parametrize(
    ("figures", "floors", "wrong"),
    [
        ({"gold": {"people": 0.9}}, {"gold": {"people": 0.9}}, 0),
        ({"gold": {"people": 0.95}}, {"gold": {"people": 0.9}}, 0),
        ({"gold": {"people": 0.89}}, {"gold": {"people": 0.9}}, 1),
        ({"gold": {}}, {"gold": {"people": 0.9}}, 1),  # a task that is no longer measured must not pass
        ({}, {"gold": {"people": 0.9}, "cases": {"dates": 0.5}}, 2),
    ],
)
def test_figures_below_their_floor_are_named(figures, floors, wrong):
    assert len(score.below_floor(figures, floors)) == wrong


def test_only_the_flag_lowers_a_floor():
    low, high = {"gold": {"people": 0.8}}, {"gold": {"people": 0.9}}
    assert score.merged(low, high, lower=False) == high
    assert score.merged(low, high, lower=True) == low


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the development sets (../shared) are not there")
def test_no_figure_is_below_its_floor():
    assert score.below_floor(score.measure(SHARED), json.loads(score.FLOORS.read_text("utf-8"))) == []
