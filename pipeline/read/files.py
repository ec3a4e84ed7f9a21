"""Lists the files below raw/ in a fixed order, with what prevents a file from being read, and reads their bytes.

raw/ may be in shared storage (`s3://…`, `gs://…`, `memory://…`), through fsspec (an extra) and the storage's package.
"""

import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Collection
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple
from urllib.parse import unquote

from pipeline.data import word_list
from pipeline.errors import NoExtraError, NoInputError
from pipeline.read.blob import FORMATS, UNREADABLE, ReadError
from pipeline.records import Quarantined, grouped
from pipeline.settings import Limits

_DEEPEST = 50  # nested folders; a path holds 4,096 bytes
_COLLECTIONS = tuple(f".{suffix}" for suffix, _, holds, *_ in FORMATS if holds == "many")
_NO_INPUT = re.compile("|".join(word_list("read/no_input.txt")), re.IGNORECASE | re.DOTALL)
_PAGE = re.compile(r"(.+)\.(?:x?html|htm)", re.IGNORECASE | re.DOTALL)
_FILES_OF_PAGE = re.compile(rf"(.+)(?:{'|'.join(map(re.escape, word_list('read/page_folders.txt')))})", re.DOTALL)
STDIN = "-"


class SourceFile(NamedTuple):
    """A regular file below raw/, or the contents of standard input."""

    source: str  # path below raw/, with /
    path: Path | Callable[[], IO[bytes]]  # a function that opens it, for shared storage and standard input
    bytes: int

    @property
    def name(self) -> str:
        """Its name without folders."""
        return self.source.rsplit("/", 1)[-1]


def _not_input(names: Collection[str]) -> set[str]:
    """The names in one folder that are not input: hidden files, what programs leave behind (`Thumbs.db`, `~$a.docx`),
    and the folder that a browser saves with a page (`Title_files` beside `Title.html`)."""
    pages = {page[1] for name in names if (page := _PAGE.fullmatch(name))}
    saved = {name for name in names if (of := _FILES_OF_PAGE.fullmatch(name)) and of[1] in pages}
    return saved.union(filter(_NO_INPUT.fullmatch, names))


def passed_over_paths(paths: Collection[str]) -> set[str]:
    """The paths (with /) that are not input, because of their own name or the name of a folder above."""
    places = {path: (PurePosixPath(path), *PurePosixPath(path).parents) for path in paths}
    names = grouped({(at.parent, at.name) for above in places.values() for at in above})  # folder -> what is in it
    none = {folder / name for folder, there in names.items() for name in _not_input(there)}
    return {path for path, above in places.items() if none.intersection(above)}


def discover(raw: Path) -> list[SourceFile | Quarantined]:
    """Every file below `raw` that is input, sorted by path; for those that cannot be read, a quarantine row says why. A
    link is followed if it leads to a file inside `raw`; linked folders are not entered, so there are no cycles."""
    root = raw.resolve()
    found: list[SourceFile | Quarantined] = []
    folders = [(raw, "")]
    while folders:
        folder, prefix = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            detail = f"the folder cannot be listed ({error.strerror}); give read permission"
            found.append(ReadError(UNREADABLE, detail).row(str(PurePosixPath(prefix))))
            continue
        left_out = _not_input([entry.name for entry in entries])
        for entry in entries:
            if entry.name in left_out:
                continue
            name = os.fsencode(entry.name)  # bytes, so that the encoding of the locale does not matter
            source = prefix + name.decode("utf-8", "backslashreplace")
            try:
                if name.decode("utf-8", "ignore").encode() != name:
                    raise ReadError("file_name", "the file's name is not UTF-8; rename it")
                if not entry.is_dir(follow_symlinks=False):
                    found.append(SourceFile(source, Path(entry.path), _size(entry, root)))
                elif prefix.count("/") < _DEEPEST:
                    folders.append((Path(entry.path), source + "/"))
                else:
                    raise ReadError("too_deep", f"a folder more than {_DEEPEST} levels deep; move it up")
            except ReadError as error:
                found.append(error.row(source))
    return sorted(found, key=lambda item: item.source)


def _size(entry: os.DirEntry[str], root: Path) -> int:
    try:
        about = entry.stat()
        outside = entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(root)
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ELOOP, errno.ENOTDIR):
            raise ReadError(UNREADABLE, f"cannot be read ({error.strerror}); give read permission") from error
        raise ReadError("broken_link", f"a broken link ({error.strerror}); remove it or copy the file") from error
    if outside:
        raise ReadError("outside", "a link that leads out of the input folder; copy the file there instead")
    if not stat.S_ISREG(about.st_mode):
        raise ReadError("not_a_file", "a linked folder, pipe, socket or device, not a file; remove it")
    return about.st_size


def byte_limit(name: str, limits: Limits) -> int:
    """The most bytes that a file of this name may have; formats that hold many releases may have more."""
    return limits.collection_bytes if name.lower().endswith(_COLLECTIONS) else limits.file_bytes


def read_bytes(file: SourceFile, limit: int) -> bytes:
    """The bytes of a file. Raises `ReadError` if it is over the limit, empty or unreadable."""
    data = _content(file, limit) if file.bytes <= limit else b""
    size = max(file.bytes, len(data))
    if size > limit:
        raise ReadError("too_large", f"{size:,} bytes, over the limit of {limit:,}; split it or raise the limit")
    if not data.strip():
        raise ReadError("empty", "the file is empty; remove it or fetch it again")
    return data


def _content(file: SourceFile, limit: int) -> bytes:
    try:
        with open_local(file.path) if isinstance(file.path, Path) else file.path() as stream:
            data = stream.read(limit + 1) or b""
    except Exception as error:  # every kind of storage has its own exceptions
        why = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
        raise ReadError(UNREADABLE, f"cannot be read ({why[:300]}); check path and permissions or try again") from error
    if len(data) < file.bytes:
        why = f"only {len(data):,} of its {file.bytes:,} bytes were read; is it being written, or is storage failing?"
        raise ReadError(UNREADABLE, why)
    return data


def open_local(path: Path) -> IO[bytes]:
    """Open a file for reading. If a pipe has replaced it since it was listed, reading gives nothing at once."""
    return open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK))


def standard_input(suffix: str, limits: Limits) -> SourceFile:
    """The contents of standard input as a file named `stdin` with this suffix (`txt`, `jsonl`, …)."""
    name = f"stdin.{suffix}"
    data = sys.stdin.buffer.read(byte_limit(name, limits) + 1)
    return SourceFile(name, partial(BytesIO, data), len(data))


def input_folder(raw: str | Path) -> Path | None:
    """The local folder that an input names, also as `file:///releases`; None for other addresses and for `-`."""
    scheme, address, rest = str(raw).partition("://")
    if not address:
        return None if scheme == STDIN else Path(raw)
    return Path(unquote(rest.removeprefix("localhost"))) if scheme in ("file", "local") else None


def discover_shared(address: str) -> list[SourceFile]:
    """Every file below an address that is input, sorted by path. Raises `NoInputError` if the address cannot be listed,
    `NoExtraError` if a package is missing."""
    try:
        import fsspec  # type: ignore[import-untyped]

        filesystem, root = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise NoExtraError(f"{address}: {error}; pip install 'communique[dask]' and what this storage needs") from error
    except ValueError as error:
        raise NoInputError(f"{address}: unknown kind of storage ({error})") from error
    try:
        found = filesystem.find(root, detail=True)
    except Exception as error:  # every kind of storage has its own exceptions for a wrong key, a time-out, no network
        why = f"{type(error).__name__}: {error}"
        raise NoInputError(f"{address}: cannot be listed ({why[:500]}); the tables are not changed") from error
    names = {name.removeprefix(root).lstrip("/"): name for name in found}
    if "" in names:
        raise NoInputError(f"{address}: is a file, not a folder; give the folder that holds the releases")
    return [
        SourceFile(source, partial(filesystem.open, names[source], "rb"), int(found[names[source]]["size"] or 0))
        for source in sorted(names.keys() - passed_over_paths(names))
    ]
