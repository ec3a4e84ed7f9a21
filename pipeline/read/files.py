"""The files below raw/, in a fixed order, with what keeps a file from being read."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pipeline.read.document import ReadError
from pipeline.read.passed_over import is_passed_over
from pipeline.records import Quarantined
from pipeline.settings import Limits

if TYPE_CHECKING:
    from pipeline.read.shared_storage import StoredFile

Bytes = bytes  # `SourceFile.bytes` is their number
_COLLECTIONS = frozenset(
    ".jsonl .ndjson .jl .json .csv .tsv .xlsx .xls .ods .rss .atom .xml .warc .zip .gz".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A regular file below raw/, or what came in by standard input."""

    source: str  # path below raw/, with /
    path: Path | StoredFile
    bytes: int
    data: Bytes | None = None  # what came in by standard input

    @property
    def name(self) -> str:
        """Its name without folders."""
        return self.source.rsplit("/", 1)[-1]


def discover(raw: Path) -> Iterator[SourceFile | Quarantined]:
    """Every file below `raw`, sorted by path; hidden ones, what programs leave there (`Thumbs.db`,
    `~$letter.docx`) and the files of saved pages (`Title_files/` beside `Title.html`) are passed over.

    Links are followed while they stay inside `raw` and lead to a file; a linked folder is not entered, so no cycle.
    """
    root = raw.resolve()
    yield from sorted(_walk(raw, root, ""), key=lambda found: found.source)


def _walk(folder: Path, root: Path, prefix: str) -> Iterator[SourceFile | Quarantined]:
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        why = ReadError("unreadable", f"the folder cannot be listed ({error.strerror}); give read permission")
        yield why.row(prefix.rstrip("/") or ".")
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        if is_passed_over(entry.name, names):
            continue
        name = os.fsencode(entry.name)  # bytes: what they are in the locale's encoding must not matter
        try:
            source = prefix + name.decode()
        except UnicodeDecodeError:
            shown = prefix + name.decode("utf-8", "backslashreplace")
            yield ReadError("file_name", "the file's name is not UTF-8; rename it").row(shown)
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), root, source + "/")
            continue
        try:
            yield SourceFile(source, Path(entry.path), _size(entry, root))
        except ReadError as error:
            yield error.row(source)


def _size(entry: os.DirEntry[str], root: Path) -> int:
    try:
        if entry.is_symlink() and not Path(entry.path).resolve(strict=True).is_relative_to(root):
            raise ReadError("outside", "a link that leads out of the input folder; copy the file there instead")
        about = entry.stat()
    except (OSError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or "a cycle of links"
        raise ReadError("broken_link", f"a link that leads nowhere ({why}); remove it or copy the file") from error
    if not stat.S_ISREG(about.st_mode):
        raise ReadError("not_a_file", "a linked folder, pipe, socket or device, not a file; remove it")
    return about.st_size


def byte_limit(name: str, limits: Limits) -> int:
    """The most bytes that a file of this name may have: more where it holds many releases."""
    many = PurePosixPath(name).suffix.lower() in _COLLECTIONS
    return limits.collection_bytes if many else limits.file_bytes


def read_bytes(file: SourceFile, limit: int) -> bytes:
    """The bytes of a file. Raises `ReadError` where it is over the limit, empty or cannot be read."""
    if file.bytes > limit:
        raise ReadError("too_large", f"{file.bytes:,} bytes, over the limit of {limit:,}; split it or raise the limit")
    data = _from_disk(file, limit) if file.data is None else file.data
    if len(data) > limit:
        raise ReadError("too_large", f"over the limit of {limit:,} bytes; split it or raise the limit")
    if not data.strip():
        raise ReadError("empty", "the file holds nothing; remove it or fetch it again")
    return data


def _from_disk(file: SourceFile, limit: int) -> bytes:
    try:
        with file.path.open("rb") as stream:
            return stream.read(limit + 1)
    except OSError as error:
        raise ReadError("unreadable", f"cannot be read ({error.strerror}); give read permission") from error


STDIN = "-"


def standard_input(suffix: str, limits: Limits) -> SourceFile:
    """What comes in by standard input, as if it were a file `stdin` with this suffix (`txt`, `jsonl`, …)."""
    name = f"stdin.{suffix}"
    data = sys.stdin.buffer.read(byte_limit(name, limits) + 1)
    return SourceFile(name, Path(STDIN), len(data), data)
