"""The parts of releases score at least their floors, cross-validated by publisher."""

import json

import pytest

from benchmarks import sections


@pytest.mark.parametrize(
    ("figures", "wrong"),
    [
        ({"all": {"header": 0.6}, "fold 1": {"footer": 0.9}}, 0),
        ({"all": {"header": 0.7}, "fold 1": {"footer": 0.9, "notes": 0.1}}, 0),
        ({"all": {"header": 0.5}, "fold 1": {"footer": 0.9}}, 1),
        ({"all": {"header": 0.6}, "fold 1": {}}, 1),  # a part that is no longer found must not pass
        ({}, 2),
    ],
)
def test_figures_below_their_floor_are_named(figures, wrong):
    floors = {"all": {"header": 0.6}, "fold 1": {"footer": 0.9}}
    assert len(sections.below_floor(figures, floors)) == wrong


@pytest.mark.slow
@pytest.mark.skipif(not sections.SHARED.is_dir(), reason="the annotated releases (../shared) are not there")
def test_no_part_is_below_its_floor():
    pytest.importorskip("pycrfsuite")
    assert sections.below_floor(sections.measure(), json.loads(sections.FLOORS.read_text("utf-8"))) == []
