"""What a run would do, and why, without doing it: `communique run --dry-run`."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from pipeline.errors import OutputError
from pipeline.paths import STORE
from pipeline.read import ReadError, SourceFile, byte_limit, is_sidecar, read_bytes, read_sidecars
from pipeline.read.formats import refuse_unknown
from pipeline.read.formats.fields import Metadata
from pipeline.records import Quarantined
from pipeline.runs.output_folder import decisions
from pipeline.runs.run import found_below, settings_of
from pipeline.runs.versions import code_versions, file_fingerprint, last_run, model_version
from pipeline.settings import FieldNames
from pipeline.tables.opening import connect


@dataclass(frozen=True, slots=True)
class Step:
    """What a run would do with one file."""

    source: str
    what: Literal["process", "keep", "remove", "refuse"]
    why: str


class _Stored:
    """What the last run left; a store of an earlier version tells it as well."""

    def __init__(self, out: Path) -> None:
        self.sources: dict[str, str] = {}  # source -> fingerprint
        self.documents: defaultdict[str, dict[str, str]] = defaultdict(dict)  # source -> document_id -> sha256
        path = out / STORE
        if not path.is_file():
            return
        try:
            with closing(connect(path, read_only=True)) as db:
                self.sources = dict(db.execute("SELECT source, fingerprint FROM state_sources"))
                for source, document_id, digest in db.execute("SELECT source, document_id, sha256 FROM documents"):
                    self.documents[source][document_id] = digest
        except sqlite3.DatabaseError as error:
            raise OutputError(f"{path}: cannot be read as the store ({error})") from error


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
    stored = _Stored(Path(out))
    now = {"settings": repr(settings), "model": version, "code": code_versions()}
    last = last_run(Path(out) / "runs.csv")
    changed = [_CALLED[name] for name, value in now.items() if last and last.get(name) != value]
    sources = {f.source for f in found}
    sidecars = read_sidecars((f for f in found if isinstance(f, SourceFile) and is_sidecar(f.source)), sources)
    for row in sidecars.quarantined:
        yield Step(row.source, "refuse", row.detail)
    for file in found:
        if isinstance(file, Quarantined):
            yield Step(file.source, "refuse", file.detail)
        elif not is_sidecar(file.source):
            try:
                refuse_unknown(PurePosixPath(file.name.lower()).suffix)
                data = read_bytes(file, byte_limit(file.source, settings.limits))
            except ReadError as error:
                yield Step(file.source, "refuse", error.detail)
                continue
            before = stored.documents.get(file.source, {})
            known = sidecars.known.get(file.source, Metadata())
            if stored.sources.get(file.source) == file_fingerprint(settings, version, data, known, dates, before):
                yield Step(file.source, "keep", "nothing changed")
            else:
                yield Step(file.source, "process", _why(file.source, data, stored, changed))
    for source in sorted(stored.documents.keys() - sources):
        yield Step(source, "remove", "it is no longer there")


_CALLED = {"settings": "the settings", "model": "the model", "code": "the program"}


def _why(source: str, data: bytes, stored: _Stored, changed: list[str]) -> str:
    before = stored.documents.get(source, {})
    if source not in stored.sources:
        return "not done with in the last run" if before else "new"
    if len(before) == 1 and hashlib.sha256(data).hexdigest() not in before.values() and not changed:
        return "the file changed"
    return f"changed: {', '.join(changed or ['the file, its metadata or a decision about its date'])}"
