"""Files that are never half written: all under temporary names first, renamed at the end."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

TEMPORARY = ".part"


def write_whole(path: Path, text: str) -> None:
    """Write a text file in UTF-8, line ends as they are, so that it is either the old one or the new one."""
    part = path.with_name(path.name + TEMPORARY)
    with part.open("w", encoding="utf-8", newline="") as out:
        out.write(text)
    part.replace(path)


def write_set(folder: Path, files: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Write several text files (name, pieces) and put all in place only when the last one is written.

    Returns the SHA-256 of each by name. Raises `OSError` (disk full, read-only) with the old files intact.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts: list[tuple[Path, Path]] = []
    hashes: dict[str, str] = {}
    try:
        for name, pieces in files:
            part = folder / (name + TEMPORARY)
            parts.append((part, folder / name))
            digest = hashlib.sha256()
            with part.open("wb") as out:
                for piece in pieces:
                    data = piece.encode()
                    digest.update(data)
                    out.write(data)
                out.flush()
                os.fsync(out.fileno())
            hashes[name] = digest.hexdigest()
        for part, path in parts:
            part.replace(path)
    finally:
        for part, _ in parts:
            part.unlink(missing_ok=True)
    return hashes


def sha256_of(path: Path) -> str | None:
    """SHA-256 of a file; None where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
