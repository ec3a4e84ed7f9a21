"""Reads sidecars, files with metadata beside the releases: `NAME.meta.json` for one file (`a.txt.meta.json` or
`a.meta.json`), `metadata.csv` for the files of a folder.

Both give the date, URL and publisher of files whose text does not say them, in fields with the usual names
(`published` or `date`, `url`, `publisher` or `source`). The column `file` of the CSV holds paths below the folder.
"""

import csv
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import PurePosixPath
from posixpath import basename, dirname, join, normpath, split

from pipeline.read.blob import ReadError, damage_told
from pipeline.read.fields import GUESSED, NO_METADATA, Metadata, is_month_first, record_fields
from pipeline.read.files import SourceFile, read_bytes
from pipeline.records import Quarantined, grouped
from pipeline.settings import Settings

SUFFIX = ".meta.json"
TABLE = "metadata.csv"
_LARGEST = 20_000_000


def is_sidecar(source: str) -> bool:
    """Whether a file holds metadata and not a release."""
    return source.endswith(SUFFIX) or basename(source) == TABLE


def is_affected_by(source: str, unread: str) -> bool:
    """Whether an unreadable path affects a file: it is the file itself, a folder above it, or a sidecar about it."""
    if unread.endswith(SUFFIX):
        return unread.removesuffix(SUFFIX) in (source, _stem(source))
    about = dirname(unread) if basename(unread) == TABLE else unread
    return about in (source, ".", "") or source.startswith(about + "/")


def read_sidecars(
    files: Iterable[SourceFile], sources: Collection[str], settings: Settings
) -> tuple[dict[str, Metadata], list[Quarantined]]:
    """The metadata of all sidecars by source, and quarantine rows, also for entries that name none or several of
    `sources`, the paths of all files. A file's own `.meta.json` takes precedence over the table of the folder."""
    metadata: dict[str, Metadata] = {}
    refused: list[Quarantined] = []
    stems = grouped((_stem(source), source) for source in sources)
    for file in sorted(files, key=lambda f: (f.source.endswith(SUFFIX), f.source)):
        unmatched: list[str] = []
        try:
            for entry in _read(file, settings):
                if isinstance(entry, ReadError):
                    refused.append(entry.row(file.source))
                    continue
                named, known = entry
                fits = [named] if named in sources else stems.get(named, [])
                if len(fits) == 1:
                    metadata[fits[0]] = known.over(metadata.get(fits[0], NO_METADATA))
                else:
                    unmatched.append(named)
            if unmatched:
                raise ReadError("bad_metadata", _unmatched(unmatched, stems))
        except ReadError as error:
            refused.append(error.row(file.source))
    return metadata, refused


def _stem(source: str) -> str:
    """The path without its suffix; `a.txt.gz` loses both."""
    folder, name = split(source)
    return join(folder, PurePosixPath(name.removesuffix(".gz")).stem)


def _unmatched(named: Sequence[str], stems: Mapping[str, Sequence[str]]) -> str:
    first = named[0][:200]
    more = f" and {len(named) - 1} more" if len(named) > 1 else ""
    if several := stems.get(first):
        return f"{first}{more}: fits {' and '.join(several[:3])}; name it after one of them, with its suffix"
    return f"{first}{more}: no such file; name it after the file that it is about, or remove it"


def _read(file: SourceFile, settings: Settings) -> Iterator[tuple[str, Metadata] | ReadError]:
    """For each entry of the sidecar, the file it names with its metadata, or what is wrong with the entry."""
    with damage_told("the metadata cannot be read", "repair it", "bad_metadata"):
        data = read_bytes(file, _LARGEST).decode("utf-8-sig")
        if not file.source.endswith(SUFFIX):
            yield from _of_folder(file, data, settings)
            return
        fields = json.loads(data)
    named = file.source.removesuffix(SUFFIX)
    zone = settings.publisher(named).zone
    known = record_fields(fields, zone=zone).metadata if isinstance(fields, dict) else NO_METADATA
    if known == NO_METADATA:
        detail = "no date (in a field `published` or `date`), `url` or `publisher`; add one (date: 2023-09-27)"
        raise ReadError("bad_metadata", detail)
    yield named, known


def _of_folder(file: SourceFile, data: str, settings: Settings) -> Iterator[tuple[str, Metadata] | ReadError]:
    """For each row of a `metadata.csv`, the file it names with its metadata, or what is wrong with the row."""
    rows = csv.DictReader(StringIO(data, newline=""), delimiter=max(",;\t", key=data.partition("\n")[0].count))
    if "file" not in {name.strip().lower() for name in rows.fieldnames or ()}:
        raise ReadError("bad_metadata", "no column `file` with the paths of files; add it")
    month_first = is_month_first(data.encode())
    for row in rows:
        fields = {k.strip().lower(): v.strip() for k, v in row.items() if k and v}
        if not fields.get("file"):
            continue
        named = normpath(join(dirname(file.source), fields["file"]))  # “./a.txt”
        known = record_fields(fields, (), settings.publisher(named).zone, month_first).metadata
        if wrong := _wrong_date(fields, known):
            yield ReadError("bad_metadata", f"{fields['file']}: {wrong}", str(rows.line_num))
        yield named, known


def _wrong_date(fields: Mapping[str, str], known: Metadata) -> str | None:
    """What is wrong with the date of a row, if no day can be read from it."""
    written = next((fields[name] for name in GUESSED["date"] if name in fields), None)
    if not written or known.published:
        return None
    return f"{written[:100]!r} is not a day, or is ambiguous; write it as 2023-09-27"
