"""Mail as Outlook saves it (.msg), with python-oxmsg from the extra `office`."""

from __future__ import annotations

from typing import Any

from pipeline.read.dates import iso_day
from pipeline.read.document import ReadError
from pipeline.read.enclosed import attached
from pipeline.read.fields import with_headline
from pipeline.read.formats.word import EXTRA
from pipeline.read.fragment import fragment_text
from pipeline.read.metadata import Metadata, publisher_name
from pipeline.read.part import Opened, Part

_SENT = (0x0039, 0x0E06)  # PidTagClientSubmitTime, PidTagMessageDeliveryTime


def read_msg(part: Part) -> Opened:
    """The mail's subject and text, then each file attached to it."""
    text, around, files = _loaded(part.data)
    if text:
        yield part.document("application/vnd.ms-outlook", text, encoding="utf-8", metadata=around)
    elif not files:
        raise ReadError("no_text", "the mail has no text body; save its text as a file")
    yield from attached(part, files, around)


def _loaded(data: bytes) -> tuple[str, Metadata, list[tuple[str, str, bytes]]]:
    """Text with the subject as first line, metadata, attachments. Raises `ReadError` where the file is damaged."""
    try:
        from oxmsg import Message
    except ImportError as error:
        raise ReadError("needs_extra", f"reading .msg needs python-oxmsg: {EXTRA}") from error
    try:
        message = Message.load(data)
        body = (message.body or fragment_text(message.html_body or "")).replace("\r\n", "\n").strip()
        around = Metadata(_day(message), publisher=publisher_name((message.sender or "").replace('"', "")))
        files = [(a.file_name or "", a.mime_type or "", a.file_bytes or b"") for a in message.attachments]
        return with_headline(body, message.subject) if body else "", around, files
    except Exception as error:  # oxmsg and olefile raise a dozen kinds for damaged files
        why = f"no Outlook mail that can be read ({type(error).__name__}: {error})"
        raise ReadError("bad_document", f"{why[:500]}; save it as .eml, or its text") from error


def _day(message: Any) -> str | None:
    """The day it was sent, in the sender's time zone where the mail's head is kept."""
    head = iso_day(message.message_headers.get("Date"))
    return head or next((d.date().isoformat() for at in _SENT if (d := message.properties.date_prop_value(at))), None)
