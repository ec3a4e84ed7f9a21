"""Workbooks (.xlsx, .xls, .ods), with python-calamine from the extra `office`: one release a row below the head."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from pipeline.read.collection import records
from pipeline.read.document import ReadError
from pipeline.read.fields import TEXT_FIELDS, record_fields
from pipeline.read.formats.json_lines import Records
from pipeline.read.formats.word import EXTRA
from pipeline.read.packed import refuse_bombs
from pipeline.read.part import Found, Part
from pipeline.settings import FieldNames

_MEDIA_TYPES = {
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Rows = list[list[Any]]


def read_workbook(part: Part) -> Found:
    """The rows of every sheet whose head names a column of text; sheets without one are told."""
    yield from records(part, _records(_sheets(part), part.fields), _MEDIA_TYPES[part.suffix])


def _sheets(part: Part) -> list[tuple[str, Rows]]:
    """Name and rows of the sheets that hold something."""
    try:
        from python_calamine import CalamineWorkbook
    except ImportError as error:
        raise ReadError("needs_extra", f"reading {part.suffix} needs python-calamine: {EXTRA}") from error
    if part.suffix != ".xls":
        refuse_bombs(part.data, part.limits, "workbook")
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(part.data))
        sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=True)) for name in book.sheet_names]
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":  # of Rust: a damaged file
            raise
        why = f"no workbook that can be read ({type(error).__name__}: {error})"
        raise ReadError("bad_document", f"{why[:500]}; save it anew, or as CSV") from error
    return [(name, rows) for name, rows in sheets if rows]


def _records(sheets: Sequence[tuple[str, Rows]], told: FieldNames) -> Records:
    if not sheets:
        raise ReadError("no_text", "the workbook holds nothing; remove it or save it anew")
    wanted = {name.strip().lower() for part, name in told if part == "text"} or set(TEXT_FIELDS)
    for name, (first, *rows) in sheets:
        head = [_written(cell) for cell in first]
        before = f"{name}-" if len(sheets) > 1 else ""
        if not wanted & {cell.strip().lower() for cell in head}:
            there = ", ".join(filter(None, head))[:200]
            why = f"the sheet's head names no column of text ({there}); name it with --field text=NAME"
            yield name, b"", ReadError("no_text", why, name)
            continue
        yield from _rows(head, rows, before, told)


def _rows(head: Sequence[str], rows: Rows, before: str, told: FieldNames) -> Records:
    for number, row in enumerate(rows, 2):
        cells = [_written(cell) for cell in row]
        if not any(cells):
            continue
        data = "\t".join(cells).encode()
        try:
            yield f"{before}{number}", data, record_fields(dict(zip(head, cells, strict=False)), told)
        except ReadError as error:
            yield f"{before}{number}", data, error


def _written(cell: Any) -> str:
    """A cell as a person reads it: days in ISO 8601, whole numbers without “.0”."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)
