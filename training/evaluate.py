"""How well a component finds the annotated mentions: the measure of ../shared/gold/score.py, with intervals."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import cache
from random import Random
from types import ModuleType

from spacy.tokens import Doc

from training.corpus import SHARED, Release

MEASURED = {"PERSON": "PERSON", "ORG": "ORG", "DATE": "DATE"}
"""Labels that the component and the annotation share."""

Counts = dict[str, tuple[int, int, int]]
"""True positives, false positives, false negatives by measure (“PERSON exact”)."""


@cache
def scorer(name: str = "gold") -> ModuleType:
    """A scorer of ../shared, that of the gold releases unless told, so that a figure here means what it means there."""
    path = SHARED / name / "score.py"
    spec = importlib.util.spec_from_file_location(f"{name}_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def counts(release: Release, doc: Doc) -> Counts:
    """What `doc.ents` has right and wrong in one release."""
    found = [{"start": e.start_char, "end": e.end_char, "label": e.label_} for e in doc.ents]
    result: Counts = {}
    for label in MEASURED:
        for measure in ("exact", "overlap"):
            tp, fp, fn = scorer().spans(release.annotation["mentions"], found, release.text, label, measure == "exact")
            result[f"{label} {measure}"] = (tp, len(fp), len(fn))
    return result


def f1(tp: int, fp: int, fn: int) -> float:
    """Harmonic mean of precision and recall; 0 where there is nothing."""
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0


def summary(documents: Sequence[Counts], resamples: int = 1000) -> dict[str, dict[str, float]]:
    """Pooled precision, recall and F1 by measure, with the 95 % bootstrap interval (over documents) of F1."""
    random = Random(1)
    table: dict[str, dict[str, float]] = {}
    for measure in documents[0]:
        rows = [d[measure] for d in documents]
        tp, fp, fn = (sum(r[i] for r in rows) for i in range(3))
        spread = []
        for _ in range(resamples):
            drawn = random.choices(rows, k=len(rows))
            spread.append(f1(*(sum(r[i] for r in drawn) for i in range(3))))
        spread.sort()
        row = {"precision": tp / max(1, tp + fp), "recall": tp / max(1, tp + fn), "f1": f1(tp, fp, fn)}
        if spread:
            row |= {"low": spread[int(0.025 * resamples)], "high": spread[int(0.975 * resamples) - 1]}
        table[measure] = {key: round(value, 4) for key, value in row.items()}
    return table
