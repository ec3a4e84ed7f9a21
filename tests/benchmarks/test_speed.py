"""The clock times every stage of a run, and restores the functions afterwards."""

from __future__ import annotations

from benchmarks.speed import Clock, stages_timed
from pipeline.runs import process, run


def test_stages_are_timed_and_restored() -> None:
    before = process.structure, run.export_tables
    with stages_timed(Clock()):
        assert run.export_tables is not before[1]
    assert (process.structure, run.export_tables) == before
