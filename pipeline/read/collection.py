"""Files of many records: each record one document, under a name of its own."""

from __future__ import annotations

from pipeline.read.document import ReadError
from pipeline.read.json_lines import Records
from pipeline.read.part import Found, Part


def records(part: Part, found: Records, media_type: str) -> Found:
    """A document for each record of a part, called by its own id, else by its number; what has no text is told."""
    taken: set[str] = set()
    number = None
    for number, data, fields in found:
        if isinstance(fields, ReadError):
            yield part.quarantined(ReadError(fields.reason, fields.detail, number))
            continue
        record = free_name(fields.name or number, taken)
        yield part.document(
            media_type,
            fields.text,
            record=record,
            data=data,
            encoding="utf-8",
            metadata=fields.metadata,
            fields=fields.taken,
        )
    if number is None:
        raise ReadError("no_text", "the file holds no record; remove it or fetch it again")


def free_name(name: str, taken: set[str]) -> str:
    """The name, or where it is among those `taken` the name with the next free number; taken from now on."""
    numbered = name
    number = 1
    while numbered in taken:
        number += 1
        numbered = f"{name}-{number}"
    taken.add(numbered)
    return numbered
