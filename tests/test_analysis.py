"""docs/analysis.md: every question gives the same rows in SQLite, DuckDB and pandas, and the page shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.analysis import PAGE, Question, by_duckdb, by_pandas, by_sqlite, corpus, questions, shown

QUESTIONS = questions(PAGE.read_text("utf-8"))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("analysis") / "processed")


def test_there_are_ten() -> None:
    assert [q.title.partition(".")[0] for q in QUESTIONS] == [str(n) for n in range(1, 11)]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.title)
def test_three_ways_give_one_answer(out: Path, question: Question) -> None:
    columns, rows = by_sqlite(out, question.sql)
    assert rows, "a question without an answer shows nothing"
    assert by_duckdb(out, question.sql) == rows
    assert by_pandas(out, question.python) == rows
    assert question.answer == shown(columns, rows), "stale: run python -m benchmarks.analysis"
