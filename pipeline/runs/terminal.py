"""A run at a terminal: how far it is, runs again and again (`run --watch`), what one would do (`run --dry-run`)."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Literal

from pipeline.config import NAME
from pipeline.errors import NoInputError, OutputError, OutputInUseError
from pipeline.paths import STORE
from pipeline.read import Metadata, ReadError, SourceFile, byte_limit, discover, is_sidecar, read_bytes, read_sidecars
from pipeline.read.formats import refuse_unknown
from pipeline.records import Quarantined
from pipeline.runs.output_folder import decisions
from pipeline.runs.run import Progress, found_below
from pipeline.runs.versions import code_versions, file_fingerprint, last_run, model_version
from pipeline.settings import Settings
from pipeline.tables.opening import connect

INTERVAL = 1.0
"""Seconds between two looks at the folder: it works on network drives too, which tell of no change by themselves."""
Seen = dict[str, tuple[int, int]]


@contextmanager
def progress_line(*, quiet: bool = False) -> Iterator[Callable[[Progress], None]]:
    """What rewrites one line of standard error: documents, words a second and, from the share of bytes read, the time
    left. At the end the line is cleared; nothing is shown where it is no terminal."""
    shown = not quiet and sys.stderr.isatty()

    def show(line: str) -> None:
        if shown:
            print(f"\r\x1b[2K{line}", end="", file=sys.stderr, flush=True)

    def update(progress: Progress) -> None:
        done = progress.bytes_read / progress.bytes_total if progress.bytes_total else 1.0
        left = timedelta(seconds=round(progress.seconds * (1 - done) / done)) if done else timedelta()
        speed = progress.words / progress.seconds if progress.seconds else 0.0
        clock = str(left).removeprefix("0:").removeprefix("0")
        show(f"{progress.documents} releases, {speed:,.0f} words/s, {done:.0%} read, about {clock} left")

    try:
        yield update
    finally:
        show("")


def watch(
    raw: str | Path, run: Callable[[], int], *, beside: Iterable[Path] = (), interval: float = INTERVAL, times: int = 0
) -> int:
    """Call `run` now and after each change below `raw`, or of a file `beside` it; the last answer, after `times` runs.

    A change counts when nothing has changed since the look before, so that a file that is still being written is
    waited for. Without `times` it ends with Ctrl-C.
    """
    folder = Path(raw)
    if not folder.is_dir():
        raise NoInputError(f"{raw}: --watch needs a folder on this machine")
    files = (*beside, folder.resolve().parent / NAME)
    done: Seen | None = None
    before, answer, made = _seen(folder, files), 0, 0
    while not times or made < times:
        now = _seen(folder, files)
        if now != done and now == before and now:
            done, made = now, made + 1
            try:
                answer = run()
            except OutputInUseError as error:
                done = None
                print(f"communique: {error}; tried again soon", file=sys.stderr)
        before = now
        if not times or made < times:
            time.sleep(interval)
    return answer


def _seen(folder: Path, files: Iterable[Path]) -> Seen:
    """Size and time of every file."""
    seen: Seen = {}
    for path in (*(str(f.path) for f in discover(folder) if isinstance(f, SourceFile)), *map(str, files)):
        with suppress(OSError):  # gone since
            about = Path(path).stat()
            seen[path] = about.st_size, about.st_mtime_ns
    return seen


# --- what it would do -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """What a run would do with one file."""

    source: str
    what: Literal["process", "keep", "remove", "refuse"]
    why: str


def plan(raw: str | Path, out: str | Path, settings: Settings, corrections: str | Path | None = None) -> Iterator[Step]:
    """A step for each file below `raw`, in order, then for each that is no longer there. Nothing is written.

    A file of many records is read again as a whole, but only those of its records are processed that changed.
    """
    version = model_version(settings.model)
    found = found_below(raw)
    dates = decisions(Path(out), corrections).published
    fingerprints, documents = _stored(Path(out) / STORE)
    now = {"settings": repr(settings), "model": version, "code": code_versions()}
    last = last_run(Path(out) / "runs.csv")
    changed = [_CALLED[name] for name, value in now.items() if last and last.get(name) != value]
    sources = {f.source for f in found}
    metadata, refused = read_sidecars((f for f in found if isinstance(f, SourceFile) and is_sidecar(f.source)), sources)
    for row in refused:
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
            before, fingerprint = documents[file.source], fingerprints.get(file.source)
            known = metadata.get(file.source, Metadata())
            if fingerprint == file_fingerprint(settings, version, data, known, dates, before):
                yield Step(file.source, "keep", "nothing changed")
            else:
                yield Step(file.source, "process", _why(data, fingerprint, before, changed))
    for source in sorted(documents.keys() - sources):
        yield Step(source, "remove", "it is no longer there")


def _stored(path: Path) -> tuple[dict[str, str], defaultdict[str, dict[str, str]]]:
    """What the last run left, also in a store of an earlier version: source -> fingerprint, source -> document_id ->
    SHA-256."""
    documents: defaultdict[str, dict[str, str]] = defaultdict(dict)
    if not path.is_file():
        return {}, documents
    try:
        with closing(connect(path, read_only=True)) as db:
            for source, document_id, digest in db.execute("SELECT source, document_id, sha256 FROM documents"):
                documents[source][document_id] = digest
            return dict(db.execute("SELECT source, fingerprint FROM state_sources")), documents
    except sqlite3.DatabaseError as error:
        raise OutputError(f"{path}: cannot be read as the store ({error})") from error


_CALLED = {"settings": "the settings", "model": "the model", "code": "the program"}


def _why(data: bytes, fingerprint: str | None, before: Mapping[str, str], changed: list[str]) -> str:
    """Why a file is processed, of which the last run kept a fingerprint and documents (document_id -> SHA-256)."""
    if fingerprint is None:
        return "not done with in the last run" if before else "new"
    if len(before) == 1 and hashlib.sha256(data).hexdigest() not in before.values() and not changed:
        return "the file changed"
    return f"changed: {', '.join(changed or ['the file, its metadata or a decision about its date'])}"
