"""A run at a terminal: the line that tells how far it is, and runs again and again with `communique run --watch`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from pipeline.config import NAME
from pipeline.errors import NoInputError, OutputInUseError
from pipeline.read import SourceFile, discover

INTERVAL = 1.0
"""Seconds between two looks at the folder: it works on network drives too, which tell of no change by themselves."""
Seen = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: after each stored batch, and at the end."""

    documents: int  # processed so far
    words: int  # in them
    seconds: float
    bytes_read: int
    bytes_total: int


class ProgressLine:
    """Rewrites one line of standard error after each batch; a context manager that clears it at the end."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._shown = not quiet and sys.stderr.isatty()

    def __enter__(self) -> ProgressLine:
        return self

    def update(self, progress: Progress) -> None:
        """Show documents, words a second and, from the share of bytes read, the time left."""
        if not self._shown:
            return
        done = progress.bytes_read / progress.bytes_total if progress.bytes_total else 1.0
        left = progress.seconds * (1 - done) / done if done else 0.0
        speed = progress.words / progress.seconds if progress.seconds else 0.0
        line = f"{progress.documents} releases, {speed:,.0f} words/s, {done:.0%} read, about {_clock(left)} left"
        print(f"\r\x1b[2K{line}", end="", file=sys.stderr, flush=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def watch(
    raw: str | Path, run: Callable[[], int], *, beside: Iterable[Path] = (), interval: float = INTERVAL, times: int = 0
) -> int:
    """Call `run` now and after each change below `raw`, or of a file `beside` it; the last answer, after `times` runs.

    A change counts when nothing has changed since the look before, so that a file that is still being written is
    waited for. Without `times` it ends with Ctrl-C.
    """
    folder = Path(raw)
    if not folder.is_dir():
        raise NoInputError(f"{raw}: --watch needs a folder on this machine")
    files = (*beside, folder.resolve().parent / NAME)
    done: Seen | None = None
    before, answer, made = _seen(folder, files), 0, 0
    while not times or made < times:
        now = _seen(folder, files)
        if now != done and now == before and now:
            done, made = now, made + 1
            try:
                answer = run()
            except OutputInUseError as error:
                done = None
                print(f"communique: {error}; tried again soon", file=sys.stderr)
        before = now
        if not times or made < times:
            time.sleep(interval)
    return answer


def _seen(folder: Path, files: Iterable[Path]) -> Seen:
    """Size and time of every file."""
    found = {f.source: f.path for f in discover(folder) if isinstance(f, SourceFile)}
    seen: Seen = {}
    for name, path in (*found.items(), *((str(p), p) for p in files)):
        try:
            about = Path(str(path)).stat()
        except OSError:  # gone since
            continue
        seen[name] = about.st_size, about.st_mtime_ns
    return seen
