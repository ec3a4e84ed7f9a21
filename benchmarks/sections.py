#!/usr/bin/env python3
"""Cross-validate the parts of releases by publisher: python -m benchmarks.sections [--update]

Each fold of ../shared/train is read by a line labeller that was trained on the other folds (in build/structure, trained
once; `--again` trains anew) and scored with ../shared/gold/sections.py. The figures are compared with
the floors in benchmarks/sections.json (see `benchmarks.floors`). Some rows need an explanation:

- `end_mark, backslash left aside`: the annotation has Markdown's backslash before an end mark (“\\###”) in some
  releases and not in others, and the scorer counts the difference as an error; this row ignores it.
- `header, uneven lines left aside`: the annotation has the same line of a head (“3 May 2022 Posted in Press”) as header
  in some releases of a publisher and not in others; where it does not, this row ignores the line.
- `boilerplate, each apart`: the scorer counts neighbours as one; here each “About …” must be a part of its own.
- `headline`: the share of headlines that are right, or rightly missing, in this project's own releases of later rounds,
  whose headlines are annotated; by the same labellers.
- `new`, `held back` (two sets): F1 per part of the labeller that ships, on releases of publishers that it has not seen.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks import floors
from pipeline.structure import section_rows, structure
from pipeline.structure.labeller import Labeller
from training.annotated import HELD_BACK_ROUNDS, LATER_ROUNDS, annotated, held_back, publisher_fold
from training.corpus import SHARED, Release, releases
from training.folds import FOLDS, fold_of
from training.scoring import as_files, printed_by
from training.structure.train import table

FLOORS = Path(__file__).with_suffix(".json")
_ROW = re.compile(r"^(\w+) +[\d.]+ +[\d.]+ +([\d.]+)", re.MULTILINE)
_BUILD = Path("build/structure")
_MORE = 25
"""A headline may be longer or shorter by fewer characters than this: “Title:” before it, “ICYMI”."""
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE)
Predicted = dict[str, list[tuple[int, int, str]]]


def fold_labeller(fold: int, *, again: bool = False) -> Labeller:
    """The labeller that was trained without the publishers of a fold."""
    path = _BUILD / f"fold{fold}.json"
    if again or not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(table([fold])), "utf-8")
    return Labeller(json.loads(path.read_text("utf-8")))


def measure(*, again: bool = False) -> floors.Figures:
    """F1 per part: for all folds, for each fold, and for the shipped labeller on new and on held-back releases."""
    folds = fold_of()
    texts = [r for r in releases(SHARED / "train") if r.id in folds]
    predicted: Predicted = {}
    begun = time.process_time()
    with ProcessPoolExecutor(2) as pool:
        labellers = list(pool.map(partial(fold_labeller, again=again), range(FOLDS)))
    for fold, labeller in enumerate(labellers):
        for r in texts:
            if folds[r.id] == fold:
                rows = section_rows(r.id, structure(r.text, line_labeller=labeller))
                predicted[r.id] = [(row.start, row.end, row.kind) for row in rows]
    own = [r for r in annotated() if LATER_ROUNDS.fullmatch(r.id)]
    print(f"{len(texts)} releases, {1000 * (time.process_time() - begun) / len(texts):.2f} ms a release with loading")
    known = _header_lines(texts)
    figures = {"all": score(texts, predicted, known) | {"headline": headlines(own, labellers)}}
    for fold in range(FOLDS):
        figures[f"fold {fold}"] = score([r for r in texts if folds[r.id] == fold], predicted, known)
    figures["new"] = shipped(releases(SHARED / "gold" / "new"))
    return figures | {name: shipped(held_back(name)) for name in HELD_BACK_ROUNDS}


def shipped(texts: Sequence[Release]) -> dict[str, float]:
    """F1 per part of the labeller that ships, on releases of publishers that it has not seen."""
    whole = [replace(r, annotation={"dateline": None} | r.annotation) for r in texts]
    found = {r.id: section_rows(r.id, structure(r.text)) for r in whole}
    return _scored(whole, {ident: [(row.start, row.end, row.kind) for row in rows] for ident, rows in found.items()})


def headlines(releases: Sequence[Release], labellers: Sequence[Labeller]) -> float:
    """The share of releases whose headline is right, or rightly missing; its words are compared, not its place."""
    right = 0
    for r in releases:
        labeller = labellers[publisher_fold(r.annotation["publisher"])]
        wanted = next((r.text[s["start"] : s["end"]] for s in r.annotation["segments"] if s["type"] == "headline"), "")
        found = structure(r.text, line_labeller=labeller).headline_text or ""
        shorter, longer = sorted((_words(wanted), _words(found)), key=len)
        right += shorter in longer and len(longer) - len(shorter) < (_MORE if shorter else 1)
    return round(right / len(releases), 3)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def score(texts: Sequence[Release], predicted: Predicted, known: set[str]) -> dict[str, float]:
    """F1 per part by the shared scorer, with the rows that are explained above.

    `known` are the forms (see `_form`) of lines that some release has as header. Parts that no text has are left out.
    """
    figures = _scored(texts, predicted)
    bare = {r.id: [_bare(r.text, s) for s in predicted[r.id]] for r in texts}
    trimmed = _scored([_bare_annotation(r) for r in texts], bare)
    if "end_mark" in trimmed:
        figures["end_mark, backslash left aside"] = trimmed["end_mark"]
    without_space = [replace(r, text="x" * len(r.text)) for r in texts]  # so that the scorer does not join parts
    if "boilerplate" in (apart := _scored(without_space, predicted)):
        figures["boilerplate, each apart"] = apart["boilerplate"]
    even = {r.id: [s for s in predicted[r.id] if not _is_uneven(r, s, known)] for r in texts}
    if "header" in (rest := _scored(texts, even)):
        figures["header, uneven lines left aside"] = rest["header"]
    return figures


def _header_lines(texts: Iterable[Release]) -> set[str]:
    headers = (r.text[s["start"] : s["end"]] for r in texts for s in r.annotation["segments"] if s["type"] == "header")
    return {_form(line) for header in headers for line in header.splitlines()}


def _form(line: str) -> str:
    """The form of a line: with placeholders for months and numbers, so that dates do not differ."""
    return re.sub(r"\d+", "0", _MONTH.sub("M", " ".join(line.split()))).casefold()


def _is_uneven(release: Release, span: tuple[int, int, str], known: set[str]) -> bool:
    """Whether a span is labelled header and not annotated here, although all its lines are headers in some release."""
    start, end, kind = span
    annotated = any(s["start"] < end and start < s["end"] for s in release.annotation["segments"])
    lines = [line for line in release.text[start:end].splitlines() if line.strip()]
    return kind == "header" and not annotated and all(_form(line) in known for line in lines)


def _scored(texts: Sequence[Release], predicted: Predicted) -> dict[str, float]:
    found = {
        ident: {"sections": [{"start": start, "end": end, "kind": kind} for start, end, kind in spans]}
        for ident, spans in predicted.items()
    }
    with as_files(texts, found) as files:
        printed = printed_by(SHARED / "gold" / "sections.py", *files)
    return {kind: float(f1) for kind, f1 in _ROW.findall(printed) if kind != "injected"}


def _bare(text: str, span: tuple[int, int, str]) -> tuple[int, int, str]:
    """A span; if it is an end mark, without the backslash or asterisks around it."""
    start, end, kind = span
    if kind == "end_mark":
        words = text[start:end]
        start, end = end - len(words.lstrip("\\*")), start + len(words.rstrip("*"))
    return start, end, kind


def _bare_annotation(release: Release) -> Release:
    segments = []
    for s in release.annotation["segments"]:
        start, end, _ = _bare(release.text, (s["start"], s["end"], s["type"]))
        segments.append({**s, "start": start, "end": end})
    return Release(release.id, release.text, {**release.annotation, "segments": segments})


def main() -> int:
    """Measure, print and compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--again", action="store_true", help="train the labellers of the folds anew")
    floors.add_options(parser)
    arguments = parser.parse_args()
    figures = measure(again=arguments.again)
    print(f"{'':32}   all" + "".join(f"{name.removeprefix('fold ')[:5]:>6}" for name in figures if name != "all"))
    for kind in figures["all"]:
        rest = (f"{f.get(kind, float('nan')):6.2f}" for name, f in figures.items() if name != "all")
        print(f"{kind:32} {figures['all'][kind]:.3f}" + "".join(rest))
    return floors.check(figures, FLOORS, arguments)


if __name__ == "__main__":
    sys.exit(main())
