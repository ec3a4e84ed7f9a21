"""Files that are never half written: all under temporary names first, renamed at the end."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

TEMPORARY = ".part"


def write_whole(path: Path, text: str) -> None:
    """Write a text file in UTF-8, line ends as they are, so that it is either the old one or the new one."""
    write_set([(path, [text])])


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
