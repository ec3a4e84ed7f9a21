"""Stage 5: the schema, the SQLite store, the CSV tables and their data package."""

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import NoInputError
from pipeline.records import Record
from pipeline.tables.export import TABLES, export_tables
from pipeline.tables.schema import columns, unguarded
from pipeline.tables.store import Store

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TABLES", "Store", "export_tables", "load_tables"]

_PANDAS = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


def load_tables(out: str | Path = "processed") -> "dict[str, pd.DataFrame]":
    """The tables of a run as data frames by name, with nullable types (string, Int64, Float64, boolean).

    `out` is the output folder of the run. Raises `NoInputError` if it holds no tables.
    """
    folder = Path(out) / "tables"
    try:
        return {r.TABLE.name: read_table(folder / f"{r.TABLE.name}.csv", r) for r in TABLES}
    except FileNotFoundError as error:
        missing = f"{folder}: no tables here ({Path(error.filename).name} is missing); run `communique run` first"
        raise NoInputError(missing) from error


def read_table(path: Path | StringIO, record: type[Record]) -> "pd.DataFrame":
    """A table as a data frame with nullable types: an empty optional cell is `<NA>`, the text "NA" is kept. The
    apostrophe that prevents a spreadsheet from running a cell as a formula is removed."""
    import pandas as pd

    optional = {c.name: [""] for c in columns(record) if c.optional}
    types = {c.name: _PANDAS[c.type] for c in columns(record)}
    table = pd.read_csv(path, dtype=types, keep_default_na=False, na_values=optional, encoding="utf-8")
    for name in (c.name for c in columns(record) if c.type == "string"):
        guarded = table[name].str.startswith("'").fillna(False)
        if guarded.any():  # rarely true, and setting cells takes longer than reading the table
            table.loc[guarded, name] = table.loc[guarded, name].map(unguarded)
    return table
