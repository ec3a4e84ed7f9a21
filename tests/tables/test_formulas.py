"""No cell written for people runs as a formula in a spreadsheet, and each reads back the same."""

from __future__ import annotations

import csv
import re
from itertools import chain
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import load_tables
from pipeline.exports import write_export
from pipeline.review.openrefine import read_entities
from pipeline.runs.output_folder import reading
from pipeline.runs.run import run
from pipeline.tables import TABLES
from pipeline.tables.schema import guarded, unguarded
from tests.stubs import analyse

_RUN = re.compile(r"[ \xa0\xad\u200b-\u200f\u2060\u3000\ufeff]*(?:[=@\t\r＝＠﹦﹫]|[+\-＋－﹢﹣].*[^\W\d_])", re.DOTALL)


def is_run(cell: str) -> bool:
    """Whether Excel, LibreOffice or Google Sheets may take a cell for a formula, other than a plain number."""
    return _RUN.match(cell) is not None


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("-¼", "'-¼"),  # a number, but not one that a spreadsheet reads
        ("=HYPERLINK(A1)", "'=HYPERLINK(A1)"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        (" =x", "' =x"),
        ("\u200b=x", "'\u200b=x"),
        ("＝cmd", "'＝cmd"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("'=1+1", "''=1+1"),
        ("'+44 20", "''+44 20"),
        # nothing that a spreadsheet would run
        ("+44 20 7946 0000", "+44 20 7946 0000"),
        ("-5 %", "-5 %"),
        ("-", "-"),
        ("–", "–"),
        ("'quoted'", "'quoted'"),
        ("a = b", "a = b"),
        ("x@zed.example", "x@zed.example"),
        ("", ""),
        ("'", "'"),
    ],
)
def test_how_a_cell_is_written(cell: str, written: str) -> None:
    assert guarded(cell) == written
    assert unguarded(written) == cell
    assert not is_run(written)


def test_the_apostrophe_that_a_person_put_before_a_number_goes() -> None:
    assert unguarded("'+44 20") == "+44 20"


@given(st.one_of(st.text(), st.text(alphabet="'=+-@ x1\t\r\u200b＝", max_size=6)))
def test_no_cell_runs_as_a_formula_and_none_is_lost(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert not is_run(guarded(cell))


RELEASE = """=HYPERLINK("http://zed.example";"Anna Berg")

BERLIN, 3 May 2022 – Anna Berg of ABC said “=cmd|' /C calc'!A0” and “@SUM(1+1) is so.”

“+1 from me,” said Anna Berg. “-2+3+cmd|' /C calc'!A0,” said Anna Berg.

Caf\u00c3\u00a9 &#61;1+1
"""


def test_no_cell_of_a_run_or_an_export_runs_and_the_tables_read_back(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "=1+1.txt").write_text(RELEASE, "utf-8")
    (raw / "-x.pdf").write_text("no PDF", "utf-8")
    run(raw, out, analyse=analyse)
    write_export(out, "openrefine")
    found = 0
    for path in [*out.rglob("*.csv")]:
        with path.open(encoding="utf-8", newline="") as file:
            cells = [*chain.from_iterable(csv.reader(file))]
        assert not [cell for cell in cells if is_run(cell)], path
        found += sum(cell.startswith(("'=", "'-", "'@", "'+")) for cell in cells)
    assert found > 3
    tables = load_tables(out)
    with reading(out) as store:
        for record in TABLES:
            rows = tables[record.TABLE.name].itertuples(index=False, name=None)
            assert [tuple(None if c is pd.NA else c for c in row) for row in rows] == [*store.rows(record)]
        assert read_entities(store, out / "exports" / "entities.csv") == ([], [])
