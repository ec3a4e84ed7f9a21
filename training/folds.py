"""Folds that never part a publisher, as ../shared/train/publishers.py cuts them."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from training.corpus import SHARED

FOLDS = 7
GROUPS = ((0, 3, 5), (1, 6), (2, 4))
"""Folds that are held out together: three trainings instead of seven, each on less than a fold's own would have.

Settings are chosen on the first group; the others are looked at only to report.
"""


@cache
def folds(folder: Path = SHARED / "train") -> dict[str, tuple[int, str]]:
    """The fold and the publisher of each annotated release by its id."""
    path = folder / "publishers.py"
    spec = importlib.util.spec_from_file_location("publishers", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, tuple[int, str]] = module.folds()
    return found


def fold_of(folder: Path = SHARED / "train") -> dict[str, int]:
    """The fold of each annotated release by its id."""
    return {ident: fold for ident, (fold, _) in folds(folder).items()}
