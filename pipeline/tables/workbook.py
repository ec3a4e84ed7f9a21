"""Writes all tables as one Excel workbook, `communique.xlsx`, which most people open first.

The first sheet says what each sheet and column holds; the second is flat: who said what, for whom, when. Then each
table has a sheet, with a header that stays in sight, filters and fitting widths. Texts are written as texts, whatever
they look like, so that nothing runs as a formula and `2023-10` or a telephone number is kept as it is; only whole days
are dates. XlsxWriter writes row by row, so that memory grows only with the finished, compressed file.
"""

from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.data import word_list
from pipeline.records import Record, Statement
from pipeline.tables.export import TABLES
from pipeline.tables.files import replacing
from pipeline.tables.schema import DAYS, Cell, Column, columns, description
from pipeline.tables.store import Store

MOST_ROWS = 1_048_575  # that a sheet can hold below its header
_CELL = 32_767  # characters that a cell can hold
_FIRST_DAY = "1900-03-01"  # Excel has a 29 February 1900, so that earlier dates are off by one
_WRAPPED = ("text", "headline", "detail", "why")
_WIDTHS = {"text": 60, "headline": 50, "detail": 50, "why": 40, "role": 40, "name": 32, "document_id": 26}
_MADE = datetime(2000, 1, 1, tzinfo=UTC)  # fixed, so that equal tables give equal bytes
_ABOUT = word_list("tables/about_workbook.txt")


def export_workbook(store: Store, path: Path) -> None:
    """Write the workbook, replacing the old one once it is complete. Raises `OSError` with the old one intact."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with replacing(path) as part:
        packed = BytesIO()  # on a full disk a zip file would complain once more when Python disposes of it
        book = Workbook(packed, {"constant_memory": True})
        book.set_properties({"title": "Communiqué", "created": _MADE})
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        plain, wrapped = (book.add_format({"valign": "top", "text_wrap": wrap}) for wrap in (False, True))
        flat_first: tuple[type[Record], ...] = (Statement, *TABLES)
        counts = {record: store.count(record) for record in flat_first}
        first = _page(book, "read me")
        first.set_column(0, 1, 26, plain)
        first.set_column(2, 2, 100, wrapped)
        _explain(first, bold, counts)
        for record in counts:
            sheet = _page(book, _sheet(record))
            sheet.repeat_rows(0)
            for number, column in enumerate(columns(record)):
                width = _WIDTHS.get(column.name, 12 if column.type != "string" else 20)
                sheet.set_column(number, number, width, wrapped if column.name in _WRAPPED else plain)
                sheet.write_string(0, number, column.name, bold)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, min(max(counts[record], 1), MOST_ROWS), len(columns(record)) - 1)
            for at, row in enumerate(islice(store.rows(record), MOST_ROWS), 1):
                for number, (column, value) in enumerate(zip(columns(record), row, strict=True)):
                    _write(sheet, at, number, column, value, day)
        try:
            book.close()
        except FileCreateError as error:
            raise error.args[0] from None  # the `OSError`
        part.write_bytes(packed.getvalue())


def _page(book: Any, name: str) -> Any:
    """A new sheet, which is printed one page wide and as many pages long as needed."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    return sheet


def _sheet(record: type[Record]) -> str:
    return "who said what" if record is Statement else record.TABLE.name


def _explain(sheet: Any, bold: Any, counts: dict[type[Record], int]) -> None:
    lines: list[tuple[str, ...]] = [(line,) for line in _ABOUT]
    lines += [(), ("sheet", "rows", "holds")]
    for record in counts:
        cut = f" (the first {MOST_ROWS:,}: a sheet holds no more)" if counts[record] > MOST_ROWS else ""
        lines.append((_sheet(record), f"{counts[record]:,}", description(record) + cut))
    lines += [(), ("sheet", "column", "means")]
    described = ((r, c, f": {', '.join(c.enum)}" if c.enum else "") for r in counts for c in columns(r))
    lines += [(_sheet(record), c.name, c.description + values) for record, c, values in described]
    for number, line in enumerate(lines):
        sheet.write_row(number, 0, line, bold if line[:1] == ("sheet",) else None)


def _write(sheet: Any, row: int, number: int, column: Column, value: Cell, day: Any) -> None:
    if not isinstance(value, str):
        sheet.write(row, number, value)  # a number, true, false, or nothing for a missing cell
    elif column.name in DAYS and value >= _FIRST_DAY:
        sheet.write_datetime(row, number, datetime.fromisoformat(value), day)
    else:
        sheet.write_string(row, number, value if len(value) <= _CELL else value[: _CELL - 1] + "…")
