"""The store: one SQLite file with the rows and texts of all documents, and a fingerprint of what each was made from.

It uses a rollback journal, not WAL, so that at rest it is a single file, which can be opened in a read-only folder too.
Documents are written in batches, each in one transaction with the people, organisations and countries that they refer
to. Changes of these corpus rows are noted; `finish` brings them up to date once, at the end of a run. All other outputs
are written from the store, so that they agree with each other whenever a run is stopped.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

from pipeline.data import data_file, word_table
from pipeline.errors import DamagedStoreError, OutputError
from pipeline.records import RECORDS, Alias, Correction, Quarantined, Record
from pipeline.tables import candidates, duplicates, opening, recompute
from pipeline.tables.schema import Cell, DocumentRows, Row, cells, columns, key, key_of
from pipeline.tables.sql import CONTRIBUTED, OWNED_BY, changing, contributed, create, equality, insert, selection

R = TypeVar("R", bound=Record)
_BY_NAME = {r.TABLE.name: r for r in RECORDS}
_DELETE = "DELETE FROM documents WHERE document_id = ?"
_REFUSED: dict[str, str] = dict(word_table("tables/refused.tsv"))  # type: ignore[arg-type]


class Store:
    """The rows of a corpus in one SQLite file; a context manager, for use by one process at a time.

    A missing file is created. A store of another version is refused; with `renew`, which only a run sets, a new store
    replaces one that an earlier version made. A `read_only` store is neither changed nor created; a `copy` can be
    changed and is deleted when it is closed.
    """

    def __init__(self, path: Path, *, read_only: bool = False, copy: bool = False, renew: bool = False) -> None:
        self._path, self._action, self.is_copy = path, "read" if read_only or copy else "written", copy
        self.mended: list[str] = []  # messages for the user about what was mended on opening
        try:
            if renew and opening.renew_older(path):
                self.mended.append(f"{path}: made by another version; rebuilt from the releases")
            with ExitStack() as where_refused:
                self._db = opening.copied(path) if copy else opening.connect(path, read_only=read_only)
                where_refused.callback(self._db.close)
                state = opening.state_of(self._db)
                if state == "none" and not read_only:
                    create(self._db)
                elif state != "current":
                    raise OutputError(f"{path}: {_REFUSED[state]}")
                where_refused.pop_all()
        except sqlite3.OperationalError as error:
            raise opening.unusable(path, error, self._action) from error
        except opening.DAMAGE as error:
            raise DamagedStoreError(f"{path}: damaged ({error})") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self.close()
        if isinstance(error, sqlite3.OperationalError):
            raise opening.unusable(self._path, error, self._action) from error
        if type(error) is sqlite3.DatabaseError:
            why = f"cannot be used as the store ({error}); move it away and run again"
            raise OutputError(f"{self._path}: {why}") from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._db:  # commits or rolls back
            self._db.execute("BEGIN IMMEDIATE")
            yield

    # --- a run ---

    def check(self) -> list[str]:
        """Look for damage, and remove the documents whose rows are not those that were stored. Returns their ids;
        corpus rows are rebuilt. `DamagedStoreError` if the file as a whole cannot be trusted."""
        try:
            (found,) = self._db.execute("PRAGMA integrity_check(1)").fetchone()
            if found == "ok":
                with self._transaction():
                    return self._take_out_damaged()
        except (sqlite3.Error, ValueError, KeyError, TypeError, AssertionError) as error:  # garbled notes of changes
            if isinstance(error, sqlite3.OperationalError) and "full" in str(error):
                raise
            found = error
        raise DamagedStoreError(f"{self._path}: damaged ({found})")

    def _take_out_damaged(self) -> list[str]:
        """Remove the damaged documents, with all rows that only they account for; returns their ids."""
        self._restore()
        wrong = list(opening.damaged(self._db))
        named = [(document_id,) for document_id in wrong]
        former = "SELECT document_id, source FROM state_documents WHERE document_id = ?"
        self._db.executemany(f"INSERT OR REPLACE INTO state_former {former}", named)
        self._db.executemany(_DELETE, named)
        for table, owner in {(table, owner) for table, _, owner, _ in self.query("PRAGMA foreign_key_check")}:
            if owner in OWNED_BY:  # rows that a deleted document or quotation has left behind
                key = key_of(owner)
                self._db.execute(f'DELETE FROM "{table}" WHERE {key} NOT IN (SELECT {key} FROM {owner})')
        if wrong:  # the words of a damaged text may not be those it was indexed by
            self._db.execute("INSERT INTO search_releases (search_releases) VALUES ('rebuild')")
        again = "source IN (SELECT source FROM quarantine) OR source NOT IN (SELECT source FROM state_documents)"
        self._db.execute(f"DELETE FROM state_sources WHERE {1 if wrong else again}")
        recompute.mark_all_dirty(self._db)
        duplicates.mark_all_dirty(self._db)
        self._recompute()
        return wrong

    def begin(self, code: str) -> None:
        """Begin a run. `code` is the version of the code that makes tables from what documents say. If another version
        made the store, all corpus tables and all files are rebuilt, without processing a document."""
        if self.query("SELECT version FROM state_code") == [(code,)]:
            return
        with self._transaction():
            self._restore()
            self._db.execute("DELETE FROM state_code")
            self._db.execute("INSERT INTO state_code VALUES (?)", (code,))
            recompute.mark_all_dirty(self._db)
            duplicates.add_all_again(self._db)
            for document_id in self.documents():
                opening.note_checksum(self._db, document_id)

    def write(self, batch: Iterable[tuple[DocumentRows, str]]) -> None:
        """Store documents with their fingerprints in one transaction, replacing earlier versions of them."""
        with self._transaction():
            self._restore()
            for rows, fingerprint in batch:
                document_id, size = rows.document.document_id, len(rows.text.encode())
                self._db.execute(_DELETE, (document_id,))
                self._insert_rows(document_id, rows)
                made_of = (document_id, rows.document.source, fingerprint)
                self._db.execute("INSERT INTO state_documents VALUES (?, ?, ?)", made_of)
                self._db.execute("INSERT INTO state_texts VALUES (?, ?, ?, 0)", (document_id, rows.text, size))
                duplicates.add(self._db, document_id, rows.document.published, rows.signature)
                opening.note_checksum(self._db, document_id)

    def _insert_rows(self, document_id: str, rows: DocumentRows) -> None:
        for record, found in rows.tables.items():
            values = [cells(r) for r in found]
            if record in CONTRIBUTED:
                marks = ", ".join("?" * (len(columns(record)) + 1))
                said = [(document_id, *v) for v in values]
                self._db.executemany(f"INSERT INTO {contributed(record)} VALUES ({marks})", said)
            if record is not Alias:  # rows that others refer to must exist now; `finish` brings them up to date
                insert(self._db, record, values, "ON CONFLICT DO NOTHING" if record in CONTRIBUTED else "")

    def finish(
        self, sources: Mapping[str, str], removed: Iterable[str], quarantined: Iterable[Quarantined], kept: set[str]
    ) -> None:
        """End a run in one transaction. `sources` are the files read to their end, with fingerprints; `kept` are those
        not read again because nothing changed, whose quarantine rows stay; `removed` documents are not in raw/ now."""
        with self._transaction():
            for document_id in removed:
                self._restore()
                self._db.execute(_DELETE, (document_id,))
            gone = [(s,) for s in self.sources() if s not in kept]
            self._db.executemany("DELETE FROM state_sources WHERE source = ?", gone)
            self._db.executemany("INSERT INTO state_sources VALUES (?, ?)", sources.items())
            rows = {*{key(q): cells(q) for q in quarantined}.values()}  # two broken files of one name in an archive
            old = {row for row in self.rows(Quarantined) if row[0] not in kept}
            if old != rows:
                self._db.execute("DELETE FROM state_exports")
                self._db.executemany("DELETE FROM quarantine WHERE source = ?", {(source,) for source, *_ in old})
                insert(self._db, Quarantined, sorted(rows, key=str))
            self._recompute()
            self._db.execute("DELETE FROM state_former")
        opening.with_ending(self._path, opening.OLD).unlink(missing_ok=True)

    def _recompute(self) -> None:
        if recompute.recompute(self._db):
            candidates.recompute(self._db)
        duplicates.recompute(self._db)

    # --- corrections ---

    def corrected(self) -> str:
        """The digest of the corrections applied to the tables; empty if none are."""
        return "".join(digest for (digest,) in self.query("SELECT digest FROM state_corrected"))

    @contextmanager
    def correcting(self) -> Iterator[None]:
        """A transaction in which `change` corrects the uncorrected tables; rolled back if it fails."""
        with self._transaction():
            self._restore()
            yield

    def change(self, record: type[Record], key: Row, row: Record | None) -> None:
        """Replace the row with a key, or delete it (None); the former row is noted, so that it can be restored."""
        before = self.get(record, *key)
        noted = (record.TABLE.name, json.dumps(key), json.dumps(before and cells(before)))
        self._db.execute('INSERT INTO state_changes ("table", "key", "before") VALUES (?, ?, ?)', noted)
        self._set(record, key, None if row is None else cells(row))

    def set_corrected(self, digest: str, became: Iterable[Correction]) -> None:
        """Note which corrections are applied to the tables now, and what became of each decision."""
        insert(self._db, Correction, map(cells, became))
        self._db.execute("INSERT INTO state_corrected VALUES (?)", (digest,))

    def _restore(self) -> None:
        """Undo all corrections, as is done before any change, and note that all written files are out of date."""
        self._db.execute("DELETE FROM state_exports")
        if not self._db.execute("DELETE FROM state_corrected").rowcount:
            return
        self._db.execute("DELETE FROM corrections")
        for table, place, before in self.query('SELECT "table", "key", "before" FROM state_changes ORDER BY n DESC'):
            row = json.loads(before)
            self._set(_BY_NAME[table], json.loads(place), row and tuple(row))
        self._db.execute("DELETE FROM state_changes")

    def _set(self, record: type[Record], key: Sequence[Cell], row: Row | None) -> None:
        """Set the row with a key, or delete it, without noting the former row; rows that refer to it are kept."""
        if row is None:
            self._db.execute(f"DELETE FROM {record.TABLE.name} WHERE {equality(record.TABLE.key)}", tuple(key))
        else:
            insert(self._db, record, [row], changing(record))

    # --- what is there ---

    def rows(self, record: type[Record], **equal: Cell) -> sqlite3.Cursor:
        """The rows of a table or view with these values, sorted by release and place, else by key."""
        selected, order = selection(record)
        return self._db.execute(f"{selected} WHERE {equality(equal)} {order}", (*equal.values(),))

    def select(self, record: type[R], **equal: Cell) -> list[R]:
        """The same rows as `rows`, as records."""
        names = [c.name for c in columns(record)]
        return [record(**dict(zip(names, row, strict=True))) for row in self.rows(record, **equal)]

    def get(self, record: type[R], *key: Cell) -> R | None:
        """The row of a table with this key, if there is one."""
        return next(iter(self.select(record, **dict(zip(record.TABLE.key, key, strict=True)))), None)

    def query(self, sql: str, **values: Cell) -> list[Any]:
        """The rows of an SQL query, with a value for each `:name` in it."""
        return self._db.execute(sql, values).fetchall()

    def count(self, record: type[Record], **equal: Cell) -> int:
        """The number of rows of a table with these values."""
        query = f"SELECT count(*) FROM {record.TABLE.name} WHERE {equality(equal)}"
        return int(self._db.execute(query, (*equal.values(),)).fetchone()[0])

    def text(self, document_id: str) -> str:
        """The repaired text of a document."""
        (found,) = self._db.execute("SELECT text FROM state_texts WHERE document_id = ?", (document_id,)).fetchone()
        return str(found)

    def documents(self) -> dict[str, tuple[str, str]]:
        """document_id -> (source, fingerprint) of every stored document."""
        rows = self.query("SELECT document_id, source, fingerprint FROM state_documents")
        return {document_id: (source, fingerprint) for document_id, source, fingerprint in rows}

    def former(self) -> dict[str, str]:
        """document_id -> source of the documents that were in the store before it was rebuilt."""
        return dict(self._db.execute("SELECT document_id, source FROM state_former"))

    def sources(self) -> dict[str, str]:
        """source -> fingerprint of every file that a run has processed to its end."""
        return dict(self._db.execute("SELECT source, fingerprint FROM state_sources"))

    def set_exported(self, tables: Mapping[str, str | None], texts: Mapping[str, int]) -> None:
        """Note what was written from the store: tables (path -> SHA-256) and texts (document_id -> time). The index for
        searching names is brought up to date too."""
        with self._transaction():
            for statement in data_file("tables/search_names.sql").read_text("utf-8").split(";"):
                self._db.execute(statement)
            self._db.execute("DELETE FROM state_exports")
            self._db.executemany("INSERT INTO state_exports VALUES (?, ?)", tables.items())
            written = ((at, document_id) for document_id, at in texts.items())
            self._db.executemany("UPDATE state_texts SET written = ? WHERE document_id = ?", written)
