"""Files of many records: each record one document, under a name of its own."""

from __future__ import annotations

from pipeline.read.document import ReadError
from pipeline.read.formats.json_lines import Records
from pipeline.read.part import Found, Part


def records(part: Part, found: Records, media_type: str) -> Found:
    """A document for each record of a part, called by its own id, else by its number; what has no text is told."""
    taken: dict[str, int] = {}
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


def free_name(name: str, taken: dict[str, int]) -> str:
    """The name, or where it is among those `taken` the name with the next free number; taken from now on.

    Capitals do not tell names apart, for many disks do not. `taken` has the last number of each name, so that a column
    of 16,000 equal ids costs no square of them.
    """
    number = taken.get(name.casefold(), 0) + 1
    numbered = name if number == 1 else f"{name}-{number}"
    while numbered.casefold() in taken and number > 1:
        number += 1
        numbered = f"{name}-{number}"
    taken[name.casefold()] = number
    taken.setdefault(numbered.casefold(), 1)
    return numbered
