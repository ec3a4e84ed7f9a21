"""The line that a long run shows on a terminal."""

from __future__ import annotations

import io

import pytest

from pipeline.runs.run import Progress
from pipeline.runs.terminal import progress_line


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


HALF = Progress(documents=1200, words=600_000, seconds=100.0, bytes_read=50, bytes_total=100)


@pytest.mark.parametrize(
    ("progress", "line"),
    [
        (HALF, "1200 releases, 6,000 words/s, 50% read, about 00:00 left"),
        (Progress(0, 0, 0.0, 0, 0), "0 releases, 0 words/s, 0% read, about ? left"),
        (Progress(1, 5, 1.0, 0, 10), "1 releases, 5 words/s, 0% read, about ? left"),
    ],
)
def test_documents_words_a_second_and_time_left(progress: Progress, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    with progress_line() as show:
        show(progress)
    *_, shown, cleared, end = terminal.getvalue().split("\r")
    assert shown.strip() == line
    assert (cleared.strip(), end) == ("", ""), "it is gone at the end"


def test_the_time_left_counts_only_what_is_to_be_processed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    clock = [0.0]
    monkeypatch.setattr("tqdm.std.time", lambda: clock[0])
    with progress_line() as show:
        clock[0] = 7200.0
        show(Progress(3, 900, 7200.0, 1, 3))
    assert "33% read, about 4:00:00 left" in terminal.getvalue()


@pytest.mark.parametrize(("stream", "quiet"), [(io.StringIO(), False), (Terminal(), True)])
def test_nothing_is_shown_elsewhere_or_when_asked_to_be_quiet(
    stream: io.StringIO, quiet: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr", stream)
    with progress_line(quiet=quiet) as show:
        show(HALF)
    assert stream.getvalue() == ""
