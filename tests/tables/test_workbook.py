"""The workbook, read back: sheets, types, no formulas, and the flat sheet."""

from __future__ import annotations

import csv
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.cli import main
from pipeline.tables import TABLES
from tests.corpus import Corpus
from tests.corpus import corpus as corpus
from tests.corpus import decision as decision

NASTY = ["=1+1", "+45 11 22", "-", "@SUM(1)", "\t=1", "＝1+1", "https://example.org", "2023-10", "0045", "x" * 40_000]


@pytest.fixture
def nasty(tmp_path) -> Corpus:
    made = Corpus(tmp_path)
    for n, text in enumerate(NASTY):
        (made.raw / f"n{n}.txt").write_text(f"Anna Berg of ABC said “{text}” on 3 May 2024.\n", "utf-8")
    made.run()
    return made


def book(corpus: Corpus):
    assert main(["tables", str(corpus.out), "--format", "xlsx"]) == 0
    return load_workbook(corpus.out / "communique.xlsx")


def cells(sheet) -> list[dict[str, object]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_each_table_is_a_sheet_with_every_row(corpus):
    found = book(corpus)
    assert found.sheetnames[:2] == ["read me", "who said what"]
    assert set(found.sheetnames[2:]) == {r.TABLE.name for r in TABLES} - {"statements"}
    for record in TABLES:
        sheet = found["who said what" if record.TABLE.name == "statements" else record.TABLE.name]
        assert sheet.max_row - 1 == len(corpus.rows(record.TABLE.name))
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref


def test_texts_stay_texts_and_nothing_runs(nasty):
    found = book(nasty)
    for sheet in found:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row), "text that looks like a formula"
    quotes = {q["document_id"]: q["text"] for q in cells(found["quotes"])}
    for n, text in enumerate(NASTY):
        want = text if len(text) < 32_767 else text[:32_766] + "…"
        assert quotes[f"n{n}"].strip() == want.strip()
    with zipfile.ZipFile(nasty.out / "communique.xlsx") as packed:
        assert not [n for n in packed.namelist() if "external" in n or "vba" in n]
        assert not any(b"<f>" in packed.read(n) for n in packed.namelist())


def test_days_are_dates_and_months_are_texts(corpus, decision):
    corpus.decide(
        decision("set", "documents", field="published", value="2024-05-03"),
        decision("edit", "dates", "3 May 2024", field="value", value="2024-05"),
    )
    found = book(corpus)
    (document,) = [d for d in cells(found["documents"]) if d["document_id"] == "r1"]
    assert str(document["published"]) == "2024-05-03 00:00:00"
    values = {d["document_id"]: d["value"] for d in cells(found["dates"])}
    assert values == {"r0": "2024-05-03", "r1": "2024-05", "r2": "2024-05-03"}, "EDTF is text throughout"


@pytest.mark.parametrize(
    "at", ["xlsxwriter.worksheet.Worksheet.write_string", "zipfile.ZipFile.write", "pathlib.Path.write_bytes"]
)
def test_equal_tables_give_equal_bytes_and_a_failure_leaves_the_old_one(corpus, monkeypatch, capsys, at):
    book(corpus)
    first = (corpus.out / "communique.xlsx").read_bytes()
    book(corpus)
    assert (corpus.out / "communique.xlsx").read_bytes() == first

    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(at, full)
    assert main(["tables", str(corpus.out), "--format", "xlsx"]) == 2
    assert "cannot be written (disk full)" in capsys.readouterr().err
    assert (corpus.out / "communique.xlsx").read_bytes() == first
    assert list(corpus.out.glob("*.part")) == []


def test_it_prints_on_legible_pages(corpus):
    for sheet in book(corpus):
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, "as wide as a page, as long as it is"
        assert sheet.title == "read me" or sheet.print_title_rows == "$1:$1"
    said = book(corpus)["who said what"]
    place = [cell.value for cell in said[1]].index("text")
    assert said[2][place].alignment.wrap_text, "a long quote is not cut"


LIBREOFFICE = shutil.which("soffice")
_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"  # UTF-8, every sheet


@pytest.mark.slow
@pytest.mark.skipif(LIBREOFFICE is None, reason="no LibreOffice: install Debian's libreoffice-calc")
def test_libreoffice_reads_every_cell_as_it_is_in_the_tables(nasty, tmp_path):
    book(nasty)
    own = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    asked = [LIBREOFFICE, own, "--headless", "--convert-to", _AS_CSV, "--outdir", tmp_path, "communique.xlsx"]
    subprocess.run(asked, cwd=nasty.out, check=True, capture_output=True, timeout=300)
    for record in TABLES:
        name = record.TABLE.name
        there = _rows(tmp_path / f"communique-{'who said what' if name == 'statements' else name}.csv")
        here = _rows(nasty.out / "tables" / f"{name}.csv")
        assert there == here, name


def _rows(path: Path) -> list[list[object]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [[_cell(c) for c in row] for row in csv.reader(file)]


def _cell(text: str) -> object:
    """A cell, normalised over programs (TRUE or true, 1 or 1.0) and cut to the length that a workbook allows."""
    if text.lower() in ("true", "false"):
        return text.lower()
    cut = text if len(text) <= 32_767 else text[:32_766] + "…"
    return float(text) if text.replace(".", "", 1).isdecimal() else cut.removeprefix("'")


def test_the_first_sheet_explains_every_column(corpus):
    sheet = book(corpus)["read me"]
    told = {(row[0], row[1]) for row in sheet.iter_rows(values_only=True)}
    assert ("roles", "status") in told
    assert ("who said what", "organisation") in told
    first = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert first[first.index("sheet") + 1] == "who said what"
    assert not [c for row in sheet.iter_rows(values_only=True) for c in row if "\n" in str(c)]
