"""New decisions into the file and into the tables at once, or into neither; and back out of both."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.corrections.apply import NEXT_RUN, apply_corrections, decide, digest_of
from pipeline.corrections.decisions import Decision, StaleError
from pipeline.corrections.file import add, held, read_corrections, take_out
from pipeline.corrections.working import Working
from pipeline.records import Correction
from pipeline.tables.store import Store


def commit(store: Store, path: Path, made: Sequence[Decision]) -> list[Correction]:
    """Add decisions to the file of corrections and bring the tables of the store to what it says now.

    The store is a copy, for only a run changes that of an output folder. Returns what became of each. Raises
    `StaleError` where one of them would have no effect: then nothing is written and the tables are as before. A
    publication date has its effect with the next run.
    """
    with held(path):
        before = read_corrections(path)
        store.restore()
        try:
            work = Working(store)
            told = decide(work, [*before.decisions, *made])
            new = told[len(before.decisions) :]
            for c in new:
                if c.status in ("stale", "invalid") and c.reason != NEXT_RUN:
                    raise StaleError(f"{c.decision} {c.table} {(c.text or c.document_id or '')[:60]!r}: {c.reason}")
            add(path, made)
            store.correct(digest_of(read_corrections(path)), work.changes(), told)
        finally:
            apply_corrections(store, read_corrections(path))  # nothing to do where all went well
    return new


def take_back(store: Store, path: Path, made: Sequence[Decision]) -> None:
    """Take decisions that were committed together out of the file again, wherever they stand in it by now.

    Raises `StaleError` where the file does not hold them as they were written: someone has changed them since.
    """
    with held(path):
        if not take_out(path, made):
            raise StaleError(f"{path.name} was changed since; what was decided there can only be changed by hand")
    apply_corrections(store, read_corrections(path))
