"""The files that are written from the store: tables, the datapackage that describes them, texts."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.records import RECORDS, Record
from pipeline.tables.csv_format import csv_lines
from pipeline.tables.files import TEMPORARY, named, sha256_of, write_set
from pipeline.tables.schema import description, table_schema
from pipeline.tables.store import Store
from pipeline.tables.views import VIEWS

TABLES: tuple[type[Record], ...] = (*RECORDS, *VIEWS)
"""What is written as CSV: every table and view."""


def export(store: Store, out: Path) -> bool:
    """Bring `out`/tables and `out`/text up to the state of the store; whether there was anything to write.

    Everything is written beside the old files first and put in their place together. Files that are those written
    from this very state stay. Raises `OSError` with the old files intact where the folder cannot be written.
    """
    tables, texts = out / "tables", out / "text"
    tables.mkdir(parents=True, exist_ok=True)
    texts.mkdir(exist_ok=True)
    sizes = _swept(texts)
    _swept(tables)
    wanted = [i for i, size, written in store.texts() if not written or sizes.get(f"{i}.txt") != size]
    noted = store.exports()
    current = noted and all(sha256_of(tables / name) == digest for name, digest in noted.items())
    gone = store.gone()
    if current and not wanted and not gone:
        return False

    def texts_then_tables() -> Iterator[tuple[Path, Iterable[str]]]:
        for document_id in wanted:
            yield named(texts, f"{document_id}.txt"), [store.text(document_id)]
        if not current:
            yield from _files(store, tables)

    hashes = write_set(texts_then_tables(), sync=len(wanted) < 1000)  # thousands of waits for the disk take minutes
    for document_id in gone:
        named(texts, f"{document_id}.txt").unlink(missing_ok=True)
    store.set_exported({p.name: digest for p, digest in hashes.items() if p.parent == tables} or noted)
    return True


def _swept(folder: Path) -> dict[str, int]:
    """name -> size of the files in a folder, less what a run that was killed left half written, which is removed."""
    sizes: dict[str, int] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(TEMPORARY):
                Path(entry.path).unlink()
            elif entry.is_file():
                sizes[os.fsencode(entry.name).decode("utf-8", "replace")] = entry.stat().st_size
    return sizes


def _files(store: Store, folder: Path) -> Iterator[tuple[Path, Iterable[str]]]:
    for record in TABLES:
        yield folder / f"{record.TABLE.name}.csv", csv_lines(record, store.rows(record))
    yield folder / "datapackage.json", [json.dumps(datapackage(), indent=2, ensure_ascii=False) + "\n"]


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
