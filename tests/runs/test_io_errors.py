"""Any system call may fail, and power may be lost at any moment: nothing is torn, and the next run repairs all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runs.faults import compiled, in_child


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = compiled(tmp_path_factory.mktemp("faults"))
    if found is None:
        pytest.skip("needs Linux and a C compiler")
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory if there is one, so that no case waits for a disk."""
    memory = Path("/dev/shm")
    made = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else tmp_path_factory.mktemp("faults")))
    yield made
    shutil.rmtree(made)


CASES = {
    "run": 421,
    "first run": 421,
    "older store": 501,
    "damaged store": 173,
    "tables": 121,
    "report": 97,
    "decision": 11,
    "power": 29,
    "power, texts unsynced": 37,
}
"""The works, and how many calls fail in a short test: one in so many."""


@pytest.fixture(scope="module")
def cases(library: Path, folder: Path) -> dict[str, list[str]]:
    """The results of all works, done in one process over one corpus."""
    return in_child(library, folder / "few", CASES, first=3)


@pytest.mark.parametrize("what", CASES)
def test_a_call_that_fails_and_power_that_is_lost(cases: dict[str, list[str]], what: str) -> None:
    assert len(cases[what]) >= 4
    assert [case for case in cases[what] if case] == []


@pytest.mark.slow
@pytest.mark.parametrize("what", CASES)
def test_every_call_fails_in_turn(library: Path, folder: Path, what: str) -> None:
    assert [case for case in in_child(library, folder / what, {what: 1})[what] if case] == []
