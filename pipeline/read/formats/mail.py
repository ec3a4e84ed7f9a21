"""Mail as .eml, in a mailbox (.mbox) and as saved by Outlook (.msg): the subject as headline, the text, date and
sender; then each attached file, read as a file of its own."""

import re
from base64 import decodebytes
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from pathlib import PurePosixPath
from typing import Any

from pipeline.data import word_list
from pipeline.read.blob import MEDIA_SUFFIXES, Blob, Found, ReadError, damage_told, free_name, needing
from pipeline.read.fields import Metadata, iso_day, publisher_name, short_line, with_headline
from pipeline.read.formats.page import fragment_text, read_page
from pipeline.read.formats.plain import decode_page

_MOST_PARTS = 100
_LONGEST_HEADER = 5000  # characters; Python's parsers of headers and their parameters take quadratic time
_LONG_PARAMETERS = re.compile(rb"(?im)^content-(?:type|disposition|transfer-encoding):(?:[^\n]|\n[ \t]){5000,}")
_RECEIVED = 0x0E06  # PidTagMessageDeliveryTime
# RFC 4155; a header must follow, as some programs leave “From Lima it came” at the beginning of a paragraph
_MAIL_IN_BOX = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\n(?=[^\s:]+:|>From )")
_QUOTED_FROM = re.compile(rb"(?m)^>(>*From )")
_AS_WRITTEN = default.clone(refold_source="none", utf8=True)  # headers written anew lose letters, or fail
_STUB = 500  # characters; a shorter plain part may only say that the mail should be read in a browser
_FORWARDED = re.compile(r"(?i)^(?:(?:fwd?|re|aw|wg)\s*:\s*)+")
_ODD = ("not a readable mail", "save its text as a file")
_NO_RELEASE = frozenset(word_list("read/no_releases.txt"))


def read_mail(blob: Blob) -> Found:
    """The mail's subject and text (the plain body rather than the HTML one), then each attached file; `ReadError` if
    there is neither, or if parts are nested too deeply."""
    message = _parsed(blob.data)
    sender, day, subject = (_header(message, name) for name in ("from", "date", "subject"))
    about = _about(sender, iso_day(day, blob.publisher.zone), subject)
    yield from _mail(blob, "message/rfc822", *_body(message, blob.publisher.encoding), about, _attachments(message))


def open_mbox(blob: Blob) -> Found:
    """The mails of a mailbox, named by number. Raises `ReadError` if the file does not begin with a mail."""
    before, *mails = _MAIL_IN_BOX.split(blob.data)
    if before.strip() or not mails:
        raise ReadError("unknown_format", "not a mailbox: it does not begin with “From ”; export its mails as .eml")
    for number, mail in enumerate(mails, 1):
        yield replace(blob, name=f"{number}.eml", data=_QUOTED_FROM.sub(rb"\1", mail), member=blob.record(str(number)))


def read_msg(blob: Blob) -> Found:
    """The subject and text of an Outlook mail, then each attached file; needs python-oxmsg."""
    with needing("python-oxmsg", ".msg"):
        from oxmsg import Message
    with damage_told("not a readable Outlook mail", "save it as .eml, or its text"):
        message = Message.load(blob.data)
        body = (message.body or fragment_text(message.html_body or "")).replace("\r\n", "\n").strip()
        sent = message.sent_date or message.properties.date_prop_value(_RECEIVED)
        written = message.message_headers.get("Date")  # in the sender's time zone, if the headers were kept
        day = iso_day(written, blob.publisher.zone) or iso_day(str(sent), blob.publisher.zone)
        about = _about(message.sender or "", day, message.subject or "")
        files = [(a.file_name or "", a.mime_type or "", a.file_bytes or b"") for a in message.attachments]
    yield from _mail(blob, "application/vnd.ms-outlook", body, "utf-8", about, files)


def _about(sender: str, day: str | None, subject: str) -> Metadata:
    """The metadata of a mail; its publisher is the sender's name (`Zed Bank <press@zed.example>`), else the address."""
    name = publisher_name(parseaddr(sender)[0] or sender)
    return Metadata(day, publisher=name, title=_FORWARDED.sub("", subject))


def _mail(
    blob: Blob, media_type: str, text: str, encoding: str, about: Metadata, files: Iterable[tuple[str, str, bytes]]
) -> Found:
    """The text of a mail below its subject, if it has one, then each attached file. Raises `ReadError` for neither."""
    enclosed = list(_attached(blob, files, about))
    if text:
        yield blob.document(media_type, with_headline(text, about.title), encoding, about)
    elif not enclosed:
        raise ReadError("no_text", "the mail has no text body; save its text as a file")
    yield from enclosed


def _attached(blob: Blob, files: Iterable[tuple[str, str, bytes]], around: Metadata) -> Iterator[Blob | ReadError]:
    """The attached files (name, media type, bytes) that may be releases: no pictures, signatures or invitations."""
    taken: dict[str, int] = {}
    for name, media_type, data in files:
        name = PurePosixPath((short_line(name) or "attachment").replace("\\", "/")).name or "attachment"
        if not PurePosixPath(name).suffix:
            name += MEDIA_SUFFIXES.get(media_type, "")
        suffix = PurePosixPath(name).suffix.lower()
        if suffix in _NO_RELEASE or media_type.split("/")[0] in ("image", "audio", "video", "font"):
            continue
        record = free_name(name, taken)
        if suffix in (".zip", ".gz"):
            yield ReadError("bad_archive", "an archive attached to a mail; save it as a file", record)
        elif not data.strip():
            yield ReadError("empty", "the attached file is empty; ask for it again", record)
        else:
            yield replace(blob, name=name, data=data, member=blob.record(record), around=around)


def _parsed(data: bytes) -> EmailMessage:
    """A mail with its parts. Raises `ReadError` if they may be nested too deeply, or a header is too long."""
    if data.lower().count(b"boundary=") > _MOST_PARTS:  # parsing takes time quadratic in their depth
        raise ReadError("too_large", f"over {_MOST_PARTS} nested parts; save its text")
    if _LONG_PARAMETERS.search(data):
        raise ReadError("too_large", f"a header of over {_LONGEST_HEADER:,} characters; save its text")
    with damage_told(*_ODD):
        return message_from_bytes(data, policy=default)


def _body(message: EmailMessage, configured: str | None) -> tuple[str, str]:
    """The text of the body (empty if there is none) and its encoding; the HTML part if the plain one is a stub, or both
    if they are no `multipart/alternative` and hold other words: a cover note and a release."""
    text, encoding = _text_in(message, "plain", configured)
    is_choice = any(part.get_content_type() == "multipart/alternative" for part in message.walk())
    if len(text) < _STUB or not is_choice:
        page, of_page = _text_in(message, "html", configured)
        if page and not is_choice and 2 * len(set(text.split()) - set(page.split())) > len(set(text.split())):
            return f"{text}\n\n{page}", encoding
        return (page, of_page) if len(page) > 3 * len(text) else (text, encoding)
    return text, encoding


def _text_in(message: EmailMessage, kind: str, configured: str | None) -> tuple[str, str]:
    """The text of the body in one kind (`plain` or `html`), with its encoding; pictures may split it into parts."""
    with damage_told(*_ODD):
        own = [p for p in _leaves(message) if p.get_content_type() == f"text/{kind}" and not _is_file(p, message)]
        payloads = [(p.get_payload(decode=True), p.get_content_charset()) for p in own]
    found = []
    for payload, charset in payloads:
        with suppress(ReadError):  # of a page without text
            if isinstance(payload, bytes) and payload.strip():
                text, encoding, *_ = (read_page if kind == "html" else decode_page)(payload, charset, configured)
                found.append((text, encoding))
    return "\n\n".join(text.replace("\r\n", "\n") for text, _ in found), found[0][1] if found else ""


def _attachments(message: EmailMessage) -> Iterator[tuple[str, str, bytes]]:
    """Name, media type and bytes of each attachment of a mail, forwarded mails included."""
    for part in _leaves(message):
        name, media_type = part.get_filename(), part.get_content_type()
        if media_type == "message/rfc822":
            coded = str(part["content-transfer-encoding"]).strip().lower() == "base64"  # forbidden, but it occurs
            for inner in part.get_payload():
                data = inner.as_bytes(policy=_AS_WRITTEN)
                yield name or "forwarded.eml", media_type, decodebytes(data + b"==") if coded else data
        elif _is_file(part, message):
            payload = part.get_payload(decode=True)
            yield name or "", media_type, payload if isinstance(payload, bytes) else b""


def _is_file(part: Any, message: EmailMessage) -> bool:
    """Whether a part is an attached file; some programs give it no name, and the text of a whole mail may have one."""
    named = bool(part.get_filename() or part.is_attachment())
    if part.get_content_maintype() == "text":
        return named and part is not message
    return named or part.get_content_type() in MEDIA_SUFFIXES


def _leaves(part: Any) -> Iterator[Any]:
    """The parts that hold no others, and forwarded mails, also within an alternative, where Apple Mail puts files."""
    if not part.is_multipart() or part.get_content_type() == "message/rfc822":
        yield part
        return
    for inner in part.iter_parts():
        yield from _leaves(inner)


def _header(message: EmailMessage, name: str) -> str:
    """A header, decoded if possible, else as written; empty if it is missing or over `_LONGEST_HEADER` characters."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    if len(raw) > _LONGEST_HEADER:
        return ""
    if not raw.isascii():  # surrogates stand for bytes that a header must not hold
        return decode_page(raw.encode("utf-8", "surrogateescape"))[0]
    with suppress(Exception):  # malformed headers raise a dozen kinds of exceptions
        return str(message.get(name) or "")
    return raw
