"""Opening a store. None is ever deleted here: one that cannot be used is set aside, and only by a run."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Literal

from pipeline.tables.sql import APPLICATION, FORMAT, as_people_count, create, declared_schema, schema_of

OLD, NEW, DAMAGED = ".old", ".new", ".damaged"
"""What is put behind the store's name: the one before a new version, the new one until it is whole, a damaged one."""
JOURNAL = "-journal"
State = Literal["none", "current", "older", "newer", "foreign"]


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection to the file at `path`, which is made where there is none unless it is `read_only`."""
    mode = "ro" if read_only else "rwc"
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=20)
    try:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = NORMAL")
        db.create_function("as_people_count", 1, as_people_count, deterministic=True)
    except UnicodeDecodeError as error:  # what SQLite tells of a damaged schema quotes it
        db.close()
        raise sqlite3.DatabaseError("its schema is no text") from error
    return db


def state_of(db: sqlite3.Connection) -> State:
    """What a database is to this program. Raises `sqlite3.DatabaseError` where it is none or damaged."""
    try:
        names = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    except UnicodeDecodeError as error:
        raise sqlite3.DatabaseError("its schema is no text") from error
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (number,) = db.execute("PRAGMA user_version").fetchone()
    if not names:
        return "none"
    if application == APPLICATION and number > FORMAT:
        return "newer"
    if "state_documents" not in names:
        return "foreign"
    same = (application, number) == (APPLICATION, FORMAT) and schema_of(db) == declared_schema()
    return "current" if same else "older"


def is_ours(path: Path) -> bool:
    """Whether a file is a store of this program, of whatever version."""
    try:
        with closing(connect(path, read_only=True)) as db:
            return state_of(db) in ("current", "older", "newer")
    except sqlite3.DatabaseError:
        return False


def open_renewed(path: Path, told: list[str]) -> sqlite3.Connection:
    """The store at `path`; one that an earlier version made is set aside until the run is over, and that is `told`.

    Raises `sqlite3.DatabaseError` where the file is damaged.
    """
    old = path.with_name(path.name + OLD)
    if old.exists() and not path.exists():  # a run was killed between the two renames of `_replace`
        old.replace(path)
    db = connect(path)
    try:
        former = _documents(db) if state_of(db) == "older" else None
    except BaseException:
        db.close()
        raise
    if former is None:
        return db
    db.close()
    _replace(path, old, former)
    told.append(f"{path}: made by another version; made again from the releases")
    return connect(path)


def replace_damaged(path: Path) -> Path:
    """Set a damaged store aside and make a new one; where the old one is."""
    aside = path.with_name(path.name + DAMAGED)
    try:
        with closing(connect(path, read_only=True)) as db:
            former = _documents(db)
    except sqlite3.DatabaseError:
        former = []
    _replace(path, aside, former)
    return aside


def _documents(db: sqlite3.Connection) -> list[tuple[str, str]]:
    try:
        return db.execute("SELECT document_id, source FROM state_documents ORDER BY document_id").fetchall()
    except sqlite3.DatabaseError:  # damaged, or of a version without that table
        return []


def _replace(path: Path, aside: Path, former: list[tuple[str, str]]) -> None:
    new = path.with_name(path.name + NEW)
    for left in (new, new.with_name(new.name + JOURNAL)):
        left.unlink(missing_ok=True)
    with closing(connect(new)) as db:
        create(db, former)
    path.replace(aside)
    path.with_name(path.name + JOURNAL).unlink(missing_ok=True)
    new.replace(path)


def copy_to(path: Path, folder: Path) -> Path:
    """A copy of the store, with the journal of a run that was killed, in another folder."""
    copy = folder / path.name
    for name in ("", JOURNAL):
        source = path.with_name(path.name + name)
        if source.exists():
            shutil.copyfile(source, copy.with_name(copy.name + name))
    return copy
