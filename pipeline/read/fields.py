"""Releases in records of named fields: which field is what, guessed by its usual names or told by a setting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.read.dates import iso_day
from pipeline.read.document import ReadError
from pipeline.read.metadata import (
    DATE_FIELDS,
    PUBLISHER_FIELDS,
    URL_FIELDS,
    Metadata,
    one_line,
    publisher_name,
    web_address,
)
from pipeline.settings import FIELD_ROLES, FieldNames

TEXT_FIELDS = ("text", "body", "content", "article", "full_text", "maintext", "description")
TITLE_FIELDS = ("title", "headline", "subject")
ID_FIELDS = ("id", "record", "guid", "doc_id", "document_id")
GUESSED: dict[str, tuple[str, ...]] = {
    "text": TEXT_FIELDS,
    "title": TITLE_FIELDS,
    "date": DATE_FIELDS,
    "id": ID_FIELDS,
    "url": URL_FIELDS,
    "publisher": PUBLISHER_FIELDS,
}
"""For each part of a release the names that its field is looked for by, in this order."""


@dataclass(frozen=True, slots=True)
class Fields:
    """A release in a record of several fields."""

    text: str  # title as first line, where it is not there already
    name: str | None  # the record's own id
    metadata: Metadata
    taken: tuple[tuple[str, str], ...]  # (text, name of the field it was in) and so on, in the order of FIELD_ROLES


def record_fields(record: Mapping[str, Any], told: FieldNames = ()) -> Fields:
    """The release in a record. A part named in `told` (part, field name) is read from those fields alone, the others
    by their usual names, case aside; the first field that holds a value of its kind is taken.

    Raises `ReadError` where no field holds a text.
    """
    named = {str(k).strip().lower(): (str(k), v) for k, v in record.items()}
    values: dict[str, str] = {}
    taken: list[tuple[str, str]] = []
    for role in FIELD_ROLES:
        for name in tuple(f.strip().lower() for r, f in told if r == role) or GUESSED[role]:
            own, value = named.get(name, (name, None))
            if (found := _value(role, value)) is not None:
                values[role] = found
                taken.append((role, own))
                break
    if "text" not in values:
        wanted = ", ".join([f for r, f in told if r == "text"] or TEXT_FIELDS)
        there = ", ".join(sorted(named)[:10]) or "none"
        why = f"no text: none of the fields {wanted} is filled (found: {there}); name the right one with --field"
        raise ReadError("no_text", why)
    metadata = Metadata(values.get("date"), values.get("url"), values.get("publisher"))
    return Fields(with_headline(values["text"], values.get("title")), values.get("id"), metadata, tuple(taken))


def _value(role: str, value: object) -> str | None:
    if role == "date":
        return iso_day(value)
    if role == "url":
        return web_address(value)
    if role == "publisher":
        return publisher_name(value)
    if role == "id":
        return one_line(str(value)) if isinstance(value, str | int) else None
    return value if isinstance(value, str) and value.strip() else None


def with_headline(text: str, title: str | None) -> str:
    """The text with the title as first line, unless it begins with it."""
    title = " ".join((title or "").split())
    if not title or " ".join(text[: 2 * len(title) + 100].split()).startswith(title):
        return text
    return f"{title}\n\n{text}"
