"""Rows changed after the fact, with what they were, so that every change can be taken back.

Corrections change rows of tables that are up to date. Each change is noted in `state_changes` as cells before and
after; taken back in reverse order, the tables are what the machine made, byte for byte.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from pipeline.records import RECORDS, Record
from pipeline.tables.rows import cells
from pipeline.tables.schema import Cell, columns

STATE = (
    'CREATE TABLE "state_changes" ("n" INTEGER PRIMARY KEY, "table" TEXT NOT NULL, "before" TEXT, "after" TEXT) STRICT',
    'CREATE TABLE "state_corrected" ("digest" TEXT PRIMARY KEY) STRICT',
)
R = TypeVar("R", bound=Record)
_BY_NAME = {r.TABLE.name: r for r in RECORDS}


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after; None where there was, or is, no such row."""

    before: Record | None
    after: Record | None

    @property
    def record(self) -> type[Record]:
        """The table of the row."""
        row = self.after or self.before
        assert row is not None
        return type(row)


def record_of(record: type[R], row: Iterable[Cell]) -> R:
    """The record of a row of the store, in which SQLite keeps truth values as numbers."""
    kinds = columns(record)
    values = (bool(v) if c.type == "boolean" and v is not None else v for c, v in zip(kinds, row, strict=True))
    return record(**dict(zip((c.name for c in kinds), values, strict=True)))


def select(db: sqlite3.Connection, record: type[R], equal: dict[str, Cell]) -> list[R]:
    """The rows whose cells are these, sorted by key."""
    names = ", ".join(f'"{c.name}"' for c in columns(record))
    where = " AND ".join(f'"{name}" = ?' for name in equal) or "1"
    order = ", ".join(f'"{k}"' for k in record.TABLE.key)
    rows = db.execute(
        f'SELECT {names} FROM "{record.TABLE.name}" WHERE {where} ORDER BY {order}', tuple(equal.values())
    )
    return [record_of(record, row) for row in rows]


def make(db: sqlite3.Connection, changes: Iterable[Change]) -> None:
    """Carry changes out and note them."""
    for change in changes:
        before = None if change.before is None else cells(change.before)
        after = None if change.after is None else cells(change.after)
        _move(db, change.record, before, after)
        db.execute(
            'INSERT INTO state_changes ("table", "before", "after") VALUES (?, ?, ?)',
            (change.record.TABLE.name, json.dumps(before), json.dumps(after)),
        )


def take_back(db: sqlite3.Connection) -> bool:
    """Undo all noted changes, the last first; whether there were any."""
    noted = db.execute('SELECT "table", "before", "after" FROM state_changes ORDER BY n DESC').fetchall()
    for table, before, after in noted:
        _move(db, _BY_NAME[table], json.loads(after), json.loads(before))
    db.execute("DELETE FROM state_changes")
    return bool(noted)


def _move(db: sqlite3.Connection, record: type[Record], old: Iterable[Cell] | None, new: Iterable[Cell] | None) -> None:
    """From one row to another. A row that stays is updated: deleting a quote would take its speakers along."""
    names = [c.name for c in columns(record)]
    table = f'"{record.TABLE.name}"'
    was = None if old is None else dict(zip(names, old, strict=True))
    if new is None:
        assert was is not None
        where = " AND ".join(f'"{k}" = ?' for k in record.TABLE.key)
        db.execute(f"DELETE FROM {table} WHERE {where}", [was[k] for k in record.TABLE.key])
    elif was is None:
        db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", list(new))
    else:
        where = " AND ".join(f'"{k}" = ?' for k in record.TABLE.key)
        changed = ", ".join(f'"{n}" = ?' for n in names)
        db.execute(f"UPDATE {table} SET {changed} WHERE {where}", [*new, *(was[k] for k in record.TABLE.key)])
