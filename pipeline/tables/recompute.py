"""Merges what each document says about people, organisations, countries and aliases into the rows of the corpus.

This is done once per run, for the entities about which a document says something new. Every rule counts and compares
values and never depends on an order, so that the result depends only on the set of documents.
"""

import sqlite3

from pipeline.data import data_file
from pipeline.records import Country, Entity, Organisation, Person, Record
from pipeline.tables.schema import columns
from pipeline.tables.sql import CONTRIBUTED, changing, contributed, listed

_NOTED = "IN (SELECT entity_id FROM state_dirty_entities)"
_USUAL = """(
  SELECT {column} FROM contributed_organisations said
  WHERE said.organisation_id = organisations.organisation_id AND {column} IS NOT NULL
  GROUP BY {column} ORDER BY count(*) DESC, {column} LIMIT 1
)"""
_ALIASES = data_file("tables/aliases.sql").read_text("utf-8").split(";")


def mark_all_dirty(db: sqlite3.Connection) -> None:
    """Mark all entities dirty, also rows without a document, which damage may leave behind."""
    for record in CONTRIBUTED:
        for table in (contributed(record), record.TABLE.name):
            db.execute(f'INSERT OR IGNORE INTO state_dirty_entities SELECT "{record.TABLE.key[0]}" FROM {table}')


def recompute(db: sqlite3.Connection) -> bool:
    """Merge what documents say about each dirty entity; delete rows about which none does. Whether any was dirty."""
    for record in (Entity, Country, Person, Organisation):
        _merge(db, record)
    # given and family names come with the fullest name; the traits of an organisation are those most documents give
    usual = ", ".join(f"{c} = {_USUAL.format(column=c)}" for c in ("acronym", "kind", "country", "part_of"))
    db.execute(f"UPDATE organisations SET {usual} WHERE organisation_id {_NOTED}")
    for statement in _ALIASES:
        db.execute(statement)
    return db.execute("DELETE FROM state_dirty_entities").rowcount > 0


def _merge(db: sqlite3.Connection, record: type[Record]) -> None:
    """For each key, keep the row whose name has the most words; on a tie, the most frequent one."""
    table, said, key = record.TABLE.name, contributed(record), record.TABLE.key[0]
    left = f"NOT EXISTS (SELECT 1 FROM {said} WHERE {said}.{key} = {table}.{key})"
    db.execute(f"DELETE FROM {table} WHERE {key} {_NOTED} AND {left}")
    shape = listed(c.name for c in columns(record))
    words = "trim(replace(replace(name, '-', ' '), '  ', ' '), ' –')"  # “Roe-Lund” has two, “Zed Mines -” too
    blanks = f"length({words}) - length(replace({words}, ' ', ''))"
    best = f"{blanks} DESC, times DESC, name = upper(name), name, alike DESC"
    order = ", ".join([best, *(f"{c.name} NULLS LAST" for c in columns(record))])
    db.execute(f"""
INSERT INTO {table} SELECT {shape} FROM (
  SELECT *, row_number() OVER (PARTITION BY {key} ORDER BY {order}) AS place FROM (
    SELECT *, count(*) AS alike, sum(count(*)) OVER (PARTITION BY {key}, name) AS times
    FROM {said} WHERE {key} {_NOTED} GROUP BY {shape}
)) WHERE place = 1 {changing(record)}""")
