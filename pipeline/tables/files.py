"""Writes files so that none is ever half written (under a temporary name, then renamed), and locks them.

The operating system releases a lock when the process ends, however it ends.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO

from pipeline.errors import OutputInUseError

LOCK = ".lock"  # file name, in the locked folder
_PATIENCE = 30.0  # seconds that a process waits for another one that writes decisions, which takes milliseconds
TEMPORARY = ".part"
"""The suffix of unfinished files and folders. The next run removes such files, the next export such a folder."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path to write a file to, which replaces `path` once it is complete and on disk. A symbolic link is
    kept and its target replaced; the mode of an existing file is kept too."""
    place = Path(os.path.realpath(path))
    part = _beside(place)
    try:
        yield part
        if place.exists():
            part.chmod(stat.S_IMODE(place.stat().st_mode))
        _put_in_place({part: place})
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def replacing_folder(folder: Path) -> Iterator[Path]:
    """A temporary path for a folder that replaces `folder` once it is complete; if that fails, the old one is kept."""
    part, aside = (folder.with_name(folder.name + end) for end in (TEMPORARY, f".old{TEMPORARY}"))
    for left in (part, aside):
        shutil.rmtree(left, ignore_errors=True)
    try:
        yield part
        if folder.exists():
            folder.rename(aside)
        part.rename(folder)
    finally:
        if aside.exists() and not folder.exists():
            aside.rename(folder)
        for left in (part, aside):
            shutil.rmtree(left, ignore_errors=True)


def write_whole(path: Path, text: str) -> None:
    """Write a text file in UTF-8, with line ends as given, so that at any time it is either the old or the new one."""
    with replacing(path) as part:
        part.write_bytes(text.encode())


def write_set(files: Iterable[tuple[Path, Iterable[str]]], *, unsynced: Path | None = None) -> None:
    """Write several text files (path, pieces) and put them in place only when the last one is written. All are flushed
    against loss of power, except those in the folder `unsynced`. Raises `OSError`: if one cannot be written (disk full,
    read-only), all old files are intact; if one cannot be put in place, each is old or new."""
    parts: dict[Path, Path] = {}
    try:
        for path, pieces in files:
            part = _beside(path)
            parts[part] = path
            with part.open("wb") as out:
                out.writelines(map(str.encode, pieces))
        _put_in_place(parts, unsynced)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    """A unique temporary path beside a file, short enough for any disk."""
    return path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}{TEMPORARY}")


def _put_in_place(parts: Mapping[Path, Path], unsynced: Path | None = None) -> None:
    """Give files their final names, once their contents are on disk."""
    for part, path in parts.items():
        if path.parent != unsynced:
            _sync(part)
    for part, path in parts.items():
        part.replace(path)
    for folder in {path.parent for path in parts.values()} - {unsynced}:
        _sync(folder)


def _sync(path: Path) -> None:
    """Wait until the contents of a file, or the names in a folder, are on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def named(folder: Path, name: str) -> Path:
    """The path of a file in a folder, its name in UTF-8 whatever the locale: `é.txt` works with `LC_ALL=C` too."""
    return folder / os.fsdecode(name.encode())


def sha256_of(path: Path) -> str | None:
    """SHA-256 of a file; None if it does not exist."""
    with suppress(FileNotFoundError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return None


@contextmanager
def locked(folder: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold a lock on the output folder, `shared` with other readers. Raises `OutputInUseError` if a run holds it. No
    run can be writing to a read-only folder, so if it has no lock file it is read without a lock."""
    path = folder / LOCK
    try:
        opened: IO[bytes] | nullcontext[None] = path.open("ab")
    except OSError:
        if not shared:
            raise
        opened = path.open("rb") if path.exists() else nullcontext()
    with opened as file:
        try:
            if file:
                fcntl.flock(file, fcntl.LOCK_NB | (fcntl.LOCK_SH if shared else fcntl.LOCK_EX))
        except BlockingIOError as error:
            raise OutputInUseError(f"{folder}: another run is writing here; wait for it to end") from error
        yield


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the exclusive right to change the file at `path`, waiting for other processes and threads. The lock is on a
    separate file, because the file itself is replaced. Raises `OutputInUseError` after half a minute."""
    with path.with_name(f".{path.name}.lock").open("ab") as file:
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > end:
                    raise OutputInUseError(f"{path}: another program is writing it; try again") from error
                time.sleep(0.01)
        yield
