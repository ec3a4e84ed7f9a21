"""No figure of a benchmark falls without notice, and only `--lower` lowers a floor."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from benchmarks import floors

SLACK = 0.01
KEPT = {"fold 1": {"people": 0.9, "dates": 0.5}, "all": {"people": 0.8}}
SAME = {"fold 1": {"people": 0.9, "dates": 0.5}, "all": {"people": 0.8}}
CASES = [
    (SAME, [], KEPT, "the same figures"),
    (SAME | {"all": {"people": 0.85}}, [], KEPT | {"all": {"people": 0.85}}, "a higher figure"),
    (SAME | {"all": {"people": 0.8 - SLACK / 2}}, [], KEPT, "two trainings differ by as much: no fall, no lower floor"),
    (SAME | {"all": {"people": 0.8 - 2 * SLACK}}, ["all, people"], KEPT, "a lower figure"),
    (SAME | {"fold 1": {"people": 0.9}}, ["fold 1, dates"], KEPT, "a task that is no longer measured must not pass"),
    ({"all": {"people": 0.8}}, ["fold 1, people", "fold 1, dates"], KEPT, "nor a set that is no longer measured"),
    (SAME | {"all": {"people": 0.8, "roles": 0.1}}, [], KEPT | {"all": {"people": 0.8, "roles": 0.1}}, "a new task"),
    (SAME | {"new": {"people": 0.1}}, [], KEPT | {"new": {"people": 0.1}}, "a new set"),
    (SAME | {"all": {"people": 0.8004}}, [], KEPT, "floors are rounded to three digits"),
]


def check(figures: floors.Figures, path: Path, *options: str) -> int:
    parser = argparse.ArgumentParser()
    floors.add_options(parser)
    return floors.check(figures, path, parser.parse_args(options), SLACK)


@pytest.mark.parametrize(("figures", "fallen", "raised", "why"), CASES, ids=[case[-1] for case in CASES])
def test_what_fell_is_reported_and_floors_are_raised(
    figures: floors.Figures, fallen: list[str], raised: floors.Figures, why: str,
    tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = tmp_path / "floors.json"
    for options, expected in (([], KEPT), (["--update"], raised)):
        path.write_text(json.dumps(KEPT), "utf-8")
        assert check(figures, path, *options) == bool(fallen)
        assert [line.partition(":")[0] for line in capsys.readouterr().out.splitlines()] == fallen
        assert floors.read(path) == expected


@pytest.mark.parametrize("option", ["--lower", "--update"])
def test_only_one_option_lowers_a_floor(option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, low = tmp_path / "floors.json", {"all": {"people": 0.1}}
    assert check(KEPT, path, "--update") == 0, "the first figures become floors"
    assert floors.read(path) == KEPT
    assert check(low, path, option) == (option != "--lower")
    assert floors.read(path) == (low if option == "--lower" else KEPT)
    assert (capsys.readouterr().out == "") == (option == "--lower")
