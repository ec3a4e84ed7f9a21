"""What the review page can be asked: the queue, a release, pairs, decisions, undo. It knows nothing of HTTP.

Every call opens a copy of the store, which is made again after a run, and brings its tables to the file of corrections
as it is now. The output folder is held meanwhile, together with others that read it: no run writes there.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.corrections.apply import commit, take_back
from pipeline.corrections.decisions import Decision, StaleError
from pipeline.corrections.file import read_corrections
from pipeline.paths import corrections_path
from pipeline.records import Correction, Document, Entity
from pipeline.report.names import headline
from pipeline.review import decide
from pipeline.review.decide import signed
from pipeline.review.queue import Order, queue
from pipeline.review.views import Json, pairs, release_view
from pipeline.runs.output_folder import WorkingCopy
from pipeline.tables.sql import as_people_count
from pipeline.tables.store import Store

MOST = 500  # rows of a queue that are sent at once
_OFFERED = 20


@dataclass(frozen=True, slots=True)
class Made:
    """Decisions that were taken with one action, for undo."""

    decisions: tuple[Decision, ...]
    told: str
    rows: tuple[str, ...]  # keys of the rows that they are about, to show them again


class Desk:
    """The review of one output folder by people at one page. Raises `NoInputError` where the folder has no store."""

    def __init__(self, out: str | Path = "processed", corrections: str | Path | None = None) -> None:
        self.out = Path(out)
        self.file = corrections_path(out, corrections)
        self._copy = WorkingCopy(out)
        self._one_at_a_time = threading.Lock()
        self._undo: list[Made] = []

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """A copy of the store, its tables as the file of corrections says now."""
        with self._one_at_a_time, self._copy.opened(read_corrections(self.file)) as store:
            yield store

    def close(self) -> None:
        """Remove the copy of the store, when an action under way is done."""
        with self._one_at_a_time:
            self._copy.close()

    def queue(self, order: Order = "gain", document_id: str | None = None) -> Json:
        """The first rows to review, each with its release and why it is doubtful, and how many there are."""
        with self.opened() as store:
            items = queue(store, order=order, document_id=document_id)
            rows = [
                {"key": i.key, "document": i.row.document_id, "says": i.says, "why": i.why, "wrong": round(i.wrong, 3)}
                for i in items[:MOST]
            ]
            judged = _judged(store)
        return {"rows": rows, "left": len(items), "judged": judged}

    def releases(self) -> Json:
        """All releases, to go through one of them."""
        with self.opened() as store:
            found = sorted(store.select(Document), key=lambda d: as_people_count(d.document_id))
        return {"releases": [{"key": d.document_id, "name": headline(d)} for d in found]}

    def release(self, document_id: str) -> Json:
        """A release with its marks and rows as they are with all decisions. Raises `StaleError`."""
        with self.opened() as store:
            return release_view(store, document_id)

    def pairs(self) -> Json:
        """People and organisations that may be one, each with where it is named."""
        with self.opened() as store:
            return {"pairs": pairs(store)}

    def names(self, kind: str, words: str) -> Json:
        """Names of entities of a kind that hold the words, the likeliest first."""
        wanted = words.casefold().strip()
        with self.opened() as store:
            found = [e for e in store.select(Entity, kind=kind) if wanted in e.name.casefold()]
        found.sort(key=lambda e: (not e.name.casefold().startswith(wanted), len(e.name), e.entity_id))
        return {"names": [{"key": e.entity_id, "name": e.name} for e in found[:_OFFERED]]}

    def places(self, document_id: str, words: str) -> Json:
        """Where words stand in a release, for a row that is added by typing them."""
        with self.opened() as store:
            text = decide.text_of(store, document_id)
        starts = [i for i in range(len(text)) if text.startswith(words, i)] if words else []
        return {"starts": starts[:_OFFERED]}

    # --- decisions ---

    def judge(self, verdict: str, keys: Sequence[str], reviewer: str, note: str = "") -> Json:
        """Accept or reject rows."""
        with self.opened() as store:
            made = [decide.about_row(store, decide.find_row(store, key), verdict) for key in keys]
            return self._commit(store, signed(made, reviewer, note), f"{verdict}ed “{_words(made)}”", keys)

    def edit(self, key: str, cells: dict[str, str], reviewer: str, note: str = "") -> Json:
        """Change cells of one row, all of them or none."""
        with self.opened() as store:
            row = decide.find_row(store, key)
            made = [decide.about_row(store, row, "edit", field, value) for field, value in cells.items()]
            told = f"edited “{_words(made)}”: {', '.join(cells)}"
            return self._commit(store, signed(made, reviewer, note), told, [key])

    def add(
        self, document_id: str, table: str, words: str, reviewer: str, *, field: str = "", value: str = "",
        start: int | None = None, cells: dict[str, str] | None = None, note: str = "",
    ) -> Json:  # fmt: skip
        """Add a row at words of a release; `cells` are others of its columns."""
        with self.opened() as store:
            first = decide.about_words(store, document_id, table, words, field, value, start)
            more = [replace(first, decision="edit", field=f, value=v) for f, v in (cells or {}).items() if v]
            return self._commit(store, signed([first, *more], reviewer, note), f"added “{_words([first])}”")

    def done(self, document_id: str, reviewer: str) -> Json:
        """Accept what is left of a release, and note that nothing is missing in it."""
        with self.opened() as store:
            made = decide.read_to_the_end(store, document_id)
            return self._commit(store, signed(made, reviewer), f"release done: {len(made) - 1} rows accepted")

    def set_release(self, document_id: str, cells: dict[str, str], reviewer: str) -> Json:
        """Another headline or publication date."""
        made = [decide.about_release(document_id, field, value) for field, value in cells.items()]
        later = "; the date takes effect with the next run" if "published" in cells else ""
        with self.opened() as store:
            told = f"changed {' and '.join(cells)} of the release{later}"
            return self._commit(store, signed(made, reviewer), told)

    def merge(self, gone: str, stays: str, reviewer: str) -> Json:
        """Two keys are one."""
        with self.opened() as store:
            made = signed([decide.one_entity(gone, stays)], reviewer)
            return self._commit(store, made, f"merged {gone} into {stays}")

    def apart(self, one: str, other: str, reviewer: str) -> Json:
        """Two candidates are two."""
        with self.opened() as store:
            made = signed([decide.two_entities(one, other)], reviewer)
            return self._commit(store, made, f"kept {one} and {other} apart")

    def undo(self) -> Json:
        """Take the last action at this page back. Raises `StaleError` where there is none."""
        if not self._undo:
            raise StaleError("nothing to take back: only what was decided since this page was started can be undone")
        with self.opened() as store:
            last = self._undo[-1]
            take_back(store, self.file, last.decisions)
            self._undo.pop()
            judged = _judged(store)
        document_id = last.decisions[0].document_id or None
        return {"told": f"taken back: {last.told}", "judged": judged, "document": document_id, "rows": last.rows}

    def _commit(self, store: Store, made: Sequence[Decision], told: str, rows: Sequence[str] = ()) -> Json:
        commit(store, self.file, made)
        self._undo.append(Made(tuple(made), told, tuple(rows)))
        document_id = made[0].document_id
        shown = release_view(store, document_id) if document_id else None
        return {"told": told, "judged": _judged(store), "document": document_id or None, "release": shown}


def _judged(store: Store) -> int:
    """Rows that people have judged: what bears a review, and what was rejected."""
    return sum(c.rows for c in store.select(Correction) if c.table != "documents" and c.decision in _JUDGING)


_JUDGING = ("accept", "reject", "edit", "add")


def _words(made: Sequence[Decision]) -> str:
    words = " ".join(made[0].text.split()) if made else ""
    return words if len(words) <= 60 else words[:59] + "…"
