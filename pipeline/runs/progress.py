"""The progress line of a long run: shown on a terminal, silent elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.runs.run import Progress


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
