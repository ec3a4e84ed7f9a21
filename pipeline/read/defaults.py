"""What a setting says of a publisher's releases, where they do not say it themselves."""

from __future__ import annotations

import codecs
from dataclasses import replace
from zoneinfo import ZoneInfo

from pipeline.read.dates import ZONE
from pipeline.read.document import SourceDocument
from pipeline.read.part import Found
from pipeline.settings import Publisher

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def with_defaults(found: Found, publisher: Publisher | None) -> Found:
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


def _encoding(content: bytes | str, default: str | None) -> str | None:
    """The default where the bytes are no UTF-8 and bear no mark of another."""
    if default is None or isinstance(content, str) or content.startswith(_MARKS):
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return default
    return None
