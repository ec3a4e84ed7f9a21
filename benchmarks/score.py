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
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import floors
from benchmarks.adapters import gold_predictions
from training.corpus import releases
from training.scoring import f1, printed_by

FLOORS = Path(__file__).with_name("scores.json")
Figures = dict[str, float]


def gold(shared: Path) -> Figures:
    """F1 per task on the development releases (gold/score.py)."""
    return _annotated(shared / "gold" / "dev")


def new(shared: Path) -> Figures:
    """F1 per task on releases of new publishers: nothing was trained on them, and nobody reads their errors."""
    return _annotated(shared / "gold" / "new")


def _annotated(folder: Path) -> Figures:
    documents = releases(folder)
    return f1(documents, gold_predictions(documents), scorer=folder.with_name("score.py"))[0]


def cases(shared: Path) -> Figures:
    """The share of made-up passages in which all is right, by kind (cases/score.py)."""
    figures = {}
    for kind in ("dates", "roles", "organisations"):
        predictor = f"benchmarks.{'dates' if kind == 'dates' else 'adapters'}:cases"  # dates need no model
        with tempfile.TemporaryDirectory() as folder:
            result = Path(folder) / "result.json"
            options = ["--file", shared / "cases" / f"{kind}.jsonl", "--predictor", predictor]
            printed_by(shared / "cases" / "score.py", "--kind", kind, *options, "--json", result)
            row = json.loads(result.read_text("utf-8"))
            figures[kind] = row["right"] / row["cases"]
    return figures


def countries(shared: Path) -> Figures:
    """The share of country names resolved rightly, and of all names not resolved wrongly (countries/score.py)."""
    printed = printed_by(shared / "countries" / "score.py", "pipeline:country_code")
    rows = {
        k: (int(n), int(of), int(bad)) for k, n, of, bad in re.findall(r"(\w+) +(\d+) of +(\d+) right, (\d+)", printed)
    }
    right, of, _ = rows["positive"]
    return {"positive": right / of, "not wrong": 1 - rows["all"][2] / rows["all"][1]}


SCORERS: dict[str, Callable[[Path], Figures]] = {"gold": gold, "new": new, "cases": cases, "countries": countries}


def measure(shared: Path) -> floors.Figures:
    """The figures of every scorer."""
    return {name: score(shared) for name, score in SCORERS.items()}


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
