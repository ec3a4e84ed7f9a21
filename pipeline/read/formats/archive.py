"""Compressed files (.gz with one file, .zip with many), unpacked in memory within limits and never written to disk."""

import gzip
import stat
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO

from pipeline.read.blob import RATIO, Blob, Found, ReadError, damage_told, most_unpacked
from pipeline.read.files import byte_limit, passed_over_paths
from pipeline.read.sidecars import is_sidecar

_MOST_MEMBERS = 20_000


def open_gzip(blob: Blob) -> Found:
    """The file inside. Raises `ReadError` for a decompression bomb, a broken file, or an archive in an archive."""
    name = blob.name[: -len(".gz")]
    broken = damage_told("the compressed file is broken", "fetch it again", "bad_archive")
    with broken, gzip.open(BytesIO(blob.data)) as stream:
        data = _bounded(stream, len(blob.data), byte_limit(name, blob.settings.limits))
    yield _member(replace(blob, name=name, data=data))


def open_zip(blob: Blob) -> Found:
    """The files inside, sorted by name, without folders and hidden files; yields `ReadError` for those that fail."""
    with damage_told("the archive is broken", "fetch it again", "bad_archive"):
        archive = zipfile.ZipFile(BytesIO(blob.data))
    with archive:
        files = [(m.filename.replace("\\", "/"), m) for m in archive.infolist() if not m.is_dir()]
        left_out = passed_over_paths({path for path, _ in files})
        members = [(path, m) for path, m in files if path not in left_out]
        if not members:
            raise ReadError("no_text", "the archive holds no files, or only hidden ones; fetch it again")
        if len(members) > _MOST_MEMBERS:
            raise ReadError("too_large", f"{len(members):,} files, over the limit of {_MOST_MEMBERS:,}; split it")
        left = blob.settings.limits.collection_bytes
        for path, member in sorted(members, key=lambda found: (found[1].filename, found[1].header_offset)):
            name = member.filename
            try:
                _refuse_member(member, PurePosixPath(path))
                most = min(byte_limit(name, blob.settings.limits), left)
                broken = damage_told("the file is broken in the archive", "fetch it again", "bad_archive")
                with broken, archive.open(member) as stream:
                    data = _bounded(stream, member.compress_size, most)
                left -= len(data)
                yield _member(replace(blob, name=PurePosixPath(name).name, data=data, member=name))
            except ReadError as error:
                yield error.in_record(name)


def _refuse_member(member: zipfile.ZipInfo, path: PurePosixPath) -> None:
    if path.is_absolute() or ".." in path.parts or stat.S_ISLNK(member.external_attr >> 16):
        raise ReadError("outside", "a path or link that leads out of the archive; pack the file itself")
    if member.flag_bits & 1:
        raise ReadError("bad_archive", "the file is encrypted; pack it without a password")
    if is_sidecar(path.name):
        raise ReadError("bad_archive", "sidecars are not read in an archive; unpack the archive")


def _bounded(stream: gzip.GzipFile | IO[bytes], compressed: int, limit: int) -> bytes:
    """All that a stream unpacks to, within limits; the size that an archive declares cannot be trusted."""
    most = most_unpacked(compressed)
    data = stream.read(min(limit, most) + 1)
    if len(data) > limit:
        raise ReadError("too_large", f"unpacks to more than the limit of {limit:,} bytes; split it or raise the limit")
    if len(data) > most:
        raise ReadError("too_large", f"unpacks to more than {RATIO} times its size, unlike text; unpack it yourself")
    return data


def _member(blob: Blob) -> Blob:
    if blob.suffix in (".gz", ".zip"):
        raise ReadError("bad_archive", "an archive in an archive; unpack the outer one")
    if not blob.data.strip():
        raise ReadError("empty", "the file is empty; remove it or fetch it again")
    return blob
