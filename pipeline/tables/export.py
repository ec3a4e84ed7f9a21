"""Writes the files that are made from the store: tables, texts, and their descriptions for other programs."""

import json
import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from pipeline.data import data_file
from pipeline.records import RECORDS, VIEWS, Record
from pipeline.tables.files import named, sha256_of, write_set
from pipeline.tables.schema import Row, columns, csv_line, description, table_schema
from pipeline.tables.sql import declared_schema
from pipeline.tables.store import Store

TABLES: tuple[type[Record], ...] = (*RECORDS, *VIEWS)  # all tables and views, which are written as CSV

PACKAGE, METADATA = "tables/datapackage.json", "metadata.json"
_HIDDEN = re.compile(r'CREATE (?:VIRTUAL )?TABLE "((?:state|search|contributed)_\w+)"')

MOST_SYNCED = 1000  # texts that are flushed to disk one by one; for thousands this takes minutes


def export_tables(store: Store, out: Path, *, again: bool = False) -> None:
    """Bring the files below `out` (tables, texts, metadata) up to the state of the store, and note this in the store.

    Everything is first written beside the old files and then put in place together. Files that are up to date are left
    alone; texts without a document are removed. With `again`, all tables are written whatever the store has noted,
    nothing is removed and nothing is noted. `OSError`, with the old files intact, if the folder cannot be written.
    """
    texts = out / "text"
    (out / "tables").mkdir(parents=True, exist_ok=True)
    texts.mkdir(exist_ok=True)
    wanted, orphans = _texts(store, texts)
    noted = {} if again else dict(store.query("SELECT path, sha256 FROM state_exports"))  # emptied by any change
    current = bool(noted) and _digests(out) == noted
    if current and not wanted and not orphans:
        return
    unsynced = None if len(wanted) < MOST_SYNCED else texts
    made = ((path, [store.text(document_id)]) for document_id, path in wanted.items())
    with closing(_tables(store, out)) as tables:  # if writing fails, no open query may lock the store
        write_set(made if current else chain(made, tables), unsynced=unsynced)
    if again:
        return
    for path in orphans:
        path.unlink()
    written = {document_id: path.stat().st_mtime_ns for document_id, path in wanted.items()}
    store.set_exported(_digests(out), written)


def _texts(store: Store, folder: Path) -> tuple[dict[str, Path], list[Path]]:
    """document_id -> path of the texts to write, and paths of the texts to remove."""
    there = {path: path.stat() for path in folder.glob("*.txt") if path.is_file()}
    wanted: dict[str, Path] = {}
    for document_id, size, written in store.query("SELECT document_id, bytes, written FROM state_texts"):
        path = named(folder, f"{document_id}.txt")
        found = there.pop(path, None)
        if found is None or (found.st_size, found.st_mtime_ns) != (size, written):
            wanted[document_id] = path
    return wanted, list(there)


def _digests(out: Path) -> dict[str, str | None]:
    """Path below `out` -> SHA-256 of the current files that cover all releases: tables and their descriptions."""
    paths = (*(f"tables/{r.TABLE.name}.csv" for r in TABLES), PACKAGE, METADATA)
    return {path: sha256_of(out / path) for path in paths}


def _tables(store: Store, out: Path) -> Generator[tuple[Path, Iterable[str]]]:
    """Path and text (in pieces) of each table and of the two files that describe them."""
    for record in TABLES:
        with closing(store.rows(record)) as rows:
            yield out / f"tables/{record.TABLE.name}.csv", csv_lines(record, rows)
    for name, about, indent in ((PACKAGE, datapackage(), 2), (METADATA, metadata(), 1)):
        yield out / name, [json.dumps(about, indent=indent, ensure_ascii=False) + "\n"]


def csv_lines(record: type[Record], rows: Iterable[Row]) -> Iterator[str]:
    """The table as CSV: a header line, then a line for each row. A missing cell is empty, as is an empty text in a
    required column; the schema tells them apart."""
    yield csv_line(c.name for c in columns(record))
    yield from map(csv_line, rows)


def datapackage() -> dict[str, Any]:
    """The Frictionless descriptor: types, keys and constraints of every table. It holds no time stamp."""
    package: dict[str, Any] = yaml.safe_load(data_file("tables/datapackage.yaml").read_text("utf-8"))
    (of_all,) = package["resources"]
    package["resources"] = resources = []
    for record in TABLES:
        about = {"name": record.TABLE.name, "path": f"{record.TABLE.name}.csv", "description": description(record)}
        resources.append(of_all | about | {"schema": table_schema(record)})
    return package


def metadata() -> dict[str, Any]:
    """Datasette's metadata for the store: descriptions of tables and columns, facets, labels, search, stored queries.
    Internal tables are hidden. It holds no time stamp and no counts."""
    shown: dict[str, Any] = yaml.safe_load(data_file("tables/datasette.yaml").read_text("utf-8"))
    tables: dict[str, Any] = shown["databases"]["communique"]["tables"]
    for record in TABLES:
        described = {c.name: c.description for c in columns(record)}
        about = {"description": description(record), "columns": described}
        tables[record.TABLE.name] = about | tables.get(record.TABLE.name, {})
    tables |= {found[1]: {"hidden": True} for sql in declared_schema() if (found := _HIDDEN.match(sql))}
    return shown
