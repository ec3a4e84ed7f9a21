"""Mail as .eml: subject as headline, the text of the body, the date it was sent, and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from pipeline.read.dates import iso_day
from pipeline.read.document import ReadError
from pipeline.read.fields import with_headline
from pipeline.read.formats.page import decode_page, read_page
from pipeline.read.metadata import Metadata, publisher_name

_MOST_PARTS = 100
_LONGEST_HEADER = 5000  # characters; Python's parsers of heads and their parameters take the square of them
_LONG_PARAMETERS = re.compile(rb"(?im)^content-[\w-]+:(?:[^\n]|\n[ \t]){5000,}")


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says."""

    text: str  # subject as first line, then the body
    encoding: str
    metadata: Metadata


def parsed_mail(data: bytes) -> EmailMessage:
    """A mail with its parts. Raises `ReadError` where they are nested too deep."""
    if data.lower().count(b"boundary=") > _MOST_PARTS:  # parsing takes the square of their depth
        raise ReadError("too_large", f"over {_MOST_PARTS} parts in one another; save its text")
    if _LONG_PARAMETERS.search(data):
        raise ReadError("too_large", f"a head of over {_LONGEST_HEADER:,} characters; save its text")
    with _told_as_unreadable():
        message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def read_mail(message: EmailMessage) -> Mail:
    """The release in a mail; the plain body before the HTML one. Raises `ReadError` where there is no text."""
    with _told_as_unreadable():
        payload, kind, charset = _body(message)
    if not payload.strip():
        raise ReadError("no_text", "the mail has no text body; save its text as a file")
    if kind == "text/html":
        page = read_page(payload)
        text, encoding = page.text, page.encoding
    else:
        text, encoding = _decoded(payload, charset)
        text = text.replace("\r\n", "\n")
    return Mail(with_headline(text, _header(message, "subject")), encoding, mail_metadata(message))


@contextmanager
def _told_as_unreadable() -> Iterator[None]:
    """Python's parser of mails raises half a dozen kinds for odd heads: each is a `ReadError` here."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        why = f"no mail that can be read ({type(error).__name__}: {error})"
        raise ReadError("bad_document", f"{why[:500]}; save its text as a file") from error


def mail_metadata(message: EmailMessage) -> Metadata:
    """When a mail was sent and by whom."""
    sender, day = (_header(message, name) for name in ("from", "date"))
    return Metadata(iso_day(day), publisher=publisher_name(sender))


def attachments(message: EmailMessage) -> Iterator[tuple[str, str, bytes]]:
    """Name, media type and bytes of what is attached to a mail, forwarded mails too."""
    stack: list[Any] = list(message.iter_attachments())[::-1]
    while stack:
        part = stack.pop()
        if part.get_content_type() == "message/rfc822":
            for inner in part.get_payload():
                yield part.get_filename() or "forwarded.eml", "message/rfc822", inner.as_bytes()
        elif part.is_multipart():
            stack.extend(reversed(list(part.iter_parts())))
        elif part.get_filename():
            payload = part.get_payload(decode=True)
            yield part.get_filename() or "", part.get_content_type(), payload if isinstance(payload, bytes) else b""


def _body(message: EmailMessage) -> tuple[bytes, str, str | None]:
    """The bytes of the body, its kind and encoding; no bytes where there is none."""
    body = message.get_body(preferencelist=("plain", "html"))
    payload = body.get_payload(decode=True) if body else None
    if body is None or not isinstance(payload, bytes):
        return b"", "", None
    return payload, body.get_content_type(), body.get_content_charset()


def _header(message: EmailMessage, name: str) -> str:
    """A header, decoded; as it is written where it cannot be. One of thousands of characters is none."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    if len(raw) > _LONGEST_HEADER:
        return ""
    try:
        return str(message.get(name) or "")
    except MemoryError:
        raise
    except Exception:  # as above
        return raw


def _decoded(payload: bytes, charset: str | None) -> tuple[str, str]:
    try:
        return payload.decode(charset or "utf-8"), charset or "utf-8"
    except (LookupError, UnicodeError):
        return decode_page(payload)
