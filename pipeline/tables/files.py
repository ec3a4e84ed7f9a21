"""Files that are never half written: all under temporary names first, renamed at the end."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

TEMPORARY = ".part"


def write_whole(path: Path, text: str) -> None:
    """Write a text file in UTF-8, line ends as they are, so that it is either the old one or the new one.

    A link stays one, and the file that it leads to is written; the mode of a file that was there stays.
    """
    place = Path(os.path.realpath(path))
    part = place.with_name(f".{place.name[:100]}.{secrets.token_hex(8)}{TEMPORARY}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as out:
            out.write(text.encode())
            out.flush()
            os.fsync(out.fileno())
        if place.exists():
            part.chmod(stat.S_IMODE(place.stat().st_mode))
        part.replace(place)
        _sync_names(place.parent)
    finally:
        part.unlink(missing_ok=True)


def write_set(files: Iterable[tuple[Path, Iterable[str]]], *, unsynced: Path | None = None) -> dict[Path, str]:
    """Write several text files (path, pieces) and put all in place only when the last one is written.

    Returns the SHA-256 of each. All wait for the disk, against loss of power, but those in the folder `unsynced`.
    Raises `OSError`: where a file cannot be written (disk full, read-only) with the old ones intact, where one cannot
    be put in place with each of them whole, old or new.
    """
    hashes: dict[Path, str] = {}
    parts: list[tuple[Path, Path]] = []
    try:
        for path, pieces in files:
            part = path.with_name(path.name + TEMPORARY)
            parts.append((part, path))
            digest = hashlib.sha256()
            with part.open("wb") as out:
                for piece in pieces:
                    data = piece.encode()
                    digest.update(data)
                    out.write(data)
                if path.parent != unsynced:
                    out.flush()
                    os.fsync(out.fileno())
            hashes[path] = digest.hexdigest()
        for part, path in parts:
            part.replace(path)
        for folder in {path.parent for path in hashes} - {unsynced}:
            _sync_names(folder)
    finally:
        for part, _ in parts:
            part.unlink(missing_ok=True)
    return hashes


def replace_folder(part: Path, folder: Path) -> None:
    """Put a folder in the place of another one, which stays where that fails. Raises `OSError`."""
    aside = folder.with_name(f"{folder.name}.old{TEMPORARY}")
    shutil.rmtree(aside, ignore_errors=True)
    if folder.exists():
        folder.rename(aside)
    try:
        part.rename(folder)
    except OSError:
        if aside.exists():
            aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _sync_names(folder: Path) -> None:
    """Wait until the disk knows the names in a folder; Windows has no such call."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
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
