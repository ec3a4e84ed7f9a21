"""Score the pipeline on the development sets of ../shared and compare the figures with their floors.

    python -m benchmarks.score                 # measure, print the tables, compare with benchmarks/scores.json
    python -m benchmarks.score --update        # and raise the floors that are exceeded (see `benchmarks.floors`)

The scorers are those of ../shared, unchanged; to add one, add a function to `SCORERS`. Exit codes: 0 if every figure is
at or above its floor, 1 if one is below, 2 if ../shared does not exist.
"""

from __future__ import annotations

import argparse
import json
import re
import runpy
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from benchmarks import floors

FLOORS = Path(__file__).with_name("scores.json")
Figures = dict[str, float]


def gold(shared: Path) -> Figures:
    """F1 per task on the development releases (gold/score.py)."""
    return _annotated(shared, "dev")


def new(shared: Path) -> Figures:
    """F1 per task on releases of new publishers: nothing was trained on them, and nobody reads their errors."""
    return _annotated(shared, "new")


def _annotated(shared: Path, name: str) -> Figures:
    from benchmarks.adapters import main as predict

    with tempfile.TemporaryDirectory() as folder:
        releases, predictions, result = (
            shared / "gold" / name, Path(folder) / "predictions", Path(folder) / "result.json",
        )  # fmt: skip
        predict([str(releases), str(predictions)])
        texts = ["--gold", releases / "annotations", "--texts", releases / "texts"]
        _scorer(shared / "gold" / "score.py", *texts, "--pred", predictions, "--json", result)
        return {task: row["f1"] or 0.0 for task, row in json.loads(result.read_text("utf-8")).items()}


def cases(shared: Path) -> Figures:
    """The share of made-up passages in which all is right, by kind (cases/score.py)."""
    figures = {}
    for kind in ("dates", "roles", "organisations"):
        predictor = f"benchmarks.{'dates' if kind == 'dates' else 'adapters'}:cases"  # dates need no model
        with tempfile.TemporaryDirectory() as folder:
            result = Path(folder) / "result.json"
            options = ["--file", shared / "cases" / f"{kind}.jsonl", "--predictor", predictor]
            _scorer(shared / "cases" / "score.py", "--kind", kind, *options, "--json", result)
            row = json.loads(result.read_text("utf-8"))
            figures[kind] = row["right"] / row["cases"]
    return figures


def countries(shared: Path) -> Figures:
    """The share of country names resolved rightly, and of all names not resolved wrongly (countries/score.py)."""
    printed = _scorer(shared / "countries" / "score.py", "pipeline:country_code")
    rows = {
        k: (int(n), int(of), int(bad)) for k, n, of, bad in re.findall(r"(\w+) +(\d+) of +(\d+) right, (\d+)", printed)
    }
    right, of, _ = rows["positive"]
    return {"positive": right / of, "not wrong": 1 - rows["all"][2] / rows["all"][1]}


SCORERS: dict[str, Callable[[Path], Figures]] = {"gold": gold, "new": new, "cases": cases, "countries": countries}


def measure(shared: Path) -> floors.Figures:
    """The figures of every scorer."""
    return {name: score(shared) for name, score in SCORERS.items()}


def _scorer(script: Path, *args: object) -> str:
    """The printed output of a scorer. All scorers run in this process, so that the model is loaded only once."""
    printed = StringIO()
    with redirect_stdout(printed), patch.object(sys, "argv", [str(script), *map(str, args)]):
        try:
            runpy.run_path(str(script), run_name="__main__")
        except SystemExit as end:
            if end.code:
                raise RuntimeError(f"{script} ended with {end.code}") from end
    return printed.getvalue()


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Score the development sets and compare with the floors.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="where the development sets are")
    floors.add_options(parser)
    args = parser.parse_args(argv)
    if not (args.shared / "gold").is_dir():
        print(f"Nothing to score: there are no development sets in {args.shared}.", file=sys.stderr)
        return 2
    figures = measure(args.shared.resolve())
    kept = floors.read(FLOORS)
    print(f"{'':36}{'figure':>8}{'floor':>8}")
    for name, row in figures.items():
        for task, value in row.items():
            floor = kept.get(name, {}).get(task)
            print(f"{name:14}{task:22}{value:8.3f}" + (f"{floor:8.3f}" if floor is not None else "       –"))
    return floors.check(figures, FLOORS, args)


if __name__ == "__main__":
    sys.exit(main())
