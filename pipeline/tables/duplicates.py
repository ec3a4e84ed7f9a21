"""Finds near-duplicates: the buckets of similar releases in the store, and the table `duplicates` made from them.

Each release is compared with the first few of every bucket it is in, and listed as a duplicate of the most similar of
the earlier ones (by publication date, unamended before amended, by id). A row therefore depends on the set of releases
and not on the order in which they were added; adding ten releases to 50,000 takes the comparisons of ten; and 1,000
copies of a text give 999 rows that all name the first.
"""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pipeline.data import data_file
from pipeline.records import Duplicate, FirstFrom
from pipeline.tables.minhash import SIMILAR, Signature, signature, similarity
from pipeline.tables.schema import Row
from pipeline.tables.sql import insert

_FIRST = 8  # releases of a bucket with which later ones are compared
_NO_DATE = "9999-99-99"
_BUCKETS = "SELECT band, key, came, document_id FROM state_buckets WHERE document_id = ?"
_BEFORE, _AFFECTED = (data_file(f"tables/duplicates_{name}.sql").read_text("utf-8") for name in ("before", "affected"))


def add(db: sqlite3.Connection, document_id: str, published: str | None, made: Signature) -> None:
    """Add a release, given by its signature."""
    row = (document_id, made.letters, made.shingles.tobytes(), made.lead.tobytes(), made.amended, published)
    db.execute("INSERT INTO state_signatures VALUES (?, ?, ?, ?, ?, ?)", row)
    came = f"{published or _NO_DATE} {made.amended:d}"
    rows = [(band, key, came, document_id) for band, key in made.buckets()]
    db.executemany("INSERT INTO state_buckets VALUES (?, ?, ?, ?)", rows)


def mark_all_dirty(db: sqlite3.Connection) -> None:
    """Note that the whole table must be rebuilt."""
    db.execute("DELETE FROM duplicates")
    db.execute("INSERT OR IGNORE INTO state_dirty_buckets SELECT * FROM state_buckets")


def add_all_again(db: sqlite3.Connection) -> None:
    """Rebuild all signatures from the stored texts, since the code that makes them may have changed."""
    for table in ("duplicates", "state_buckets", "state_signatures"):
        db.execute(f"DELETE FROM {table}")
    read = "SELECT document_id, published, headline, text FROM documents JOIN state_texts USING (document_id)"
    for document_id, published, headline, text in db.execute(read):
        sections = db.execute('SELECT start, "end", kind FROM sections WHERE document_id = ?', (document_id,))
        add(db, document_id, published, signature(text, sections, headline))


def recompute(db: sqlite3.Connection) -> None:
    """Bring the table up to date with the releases added, changed and removed."""
    for (document_id,) in db.execute(_AFFECTED, {"first": _FIRST}).fetchall():
        db.execute("DELETE FROM duplicates WHERE document_id = ?", (document_id,))
        buckets = db.execute(_BUCKETS, (document_id,))
        found = {row for bucket in buckets for row in db.execute(_BEFORE, (*bucket, _FIRST))}
        earlier = [_release(db, other) for _, other in sorted(found)]
        if earlier and (row := _row(_release(db, document_id), earlier)):
            insert(db, Duplicate, [row])
    db.execute("DELETE FROM state_dirty_buckets")


class _Release(NamedTuple):
    document_id: str
    published: str | None
    signature: Signature


def _release(db: sqlite3.Connection, document_id: str) -> _Release:
    query = "SELECT published, letters, shingles, lead, amended FROM state_signatures WHERE document_id = ?"
    published, letters, shingles, lead, amended = db.execute(query, (document_id,)).fetchone()
    made = Signature(letters, np.frombuffer(shingles, np.uint32), np.frombuffer(lead, np.uint32), bool(amended))
    return _Release(document_id, published, made)


def _row(mine: _Release, earlier: Sequence[_Release]) -> Row | None:
    """The row of a release in `duplicates`; None if it is similar to none of the earlier ones."""
    likest = max(earlier, key=lambda other: similarity(mine.signature, other.signature))
    alike = similarity(mine.signature, likest.signature)
    if alike < SIMILAR:
        return None
    kind = "same" if mine.signature.letters == likest.signature.letters else "amended"
    return mine.document_id, likest.document_id, round(alike, 4), kind, *_came_first(mine, likest)


def _came_first(mine: _Release, earlier: _Release) -> tuple[str | None, FirstFrom | None]:
    """Which of two releases came first, and what shows it: their publication dates, or words such as “correction”."""
    if mine.published and earlier.published and mine.published != earlier.published:
        return earlier.document_id, "published"
    if mine.signature.amended != earlier.signature.amended:
        return (earlier if mine.signature.amended else mine).document_id, "words"
    return None, None
