"""What a parser takes and gives: bytes with a name (a blob), documents, and the error of what gives none."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.data import word_table
from pipeline.read.fields import NO_METADATA, Metadata
from pipeline.records import Quarantined, slug
from pipeline.settings import NO_PUBLISHER, ConfiguredParts, FieldNames, Limits, Publisher

_SURE_TITLE = re.compile(r"(?:[^\s*…]{1,60} ){4,50}[^\s*…]{1,60}")  # no site's name, no signs of `ConfiguredParts`

SUFFIXES = (
    "txt", "md", "html", "htm", "xhtml", "mhtml", "mht", "eml", "mbox", "msg", "jsonl", "ndjson", "jl", "json", "csv",
    "tsv", "xlsx", "xls", "ods", "rss", "atom", "xml", "warc", "docx", "odt", "rtf", "pdf", "gz", "zip",
)  # fmt: skip
"""What can be read, without the dots."""
MEDIA_SUFFIXES = {row[1]: row[0] for row in word_table("read/media_types.tsv")}
MEDIA_TYPES = {suffix: media_type for media_type, suffix in MEDIA_SUFFIXES.items()}
RATIO = 100
"""The most times its size that something may unpack to: text takes three to ten, styles of a document thirty."""
UNREADABLE = "unreadable"
"""The reason of what cannot be read this time: no permission, a fault of the disk, storage that does not answer."""


class ReadError(Exception):
    """A source, or a record of it, that gives no document. `reason` is a code of docs/quarantine.md."""

    def __init__(self, reason: str, detail: str, record: str | None = None) -> None:
        super().__init__(detail)
        self.reason, self.detail, self.record = reason, detail, record

    def row(self, source: str) -> Quarantined:
        """Its row in the quarantine table."""
        record = self.record or "0"
        return Quarantined(source=source, record=record, stage="read", reason=self.reason, detail=self.detail)

    def in_record(self, record: str | None) -> ReadError:
        """This error as that of a record inside the source."""
        return ReadError(self.reason, self.detail, record)


@contextmanager
def damage_told(what: str, remedy: str, reason: str = "bad_document") -> Iterator[None]:
    """Raise what a library raises for damaged files, often of a dozen kinds, as `ReadError`."""
    try:
        yield
    except (ReadError, MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # libraries in Rust panic with one that is no `Exception`
        raise ReadError(reason, f"{what} ({type(error).__name__}: {error})"[:500] + f"; {remedy}") from error


@contextmanager
def needing(package: str, suffix: str, extra: str = "office") -> Iterator[None]:
    """Import a package of an extra. Raises `ReadError` with what to install."""
    try:
        yield
    except ImportError as error:
        detail = f"reading {suffix} needs {package}: pip install 'communique[{extra}]'"
        raise ReadError("needs_extra", detail) from error


def most_unpacked(compressed: int) -> int:
    """The most bytes that a file of so many may unpack to, which no text and no styles of a document need."""
    return max(1_000_000, RATIO * compressed)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """One release as found in a file, before its repair.

    `content` is bytes where the file's own encoding is still to be found out, text where the format fixed it (a
    web page, JSON). `content_start`, added to a byte offset in it, gives the one in the file: the byte at which the
    body begins, less the bytes of a headline from the front matter that was put before it.
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
    encoding: str | None = None  # the text's, where the format fixed it; of bytes what a setting says
    published: str | None = None  # ISO 8601 day from metadata
    url: str | None = None  # where it stands on the web, from metadata
    publisher: str | None = None  # who sent or published it, from metadata
    language: str | None = None  # ISO 639-1, from a setting: where the text is too short to tell
    country: str | None = None  # alpha-3, of a publisher that is a state's, from a setting
    parts: ConfiguredParts = ()  # first words of parts, from a setting
    fields: tuple[tuple[str, str], ...] = ()  # of a record: (text, name of the field it was in) and so on


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes that one parser takes, and what others than these bytes say of them."""

    source: str  # path of the file below raw/
    name: str  # decides the format: the file's name, less `.gz`
    data: bytes
    limits: Limits
    known: Metadata = NO_METADATA  # what a sidecar says: goes before what the blob itself says
    fields: FieldNames = ()
    member: str | None = None  # path inside an archive
    around: Metadata = NO_METADATA  # what the mail or web archive around it says: goes after that
    publisher: Publisher = NO_PUBLISHER  # what the settings say: goes last

    @property
    def suffix(self) -> str:
        """The suffix of its name, in small letters, with the dot."""
        return PurePosixPath(self.name).suffix.lower()

    def record(self, name: str | None) -> str | None:
        """How a record in this blob is called in the tables."""
        return "/".join(n for n in (self.member, name) if n is not None) or None

    def quarantined(self, error: ReadError) -> Quarantined:
        """The row of what could not be read here."""
        return error.in_record(self.record(error.record)).row(self.source)

    def document(
        self, media_type: str, content: bytes | str, *, record: str | None = None, data: bytes | None = None,
        start: int = 0, encoding: str | None = None, metadata: Metadata = NO_METADATA,
        fields: tuple[tuple[str, str], ...] = (),
    ) -> SourceDocument:  # fmt: skip
        """A document of this blob; `data` are the record's own bytes where it is not the whole blob.

        `metadata` is what the blob itself says; a sidecar goes before it, what is around the blob after it.
        """
        record = self.record(record)
        own = self.data if data is None else data
        known = self.known.over(metadata).over(self.around)
        title = " ".join((known.title or "").split())
        headline: ConfiguredParts = (("headline", f"{title}$"),) if _SURE_TITLE.fullmatch(title) else ()
        return SourceDocument(
            document_id=document_id(self.source, record), source=self.source, record=record, file_name=self.name,
            media_type=media_type, content=content, sha256=hashlib.sha256(own).hexdigest(), bytes=len(own),
            content_start=start, encoding=encoding or self.publisher.encoding,
            published=known.published, url=known.url, publisher=known.publisher or self.publisher.name,
            language=self.publisher.language, country=self.publisher.country,
            parts=(*headline, *self.publisher.parts), fields=fields,
        )  # fmt: skip


Found = Iterator[SourceDocument | Blob | ReadError]
"""What a parser gives: documents, blobs inside its own that are to be read in turn, and what is wrong with a record."""


_DEVICE = r"(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)"  # names that Windows keeps
_PLAIN = re.compile(rf"(?!{_DEVICE})[A-Za-z0-9][A-Za-z0-9._-]{{,119}}")  # a file name holds 255 bytes
_LONGEST_SLUG = 50  # of up to four bytes a letter


def document_id(source: str, record: str | None = None) -> str:
    """The id of a file, or of a record in it: readable, stable, and never the same for two sources.

    A plain name is its own id: `ct-tech.txt` gives `ct-tech`, `page.html` stays, record 7 of `batch.jsonl` is
    `batch.jsonl.7`. All others (folders, blanks, other scripts, long names) get a slug of the path and ten digits of
    its SHA-256: `2023/a b.txt` gives `2023-a-b-…`. `a.jsonl.1.txt` keeps its `.txt`, or it would be record 1 of
    `a.jsonl`; a record called `html` is not plain, for `a.jsonl.html` is a page.
    """
    path = source if record is None else f"{source}.{record}"
    readable = path.removesuffix(".txt")
    if record is None and "." not in readable:
        path = readable
    if _PLAIN.fullmatch(path) and (record is None or (record.lower() not in SUFFIXES and "." not in record)):
        return path
    digits = hashlib.sha256(f"{source}\n{record or ''}".encode()).hexdigest()[:10]
    return f"{slug(readable.replace('.', '-'))[:_LONGEST_SLUG]}-{digits}"


def free_name(name: str, taken: dict[str, int]) -> str:
    """The name, or where it is among those `taken` the name with the next free number; taken from now on.

    Capitals do not tell names apart, for many disks do not. `taken` has the last number of each name.
    """
    numbered = name
    while numbered.casefold() in taken:
        taken[name.casefold()] += 1
        numbered = f"{name}-{taken[name.casefold()]}"
    taken[numbered.casefold()] = 1
    return numbered
