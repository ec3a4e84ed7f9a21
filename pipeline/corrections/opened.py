"""The store of an output folder with the decisions of its reviewers: what the review reads and changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.corrections.apply import apply_corrections
from pipeline.corrections.file import read_corrections
from pipeline.lock import locked
from pipeline.paths import store_path
from pipeline.tables.store import Store


@contextmanager
def corrected_store(out: Path, corrections: Path) -> Iterator[Store]:
    """The store, held against runs, its tables as the file of corrections says now.

    Raises `NoInputError` where there is no store and `OutputInUseError` while a run holds the folder.
    """
    path = store_path(out)
    with locked(out), Store(path) as store:
        apply_corrections(store, read_corrections(corrections))
        yield store
