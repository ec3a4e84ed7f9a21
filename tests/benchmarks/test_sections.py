"""The parts of releases score at least their floors, cross-validated by publisher."""

import pytest

from benchmarks import floors, sections


@pytest.mark.slow
@pytest.mark.skipif(not sections.SHARED.is_dir(), reason="the annotated releases (../shared) are not there")
def test_no_part_is_below_its_floor():
    pytest.importorskip("pycrfsuite")
    assert floors.below(sections.measure(), floors.read(sections.FLOORS)) == []
