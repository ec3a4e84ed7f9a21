"""A checksum of all that the store holds of a document, so that damage shows: SQLite has none of its own.

A byte that flips in a cell leaves a database that is in order for SQLite and wrong for us.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b

from pipeline.records import RECORDS, Document, Duplicate, Record
from pipeline.tables.rows import CONTRIBUTED
from pipeline.tables.sql import contributed, declared_schema, quoted, schema_of


def note(db: sqlite3.Connection, document_id: str) -> None:
    """Note the checksum of a document as it stands in the store."""
    db.execute("INSERT OR REPLACE INTO state_checksums VALUES (?, ?)", (document_id, checksum(db, document_id)))


def checksum(db: sqlite3.Connection, document_id: str) -> str:
    """A hash of all rows of a document, as the machine made them: what is made of several documents is left out."""
    digest = blake2b(digest_size=16)
    for query in _queries():
        for row in db.execute(query, (document_id,)):
            digest.update(repr(row).encode("utf-8", "backslashreplace"))
        digest.update(b"\0")
    return digest.hexdigest()


def damage(db: sqlite3.Connection) -> str:
    """What is wrong with the file as a database; empty where nothing is."""
    if schema_of(db) != declared_schema():
        return "its tables are not those declared"
    (found,) = db.execute("PRAGMA integrity_check(1)").fetchone()
    return "" if found == "ok" else str(found)


def damaged(db: sqlite3.Connection) -> Iterator[str]:
    """Documents whose rows are not those that were stored. The tables must bear no corrections."""
    noted = dict(db.execute("SELECT document_id, checksum FROM state_checksums"))
    for (document_id,) in db.execute("SELECT document_id FROM documents ORDER BY document_id").fetchall():
        try:
            fits = checksum(db, document_id) == noted.get(document_id)
        except sqlite3.OperationalError:  # a cell that is no UTF-8
            fits = False
        if not fits:
            yield document_id


@cache
def _queries() -> tuple[str, ...]:
    own = [r for r in RECORDS if r is Document or ("documents" in r.TABLE.refers.values() and r is not Duplicate)]
    made = [_query(r.TABLE.name, r) for r in own]
    made += [_query(contributed(r), r) for r in CONTRIBUTED]
    made += [
        "SELECT * FROM quote_speakers WHERE quote_id IN (SELECT quote_id FROM quotes WHERE document_id = ?) "
        "ORDER BY quote_id, position",
        "SELECT source, fingerprint FROM state_documents WHERE document_id = ?",
        "SELECT text, bytes FROM state_texts WHERE document_id = ?",
        "SELECT * FROM state_signatures WHERE document_id = ?",
        "SELECT * FROM state_buckets WHERE document_id = ? ORDER BY band, key, came",
    ]
    return tuple(made)


def _query(table: str, record: type[Record]) -> str:
    order = ", ".join(quoted(k) for k in record.TABLE.key)
    return f"SELECT * FROM {quoted(table)} WHERE document_id = ? ORDER BY {order}"
