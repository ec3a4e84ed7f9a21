"""No development set scores below its floor."""

import pytest

from benchmarks import floors, score
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared"


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the development sets (../shared) are not there")
def test_no_figure_is_below_its_floor():
    assert floors.below(score.measure(SHARED), floors.read(score.FLOORS)) == []
