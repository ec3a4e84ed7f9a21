"""A page that is killed leaves no copy of the store: it goes with the process, or when the next one starts."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from pipeline.review.desk import Desk
from pipeline.review.server import ReviewServer
from pipeline.runs.copies import CopyFolder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch) -> Path:
    """The folder for temporary files of this test and what it starts."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def copies(temporary: Path) -> set[Path]:
    return {p.parent for p in temporary.rglob("*.sqlite*")}


def served(out: Path) -> subprocess.Popen[str]:
    """A page that listens."""
    command = [sys.executable, "-m", "pipeline", "review", "--serve", "--no-browser", str(out)]
    page = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert page.stdout
    assert page.stdout.readline().startswith("Review at "), "told when the copy has been made"
    return page


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_page_that_is_ended_takes_its_copy_along(corpus, temporary, number):
    page = served(corpus.out)
    assert len(copies(temporary)) == 1
    page.send_signal(number)
    assert page.wait(60) == (0 if number == signal.SIGINT else 128 + number)
    assert list(temporary.iterdir()) == []


def test_a_page_that_is_killed_is_cleaned_up_by_the_next_and_one_that_runs_is_not(corpus, temporary):
    alive, dead = served(corpus.out), served(corpus.out)
    dead.kill()
    dead.wait(60)
    assert len(copies(temporary)) == 2
    left = copies(temporary)
    third = served(corpus.out)
    assert len(copies(temporary)) == 2, "that of the dead page is gone"
    assert len(copies(temporary) & left) == 1
    for page in (alive, third):
        page.terminate()
        page.wait(60)
    assert list(temporary.iterdir()) == []


def test_the_page_of_a_notebook_takes_its_copy_along(corpus, temporary):
    with ReviewServer(Desk(corpus.out)).in_background() as running:
        running.desk.releases()
        assert len(copies(temporary)) == 1
        running.shutdown()
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "lock", "stays", "why"),
    [
        ("communique-abc", True, False, "its process is dead"),
        ("communique-abc", False, True, "nobody knows whose it is"),
        ("other-abc", True, True, "another program's"),
    ],
)
def test_only_what_a_dead_process_left_is_removed(temporary, name, lock, stays, why):
    folder = temporary / name
    folder.mkdir()
    (folder / "communique.sqlite").touch()
    if lock:
        (folder / ".lock").touch()
    with CopyFolder() as mine, CopyFolder() as other:
        assert mine.path.is_dir()
        assert other.path.is_dir()
        assert folder.exists() == stays, why
    assert {p.name for p in temporary.iterdir()} == ({name} if stays else set())


def test_a_link_is_not_followed(temporary, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / ".lock").touch()
    (temporary / "communique-link").symlink_to(tmp_path / "mine")
    with CopyFolder():
        assert (tmp_path / "mine" / ".lock").exists()
