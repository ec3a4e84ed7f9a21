"""What parsers take and return: blobs (bytes with a name), source documents, and errors for what cannot be read."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pipeline.data import word_table
from pipeline.read.fields import NO_METADATA, Metadata
from pipeline.records import Quarantined, one_line, slug
from pipeline.settings import ConfiguredParts, FieldNames, Publisher, Settings

_TITLE = re.compile(r"(?:[^\s*…]{1,60} ){1,50}[^\s*…]{1,60}")  # without `*`, which `ConfiguredParts` have

FORMATS = word_table("read/formats.tsv")
SUFFIXES = tuple(row[0] for row in FORMATS)  # suffixes of the formats that can be read, without the dot
MEDIA_SUFFIXES = {media_type: f".{suffix}" for suffix, _, _, *types in FORMATS for media_type in types}
MEDIA_TYPES = {suffix: media_type for media_type, suffix in MEDIA_SUFFIXES.items()}
RATIO = 100
"""How many times its compressed size a file may unpack to; text expands 3 to 10 times, a document's styles 30 times."""
UNREADABLE = "unreadable"
"""The reason code for failures that may pass: no permission, a disk error, storage that does not answer."""


class ReadError(Exception):
    """A source, or a record in it, cannot be read as a document. `reason` is a code of docs/quarantine.md."""

    def __init__(self, reason: str, detail: str, record: str | None = None) -> None:
        super().__init__(detail)
        self.reason, self.detail, self.record = reason, detail, record

    def row(self, source: str) -> Quarantined:
        """The row of this error in the quarantine table."""
        record = self.record or "0"
        detail = self.detail.encode("utf-8", "backslashreplace").decode()  # a field's name may be half an emoji
        return Quarantined(source=source, record=record, stage="read", reason=self.reason, detail=detail)

    def in_record(self, record: str | None) -> "ReadError":
        """The same error for a record inside the source."""
        return ReadError(self.reason, self.detail, record)


@contextmanager
def damage_told(what: str, remedy: str, reason: str = "bad_document") -> Iterator[None]:
    """Turn whatever a library raises for damaged files into a `ReadError`; some raise a dozen kinds of exceptions."""
    try:
        yield
    except (ReadError, MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # panics of Rust libraries are not subclasses of `Exception`
        raise ReadError(reason, f"{what} ({type(error).__name__}: {error})"[:500] + f"; {remedy}") from error


@contextmanager
def needing(package: str, suffix: str, extra: str = "office") -> Iterator[None]:
    """For the import of a package from an extra: a missing package becomes a `ReadError` that says what to install."""
    try:
        yield
    except ImportError as error:
        detail = f"reading {suffix} needs {package}: pip install 'communique[{extra}]'"
        raise ReadError("needs_extra", detail) from error


def most_unpacked(compressed: int) -> int:
    """The most bytes that `compressed` bytes may unpack to; neither text nor a document's styles need that many."""
    return max(1_000_000, RATIO * compressed)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """One release as found in a file, before repair.

    `content` is bytes if the encoding has yet to be detected, text if the format determines it (a web page, JSON).
    `content_start` added to a byte offset in `content` gives the offset in the file. It is the byte at which the body
    begins, less the bytes of a headline that was taken from the front matter and put before the body: `headline` holds
    how many these are, and where the front matter has it (0 if it is written otherwise there, `"It\\u2019s open"`).
    """

    document_id: str
    source: str  # path below raw/, with /
    record: str | None  # record inside the file; None for a whole file
    file_name: str
    media_type: str
    content: bytes | str
    sha256: str  # of the bytes as read: those of the file, or of the record alone
    bytes: int
    content_start: int = 0
    headline: tuple[int, int] = (0, 0)
    encoding: str | None = None  # of text: as the format determined it; of bytes: as a setting says
    published: str | None = None  # ISO 8601 day, from metadata
    url: str | None = None  # web address, from metadata
    publisher: str | None = None  # who sent or published it, from metadata or a setting
    language: str | None = None  # ISO 639-1, from a setting; used where the text is too short to tell
    country: str | None = None  # alpha-3, from a setting, if the publisher is part of a state
    parts: ConfiguredParts = ()  # first words of parts, from settings; a headline, from metadata
    fields: FieldNames = ()  # of a record: the fields that were read


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes for one parser, with what sources other than the bytes themselves say about them."""

    source: str  # path of the file below raw/
    name: str  # the file's name; its suffix decides the format (`open_gzip` takes “.gz” off)
    data: bytes
    settings: Settings = field(default_factory=Settings)
    known: Metadata = NO_METADATA  # of a sidecar: takes precedence over what the blob itself says
    member: str | None = None  # path inside an archive, name of a record
    around: Metadata = NO_METADATA  # of the mail or web archive around it: used where the blob says nothing

    @property
    def suffix(self) -> str:
        """The suffix of its name, in lower case, with the dot."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def publisher(self) -> Publisher:
        """What the settings say about its publisher: used last."""
        return self.settings.publisher(self.source)

    def record(self, name: str | None) -> str | None:
        """The name in the tables of a record in this blob: member of the archive, then name of the record."""
        return "/".join(n for n in (self.member, name) if n is not None) or None

    def quarantined(self, error: ReadError) -> Quarantined:
        """The quarantine row of something in this blob that could not be read."""
        return error.in_record(self.record(error.record)).row(self.source)

    def document(
        self, media_type: str, content: bytes | str, encoding: str | None = None, metadata: Metadata = NO_METADATA
    ) -> SourceDocument:
        """The document in this blob; what it says itself (`metadata`) comes after `known`, but before `around`."""
        known = self.known.over(metadata).over(self.around)
        publisher = self.publisher
        title = one_line(known.title or "")
        is_sure = title.count(" ") > 3 or media_type == "text/markdown"  # elsewhere a short one may be the site's name
        headline: ConfiguredParts = (("headline", f"{title}$"),) if is_sure and _TITLE.fullmatch(title) else ()
        return SourceDocument(
            document_id=document_id(self.source, self.member),
            source=self.source,
            record=self.member,
            file_name=self.name,
            media_type=media_type,
            content=content,
            sha256=hashlib.sha256(self.data).hexdigest(),
            bytes=len(self.data),
            encoding=encoding or publisher.encoding,
            published=known.published,
            url=known.url,
            publisher=known.publisher or publisher.name,
            language=publisher.language,
            country=publisher.country,
            parts=(*headline, *publisher.parts),
        )


Found = Iterator[SourceDocument | Blob | ReadError]
"""What a parser yields: documents, inner blobs that are to be read in turn, and errors of single records."""


DEVICE = r"(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)"  # names that Windows reserves
_PLAIN = re.compile(rf"(?!{DEVICE})[A-Za-z0-9][A-Za-z0-9._-]{{,119}}")  # a file name holds 255 bytes
_LONGEST_SLUG = 50  # letters, of up to four bytes each


def document_id(source: str, record: str | None = None) -> str:
    """The id of a file, or of a record in it: readable, stable, and different for different sources.

    A plain name is its own id: `ct-tech.txt` gives `ct-tech`, `page.html` stays, record 7 of `batch.jsonl` is
    `batch.jsonl.7`. All others (with folders, spaces, other scripts, or too long) get a slug of the path and ten digits
    of its SHA-256: `2023/a b.txt` gives `2023-a-b-…`. `a.jsonl.1.txt` keeps its `.txt`, else it would be taken for
    record 1 of `a.jsonl`; a record named `html` gets a slug, since `a.jsonl.html` would be the id of a page.
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
    """The name, with the next free number if it is in `taken` (name -> its last number), to which the result is added.
    Case is ignored, as it is on many disks."""
    numbered = name
    while numbered.casefold() in taken:
        taken[name.casefold()] += 1
        numbered = f"{name}-{taken[name.casefold()]}"
    taken[numbered.casefold()] = 1
    return numbered
