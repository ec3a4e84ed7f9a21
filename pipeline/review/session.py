"""Reviewing from Python: what `notebooks/review.ipynb` works with.

Every decision is added to the file of corrections at once, and the rows are as it says; `apply` writes the tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.corrections.apply import commit
from pipeline.corrections.decisions import Decision
from pipeline.corrections.file import read_corrections
from pipeline.paths import corrections_path
from pipeline.review import decide
from pipeline.review.queue import Item, Order, excerpt, queue
from pipeline.review.score import Score, scores
from pipeline.runs.output_folder import WorkingCopy
from pipeline.runs.write import write_tables
from pipeline.tables.store import Store

if TYPE_CHECKING:
    import pandas as pd

_AROUND = 240


@dataclass(frozen=True, slots=True)
class Card:
    """A row with the words around it; a notebook shows it as HTML, anything else as text."""

    key: str
    says: str
    before: str
    words: str
    after: str

    def __str__(self) -> str:
        return f"{self.key}\n{self.says}\n{self.before}[{self.words}]{self.after}"

    def _repr_html_(self) -> str:
        mark = '<mark style="background:#fdeebf;color:#1c1e26;border-bottom:2px solid #7a5b00">'
        return (
            f'<div style="max-width:60em;line-height:1.6"><p><b>{escape(self.says)}</b> <code>{escape(self.key)}</code>'
            f"</p><p>{escape(self.before)}{mark}{escape(self.words)}</mark>{escape(self.after)}</p></div>"
        )


class Session:
    """The review of one output folder. Raises `NoInputError` where it holds no store."""

    def __init__(
        self, out: str | Path = "processed", *, corrections: str | Path | None = None, reviewer: str = ""
    ) -> None:
        self.out = Path(out)
        self.file = corrections_path(out, corrections)
        self.reviewer = reviewer
        self._copy = WorkingCopy(out)

    @contextmanager
    def _store(self) -> Iterator[Store]:
        with self._copy.opened(read_corrections(self.file)) as store:
            yield store

    def queue(self, number: int = 20, *, order: Order = "gain", document_id: str | None = None) -> list[Item]:
        """The first rows to review; see `pipeline.review.queue`."""
        with self._store() as store:
            return queue(store, order=order, document_id=document_id)[:number]

    def table(self, items: list[Item]) -> pd.DataFrame:
        """Items of a queue as a data frame, by key."""
        import pandas as pd

        with self._store() as store:
            words = [excerpt(store, i.row)[1] for i in items]
        rows = [
            {"key": i.key, "says": i.says, "why": i.why, "gain": round(i.gain, 2), "words": w}
            for i, w in zip(items, words, strict=True)
        ]
        return pd.DataFrame(rows, columns=["key", "says", "why", "gain", "words"]).set_index("key")

    def show(self, item: Item | str) -> Card:
        """An item, or the row with this key, with the words around it. Raises `StaleError`."""
        with self._store() as store:
            row = decide.find_row(store, item) if isinstance(item, str) else item.row
            says = type(row).TABLE.name if isinstance(item, str) else f"{item.says}: {item.why}"
            key = item if isinstance(item, str) else item.key
            return Card(key, says, *excerpt(store, row, _AROUND))

    def accept(self, *keys: str, note: str = "") -> None:
        """The rows are right."""
        self._about(keys, "accept", note=note)

    def reject(self, *keys: str, note: str = "") -> None:
        """The rows are wrong."""
        self._about(keys, "reject", note=note)

    def edit(self, key: str, field: str, value: str, *, note: str = "") -> None:
        """One cell of the row should be another."""
        self._about([key], "edit", field=field, value=value, note=note)

    def add(
        self, document_id: str, table: str, words: str, *, field: str = "", value: str = "", start: int | None = None,
        note: str = "",
    ) -> None:  # fmt: skip
        """A row is missing at these words."""
        with self._store() as store:
            made = decide.about_words(
                store, document_id, table, words, start=start, field=field, value=value,
                reviewer=self.reviewer, note=note,
            )  # fmt: skip
            commit(store, self.file, [made])

    def done(self, document_id: str) -> None:
        """The release was read to its end: each row that was not judged otherwise is right."""
        with self._store() as store:
            commit(store, self.file, decide.read_to_the_end(store, document_id, reviewer=self.reviewer))

    def published(self, document_id: str, day: str) -> None:
        """The publication date is this one; the next run processes the release again with it."""
        self._commit(decide.about_release(document_id, "published", day, reviewer=self.reviewer))

    def headline(self, document_id: str, text: str) -> None:
        """The headline is this one."""
        self._commit(decide.about_release(document_id, "headline", text, reviewer=self.reviewer))

    def merge(self, gone: str, stays: str) -> None:
        """Two keys are one person or one organisation."""
        self._commit(decide.one_entity(gone, stays, reviewer=self.reviewer))

    def apart(self, one: str, other: str) -> None:
        """Two candidates are two."""
        self._commit(decide.two_entities(one, other, reviewer=self.reviewer))

    def apply(self) -> None:
        """Write the tables with all corrections."""
        write_tables(self.out, corrections=self.file if self.file.exists() else None)

    def scores(self) -> list[Score]:
        """Precision and recall over what was reviewed and applied."""
        with self._store() as store:
            return scores(store)

    def _commit(self, made: Decision) -> None:
        with self._store() as store:
            commit(store, self.file, [made])

    def _about(self, keys: Any, verdict: str, **cells: str) -> None:
        with self._store() as store:
            rows = [decide.find_row(store, k) for k in keys]
            made = [decide.about_row(store, row, verdict, reviewer=self.reviewer, **cells) for row in rows]
            commit(store, self.file, made)
