"""`communique tables --spreadsheet`: a copy beside tables/, which stays as it is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.runs.run import run
from pipeline.tables import TABLES
from tests.stubs import analyse


def test_the_copy_has_every_table_and_the_tables_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "one.txt").write_text("Anna Berg of ABC said “=HYPERLINK(1)” and “-2+3”.", "utf-8")
    out = tmp_path / "out"
    run(tmp_path / "raw", out, analyse=analyse)
    before = {path.name: path.read_bytes() for path in (out / "tables").iterdir()}
    assert main(["tables", str(out), "--spreadsheet"]) == 0
    assert "spreadsheet" in capsys.readouterr().out
    assert {path.name: path.read_bytes() for path in (out / "tables").iterdir()} == before
    assert {path.stem for path in (out / "spreadsheet").iterdir()} == {r.TABLE.name for r in TABLES}
    with (out / "spreadsheet" / "quotes.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["text"] for row in csv.DictReader(file)] == ["'=HYPERLINK(1)", "'-2+3"]
    assert b"\n=HYPERLINK" not in before["quotes.csv"]
    assert "=HYPERLINK(1)" in before["quotes.csv"].decode()
