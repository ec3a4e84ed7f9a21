"""Files that are never half written: all under temporary names first, renamed at the end."""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
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
    finally:
        part.unlink(missing_ok=True)


def write_set(files: Iterable[tuple[Path, Iterable[str]]], *, sync: bool = True) -> dict[Path, str]:
    """Write several text files (path, pieces) and put all in place only when the last one is written.

    Returns the SHA-256 of each. `sync` waits for the disk: against loss of power, which a kill does not need. Raises
    `OSError` (disk full, read-only) with the old files intact.
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
                if sync:
                    out.flush()
                    os.fsync(out.fileno())
            hashes[path] = digest.hexdigest()
        for part, path in parts:
            part.replace(path)
    finally:
        for part, _ in parts:
            part.unlink(missing_ok=True)
    return hashes


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
