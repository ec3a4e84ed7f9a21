"""The tables of docs/reliability.md, whose parts may be measured separately."""

from __future__ import annotations

from pathlib import Path

from benchmarks.torture import write

KILLS = "| kills of runs | 100 | 100 | 25 | 93 struck before the end |"
TEXTS = "| hostile texts | 300 | 300 | 400 | real model |"
STAGE = "| repair | 2.5 | .5 | 11 |"


def page(folder: Path) -> Path:
    path = folder / "page.md"
    path.write_text("Before 1 |\n\n<!-- torture -->\n<!-- end -->\nAfter 2 |\n", "utf-8")
    write(path, [KILLS], 1, 1.0)
    return path


def rows(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line.startswith("| ") and "seconds of" not in line]


def test_rows_of_parts_that_were_not_measured_stay(tmp_path: Path) -> None:
    path = page(tmp_path)
    write(path, [TEXTS, STAGE], 1, 1.0)
    assert rows(path) == [KILLS, TEXTS, STAGE]
    write(path, [KILLS.replace("93", "90")], 1, 1.0)
    assert rows(path) == [KILLS.replace("93", "90"), TEXTS, STAGE]
    assert path.read_text("utf-8").startswith("Before 1 |")
    assert path.read_text("utf-8").endswith("After 2 |\n")


def test_rows_of_another_seed_or_scale_are_removed(tmp_path: Path) -> None:
    for seed, scale in ((2, 1.0), (1, 0.1)):
        path = page(tmp_path)
        write(path, [TEXTS], seed, scale)
        assert rows(path) == [TEXTS]
