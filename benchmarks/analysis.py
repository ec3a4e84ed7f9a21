"""Answer the questions of docs/analysis.md on the releases of raw/, and write the answers into it.

    python -m benchmarks.analysis

Each question of the page is a heading with a block of SQL, a block of Python and an answer between `<!-- answer -->`
and `<!-- end -->`. The answers come from SQLite (the store). A test runs the SQL in DuckDB too (over the CSV files) and
the Python with pandas: all three must give the rows that the page shows.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipeline import load_tables, run

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "analysis.md"
_QUESTION = re.compile(
    r"^## (?P<title>\d+\. .+?)$.*?^```sql\n(?P<sql>.+?)^```$.*?^```python\n(?P<python>.+?)^```$.*?"
    r"(?P<answer><!-- answer -->\n.*?<!-- end -->)",
    re.MULTILINE | re.DOTALL,
)

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Question:
    """One question of the page, and the answer that it shows."""

    title: str
    sql: str
    python: str
    answer: str


def questions(page: str) -> list[Question]:
    """The questions of the page, in order."""
    return [Question(**found.groupdict()) for found in _QUESTION.finditer(page)]


def by_sqlite(out: Path, sql: str) -> tuple[list[str], Rows]:
    """Column names and rows of a query on the store."""
    db = sqlite3.connect(f"file:{out / 'communique.sqlite'}?mode=ro", uri=True)
    try:
        cursor = db.execute(sql)
        return [c[0] for c in cursor.description], cursor.fetchall()
    finally:
        db.close()


def by_duckdb(out: Path, sql: str) -> Rows:
    """Rows of a query on the CSV files; columns of days are read as text."""
    return _csv_files(out).execute(sql).fetchall()


@cache
def _csv_files(out: Path) -> duckdb.DuckDBPyConnection:
    db = duckdb.connect()
    for path in sorted((out / "tables").glob("*.csv")):
        days = [c for c in ("published", "earliest", "latest", "value") if c in path.open(encoding="utf-8").readline()]
        types = "{" + ", ".join(f"'{c}': 'VARCHAR'" for c in days) + "}"
        db.execute(f"CREATE VIEW {path.stem} AS FROM read_csv('{path}', header = true" + (
            f", types = {types})" if days else ")"
        ))  # fmt: skip
    return db


def by_pandas(out: Path, code: str) -> Rows:
    """Rows of the data frame that the code assigns to `answer`."""
    names: dict[str, Any] = {"pd": pd, "t": {name: table.copy() for name, table in _frames(out).items()}}
    exec(code, names)
    frame: pd.DataFrame = names["answer"]
    return [tuple(None if pd.isna(v) else v for v in row) for row in frame.itertuples(index=False, name=None)]


@cache
def _frames(out: Path) -> dict[str, pd.DataFrame]:
    return load_tables(out)


def shown(columns: list[str], rows: Rows) -> str:
    """The answer as a Markdown table, as on the page."""

    def cell(value: object) -> str:
        return "" if value is None else " ".join(str(value).split()).replace("|", "&#124;")

    head = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    body = [f"| {' | '.join(map(cell, row))} |" for row in rows]
    return "\n".join(["<!-- answer -->", *head, *body, "<!-- end -->"])


def corpus(folder: Path) -> Path:
    """Run the pipeline over raw/ into `folder`, and return `folder`."""
    run(ROOT / "raw", folder)
    return folder


def main() -> None:
    page = PAGE.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        out = corpus(Path(folder) / "processed")
        for question in questions(page):
            page = page.replace(question.answer, shown(*by_sqlite(out, question.sql)), 1)
    PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
