"""Files inside another: attachments of a mail, pages of a web archive. Each is read as if it stood alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from pipeline.read.collection import free_name
from pipeline.read.document import ReadError
from pipeline.read.metadata import Metadata, one_line
from pipeline.read.part import Part
from pipeline.records import Quarantined

MEDIA_SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf",
    "message/rfc822": ".eml", "application/rtf": ".rtf", "text/rtf": ".rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
}  # fmt: skip
_LEFT_OUT = (
    ".png .jpg .jpeg .gif .bmp .tif .tiff .svg .webp .heic .ico .emf .wmf .mp3 .mp4 .mov .avi .wav .m4a .ics .vcf .p7s"
    " .p7m .asc .sig .css .js .woff .woff2 .ttf .dat"
)
_NO_RELEASE = frozenset(_LEFT_OUT.split())
_ARCHIVES = frozenset((".zip", ".gz"))


def attached(part: Part, files: Iterable[tuple[str, str, bytes]], around: Metadata) -> Iterator[Part | Quarantined]:
    """The files of a mail (name, media type, bytes) that may be releases; no pictures, signatures, invitations.

    `around` is what the mail says, where the file itself says nothing.
    """
    taken: dict[str, int] = {}
    for name, media_type, data in files:
        name = PurePosixPath((one_line(name) or "attachment").replace("\\", "/")).name or "attachment"
        if not PurePosixPath(name).suffix:
            name += MEDIA_SUFFIXES.get(media_type, "")
        suffix = PurePosixPath(name).suffix.lower()
        if suffix in _NO_RELEASE or media_type.split("/")[0] in ("image", "audio", "video", "font"):
            continue
        inner = replace(part, name=name, data=data, member=part.record(free_name(name, taken)), around=around)
        if suffix in _ARCHIVES:
            yield inner.quarantined(ReadError("bad_archive", "an archive in a mail; save it from the mail"))
        elif not data.strip():
            yield inner.quarantined(ReadError("empty", "the attached file holds nothing; ask for it again"))
        else:
            yield inner


def in_utf8(data: bytes, charset: str | None) -> bytes:
    """A page in UTF-8 where its container names another encoding, for the page itself may not."""
    if not charset or charset.lower() in ("utf-8", "utf8", "us-ascii"):
        return data
    try:
        data.decode("utf-8")  # pages that were converted and whose container still names the old encoding are common
    except UnicodeDecodeError:
        try:
            return data.decode(charset).encode()
        except (LookupError, UnicodeError):
            return data
    return data
