"""The store: one SQLite file that holds the rows and texts of all documents and what each was made from.

A rollback journal and no WAL: at rest it is one file, which opens from a read-only folder too. Documents are
written a batch at a time, each batch in one transaction, with the people, organisations and countries that they
refer to. Which of these rows changed is noted; `finish` brings them up to date once, at the end of a run. All other
outputs are written from here, so that they are of one state, whenever a run is stopped.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from pipeline.errors import OutputError
from pipeline.records import Alias, Correction, Quarantined, Record
from pipeline.tables import candidates, changes, duplicates, search
from pipeline.tables.rows import CONTRIBUTED, DocumentRows, cells
from pipeline.tables.schema import Cell, columns
from pipeline.tables.settle import settle, unsettle
from pipeline.tables.sql import contributed, insert, open_store, quoted, select


class Store:
    """The rows of a corpus in one SQLite file; a context manager. Use it from one process at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._db = open_store(path)
        except sqlite3.OperationalError as error:
            raise self._unwritable(error) from error
        except sqlite3.DatabaseError as error:
            raise self._unusable(error) from error

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()
        if isinstance(error, sqlite3.OperationalError):
            raise self._unwritable(error) from error
        if type(error) is sqlite3.DatabaseError:
            raise self._unusable(error) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _unwritable(self, error: sqlite3.OperationalError) -> OutputError:
        remedy = "close the program that uses it" if "locked" in str(error) else "free space or give permission"
        return OutputError(f"{self._path}: cannot be written ({error}); {remedy}. What was stored before stays")

    def _unusable(self, error: sqlite3.DatabaseError) -> OutputError:
        return OutputError(f"{self._path}: cannot be used as the store ({error}); move it away and run again")

    def begin(self, code: str) -> None:
        """Begin a run. `code` is the version of the code that makes tables from what documents say: where the store
        was made by another, all tables of the corpus and all files are made again, without processing a document."""
        if self._db.execute("SELECT version FROM state_code").fetchall() == [(code,)]:
            return
        with self._transaction():
            self._restore()
            self._db.execute("DELETE FROM state_code")
            self._db.execute("INSERT INTO state_code VALUES (?)", (code,))
            self._db.execute("DELETE FROM state_exports")
            unsettle(self._db)
            duplicates.add_all_again(self._db)

    def documents(self) -> dict[str, tuple[str, str]]:
        """document_id -> (source, fingerprint) of every stored document."""
        rows = self._db.execute("SELECT document_id, source, fingerprint FROM state_documents")
        return {document_id: (source, fingerprint) for document_id, source, fingerprint in rows}

    def sources(self) -> dict[str, str]:
        """source -> fingerprint of every file that a run went through to its end."""
        return dict(self._db.execute("SELECT source, fingerprint FROM state_sources"))

    def write(self, batch: Iterable[tuple[DocumentRows, str]]) -> None:
        """Store documents with their fingerprints in one transaction, in place of what they were before."""
        with self._transaction():
            self._restore()
            for rows, fingerprint in batch:
                document_id = rows.document.document_id
                self._delete(document_id)
                self._insert_document(rows)
                self._db.execute(
                    "INSERT INTO state_documents VALUES (?, ?, ?)", (document_id, rows.document.source, fingerprint)
                )
                size = len(rows.text.encode())
                self._db.execute("INSERT INTO state_texts VALUES (?, ?, ?, 0)", (document_id, rows.text, size))
                self._db.execute("DELETE FROM state_gone WHERE document_id = ?", (document_id,))
                duplicates.add(self._db, document_id, rows.document.published, rows.sketch)

    def _delete(self, document_id: str) -> None:
        self._db.execute("DELETE FROM state_exports")
        unsettle(self._db, document_id)
        duplicates.touch(self._db, document_id)
        self._db.execute("DELETE FROM documents WHERE document_id = ?", (document_id,))

    def _insert_document(self, rows: DocumentRows) -> None:
        document_id = rows.document.document_id
        for record, found in rows.by_table().items():
            values = [cells(r) for r in found]
            if record not in CONTRIBUTED:
                insert(self._db, record, values)
                continue
            marks = ", ".join("?" * (len(columns(record)) + 1))
            self._db.executemany(
                f"INSERT INTO {contributed(record)} VALUES ({marks})", [(document_id, *v) for v in values]
            )
            if record is not Alias:  # until `finish`: what others refer to is there
                insert(self._db, record, values, " ON CONFLICT DO NOTHING")
            key = [c.name for c in columns(record)].index(record.TABLE.key[0])
            self._db.executemany("INSERT OR IGNORE INTO state_unsettled VALUES (?)", [(v[key],) for v in values])

    def finish(
        self,
        sources: Mapping[str, str],
        removed: Iterable[str],
        quarantined: Iterable[Quarantined],
        kept: Iterable[str],
    ) -> None:
        """End a run in one transaction.

        `sources` are the files read to their end, with fingerprints; `kept` those not read again because nothing
        changed, whose quarantine rows stay; `removed` the documents that are no longer in raw/.
        """
        with self._transaction():
            kept = set(kept)
            removed = list(removed)
            if removed:
                self._restore()
            for document_id in removed:
                self._delete(document_id)
                self._db.execute("INSERT OR IGNORE INTO state_gone VALUES (?)", (document_id,))
            gone = [(s,) for s in self.sources() if s not in kept]
            self._db.executemany("DELETE FROM state_sources WHERE source = ?", gone)
            self._db.executemany("INSERT INTO state_sources VALUES (?, ?)", list(sources.items()))
            self._quarantine({cells(q) for q in quarantined}, kept)
            if settle(self._db):
                candidates.settle(self._db)
            duplicates.settle(self._db)

    def _quarantine(self, rows: set[tuple[Cell, ...]], kept: set[str]) -> None:
        old = {row for row in self.rows(Quarantined) if row[0] not in kept}
        if old == rows:
            return
        self._db.execute("DELETE FROM state_exports")
        self._db.executemany("DELETE FROM quarantine WHERE source = ?", [(s,) for s in {row[0] for row in old}])
        insert(self._db, Quarantined, sorted(rows, key=str))

    def rows(self, record: type[Record]) -> Iterator[tuple[Cell, ...]]:
        """The rows of a table or view, sorted by key, cells as Python values (booleans too)."""
        return select(self._db, record)

    def select(self, record: type[changes.R], **equal: Cell) -> list[changes.R]:
        """The rows of a table whose cells are these, as records, sorted by key."""
        return changes.select(self._db, record, equal)

    def corrected(self) -> str:
        """The digest of the corrections that the tables bear; empty for the tables as the machine made them."""
        found = self._db.execute("SELECT digest FROM state_corrected").fetchone()
        return str(found[0]) if found else ""

    def restore(self) -> None:
        """Take all corrections back: the tables are what the machine made."""
        with self._transaction():
            self._restore()

    def correct(self, digest: str, made: Iterable[changes.Change], told: Iterable[Correction]) -> None:
        """Change rows of restored tables in one transaction, and note what became of each decision."""
        with self._transaction():
            self._db.execute("DELETE FROM state_exports")
            changes.make(self._db, made)
            insert(self._db, Correction, [cells(c) for c in told])
            self._db.execute("INSERT INTO state_corrected VALUES (?)", (digest,))

    def _restore(self) -> None:
        if self._db.execute("DELETE FROM state_corrected").rowcount:
            self._db.execute("DELETE FROM state_exports")
            self._db.execute("DELETE FROM corrections")
            changes.take_back(self._db)

    def count(self, record: type[Record]) -> int:
        """Rows of a table."""
        (number,) = self._db.execute(f"SELECT count(*) FROM {quoted(record.TABLE.name)}").fetchone()
        return int(number)

    def exports(self) -> dict[str, str]:
        """path -> SHA-256 of the tables written from the store as it is; empty after any change."""
        return dict(self._db.execute("SELECT path, sha256 FROM state_exports"))

    def texts(self) -> Iterator[tuple[str, int, bool]]:
        """document_id, size in bytes, and whether it was written to a file, of every text."""
        for document_id, size, written in self._db.execute("SELECT document_id, bytes, written FROM state_texts"):
            yield document_id, size, bool(written)

    def text(self, document_id: str) -> str:
        """The repaired text of a document."""
        (found,) = self._db.execute("SELECT text FROM state_texts WHERE document_id = ?", (document_id,)).fetchone()
        return str(found)

    def gone(self) -> list[str]:
        """Documents that are no more, whose text may still be in a file."""
        return [document_id for (document_id,) in self._db.execute("SELECT document_id FROM state_gone")]

    def set_exported(self, tables: Mapping[str, str]) -> None:
        """Note that tables (path -> SHA-256) and all texts were written from the store, and old texts removed."""
        with self._transaction():
            search.index_names(self._db)
            self._db.execute("DELETE FROM state_exports")
            self._db.executemany("INSERT INTO state_exports VALUES (?, ?)", list(tables.items()))
            self._db.execute("UPDATE state_texts SET written = 1 WHERE written = 0")
            self._db.execute("DELETE FROM state_gone")
