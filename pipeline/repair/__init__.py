"""Stage 2: bytes -> text -> repaired text, every edit recorded and reversible."""

from __future__ import annotations

from pipeline.repair.files import NotTextError, decode_file
from pipeline.repair.repaired import Repaired
from pipeline.repair.text import repair

__all__ = ["NotTextError", "Repaired", "repair_bytes", "repair_text", "repaired_from_bytes", "repaired_text"]


def repair_text(text: str, *, document_id: str = "document") -> Repaired:
    """Repair a decoded text: what was read in a wrong encoding, HTML entities, control characters."""
    return repair(text, document_id)


def repair_bytes(data: bytes, *, document_id: str = "document", encoding: str | None = None) -> Repaired:
    """Decode the bytes of a file, then repair the text; `encoding` where something outside the file says it.

    Raises:
        NotTextError: the bytes are no text, with a reason code.
    """
    decoded = decode_file(data, encoding)
    return repair(decoded.text, document_id, decoded.encoding, decoded.segments)


def repaired_text(text: str) -> str:
    """The repaired text alone."""
    return repair_text(text).text


def repaired_from_bytes(data: bytes) -> str:
    """The repaired text of a file alone."""
    return repair_bytes(data).text
