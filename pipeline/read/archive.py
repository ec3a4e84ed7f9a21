"""Compressed files: .gz of one file, .zip of many, opened in memory within limits and never written out."""

from __future__ import annotations

import gzip
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, cast

from pipeline.read.files import byte_limit, passed_over_paths
from pipeline.read.formats.part import Part, ReadError

ARCHIVES = frozenset({".gz", ".zip"})
_MOST_MEMBERS = 20_000
_RATIO = 100  # text compresses three to ten times
_ALWAYS = 1_000_000  # bytes that are taken whatever their ratio
_CHUNK = 1 << 16


def open_gzip(part: Part) -> Part:
    """The file inside. Raises `ReadError` for a bomb, a broken file, an archive in an archive."""
    try:
        with gzip.open(BytesIO(part.data)) as stream:
            data = _bounded(
                cast("IO[bytes]", stream),
                len(part.data),
                byte_limit(part.name.lower().removesuffix(".gz"), part.limits),
            )
    except (OSError, EOFError, zlib.error) as error:
        raise ReadError("bad_archive", f"the compressed file is broken ({error}); fetch it again") from error
    return _member(replace(part, name=part.name[: -len(".gz")], data=data))


def open_zip(part: Part) -> Iterator[Part | ReadError]:
    """The files inside, sorted by name; hidden ones and folders are passed over. Raises as `open_gzip`."""
    try:
        archive = zipfile.ZipFile(BytesIO(part.data))
    except Exception as error:  # zipfile raises half a dozen kinds for damaged heads
        raise ReadError("bad_archive", f"the archive is broken ({error}); fetch it again") from error
    with archive:
        files = [(m.filename.replace("\\", "/"), m) for m in archive.infolist() if not m.is_dir()]
        left_out = passed_over_paths(name for name, _ in files)
        members = [m for name, m in files if name not in left_out]
        if len(members) > _MOST_MEMBERS:
            raise ReadError("too_large", f"{len(members):,} files, over the limit of {_MOST_MEMBERS:,}; split it")
        left = part.limits.collection_bytes
        taken: set[str] = set()
        for member in sorted(members, key=lambda m: (m.filename, m.header_offset)):
            name = member.filename.encode("utf-8", "backslashreplace").decode()
            try:
                if name in taken:
                    raise ReadError("same_id", "a second file of this name in the archive; rename it")
                taken.add(name)
                data = _member_bytes(archive, member, min(byte_limit(name, part.limits), left))
                left -= len(data)
                yield _member(replace(part, name=PurePosixPath(name).name, data=data, member=name))
            except ReadError as error:
                error.record = name
                yield error


def _member(part: Part) -> Part:
    if part.suffix in ARCHIVES:
        raise ReadError("bad_archive", "an archive in an archive; unpack the outer one")
    if not part.data.strip():
        raise ReadError("empty", "the file holds nothing; remove it or fetch it again")
    return part


def _member_bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> bytes:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or stat.S_ISLNK(member.external_attr >> 16):
        raise ReadError("outside", "a path or link that leads out of the archive; pack the file itself")
    if member.flag_bits & 1:
        raise ReadError("bad_archive", "the file is encrypted; pack it without a password")
    try:
        with archive.open(member) as stream:
            return _bounded(stream, member.compress_size, limit)
    except ReadError:
        raise
    except Exception as error:  # zipfile raises half a dozen kinds for damaged heads
        raise ReadError("bad_archive", f"the file is broken in the archive ({error}); fetch it again") from error


def _bounded(stream: IO[bytes], compressed: int, limit: int) -> bytes:
    """All bytes of a stream. It is left as soon as a limit is passed: sizes in a head may lie."""
    pieces: list[bytes] = []
    size = 0
    while piece := stream.read(_CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise ReadError("too_large", f"unpacks to over the limit of {limit:,} bytes; split it or raise the limit")
        if size > max(_ALWAYS, _RATIO * compressed):
            raise ReadError("too_large", f"unpacks to over {_RATIO} times its size, unlike text; unpack it yourself")
    return b"".join(pieces)
