"""Stage 1: files -> source documents, with limits; what cannot be read goes to quarantine."""

from __future__ import annotations

import codecs
from dataclasses import replace
from zoneinfo import ZoneInfo

from pipeline.read.archive import open_gzip, open_zip
from pipeline.read.files import STDIN, SourceFile, byte_limit, discover, read_bytes, standard_input
from pipeline.read.formats import SUFFIXES, read_part
from pipeline.read.formats.fields import ZONE, Metadata
from pipeline.read.formats.part import UNREADABLE, Found, Part, ReadError, SourceDocument
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
    yield from _with_defaults(_opened(part), publisher)


def _opened(part: Part) -> Found:
    try:
        if part.suffix == ".zip":
            for member in open_zip(part):
                yield from [part.quarantined(member)] if isinstance(member, ReadError) else read_part(member)
        else:
            yield from read_part(open_gzip(part) if part.suffix == ".gz" else part)
    except ReadError as error:
        yield part.quarantined(error)


def _with_defaults(found: Found, publisher: Publisher | None) -> Found:
    """The documents with the publisher's name, language and encoding; their days read in its time zone."""
    if publisher is None:
        yield from found
        return
    zone = ZoneInfo(publisher.time_zone) if publisher.time_zone else None
    while True:
        token = ZONE.set(zone)  # while this document is read, and not while others use it
        try:
            item = next(found)
        except StopIteration:
            return
        finally:
            ZONE.reset(token)
        yield _filled(item, publisher) if isinstance(item, SourceDocument) else item


def _filled(document: SourceDocument, publisher: Publisher) -> SourceDocument:
    return replace(
        document,
        publisher=document.publisher or publisher.name,
        language=publisher.language,
        country=publisher.country,
        encoding=document.encoding or _encoding(document.content, publisher.encoding),
    )


_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _encoding(content: bytes | str, default: str | None) -> str | None:
    """The default where the bytes are no UTF-8 and bear no mark of another."""
    if default is None or isinstance(content, str) or content.startswith(_MARKS):
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return default
    return None
