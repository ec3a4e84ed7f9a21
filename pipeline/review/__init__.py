"""Review of rows by people, in a page, by command or in a notebook; this module holds what notebooks show."""

from html import escape
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.review.server import ReviewServer
from pipeline.review.session import Session
from pipeline.runs.output_folder import decisions, reading
from pipeline.tables import TABLES, read_table
from pipeline.tables.export import csv_lines
from pipeline.tables.schema import columns

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Inspection", "Reviewer", "Session", "inspect"]


class Reviewer(ReviewServer):
    """The review page of an output folder in a frame of the notebook, shown if it is the last value of a cell.

        from pipeline.review import Reviewer
        Reviewer("processed", reviewer="Eva")

    Running the cell decides nothing; only clicks and entries in the page do, and they are saved at once. The kernel's
    machine serves it to a browser there; `address` opens it in a tab. Raises `NoInputError` if there is no store.
    """

    frames = "http://localhost:* http://127.0.0.1:* vscode-webview: vscode-file:"  # notebooks on this machine

    def __init__(
        self, out: str | Path = "processed", *, corrections: str | Path | None = None, reviewer: str = ""
    ) -> None:
        super().__init__(Session(out, corrections=corrections, reviewer=reviewer))
        self.in_background()

    def close(self) -> None:
        """End the page."""
        self.shutdown()
        self.server_close()

    def __repr__(self) -> str:
        return f"Reviewer at {self.address}; decisions in {self.session.file}"

    def _repr_html_(self) -> str:
        return (
            f'<iframe src="{escape(self.address)}" title="Review" width="100%" height="720" '
            'style="border:1px solid #8888"></iframe>'
        )


class Inspection(NamedTuple):
    """A release: its marked text, which a notebook shows, and its rows in `tables`."""

    html: str
    tables: "dict[str, pd.DataFrame]"

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {len(table)} rows" for name, table in self.tables.items())

    def _repr_html_(self) -> str:
        return f'<iframe srcdoc="{escape(self.html)}" title="Release" sandbox width="100%" height="640"></iframe>'


def inspect(document_id: str, out: str | Path = "processed") -> Inspection:
    """A release of an output folder as shown in the report, with its rows of every table with a `document_id`.

        inspect("ct-tech-tashkent").tables["quotes"]

    Raises `NoInputError` if there is no store or no such release.
    """
    from pipeline.report import release_document

    with reading(out, decisions(Path(out), None)) as store:
        own = [r for r in TABLES if "document_id" in {c.name for c in columns(r)}]
        lines = {r: csv_lines(r, store.rows(r, document_id=document_id)) for r in own}
        tables = {r.TABLE.name: read_table(StringIO("".join(lines[r])), r) for r in own}
        return Inspection(release_document(store, document_id), tables)
