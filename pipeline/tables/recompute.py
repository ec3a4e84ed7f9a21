"""Rows of people, organisations, countries and their aliases, merged from what each document says of them.

Once a run, for the entities of which a document says something new. Every rule here counts and compares values and
never looks at an order, so that the result depends on the set of documents alone.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pipeline.records import Alias, Country, Entity, Organisation, Person, Record
from pipeline.tables.schema import cells, columns
from pipeline.tables.sql import CONTRIBUTED, contributed, delete, insert, listed, put

R = TypeVar("R", bound=Record)


def mark_dirty(db: sqlite3.Connection, document_id: str) -> None:
    """Note that what is said of the entities of a document is to be merged again."""
    for record in CONTRIBUTED:
        db.execute(
            f'INSERT OR IGNORE INTO state_dirty_entities SELECT "{record.TABLE.key[0]}" '
            f"FROM {contributed(record)} WHERE document_id = ?",
            (document_id,),
        )


def mark_all_dirty(db: sqlite3.Connection) -> None:
    """The same for all documents, and for what no document speaks of, as damage may leave it."""
    for record in CONTRIBUTED:
        for table in (contributed(record), record.TABLE.name):
            db.execute(f'INSERT OR IGNORE INTO state_dirty_entities SELECT "{record.TABLE.key[0]}" FROM {table}')


def recompute(db: sqlite3.Connection) -> bool:
    """Merge what is said of each entity that was noted; rows that no document speaks of any more go.

    Returns whether there were any.
    """
    noted = db.execute("SELECT entity_id FROM state_dirty_entities ORDER BY entity_id").fetchall()
    for (entity_id,) in noted:
        for record in (Entity, Country, Person, Organisation):
            if contributions := _contributions(db, record, entity_id):
                put(db, record, cells(merge(contributions)))
            else:
                delete(db, record, [entity_id])
        names = [e.name for e in _contributions(db, Entity, entity_id)]
        db.execute("DELETE FROM aliases WHERE entity_id = ?", (entity_id,))
        insert(db, Alias, map(cells, merge_aliases(entity_id, _contributions(db, Alias, entity_id), names)))
    db.execute("DELETE FROM state_dirty_entities")
    return bool(noted)


def _contributions(db: sqlite3.Connection, record: type[R], entity_id: str) -> dict[R, int]:
    """The different rows that documents give under one key, each with the number of documents."""
    names = [c.name for c in columns(record)]
    shape = listed(names)
    query = f'SELECT {shape}, count(*) FROM {contributed(record)} WHERE "{record.TABLE.key[0]}" = ? GROUP BY {shape}'
    return {record(**dict(zip(names, row, strict=True))): count for *row, count in db.execute(query, (entity_id,))}


def merge(contributions: Mapping[R, int]) -> R:
    """One row from the different rows that documents give under one key.

    A person's given and family name come from the row with the fullest name, so that they fit it; what an
    organisation is (acronym, kind, country, parent) from most documents.
    """
    best = fullest(getattr(r, "name", "") for r in contributions)
    rows = [r for r in contributions if getattr(r, "name", "") == best]
    first = min(rows, key=lambda r: (-contributions[r], repr(r)))
    if not isinstance(first, Organisation):
        return first
    chosen: dict[str, Any] = {c: _usual(contributions, c) for c in ("acronym", "kind", "country", "part_of")}
    return type(first)(organisation_id=first.organisation_id, name=first.name, **chosen)


def merge_aliases(entity_id: str, contributions: Mapping[Alias, int], names: Iterable[str]) -> list[Alias]:
    """The aliases of one entity: those that documents give, and the `names` that lost against the fullest."""
    given = {a.alias for a in contributions}
    names = set(names)
    lost = names - {fullest(names)} - given if names else set()
    aliases = [Alias(entity_id=entity_id, alias=name, kind="variant") for name in lost]
    for alias in given:
        kind: Any = _usual({a: n for a, n in contributions.items() if a.alias == alias}, "kind")
        aliases.append(Alias(entity_id=entity_id, alias=alias, kind=kind))
    return sorted(aliases, key=lambda a: a.alias)


def fullest(names: Iterable[str]) -> str:
    """The longest name; of equally long ones the first in code point order."""
    return min(names, key=lambda name: (-len(name), name))


def _usual(contributions: Mapping[R, int], column: str) -> str | None:
    counts: Counter[str | None] = Counter()
    for record, documents in contributions.items():
        counts[getattr(record, column)] += documents
    return usual(counts)


def usual(values: Mapping[str | None, int]) -> str | None:
    """The value that most documents give; of equally frequent ones the first in code point order."""
    given = [(-count, value) for value, count in values.items() if value]
    return min(given)[1] if given else None
