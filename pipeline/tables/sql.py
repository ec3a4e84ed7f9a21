"""The SQL that makes the store, and rows in and out of its tables."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import cache, lru_cache

from pipeline.records import RECORDS, Record
from pipeline.tables import search
from pipeline.tables.changes import STATE as CORRECTED
from pipeline.tables.rows import CONTRIBUTED
from pipeline.tables.schema import Cell, columns, create_indexes, create_table
from pipeline.tables.views import VIEWS

FORMAT = 3
"""Counts the formats of the store: raise it when a table changes, so that an older program refuses a newer store."""
APPLICATION = 0x436F6D71
"""“Comq”: tells our databases from those of other programs."""
_RELEASE = "document_id"
_NUMBER = re.compile("0*([0-9]+)")
_OWNED = 'REFERENCES "documents" ("document_id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED'
_DOCUMENT = f'"document_id" TEXT PRIMARY KEY {_OWNED}'
SIGNATURES = (
    # what each release is compared by; `came` sorts by date, then those that say they are amended after the others
    f'CREATE TABLE "state_signatures" ({_DOCUMENT}, "letters" INTEGER NOT NULL, "shingles" BLOB NOT NULL, '
    '"published" TEXT, "amended" INTEGER NOT NULL, "came" TEXT NOT NULL) STRICT',
    # releases that share a bucket (band and key) may be alike
    f'CREATE TABLE "state_buckets" ("band" INTEGER NOT NULL, "key" INTEGER NOT NULL, "came" TEXT NOT NULL, '
    f'"document_id" TEXT NOT NULL {_OWNED}, PRIMARY KEY ("band", "key", "came", "document_id")) STRICT, WITHOUT ROWID',
    'CREATE INDEX "state_buckets_document" ON "state_buckets" ("document_id")',
    # what was put into a bucket or taken out since the tables were last recomputed
    'CREATE TABLE "state_dirty_buckets" ("band" INTEGER NOT NULL, "key" INTEGER NOT NULL, "came" TEXT NOT NULL, '
    '"document_id" TEXT NOT NULL, PRIMARY KEY ("band", "key", "came", "document_id")) STRICT, WITHOUT ROWID',
)
_STATE = (
    # what each document was made from
    f'CREATE TABLE "state_documents" ({_DOCUMENT}, "source" TEXT NOT NULL, "fingerprint" TEXT NOT NULL) STRICT',
    # files that a run went through to their end
    'CREATE TABLE "state_sources" ("source" TEXT PRIMARY KEY, "fingerprint" TEXT NOT NULL) STRICT',
    # the repaired texts, and when the file in text/ was written (nanoseconds; 0: it was not)
    f'CREATE TABLE "state_texts" ({_DOCUMENT}, "text" TEXT NOT NULL, "bytes" INTEGER NOT NULL, '
    '"written" INTEGER NOT NULL) STRICT',
    # a hash of all rows of each document, as they were stored
    f'CREATE TABLE "state_checksums" ({_DOCUMENT}, "checksum" TEXT NOT NULL) STRICT',
    # documents of the store that this one takes the place of, until the first run is over
    'CREATE TABLE "state_former" ("document_id" TEXT PRIMARY KEY, "source" TEXT NOT NULL) STRICT',
    # people, organisations, countries of which a document says something new
    'CREATE TABLE "state_dirty_entities" ("entity_id" TEXT PRIMARY KEY) STRICT',
    # files written from the store as it is
    'CREATE TABLE "state_exports" ("path" TEXT PRIMARY KEY, "sha256" TEXT NOT NULL) STRICT',
    # the version of the code that made tables of the corpus from what documents say
    'CREATE TABLE "state_code" ("version" TEXT PRIMARY KEY) STRICT',
    *SIGNATURES,
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


def create(db: sqlite3.Connection, former: Sequence[tuple[str, str]] = ()) -> None:
    """Make all tables; `former` are documents (id, source) of the store that this one takes the place of."""
    db.execute("BEGIN")
    for statement in _statements():
        db.execute(statement)
    db.executemany("INSERT INTO state_former VALUES (?, ?)", former)
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {FORMAT}")
    db.execute("COMMIT")


@cache
def declared_schema() -> tuple[str, ...]:
    """The SQL of all tables, views and indexes, as SQLite keeps it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        create(db)
        return schema_of(db)


def schema_of(db: sqlite3.Connection) -> tuple[str, ...]:
    """The SQL of all tables, views and indexes of a store."""
    return tuple(sql for (sql,) in db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"))


def insert(
    db: sqlite3.Connection, record: type[Record], values: Sequence[tuple[Cell, ...]], conflict: str = ""
) -> None:
    """Add rows to the table of a record class."""
    marks = ", ".join("?" * len(columns(record)))
    db.executemany(f"INSERT INTO {quoted(record.TABLE.name)} VALUES ({marks}){conflict}", values)


def select(db: sqlite3.Connection, record: type[Record]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a table or view as they are read, cells as Python values (booleans too): by release and place
    where they have one, else by key."""
    names, keys = ", ".join(quoted(c.name) for c in columns(record)), in_order(record)
    order = ", ".join(f"as_people_count({quoted(k)}), {quoted(k)}" if k == _RELEASE else quoted(k) for k in keys)
    flags = [i for i, c in enumerate(columns(record)) if c.type == "boolean"]
    for row in db.execute(f"SELECT {names} FROM {quoted(record.TABLE.name)} ORDER BY {order}"):
        if flags:
            row = tuple(bool(v) if i in flags and v is not None else v for i, v in enumerate(row))
        yield row


@lru_cache(maxsize=1 << 12)
def as_people_count(name: str) -> str:
    """What names are sorted by so that numbers in them count: `r2` before `r10`."""
    return _NUMBER.sub(lambda m: f"{len(m[1]):03}{m[1]}", name)


def in_order(record: type[Record]) -> tuple[str, ...]:
    """The columns that the rows of a table are sorted by."""
    place = (_RELEASE, "start")
    if _RELEASE in record.TABLE.refers and {c.name for c in columns(record)}.issuperset(place):
        return (*place, *(k for k in record.TABLE.key if k not in place))
    return record.TABLE.key


def quoted(name: str) -> str:
    """A name as SQL takes it."""
    return f'"{name}"'
