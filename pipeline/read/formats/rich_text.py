"""Rich Text Format (.rtf), with striprtf from the extra `office`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.read.document import ReadError, SourceDocument
from pipeline.read.formats.word import EXTRA
from pipeline.read.part import Part


def read_rtf(part: Part) -> Iterator[SourceDocument]:
    """The document's text, paragraphs parted by blank lines. Raises `ReadError` where there is none."""
    yield part.document("application/rtf", _rtf_text(part), encoding="utf-8")


def _rtf_text(part: Part) -> str:
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError as error:
        raise ReadError("needs_extra", f"reading .rtf needs striprtf: {EXTRA}") from error
    if not part.data.lstrip().startswith(b"{\\rtf"):
        raise ReadError("bad_document", "no Rich Text, which begins with {\\rtf; save it anew, or as text")
    if len(part.data) > part.limits.page_bytes and b"\\pict" not in part.data:
        detail = f"{len(part.data):,} bytes, over the limit of {part.limits.page_bytes:,} for a document; save its text"
        raise ReadError("too_large", detail)
    to_text: Any = rtf_to_text
    text = to_text(_without_pictures(part.data).decode("cp1252", "replace"), errors="replace")
    paragraphs = (" ".join(line.split(" ")).strip() for line in str(text).splitlines())
    joined = "\n\n".join(p for p in paragraphs if p)
    if not joined:
        raise ReadError("no_text", "the document holds no text (a picture of it?); save its text")
    return joined


def _without_pictures(data: bytes) -> bytes:
    """Pictures are long runs of hexadecimal digits, which take the reader most of its time."""
    return re.sub(rb"[0-9a-fA-F\r\n]{1000,}", b"", data)
