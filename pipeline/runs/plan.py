"""What a run would do, and why, without doing it: `communique run --dry-run`."""

from __future__ import annotations

import csv
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pipeline.errors import OutputError
from pipeline.paths import STORE
from pipeline.read import ReadError, SourceFile, byte_limit, is_sidecar, read_bytes, read_sidecars
from pipeline.read.formats.fields import Metadata
from pipeline.records import Quarantined
from pipeline.runs.incremental import whole_fingerprint
from pipeline.runs.run import found_below, settings_of
from pipeline.runs.versions import code_version, model_version
from pipeline.runs.write import decisions
from pipeline.settings import FieldNames, Settings


@dataclass(frozen=True, slots=True)
class Step:
    """What a run would do with one file."""

    source: str
    what: Literal["process", "keep", "remove", "refuse"]
    why: str


@dataclass(slots=True)
class _Stored:
    """What the last run left."""

    sources: dict[str, str] = field(default_factory=dict)  # source -> fingerprint
    documents: dict[str, dict[str, str]] = field(default_factory=dict)  # source -> document_id -> sha256
    changed: tuple[str, ...] = ()  # of settings, model and program, what is not as it was in the last run


def plan(
    raw: str | Path,
    out: str | Path,
    *,
    model: str | None = None,
    fields: FieldNames = (),
    config: str | Path | None = None,
    corrections: str | Path | None = None,
) -> Iterator[Step]:
    """A step for each file below `raw`, in order, then for each that is no longer there. Nothing is written.

    A file of many records is read again as a whole, but only those of its records are processed that changed.
    """
    settings = settings_of(raw, config, model=model, fields=fields)
    version = model_version(settings.model)
    found = found_below(raw)
    dates = decisions(Path(out), corrections).published
    stored = _stored(Path(out), settings, version)
    sources = {f.source for f in found}
    sidecars = read_sidecars((f for f in found if isinstance(f, SourceFile) and is_sidecar(f.source)), sources)
    for row in sidecars.quarantined:
        yield Step(row.source, "refuse", row.detail)
    for file in found:
        if isinstance(file, Quarantined):
            yield Step(file.source, "refuse", file.detail)
        elif not is_sidecar(file.source):
            known = sidecars.known.get(file.source, Metadata())
            yield _step(file, known, settings, version, dates, stored)
    for source in sorted(stored.documents.keys() - sources):
        yield Step(source, "remove", "it is no longer there")


def _step(
    file: SourceFile, known: Metadata, settings: Settings, model: str, dates: dict[str, str], stored: _Stored
) -> Step:
    try:
        data = read_bytes(file, byte_limit(file.source, settings.limits))
    except ReadError as error:
        return Step(file.source, "refuse", error.detail)
    before = stored.documents.get(file.source, {})
    if stored.sources.get(file.source) == whole_fingerprint(settings, model, data, known, dates, before):
        return Step(file.source, "keep", "nothing changed")
    return Step(file.source, "process", _why(file.source, data, before, stored))


def _why(source: str, data: bytes, before: dict[str, str], stored: _Stored) -> str:
    if source not in stored.sources and not before:
        return "new"
    if source not in stored.sources:
        return "not done with in the last run"
    if len(before) == 1 and hashlib.sha256(data).hexdigest() not in before.values() and not stored.changed:
        return "the file changed"
    changed = stored.changed or ("the file, its metadata or a decision about its date",)
    return f"changed: {', '.join(changed)}"


def _stored(out: Path, settings: Settings, model: str) -> _Stored:
    path = out / STORE
    found = _Stored()
    if not path.is_file():
        return found
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            found.sources = dict(db.execute("SELECT source, fingerprint FROM state_sources"))
            for source, document_id, digest in db.execute("SELECT source, document_id, sha256 FROM documents"):
                found.documents.setdefault(source, {})[document_id] = digest
    except sqlite3.DatabaseError as error:
        raise OutputError(f"{path}: cannot be read as the store ({error})") from error
    found.changed = tuple(_changed(out, settings, model))
    return found


def _changed(out: Path, settings: Settings, model: str) -> Iterator[str]:
    """What is not as the log of runs has it."""
    try:
        with (out / "runs.csv").open(encoding="utf-8", newline="") as file:
            *_, last = csv.DictReader(file)
    except (OSError, ValueError, csv.Error):
        return
    if last.get("settings") != repr(settings):
        yield "the settings"
    if last.get("model") != model:
        yield "the model"
    if last.get("code") != "-".join(code_version(part) for part in ("read", "rows", "tables")):
        yield "the program"
