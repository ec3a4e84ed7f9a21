"""A review session for one output folder, used by the page and by notebooks: queue, releases, pairs, decisions, undo.

Every call opens a copy of the store, which is renewed after a run, and applies the current corrections file to it; a
decision is added to that file at once. During a call no run can write to the output folder; between calls it can.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from pipeline.corrections.apply import apply_corrections, committing
from pipeline.corrections.decisions import ROW_TABLES, Decision, StaleError, places_of
from pipeline.corrections.file import read_corrections, take_out
from pipeline.corrections.rows import RECORD, Row, Working
from pipeline.paths import corrections_path
from pipeline.records import Candidate, Correction, Document, Entity, Mention, one_line
from pipeline.report.names import headline
from pipeline.review import decide
from pipeline.review.queue import Item, Order, by_release, excerpt, in_words, names_of, queue, says
from pipeline.review.score import Score, scores
from pipeline.review.views import CALLED, Json, entity_view, release_view
from pipeline.runs.output_folder import WorkingCopy, decisions
from pipeline.runs.run import write_tables
from pipeline.tables.store import Store

if TYPE_CHECKING:
    import pandas as pd

_MOST = 500  # rows of a queue that are sent at once
_PAIRS = 200
_OFFERED = 20
_AROUND = 240


class _Action(NamedTuple):
    """Decisions that were made together, what the page tells about them, and the release and rows to show then."""

    decisions: Sequence[Decision]
    told: str
    document_id: str = ""
    rows: Sequence[str] = ()


class Answer(Json):
    """What the page shows after a decision; as text, it says what was done."""

    def __repr__(self) -> str:
        return str(self["told"])


class Session:
    """The review of one output folder. Raises `NoInputError` if it holds no store. Decisions are signed by `reviewer`;
    the page, which several people may use in turn, uses `signed_by`. Decisions return what the page shows next. One
    without effect raises `StaleError`, and nothing is written."""

    def __init__(
        self, out: str | Path = "processed", *, corrections: str | Path | None = None, reviewer: str = ""
    ) -> None:
        self.out, self.reviewer = Path(out), reviewer
        self.file = corrections_path(out, corrections)
        self._copy = WorkingCopy(out)
        decisions(self.out, corrections, required=False)  # raises if the file was lost, before a new one is begun
        self._one_at_a_time = threading.Lock()
        self._made: list[_Action] = []

    def signed_by(self, reviewer: str) -> Self:
        """The same session, also for undo, with another reviewer."""
        same = copy(self)
        same.reviewer = reviewer
        return same

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """A copy of the store with the current corrections applied."""
        with self._one_at_a_time, self._copy.opened(read_corrections(self.file)) as store:
            yield store

    def close(self) -> None:
        """Delete the copy of the store, once any running action is done."""
        with self._one_at_a_time:
            self._copy.close()

    # --- reading, for Python ---

    def queue(self, number: int = 20, *, order: Order = "gain", document_id: str | None = None) -> list[Item]:
        """The first items of the queue; see `pipeline.review.queue`."""
        with self.opened() as store:
            return queue(store, order=order, document_id=document_id)[:number]

    def table(self, items: Sequence[Item]) -> "pd.DataFrame":
        """Items of a queue as a data frame, indexed by key."""
        import pandas as pd

        with self.opened() as store:
            rows = [(i.key, i.says, i.why, round(i.gain, 2), excerpt(store, i.row)[1]) for i in items]
        return pd.DataFrame(rows, columns=["key", "says", "why", "gain", "words"]).set_index("key")

    def show(self, item: Item | str) -> str:
        """An item, or the row with this key, in its context, as text. Raises `StaleError`."""
        with self.opened() as store:
            if isinstance(item, Item):
                return in_words(store, item.row, f"{item.says}: {item.why}", _AROUND)
            row = decide.find_row(store, item)
            return in_words(store, row, says(row, names_of(store)), _AROUND)

    def scores(self) -> list[Score]:
        """Precision and recall over the reviewed rows."""
        with self.opened() as store:
            return scores(store)

    def apply(self) -> None:
        """Write the tables with all corrections."""
        write_tables(self.out, corrections=self.file if self.file.exists() else None)

    # --- reading, for the page ---

    def listed(self, order: Order = "gain", document: str | None = None) -> Json:
        """The first rows of the queue, each with its release and why it is doubtful, and counts of judged and left."""
        with self.opened() as store:
            items = queue(store, order=order, document_id=document)[:_MOST]
            items = by_release(items) if order == "gain" else items
            rows = [{"key": i.key, "document": i.row.document_id, "why": i.why} for i in items]
            return {"rows": rows} | _progress(store)

    def releases(self) -> Json:
        """All releases, for choosing one to review."""
        with self.opened() as store:
            return {"releases": [{"key": d.document_id, "name": headline(d)} for d in store.select(Document)]}

    def release(self, document: str) -> Json:
        """A release with its marks and rows after all decisions. Raises `StaleError`."""
        with self.opened() as store:
            return release_view(store, document)

    def pairs(self) -> Json:
        """Pairs of people or organisations that may be one, the likeliest first, with places where each is named."""
        with self.opened() as store:
            found = sorted(store.select(Candidate), key=lambda c: (-c.score, c.entity_a, c.entity_b))[:_PAIRS]
            both = [{"why": c.why, "sides": [entity_view(store, e) for e in (c.entity_a, c.entity_b)]} for c in found]
            return {"pairs": both}

    def names(self, kind: str, words: str) -> Json:
        """Names of entities of a kind that contain the words, the likeliest first."""
        wanted = words.casefold().strip()
        with self.opened() as store:
            found = [e for e in store.select(Entity, kind=kind) if wanted in e.name.casefold()]
        found.sort(key=lambda e: (not e.name.casefold().startswith(wanted), len(e.name), e.entity_id))
        return {"names": [{"key": e.entity_id, "name": e.name} for e in found[:_OFFERED]]}

    def places(self, document: str, words: str) -> Json:
        """Where words occur in a release, for adding a row by typing its words."""
        with self.opened() as store:
            found = places_of(Working(store).text(document), words)
        return {"starts": [start for start, _ in found[:_OFFERED]]}

    # --- decisions ---

    def accept(self, *keys: str, note: str = "") -> Json:
        """Note that rows are right."""
        return self.judge("accept", keys, note=note)

    def reject(self, *keys: str, note: str = "") -> Json:
        """Note that rows are wrong."""
        return self.judge("reject", keys, note=note)

    def judge(self, verdict: str, keys: Sequence[str], *, note: str = "") -> Json:
        """Accept or reject rows, all of them or none."""
        if not keys:
            raise StaleError("nothing was decided: give the keys of rows")
        with self.opened() as store:
            made = [decide.about_row(store, decide.find_row(store, key), verdict) for key in keys]
            told = f"{verdict}ed {_shown(made[0].text)}" + (f" and {len(keys) - 1} more" if len(keys) > 1 else "")
            return self._commit(store, _Action(made, told, made[0].document_id, keys), note)

    def edit(
        self, key: str, field: str = "", value: str = "", *, cells: dict[str, str] | None = None, note: str = ""
    ) -> Json:
        """Change one or several cells of a row, all or none; the cell `CALLED` renames the entity of a mention."""
        with self.opened() as store:
            row = decide.find_row(store, key)
            made = [
                decide.about_entity(row.entity_id, "edit", to, field="name")
                if name == CALLED and isinstance(row, Mention) and row.entity_id
                else decide.about_row(store, row, "edit", name, to)
                for name, to in (cells or {field: value}).items()
            ]
            before, said = release_view(store, row.document_id)["rows"], says(row, names_of(store))

            def told(after: Sequence[Json]) -> str:
                if new := _changed(before, after, row):
                    return f"now: {new[0]['says']}, {_shown(new[0]['words'])}"
                raise StaleError(
                    f"the row says that already ({said}), perhaps under another name: nothing was saved. If you mean "
                    "another entity, write its name in full"
                )

            return self._commit(store, _Action(made, "", row.document_id, [key]), note, told)

    def add(
        self,
        document_id: str,
        table: str,
        words: str,
        *,
        field: str = "",
        value: str = "",
        start: int | None = None,
        cells: dict[str, str] | None = None,
        note: str = "",
    ) -> Json:
        """Add a missing row at these words; `cells` are further cells of it."""
        with self.opened() as store:
            first = decide.about_words(store, document_id, table, words, field, value, start)
            own = f"person_id={Working(store).key_for('person', value)}" if table == "roles" and value else ""
            edit = replace(first, decision="edit", which=own)  # of this row, not of another's job title at the words
            more = [replace(edit, field=f, value=v) for f, v in (cells or {}).items() if v]
            return self._commit(store, _Action([first, *more], f"added {_shown(first.text)}", document_id), note)

    def done(self, document_id: str) -> Json:
        """Note that a release was read to its end: each row not judged yet is right, and none is missing."""
        with self.opened() as store:
            made = decide.read_to_the_end(store, document_id)
            return self._commit(store, _Action(made, "release done: the rest accepted", document_id))

    def set_release(self, document_id: str, cells: dict[str, str]) -> Json:
        """Set the `headline` of a release, or its publication date (`published`), which applies from the next run."""
        if not cells:
            raise StaleError("nothing was decided: give `headline` or `published`")
        made = [decide.about_release(document_id, field, value) for field, value in cells.items()]
        told = f"changed {' and '.join(cells)} of the release"
        told += "; the date takes effect with the next run" * ("published" in cells)
        with self.opened() as store:
            return self._commit(store, _Action(made, told, made[0].document_id))

    def merge(self, gone: str, stays: str) -> Json:
        """Merge an entity into another: both keys are one person or organisation."""
        made = decide.about_entity(gone, "merge", stays)
        with self.opened() as store:
            return self._commit(store, _Action([made], f"merged {gone} into {stays}"))

    def apart(self, one: str, other: str) -> Json:
        """Note that two candidates are different."""
        made = decide.about_entity(one, "reject", other)
        with self.opened() as store:
            return self._commit(store, _Action([made], f"kept {one} and {other} apart"))

    def undo(self) -> Json:
        """Undo the last action of this session. Raises `StaleError` if there is none."""
        with self.opened() as store:
            if not self._made:
                raise StaleError("nothing to undo: only decisions made since this page was started can be undone")
            take_out(self.file, self._made[-1].decisions)
            apply_corrections(store, read_corrections(self.file))
            action = self._made.pop()
            return _answer(store, action._replace(told=f"undone: {action.told}"))

    def _commit(
        self, store: Store, action: _Action, note: str = "", told: Callable[[Sequence[Json]], str] | None = None
    ) -> Json:
        """Commit an action, unless `told` raises an error, which says from the new rows what was done."""
        signed = decide.signed(action.decisions, self.reviewer, note)
        with committing(store, self.file, signed):
            answer = _answer(store, action)
            if told:
                answer["told"] = told(answer["release"]["rows"])
        self._made.append(action._replace(decisions=signed, told=answer["told"]))
        return answer


def _shown(words: str) -> str:
    return f"“{one_line(words, 60)}”"


def _answer(store: Store, action: _Action) -> Json:
    release = release_view(store, action.document_id) if action.document_id else None
    return Answer(told=action.told, rows=action.rows, release=release, **_progress(store))


def _changed(before: Sequence[Json], after: Sequence[Json], about: Row) -> list[Json]:
    """The rows that say something new at their place, whatever their review; the table of the edited row first."""
    said = [(row["start"], row["says"], row["fields"]) for row in before]
    new = [row for row in after if (row["start"], row["says"], row["fields"]) not in said]
    return sorted(new, key=lambda row: row["table"] != type(about).TABLE.name)


def _progress(store: Store) -> Json:
    """How many rows were judged, rejected ones included, and how many are left."""
    # a date is judged as a row of `dates`, not as a mention
    rows, left = (
        sum(store.count(RECORD[table], **equal) for table in ROW_TABLES) - store.count(Mention, label="DATE", **equal)
        for equal in ({}, {"review": "unreviewed"})
    )
    rejected = sum(c.rows for c in store.select(Correction, decision="reject") if c.table in ROW_TABLES)
    return {"judged": rows - left + rejected, "left": left}
