"""The files that are written from the store: tables, texts, and what describes them to other programs."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.data import data_file
from pipeline.records import RECORDS, VIEWS, Record
from pipeline.tables.files import TEMPORARY, named, sha256_of, write_set, write_whole
from pipeline.tables.formulas import guarded
from pipeline.tables.schema import Cell, columns, description, table_schema
from pipeline.tables.sql import declared_schema
from pipeline.tables.store import Store

TABLES: tuple[type[Record], ...] = (*RECORDS, *VIEWS)
"""What is written as CSV: every table and view."""

METADATA, PACKAGE = "metadata.json", "datapackage.json"
_HIDDEN = re.compile(r'CREATE (?:VIRTUAL )?TABLE "((?:state|search|contributed)_\w+)"')
_QUESTION = re.compile(r"^-- (?P<title>.+)\n(?P<sql>(?:(?!-- ).*\n)+)", re.MULTILINE)
_SPECIAL = frozenset(',"\r\n')

MOST_SYNCED = 1000  # texts a run that wait for the disk: thousands of waits take minutes


def export(store: Store, out: Path, *, again: bool = False) -> None:
    """Bring `out`/tables and `out`/text up to the state of the store, and note it.

    Everything is written beside the old files first and put in their place together. Files that are those written
    from this very state stay; texts that no document has go. `again` writes all tables, whatever is noted, removes
    nothing and leaves the store as it is. Raises `OSError` with the old files intact where the folder cannot be
    written.
    """
    tables, texts = out / "tables", out / "text"
    for folder in (tables, texts):
        folder.mkdir(parents=True, exist_ok=True)
    _swept(tables)
    there, known = _swept(texts), {f"{document_id}.txt": (size, at) for document_id, size, at in store.texts()}
    wanted = {name: named(texts, name) for name, about in known.items() if there.get(name) != about}
    orphans = [name for name in there if name.endswith(".txt") and name not in known]
    noted = {} if again else store.exports()
    current = bool(noted) and _digests(tables) == noted
    if current and not wanted and not orphans:
        return
    made = ((path, [store.text(name.removesuffix(".txt"))]) for name, path in wanted.items())
    unsynced = None if len(wanted) < MOST_SYNCED else texts
    write_set(chain(made, () if current else _tables(store, tables)), unsynced=unsynced)
    if again:
        return
    for name in orphans:
        named(texts, name).unlink()
    written = {name.removesuffix(".txt"): path.stat().st_mtime_ns for name, path in wanted.items()}
    store.set_exported(noted if current else _digests(tables), written)


def _digests(folder: Path) -> dict[str, str]:
    """name -> SHA-256 of the files of the tables as they are."""
    return {name: sha256_of(folder / name) for name in (*(f"{r.TABLE.name}.csv" for r in TABLES), PACKAGE)}


def _tables(store: Store, folder: Path) -> Iterator[tuple[Path, Iterable[str]]]:
    for record in TABLES:
        yield folder / f"{record.TABLE.name}.csv", csv_lines(record, store.rows(record))
    yield folder / PACKAGE, [json.dumps(datapackage(), indent=2, ensure_ascii=False) + "\n"]


def _swept(folder: Path) -> dict[str, tuple[int, int]]:
    """name -> size and time of the files in a folder, less what a killed run left half written, which is removed."""
    there: dict[str, tuple[int, int]] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(TEMPORARY):
                Path(entry.path).unlink()
            elif entry.is_file():
                about = entry.stat()
                there[os.fsencode(entry.name).decode("utf-8", "replace")] = (about.st_size, about.st_mtime_ns)
    return there


def csv_lines(record: type[Record], rows: Iterable[tuple[Cell, ...]]) -> Iterator[str]:
    """The table as CSV: a head, then a piece for each row.

    RFC 4180 with `\\n` at the end of a row. A cell is put in quotation marks where it holds a comma, a quotation mark
    or any line end; `\\r` counts, which `csv` and pandas leave bare, so that one row reads back as two. A missing cell
    is empty; an empty text in a required column is empty as well, and the column's type tells them apart. A text that
    a spreadsheet would run has an apostrophe before it.
    """
    yield ",".join(c.name for c in columns(record)) + "\n"
    for row in rows:
        yield ",".join(map(_cell, row)) + "\n"


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = guarded(value) if isinstance(value, str) else str(value)
    return text if _SPECIAL.isdisjoint(text) else '"' + text.replace('"', '""') + '"'


def datapackage() -> dict[str, Any]:
    """The Frictionless descriptor: types, keys and constraints of every table. It bears no time."""
    dialect = {"lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True}
    resources = [
        {
            "name": record.TABLE.name, "path": f"{record.TABLE.name}.csv", "profile": "tabular-data-resource",
            "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "description": description(record),
            "dialect": dialect, "schema": table_schema(record),
        }
        for record in TABLES
    ]  # fmt: skip
    return {
        "name": "communique", "title": "Press releases: who said what for whom, where and when",
        "description": "A text that a spreadsheet would run (=1+1) has an apostrophe before it, which is not its own.",
        "profile": "tabular-data-package", "resources": resources,
    }  # fmt: skip


# --- Datasette ------------------------------------------------------------------------------------------------------


def questions() -> dict[str, str]:
    """Title -> SQL of the questions of docs/analysis.md."""
    text = data_file("tables/questions.sql").read_text("utf-8")
    return {m["title"]: m["sql"].strip() for m in _QUESTION.finditer(text)}


def metadata() -> dict[str, Any]:
    """What Datasette shows of the store: tables, columns, facets and labels, the search and the ten questions.

    What belongs to the machinery is hidden. It bears no time and no count.
    """
    given = json.loads(data_file("tables/datasette.json").read_text("utf-8"))
    tables: dict[str, Any] = given["tables"]
    for record in TABLES:
        described = {c.name: c.description for c in columns(record)}
        about = {"description": " ".join(description(record).split()), "columns": described}
        tables[record.TABLE.name] = about | tables.get(record.TABLE.name, {})
    tables |= {found[1]: {"hidden": True} for sql in declared_schema() if (found := _HIDDEN.match(sql))}
    asked = enumerate(questions().items(), 1)
    queries = given["queries"] | {f"question-{n:02}": {"title": title, "sql": sql} for n, (title, sql) in asked}
    return {"title": given["title"], "databases": {"communique": {"tables": tables, "queries": queries}}}


def write_metadata(out: Path) -> None:
    """Write it beside the store, for `datasette communique.sqlite -m metadata.json`, where it is not there as it is."""
    text = json.dumps(metadata(), indent=1, ensure_ascii=False) + "\n"
    path = out / METADATA
    if not path.is_file() or path.read_text("utf-8") != text:
        write_whole(path, text)
