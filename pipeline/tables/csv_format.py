"""Rows to CSV and back, without loss.

RFC 4180 with `\\n` at the end of a row. A cell is put in quotation marks where it holds a comma, a quotation mark
or any line end; `\\r` counts, which `csv` and pandas leave bare, so that one row reads back as two. A missing cell
is empty; an empty text in a required column is empty as well, and the column's type tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.records import Record
from pipeline.tables.schema import Cell, columns, pandas_types

if TYPE_CHECKING:
    import pandas as pd

_SPECIAL = frozenset(',"\r\n')
_FORMULA = tuple("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫")  # Excel takes full-width and small forms for the plain ones
_INVISIBLE = "".join(map(chr, (0x20, 0xA0, 0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x3000, 0xFEFF)))


def csv_lines(record: type[Record], rows: Iterable[tuple[Cell, ...]]) -> Iterator[str]:
    """The table as CSV: a head, then a piece for each row."""
    yield ",".join(c.name for c in columns(record)) + "\n"
    for row in rows:
        yield ",".join(map(_cell, row)) + "\n"


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if value is True or value is False:
        return "true" if value else "false"
    text = str(value)
    if _SPECIAL.isdisjoint(text):
        return text
    return '"' + text.replace('"', '""') + '"'


def _runs(text: str) -> bool:
    """Whether a spreadsheet would run a cell, or would after it dropped what cannot be seen before it."""
    return text.startswith(_FORMULA) or text.lstrip(_INVISIBLE).startswith(_FORMULA)


def guarded(text: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would run it; `unguarded` gives it back."""
    return "'" + text if _runs(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """The cell that `guarded` was given."""
    return text[1:] if text.startswith("'") and _runs(text.lstrip("'")) else text


def read_table(path: Path, record: type[Record]) -> pd.DataFrame:
    """A table as a data frame with nullable types: an empty optional cell is `<NA>`, the text "NA" stays."""
    import pandas as pd

    optional = {c.name: [""] for c in columns(record) if c.optional}
    return pd.read_csv(
        path,
        dtype=pandas_types(record),
        keep_default_na=False,
        na_values=optional,
        encoding="utf-8",
    )
