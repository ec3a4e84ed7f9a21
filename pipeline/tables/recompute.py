"""Merges what each document says about people, organisations, countries and aliases into the rows of the corpus.

This is done once per run, for the entities about which a document says something new. Every rule counts and compares
values and never depends on an order, so that the result depends only on the set of documents.
"""

import sqlite3

from pipeline.data import data_file
from pipeline.records import Country, Entity, Organisation, Person
from pipeline.tables.schema import columns
from pipeline.tables.sql import CONTRIBUTED, changing, contributed, listed

_MERGE, _TRAITS, _ALIASES = (data_file(f"tables/{n}.sql").read_text("utf-8") for n in ("merge", "traits", "aliases"))


def mark_all_dirty(db: sqlite3.Connection) -> None:
    """Mark all entities dirty, also rows without a document, which damage may leave behind."""
    for record in CONTRIBUTED:
        for table in (contributed(record), record.TABLE.name):
            db.execute(f'INSERT OR IGNORE INTO state_dirty_entities SELECT "{record.TABLE.key[0]}" FROM {table}')


def recompute(db: sqlite3.Connection) -> bool:
    """Merge what documents say about each dirty entity; delete rows about which none does. Whether any was dirty."""
    for record in (Entity, Country, Person, Organisation):
        names = [c.name for c in columns(record)]
        of_table = {"table": record.TABLE.name, "said": contributed(record), "key": record.TABLE.key[0]}
        of_table |= {"columns": listed(names), "order": ", ".join(f"{name} NULLS LAST" for name in names)}
        for statement in _MERGE.format(**of_table, changing=changing(record)).split(";"):
            db.execute(statement)
    for column in ("acronym", "kind", "country", "part_of"):
        db.execute(_TRAITS.format(column=column))
    for statement in _ALIASES.split(";"):
        db.execute(statement)
    return db.execute("DELETE FROM state_dirty_entities").rowcount > 0
