"""Web pages saved in one file: MHTML, written by browsers, and WARC, written by crawlers (needs the extra `warc`)."""

import re
from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from pipeline.read.blob import MEDIA_SUFFIXES, Blob, Found, ReadError, damage_told, free_name, needing
from pipeline.read.fields import Metadata, short_line, web_address
from pipeline.read.formats.plain import decode_page

_MOST_PARTS = 2_000  # frames, pictures, styles of one page
_PAGES = frozenset(("text/html", "application/xhtml+xml"))
_FETCHED = re.compile(r"(?:https?|ftp|file)://[^/?#]*+(?!/robots\.txt(?:[?#]|$))([^?#]*)", re.IGNORECASE)
"""A fetched address, with its path. Wget also stores its log (under `metadata:`), browsers pictures (under `urn:`)."""


def open_mhtml(blob: Blob) -> Found:
    """The saved page, with its address. The date of saving is ignored: it says nothing about the publication date."""
    if blob.data.count(b"\n--") > _MOST_PARTS:
        raise ReadError("too_large", f"over {_MOST_PARTS:,} parts; save the page's text")
    message = message_from_bytes(blob.data, policy=compat32)
    page = next((p for p in message.walk() if p.get_content_type() in _PAGES), None)
    data = page.get_payload(decode=True) if page else None
    if page is None or not isinstance(data, bytes) or not data.strip():
        raise ReadError("no_text", "the file holds no page; save it again, or its text")
    name = PurePosixPath(blob.name).stem + ".html"
    named = (page["Content-Location"], message["Snapshot-Content-Location"], message["Content-Location"])
    address = next((url for value in named if (url := web_address(str(value)))), None)
    text, _ = decode_page(data, page.get_content_charset(), blob.publisher.encoding)
    yield replace(blob, name=name, data=text.encode(), around=Metadata(url=address))


def open_warc(blob: Blob) -> Found:
    """The pages, texts and PDF files that a crawler fetched, each with its address; pictures, styles, scripts, errors
    and redirects are skipped. The date of fetching is ignored: it says nothing about the publication date."""
    with needing("warcio", ".warc", "warc"):
        from warcio.archiveiterator import ArchiveIterator
    taken: dict[str, int] = {}
    with damage_told("the web archive is broken from here on", "fetch it again", "bad_archive"):
        records = ArchiveIterator(BytesIO(blob.data))
        records.INC_RECORD = ""  # else it prints what it cannot read, unescaped, on the terminal
        for record in records:
            yield from _fetched(blob, record, taken)
    if not taken:
        raise ReadError("no_text", "the web archive holds no page; remove it")


def _fetched(blob: Blob, record: Any, taken: dict[str, int]) -> Found:
    """The file in a record, if it is a successful response that may be a release."""
    address = record.rec_headers.get_header("WARC-Target-URI", "")
    stated = Message()
    stated["Content-Type"] = (record.http_headers or record.rec_headers).get_header("Content-Type", "")
    media_type, charset = stated.get_content_type(), stated.get_content_charset()
    suffix = MEDIA_SUFFIXES.get(media_type)
    place = _FETCHED.match(address)
    if suffix is None or place is None or not _is_answer(record):
        return
    own = free_name(short_line(address) or "page", taken)
    data = record.content_stream().read(blob.settings.limits.file_bytes + 1)
    if len(data) > blob.settings.limits.file_bytes:
        yield ReadError("too_large", f"over the limit of {blob.settings.limits.file_bytes:,} bytes", own)
    elif not data.strip():
        yield ReadError("empty", "the server sent nothing; fetch it again", own)
    else:
        name = (PurePosixPath(place[1]).stem[:100] or "index") + suffix
        data = decode_page(data, charset, blob.publisher.encoding)[0].encode() if media_type in _PAGES else data
        yield replace(blob, name=name, data=data, member=blob.record(own), around=Metadata(url=web_address(address)))


def _is_answer(record: Any) -> bool:
    """Whether a record holds a file, or the response of a server that had it."""
    if record.rec_type != "response":
        return bool(record.rec_type == "resource")
    return record.http_headers is not None and record.http_headers.get_statuscode() == "200"
