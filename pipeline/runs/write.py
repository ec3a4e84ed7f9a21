"""Writing the tables of a run again from its store, with the corrections as they are now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from pipeline.corrections.apply import Outcome, apply_corrections
from pipeline.corrections.file import Corrections, CorrectionsError, read_corrections
from pipeline.errors import OutputError
from pipeline.paths import corrections_path, store_path
from pipeline.runs.opened import reading
from pipeline.runs.output_folder import decisions_noted
from pipeline.tables import export_again
from pipeline.tables.datasette import write_metadata
from pipeline.tables.parquet import export_parquet
from pipeline.tables.workbook import WORKBOOK, export_workbook

TableFormat = Literal["csv", "xlsx", "parquet"]


def write_tables(
    out: str | Path = "processed", *, form: TableFormat = "csv", corrections: str | Path | None = None
) -> Outcome:
    """Write the tables and texts of a run again from its store; what became of the corrections. Raises like `run`.

    The corrections are applied as they are now; a publication date that a reviewer set needs a run. The store stays
    as it is. CSV goes to `out`/tables; "xlsx" is one Excel workbook, `out`/communique.xlsx; "parquet" a typed copy in
    `out`/parquet, which needs the extra `parquet`.
    """
    folder = Path(out)
    store_path(folder)
    decided = decisions(folder, corrections)
    with writable(folder), reading(folder, decided, shared=False) as store:
        outcome = apply_corrections(store, decided)
        if form == "xlsx":
            export_workbook(store, folder / WORKBOOK)
        elif form == "parquet":
            export_parquet(store, folder / "parquet")
        else:
            export_again(store, folder)
            write_metadata(folder)
    return outcome


def decisions(folder: Path, given: str | Path | None) -> Corrections:
    """The decisions of reviewers: those of the file given, else of `corrections.csv` beside the output folder.

    Raises `CorrectionsError` where there is none and the tables bear some: it is more likely lost than meant to be
    undone.
    """
    path = corrections_path(folder, given)
    noted = decisions_noted(folder)
    if noted and not path.exists():
        raise CorrectionsError(
            f"{path}: is gone, and the tables bear {noted} decisions; put it back or name it with --corrections "
            "(an empty file undoes them all)"
        )
    return read_corrections(path, required=given is not None)


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Make an output folder; a disk that refuses to be written ends in an `OutputError` that names the place."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        place = error.filename or folder
        why = f"{place}: cannot be written ({error.strerror or error}); every table is whole, run again when it can be"
        raise OutputError(why) from error
