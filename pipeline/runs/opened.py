"""The store of an output folder: for a run, which may change it, and for all others, which never do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipeline.corrections.apply import apply_corrections, digest_of
from pipeline.corrections.file import Corrections
from pipeline.errors import DamagedStoreError
from pipeline.lock import locked
from pipeline.paths import STORE, store_path
from pipeline.runs.copies import CopyFolder
from pipeline.runs.output_folder import is_sealed
from pipeline.tables import Store
from pipeline.tables.opening import copy_to, replace_damaged


def open_for_run(folder: Path) -> Store:
    """The store of a folder that the run holds: made where there is none, mended or made again where it is damaged.

    What a user should know of that stands in its `told`.
    """
    path = folder / STORE
    known = is_sealed(folder)
    try:
        store = Store(path, renew=True)
        if not known:
            _mend(store, path)
    except DamagedStoreError as error:
        aside = replace_damaged(path)
        store = Store(path, renew=True)
        store.told.append(f"{error}; made again from the releases, the damaged file is kept as {aside.name}")
    return store


def _mend(store: Store, path: Path) -> None:
    try:
        wrong = store.check()
    except BaseException:
        store.close()
        raise
    if wrong:
        some = ", ".join(wrong[:3]) + (" …" if len(wrong) > 3 else "")
        store.told.append(f"{path}: {len(wrong)} documents were damaged ({some}); they are made again")


@contextmanager
def reading(
    out: str | Path, corrections: Corrections | None = None, *, shared: bool = True, copy: bool = False
) -> Iterator[Store]:
    """The store of an output folder, which stays as it is, with the decisions given applied (None: as the run left it).

    Where there is something to apply, where a run was stopped, or where a `copy` is asked for, it is a copy in a
    folder of its own, which can be changed. `shared` holds the folder together with others that only read. Raises
    `NoInputError` where there is no store, `OutputInUseError` while a run holds the folder, `OutputError` for a store
    of another version, `DamagedStoreError` for a damaged one.
    """
    folder, path = Path(out), store_path(out)
    with ExitStack() as stack:
        stack.enter_context(locked(folder, shared=shared))
        sealed = is_sealed(folder)
        if sealed and not copy:
            store = stack.enter_context(Store(path, read_only=True))
            if corrections is None or store.corrected() == digest_of(corrections):
                yield store
                return
        store = stack.enter_context(_copy(path, stack.enter_context(CopyFolder()).path, sealed))
        if corrections is not None:
            apply_corrections(store, corrections)
        yield store


class WorkingCopy:
    """A copy of the store of an output folder for who decides about its rows: it is made once after each run.

    Raises `NoInputError` where there is no store.
    """

    def __init__(self, out: str | Path) -> None:
        self._path = store_path(out)
        self._folder: CopyFolder | None = None
        self._made_of: tuple[int, ...] = ()

    @contextmanager
    def opened(self, corrections: Corrections) -> Iterator[Store]:
        """The copy, with the decisions given applied. Raises as `reading` does."""
        folder = self._path.parent
        with locked(folder, shared=True):
            about = store_path(folder).stat()
            made_of = (about.st_ino, about.st_size, about.st_mtime_ns)
            if self._folder is None or made_of != self._made_of:
                self.close()
                self._folder = CopyFolder()
                _copy(self._path, self._folder.path, is_sealed(folder)).close()
                self._made_of = made_of
            with Store(self._folder.path / STORE) as store:
                apply_corrections(store, corrections)
                yield store

    def close(self) -> None:
        """Remove the copy; the next look makes one anew."""
        if self._folder is not None:
            self._folder.close()
        self._folder, self._made_of = None, ()


def _copy(path: Path, folder: Path, sealed: bool) -> Store:
    store = Store(copy_to(path, folder))
    if not sealed:
        try:
            _check(store, path)
        except BaseException:
            store.close()
            raise
    return store


def _check(store: Store, path: Path) -> None:
    """What a run that was stopped left is brought up to date; what is damaged is not shown."""
    try:
        wrong = store.check()
    except DamagedStoreError as error:
        raise DamagedStoreError(f"{path}: damaged; `communique run` makes it again") from error
    if wrong:
        raise DamagedStoreError(f"{path}: {len(wrong)} documents are damaged; `communique run` makes them again")
    store.recompute()
