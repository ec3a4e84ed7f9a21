"""The SQL that makes the store, and rows in and out of its tables."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.records import RECORDS, Record
from pipeline.tables import search
from pipeline.tables.changes import STATE as CORRECTED
from pipeline.tables.rows import CONTRIBUTED
from pipeline.tables.schema import Cell, columns, create_indexes, create_table
from pipeline.tables.views import VIEWS

_OWNED = 'REFERENCES "documents" ("document_id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED'
_DOCUMENT = f'"document_id" TEXT PRIMARY KEY {_OWNED}'
SKETCHES = (
    # what each release is compared by; `came` sorts by date, then those that say they are amended after the others
    f'CREATE TABLE "state_sketches" ({_DOCUMENT}, "letters" INTEGER NOT NULL, "shingles" BLOB NOT NULL, '
    '"published" TEXT, "amended" INTEGER NOT NULL, "came" TEXT NOT NULL) STRICT',
    # releases that share a bucket (band and key) may be alike
    f'CREATE TABLE "state_buckets" ("band" INTEGER NOT NULL, "key" INTEGER NOT NULL, "came" TEXT NOT NULL, '
    f'"document_id" TEXT NOT NULL {_OWNED}, PRIMARY KEY ("band", "key", "came", "document_id")) STRICT, WITHOUT ROWID',
    'CREATE INDEX "state_buckets_document" ON "state_buckets" ("document_id")',
    # what was put into a bucket or taken out since the last settling
    'CREATE TABLE "state_touched" ("band" INTEGER NOT NULL, "key" INTEGER NOT NULL, "came" TEXT NOT NULL, '
    '"document_id" TEXT NOT NULL, PRIMARY KEY ("band", "key", "came", "document_id")) STRICT, WITHOUT ROWID',
)
_STATE = (
    # what each document was made from
    f'CREATE TABLE "state_documents" ({_DOCUMENT}, "source" TEXT NOT NULL, "fingerprint" TEXT NOT NULL) STRICT',
    # files that a run went through to their end
    'CREATE TABLE "state_sources" ("source" TEXT PRIMARY KEY, "fingerprint" TEXT NOT NULL) STRICT',
    # the repaired texts, and whether text/ holds them
    f'CREATE TABLE "state_texts" ({_DOCUMENT}, "text" TEXT NOT NULL, "bytes" INTEGER NOT NULL, '
    '"written" INTEGER NOT NULL) STRICT',
    # documents that are no more, whose text is still in text/
    'CREATE TABLE "state_gone" ("document_id" TEXT PRIMARY KEY) STRICT',
    # people, organisations, countries of which a document says something new
    'CREATE TABLE "state_unsettled" ("entity_id" TEXT PRIMARY KEY) STRICT',
    # files written from the store as it is
    'CREATE TABLE "state_exports" ("path" TEXT PRIMARY KEY, "sha256" TEXT NOT NULL) STRICT',
    # the version of the code that made tables of the corpus from what documents say
    'CREATE TABLE "state_code" ("version" TEXT PRIMARY KEY) STRICT',
    *SKETCHES,
    *CORRECTED,
)


def contributed(record: type[Record]) -> str:
    """Name of the table that holds what each document says of such rows."""
    return f"contributed_{record.TABLE.name}"


def _statements() -> list[str]:
    made = [create_table(r) for r in RECORDS] + [i for r in RECORDS for i in create_indexes(r)]
    for record in CONTRIBUTED:
        name, key = contributed(record), record.TABLE.key[0]
        made.append(create_table(record, name=name, contributed=True))
        made.append(f'CREATE INDEX "{name}_key" ON "{name}" ("{key}")')
    made += [f'CREATE VIEW "{r.TABLE.name}" AS {query.strip()}' for r, query in VIEWS.items()]
    return [*made, *_STATE, *search.statements()]


def state_tables() -> list[str]:
    """The tables that hold how the store came about, and those of the search: no rows of anyone's."""
    found = (re.search(r'CREATE (?:VIRTUAL )?TABLE "((?:state|search)_\w+)"', s) for s in _statements())
    return [m[1] for m in found if m]


SCHEMA_VERSION = int.from_bytes(hashlib.sha256("\n".join(_statements()).encode()).digest()[:4], "big") & 0x7FFFFFFF
"""Changes with the declared tables: a store of another version is made anew from raw/."""


def open_store(path: Path) -> sqlite3.Connection:
    """The store at `path`, made where there is none or one of another version. Raises `sqlite3.DatabaseError`."""
    db = _connect(path)
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    gone: list[tuple[str]] = []
    if tables and version != SCHEMA_VERSION:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'state_documents'").fetchone():
            raise sqlite3.DatabaseError("another program's database")
        gone = db.execute("SELECT document_id FROM documents").fetchall()
        db.close()
        path.unlink()
        db = _connect(path)
        tables = 0
    if not tables:
        db.execute("BEGIN")
        for statement in _statements():
            db.execute(statement)
        db.executemany("INSERT INTO state_gone VALUES (?)", gone)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        db.execute("COMMIT")
    return db


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, timeout=20)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = NORMAL")
    return db


def insert(
    db: sqlite3.Connection, record: type[Record], values: Sequence[tuple[Cell, ...]], conflict: str = ""
) -> None:
    """Add rows to the table of a record class."""
    marks = ", ".join("?" * len(columns(record)))
    db.executemany(f"INSERT INTO {quoted(record.TABLE.name)} VALUES ({marks}){conflict}", values)


def select(db: sqlite3.Connection, record: type[Record]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a table or view as they are read, cells as Python values (booleans too): by release and place
    where they have one, else by key."""
    names = ", ".join(quoted(c.name) for c in columns(record))
    order = ", ".join(quoted(k) for k in in_order(record))
    flags = [i for i, c in enumerate(columns(record)) if c.type == "boolean"]
    for row in db.execute(f"SELECT {names} FROM {quoted(record.TABLE.name)} ORDER BY {order}"):
        if flags:
            row = tuple(bool(v) if i in flags and v is not None else v for i, v in enumerate(row))
        yield row


def in_order(record: type[Record]) -> tuple[str, ...]:
    """The columns that the rows of a table are sorted by: `d:quote:1000-1010` comes after `d:quote:40-60`."""
    place = ("document_id", "start")
    if "document_id" in record.TABLE.refers and {c.name for c in columns(record)}.issuperset(place):
        return (*place, *(k for k in record.TABLE.key if k not in place))
    return record.TABLE.key


def quoted(name: str) -> str:
    """A name as SQL takes it."""
    return f'"{name}"'
