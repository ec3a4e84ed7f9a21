"""The SQL of the store: statements that create its tables, and insert and select rows.

The tables of records, and those of what each document contributes to rows of the corpus, are derived from the record
classes; everything else is in `data/tables/store.sql`.
"""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from functools import cache

from pipeline.data import data_file
from pipeline.records import RECORDS, Alias, Country, Entity, Organisation, Person, Record
from pipeline.tables.schema import Column, Row, columns, key_of, references

FORMAT = 9
"""Version of the store's format; raise it when a table changes, so that an older program refuses a newer store."""
APPLICATION = 0x436F6D71  # “Comq”: distinguishes our databases from those of other programs
CONTRIBUTED: tuple[type[Record], ...] = (Entity, Country, Person, Organisation, Alias)
"""Tables of the whole corpus: documents contribute to their rows, but none owns one."""
_RELEASE = "document_id"
_NUMBER = re.compile("0*([0-9]+)")
_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
OWNED_BY = ("documents", "quotes")
"""Tables with whose rows those that refer to them are deleted."""


def contributed(record: type[Record]) -> str:
    """Name of the table that holds what each document contributes to such rows."""
    return f"contributed_{record.TABLE.name}"


def create_table(record: type[Record], *, by_document: bool = False) -> str:
    """The SQL that creates the table of a record class; with `by_document`, the table of contributions to its rows."""
    name, key = record.TABLE
    refers = references(record)
    lines = [*map(_column, columns(record))]
    if by_document:
        name, key, refers = contributed(record), (_RELEASE, *key), {_RELEASE: "documents"}
        lines.insert(0, f'"{_RELEASE}" TEXT NOT NULL')
    lines.append(f"PRIMARY KEY ({listed(key)})")
    for column, parent in refers.items():
        cascade = " ON DELETE CASCADE" if parent in OWNED_BY else ""
        refer = f'FOREIGN KEY ("{column}") REFERENCES "{parent}" ("{key_of(parent)}")'
        lines.append(f"{refer}{cascade} DEFERRABLE INITIALLY DEFERRED")
    body = ",\n  ".join(lines)
    return f'CREATE TABLE "{name}" (\n  {body}\n) STRICT'


def _column(column: Column) -> str:
    values = ", ".join(map(repr, column.enum)) or ("0, 1" if column.type == "boolean" else "")
    check = f' CHECK ("{column.name}" IN ({values}))' if values else ""
    return f'"{column.name}" {_TYPES[column.type]}{"" if column.optional else " NOT NULL"}{check}'


def create(db: sqlite3.Connection, former: Iterable[tuple[str, str]] = ()) -> None:
    """Create all tables; `former` are the documents (id, source) of the store that this one replaces."""
    made = [create_table(r) for r in RECORDS]
    for record in RECORDS:  # index foreign keys that do not lead the primary key, for the lookups of deletes
        name, refers = record.TABLE.name, references(record)
        made += [f'CREATE INDEX "{name}_{c}" ON "{name}" ("{c}")' for c in refers if c != record.TABLE.key[0]]
    for record in CONTRIBUTED:
        name, key = contributed(record), record.TABLE.key[0]
        made += [create_table(record, by_document=True), f'CREATE INDEX "{name}_key" ON "{name}" ("{key}")']
        for event, row in (("INSERT", "NEW"), ("DELETE", "OLD")):
            note = f"INSERT OR IGNORE INTO state_dirty_entities VALUES ({row}.{key})"
            made.append(f'CREATE TRIGGER "{name}_{event.lower()}" AFTER {event} ON "{name}" BEGIN {note}; END')
    db.executescript(";\n".join(["BEGIN", *made, data_file("tables/store.sql").read_text("utf-8")]))
    db.executemany("INSERT INTO state_former VALUES (?, ?)", former)
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {FORMAT}")
    db.execute("COMMIT")


@cache
def declared_schema() -> tuple[str, ...]:
    """The SQL of all tables, views and indexes of a new store, as SQLite stores it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        create(db)
        return schema_of(db)


def schema_of(db: sqlite3.Connection) -> tuple[str, ...]:
    """The SQL of all tables, views and indexes of a store."""
    return tuple(sql for (sql,) in db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"))


def insert(db: sqlite3.Connection, record: type[Record], values: Iterable[Row], conflict: str = "") -> None:
    """Add rows to the table of a record class."""
    marks = ", ".join("?" * len(columns(record)))
    db.executemany(f'INSERT INTO "{record.TABLE.name}" VALUES ({marks}) {conflict}', values)


def changing(record: type[Record]) -> str:
    """The clause that makes an INSERT change an existing row with the same key."""
    return "ON CONFLICT DO UPDATE SET " + ", ".join(f'"{c.name}" = excluded."{c.name}"' for c in columns(record))


def selection(record: type[Record]) -> tuple[str, str]:
    """The SELECT and ORDER BY clauses for all rows of a table or view: by release and place, else by key."""
    name, key = record.TABLE
    if _RELEASE in references(record) and {_RELEASE, "start"}.issubset([c.name for c in columns(record)]):
        key = (_RELEASE, "start", *(k for k in key if k not in (_RELEASE, "start")))
    order = ", ".join(f'natural_sort_key("{k}"), "{k}"' if k == _RELEASE else f'"{k}"' for k in key)
    cells = ", ".join(f'"{c.name}" AS "{c.name} [{c.type}]"' for c in columns(record))
    return f'SELECT {cells} FROM "{name}"', f"ORDER BY {order}"


def natural_sort_key(name: str) -> str:
    """A sort key by which numbers in names sort as numbers: `r2` before `r10`."""
    return _NUMBER.sub(lambda m: f"{len(m[1]):03}{m[1]}", name)


def listed(names: Iterable[str]) -> str:
    """Column names quoted and joined for SQL."""
    return ", ".join(f'"{n}"' for n in names)


def equality(names: Iterable[str]) -> str:
    """A condition that each column equals a parameter (`?`), in order; always true without columns."""
    return " AND ".join(f'"{n}" = ?' for n in names) or "1"
