"""Files with many records, each a document: JSON Lines, JSON, CSV, and workbooks (with python-calamine).

A CSV row with an unclosed quotation mark swallows the rows after it. Reading goes on at the line after the broken row
began, so that only the broken row is lost.
"""

import codecs
import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import chain
from typing import Any

from pipeline.read.blob import MEDIA_TYPES, Blob, Found, ReadError, damage_told, free_name, needing
from pipeline.read.fields import HTML_FIELDS, Fields, is_month_first, names_of, record_fields
from pipeline.read.formats.office import refuse_bombs
from pipeline.read.formats.page import fragment_text
from pipeline.read.formats.plain import decode_page
from pipeline.repair.decoding import rejoined
from pipeline.settings import FieldNames

_BLOCK = re.compile(r"(?i)</(?:p|div|li|ul|h[1-6])>|<br ?/?>")
ReadRecord = tuple[str, bytes, Mapping[str, Any] | Fields]  # the number, bytes and fields of a record
Records = Iterator[ReadRecord | ReadError]  # or what is wrong with it


def records(blob: Blob, found: Records, media_type: str, encoding: str = "utf-8") -> Found:
    """A document for each record of a blob, named by its own id or its number; an error for a record without text."""
    taken: dict[str, int] = {}
    record, month_first = None, is_month_first(blob.data)
    for record in found:
        if isinstance(record, ReadError):
            yield record
            continue
        number, data, given = record
        try:
            fields = given if isinstance(given, Fields) else _release(blob, given, month_first)
        except ReadError as error:
            yield error.in_record(number)
            continue
        own = replace(blob, data=data, member=blob.record(free_name(fields.name or number, taken)))
        yield replace(own.document(media_type, fields.text or "", encoding, fields.metadata), fields=fields.taken)
    if record is None:
        raise ReadError("no_text", "the file has no records; remove it or fetch it again")


def _release(blob: Blob, record: Mapping[str, Any], month_first: bool | None) -> Fields:
    shown = {k: _shown(k, v) for k, v in record.items()}
    fields = record_fields(shown, blob.settings.fields, blob.publisher.zone, month_first)
    if fields.text is None:
        wanted, found = names_of("text", blob.settings.fields), sorted(name.strip().lower() for name in record)
        is_there = any(name.lower() in found for name in wanted)
        remedy = "fill it or leave the record out" if is_there else "name the right one with --field"
        told = f"{', '.join(wanted)} is filled (found: {', '.join(found[:10])[:300] or 'none'})"
        raise ReadError("no_text", f"no text: none of the fields {told}; {remedy}")
    if fields.doubled:
        raise ReadError("bad_record", f"two fields named {fields.doubled.strip()!r} differ; rename or remove one")
    return fields


def _all_of(fields: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A record of these fields; of two that differ under one name, the second gets a space: `dict` drops the first."""
    record: dict[str, Any] = {}
    for name, value in ((name, rejoined(value) if isinstance(value, str) else value) for name, value in fields):
        record[name if record.get(name) in (None, "", value) else f"{name} "] = value
    return record


def _shown(name: str, value: Any) -> Any:
    """The value of a field; as text if its name, its tags or WordPress's `{"rendered": …}` show that it is HTML."""
    rendered = value.get("rendered") if isinstance(value, dict) else None
    if isinstance(value, str) and (name.strip().lower() in HTML_FIELDS or _BLOCK.search(value)):
        rendered = value
    return fragment_text(rendered) if isinstance(rendered, str) else value


def read_json_lines(blob: Blob) -> Found:
    """A document for each line that is not blank, numbered by line."""
    yield from records(blob, _lines(blob.data), "application/jsonl")


def read_json(blob: Blob) -> Found:
    """A document for each object; for an object without a text, one for each item of its lists of objects."""
    yield from records(blob, _objects(blob.data, blob.settings.fields), "application/json")


def _parsed(data: bytes, what: str) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_all_of)
    except (ValueError, RecursionError) as error:
        raise ReadError("bad_record", f"the {what} is not JSON in UTF-8 ({error}); repair or remove it") from error


def _lines(data: bytes) -> Records:
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        try:
            if line.strip():
                yield _record(number, line, _parsed(line, "line"))
        except ReadError as error:
            yield error.in_record(str(number))


def _objects(data: bytes, configured: FieldNames) -> Records:
    try:
        found = _parsed(data, "file")
    except ReadError:
        if not data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{") or b"\n{" not in data:
            raise
        yield from _lines(data)  # JSON Lines in a file named .json
        return
    for number, item in enumerate(found if isinstance(found, list) else _list_in(found, configured), 1):
        yield _record(number, json.dumps(item).encode(), item)


def _record(number: int, data: bytes, found: Any) -> ReadRecord | ReadError:
    if isinstance(found, dict):
        return str(number), data, found
    return ReadError("bad_record", "JSON, but not an object with fields; repair or remove it", str(number))


def _list_in(found: Any, configured: FieldNames) -> list[Any]:
    """The object itself if it holds a text or no list of objects, else its longest list of objects, with every other
    whose texts are in the same field: {"press": […], "speeches": […]}, but not the biographies of "authors"."""
    if not isinstance(found, dict):
        raise ReadError("bad_record", "JSON, but neither an object nor a list of objects; repair or remove it")
    if _text_field(found, configured) is not None:
        return [found]
    lists = [v for v in found.values() if v and isinstance(v, list) and all(isinstance(item, dict) for item in v)]
    longest = max(lists, key=len, default=[found])
    field = _text_field(longest[0], configured)
    more = [v for v in lists if field and v is not longest and _text_field(v[0], configured) == field]
    return list(chain(longest, *more))


def _text_field(record: Mapping[str, Any], configured: FieldNames) -> str | None:
    """The name of the field that holds the text of a record, if one does."""
    return dict(record_fields(record, configured).taken).get("text")


_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR = re.compile(r"sep=([,;\t|])\s*")  # a first line by which Excel declares the delimiter
_ENDS_AS_ON_MAC = re.compile(r"[^\r\n]*\r(?!\n)")  # of Excel for Mac: \r ends a row, \n a line in a cell
csv.field_size_limit(1_000_000)  # characters of a cell; the limit of the whole process
_MOST_LINES = 10_000  # of a row
_MOST_BROKEN = 200  # reading restarts after each, so their number bounds the time


def read_csv(blob: Blob) -> Found:
    """A document for each row, numbered by its first line. Raises `ReadError` for a file without a header row."""
    text, encoding = decode_page(blob.data, configured=blob.publisher.encoding)
    yield from records(blob, _csv_rows(text, encoding), "text/csv", encoding)


def _csv_rows(text: str, encoding: str) -> Records:
    """The records of a CSV file, numbered by their first lines; a broken row is read again from its second line on."""
    lines = text.split("\r" if _ENDS_AS_ON_MAC.match(text) else "\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    told_by_excel = _SEPARATOR.fullmatch(lines[first])
    delimiter = told_by_excel[1] if told_by_excel else max(_DELIMITERS, key=lines[first].count)
    head, at = _row(lines, first + bool(told_by_excel), delimiter)
    if len(head) < 2:
        raise ReadError("bad_record", "the first line is not a header with the names of several columns; add one")
    broken = 0
    while at < len(lines):
        begin, at = at, at + 1
        if not lines[begin].strip():
            continue
        try:
            cells, at = _row(lines, begin, delimiter, len(head))
            own = "\n".join(lines[begin:at]).encode(encoding, "replace")
            yield str(begin + 1), own, _all_of(zip(head, cells, strict=True))
        except ReadError as error:
            broken += 1
            if broken > _MOST_BROKEN:
                detail = f"over {_MOST_BROKEN} broken rows; the rest was not read"
                raise ReadError("bad_record", detail, str(begin + 1)) from error
            yield error.in_record(str(begin + 1))


def _row(lines: Sequence[str], start: int, delimiter: str, width: int | None = None) -> tuple[list[str], int]:
    """The cells of the row that begins at line `start`, and the number of the line after the row."""
    rest = (f"{lines[n]}\n" for n in range(start, min(start + _MOST_LINES, len(lines))))  # a slice would copy them all
    reader = csv.reader(rest, delimiter=delimiter, strict=True)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration) as error:
        why = str(error) or "it does not end"
        raise ReadError("bad_record", f"the row is broken ({why}): is a quotation mark open? repair it") from error
    if width is not None and len(cells) != width:
        raise ReadError("bad_record", f"the row has {len(cells)} cells, but the header has {width}: correct it")
    return cells, start + reader.line_num


def read_workbook(blob: Blob) -> Found:
    """The rows of every sheet whose header names a column of text; a sheet without one yields an error."""
    with needing("python-calamine", blob.suffix):
        from python_calamine import CalamineWorkbook
    if blob.suffix != ".xls":
        refuse_bombs(blob, "workbook")
    with damage_told("not a readable workbook", "save it again, or as CSV"):
        book = CalamineWorkbook.from_filelike(BytesIO(blob.data))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
        filled = {s.name: (s.start[0] + 1, [[*map(_written, row)] for row in s.to_python()]) for s in sheets if s.start}
    if not filled:
        raise ReadError("no_text", "the workbook is empty; remove it or save it again")
    cells = "\n".join(cell for _, rows in filled.values() for row in rows for cell in row)
    as_text = replace(blob, data=cells.encode("utf-8", "replace"))
    yield from records(as_text, _sheet_rows(filled, blob.settings.fields), MEDIA_TYPES[blob.suffix])


def _sheet_rows(sheets: Mapping[str, tuple[int, list[list[str]]]], configured: FieldNames) -> Records:
    """The records of each sheet, given with the number of its first row that is not empty, which names the columns."""
    heads = {name: dict.fromkeys(rows[0], "words") for name, (_, rows) in sheets.items()}
    with_text = {name for name, head in heads.items() if record_fields(head, configured).text is not None}
    for name, (first, (head, *rows)) in sheets.items():
        if name not in with_text:
            there = ", ".join(filter(None, head))[:200]
            detail = f"the sheet's header names no column of text ({there}); name it with --field text=NAME"
            yield ReadError("no_text", detail, name)
            continue
        before = f"{name}-" if len(with_text) > 1 else ""
        for number, cells in enumerate(rows, first + 1):
            if any(cells):
                yield f"{before}{number}", "\t".join(cells).encode(), _all_of(zip(head, cells, strict=False))


def _written(cell: Any) -> str:
    """A cell as text: dates in ISO 8601, whole numbers without “.0”."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)
