"""The cost of a second run over many releases."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import load_tables
from pipeline.data import data_file, word_table
from tests.runs.releases import fresh, go, outputs, write_releases


def seconds_of(work: Callable[[], object]) -> float:
    """CPU seconds of some work."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


@pytest.mark.parametrize("count", [200, pytest.param(1000, marks=pytest.mark.slow)])
def test_unchanged_releases_take_a_fifth_of_new_ones_at_most(tmp_path: Path, count: int) -> None:
    raw = tmp_path / "raw"
    write_releases(raw, count)
    before = fresh(raw)
    again = go(raw)
    assert (again.processed, again.unchanged, again.exit_code) == (0, count, 0)
    unchanged = min(seconds_of(lambda: go(raw)) for _ in range(3))  # other processes can only add to it
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
    kept = outputs(raw)
    new = seconds_of(lambda: fresh(raw))
    assert unchanged < new / 5, "a twentieth is usual with the stub"
    assert outputs(raw) == kept


def test_each_folder_of_data_belongs_to_the_code_that_reads_it_and_help_texts_to_none() -> None:
    made_of = {code: files.split() for code, files, *_ in word_table("code.tsv")}
    folders = {f"data/{p.name}" for p in Path(str(data_file("."))).iterdir() if p.is_dir() and p.name[0] != "_"}
    assert folders <= {name for names in made_of.values() for name in names}
    assert "data" not in made_of["rows"], "a reworded --help must not process every release again"
