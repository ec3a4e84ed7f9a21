"""The store in SQL: what makes its tables, and rows in and out of them.

The tables of records, and what each document contributes to those of the corpus, are derived from the record classes;
all else stands in `data/tables/store.sql`.
"""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from functools import cache

from pipeline.data import data_file
from pipeline.records import RECORDS, Alias, Country, Entity, Organisation, Person, Record
from pipeline.tables.schema import Column, Row, by_table, columns, key_of, references

FORMAT = 6
"""Counts the formats of the store: raise it when a table changes, so that an older program refuses a newer store."""
APPLICATION = 0x436F6D71  # “Comq”: tells our databases from those of other programs
CONTRIBUTED: tuple[type[Record], ...] = (Entity, Country, Person, Organisation, Alias)
"""Tables of the whole corpus: a document contributes to their rows, and none owns one."""
_RELEASE = "document_id"
_NUMBER = re.compile("0*([0-9]+)")
_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_OWNED_BY = ("documents", "quotes")  # their rows go with them


def contributed(record: type[Record]) -> str:
    """Name of the table that holds what each document says of such rows."""
    return f"contributed_{record.TABLE.name}"


def create_table(record: type[Record], *, by_document: bool = False) -> str:
    """The SQL that makes the table of a record class, or the one of what each document says of such rows."""
    name, key, refers, lines = record.TABLE.name, record.TABLE.key, references(record), [*map(_column, columns(record))]
    if by_document:
        name, key, refers = contributed(record), (_RELEASE, *key), {_RELEASE: "documents"}
        lines.insert(0, f'"{_RELEASE}" TEXT NOT NULL')
    lines.append(f"PRIMARY KEY ({listed(key)})")
    for column, parent in refers.items():
        cascade = " ON DELETE CASCADE" if parent in _OWNED_BY else ""
        refer = f'FOREIGN KEY ("{column}") REFERENCES "{parent}" ("{key_of(parent)}")'
        lines.append(f"{refer}{cascade} DEFERRABLE INITIALLY DEFERRED")
    body = ",\n  ".join(lines)
    return f'CREATE TABLE "{name}" (\n  {body}\n) STRICT'


def _column(column: Column) -> str:
    values = ", ".join(map(repr, column.enum)) or ("0, 1" if column.type == "boolean" else "")
    check = f' CHECK ("{column.name}" IN ({values}))' if values else ""
    return f'"{column.name}" {_TYPES[column.type]}{"" if column.optional else " NOT NULL"}{check}'


def create(db: sqlite3.Connection, former: Iterable[tuple[str, str]] = ()) -> None:
    """Make all tables; `former` are documents (id, source) of the store that this one takes the place of."""
    made = [create_table(r) for r in RECORDS]
    for record in RECORDS:  # an index on what refers to other tables and does not lead the key: deletes look it up
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
    """The SQL of all tables, views and indexes, as SQLite keeps it."""
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
    """What follows an INSERT that is to change the row with the same key."""
    return "ON CONFLICT DO UPDATE SET " + ", ".join(f'"{c.name}" = excluded."{c.name}"' for c in columns(record))


@by_table
def selection(record: type[Record]) -> tuple[str, str]:
    """What is selected of a table or view, and in which order: by release and place, else by key."""
    name, key, names = record.TABLE.name, record.TABLE.key, [c.name for c in columns(record)]
    if _RELEASE in references(record) and {_RELEASE, "start"}.issubset(names):
        key = (_RELEASE, "start", *(k for k in key if k not in (_RELEASE, "start")))
    order = ", ".join(f'natural_sort_key("{k}"), "{k}"' if k == _RELEASE else f'"{k}"' for k in key)
    cells = ", ".join(f'"{c.name}" AS "{c.name} [{c.type}]"' for c in columns(record))
    return f'SELECT {cells} FROM "{name}"', f"ORDER BY {order}"


def natural_sort_key(name: str) -> str:
    """What names are sorted by so that numbers in them count as numbers: `r2` before `r10`."""
    return _NUMBER.sub(lambda m: f"{len(m[1]):03}{m[1]}", name)


def listed(names: Iterable[str]) -> str:
    """Names of columns as SQL takes them."""
    return ", ".join(f'"{n}"' for n in names)


def equality(names: Iterable[str]) -> str:
    """The condition that columns have the values that are given in their order."""
    return " AND ".join(f'"{n}" = ?' for n in names) or "1"
