"""A run at a terminal: how far it is, runs again and again (`run --watch`), what one would do (`run --dry-run`)."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from tqdm import tqdm

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
    form = "{desc}, {percentage:.0f}% read, about {remaining} left"
    with tqdm(bar_format=form, desc="0 releases", leave=False, disable=quiet or None) as bar:

        def update(progress: Progress) -> None:
            bar.total, bar.n = progress.bytes_total, progress.bytes_read
            speed = progress.words / progress.seconds if progress.seconds else 0.0
            bar.set_description_str(f"{progress.documents} releases, {speed:,.0f} words/s")

        yield update


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
    """What is no input, a step for each file below `raw`, what is no longer there, each in order. Nothing is written.

    A file of many records is read again as a whole, but only those of its records are processed that changed.
    """
    version = model_version(settings.model)
    found = found_below(raw)
    dates = decisions(Path(out), corrections).published
    fingerprints, stored = _stored(Path(out) / STORE)
    last = last_run(Path(out) / "runs.csv")
    now = (("settings", repr(settings)), ("model", version), ("code", code_versions()))
    changed = [_CALLED[column] for column, value in now if last and last.get(column) != value]
    sources = {f.source for f in found}
    sidecars = read_sidecars((f for f in found if isinstance(f, SourceFile) and is_sidecar(f.source)), sources)
    for row in (*sidecars.quarantined, *(f for f in found if isinstance(f, Quarantined))):
        yield Step(row.source, "refuse", row.detail)
    for file in (f for f in found if isinstance(f, SourceFile) and not is_sidecar(f.source)):
        try:
            refuse_unknown(PurePosixPath(file.name.lower()).suffix)
            data = read_bytes(file, byte_limit(file.source, settings.limits))
        except ReadError as error:
            yield Step(file.source, "refuse", error.detail)
            continue
        before, ids = fingerprints.get(file.source), stored[file.source]
        known = sidecars.known.get(file.source, Metadata())
        if before == file_fingerprint(settings, version, data, known, dates, ids):
            yield Step(file.source, "keep", "nothing changed")
        elif before:
            why = ", ".join(changed or ["the file, its metadata or a decision about its date"])
            yield Step(file.source, "process", f"changed: {why}")
        else:
            yield Step(file.source, "process", "not done with in the last run" if ids else "new")
    for source in sorted(stored.keys() - sources):
        yield Step(source, "remove", "it is no longer there")


_CALLED = {"settings": "the settings", "model": "the model", "code": "the program"}


def _stored(path: Path) -> tuple[dict[str, str], defaultdict[str, list[str]]]:
    """What the last run left, also in a store of an earlier version: source -> fingerprint, source -> documents."""
    fingerprints: dict[str, str] = {}
    documents: defaultdict[str, list[str]] = defaultdict(list)
    if path.is_file():
        try:
            with closing(connect(path, read_only=True)) as db:
                for source, document_id in db.execute("SELECT source, document_id FROM documents"):
                    documents[source].append(document_id)
                fingerprints = dict(db.execute("SELECT source, fingerprint FROM state_sources"))
        except sqlite3.DatabaseError as error:
            raise OutputError(f"{path}: cannot be read as the store ({error})") from error
    return fingerprints, documents
