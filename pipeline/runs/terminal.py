"""Runs at a terminal: the progress line, repeated runs (`run --watch`), and what a run would do (`run --dry-run`)."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple, NoReturn

from tqdm import tqdm

from pipeline.config import ConfigError
from pipeline.corrections.file import CorrectionsError
from pipeline.errors import NoInputError, OutputInUseError, RemovalError
from pipeline.paths import SETTINGS, STORE, beside
from pipeline.read.files import SourceFile, discover, input_folder
from pipeline.runs.incremental import IncrementalRun
from pipeline.runs.output_folder import decisions
from pipeline.runs.run import Progress, found_below
from pipeline.runs.versions import last_run, made_with, model_version
from pipeline.settings import Settings
from pipeline.tables import Store

INTERVAL = 1.0
"""Seconds between two scans of the folder; scanning also works on network drives, which do not notify of changes."""
_MAY_PASS = (OutputInUseError, RemovalError, NoInputError, ConfigError, CorrectionsError)
"""Errors that end a run but not the watch, since the user may be about to mend what is wrong."""
Seen = dict[str, tuple[int, int]]


@contextmanager
def progress_line(*, quiet: bool = False) -> Iterator[Callable[[Progress], None]]:
    """A function that rewrites one line of standard error with documents, words per second and the time left, estimated
    from the share of bytes read. At the end the line is cleared; on no terminal, nothing is shown."""
    form = "{desc}, {percentage:.0f}% read, about {remaining} left"
    with tqdm(bar_format=form, desc="0 releases", leave=False, disable=quiet or None) as bar:

        def update(progress: Progress) -> None:
            bar.total, bar.n = progress.bytes_total, progress.bytes_read
            speed = progress.words / progress.seconds if progress.seconds else 0.0
            bar.set_description_str(f"{progress.documents} releases, {speed:,.0f} words/s")

        yield update


def watch(
    raw: str | Path, run: Callable[[], object], tell: Callable[[str], None], *, also: Iterable[Path] = ()
) -> NoReturn:
    """Call `run` now and after each change below `raw` or to a file in `also`, until Ctrl-C; errors go to `tell`. A run
    starts once nothing has changed between two scans, so that it waits for files that are still being written."""
    folder = input_folder(raw)
    if folder is None or not folder.is_dir():
        raise NoInputError(f"{raw}: --watch needs a folder on this machine")
    files = (*also, beside(folder, SETTINGS))
    done: Seen = {}
    before = _seen(folder, files)
    while True:
        now = _seen(folder, files)
        if now and now != done and now == before:
            done = now
            try:
                run()
            except _MAY_PASS as error:
                done = {} if isinstance(error, OutputInUseError) else now
                tell(f"{error}; trying again " + ("after a change" if done else "soon"))
        before = now
        time.sleep(INTERVAL)


def _seen(folder: Path, files: Iterable[Path]) -> Seen:
    """Size and modification time of every file."""
    seen: Seen = {}
    for path in (*(str(f.path) for f in discover(folder) if isinstance(f, SourceFile)), *map(str, files)):
        with suppress(OSError):  # it may have been removed meanwhile
            about = Path(path).stat()
            seen[path] = about.st_size, about.st_mtime_ns
    return seen


class Step(NamedTuple):
    """What a run would do with one file."""

    source: str
    what: Literal["process", "keep", "remove", "refuse"]
    why: str


def plan(
    raw: str | Path, out: str | Path, settings: Settings, corrections: str | Path | None, *, allow_removal: bool = False
) -> Iterator[Step]:
    """What a run would refuse without reading, process, keep and remove. Nothing is written. A changed file with many
    records is read as a whole, but only its changed records are processed. Raises `RemovalError` if the run would."""
    version = model_version(settings.model)
    found = found_below(raw)
    path = Path(out) / STORE
    dates = decisions(Path(out), corrections).published
    last, now = last_run(Path(out) / "runs.csv"), made_with(settings, version)
    called = {"settings": "the settings", "model": "the model", "code": "the program"}
    differ = [name for column, name in called.items() if last and last.get(column) != now[column]]  # for all releases
    changed = ", ".join(differ) or "the file, its metadata or a decision about its date"
    there = path.is_file()
    with TemporaryDirectory() as empty, Store(path if there else Path(empty, STORE), copy=there) as store:
        work = IncrementalRun(store, settings, version, dates, allow_removal=allow_removal)
        files = [blob.source for blob in work.files(found)]
        done, stored = store.sources(), {source for source, _ in store.documents().values()}
    for row in work.quarantined:
        yield Step(row.source, "refuse", row.detail)
    why = dict.fromkeys(stored, "not finished in the last run") | dict.fromkeys(done, f"changed: {changed}")
    for source in files:
        yield Step(source, "process", why.get(source, "new"))
    for source in sorted(work.kept):
        yield Step(source, "keep", "nothing changed")
    for source in sorted(stored.difference(work.unread, (f.source for f in found))):
        yield Step(source, "remove", "it is no longer there")
