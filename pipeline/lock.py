"""One run at a time on an output folder. The system frees the lock when the process ends, however it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import OutputInUseError

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the output folder. Raises `OutputInUseError` where another run holds it."""
    with (folder / ".lock").open("a") as file:
        try:
            _take(file.fileno())
        except OSError as error:
            raise OutputInUseError(f"{folder}: another run is writing here; wait for it to end") from error
        yield
