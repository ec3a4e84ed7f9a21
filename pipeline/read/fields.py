"""Releases in records of named fields: which field is what, guessed by its usual names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.read.dates import iso_day
from pipeline.read.document import ReadError

TEXT_FIELDS = ("text", "body", "content", "article", "full_text", "maintext", "description")
TITLE_FIELDS = ("title", "headline", "subject")
DATE_FIELDS = ("published", "date", "pubdate", "publishdate", "publication_date", "date_publish", "date_published",
               "published_at")  # fmt: skip
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
    named = _lower(record)
    text = _first(named, TEXT_FIELDS)
    if not text:
        taken = ", ".join(sorted(named)[:10]) or "none"
        raise ReadError("no_text", f"no text: none of the fields {', '.join(TEXT_FIELDS)} is filled (found: {taken})")
    name = next((str(named[f]) for f in ID_FIELDS if isinstance(named.get(f), str | int) and str(named[f])), None)
    return Fields(with_headline(text, _first(named, TITLE_FIELDS)), published_in(named), name)


def published_in(record: Mapping[str, Any]) -> str | None:
    """The publication date in a record's fields, ISO 8601 day."""
    named = _lower(record)
    return next((day for f in DATE_FIELDS if (day := iso_day(named.get(f)))), None)


def with_headline(text: str, title: str | None) -> str:
    """The text with the title as first line, unless it begins with it."""
    title = " ".join((title or "").split())
    if not title or " ".join(text[: 2 * len(title) + 100].split()).startswith(title):
        return text
    return f"{title}\n\n{text}"


def _lower(record: Mapping[str, Any]) -> dict[str, Any]:
    return {str(k).strip().lower(): v for k, v in record.items()}


def _first(named: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((v for n in names if isinstance(v := named.get(n), str) and v.strip()), None)
