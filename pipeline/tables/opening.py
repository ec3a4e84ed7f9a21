"""Opens a store and finds damage in it.

No store is deleted here: one that cannot be used is set aside, and only by a run. SQLite has no checksums of its own
and does not notice a flipped byte in a cell, so the store keeps a checksum of each document's rows.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from pipeline.errors import OutputError
from pipeline.records import RECORDS, Document, Duplicate
from pipeline.tables import sql
from pipeline.tables.schema import references

OLD, NEW, DAMAGED = ".old", ".new", ".damaged"
"""Suffixes of a store's name: one from an earlier version, a new one until it is complete, a damaged one."""
DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What `sqlite3` raises for a damaged file; the second if its message quotes bytes that are not UTF-8."""
sqlite3.register_converter("boolean", b"1".__eq__)  # of columns that sql.selection marks so
State = Literal["none", "current", "older", "newer", "foreign"]
_OWN = [r for r in RECORDS if r is Document or ("documents" in references(r).values() and r is not Duplicate)]
_TABLES = [*(r.TABLE.name for r in _OWN), *map(sql.contributed, sql.CONTRIBUTED)]
_TABLES += ["state_documents", "state_signatures", "state_buckets"]
_OF_DOCUMENT = (
    *(f"SELECT * FROM {t} WHERE document_id = ?" for t in _TABLES),
    "SELECT * FROM quote_speakers WHERE quote_id IN (SELECT quote_id FROM quotes WHERE document_id = ?)",
    "SELECT text, bytes FROM state_texts WHERE document_id = ?",
)
"""The queries for all rows of a document."""


def connect(path: Path | None, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection to the file at `path`, which is created if it does not exist, unless `read_only`. None stands for a
    temporary file of SQLite's that is deleted with the connection; threads may use it in turn."""
    place = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}" if path else ""
    db = sqlite3.connect(
        place, uri=True, isolation_level=None, check_same_thread=path is not None, detect_types=sqlite3.PARSE_COLNAMES
    )
    db.execute("PRAGMA busy_timeout = 20000")  # milliseconds to wait for another program
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = NORMAL")
    db.create_function("natural_sort_key", 1, sql.natural_sort_key, deterministic=True)
    return db


def copied(path: Path) -> sqlite3.Connection:
    """A copy of a store in a temporary file. What a killed run left unfinished is rolled back only in the copy."""
    copy, journal = connect(None), with_ending(path, "-journal")
    with tempfile.TemporaryDirectory() as folder:
        if journal.exists():  # a read-only connection refuses such a store
            shutil.copyfile(journal, Path(folder, journal.name))
            path = Path(shutil.copyfile(path, Path(folder, path.name)))
        with closing(connect(path, read_only=not journal.exists())) as db:
            db.backup(copy)
    return copy


def state_of(db: sqlite3.Connection) -> State:
    """What a database is to this program. Raises one of `DAMAGE` if it is not a database or damaged."""
    names = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (number,) = db.execute("PRAGMA user_version").fetchone()
    if not names:
        return "none"
    if application == sql.APPLICATION and number > sql.FORMAT:
        return "newer"
    if "state_documents" not in names:
        return "foreign"
    same = (application, number) == (sql.APPLICATION, sql.FORMAT) and sql.schema_of(db) == sql.declared_schema()
    return "current" if same else "older"


def is_ours(path: Path) -> bool:
    """Whether a file is a store of this program, of any version."""
    with suppress(*DAMAGE), closing(connect(path, read_only=True)) as db:
        return state_of(db) in ("current", "older", "newer")
    return False


def renew_older(path: Path) -> bool:
    """If the store was made by another version, set it aside until the run ends and create a new one. Returns whether
    it was. Raises one of `DAMAGE` if the file is damaged."""
    for left in (with_ending(path, OLD), with_ending(path, NEW)):
        if left.exists() and not path.exists():  # a run was killed between the two renames of `renew`
            left.replace(path)
    with closing(connect(path)) as db:
        if state_of(db) != "older":
            return False
    renew(path, OLD)
    return True


def renew(path: Path, suffix: str) -> Path:
    """Set the store aside and create a new one, which lists the documents that were in it. Returns the path of the old
    one. Raises `OutputError` if the new one cannot be written."""
    former: list[tuple[str, str]] = []  # stays empty if it is damaged, or from a version without that table
    with suppress(*DAMAGE), closing(connect(path, read_only=True)) as db:
        former = db.execute("SELECT document_id, source FROM state_documents").fetchall()
    new, aside = with_ending(path, NEW), with_ending(path, suffix)
    for left in (new, with_ending(new, "-journal")):
        left.unlink(missing_ok=True)
    try:
        with closing(connect(new)) as db:
            sql.create(db, former)
    except sqlite3.OperationalError as error:
        raise unusable(path, error) from error
    path.replace(aside)
    with_ending(path, "-journal").unlink(missing_ok=True)
    new.replace(path)
    return aside


def unusable(path: Path, error: sqlite3.OperationalError, action: str = "written") -> OutputError:
    """The error for a store that cannot be written, or read; it says what to do."""
    remedy = "close the program that uses it" if "locked" in str(error) else "free space or give permission"
    return OutputError(f"{path}: cannot be {action} ({error}); {remedy}. What was stored before is kept")


def with_ending(path: Path, suffix: str) -> Path:
    """The path of a store with a suffix added to its name."""
    return path.with_name(path.name + suffix)


def damaged(db: sqlite3.Connection) -> Iterator[str]:
    """Ids of documents whose rows are not those that were stored. The tables must be without corrections."""
    noted = dict(db.execute("SELECT document_id, checksum FROM state_checksums"))
    named = " UNION ".join(f"SELECT document_id FROM {t}" for t in ("documents", "state_documents", "state_checksums"))
    for (document_id,) in db.execute(f"{named} ORDER BY document_id").fetchall():
        with suppress(sqlite3.OperationalError):  # a cell that is not UTF-8
            if _checksum(db, document_id) == noted.get(document_id):
                continue
        yield document_id


def note_checksum(db: sqlite3.Connection, document_id: str) -> None:
    """Note the checksum of a document's rows as they are in the store."""
    db.execute("INSERT OR REPLACE INTO state_checksums VALUES (?, ?)", (document_id, _checksum(db, document_id)))


def _checksum(db: sqlite3.Connection, document_id: str) -> str:
    """A hash of all rows that the program made from the document alone."""
    rows = (row for query in _OF_DOCUMENT for row in sorted(map(repr, db.execute(query, (document_id,)))))
    return blake2b("\n".join(rows).encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()
