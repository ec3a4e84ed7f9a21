"""Stage 1: files -> source documents, with limits; what cannot be read goes to quarantine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from pipeline.read.document import ReadError, SourceDocument
from pipeline.read.files import SourceFile, discover, read_bytes
from pipeline.read.identity import document_id
from pipeline.read.json_lines import read_lines
from pipeline.read.page import read_page
from pipeline.read.plain import front_matter, published_field, refuse_binary
from pipeline.records import Quarantined
from pipeline.settings import Limits

__all__ = ["Limits", "ReadError", "SourceDocument", "SourceFile", "discover", "read_bytes", "read_documents"]

Found = Iterator[SourceDocument | Quarantined]


def read_documents(file: SourceFile, data: bytes, limits: Limits, *, published: str | None = None) -> Found:
    """The documents in a file's bytes; what gives none, as rows for quarantine. `published` is from a sidecar."""
    reader = _READERS.get(_suffix(file))
    try:
        if reader is None:
            known = ", ".join(sorted(_READERS))
            raise ReadError("unknown_format", f"not one of the formats that can be read ({known}); convert it")
        yield from reader(file, data, limits, published)
    except ReadError as error:
        yield error.row(file.source)
    except Exception as error:
        detail = f"the file could not be read as its name says ({type(error).__name__}: {error})"
        yield ReadError("error", detail[:1000]).row(file.source)


def _suffix(file: SourceFile) -> str:
    return PurePosixPath(file.name).suffix.lower()


def _whole(
    file: SourceFile, data: bytes, media_type: str, published: str | None, *, content: bytes | str, start: int = 0,
    encoding: str | None = None,
) -> SourceDocument:  # fmt: skip
    return SourceDocument(
        document_id=document_id(file.source),
        source=file.source,
        record=None,
        file_name=file.name,
        media_type=media_type,
        content=content,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        content_start=start,
        encoding=encoding,
        published=published,
    )


def _read_text(file: SourceFile, data: bytes, limits: Limits, published: str | None) -> Found:
    refuse_binary(data)
    yield _whole(file, data, "text/plain", published, content=data)


def _read_markdown(file: SourceFile, data: bytes, limits: Limits, published: str | None) -> Found:
    refuse_binary(data)
    fields, start = front_matter(data)
    body = data[start:]
    title = fields.get("title", "")
    if not body.strip():
        raise ReadError("empty", "nothing stands below the front matter; remove the file or fetch it again")
    content: bytes | str = body
    if title and title not in body[:2000].decode("utf-8", "replace"):
        head = f"{title}\n\n".encode()
        content = head + body
        start -= len(head)
    yield _whole(file, data, "text/markdown", published or published_field(fields), content=content, start=start)


def _read_html(file: SourceFile, data: bytes, limits: Limits, published: str | None) -> Found:
    refuse_binary(data)
    if len(data) > limits.page_bytes:
        raise ReadError("too_large", f"{len(data):,} bytes, over the limit of {limits.page_bytes:,} for a page")
    page = read_page(data)
    yield _whole(file, data, "text/html", published or page.published, content=page.text, encoding=page.encoding)


def _read_json_lines(file: SourceFile, data: bytes, limits: Limits, published: str | None) -> Found:
    refuse_binary(data)
    taken: set[str] = set()
    for number, line, fields in read_lines(data):
        if isinstance(fields, ReadError):
            yield fields.row(file.source)
            continue
        record = _free(fields.name or number, taken)
        taken.add(record)
        yield SourceDocument(
            document_id=document_id(file.source, record, known_suffixes=SUFFIXES),
            source=file.source,
            record=record,
            file_name=file.name,
            media_type="application/jsonl",
            content=fields.text,
            sha256=hashlib.sha256(line).hexdigest(),
            bytes=len(line),
            encoding="utf-8",
            published=fields.published or published,
        )


def _free(name: str, taken: set[str]) -> str:
    """The name, or where the file has it already the name with the next free number."""
    numbered = name
    number = 1
    while numbered in taken:
        number += 1
        numbered = f"{name}-{number}"
    return numbered


_READERS: dict[str, Callable[[SourceFile, bytes, Limits, str | None], Found]] = {
    ".txt": _read_text,
    ".md": _read_markdown,
    ".html": _read_html,
    ".htm": _read_html,
    ".jsonl": _read_json_lines,
}
SUFFIXES = frozenset(suffix[1:] for suffix in _READERS)
"""File name suffixes that are read, without the dot."""
