"""Writing the tables of a run again from its store, with the corrections as they are now."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pipeline.corrections.apply import Outcome, apply_corrections
from pipeline.paths import store_path
from pipeline.runs.output_folder import decisions, reading, writable
from pipeline.tables import export_again
from pipeline.tables.export import write_metadata
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
