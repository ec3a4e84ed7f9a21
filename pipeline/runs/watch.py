"""A run again and again, whenever what stands in the input folder has changed: `communique run --watch`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.config import NAME
from pipeline.errors import NoInputError, OutputInUseError
from pipeline.read import SourceFile, discover

INTERVAL = 1.0
"""Seconds between two looks at the folder: it works on network drives too, which tell of no change by themselves."""
Seen = dict[str, tuple[int, int]]


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
