"""Files of many records, each one document: JSON Lines, JSON, CSV, and workbooks with python-calamine.

A row of CSV with an open quotation mark swallows the rows after it, and reading them again from the next line gives
them back: a broken row costs itself alone.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from pipeline.read.formats.fields import GUESSED, Fields, names_of, record_fields, whole
from pipeline.read.formats.office import refuse_bombs
from pipeline.read.formats.page import decode_page, fragment_text
from pipeline.read.formats.part import Found, Part, ReadError, damage_told, free_name, needing
from pipeline.settings import FieldNames

Records = Iterator[tuple[str, bytes, Mapping[str, Any] | Fields | ReadError]]
"""For each record its number from 1, its bytes, and its fields, or why it has none."""


def records(part: Part, found: Records, media_type: str) -> Found:
    """A document for each record of a part, called by its own id, else by its number; what has no text is told."""
    taken: dict[str, int] = {}
    number = None
    for number, data, given in found:
        fields = _release(part, given) if isinstance(given, Mapping) else given
        if isinstance(fields, ReadError):
            yield part.quarantined(ReadError(fields.reason, fields.detail, number))
        else:
            yield part.document(
                media_type, fields.text or "", record=free_name(fields.name or number, taken), data=data,
                encoding="utf-8", metadata=fields.metadata, fields=fields.taken,
            )  # fmt: skip
    if number is None:
        raise ReadError("no_text", "the file holds no record; remove it or fetch it again")


def _release(part: Part, record: Mapping[str, Any]) -> Fields | ReadError:
    fields = record_fields(record, part.fields, part.publisher.zone)
    if fields.text is not None:
        return fields
    wanted = ", ".join([f for role, f in part.fields if role == "text"] or GUESSED["text"])
    there = ", ".join(sorted(str(name).strip().lower() for name in record)[:10]) or "none"
    detail = f"no text: none of the fields {wanted} is filled (found: {there}); name the right one with --field"
    return ReadError("no_text", detail)


# --- JSON -----------------------------------------------------------------------------------------------------------

_HTML = ("content_html", "body_html", "html")  # JSON Feed and the like


def read_json_lines(part: Part) -> Found:
    """A document for each line that is not blank, numbered by line."""
    yield from records(part, _lines(part.data), "application/jsonl")


def read_json(part: Part) -> Found:
    """A document for each object; an object that holds a list of objects and no text of its own stands for these."""
    yield from records(part, _objects(part.data, part.fields), "application/json")


def _parsed(data: bytes) -> Any:
    return json.loads(data.decode("utf-8-sig"), object_hook=_whole)


def _whole(record: dict[str, Any]) -> dict[str, Any]:
    return {key: whole(value) if isinstance(value, str) else value for key, value in record.items()}


def _lines(data: bytes) -> Records:
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        if line.strip():
            yield str(number), line, _of_line(line)


def _of_line(line: bytes) -> dict[str, Any] | ReadError:
    try:
        found = _parsed(line)
    except (ValueError, RecursionError) as error:
        return ReadError("bad_record", f"the line is not JSON in UTF-8 ({error}); repair or remove it")
    if not isinstance(found, dict):
        return ReadError("bad_record", "the line is JSON but no object with fields; repair or remove it")
    return found


def _objects(data: bytes, told: FieldNames) -> Records:
    try:
        found = _parsed(data)
    except (ValueError, RecursionError) as error:
        if data.count(b"\n{") and data.lstrip().startswith(b"{"):  # JSON Lines under the name .json
            yield from _lines(data)
            return
        raise ReadError("bad_record", f"the file is not JSON in UTF-8 ({error}); repair it") from error
    no_object = ReadError("bad_record", "no object with fields; repair or remove it")
    for number, item in enumerate(found if isinstance(found, list) else _list_in(found, told), 1):
        own = json.dumps(item, ensure_ascii=True).encode()
        yield str(number), own, _readable(item) if isinstance(item, dict) else no_object


def _list_in(found: Any, told: FieldNames) -> list[Any]:
    """The object itself where it holds a text, else its longest list of objects."""
    if not isinstance(found, dict):
        raise ReadError("bad_record", "JSON, but neither an object nor a list of objects; repair or remove it")
    usual = () if any(role == "text" for role, _ in told) else ("content_text", *_HTML)
    wanted = {*names_of("text", told), *usual}
    if any(isinstance(value, str) and value.strip() for key, value in found.items() if key.strip().lower() in wanted):
        return [found]
    lists = [v for v in found.values() if isinstance(v, list) and v and all(isinstance(i, dict) for i in v)]
    return max(lists, key=len, default=[found])


def _readable(item: dict[str, Any]) -> dict[str, Any]:
    """The fields, with those of HTML as text, under a name that is looked for."""
    lowered = {key.strip().lower(): value for key, value in item.items()}
    if any(lowered.get(name) for name in GUESSED["text"]):
        return item
    marked = next((lowered[name] for name in _HTML if isinstance(lowered.get(name), str)), "")
    text = lowered.get("content_text") or fragment_text(marked)
    return {**item, "text": text} if text else item


# --- CSV ------------------------------------------------------------------------------------------------------------

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR = re.compile(r"sep=([,;\t|])\s*")  # a first line with which Excel is told, and tells
_LONGEST_FIELD = 1_000_000  # characters
_MOST_LINES = 10_000  # of a row
_MOST_BROKEN = 200  # each is looked at again from its next line on, which must not take for ever


def read_csv(part: Part) -> Found:
    """A document for each row below the head, numbered by its first line. Raises `ReadError` for a file without one."""
    csv.field_size_limit(_LONGEST_FIELD)
    yield from records(part, _csv_rows(part.data), "text/csv")


def _csv_rows(data: bytes) -> Records:
    text, encoding = decode_page(data)
    lines = text.split("\n")
    told_by_excel = _SEPARATOR.fullmatch(lines[0])
    delimiter = told_by_excel[1] if told_by_excel else max(_DELIMITERS, key=lines[0].count)
    head, at = _row(lines, 1 if told_by_excel else 0, delimiter)
    if len(head) < 2:
        raise ReadError("bad_record", "the first line is no head with the names of several columns; add one")
    broken = 0
    while at < len(lines):
        begin = at
        if not lines[begin].strip():
            at += 1
            continue
        given: dict[str, str] | ReadError
        try:
            cells, at = _row(lines, begin, delimiter, len(head))
            given = dict(zip(head, cells, strict=True))
        except ReadError as error:
            given, at, broken = error, begin + 1, broken + 1
            if broken > _MOST_BROKEN:
                detail = f"over {_MOST_BROKEN} broken rows; not read from here on"
                raise ReadError("bad_record", detail, str(at)) from error
        yield str(begin + 1), "\n".join(lines[begin:at]).encode(encoding, "replace"), given


def _row(lines: Sequence[str], start: int, delimiter: str, width: int | None = None) -> tuple[list[str], int]:
    """The row that begins at line `start`, and the line after it."""
    rest = (f"{line}\n" for line in lines[start : start + _MOST_LINES])
    reader = csv.reader(rest, delimiter=delimiter, strict=True)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration) as error:
        why = str(error) or "it does not end"
        raise ReadError("bad_record", f"the row is broken ({why}): is a quotation mark open? repair it") from error
    if width is not None and len(cells) != width:
        raise ReadError("bad_record", f"the row has {len(cells)} cells and the head {width}: repair it")
    return cells, start + reader.line_num


# --- workbooks ------------------------------------------------------------------------------------------------------

_MEDIA_TYPES = {
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def read_workbook(part: Part) -> Found:
    """The rows of every sheet whose head names a column of text; sheets without one are told."""
    yield from records(part, _sheet_rows(_sheets(part), part.fields), _MEDIA_TYPES[part.suffix])


def _sheets(part: Part) -> list[tuple[str, list[list[Any]]]]:
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


def _sheet_rows(sheets: Sequence[tuple[str, list[list[Any]]]], told: FieldNames) -> Records:
    if not sheets:
        raise ReadError("no_text", "the workbook holds nothing; remove it or save it anew")
    for name, (first, *rows) in sheets:
        head = [_written(cell) for cell in first]
        before = f"{name}-" if len(sheets) > 1 else ""
        if not {cell.strip().lower() for cell in head}.intersection(names_of("text", told)):
            there = ", ".join(filter(None, head))[:200]
            detail = f"the sheet's head names no column of text ({there}); name it with --field text=NAME"
            yield name, b"", ReadError("no_text", detail)
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
