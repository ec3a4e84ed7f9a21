"""One run at a time on an output folder. The system frees the lock when the process ends, however it ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO

from pipeline.errors import OutputInUseError

_PATIENCE = 30.0  # seconds that a writer of decisions waits for another one, which takes milliseconds

LOCK = ".lock"  # in the folder that is held

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int, shared: bool) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int, shared: bool) -> None:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


@contextmanager
def locked(folder: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold the output folder; `shared` with others that only read. Raises `OutputInUseError` where a run holds it.

    A folder that cannot be written has no run to wait for: it is read without a lock where it bears none.
    """
    with _opened(folder / LOCK, shared) as file:
        if file:
            try:
                _take(file.fileno(), shared)
            except OSError as error:
                raise OutputInUseError(f"{folder}: another run is writing here; wait for it to end") from error
        yield


def _opened(path: Path, shared: bool) -> nullcontext[None] | IO[bytes]:
    try:
        return path.open("ab")
    except OSError:
        if not shared:
            raise
    return path.open("rb") if path.exists() else nullcontext()


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until no other process or thread changes the file at `path`, and hold it.

    The lock is a file of its own, for the file itself is replaced. Raises `OutputInUseError` after half a minute.
    """
    with path.with_name(f".{path.name}.lock").open("ab") as file:
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                _take(file.fileno(), False)
                break
            except OSError as error:
                if time.monotonic() > end:
                    raise OutputInUseError(f"{path}: another program is writing it; try again") from error
                time.sleep(0.01)
        yield
