"""Writing the tables of a run again from its store, with the corrections as they are now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from pipeline.corrections.apply import Outcome, apply_corrections
from pipeline.corrections.file import Corrections, read_corrections
from pipeline.errors import OutputError
from pipeline.lock import locked
from pipeline.paths import corrections_path, store_path
from pipeline.tables import Store, export
from pipeline.tables.datasette import write_metadata
from pipeline.tables.parquet import export_parquet
from pipeline.tables.workbook import WORKBOOK, export_workbook

TableFormat = Literal["csv", "xlsx", "parquet"]


def write_tables(
    out: str | Path = "processed", *, form: TableFormat = "csv", corrections: str | Path | None = None
) -> Outcome:
    """Write the tables and texts of a run again from its store; what became of the corrections. Raises like `run`.

    The corrections are applied as they are now; a publication date that a reviewer set needs a run. CSV goes to
    `out`/tables; "xlsx" is one Excel workbook, `out`/communique.xlsx; "parquet" a typed copy in `out`/parquet, which
    needs the extra `parquet`.
    """
    folder, store_file = Path(out), store_path(out)
    with writable(folder), locked(folder), Store(store_file) as store:
        outcome = apply_corrections(store, decisions(folder, corrections))
        if form == "xlsx":
            export_workbook(store, folder / WORKBOOK)
        elif form == "parquet":
            export_parquet(store, folder / "parquet")
        else:
            store.set_exported({})
            export(store, folder)
            write_metadata(folder)
    return outcome


def decisions(folder: Path, given: str | Path | None) -> Corrections:
    """The decisions of reviewers: those of the file given, else of `corrections.csv` beside the output folder."""
    return read_corrections(corrections_path(folder, given), required=given is not None)


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Make an output folder; a disk that refuses to be written ends in an `OutputError` that names the place."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        place = error.filename or folder
        why = f"{place}: cannot be written ({error.strerror or error}); the tables of the last run are as they were"
        raise OutputError(why) from error
