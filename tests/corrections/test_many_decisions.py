"""The time for many decisions grows only linearly with their number."""

from __future__ import annotations

import time
from itertools import product
from pathlib import Path
from string import ascii_lowercase

import pytest

from pipeline.corrections.decisions import Decision
from pipeline.runs.run import run, write_tables
from tests.corpus import append, table_of
from tests.stubs import analyse

COUNT = 400
SECONDS = 1.5  # CPU seconds; an implementation in quadratic time took 2.3, and ten for twice as many


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a run over releases that name so many people."""
    folder = tmp_path_factory.mktemp("many")
    (folder / "raw").mkdir()
    names = ["".join(letters) for letters in product(ascii_lowercase, repeat=3)][:COUNT]
    for at in range(0, COUNT, 8):
        lines = [f"A{name} B{name}berg of ABC said “It is so.”" for name in names[at : at + 8]]
        (folder / "raw" / f"r{at}.txt").write_text("\n\n".join(lines), "utf-8")
    run(folder / "raw", folder / "out", analyse=analyse)
    return folder / "out"


@pytest.mark.parametrize("what", ["edit", "merge"])
def test_many_decisions_about_people(out: Path, what: str) -> None:
    file = out.parent / "corrections.csv"
    file.unlink(missing_ok=True)
    keys = list(table_of(out, "people")["person_id"])
    assert len(keys) == COUNT
    edits = [Decision(table="people", text=k, field="name", decision="edit", value=f"New {k}") for k in keys]
    merges = [Decision(table="people", text=k, decision="merge", value=keys[0]) for k in keys[1:]]
    append(file, edits if what == "edit" else merges)
    begun = time.process_time()
    outcome = write_tables(out)
    assert time.process_time() - begun < SECONDS
    assert outcome.applied == (COUNT if what == "edit" else COUNT - 1)
