"""Stage 1: files -> source documents, with limits; what cannot be read goes to quarantine."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.read.archive import open_gzip, open_zip
from pipeline.read.csv_rows import csv_records
from pipeline.read.document import UNREADABLE, ReadError, SourceDocument
from pipeline.read.files import STDIN, SourceFile, byte_limit, discover, read_bytes, standard_input
from pipeline.read.json_lines import Records, json_records
from pipeline.read.mail import read_mail
from pipeline.read.metadata import Metadata, metadata_in
from pipeline.read.page import read_page
from pipeline.read.part import Found, Part
from pipeline.read.pdf import read_pdf
from pipeline.read.plain import front_matter, refuse_binary
from pipeline.read.sidecars import Sidecars, is_sidecar, read_sidecars
from pipeline.read.word import read_docx
from pipeline.settings import FieldNames, Limits

__all__ = [
    "STDIN",
    "SUFFIXES",
    "UNREADABLE",
    "Limits",
    "Metadata",
    "ReadError",
    "Sidecars",
    "SourceDocument",
    "SourceFile",
    "byte_limit",
    "discover",
    "is_sidecar",
    "read_bytes",
    "read_documents",
    "read_sidecars",
    "standard_input",
]


def read_documents(
    file: SourceFile, data: bytes, limits: Limits, *, known: Metadata | None = None, fields: FieldNames = ()
) -> Found:
    """The documents in a file's bytes; what gives none, as rows for quarantine.

    `known` is what a sidecar says and goes before the file's own metadata; `fields` as in `record_fields`.
    """
    part = Part(file.source, file.name, data, limits, known or Metadata(), fields)
    try:
        if part.suffix == ".zip":
            for member in open_zip(part):
                yield from [part.quarantined(member)] if isinstance(member, ReadError) else _read(member)
        else:
            yield from _read(open_gzip(part) if part.suffix == ".gz" else part)
    except ReadError as error:
        yield part.quarantined(error)


def _read(part: Part) -> Found:
    reader = _READERS.get(part.suffix)
    try:
        if reader is None:
            known = ", ".join(sorted([*_READERS, ".gz", ".zip"]))
            raise ReadError("unknown_format", f"not one of the formats that can be read ({known}); convert it")
        if part.suffix not in _OFFICE:
            refuse_binary(part.data)
        yield from reader(part)
    except ReadError as error:
        yield part.quarantined(error)
    except MemoryError:
        raise
    except Exception as error:
        detail = f"the file could not be read as its name says ({type(error).__name__}: {error})"
        yield part.quarantined(ReadError("error", detail[:1000]))


def _read_text(part: Part) -> Iterator[SourceDocument]:
    yield part.document("text/plain", part.data)


def _read_markdown(part: Part) -> Iterator[SourceDocument]:
    fields, start = front_matter(part.data)
    body = part.data[start:]
    if not body.strip():
        raise ReadError("empty", "nothing stands below the front matter; remove the file or fetch it again")
    title = fields.get("title", "")
    if title and title not in body[:2000].decode("utf-8", "replace"):
        head = f"{title}\n\n".encode()
        body, start = head + body, start - len(head)
    yield part.document("text/markdown", body, start=start, metadata=metadata_in(fields))


def _read_html(part: Part) -> Iterator[SourceDocument]:
    if len(part.data) > part.limits.page_bytes:
        detail = f"{len(part.data):,} bytes, over the limit of {part.limits.page_bytes:,} for a page; save its text"
        raise ReadError("too_large", detail)
    page = read_page(part.data)
    yield part.document("text/html", page.text, encoding=page.encoding, metadata=page.metadata)


def _read_mail(part: Part) -> Iterator[SourceDocument]:
    mail = read_mail(part.data)
    yield part.document("message/rfc822", mail.text, encoding=mail.encoding, metadata=mail.metadata)


def _read_docx(part: Part) -> Iterator[SourceDocument]:
    yield part.document(_WORD, read_docx(part.data, part.limits), encoding="utf-8")


def _read_pdf(part: Part) -> Iterator[SourceDocument]:
    yield part.document("application/pdf", read_pdf(part.data, part.limits), encoding="utf-8")


def _read_json_lines(part: Part) -> Found:
    return _records(part, json_records(part.data, part.fields), "application/jsonl")


def _read_csv(part: Part) -> Found:
    return _records(part, csv_records(part.data, part.fields), "text/csv")


def _records(part: Part, records: Records, media_type: str) -> Found:
    taken: set[str] = set()
    for number, data, fields in records:
        if isinstance(fields, ReadError):
            yield part.quarantined(ReadError(fields.reason, fields.detail, number))
            continue
        record = _free(fields.name or number, taken)
        taken.add(record.casefold())
        yield part.document(
            media_type,
            fields.text,
            record=record,
            data=data,
            encoding="utf-8",
            metadata=fields.metadata,
            fields=fields.taken,
        )


def _free(name: str, taken: set[str]) -> str:
    """The name, or where the file has it already, capitals aside, the name with the next free number."""
    numbered = name
    number = 1
    while numbered.casefold() in taken:
        number += 1
        numbered = f"{name}-{number}"
    return numbered


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_OFFICE = frozenset({".docx", ".pdf"})
_READERS: dict[str, Callable[[Part], Found]] = {
    ".txt": _read_text,
    ".md": _read_markdown,
    ".html": _read_html,
    ".htm": _read_html,
    ".eml": _read_mail,
    ".jsonl": _read_json_lines,
    ".csv": _read_csv,
    ".docx": _read_docx,
    ".pdf": _read_pdf,
}
SUFFIXES = tuple(s[1:] for s in (*_READERS, ".gz", ".zip"))
"""What can be read, without the dots."""
