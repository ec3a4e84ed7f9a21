"""Which releases are nearly the same: buckets of alike releases in the store, and the table made from them.

Each release is compared with the first few of every bucket that it stands in, and told as a duplicate of the likest of
those that came before it. So a row depends on the releases that are there and not on the order in which they came in;
ten new releases beside 50,000 cost the comparisons of ten; and 1,000 copies of one text give 999 rows that all name
the first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from pipeline.records import Duplicate, FirstFrom
from pipeline.tables.minhash import SIMILAR, Signature, signature, similarity, unpacked
from pipeline.tables.schema import cells
from pipeline.tables.sql import insert

_FIRST = 8  # releases of a bucket that the others are compared with
_NO_DATE = "9999-99-99"
_LAST = ("\U0010ffff", "")  # after all (came, document_id)


def add(db: sqlite3.Connection, document_id: str, published: str | None, made: Signature) -> None:
    """Take a release in by its signature."""
    came = f"{published or _NO_DATE} {made.amended:d}"
    row = (document_id, made.letters, made.packed(), published, came)
    db.execute("INSERT INTO state_signatures VALUES (?, ?, ?, ?, ?)", row)
    rows = [(band, key, came, document_id) for band, key in made.buckets()]
    db.executemany("INSERT INTO state_buckets VALUES (?, ?, ?, ?)", rows)
    db.executemany("INSERT OR IGNORE INTO state_dirty_buckets VALUES (?, ?, ?, ?)", rows)


def mark_dirty(db: sqlite3.Connection, document_id: str) -> None:
    """Note that a release goes, before it does: those beside it may be duplicates of another one now."""
    db.execute(
        "INSERT OR IGNORE INTO state_dirty_buckets SELECT band, key, came, document_id FROM state_buckets "
        "WHERE document_id = ?",
        (document_id,),
    )


def mark_all_dirty(db: sqlite3.Connection) -> None:
    """Note that the whole table is to be made again."""
    db.execute("DELETE FROM duplicates")
    db.execute("INSERT OR IGNORE INTO state_dirty_buckets SELECT band, key, came, document_id FROM state_buckets")


def add_all_again(db: sqlite3.Connection) -> None:
    """Make all signatures again from the stored texts: the code that makes them may have changed."""
    for table in ("duplicates", "state_buckets", "state_signatures", "state_dirty_buckets"):
        db.execute(f"DELETE FROM {table}")
    documents = db.execute("SELECT document_id, published FROM documents ORDER BY document_id").fetchall()
    for document_id, published in documents:
        (text,) = db.execute("SELECT text FROM state_texts WHERE document_id = ?", (document_id,)).fetchone()
        sections = db.execute('SELECT start, "end", kind FROM sections WHERE document_id = ?', (document_id,))
        add(db, document_id, published, signature(text, sections.fetchall()))


def recompute(db: sqlite3.Connection) -> None:
    """Bring the table up to date with what was added, changed and removed."""
    read = lru_cache(maxsize=2000)(partial(_release, db))
    for document_id in sorted(_affected(db)):
        db.execute("DELETE FROM duplicates WHERE document_id = ?", (document_id,))
        mine = read(document_id)
        others = [other for name in _earlier(db, document_id) if (other := read(name))]
        if mine and others and (row := _row(mine, others)):
            insert(db, Duplicate, [cells(row)])
    db.execute("DELETE FROM state_dirty_buckets")


def _affected(db: sqlite3.Connection) -> set[str]:
    """Releases whose row may be another now: new ones that share a bucket with others; where one of the first of a
    bucket came or went, all of that bucket."""
    found: set[str] = set()
    for bucket in db.execute("SELECT DISTINCT band, key FROM state_dirty_buckets").fetchall():
        first = _in_bucket(db, "state_buckets", bucket, _FIRST)
        if len(first) < 2:
            continue
        touched = _in_bucket(db, "state_dirty_buckets", bucket)
        if len(first) < _FIRST or touched[0] <= first[-1]:
            touched = _in_bucket(db, "state_buckets", bucket)
        found.update(document_id for _, document_id in touched)
    return found


def _in_bucket(
    db: sqlite3.Connection, table: str, bucket: tuple[int, int], most: int = -1, before: tuple[str, str] = _LAST
) -> list[tuple[str, str]]:
    """The first releases of a bucket, all of them or those before one, as (came, document_id) in order."""
    return db.execute(
        f"SELECT came, document_id FROM {table} WHERE band = ? AND key = ? AND (came, document_id) < (?, ?) "
        "ORDER BY came, document_id LIMIT ?",
        (*bucket, *before, most),
    ).fetchall()


def _earlier(db: sqlite3.Connection, document_id: str) -> list[str]:
    """The first few of each bucket that a release stands in, of those that came before it; in order."""
    found: set[tuple[str, str]] = set()
    buckets = db.execute("SELECT band, key, came FROM state_buckets WHERE document_id = ?", (document_id,))
    for band, key, came in buckets.fetchall():
        found.update(_in_bucket(db, "state_buckets", (band, key), _FIRST, (came, document_id)))
    return [other for _, other in sorted(found)]


class _Release(NamedTuple):
    document_id: str
    signature: Signature
    published: str | None


def _release(db: sqlite3.Connection, document_id: str) -> _Release | None:
    row = db.execute(
        "SELECT letters, shingles, published FROM state_signatures WHERE document_id = ?", (document_id,)
    ).fetchone()
    return _Release(document_id, unpacked(row[0], row[1]), row[2]) if row else None


def _row(mine: _Release, earlier: Sequence[_Release]) -> Duplicate | None:
    """The row of a release; None where it is like none of those that came before."""
    alike = [similarity(mine.signature, other.signature) for other in earlier]
    best = max(alike)
    if best < SIMILAR:
        return None
    likest = earlier[alike.index(best)]
    first, first_from = _came_first(mine, likest)
    return Duplicate(
        document_id=mine.document_id,
        of_document_id=likest.document_id,
        similarity=round(best, 4),
        kind="same" if mine.signature.letters == likest.signature.letters else "amended",
        first=first,
        first_from=first_from,
    )


def _came_first(a: _Release, b: _Release) -> tuple[str | None, FirstFrom | None]:
    if a.published and b.published and a.published != b.published:
        return (a if a.published < b.published else b).document_id, "published"
    if a.signature.amended != b.signature.amended:
        return (b if a.signature.amended else a).document_id, "words"
    return None, None
