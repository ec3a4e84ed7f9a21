"""Reviewing from Python, and what a notebook shows: the review page and a release, each in a frame.

Every decision is added to the file of corrections at once, and the rows are as it says; `apply` writes the tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.review.decide import find_row
from pipeline.review.desk import Desk
from pipeline.review.queue import Item, Order, excerpt, queue
from pipeline.review.score import Score, scores
from pipeline.review.server import ReviewServer
from pipeline.runs.run import write_tables

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
        self.reviewer = reviewer
        self._desk = Desk(out, corrections)
        self.file = self._desk.file

    def queue(self, number: int = 20, *, order: Order = "gain", document_id: str | None = None) -> list[Item]:
        """The first rows to review; see `pipeline.review.queue`."""
        with self._desk.opened() as store:
            return queue(store, order=order, document_id=document_id)[:number]

    def table(self, items: list[Item]) -> pd.DataFrame:
        """Items of a queue as a data frame, by key."""
        import pandas as pd

        with self._desk.opened() as store:
            words = [excerpt(store, i.row)[1] for i in items]
        rows = [
            {"key": i.key, "says": i.says, "why": i.why, "gain": round(i.gain, 2), "words": w}
            for i, w in zip(items, words, strict=True)
        ]
        return pd.DataFrame(rows, columns=["key", "says", "why", "gain", "words"]).set_index("key")

    def show(self, item: Item | str) -> Card:
        """An item, or the row with this key, with the words around it. Raises `StaleError`."""
        with self._desk.opened() as store:
            row = find_row(store, item) if isinstance(item, str) else item.row
            says = type(row).TABLE.name if isinstance(item, str) else f"{item.says}: {item.why}"
            key = item if isinstance(item, str) else item.key
            return Card(key, says, *excerpt(store, row, _AROUND))

    def accept(self, *keys: str, note: str = "") -> None:
        """The rows are right."""
        self._desk.judge("accept", keys, self.reviewer, note)

    def reject(self, *keys: str, note: str = "") -> None:
        """The rows are wrong."""
        self._desk.judge("reject", keys, self.reviewer, note)

    def edit(self, key: str, field: str, value: str, *, note: str = "") -> None:
        """One cell of the row should be another."""
        self._desk.edit(key, {field: value}, self.reviewer, note)

    def add(
        self, document_id: str, table: str, words: str, *, field: str = "", value: str = "", start: int | None = None,
        note: str = "",
    ) -> None:  # fmt: skip
        """A row is missing at these words."""
        self._desk.add(document_id, table, words, self.reviewer, field=field, value=value, start=start, note=note)

    def done(self, document_id: str) -> None:
        """The release was read to its end: each row that was not judged otherwise is right."""
        self._desk.done(document_id, self.reviewer)

    def published(self, document_id: str, day: str) -> None:
        """The publication date is this one; the next run processes the release again with it."""
        self._desk.set_release(document_id, {"published": day}, self.reviewer)

    def headline(self, document_id: str, text: str) -> None:
        """The headline is this one."""
        self._desk.set_release(document_id, {"headline": text}, self.reviewer)

    def merge(self, gone: str, stays: str) -> None:
        """Two keys are one person or one organisation."""
        self._desk.merge(gone, stays, self.reviewer)

    def apart(self, one: str, other: str) -> None:
        """Two candidates are two."""
        self._desk.apart(one, other, self.reviewer)

    def apply(self) -> None:
        """Write the tables with all corrections."""
        write_tables(self.out, corrections=self.file if self.file.exists() else None)

    def scores(self) -> list[Score]:
        """Precision and recall over what was reviewed and applied."""
        with self._desk.opened() as store:
            return scores(store)


# --- frames ---


class Reviewer:
    """The review page of an output folder in a frame of the notebook; as its last value a cell shows it.

        from pipeline.review import Reviewer
        Reviewer("processed", reviewer="Eva")

    Nothing is decided by running the cell: what is clicked or typed in the page is, and saved at once. The page is
    served from the kernel's machine to a browser on the same machine; `address` opens it in a tab of its own. Raises
    `NoInputError` where the folder holds no store.
    """

    def __init__(
        self, out: str | Path = "processed", *, reviewer: str = "", corrections: str | Path | None = None,
        height: int = 720,
    ) -> None:  # fmt: skip
        self._server = ReviewServer(Desk(out, corrections), reviewer=reviewer, framed=True)
        self._server.in_background()
        self.height = height

    @property
    def address(self) -> str:
        """Where the page is, for a tab of its own."""
        return self._server.address

    @property
    def file(self) -> Path:
        """The file of corrections that the page writes."""
        return self._server.desk.file

    def close(self) -> None:
        """End the page."""
        self._server.shutdown()
        self._server.server_close()

    def __repr__(self) -> str:
        return f"Reviewer at {self.address}; decisions in {self.file}"

    def _repr_html_(self) -> str:
        return (
            f'<iframe src="{escape(self.address)}" title="Review" width="100%" height="{self.height}" '
            'style="border:1px solid #8888"></iframe>'
        )


class Inspection:
    """One release: its text with marks, which a notebook shows, and `tables` with its rows."""

    def __init__(self, html: str, tables: dict[str, pd.DataFrame]) -> None:
        self._html = html
        self.tables = tables

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {len(table)} rows" for name, table in self.tables.items())

    def _repr_html_(self) -> str:
        return f'<iframe srcdoc="{escape(self._html)}" title="Release" sandbox width="100%" height="640"></iframe>'


def inspect(document_id: str, out: str | Path = "processed") -> Inspection:
    """A release of an output folder as its page of the report shows it, and its rows of every table.

        inspect("ct-tech-tashkent").tables["quotes"]

    Raises `NoInputError` where there is no store or no such release.
    """
    from pipeline.report import release_document
    from pipeline.tables import load_tables

    tables = load_tables(out)
    own = {name: table[table["document_id"] == document_id] for name, table in tables.items() if "document_id" in table}
    return Inspection(release_document(out, document_id), own)
