"""Files that are never half written: all under temporary names first, renamed at the end; and locks on them.

The system frees a lock when the process ends, however it ends.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO

from pipeline.errors import OutputInUseError

TEMPORARY = ".part"
"""What names end in while they are half written: the next run removes such files, the next writing such a folder."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A name to write a file to, which takes the place of `path` once it is whole and on the disk.

    A link stays one, and the file that it leads to is replaced; the mode of a file that was there stays.
    """
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
    """A new folder that takes the place of `folder` once it is whole; the one before stays where that fails."""
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
    """Write a text file in UTF-8, line ends as they are, so that it is either the old one or the new one."""
    with replacing(path) as part:
        part.write_bytes(text.encode())


def write_set(files: Iterable[tuple[Path, Iterable[str]]], *, unsynced: Path | None = None) -> None:
    """Write several text files (path, pieces) and put all in place only when the last one is written.

    All wait for the disk, against loss of power, but those in the folder `unsynced`. Raises `OSError`: where a file
    cannot be written (disk full, read-only) with the old ones intact, where one cannot be put in place with each of
    them whole, old or new.
    """
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
    """A name of its own for the file while it is written, no longer than a disk takes."""
    return path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}{TEMPORARY}")


def _put_in_place(parts: Mapping[Path, Path], unsynced: Path | None = None) -> None:
    """Give files their names, once all that they hold is on the disk."""
    for part, path in parts.items():
        if path.parent != unsynced:
            _sync(part)
    for part, path in parts.items():
        part.replace(path)
    for folder in {path.parent for path in parts.values()} - {unsynced}:
        _sync(folder)


def _sync(path: Path) -> None:
    """Wait until the disk has what a file holds, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def named(folder: Path, name: str) -> Path:
    """The file of this name, in UTF-8 whatever the locale: `é.txt` can be written where `LC_ALL=C`."""
    return folder / os.fsdecode(name.encode())


def sha256_of(path: Path) -> str | None:
    """SHA-256 of a file; None where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


_PATIENCE = 30.0  # seconds that a writer of decisions waits for another one, which takes milliseconds

LOCK = ".lock"  # in the folder that is held


@contextmanager
def locked(folder: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold the output folder; `shared` with others that only read. Raises `OutputInUseError` where a run holds it.

    A folder that cannot be written has no run to wait for: it is read without a lock where it bears none.
    """
    with _opened(folder / LOCK, shared) as file:
        try:
            if file:
                fcntl.flock(file, fcntl.LOCK_NB | (fcntl.LOCK_SH if shared else fcntl.LOCK_EX))
        except BlockingIOError as error:
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
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > end:
                    raise OutputInUseError(f"{path}: another program is writing it; try again") from error
                time.sleep(0.01)
        yield
