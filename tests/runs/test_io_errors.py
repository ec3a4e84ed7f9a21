"""Any call of the system may fail once, and power be lost at any moment: nothing is torn, the next run mends all."""

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


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: no case here waits for a disk."""
    memory = Path("/dev/shm")
    made = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else tmp_path))
    yield made
    shutil.rmtree(made)


CASES = {
    "run": 211,
    "first run": 211,
    "older store": 251,
    "damaged store": 251,
    "tables": 61,
    "report": 97,
    "decision": 5,
    "power": 29,
    "power, texts unsynced": 37,
}
"""What is done, and which calls fail in a short test: one in so many."""


@pytest.mark.parametrize("what", CASES)
def test_a_call_that_fails_and_power_that_is_lost(library: Path, folder: Path, what: str) -> None:
    found = in_child(library, folder, what, every=CASES[what], first=3)
    assert len(found["cases"]) >= 4
    assert found["wrong"] == []


@pytest.mark.slow
@pytest.mark.parametrize("what", CASES)
def test_every_call_fails_in_turn(library: Path, folder: Path, what: str) -> None:
    assert in_child(library, folder, what)["wrong"] == []
