"""The files below raw/, in a fixed order, with what keeps a file from being read.

raw/ may be in shared storage (`s3://…`, `gs://…`, `memory://…`) through fsspec: an extra, and what the storage needs.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import unquote

from pipeline.errors import NoExtraError, NoInputError
from pipeline.read.formats.part import UNREADABLE, ReadError
from pipeline.records import Quarantined
from pipeline.settings import Limits

Bytes = bytes  # `SourceFile.bytes` is their number
_DEEPEST = 50  # folders in one another; a path holds 4,096 bytes
_COLLECTIONS = frozenset(
    ".jsonl .ndjson .jl .json .csv .tsv .xlsx .xls .ods .rss .atom .xml .warc .zip .gz".split()  # noqa: SIM905
)

_LEFT = frozenset(("thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx"))
_BEGINS = (".", "~$", "~wrl")  # hidden; open in Word or Excel
_ENDS = ("~", ".crdownload", ".partial")  # left by editors; not yet fetched
_PAGES = frozenset((".html", ".htm", ".xhtml"))
_FILES = (
    "_files", "-Dateien", "_fichiers", "_archivos", "_arquivos", "_ficheiros", "_file", "_bestanden", "-filer",
    "_filer", "_pliki", "_soubory", "_dosyalar", ".files",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A regular file below raw/, or what came in by standard input."""

    source: str  # path below raw/, with /
    path: Path | Callable[[], IO[bytes]]  # or what opens it, in shared storage
    bytes: int
    data: Bytes | None = None  # what came in by standard input

    @property
    def name(self) -> str:
        """Its name without folders."""
        return self.source.rsplit("/", 1)[-1]


def is_passed_over(name: str, beside: Collection[str] = ()) -> bool:
    """Whether a file or folder is no input: hidden, left by a program, or the files of a page saved by a browser.

    `beside` are the names in the same folder: `Title_files` is passed over beside `Title.html` only.
    """
    small = name.lower()
    if small in _LEFT or small.startswith(_BEGINS) or small.endswith(_ENDS):
        return True
    stems = {name.removesuffix(end) for end in _FILES if name.endswith(end)}
    pages = (page for page in map(PurePosixPath, beside if stems else ()) if page.suffix.lower() in _PAGES)
    return any(page.stem in stems for page in pages)


def passed_over_paths(paths: Iterable[str]) -> set[str]:
    """Those of the paths (with /) that are no input, by a name or the name of a folder above."""
    beside: defaultdict[PurePosixPath, set[str]] = defaultdict(set)  # folder -> names in it
    places = {path: (PurePosixPath(path), *PurePosixPath(path).parents) for path in paths}
    for at in chain.from_iterable(places.values()):
        beside[at.parent].add(at.name)
    return {
        path for path, above in places.items()
        if any(is_passed_over(at.name, beside[at.parent]) for at in above if at.name != "..")
    }  # fmt: skip


def discover(raw: Path) -> list[SourceFile | Quarantined]:
    """Every file below `raw`, sorted by path; hidden ones, what programs leave there (`Thumbs.db`,
    `~$letter.docx`) and the files of saved pages (`Title_files/` beside `Title.html`) are passed over.

    Links are followed while they stay inside `raw` and lead to a file; a linked folder is not entered, so no cycle.
    """
    root = raw.resolve()
    found: list[SourceFile | Quarantined] = []
    folders = [(raw, "")]
    while folders:
        folder, prefix = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            detail = f"the folder cannot be listed ({error.strerror}); give read permission"
            found.append(ReadError(UNREADABLE, detail).row(prefix.rstrip("/") or "."))
            continue
        names = {entry.name for entry in entries}
        for entry in entries:
            if is_passed_over(entry.name, names):
                continue
            name = os.fsencode(entry.name)  # bytes: what they are in the locale's encoding must not matter
            source = prefix + name.decode("utf-8", "backslashreplace")
            try:
                if name.decode("utf-8", "ignore").encode() != name:
                    raise ReadError("file_name", "the file's name is not UTF-8; rename it")
                if not entry.is_dir(follow_symlinks=False):
                    found.append(SourceFile(source, Path(entry.path), _size(entry, root)))
                elif prefix.count("/") < _DEEPEST:
                    folders.append((Path(entry.path), source + "/"))
                else:
                    raise ReadError("too_deep", f"a folder below {_DEEPEST} others; move it up")
            except ReadError as error:
                found.append(error.row(source))
    return sorted(found, key=lambda item: item.source)


def _size(entry: os.DirEntry[str], root: Path) -> int:
    try:
        if entry.is_symlink() and not Path(entry.path).resolve(strict=True).is_relative_to(root):
            raise ReadError("outside", "a link that leads out of the input folder; copy the file there instead")
        about = entry.stat()
    except (OSError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or "a cycle of links"
        if isinstance(error, OSError) and error.errno not in (errno.ENOENT, errno.ELOOP, errno.ENOTDIR):
            raise ReadError(UNREADABLE, f"cannot be read ({why}); give read permission") from error
        raise ReadError("broken_link", f"a link that leads nowhere ({why}); remove it or copy the file") from error
    _refuse_special(about.st_mode)
    return about.st_size


def _refuse_special(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise ReadError("not_a_file", "a linked folder, pipe, socket or device, not a file; remove it")


def byte_limit(name: str, limits: Limits) -> int:
    """The most bytes that a file of this name may have: more where it holds many releases."""
    many = PurePosixPath(name).suffix.lower() in _COLLECTIONS
    return limits.collection_bytes if many else limits.file_bytes


def read_bytes(file: SourceFile, limit: int) -> bytes:
    """The bytes of a file. Raises `ReadError` where it is over the limit, empty or cannot be read."""
    data = file.data or b""
    if file.data is None and file.bytes <= limit:
        data = _from_disk(file, limit)
    size = max(file.bytes, len(data))
    if size > limit:
        raise ReadError("too_large", f"{size:,} bytes, over the limit of {limit:,}; split it or raise the limit")
    if not data.strip():
        raise ReadError("empty", "the file holds nothing; remove it or fetch it again")
    return data


def _from_disk(file: SourceFile, limit: int) -> bytes:
    try:
        if isinstance(file.path, Path):
            data = _local(file.path, limit)
        else:
            with file.path() as stream:
                data = stream.read(limit + 1)
    except ReadError:
        raise
    except Exception as error:  # every kind of storage has its own
        why = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
        raise ReadError(UNREADABLE, f"cannot be read ({why[:300]}); give read permission, or try again") from error
    if len(data) < file.bytes:
        why = f"only {len(data):,} of its {file.bytes:,} bytes came; is it being written, or storage failing?"
        raise ReadError(UNREADABLE, why)
    return data


def _local(path: Path, limit: int) -> bytes:
    """A pipe that took the place of a file since it was found would be waited for for ever."""
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as stream:
        _refuse_special(os.fstat(stream.fileno()).st_mode)
        return stream.read(limit + 1)


STDIN = "-"


def standard_input(suffix: str, limits: Limits) -> SourceFile:
    """What comes in by standard input, as if it were a file `stdin` with this suffix (`txt`, `jsonl`, …)."""
    name = f"stdin.{suffix}"
    data = sys.stdin.buffer.read(byte_limit(name, limits) + 1)
    return SourceFile(name, Path(STDIN), len(data), data)


# --- shared storage ---


def input_folder(raw: str | Path) -> Path | None:
    """The folder of this machine that an input names, also as `file:///releases`; None for other addresses, `-`."""
    scheme, address, rest = str(raw).partition("://")
    if not address:
        return None if scheme == STDIN else Path(raw)
    return Path(unquote(rest.removeprefix("localhost"))) if scheme in ("file", "local") else None


def discover_shared(address: str) -> Iterator[SourceFile]:
    """Every file below an address, sorted by path; hidden files and folders are passed over.

    Raises `NoInputError` where nothing can be listed there, `NoExtraError` where a package is missing.
    """
    try:
        import fsspec  # type: ignore[import-untyped]

        filesystem, root = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise NoExtraError(f"{address}: {error}; pip install 'communique[dask]' and what this storage needs") from error
    except ValueError as error:
        raise NoInputError(f"{address}: no known kind of storage ({error})") from error
    try:
        found = filesystem.find(root, detail=True)
    except Exception as error:  # every kind of storage has its own for a wrong key, a time-out, no network
        why = f"{type(error).__name__}: {error}"
        raise NoInputError(f"{address}: cannot be listed ({why[:500]}); the tables stay as they are") from error
    sources = {name: name.removeprefix(root).lstrip("/") for name in found}
    left_out = passed_over_paths(sources.values())
    for name, about in sorted(found.items()):
        source = sources[name]
        if source not in left_out:
            yield SourceFile(source, partial(filesystem.open, name, "rb"), int(about["size"]))
