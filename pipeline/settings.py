"""The settings of a run: what changes its tables. Light to import: no spaCy."""

import re
from dataclasses import dataclass
from datetime import tzinfo
from zoneinfo import ZoneInfo

from pipeline.records import SectionKind

DEFAULT_MODEL = "communique"  # the reader that ships in `pipeline/data/reader`

FIELD_ROLES = ("text", "title", "date", "id", "url", "publisher")
"""The parts of a release that a field of a CSV or JSONL record may hold."""
FieldNames = tuple[tuple[str, str], ...]
"""(part, name of its field), more than one for a part where exports differ: `(("text", "body"), ("text", "Story"))`."""

CONFIGURED_KINDS: tuple[SectionKind, ...] = (
    "header", "body", "boilerplate", "notes", "contact", "signature", "footer", "end_mark",
)  # fmt: skip
"""Kinds of parts whose first words a setting may name."""
ConfiguredParts = tuple[tuple[SectionKind, str], ...]
"""(kind, first words of a line that opens such a part; `*` is any words, `$` the end of the line)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one input is taken; what is over goes to quarantine, or is stored without extraction."""

    file_bytes: int = 20_000_000  # a file with one release
    collection_bytes: int = 200_000_000  # a file of many (JSONL, CSV, an archive), and all that comes out of it
    page_bytes: int = 5_000_000  # an HTML page: parsing takes many times its size
    text_characters: int = 130_000  # over it a text is stored but not extracted: under the cell limit of CSV readers


@dataclass(frozen=True, slots=True)
class Publisher:
    """What is known of the releases below a path, where these do not say it themselves."""

    files: str  # a pattern over paths below raw/, as in `ministry/**` or `*.eml`
    name: str | None = None
    country: str | None = None  # alpha-3, of a state's ministry, agency or parliament: whom its ministers serve
    language: str | None = None  # ISO 639-1, where a text is too short to tell
    time_zone: str | None = None  # IANA, as in Asia/Tashkent: the day of moments that are given in UTC
    encoding: str | None = None  # of bytes that are not UTF-8
    parts: ConfiguredParts = ()

    @property
    def zone(self) -> tzinfo | None:
        """The time zone in which its days begin."""
        return ZoneInfo(self.time_zone) if self.time_zone else None


NO_PUBLISHER = Publisher("")


@dataclass(frozen=True, slots=True)
class OwnNames:
    """Names that the user knows better than the reader does."""

    people: tuple[str, ...] = ()
    organisations: tuple[tuple[str, str | None], ...] = ()  # name, acronym
    none: tuple[str, ...] = ()  # products, projects, events: no person and no organisation

    def __bool__(self) -> bool:
        return self != OwnNames()


@dataclass(frozen=True, slots=True)
class Settings:
    """All that, with the code and the input, decides what the tables hold."""

    model: str = DEFAULT_MODEL
    limits: Limits = Limits()
    fields: FieldNames = ()
    publishers: tuple[Publisher, ...] = ()
    names: OwnNames = OwnNames()

    def publisher(self, source: str) -> Publisher:
        """The first publisher whose pattern fits a path below raw/."""
        return next((p for p in self.publishers if fits(p.files, source)), NO_PUBLISHER)


def fits(pattern: str, source: str) -> bool:
    """Whether a path is below a folder (`ministry/`) or fits a pattern: `*` is part of a name, `**` any folders."""
    pattern = pattern + "**" if pattern.endswith("/") else pattern
    parts = (_WILD.get(part, re.escape(part)) for part in re.split(r"(\*\*/?|\*|\?)", pattern))
    return re.fullmatch("".join(parts), source, re.DOTALL) is not None


_WILD = {"**": ".*", "**/": "(?:.*/)?", "*": "[^/]*", "?": "[^/]"}
