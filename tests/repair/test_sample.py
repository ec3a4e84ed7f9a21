"""The release that the project began with: quotation marks read as Latin-1, and a string that spam left in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.repair import Repaired, repair_bytes

SAMPLE = Path(__file__).parents[2] / "raw/ct-tech-tashkent.txt"


@pytest.fixture(scope="module")
def repaired() -> Repaired:
    return repair_bytes(SAMPLE.read_bytes(), document_id="sample")


def test_quotation_marks(repaired: Repaired) -> None:
    marks = [r.after for r in repaired.repairs if r.before in ("¡°", "¡±")]
    assert sorted(marks) == ["“"] * 5 + ["”"] * 4
    assert all(r.written_as == "gb18030" and r.read_as == "latin-1" for r in repaired.repairs)
    assert "¡" not in repaired.text


def test_no_break_spaces_stay(repaired: Repaired) -> None:
    assert repaired.text.count("\u00a0") == repaired.source.count("\u00a0") > 0


def test_injected_string_is_reported_and_left(repaired: Repaired) -> None:
    told = [f for f in repaired.findings if f.kind == "injected"]
    assert [repaired.text[f.start : f.end] for f in told] == ["缅北禁地"] * 2
    assert "缅北禁地Global" in repaired.text


def test_offsets_are_right_in_file_and_text(repaired: Repaired) -> None:
    data = SAMPLE.read_bytes()
    for repair in repaired.repairs:
        assert repaired.text[repair.start : repair.end] == repair.after
        assert data[repair.source_start : repair.source_end].decode() == repair.before
        assert repaired.source_offset(repair.start) == repair.source_start
    assert repaired.undo_bytes() == data
