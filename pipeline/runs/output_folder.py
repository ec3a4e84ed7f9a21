"""The output folder: its ownership, its marker file and its store.

The marker says that the folder is ours and holds a hash of the store (its seal). A store that matches the seal has not
changed since the last run; one that does not was left by an interrupted run, or is damaged, and is checked before use.
Only a run may change the store; everything else reads it, or a copy that is deleted with its process.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from pipeline.corrections.apply import apply_corrections, digest_of
from pipeline.corrections.file import Corrections, CorrectionsError, read_corrections
from pipeline.errors import DamagedStoreError, OutputError
from pipeline.paths import MARKER, STORE, corrections_path, store_path
from pipeline.read.files import input_folder
from pipeline.tables import Store
from pipeline.tables.files import TEMPORARY, locked, sha256_of, write_whole
from pipeline.tables.opening import DAMAGED, is_ours, renew


def refuse_foreign(folder: Path, raw: str | Path) -> None:
    """Raise `OutputError` for a folder that holds files of others, is part of the input, or contains the input. The
    folder of an earlier version has no marker, but has a store of ours."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file; give a folder for the tables")
    source, here = input_folder(raw), folder.resolve()
    if source and (here.is_relative_to(source.resolve()) or source.resolve().is_relative_to(here)):
        why = f"is part of the input {raw} or contains it: a run would read what it wrote; give another folder"
        raise OutputError(f"{folder}: {why}")
    if others := _others(folder):
        what = f"{others[0]!r}" + (f" and {len(others) - 1} more" if len(others) > 1 else "")
        raise OutputError(f"{folder}: holds {what}, which is not our output; give another folder, or move that away")


def _others(folder: Path) -> list[str]:
    """The names of the files of others in a folder; none if it is ours, or is not there yet."""
    if not folder.is_dir() or (folder / MARKER).is_file() or is_ours(folder / STORE):
        return []
    return sorted(p.name for p in folder.iterdir() if not p.name.startswith(".") and p.name.lower() != "readme.md")


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Create an output folder; turns an error of writing into an `OutputError` that names the place."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        why = f"cannot be written ({error.strerror or error}); all tables are intact, run again when it can be"
        # of two names, the first is a temporary one
        raise OutputError(f"{error.filename2 or error.filename or folder}: {why}") from error


def mark(folder: Path, *, decisions: int = 0, sealed: bool = False) -> None:
    """Write the marker, with the number of decisions applied to the tables and, if `sealed`, the seal of the store."""
    seal = {"store_sha256": sha256_of(folder / STORE)} if sealed else {}
    text = json.dumps({"program": "communique", "decisions": decisions, **seal}, indent=2) + "\n"
    write_whole(folder / MARKER, text)


def is_sealed(folder: Path) -> bool:
    """Whether the store is exactly, to the byte, as the last run left it."""
    return bool(_marker(folder).get("store_sha256", "") == sha256_of(folder / STORE))


def _marker(folder: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError, RecursionError):  # none yet, or damaged: the store will be checked
        found = json.loads((folder / MARKER).read_bytes())
        return found if isinstance(found, dict) else {}
    return {}


def decisions(folder: Path, given: str | Path | None, *, required: bool = True) -> Corrections:
    """The decisions of reviewers, from the file given, else from `corrections.csv` beside the output folder. Raises
    `CorrectionsError` if there is no file although decisions are applied to the tables, as the file was more likely
    lost than removed to undo them; and if `required` and the file given does not exist."""
    path = corrections_path(folder, given)
    noted = _marker(folder).get("decisions")
    if noted and isinstance(noted, int) and not path.exists():
        raise CorrectionsError(
            f"{path}: is missing, but the tables hold {noted} of its decisions; put it back (earlier versions may be "
            f"in .{path.name}.versions) or give --corrections (an empty file undoes them all)"
        )
    return read_corrections(path, required=required and given is not None)


@contextmanager
def open_for_run(folder: Path) -> Iterator[Store]:
    """The store of a folder that the run has locked; created if missing, mended or rebuilt if damaged. What the user
    should know about this is in `Store.mended`. The folder is marked as ours before anything is written."""
    for left in folder.rglob(f".*{TEMPORARY}"):  # unfinished files of a killed run
        left.unlink()
    if not (folder / MARKER).exists():
        mark(folder)
    path = folder / STORE
    sealed = is_sealed(folder)
    with ExitStack() as stack:
        try:
            store = stack.enter_context(Store(path, renew=True))
            if not sealed and (wrong := store.check()):
                some = ", ".join(wrong[:3]) + (" …" if len(wrong) > 3 else "")
                store.mended.append(f"{path}: {len(wrong)} documents were damaged ({some}); they are processed again")
        except DamagedStoreError as error:
            stack.close()
            aside = renew(path, DAMAGED)
            store = stack.enter_context(Store(path, renew=True))
            store.mended.append(f"{error}; rebuilt from the releases, the damaged file is kept as {aside.name}")
        yield store


@contextmanager
def reading(
    out: str | Path, corrections: Corrections | None = None, *, shared: bool = True, copy: bool = False
) -> Iterator[Store]:
    """The store of an output folder with the decisions given applied (None: as the run left it); it is not changed.

    If decisions must be applied, if a run was interrupted, or on request (`copy`), it is a copy, which can be changed.
    With `shared`, other readers may hold the folder too. Raises `NoInputError` if there is no store, `OutputInUseError`
    while a run holds the folder, `OutputError` for a store of another version, `DamagedStoreError` for a damaged one.
    """
    folder, path = Path(out), store_path(out)
    with locked(folder, shared=shared), ExitStack() as stack:
        if not copy and is_sealed(folder):
            store = stack.enter_context(Store(path, read_only=True))
            if corrections is None or store.corrected() == digest_of(corrections):
                yield store
                return
        store = stack.enter_context(_copy(folder))
        if corrections is not None:
            apply_corrections(store, corrections)
        yield store


class WorkingCopy:
    """A copy of the store of an output folder for reviewing its rows; it is made once after each run. Raises
    `NoInputError` if there is no store. For use by one thread at a time."""

    def __init__(self, out: str | Path) -> None:
        self._path = store_path(out)
        self._store: Store | None = None
        self._made_of: tuple[int, ...] = ()

    @contextmanager
    def opened(self, corrections: Corrections) -> Iterator[Store]:
        """The copy with the decisions given applied. Raises the same errors as `reading`."""
        folder = self._path.parent
        with locked(folder, shared=True):
            about = store_path(folder).stat()
            made_of = (about.st_ino, about.st_size, about.st_mtime_ns)
            if self._store is None or made_of != self._made_of:
                self.close()
                self._store, self._made_of = _copy(folder), made_of
            try:
                apply_corrections(self._store, corrections)
                yield self._store
            except sqlite3.Error:
                broken, self._store = self._store, None
                with broken:  # its exit turns the error into one for the user
                    raise

    def close(self) -> None:
        """Delete the copy; the next use makes a new one."""
        if self._store is not None:
            self._store.close()
        self._store = None


def _copy(folder: Path) -> Store:
    """A copy of the store, brought up to date if a run was interrupted. Raises `DamagedStoreError` if it is damaged."""
    path = folder / STORE
    with ExitStack() as stack:
        with suppress(DamagedStoreError):
            store = stack.enter_context(Store(path, copy=True))
            if is_sealed(folder) or not store.check():
                stack.pop_all()
                return store
        raise DamagedStoreError(f"{path}: damaged; `communique run` rebuilds it")
