"""Cross-validation folds by publisher, as ../shared/train/publishers.py assigns them: no publisher is in two folds."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from training.corpus import SHARED, module_at

FOLDS = 7
GROUPS = ((0, 3, 5), (1, 6), (2, 4))
"""Folds that are held out together: three trainings in place of seven, each with less material than with one fold out.

Settings are chosen on the first group; the others are evaluated only for reported figures.
"""


@cache
def folds(folder: Path = SHARED / "train") -> dict[str, tuple[int, str]]:
    """The fold and the publisher of each annotated release of ../shared/train, by its id."""
    found: dict[str, tuple[int, str]] = module_at(folder / "publishers.py").folds()
    return found


def fold_of(folder: Path = SHARED / "train") -> dict[str, int]:
    """The fold of each annotated release of ../shared/train, by its id."""
    return {ident: fold for ident, (fold, _) in folds(folder).items()}
