"""What a second run over many releases costs."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import load_tables
from tests.runs.releases import ROOT, fresh, go, outputs, write_releases

CODE = """
import sys; sys.path.insert(0, sys.argv[1])
from pipeline.runs.run import run
from tests.stubs import analyse
summary = run(sys.argv[2], sys.argv[3], analyse=analyse)
assert (summary.processed, summary.unchanged) == (0, int(sys.argv[4])), summary
sys.exit(summary.exit_code)
"""


def seconds_of_a_rerun(raw: Path, count: int) -> float:
    """Processor seconds of a whole process, from the start of Python to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    arguments = [str(ROOT), str(raw), str(raw.parent / "out"), str(count)]
    subprocess.run([sys.executable, "-c", CODE, *arguments], check=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize(("count", "seconds"), [(200, 2.0), pytest.param(1000, 3.5, marks=pytest.mark.slow)])
def test_unchanged_releases_take_a_millisecond_or_two_each(tmp_path: Path, count: int, seconds: float) -> None:
    raw = tmp_path / "raw"
    write_releases(raw, count)
    before = fresh(raw)
    assert seconds_of_a_rerun(raw, count) < seconds
    assert outputs(raw) == before
    (raw / "release-07.txt").write_text("Anna Berg of DEF said “It is another one.”", "utf-8")
    changed = go(raw)
    assert (changed.processed, changed.unchanged, changed.exit_code) == (1, count - 1, 0)
    (raw / "release-08.txt").unlink()
    (raw / "release-09.txt").unlink()
    removed = go(raw)
    assert (removed.processed, removed.removed, removed.documents) == (0, 2, count - 2)
    for name, table in load_tables(tmp_path / "out").items():
        if "document_id" in table:
            assert not table["document_id"].isin(["release-08", "release-09"]).any(), name
    assert outputs(raw) == fresh(raw)
