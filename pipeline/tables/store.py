"""The store: one SQLite file that holds the rows of all documents and what each was made from.

A rollback journal and no WAL: at rest it is one file, which opens from a read-only folder too. Documents are
written a batch at a time, each batch in one transaction, with the people, organisations and countries that they
refer to. Which of these rows changed is noted; `settle` brings them up to date once, at the end of a run.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from pipeline.errors import OutputError
from pipeline.records import RECORDS, Alias, Country, Entity, Organisation, Person, Quarantined, Record
from pipeline.tables.corpus import merge, merge_aliases
from pipeline.tables.rows import CONTRIBUTED, DocumentRows, cells
from pipeline.tables.schema import Cell, columns, create_indexes, create_table
from pipeline.tables.views import VIEWS

_STATE = (
    'CREATE TABLE "state_documents" ("document_id" TEXT PRIMARY KEY, "source" TEXT NOT NULL, '
    '"fingerprint" TEXT NOT NULL) STRICT',
    'CREATE INDEX "state_documents_source" ON "state_documents" ("source")',
    'CREATE TABLE "state_sources" ("source" TEXT PRIMARY KEY, "fingerprint" TEXT NOT NULL) STRICT',
    'CREATE TABLE "state_unsettled" ("entity_id" TEXT PRIMARY KEY) STRICT',
    'CREATE TABLE "state_exports" ("path" TEXT PRIMARY KEY, "sha256" TEXT NOT NULL) STRICT',
)


def _contributed(record: type[Record]) -> str:
    return f"contributed_{record.TABLE.name}"


def _statements() -> list[str]:
    made = [create_table(r) for r in RECORDS] + [i for r in RECORDS for i in create_indexes(r)]
    for record in CONTRIBUTED:
        name, key = _contributed(record), record.TABLE.key[0]
        made.append(create_table(record, name=name, contributed=True))
        made.append(f'CREATE INDEX "{name}_key" ON "{name}" ("{key}")')
    made += [f'CREATE VIEW "{r.TABLE.name}" AS {query.strip()}' for r, query in VIEWS.items()]
    return [*made, *_STATE]


SCHEMA_VERSION = int.from_bytes(hashlib.sha256("\n".join(_statements()).encode()).digest()[:4], "big") & 0x7FFFFFFF
"""Changes with the declared tables: a store of another version is made anew from raw/."""


class Store:
    """The rows of a corpus in one SQLite file; a context manager. Use it from one process at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._db = _open(path)
        except sqlite3.DatabaseError as error:
            raise OutputError(f"{path}: cannot be used as the store ({error}); move it away and run again") from error

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            if isinstance(error, sqlite3.OperationalError):
                raise OutputError(f"{self._path}: cannot be written ({error}); what was stored before stays") from error
            raise

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
            for rows, fingerprint in batch:
                self._delete(rows.document.document_id)
                self._insert_document(rows)
                self._db.execute(
                    "INSERT INTO state_documents VALUES (?, ?, ?)",
                    (rows.document.document_id, rows.document.source, fingerprint),
                )

    def _delete(self, document_id: str) -> None:
        self._db.execute("DELETE FROM state_exports")
        for record in CONTRIBUTED:
            self._db.execute(
                f"INSERT OR IGNORE INTO state_unsettled SELECT {_quoted(record.TABLE.key[0])} "
                f"FROM {_contributed(record)} WHERE document_id = ?",
                (document_id,),
            )
        self._db.execute("DELETE FROM documents WHERE document_id = ?", (document_id,))
        self._db.execute("DELETE FROM state_documents WHERE document_id = ?", (document_id,))

    def _insert_document(self, rows: DocumentRows) -> None:
        document_id = rows.document.document_id
        for record, found in rows.by_table().items():
            values = [cells(r) for r in found]
            if record not in CONTRIBUTED:
                self._insert(record, values)
                continue
            marks = ", ".join("?" * (len(columns(record)) + 1))
            self._db.executemany(
                f"INSERT INTO {_contributed(record)} VALUES ({marks})", [(document_id, *v) for v in values]
            )
            if record is not Alias:
                self._insert(record, values, " ON CONFLICT DO NOTHING")  # until `settle`: what others refer to is there
            key = [c.name for c in columns(record)].index(record.TABLE.key[0])
            self._db.executemany("INSERT OR IGNORE INTO state_unsettled VALUES (?)", [(v[key],) for v in values])

    def _insert(self, record: type[Record], values: Sequence[tuple[Cell, ...]], conflict: str = "") -> None:
        marks = ", ".join("?" * len(columns(record)))
        self._db.executemany(f"INSERT INTO {_quoted(record.TABLE.name)} VALUES ({marks}){conflict}", values)

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
            for document_id in removed:
                self._delete(document_id)
            gone = [(s,) for s in self.sources() if s not in kept]
            self._db.executemany("DELETE FROM state_sources WHERE source = ?", gone)
            self._db.executemany("INSERT INTO state_sources VALUES (?, ?)", list(sources.items()))
            self._quarantine({cells(q) for q in quarantined}, kept)
            self._settle()

    def _quarantine(self, rows: set[tuple[Cell, ...]], kept: set[str]) -> None:
        old = {row for row in self.rows(Quarantined) if row[0] not in kept}
        if old == rows:
            return
        self._db.execute("DELETE FROM state_exports")
        self._db.executemany("DELETE FROM quarantine WHERE source = ?", [(s,) for s in {row[0] for row in old}])
        self._insert(Quarantined, sorted(rows, key=str))

    def _settle(self) -> None:
        for (entity_id,) in self._db.execute("SELECT entity_id FROM state_unsettled ORDER BY entity_id").fetchall():
            names: list[str] = []
            for record in (Entity, Country, Person, Organisation):
                said = self._said(record, entity_id)
                if said:
                    self._replace(merge(said))
                else:
                    key = record.TABLE.key[0]
                    self._db.execute(f"DELETE FROM {record.TABLE.name} WHERE {_quoted(key)} = ?", (entity_id,))
                if record is Entity:
                    names = [r.name for r in said]  # type: ignore[attr-defined]
            self._db.execute("DELETE FROM aliases WHERE entity_id = ?", (entity_id,))
            aliases = merge_aliases(entity_id, self._said(Alias, entity_id), names)  # type: ignore[arg-type]
            self._insert(Alias, [cells(a) for a in aliases])
        self._db.execute("DELETE FROM state_unsettled")

    def _said(self, record: type[Record], entity_id: str) -> dict[Record, int]:
        names = ", ".join(_quoted(c.name) for c in columns(record))
        rows = self._db.execute(
            f"SELECT {names}, count(*) FROM {_contributed(record)} "
            f"WHERE {_quoted(record.TABLE.key[0])} = ? GROUP BY {names}",
            (entity_id,),
        )
        made: dict[Record, int] = {}
        for *values, count in rows:
            made[record(**dict(zip((c.name for c in columns(record)), values, strict=True)))] = count
        return made

    def _replace(self, row: Record) -> None:
        record = type(row)
        changed = ", ".join(f"{_quoted(c.name)} = excluded.{_quoted(c.name)}" for c in columns(record))
        self._insert(record, [cells(row)], f" ON CONFLICT DO UPDATE SET {changed}")

    def rows(self, record: type[Record]) -> Iterator[tuple[Cell, ...]]:
        """The rows of a table or view, sorted by key, cells as Python values (booleans too)."""
        names = ", ".join(_quoted(c.name) for c in columns(record))
        order = ", ".join(_quoted(k) for k in record.TABLE.key)
        flags = [i for i, c in enumerate(columns(record)) if c.type == "boolean"]
        for row in self._db.execute(f"SELECT {names} FROM {_quoted(record.TABLE.name)} ORDER BY {order}"):
            if flags:
                row = tuple(bool(v) if i in flags and v is not None else v for i, v in enumerate(row))
            yield row

    def count(self, record: type[Record]) -> int:
        """Rows of a table."""
        (number,) = self._db.execute(f"SELECT count(*) FROM {_quoted(record.TABLE.name)}").fetchone()
        return int(number)

    def exports(self) -> dict[str, str]:
        """path -> SHA-256 of the files written from the store as it is; empty after any change."""
        return dict(self._db.execute("SELECT path, sha256 FROM state_exports"))

    def set_exports(self, files: Mapping[str, str]) -> None:
        """Note what was written from the store; `{}` before a change."""
        with self._transaction():
            self._db.execute("DELETE FROM state_exports")
            self._db.executemany("INSERT INTO state_exports VALUES (?, ?)", list(files.items()))


def _open(path: Path) -> sqlite3.Connection:
    db = _connect(path)
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and version != SCHEMA_VERSION:
        db.close()
        path.unlink()
        db = _connect(path)
        tables = 0
    if not tables:
        db.execute("BEGIN")
        for statement in _statements():
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        db.execute("COMMIT")
    return db


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = NORMAL")
    return db


def _quoted(name: str) -> str:
    return f'"{name}"'
