"""Readers of the groups of folds that are held out."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.held_out import use_reader


def test_a_missing_reader_is_told_with_the_command_that_trains_it(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"group0: no reader; `python -m training\.reader\.groups` trains"):
        use_reader(tmp_path / "group0")
