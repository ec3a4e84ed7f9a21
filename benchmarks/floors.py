"""Floors: the lowest figures that a benchmark may reach, in a JSON file beside it.

Every benchmark with floors has the same two options: `--update` raises the floors that are exceeded, and only `--lower`
writes lower ones; the commit message says why. A figure that fell is reported with `--update` too.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

Figures = dict[str, dict[str, float]]
"""Figures by set of releases, then by task."""
DIGITS = 3
ROUNDING = 0.0005
"""How far a figure may be below its floor if the same code always gives the same figure: the error of rounding."""
TWO_TRAININGS = 0.01
"""The same for readers that are trained anew: two trainings with the same settings differ by about as much."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add `--update` and `--lower` to the options of a benchmark."""
    parser.add_argument("--update", action="store_true", help="raise the floors that are exceeded")
    parser.add_argument("--lower", action="store_true", help="write the figures as floors even where they are lower")


def check(figures: Figures, path: Path, args: argparse.Namespace, slack: float = ROUNDING) -> int:
    """Print what is below its floor in a file, write the floors if asked; return exit code 1 if a figure fell."""
    figures = {name: {task: round(value, DIGITS) for task, value in row.items()} for name, row in figures.items()}
    floors = read(path)
    if args.update or args.lower:
        path.write_text(json.dumps(figures if args.lower else raised(figures, floors), indent=1) + "\n", "utf-8")
    fallen = [] if args.lower else below(figures, floors, slack)
    print(*fallen, sep="\n", end="\n" if fallen else "")
    return 1 if fallen else 0


def read(path: Path) -> Figures:
    """The floors of a file; none if there is no file."""
    floors: Figures = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return floors


def below(figures: Figures, floors: Figures, slack: float = ROUNDING) -> list[str]:
    """A message for each figure that is below its floor or was not measured."""
    return [
        f"{name}, {task}: {figures.get(name, {}).get(task, 0.0):.3f} is below its floor {floor:.3f}"
        for name, row in floors.items()
        for task, floor in row.items()
        if figures.get(name, {}).get(task, 0.0) < floor - slack
    ]


def raised(figures: Figures, floors: Figures) -> Figures:
    """The floors, higher where a figure is; what has no floor yet gets one."""
    new = {name: dict(row) for name, row in floors.items()}
    for name, row in figures.items():
        place = new.setdefault(name, {})
        for task, value in row.items():
            place[task] = max(value, place.get(task, value))
    return new
