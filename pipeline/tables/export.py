"""The CSV files and the datapackage that describes them, written from the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.records import RECORDS, Record
from pipeline.tables.csv_format import csv_lines
from pipeline.tables.files import sha256_of, write_set
from pipeline.tables.schema import description, table_schema
from pipeline.tables.store import Store
from pipeline.tables.views import VIEWS

TABLES: tuple[type[Record], ...] = (*RECORDS, *VIEWS)
"""What is written as CSV: every table and view."""


def export(store: Store, folder: Path) -> bool:
    """Write all tables into `folder`; whether there was anything to write.

    Nothing is written where the files are those that were written from this very state. Raises `OSError` with the
    old files intact where the folder cannot be written.
    """
    noted = store.exports()
    if noted and all(sha256_of(folder / name) == digest for name, digest in noted.items()):
        return False
    store.set_exports(write_set(folder, _files(store)))
    return True


def _files(store: Store) -> Iterator[tuple[str, Iterable[str]]]:
    for record in TABLES:
        yield f"{record.TABLE.name}.csv", csv_lines(record, store.rows(record))
    yield "datapackage.json", [json.dumps(datapackage(), indent=2, ensure_ascii=False) + "\n"]


def datapackage() -> dict[str, Any]:
    """The Frictionless descriptor: types, keys and constraints of every table. It bears no time."""
    return {
        "name": "communique",
        "title": "Press releases: who said what for whom, where and when",
        "profile": "tabular-data-package",
        "resources": [
            {
                "name": record.TABLE.name,
                "path": f"{record.TABLE.name}.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "description": description(record),
                "dialect": {"lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
                "schema": table_schema(record),
            }
            for record in TABLES
        ],
    }
