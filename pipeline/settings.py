"""The settings of a run: what changes its tables. Light to import: no spaCy."""

from __future__ import annotations

from dataclasses import dataclass, field

DEFAULT_MODEL = "communique"
"""The reader that ships in `pipeline/data/reader`."""

FIELD_ROLES = ("text", "title", "date", "id", "url", "publisher")
"""The parts of a release that a field of a CSV or JSONL record may hold."""
FieldNames = tuple[tuple[str, str], ...]
"""(part, name of its field), more than one for a part where exports differ: `(("text", "body"), ("text", "Story"))`."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one input is taken; what is over goes to quarantine, or is stored without extraction."""

    file_bytes: int = 20_000_000  # a file with one release
    collection_bytes: int = 200_000_000  # a file of many (JSONL, CSV, an archive), and all that comes out of it
    page_bytes: int = 5_000_000  # an HTML page: parsing takes many times its size
    text_characters: int = 130_000  # over it a text is stored but not extracted: under the cell limit of CSV readers


@dataclass(frozen=True, slots=True)
class Settings:
    """All that, with the code and the input, decides what the tables hold."""

    model: str = DEFAULT_MODEL
    limits: Limits = field(default_factory=Limits)
    fields: FieldNames = ()
