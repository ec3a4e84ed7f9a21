"""A piece of input that one reader takes: a file, or a member of an archive."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pipeline.read.document import ReadError, SourceDocument
from pipeline.read.identity import document_id
from pipeline.read.metadata import Metadata
from pipeline.records import Quarantined
from pipeline.settings import FieldNames, Limits

Found = Iterator[SourceDocument | Quarantined]
Opened = Iterator["SourceDocument | Quarantined | Part"]
"""What a reader gives: documents, and parts inside its own that are to be read in turn."""


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes with their place: `member` is the path inside an archive, `known` what a sidecar says, and
    `around` what the mail or web archive says that it came in."""

    source: str
    name: str  # decides the format: the file's name, less `.gz`
    data: bytes
    limits: Limits
    known: Metadata = field(default_factory=Metadata)
    fields: FieldNames = ()
    member: str | None = None
    around: Metadata = field(default_factory=Metadata)

    @property
    def suffix(self) -> str:
        """The suffix of its name, in small letters, with the dot."""
        return PurePosixPath(self.name).suffix.lower()

    def record(self, name: str | None) -> str | None:
        """How a record in this part is called in the tables."""
        return "/".join(n for n in (self.member, name) if n is not None) or None

    def quarantined(self, error: ReadError) -> Quarantined:
        """The row of what could not be read here."""
        inner = None if error.record == "0" else error.record
        return ReadError(error.reason, error.detail, self.record(inner) or "0").row(self.source)

    def document(
        self,
        media_type: str,
        content: bytes | str,
        *,
        record: str | None = None,
        data: bytes | None = None,
        start: int = 0,
        encoding: str | None = None,
        metadata: Metadata | None = None,
        fields: tuple[tuple[str, str], ...] = (),
    ) -> SourceDocument:
        """A document of this part; `data` are the record's own bytes where it is not the whole part.

        `metadata` is what the part itself says; a sidecar goes before it, what is around the part after it.
        """
        record = self.record(record)
        own = self.data if data is None else data
        known = self.known.over(metadata or Metadata()).over(self.around)
        return SourceDocument(
            document_id=document_id(self.source, record),
            source=self.source,
            record=record,
            file_name=self.name,
            media_type=media_type,
            content=content,
            sha256=hashlib.sha256(own).hexdigest(),
            bytes=len(own),
            content_start=start,
            encoding=encoding,
            published=known.published,
            url=known.url,
            publisher=known.publisher,
            fields=fields,
        )
