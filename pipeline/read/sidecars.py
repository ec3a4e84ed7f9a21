"""Metadata beside the files: `NAME.meta.json` for one (`a.txt.meta.json` or `a.meta.json`), `metadata.csv` for those
of a folder.

Both give the date, address and publisher of files whose text does not say them, in fields of the usual names
(`published` or `date`, `url`, `publisher` or `source`); the CSV has the file's path below the folder in the column
`file`.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import PurePosixPath
from posixpath import dirname, join, split

from pipeline.read.files import SourceFile, read_bytes
from pipeline.read.formats.fields import GUESSED, Metadata, record_fields
from pipeline.read.formats.part import ReadError
from pipeline.records import Quarantined

SUFFIX = ".meta.json"
TABLE = "metadata.csv"
_LARGEST = 20_000_000


@dataclass(slots=True)
class Sidecars:
    """Metadata by source, and what was wrong with the sidecars."""

    known: dict[str, Metadata] = field(default_factory=dict)
    quarantined: list[Quarantined] = field(default_factory=list)


def is_sidecar(source: str) -> bool:
    """Whether a file bears metadata and no release."""
    return source.endswith(SUFFIX) or source.rsplit("/", 1)[-1] == TABLE


def described(source: str) -> str:
    """The file or folder that a sidecar is about; of any other file itself."""
    return dirname(source) if source.rsplit("/", 1)[-1] == TABLE else source.removesuffix(SUFFIX)


def read_sidecars(files: Iterable[SourceFile], sources: Collection[str]) -> Sidecars:
    """The metadata of all sidecars; a file's own `.meta.json` goes before the folder's table.

    `sources` are all files there are: what fits none of them, or several, is told.
    """
    found = Sidecars()
    stems: defaultdict[str, list[str]] = defaultdict(list)
    for source in sources:
        stems[_stem(source)].append(source)
    for file in sorted(files, key=lambda f: (f.source.endswith(SUFFIX), f.source)):
        try:
            data = read_bytes(file, _LARGEST).decode("utf-8-sig")
            unmatched: list[str] = []
            for named, known in _from_json(file, data) if file.source.endswith(SUFFIX) else _from_table(file, data):
                if isinstance(known, ReadError):
                    found.quarantined.append(known.row(file.source))
                    continue
                fits = [named] if named in sources else stems.get(named, [])
                if len(fits) == 1:
                    found.known[fits[0]] = known.over(found.known.get(fits[0], Metadata()))
                else:
                    unmatched.append(named)
            if unmatched:
                raise ReadError("bad_metadata", _unmatched(unmatched, stems))
        except ReadError as error:
            found.quarantined.append(error.row(file.source))
        except (ValueError, RecursionError, csv.Error) as error:
            told = ReadError("bad_metadata", f"the metadata cannot be read ({error}); repair it")
            found.quarantined.append(told.row(file.source))
    return found


def _stem(source: str) -> str:
    """The path without the last suffix, or the two of `a.txt.gz`."""
    folder, name = split(source)
    return join(folder, PurePosixPath(name.removesuffix(".gz")).stem)


def _unmatched(named: Sequence[str], stems: Mapping[str, Sequence[str]]) -> str:
    first = named[0][:200]
    more = f" and {len(named) - 1} more" if len(named) > 1 else ""
    if several := stems.get(first):
        return f"{first}{more}: fits {' and '.join(several[:3])}; name it after one file, suffix and all"
    return f"{first}{more}: no such file; name it after the file that it is about, or remove it"


def _from_json(file: SourceFile, data: str) -> Iterator[tuple[str, Metadata]]:
    fields = json.loads(data)
    known = record_fields(fields).metadata if isinstance(fields, dict) else Metadata()
    if known == Metadata():
        detail = "neither a date in a field `published` or `date` nor a `url` or `publisher`; add one (2023-09-27)"
        raise ReadError("bad_metadata", detail)
    yield file.source.removesuffix(SUFFIX), known


def _from_table(file: SourceFile, data: str) -> Iterator[tuple[str, Metadata | ReadError]]:
    rows = csv.DictReader(StringIO(data, newline=""))
    if "file" not in (rows.fieldnames or ()):
        raise ReadError("bad_metadata", "no column `file` with the paths of files; add it")
    folder = dirname(file.source)
    for row in rows:
        fields = {k.strip().lower(): v for k, v in row.items() if k and v}
        if not fields.get("file"):
            continue
        known = record_fields(fields).metadata
        written = next((fields[f] for f in GUESSED["date"] if f in fields), None)
        if written and not known.published:
            detail = f"{fields['file']}: {written[:100]!r} names no day, or leaves it open; write it as 2023-09-27"
            yield "", ReadError("bad_metadata", detail, str(rows.line_num))
        yield join(folder, fields["file"]) if folder else fields["file"], known
