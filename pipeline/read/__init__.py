"""Stage 1: files -> source documents, with limits; what cannot be read goes to quarantine."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.read.archive import open_gzip, open_zip
from pipeline.read.collection import records
from pipeline.read.defaults import with_defaults
from pipeline.read.document import UNREADABLE, ReadError, SourceDocument
from pipeline.read.enclosed import attached
from pipeline.read.files import STDIN, SourceFile, byte_limit, discover, read_bytes, standard_input
from pipeline.read.formats.csv_rows import csv_records
from pipeline.read.formats.feed import read_feed
from pipeline.read.formats.json_file import read_json
from pipeline.read.formats.json_lines import json_records
from pipeline.read.formats.mail import attachments, mail_metadata, parsed_mail, read_mail
from pipeline.read.formats.opendocument import read_odt
from pipeline.read.formats.outlook import read_msg
from pipeline.read.formats.page import read_page
from pipeline.read.formats.pdf import read_pdf
from pipeline.read.formats.plain import front_matter, refuse_binary
from pipeline.read.formats.rich_text import read_rtf
from pipeline.read.formats.web_archive import open_mhtml, open_warc
from pipeline.read.formats.word import read_docx
from pipeline.read.formats.workbook import read_workbook
from pipeline.read.metadata import Metadata, metadata_in
from pipeline.read.part import Found, Opened, Part
from pipeline.read.sidecars import Sidecars, is_sidecar, read_sidecars
from pipeline.settings import FieldNames, Limits, Publisher

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
    file: SourceFile,
    data: bytes,
    limits: Limits,
    *,
    known: Metadata | None = None,
    fields: FieldNames = (),
    publisher: Publisher | None = None,
) -> Found:
    """The documents in a file's bytes; what gives none, as rows for quarantine.

    `known` is what a sidecar says and goes before the file's own metadata; `fields` as in `record_fields`;
    `publisher` says what neither does.
    """
    part = Part(file.source, file.name, data, limits, known or Metadata(), fields)
    yield from with_defaults(_opened(part), publisher)


def _opened(part: Part) -> Found:
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
            remedy = _REMEDIES.get(part.suffix, "convert it")
            raise ReadError("unknown_format", f"not one of the formats that can be read ({known}); {remedy}")
        if part.suffix not in _BINARY:
            refuse_binary(part.data)
        for found in reader(part):
            yield from _read(found) if isinstance(found, Part) else [found]
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


def _read_mail(part: Part) -> Opened:
    message = parsed_mail(part.data)
    enclosed = list(attached(part, attachments(message), mail_metadata(message)))
    try:
        mail = read_mail(message)
        yield part.document("message/rfc822", mail.text, encoding=mail.encoding, metadata=mail.metadata)
    except ReadError:
        if not enclosed:
            raise
    yield from enclosed


def _read_docx(part: Part) -> Iterator[SourceDocument]:
    yield part.document(_WORD, read_docx(part.data, part.limits), encoding="utf-8")


def _read_pdf(part: Part) -> Iterator[SourceDocument]:
    yield part.document("application/pdf", read_pdf(part.data, part.limits), encoding="utf-8")


def _read_json_lines(part: Part) -> Found:
    return records(part, json_records(part.data, part.fields), "application/jsonl")


def _read_csv(part: Part) -> Found:
    return records(part, csv_records(part.data, part.fields), "text/csv")


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BINARY = frozenset(".docx .pdf .odt .rtf .xlsx .xls .ods .msg .warc".split())  # noqa: SIM905
_REMEDIES = {
    ".doc": "save it as .docx", ".pages": "save it as .docx or .pdf", ".pub": "save it as .pdf",
    ".ppt": "save it as .pdf", ".pptx": "save it as .pdf", ".mbox": "export its mails as .eml",
    ".pst": "export its mails as .msg", ".7z": "pack it as .zip", ".rar": "pack it as .zip", ".tar": "pack it as .zip",
    ".bz2": "pack it as .gz", ".xz": "pack it as .gz",
}  # fmt: skip
_READERS: dict[str, Callable[[Part], Opened]] = {
    ".txt": _read_text,
    ".md": _read_markdown,
    ".html": _read_html,
    ".htm": _read_html,
    ".xhtml": _read_html,
    ".mhtml": open_mhtml,
    ".mht": open_mhtml,
    ".eml": _read_mail,
    ".msg": read_msg,
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
    ".jl": _read_json_lines,
    ".json": read_json,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".xlsx": read_workbook,
    ".xls": read_workbook,
    ".ods": read_workbook,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
    ".warc": open_warc,
    ".docx": _read_docx,
    ".odt": read_odt,
    ".rtf": read_rtf,
    ".pdf": _read_pdf,
}
SUFFIXES = tuple(s[1:] for s in (*_READERS, ".gz", ".zip"))
"""What can be read, without the dots."""
