"""The settings of a run that change its tables. Importing this module does not load spaCy."""

import re
from dataclasses import dataclass
from datetime import tzinfo
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from pipeline.records import SectionKind

DEFAULT_MODEL = "communique"  # the reader that ships in `pipeline/data/reader`

FIELD_ROLES = ("text", "title", "date", "id", "url", "publisher")  # what a field of a CSV or JSONL record may hold
FieldNames = tuple[tuple[str, str], ...]
"""(use of the field, its name), in order of preference: `(("text", "body"), ("text", "Story"))`."""

ConfiguredKind = Literal["header", "body", "boilerplate", "notes", "contact", "signature", "footer", "end_mark"]
"""Parts of a release whose first words a setting may give."""
CONFIGURED_KINDS: tuple[ConfiguredKind, ...] = get_args(ConfiguredKind)
ConfiguredParts = tuple[tuple[SectionKind, str], ...]
"""(kind of part, first words of a line that opens it); `*` stands for any words, `$` for the end of the line."""
_WILD = {"**": ".*", "**/": "(?:.*/)?", "*": "[^/]*", "?": "[^/]"}


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper limits of one input; what exceeds them goes to quarantine or, for text, is stored without extraction."""

    file_bytes: int = 20_000_000  # a file with one release
    collection_bytes: int = 200_000_000  # a file of many (JSONL, CSV, an archive), and all that is unpacked from it
    page_bytes: int = 5_000_000  # an HTML page: parsing it needs many times its size in memory
    text_characters: int = 130_000  # a longer text is stored but not extracted; below the cell limit of CSV readers


@dataclass(frozen=True, slots=True)
class Publisher:
    """What the user says about the releases of one publisher, where they do not say it themselves."""

    files: str  # a pattern over paths below raw/, such as `ministry/**` or `*.eml`
    name: str | None = None
    country: str | None = None  # alpha-3; for a state's ministry, agency or parliament: the country its ministers serve
    language: str | None = None  # ISO 639-1, used where a text is too short to tell
    time_zone: str | None = None  # IANA, such as Asia/Tashkent: gives the day of times that are stated in UTC
    encoding: str | None = None  # of bytes that are not UTF-8
    parts: ConfiguredParts = ()

    @property
    def zone(self) -> tzinfo | None:
        """The time zone that decides the publisher's calendar days, if one is set."""
        return ZoneInfo(self.time_zone) if self.time_zone else None


@dataclass(frozen=True, slots=True)
class OwnNames:
    """Names that the user tells the reader."""

    people: tuple[str, ...] = ()
    organisations: tuple[tuple[str, str | None], ...] = ()  # name, acronym
    none: tuple[str, ...] = ()  # products, projects, events: neither a person nor an organisation


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything besides the code and the input that decides what the tables hold."""

    model: str = DEFAULT_MODEL
    limits: Limits = Limits()
    fields: FieldNames = ()
    publishers: tuple[Publisher, ...] = ()
    names: OwnNames = OwnNames()

    def publisher(self, source: str) -> Publisher:
        """The first publisher whose pattern matches a path below raw/, else one of which nothing is known."""
        return next((p for p in self.publishers if fits(p.files, source)), Publisher(files=""))


def fits(pattern: str, source: str) -> bool:
    """Whether a path lies in a folder (`ministry/`) or matches a pattern: `*` is part of a name, `**` any folders."""
    # of `**/**/` only one is kept, since trying each with each folder would take minutes
    pattern = re.sub(r"\*\*(?:\*|/(?=\*\*))+", "**", pattern + "**" * pattern.endswith("/"))
    parts = (_WILD.get(part, re.escape(part)) for part in re.split(r"(\*\*/?|\*|\?)", pattern))
    return re.fullmatch("".join(parts), source, re.DOTALL) is not None
