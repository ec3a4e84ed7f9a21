"""The log of runs, `processed/runs.csv`: the one output that knows of time."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, ClassVar

from pipeline.records import Record, Table
from pipeline.tables.csv_format import csv_lines
from pipeline.tables.files import write_whole
from pipeline.tables.rows import cells


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow(Record):
    """One run: what it was given, what it did, how long it took."""

    TABLE: ClassVar[Table] = Table("runs", ("started",), {})
    started: Annotated[str, "UTC time, ISO 8601"]
    seconds: Annotated[float, "how long it took"]
    documents: Annotated[int, "documents in the tables afterwards"]
    processed: Annotated[int, "documents that went through the stages"]
    unchanged: Annotated[int, "documents taken from the store"]
    removed: Annotated[int, "documents that left the tables"]
    quarantined: Annotated[int, "rows in quarantine afterwards"]
    words: Annotated[int, "words of the processed documents"]
    engine: Annotated[str, "where documents were processed"]
    settings: Annotated[str, "settings that decide the tables"]
    model: Annotated[str, "version of the model"]
    code: Annotated[str, "hash of the code and data of the stages"]
    communique: Annotated[str, "version of this package"]
    spacy: Annotated[str, "version of spaCy"]
    python: Annotated[str, "version of Python"]


def append_run(path: Path, row: RunRow) -> None:
    """Add a run to the log; the head goes before the first. A disk that is full leaves it as it was.

    A log that is damaged, or has the columns of another version, is kept as `runs.old.csv`, and a new one begun.
    """
    head, line = csv_lines(RunRow, [cells(row)])
    before = path.read_bytes().decode("utf-8", "replace") if path.exists() else head
    if not before.startswith(head) or "\N{REPLACEMENT CHARACTER}" in before:
        path.replace(path.with_name(f"{path.stem}.old{path.suffix}"))
        before = head
    write_whole(path, before + "\n" * (not before.endswith("\n")) + line)


def spacy_version() -> str:
    """Version of spaCy, without loading it."""
    return version("spacy")


def python_version() -> str:
    """Version of Python."""
    return platform.python_version()
