"""A run: reads raw/, processes what is new or changed, and brings the tables up to date.

It may be stopped at any moment: what was stored is kept, and the next run continues from there to the same tables.
"""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline.config import config_path, read_config, unused_patterns
from pipeline.corrections.apply import Outcome, apply_corrections
from pipeline.data import data_file
from pipeline.errors import NoInputError, OutputError
from pipeline.paths import store_path
from pipeline.read.files import STDIN, SourceFile, discover, discover_shared, input_folder, standard_input
from pipeline.records import Correction, Document, Quarantined, one_line
from pipeline.runs.engines import Engine, process_batches
from pipeline.runs.incremental import IncrementalRun
from pipeline.runs.output_folder import decisions, is_sealed, mark, open_for_run, reading, refuse_foreign, writable
from pipeline.runs.process import Analyse, batches, process
from pipeline.runs.versions import append_run, code_version, made_with, model_version
from pipeline.settings import FIELD_ROLES, FieldNames, Limits, Settings
from pipeline.tables import Store, export_tables
from pipeline.tables.files import locked
from pipeline.tables.parquet import export_parquet
from pipeline.tables.schema import Cell
from pipeline.tables.workbook import export_workbook

TableFormat = Literal["csv", "xlsx", "parquet"]
PLACES: dict[TableFormat, str] = {"csv": "tables", "xlsx": "communique.xlsx", "parquet": "parquet"}
"""Where the tables of each format are written below the output folder."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. `exit_code` is 1 if something is in quarantine, else 0."""

    documents: int  # in the tables now
    processed: int
    unchanged: int
    removed: int
    quarantined: int
    words: int  # in the processed documents
    seconds: float
    fields: dict[str, tuple[tuple[str, str], ...]]  # source -> (part, field) pairs, for records read in this run
    corrections: int = 0  # decisions of reviewers that took effect
    misfits: tuple[Correction, ...] = ()  # those that could not
    told: tuple[str, ...] = ()  # messages about a store that was mended, settings that fit no file, repeated headlines
    refused: tuple[Quarantined, ...] = ()  # what is in quarantine

    @property
    def exit_code(self) -> int:
        """The exit code of the command line."""
        return 1 if self.quarantined else 0


class Progress(NamedTuple):
    """How far a run has got, after each stored batch."""

    documents: int  # processed so far
    words: int  # in these documents
    seconds: float
    bytes_read: int
    bytes_total: int


def run(
    raw: str | Path = "raw",
    out: str | Path = "processed",
    *,
    model: str | None = None,
    limits: Limits | None = None,
    fields: FieldNames = (),
    config: str | Path | None = None,
    stdin: str = "txt",
    corrections: str | Path | None = None,
    engine: Engine = "inline",
    workers: int | None = None,
    scheduler: str | None = None,
    allow_removal: bool = False,
    progress: Callable[[Progress], None] | None = None,
    analyse: Analyse | None = None,
) -> Summary:
    """Process what is new below `raw` and bring the tables below `out` up to date.

    `raw="-"` is standard input, read as one file in the format `stdin`; an address (`s3://…`) is read through fsspec.
    `config` is the settings file, by default `communique.toml` beside `raw` if it exists; `model`, `limits` and
    `fields` take precedence over it. `fields` says which fields of CSV and JSONL records hold what, as in
    `(("text", "Story"), ("date", "Day"))`; other parts are looked for under the usual names.
    `corrections` is the file of reviewers' decisions, by default `corrections.csv` beside `out` if it exists.
    `engine="inline"` processes documents in this process, without limits of time and memory; "processes" in workers
    with such limits; "dask" on the cluster with the scheduler at the address `scheduler`, while this process stores.
    A run that would remove more than a fifth of the documents from the tables stops unless `allow_removal` is given.
    `progress` is called after each stored batch; `analyse` replaces the spaCy pipeline. Raises `NoInputError`,
    `NoModelError`, `OutputError`, `RemovalError` and `OutputInUseError` (all `RunError`, with the exit code); anything
    wrong with a single file is a row in quarantine.
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    if wrong := {role for role, _ in fields}.difference(FIELD_ROLES):
        raise ValueError(f"a field cannot hold {min(wrong)!r}; it can hold one of {', '.join(FIELD_ROLES)}")
    settings = settings_of(raw, config, model, fields)
    settings = replace(settings, limits=limits or settings.limits)
    folder = Path(out)
    refuse_foreign(folder, raw)
    found = [standard_input(stdin, settings.limits)] if str(raw) == STDIN else found_below(raw)
    version = model_version(settings.model) if analyse is None else "none"
    decided = decisions(folder, corrections)
    with writable(folder), locked(folder), open_for_run(folder) as store:
        if str(raw) == STDIN:
            _refuse_releases_of_folder(store, folder)
        store.begin(code_version("tables"))
        work = IncrementalRun(store, settings, version, decided.published, allow_removal=allow_removal)
        rows_of = partial(process, settings=settings, analyse=analyse)
        made = process_batches(batches(work.changed(found)), rows_of, engine, workers, scheduler)
        with closing(work.parser), closing(made):
            for results in made:
                work.keep(results)
                if progress:
                    seconds = time.perf_counter() - clock
                    progress(Progress(work.processed, work.words, seconds, work.bytes_read, work.bytes_total))
        removed = work.finish()
        reviewed = apply_corrections(store, decided)
        export_tables(store, folder)
        headlines = _repeated_headlines(store) if work.processed else []
        refused = tuple(store.select(Quarantined))
        counts = {"documents": store.count(Document), "processed": work.processed, "unchanged": work.unchanged}
        counts |= {"removed": removed, "quarantined": len(refused), "words": work.words}
        seconds = time.perf_counter() - clock
        times: dict[str, Cell] = {"started": started.isoformat(timespec="milliseconds"), "seconds": round(seconds, 3)}
        append_run(folder / "runs.csv", {**times, **counts, "engine": engine, **made_with(settings, version)})
        mark(folder, decisions=len(decided.decisions), sealed=True)
    fields_of = {source: tuple(taken) for source, taken in work.fields.items()}
    unused = unused_patterns(settings, (f.source for f in found)) if str(raw) != STDIN else []
    applied, misfits, told = reviewed.applied, reviewed.misfits, (*store.mended, *unused, *headlines)
    return Summary(
        **counts, seconds=seconds, fields=fields_of, corrections=applied, misfits=misfits, told=told, refused=refused
    )


def _repeated_headlines(store: Store) -> list[str]:
    """A line for each headline that several releases share, which may be the name of a site above their headlines."""
    found = store.query(data_file("tables/repeated_headlines.sql").read_text("utf-8"))
    remedy = "if it is no headline but stands above one, name it as `header` of the publisher in the settings"
    return [f"{count} releases have the headline “{one_line(line)[:80]}”; {remedy}" for line, count in found]


def _refuse_releases_of_folder(store: Store, folder: Path) -> None:
    """Raise `OutputError` if not all came from standard input, since a run removes releases that its input lacks."""
    sources = store.query("SELECT source FROM state_documents UNION SELECT source FROM state_former")
    if not all(source.startswith("stdin.") for (source,) in sources):
        raise OutputError(f"{folder}: holds the releases of a folder; give standard input another output folder")


def write_tables(
    out: str | Path = "processed", *, form: TableFormat = "csv", corrections: str | Path | None = None
) -> Outcome:
    """Write the tables and texts of a run again from its store; returns what became of the corrections.

    The current corrections are applied, except publication dates set by reviewers, which need a run. The store is not
    changed. CSV goes to `out`/tables; "xlsx" is one Excel workbook, `out`/communique.xlsx; "parquet" is a typed copy in
    `out`/parquet, which needs the extra `parquet`. Raises the same errors as `run`.
    """
    folder = Path(out)
    store_path(folder)  # raises before a folder is made
    decided = decisions(folder, corrections)
    with writable(folder), reading(folder, decided, shared=False) as store:
        outcome = replace(apply_corrections(store, decided), ahead=store.is_copy)
        if form == "xlsx":
            export_workbook(store, folder / PLACES[form])
        elif form == "parquet":
            export_parquet(store, folder / PLACES[form])
        else:
            export_tables(store, folder, again=True)
            mark(folder, decisions=len(decided.decisions), sealed=is_sealed(folder))
    return outcome


def settings_of(
    raw: str | Path, config: str | Path | None, model: str | None = None, fields: FieldNames = ()
) -> Settings:
    """The settings of a run: the arguments, else what the settings file says. Raises `ConfigError`."""
    written = read_config(config_path(raw, config))
    told = {role for role, _ in fields}
    fields = (*fields, *((role, name) for role, name in written.fields if role not in told))
    return replace(written, model=model or written.model, fields=fields)


def found_below(raw: str | Path) -> list[SourceFile | Quarantined]:
    """The files of an input folder or address. Raises `NoInputError` if there are none."""
    folder = Path(raw) if str(raw) == STDIN else input_folder(raw)
    if folder and not folder.is_dir():
        what = "is a file, not a folder" if folder.exists() else "there is no such folder"
        raise NoInputError(f"{raw}: {what}; give the folder that holds the releases")
    found: list[SourceFile | Quarantined] = discover(folder) if folder else [*discover_shared(str(raw))]
    if not found:
        raise NoInputError(f"{raw}: the folder is empty; put releases there (.txt, .md, .html, .jsonl, …)")
    return found
