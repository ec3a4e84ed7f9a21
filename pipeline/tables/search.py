"""Full-text search in the store: FTS5 over headlines and texts, and over names and aliases.

`releases` is a view with a release a row, text and all; `search_releases` finds its rows by words, a phrase in
quotation marks, `AND`, `OR`, `NOT`, `word*`; letters match with and without their accents. Triggers keep it with the
tables, so that it costs no work of its own. `search_names` holds every name of every entity.

    SELECT document_id, snippet(search_releases, 1, '[', ']', '…', 12)
    FROM search_releases JOIN releases ON releases.id = search_releases.rowid
    WHERE search_releases MATCH '"state of emergency" AND ministry' ORDER BY rank
"""

from __future__ import annotations

import sqlite3
from functools import cache

_WORDS = 'tokenize = "unicode61 remove_diacritics 2"'
_OF_RELEASE = "SELECT id, headline, text FROM releases WHERE document_id ="
_IN = "INSERT INTO search_releases (rowid, headline, text)"
_OUT = "INSERT INTO search_releases (search_releases, rowid, headline, text) SELECT 'delete', * FROM"
_CHANGED = 'UPDATE OF "headline" ON "documents" WHEN OLD.headline IS NOT NEW.headline'
_STATEMENTS = (
    # a number of its own for each release: FTS5 knows rows by number, and those of SQLite may change
    'CREATE TABLE "state_search" ("id" INTEGER PRIMARY KEY, "document_id" TEXT NOT NULL UNIQUE '
    'REFERENCES "documents" ("document_id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED) STRICT',
    'CREATE VIEW "releases" AS SELECT s.id, d.document_id, d.published, d.publisher, d.headline, t.text, d.url '
    'FROM "state_search" s JOIN "documents" d USING (document_id) JOIN "state_texts" t USING (document_id)',
    f"CREATE VIRTUAL TABLE \"search_releases\" USING fts5(headline, text, content = 'releases', content_rowid = 'id', "
    f"{_WORDS})",
    'CREATE TRIGGER "search_in" AFTER INSERT ON "state_texts" BEGIN '
    'INSERT INTO "state_search" ("document_id") VALUES (NEW.document_id); '
    f"{_IN} {_OF_RELEASE} NEW.document_id; END",
    'CREATE TRIGGER "search_out" BEFORE DELETE ON "documents" BEGIN '
    f"{_OUT} ({_OF_RELEASE} OLD.document_id); END",
    f'CREATE TRIGGER "search_before" BEFORE {_CHANGED} BEGIN {_OUT} ({_OF_RELEASE} OLD.document_id); END',
    f'CREATE TRIGGER "search_after" AFTER {_CHANGED} BEGIN {_IN} {_OF_RELEASE} NEW.document_id; END',
    f'CREATE VIRTUAL TABLE "search_names" USING fts5(name, entity_id UNINDEXED, kind UNINDEXED, {_WORDS})',
)  # fmt: skip


@cache
def statements() -> tuple[str, ...]:
    """The SQL that makes the search; nothing where this Python's SQLite was built without FTS5."""
    with sqlite3.connect(":memory:") as db:
        try:
            db.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
        except sqlite3.OperationalError:
            return ()
    return _STATEMENTS


def index_names(db: sqlite3.Connection) -> None:
    """Bring the search for names to the entities and aliases as they are."""
    if not statements():
        return
    db.execute("DELETE FROM search_names")
    db.execute(
        "INSERT INTO search_names (name, entity_id, kind) SELECT name, entity_id, kind FROM entities UNION "
        "SELECT a.alias, a.entity_id, e.kind FROM aliases a JOIN entities e USING (entity_id)"
    )


def rebuild(db: sqlite3.Connection) -> None:
    """Make the search over the releases anew from their texts."""
    if statements():
        db.execute("INSERT INTO search_releases (search_releases) VALUES ('rebuild')")
