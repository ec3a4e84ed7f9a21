"""Tables with a head, one release a row: CSV, and workbooks (.xlsx, .xls, .ods) with python-calamine.

A row of CSV with an open quotation mark swallows the rows after it, and reading them again from the next line gives
them back: a broken row costs itself alone.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from pipeline.read.formats.fields import names_of
from pipeline.read.formats.office import refuse_bombs
from pipeline.read.formats.page import decode_page
from pipeline.read.formats.part import Found, Part, ReadError, damage_told, needing
from pipeline.read.formats.records import Records, records
from pipeline.settings import FieldNames

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR = re.compile(r"sep=([,;\t|])\s*")  # a first line with which Excel is told, and tells
_LONGEST_ROW = 1_000_000  # characters
_MOST_BROKEN = 200  # each is looked at again from its next line on, which must not take for ever
_MEDIA_TYPES = {
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def read_csv(part: Part) -> Found:
    """A document for each row below the head, numbered by its first line. Raises `ReadError` for a file without one."""
    yield from records(part, _csv_rows(part.data), "text/csv")


def _csv_rows(data: bytes) -> Records:
    text, encoding = decode_page(data)
    lines = text.removeprefix("\ufeff").split("\n")
    told_by_excel = _SEPARATOR.fullmatch(lines[0])
    begin = 1 if told_by_excel else 0
    first = lines[begin] if begin < len(lines) else ""
    usual = max(_DELIMITERS, key=lambda d: (first.count(d), -_DELIMITERS.index(d)))
    delimiter = told_by_excel[1] if told_by_excel else usual
    head, at = _row(lines, begin, delimiter)
    if len(head) < 2:
        raise ReadError("bad_record", "the first line is no head with the names of several columns; add one")
    broken = 0
    while at < len(lines):
        number, begin = str(at + 1), at
        if not lines[at].strip():
            at += 1
            continue
        try:
            cells, at = _row(lines, at, delimiter, len(head))
        except ReadError as error:
            broken, at = broken + 1, begin + 1
            if broken > _MOST_BROKEN:
                detail = f"over {_MOST_BROKEN} broken rows; not read from here on"
                raise ReadError("bad_record", detail, number) from error
            yield number, lines[begin].encode(encoding, "replace"), error
        else:
            raw = "\n".join(lines[begin:at]).encode(encoding, "replace")
            yield number, raw, dict(zip(head, cells, strict=True))


def _row(lines: Sequence[str], start: int, delimiter: str, width: int | None = None) -> tuple[list[str], int]:
    """The row that begins at line `start`, and the line after it."""
    taken = 0

    def rest() -> Iterator[str]:
        nonlocal taken
        length = 0
        for line in lines[start : start + 10_000]:
            taken += 1
            length += len(line)
            if length > _LONGEST_ROW:
                return
            yield line + "\n"

    limit = csv.field_size_limit(_LONGEST_ROW)
    try:
        cells = next(csv.reader(rest(), delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration) as error:
        why = str(error) or "it does not end"
        raise ReadError("bad_record", f"the row is broken ({why}): is a quotation mark open? repair it") from error
    finally:
        csv.field_size_limit(limit)
    if width is not None and len(cells) != width:
        raise ReadError("bad_record", f"the row has {len(cells)} cells and the head {width}: repair it")
    return cells, start + taken


# --- workbooks ------------------------------------------------------------------------------------------------------

Sheet = tuple[str, list[list[Any]]]


def read_workbook(part: Part) -> Found:
    """The rows of every sheet whose head names a column of text; sheets without one are told."""
    yield from records(part, _sheet_rows(_sheets(part), part.fields), _MEDIA_TYPES[part.suffix])


def _sheets(part: Part) -> list[Sheet]:
    """Name and rows of the sheets that hold something."""
    with needing("python-calamine", part.suffix):
        from python_calamine import CalamineWorkbook
    if part.suffix != ".xls":
        refuse_bombs(part, "workbook")
    with damage_told("no workbook that can be read", "save it anew, or as CSV"):
        try:
            book = CalamineWorkbook.from_filelike(BytesIO(part.data))
            found = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=True)) for name in book.sheet_names]
        except BaseException as error:
            if type(error).__name__ == "PanicException":  # of Rust, and no `Exception`: a damaged file
                raise ValueError(str(error)) from error
            raise
    return [(name, rows) for name, rows in found if rows]


def _sheet_rows(sheets: Sequence[Sheet], told: FieldNames) -> Records:
    if not sheets:
        raise ReadError("no_text", "the workbook holds nothing; remove it or save it anew")
    for name, (first, *rows) in sheets:
        head = [_written(cell) for cell in first]
        before = f"{name}-" if len(sheets) > 1 else ""
        if not {cell.strip().lower() for cell in head}.intersection(names_of("text", told)):
            there = ", ".join(filter(None, head))[:200]
            why = f"the sheet's head names no column of text ({there}); name it with --field text=NAME"
            yield name, b"", ReadError("no_text", why)
            continue
        for number, row in enumerate(rows, 2):
            cells = [_written(cell) for cell in row]
            if any(cells):
                yield f"{before}{number}", "\t".join(cells).encode(), dict(zip(head, cells, strict=False))


def _written(cell: Any) -> str:
    """A cell as a person reads it: days in ISO 8601, whole numbers without “.0”."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)
