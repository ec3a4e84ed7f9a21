"""Metadata beside the files: `NAME.meta.json` for one, `metadata.csv` for those of a folder.

Both give the publication date of files whose text does not say it: the JSON in a field `published` or `date`, the
CSV in a column of that name, with the file's path below the folder in the column `file`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import StringIO
from posixpath import dirname, join

from pipeline.read.document import ReadError
from pipeline.read.fields import published_in
from pipeline.read.files import SourceFile, read_bytes
from pipeline.records import Quarantined

SUFFIX = ".meta.json"
TABLE = "metadata.csv"
_LARGEST = 20_000_000


@dataclass(slots=True)
class Sidecars:
    """Publication days by source, and what was wrong with the sidecars."""

    published: dict[str, str] = field(default_factory=dict)
    quarantined: list[Quarantined] = field(default_factory=list)


def is_sidecar(source: str) -> bool:
    """Whether a file bears metadata and no release."""
    return source.endswith(SUFFIX) or source.rsplit("/", 1)[-1] == TABLE


def read_sidecars(files: Iterable[SourceFile]) -> Sidecars:
    """The metadata of all sidecars; a file's own `.meta.json` goes before the folder's table."""
    found = Sidecars()
    for file in sorted(files, key=lambda f: (f.source.endswith(SUFFIX), f.source)):
        try:
            data = read_bytes(file, _LARGEST).decode("utf-8-sig")
            days = _from_json(file, data) if file.source.endswith(SUFFIX) else _from_table(file, data)
            found.published.update(days)
        except ReadError as error:
            found.quarantined.append(error.row(file.source))
        except (ValueError, RecursionError, csv.Error) as error:
            why = ReadError("bad_metadata", f"the metadata cannot be read ({error}); repair it")
            found.quarantined.append(why.row(file.source))
    return found


def _from_json(file: SourceFile, data: str) -> dict[str, str]:
    fields = json.loads(data)
    day = published_in(fields) if isinstance(fields, dict) else None
    if day is None:
        raise ReadError("bad_metadata", "no publication date in a field `published` or `date`; add it (2023-09-27)")
    return {file.source.removesuffix(SUFFIX): day}


def _from_table(file: SourceFile, data: str) -> dict[str, str]:
    rows = csv.DictReader(StringIO(data, newline=""))
    if "file" not in (rows.fieldnames or ()):
        raise ReadError("bad_metadata", "no column `file` with the paths of files; add it")
    folder = dirname(file.source)
    days = ((row["file"], published_in({k: v for k, v in row.items() if k})) for row in rows)
    return {join(folder, name) if folder else name: day for name, day in days if name and day}
