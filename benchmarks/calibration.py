"""Measure the calibration of the rows' confidence (stated confidence against share of right rows), or fit its curves.

    python -m benchmarks.calibration --write docs/confidence.md
    python -m benchmarks.calibration --fit       # fit the curves of pipeline/data/confidence/calibration.tsv again

Both use the shipped reader and the held-back releases (training/ANNOTATION.md), whose publishers it has not seen: the
curves are fitted on one half of the publishers, and the table is measured on the other half. A mention is right if its
span and label are annotated, a role if its person, role and organisation are, a quote if its words and speaker are, as
../shared/gold/score.py judges them. Rows that match an optional annotation are left out.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks import pages
from benchmarks.adapters import gold_predictions
from pipeline.extraction.confidence import logit, on_curve
from training.annotated import held_back
from training.corpus import Release, module_at
from training.scoring import GOLD, scorable

CURVES = Path("pipeline/data/confidence/calibration.tsv")
MARK = "table: python -m benchmarks.calibration"
BOUNDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)
FEWEST = 20
"""The fewest rows of a range of the table: a share of fewer says little, so that the range is joined with the next."""
Judged = tuple[str, float, bool]  # kind of row, its confidence, whether it is right
Json = dict[str, Any]


def judged(score: ModuleType, gold: Json, found: Json, text: str) -> Iterator[Judged]:
    """Each row of one release that has a confidence, and whether it is right."""
    for label in ("PERSON", "ORG", "COUNTRY"):
        for m in found["mentions"]:
            if m["label"] == label and "confidence" in m:
                right, wrong, _ = score.spans(gold["mentions"], [m], text, label, True)
                if right or wrong:
                    yield {"ORG": "ORGANISATION"}.get(label, label), m["confidence"], bool(right)
    for person in found["people"]:
        for role in person["roles"]:
            one = [{"name": person["name"], "roles": [role]}]
            right, wrong, _ = score.roles(gold["people"], one, gold["organisations"], True)
            if right or wrong:
                yield "roles", role["confidence"], bool(right)
    for quote in found["quotes"]:
        right, wrong, _ = score.quotes(gold["quotes"], [quote], gold["people"], text, True)
        if right or wrong:
            yield "quotes", quote["confidence"], bool(right)


def judged_rows(documents: Iterable[Release]) -> list[Judged]:
    """Each row that the pipeline finds in releases, and whether it is right."""
    documents = [scorable(r) for r in documents]
    score, found = module_at(GOLD), gold_predictions(documents)
    return [row for r in documents for row in judged(score, r.annotation, score.remap(found[r.id], r.text), r.text)]


def halves(documents: Iterable[Release]) -> tuple[list[Release], list[Release]]:
    """The releases of each half of the publishers; the split is by a hash and always the same."""
    first: list[Release] = []
    second: list[Release] = []
    for release in documents:
        (second if zlib.crc32(release.annotation["publisher"].encode()) % 2 else first).append(release)
    return first, second


def table(rows: list[Judged]) -> list[str]:
    """The figures in Markdown: for each kind of row and range of confidence, number, mean confidence, share right."""
    lines = ["| rows | confidence | rows in it | stated | found right |", "| --- | --- | --- | --- | --- |"]
    for kind in sorted({kind for kind, _, _ in rows}):
        of_kind = [(c, right) for k, c, right in rows if k == kind]
        for low, high in ranges([c for c, _ in of_kind]):
            some = [(c, right) for c, right in of_kind if low <= c < high]
            stated, right = (sum(x) / len(some) for x in zip(*some, strict=True))
            lines.append(f"| {kind} | {low:.2f}–{min(high, 1):.2f} | {len(some)} | {stated:.2f} | {right:.2f} |")
    return lines


def ranges(confidences: Sequence[float]) -> list[tuple[float, float]]:
    """Ranges of confidence between `BOUNDS`, neighbours joined from the top until each holds `FEWEST` of these."""
    found: list[tuple[float, float]] = []
    high, inside = BOUNDS[-1], 0
    for low, end in reversed([*pairwise(BOUNDS)]):
        inside += sum(low <= c < end for c in confidences)
        if inside >= FEWEST:
            found.append((low, high))
            high, inside = low, 0
    if inside and found:  # what is left at the bottom belongs to the lowest range
        found[-1] = (BOUNDS[0], found[-1][1])
    elif inside:
        found.append((BOUNDS[0], high))
    return found[::-1]


def fitted(rows: list[Judged]) -> dict[str, tuple[float, float]]:
    """Slope and shift of a logistic curve for each kind of row, to be applied after the present curve of that kind."""
    curves = {}
    for kind in sorted({kind for kind, _, _ in rows}):
        some = [(logit(c), right) for k, c, right in rows if k == kind]
        x, y = np.array(some).T
        slope, shift = 1.0, 0.0
        for _ in range(50):  # Newton's method; a weak prior on the identity keeps few rows from bending the curve
            p = 1 / (1 + np.exp(-(slope * x + shift)))
            gradient = np.array([(x * (p - y)).sum() + (slope - 1), (p - y).sum() + shift])
            w = p * (1 - p)
            curvature = np.array([[(w * x * x).sum() + 1, (w * x).sum()], [(w * x).sum(), w.sum() + 1]])
            step = np.linalg.solve(curvature, gradient)
            slope, shift = slope - step[0], shift - step[1]
        curves[kind] = (float(slope), float(shift))
    return curves


def composed(new: tuple[float, float], old: tuple[float, float]) -> tuple[float, float]:
    """The curve that applies the old one and then the new one."""
    return new[0] * old[0], new[0] * old[1] + new[1]


def write_curves(new: dict[str, tuple[float, float]]) -> None:
    """Compose new curves, fitted to the confidence stated now, with the present ones and write the table."""
    lines = CURVES.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    old = {kind: (float(slope), float(shift)) for kind, slope, shift in rows}
    head = [line for line in lines if line.startswith("#")]
    both = {kind: composed(curve, old.get(kind, (1.0, 0.0))) for kind, curve in new.items()}
    body = [f"{kind}\t{slope:.3f}\t{shift:.3f}" for kind, (slope, shift) in sorted(both.items())]
    CURVES.write_text("\n".join([*head, *body]) + "\n", "utf-8")


def main() -> int:
    """Print the table, and on request write it into a page between its marks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="fit the curves first")
    parser.add_argument("--write", type=Path, help="page to write the table into")
    args = parser.parse_args()
    to_fit, to_show = halves(held_back())
    rows = judged_rows(to_show)
    if args.fit:
        curves = fitted(judged_rows(to_fit))
        write_curves(curves)
        rows = [(kind, on_curve(c, *curves[kind]) if kind in curves else c, right) for kind, c, right in rows]
    printed = "\n".join(table(rows))
    print(printed)
    if args.write:
        pages.write(args.write, MARK, printed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
