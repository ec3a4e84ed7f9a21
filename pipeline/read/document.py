"""What the read stage hands on: documents, and the error of a source that is none."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records import Quarantined


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """One release as found in a file, before its repair.

    `content` is bytes where the file's own encoding is still to be found out, text where the format fixed it (a
    web page, JSON). `content_start` is what its byte offsets are short of the file's; negative where a headline from
    the front matter was put before the body.
    """

    document_id: str
    source: str  # path below raw/, with /
    record: str | None  # record inside the file; None for a whole file
    file_name: str
    media_type: str
    content: bytes | str
    sha256: str  # of the bytes as read: the file, or the line of the record
    bytes: int
    content_start: int = 0
    encoding: str | None = None  # the text's, where the format fixed it
    published: str | None = None  # ISO 8601 day from metadata
    url: str | None = None  # where it stands on the web, from metadata
    publisher: str | None = None  # who sent or published it, from metadata
    language: str | None = None  # ISO 639-1, from a setting: where the text is too short to tell
    country: str | None = None  # alpha-3, of a publisher that is a state's, from a setting
    fields: tuple[tuple[str, str], ...] = ()  # of a record: (text, name of the field it was in) and so on


UNREADABLE = "unreadable"
"""The reason of what cannot be read this time: no permission, a fault of the disk, storage that does not answer."""


class ReadError(Exception):
    """A source, or a record of it, that gives no document. `reason` is a code of docs/quarantine.md."""

    def __init__(self, reason: str, detail: str, record: str = "0") -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.record = record

    def row(self, source: str) -> Quarantined:
        """Its row in the quarantine table."""
        return Quarantined(source=source, record=self.record, stage="read", reason=self.reason, detail=self.detail)
