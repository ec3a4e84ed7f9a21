"""Folders for copies of the store, which hold what releases say: they go with the process that made them.

A process holds the lock of its folder as long as it lives. Whoever makes the next folder removes those whose lock is
free: their processes were killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipeline.errors import OutputInUseError
from pipeline.lock import LOCK, locked

_PREFIX = "communique-"


class CopyFolder:
    """A new folder among the temporary ones, `path`; it goes when it is closed, at the latest with the process."""

    def __init__(self) -> None:
        _remove_left()
        while True:
            self._stack = ExitStack()
            folder = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
            self.path = Path(self._stack.enter_context(folder))
            try:
                self._stack.enter_context(locked(self.path))
            except OutputInUseError:  # another process looks just now whether it is left
                continue
            if (self.path / LOCK).exists():  # and was not quicker
                return

    def close(self) -> None:
        """Remove it."""
        self._stack.close()

    def __enter__(self) -> CopyFolder:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _remove_left() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            if _is_our_own(folder) and (folder / LOCK).is_file():
                with locked(folder):
                    shutil.rmtree(folder, ignore_errors=True)
        except (OutputInUseError, OSError):  # in use, or gone since
            continue


def _is_our_own(folder: Path) -> bool:
    about = folder.lstat()
    return folder.is_dir() and not folder.is_symlink() and (sys.platform == "win32" or about.st_uid == os.getuid())


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """SIGTERM, and SIGHUP where there is one, end the program as Ctrl-C does: what it holds is closed."""
    numbers = [signal.SIGTERM, *([] if sys.platform == "win32" else [signal.SIGHUP])]
    if threading.current_thread() is not threading.main_thread():
        numbers = []
    before = {number: signal.signal(number, _end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, frame: object) -> None:
    sys.exit(128 + number)
