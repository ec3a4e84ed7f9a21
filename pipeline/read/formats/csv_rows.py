"""CSV with a head: one release a row.

A row with an open quotation mark swallows the rows after it, and reading them again from the next line gives them
back: a broken row costs itself alone.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from pipeline.read.document import ReadError
from pipeline.read.fields import record_fields
from pipeline.read.formats.json_lines import Records
from pipeline.read.formats.page import decode_page
from pipeline.settings import FieldNames

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR = re.compile(r"sep=([,;\t|])\s*")  # a first line with which Excel is told, and tells
_LONGEST_ROW = 1_000_000  # characters
_MOST_BROKEN = 200  # each is looked at again from its next line on, which must not take for ever


def csv_records(data: bytes, told: FieldNames = ()) -> Records:
    """Each row below the head, numbered by its first line; `told` as in `record_fields`.

    Raises `ReadError` for a file without a head.
    """
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
            raw = "\n".join(lines[begin:at]).encode(encoding, "replace")
            yield number, raw, record_fields(dict(zip(head, cells, strict=True)), told)
        except ReadError as error:
            if error.reason == "bad_record":
                broken, at = broken + 1, begin + 1
            if broken > _MOST_BROKEN:
                detail = f"over {_MOST_BROKEN} broken rows; not read from here on"
                raise ReadError("bad_record", detail, number) from error
            yield number, lines[begin].encode(encoding, "replace"), error


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
