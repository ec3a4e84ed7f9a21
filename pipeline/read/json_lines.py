"""JSON Lines: one release a line, fields guessed by their usual names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.read.dates import iso_day
from pipeline.read.document import ReadError

TEXT_FIELDS = ("text", "body", "content", "article", "full_text", "maintext", "description")
TITLE_FIELDS = ("title", "headline", "subject")
DATE_FIELDS = ("published", "date", "pubdate", "publication_date", "date_publish", "date_published", "published_at")
ID_FIELDS = ("id", "record", "guid", "doc_id", "document_id")


@dataclass(frozen=True, slots=True)
class Fields:
    """A release in a record of several fields."""

    text: str  # title as first line, where it is not there already
    published: str | None
    name: str | None  # the record's own id


def record_fields(record: Mapping[str, Any]) -> Fields:
    """The release in a record: fields by their usual names, case aside, the first in the lists above that is filled.

    Raises `ReadError` where no field holds a text.
    """
    named = {str(k).strip().lower(): v for k, v in record.items()}
    text = _first(named, TEXT_FIELDS)
    if not text:
        taken = ", ".join(sorted(named)[:10]) or "none"
        raise ReadError("no_text", f"no text: none of the fields {', '.join(TEXT_FIELDS)} is filled (found: {taken})")
    title = _first(named, TITLE_FIELDS)
    if title and not text.lstrip().startswith(title.strip()):
        text = f"{title.strip()}\n\n{text}"
    published = next((day for f in DATE_FIELDS if (day := iso_day(named.get(f)))), None)
    name = next((str(named[f]) for f in ID_FIELDS if isinstance(named.get(f), str | int) and str(named[f])), None)
    return Fields(text, published, name)


def _first(named: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((v for n in names if isinstance(v := named.get(n), str) and v.strip()), None)


def read_lines(data: bytes) -> Iterator[tuple[str, bytes, Fields | ReadError]]:
    """Each line that is not blank: its number from 1, its bytes, and what it says or why it says nothing."""
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            yield str(number), line, record_fields(_parsed(line))
        except ReadError as error:
            error.record = str(number)
            yield str(number), line, error


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ReadError("bad_record", f"the line is not JSON in UTF-8 ({error}); repair or remove it") from error
    if not isinstance(found, dict):
        raise ReadError("bad_record", "the line is JSON but no object with fields; repair or remove it")
    return found
