"""docs/analysis.md: every question gives the same rows in SQLite, DuckDB and pandas, and the page shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.analysis import PAGE, Question, by_duckdb, by_pandas, by_sqlite, questions, shown

QUESTIONS = questions(PAGE.read_text("utf-8"))


def test_there_are_ten_questions() -> None:
    assert [q.title.partition(".")[0] for q in QUESTIONS] == [str(n) for n in range(1, 11)]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.title)
def test_three_ways_give_one_answer(processed: Path, question: Question) -> None:
    columns, rows = by_sqlite(processed, question.sql)
    assert rows, "a question without an answer shows nothing"
    assert by_duckdb(processed, question.sql) == rows
    assert by_pandas(processed, question.python) == rows
    assert question.answer == shown(columns, rows), "stale: run python -m benchmarks.analysis"
