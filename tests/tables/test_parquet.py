"""`communique tables --format parquet` writes the same rows, typed, for other tools."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline import load_tables
from pipeline.cli import main
from pipeline.corrections.decisions import Decision
from pipeline.errors import NoExtraError
from pipeline.runs.run import run, write_tables
from pipeline.tables import TABLES
from tests.corpus import append
from tests.stubs import analyse


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    texts = {
        "dated.txt": "Anna Berg of ABC said “NA”.",
        "undated.txt": "Carl Dahl of XYZ said “One,\r two”.",
    }
    for name, text in texts.items():
        (tmp_path / "raw" / name).write_text(text, "utf-8", newline="")
    (tmp_path / "raw" / "dated.txt.meta.json").write_text('{"date": "2024-03-05"}', "utf-8")
    run(tmp_path / "raw", tmp_path / "out", analyse=analyse)
    return tmp_path / "out"


def test_the_rows_are_those_of_the_csv(out: Path) -> None:
    assert main(["tables", str(out), "--format", "parquet"]) == 0
    for name, table in load_tables(out).items():
        read = pq.ParquetDataset(out / "parquet" / name).read().to_pandas(types_mapper=pd.ArrowDtype)
        assert list(read.columns.drop("year", errors="ignore")) == list(table.columns), name
        for column in table.columns:
            shown = [None if pd.isna(v) else str(v) for v in read[column]]
            expected = [None if pd.isna(v) else str(v) for v in table[column]]
            assert sorted(shown, key=repr) == sorted(expected, key=repr), (name, column)


def test_days_are_dates_and_years_are_folders(out: Path) -> None:
    write_tables(out, form="parquet")
    assert sorted(p.name for p in (out / "parquet" / "documents").iterdir()) == ["year=2024", "year=none"]
    assert [p.name for p in (out / "parquet" / "people").iterdir()] == ["part-0.parquet"]
    source = f"read_parquet('{out / 'parquet' / 'documents'}/**/*.parquet', hive_partitioning = true)"
    found = duckdb.sql(f"SELECT document_id, published, year FROM {source} ORDER BY document_id").fetchall()
    assert found == [("dated", date(2024, 3, 5), "2024"), ("undated", None, "none")]


def test_decisions_about_a_missing_entity_or_release_have_no_year(out: Path) -> None:
    named = Decision(table="people", text="carl-dahl", field="name", decision="edit", value="Karl Dahl")
    append(out.parent / "corrections.csv", [named, replace(named, document_id="gone", table="documents")])
    write_tables(out, form="parquet")
    assert [p.name for p in (out / "parquet" / "corrections").iterdir()] == ["year=none"]
    assert pq.ParquetDataset(out / "parquet" / "corrections").read().num_rows == 2


def test_equal_tables_give_equal_bytes(out: Path) -> None:
    def files() -> dict[str, bytes]:
        write_tables(out, form="parquet")
        folder = out / "parquet"
        return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.parquet"))}

    first = files()
    assert {name.partition("/")[0] for name in first} == {r.TABLE.name for r in TABLES}
    assert files() == first


def test_without_pyarrow_it_says_what_to_install(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NoExtraError, match="parquet"):
        write_tables(out, form="parquet")
    assert main(["tables", str(out), "--format", "parquet"]) == 2
    assert "pip install" in capsys.readouterr().err
    assert not (out / "parquet").exists()
