"""A review page that is killed in any way leaves no copy of the store, because the copy is an unlinked file."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from pipeline.review.server import ReviewServer
from pipeline.review.session import Session

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch) -> Path:
    """The folder for temporary files of this test and of the processes that it starts."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow), signal.SIGKILL]
)
def test_a_page_that_is_killed_leaves_no_copy_of_the_store(corpus, temporary, number):
    command = [sys.executable, "-m", "pipeline", "review", "--serve", "--no-browser", str(corpus.out)]
    page = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # background jobs of a shell ignore it
    )
    assert page.stdout
    assert page.stdout.readline().startswith("Review at "), "printed when the copy has been made"
    page.send_signal(number)
    page.wait(60)
    assert list(temporary.iterdir()) == []


def test_the_page_of_a_notebook_leaves_no_copy_of_the_store(corpus, temporary):
    with ReviewServer(Session(corpus.out)).in_background() as running:
        running.session.releases()
        running.shutdown()
    assert list(temporary.iterdir()) == []
