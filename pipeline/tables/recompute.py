"""Brings the rows of people, organisations and countries up to date with what the documents say, once a run."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable
from functools import cache
from typing import Any, cast

from pipeline.records import Alias, Country, Entity, Organisation, Person, Record
from pipeline.tables.corpus import merge, merge_aliases
from pipeline.tables.rows import CONTRIBUTED, cells
from pipeline.tables.schema import columns
from pipeline.tables.sql import contributed, insert, quoted


def mark_dirty(db: sqlite3.Connection, document_id: str | None = None) -> None:
    """Note that what is said of the entities of a document, or of all documents, is to be merged again."""
    for record in CONTRIBUTED:
        db.execute(
            f"INSERT OR IGNORE INTO state_dirty_entities SELECT {quoted(record.TABLE.key[0])} "
            f"FROM {contributed(record)} WHERE ?1 IS NULL OR document_id = ?1",
            (document_id,),
        )
        if document_id is None:  # also what no document speaks of, as damage may leave it
            key = quoted(record.TABLE.key[0])
            db.execute(f"INSERT OR IGNORE INTO state_dirty_entities SELECT {key} FROM {record.TABLE.name}")


def recompute(db: sqlite3.Connection) -> bool:
    """Merge what is said of each entity that was noted; rows that no document speaks of any more go.

    Returns whether there were any.
    """
    noted = db.execute("SELECT entity_id FROM state_dirty_entities ORDER BY entity_id").fetchall()
    for (entity_id,) in noted:
        names: list[str] = []
        for record in (Entity, Country, Person, Organisation):
            said = _said(db, record, entity_id)
            if said:
                _replace(db, merge(said))
            else:
                key = record.TABLE.key[0]
                db.execute(f"DELETE FROM {record.TABLE.name} WHERE {quoted(key)} = ?", (entity_id,))
            if record is Entity:
                names = [r.name for r in said]  # type: ignore[attr-defined]
        db.execute("DELETE FROM aliases WHERE entity_id = ?", (entity_id,))
        aliases = merge_aliases(entity_id, _said(db, Alias, entity_id), names)  # type: ignore[arg-type]
        insert(db, Alias, [cells(a) for a in aliases])
    db.execute("DELETE FROM state_dirty_entities")
    return bool(noted)


def _said(db: sqlite3.Connection, record: type[Record], entity_id: str) -> dict[Record, int]:
    names = [c.name for c in columns(record)]
    made: dict[Record, int] = {}
    for *values, count in db.execute(_saying(cast(Hashable, record)), (entity_id,)):
        made[record(**dict(zip(names, values, strict=True)))] = count
    return made


@cache
def _saying(record: Any) -> str:
    names = ", ".join(quoted(c.name) for c in columns(record))
    key = quoted(record.TABLE.key[0])
    return f"SELECT {names}, count(*) FROM {contributed(record)} WHERE {key} = ? GROUP BY {names}"


def _replace(db: sqlite3.Connection, row: Record) -> None:
    record = type(row)
    insert(db, record, [cells(row)], _replacing(cast(Hashable, record)))


@cache
def _replacing(record: Any) -> str:
    changed = ", ".join(f"{quoted(c.name)} = excluded.{quoted(c.name)}" for c in columns(record))
    return f" ON CONFLICT DO UPDATE SET {changed}"
