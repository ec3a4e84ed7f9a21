"""The repair keeps its figures on the development set."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import pytest

from benchmarks import repair, repair_files


@pytest.mark.slow
@pytest.mark.skipif(not repair.MEASURE.is_dir(), reason="the development sets (../shared) are not there")
@pytest.mark.skipif(find_spec("rapidfuzz") is None, reason="the scorer needs rapidfuzz (make .venv/.bench)")
def test_no_figure_of_repair_is_below_its_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["repair", "--floors"])
    assert repair.main() == 0


def test_files_without_a_piece_that_is_not_ascii_have_no_shares() -> None:
    plain = repair_files.TestFile("ascii", b"It is done.\n", "It is done.\n")
    (head,) = repair_files._table_of_pieces([plain], {"ours": bytes.decode}, iter)
    assert head.startswith("\n| pieces of these files | n | ours |")
