"""Score the whole pipeline on the training releases, each with a reader that was not trained on its publisher.

    python -m benchmarks.held_out                                  # all folds; exit code 1 if a figure fell
    python -m benchmarks.held_out --out benchmarks/held_out.json    # and keep the figures, which the README shows
    python -m benchmarks.held_out --groups 0 --errors              # folds 0, 3 and 5, with the scorer's list of errors
    python -m benchmarks.held_out --groups 0 --own                 # on the releases annotated for this project instead
    python -m benchmarks.held_out --held-back                      # what ships, on publishers that nothing has seen

`training.folds.GROUPS` says which folds are held out together. `python -m training.reader.groups` trains their readers
in build/reader (one to three hours each); the predictions are kept beside them. The scorer is ../shared/gold/score.py.
The project's own annotations (training/ANNOTATION.md) have no lists of countries and dates, so that these two rows mean
nothing with `--own`. The held-back releases are of publishers that neither weights nor rules have seen, but their
annotators corrected drafts of this pipeline, which flatters it. On all other releases only the reader is held out:
rules and word lists were written by reading the errors made there.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.adapters import gold_prediction
from pipeline.extraction.extraction import extract
from pipeline.extraction.pipeline import load_nlp
from pipeline.extraction.reader.component import ReaderComponent
from pipeline.extraction.reader.model import load
from pipeline.settings import DEFAULT_MODEL
from training.annotated import HELD_BACK_ROUNDS, annotated, held_back, publisher_fold
from training.corpus import SHARED, Release, releases
from training.folds import GROUPS, fold_of

FOLDER = Path("build/reader")
"""Where `training.reader.groups` writes the readers of the groups."""
KEPT = Path(__file__).with_name("held_out.json")
"""The figures last kept, by fold: they are the floors."""
SLACK = 0.01
"""How far a figure may fall below its floor: two trainings with the same settings differ by about as much."""
_NO_LIST = ("countries", "dates")  # tasks for which the project's own annotations have no lists
KEPT_BACK = Path(__file__).with_name("held_back.json")
"""The figures last kept on the held-back releases: floors too."""


def use_reader(folder: Path) -> None:
    """Replace the reader of this process's pipeline by the one in a folder."""
    component = load_nlp(DEFAULT_MODEL).get_pipe("communique_reader")
    assert isinstance(component, ReaderComponent)
    component.model = load(folder)


def predict(documents: list[Release], out: Path) -> None:
    """Write what the pipeline finds in releases to a folder, for the scorer."""
    out.mkdir(parents=True, exist_ok=True)
    for release in documents:
        x = extract(release.text, release.annotation.get("meta_date"), document_id=release.id)
        found = json.dumps(gold_prediction(x), ensure_ascii=False)
        (out / f"{release.id}.json").write_text(found + "\n", "utf-8")


def score(documents: list[Release], predictions: Path, *options: str) -> tuple[dict[str, dict[str, float]], str]:
    """The scorer's figures by task, and its printed output."""
    with tempfile.TemporaryDirectory() as scratch:
        notes, result = Path(scratch, "annotations"), Path(scratch, "result.json")
        notes.mkdir()
        for release in documents:  # split “dev”: the scorer lists the errors of no other split
            (notes / f"{release.id}.json").write_text(json.dumps(release.annotation | {"split": "dev"}), "utf-8")
            (notes / f"{release.id}.txt").write_bytes(release.text.encode())
        command = [sys.executable, str(SHARED / "gold" / "score.py"), "--gold", str(notes)]
        command += ["--texts", str(notes), "--pred", str(predictions), "--json", str(result)]
        done = subprocess.run([*command, *options], check=True, capture_output=True, text=True)
        return json.loads(result.read_text("utf-8")), done.stdout


def _own() -> tuple[list[Release], dict[str, int]]:
    """The releases annotated for this project, and the fold of each."""
    own = [scorable(r) for r in annotated()]
    return own, {r.id: publisher_fold(r.annotation["publisher"]) for r in own}


def scorable(release: Release) -> Release:
    """A release of this project with empty values for the keys that the scorer needs and its annotation lacks."""
    empty: dict[str, Any] = {key: [] for key in ("countries", "countries_optional", "dates", "dates_optional")}
    return replace(release, annotation=empty | {"id": release.id} | release.annotation)


def _held_back(*, errors: bool, keep: bool) -> int:
    """Print the figures of what ships on the held-back releases; return exit code 1 if one fell below its floor."""
    rows: dict[str, dict[str, float]] = {}
    for name in HELD_BACK_ROUNDS:
        documents = [scorable(r) for r in held_back(name)]
        with tempfile.TemporaryDirectory() as scratch:
            predict(documents, Path(scratch))
            figures, printed = score(documents, Path(scratch), *(["--errors"] if errors else []))
        rows[name] = {task: round(row["f1"] or 0.0, 3) for task, row in figures.items() if task not in _NO_LIST}
        print(f"{name}: {len(documents)} releases", *(f"{t:20}{v:8.3f}" for t, v in rows[name].items()), sep="\n")
        if errors:
            print(printed)
    if keep:
        KEPT_BACK.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    lower = below(rows, json.loads(KEPT_BACK.read_text("utf-8")))
    print(*lower, sep="\n", end="\n" if lower else "")
    return 1 if lower else 0


def below(rows: dict[str, dict[str, float]], kept: dict[str, dict[str, float]]) -> list[str]:
    """A message for each figure of a fold or set that is more than `SLACK` below the one kept."""
    return [
        f"{'fold ' * fold.isdigit()}{fold}, {task}: {rows[fold].get(task, 0.0):.3f} is below {value:.3f}"
        for fold, row in kept.items()
        if fold in rows and fold != "all"
        for task, value in row.items()
        if rows[fold].get(task, 0.0) < value - SLACK
    ]


def main() -> int:
    """Print the figures of each fold and of all, and on request the errors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--groups", type=int, nargs="+", default=list(range(len(GROUPS))))
    parser.add_argument("--readers", type=Path, default=FOLDER, help="folder of the groups' readers")
    parser.add_argument("--only", nargs="*", default=[], help="prefixes of ids: only these releases")
    parser.add_argument("--out", type=Path, help="JSON file to write the figures to")
    parser.add_argument("--own", action="store_true", help="score on the releases of training/annotated.jsonl")
    parser.add_argument("--errors", action="store_true", help="print the scorer's list of errors")
    parser.add_argument("--held-back", action="store_true", help="score what ships on the held-back releases")
    parser.add_argument("--keep", action="store_true", help="keep the figures of --held-back as its floors")
    args = parser.parse_args()
    if args.held_back:
        return _held_back(errors=args.errors, keep=args.keep)
    chosen, fold = _own() if args.own else (releases(SHARED / "train"), fold_of())
    documents = [r for r in chosen if r.id.startswith(tuple(args.only) or "")]
    predictions = args.readers / ("predictions-own" if args.own else "predictions")
    rows: dict[str, dict[str, float]] = {}
    for group in args.groups:
        use_reader(args.readers / f"group{group}")
        predict([r for r in documents if fold[r.id] in GROUPS[group]], predictions)
    folds = sorted(f for group in args.groups for f in GROUPS[group])
    for number in folds:
        figures, _ = score([r for r in documents if fold[r.id] == number], predictions)
        rows[str(number)] = {task: row["f1"] or 0.0 for task, row in figures.items()}
    chosen = [r for r in documents if fold[r.id] in folds]
    figures, printed = score(chosen, predictions, *(["--errors"] if args.errors else []))
    rows["all"] = {task: row["f1"] or 0.0 for task, row in figures.items()}
    print(f"{'':20}" + "".join(f"{name:>8}" for name in rows))
    for task in rows["all"]:
        print(f"{task:20}" + "".join(f"{row[task]:8.3f}" for row in rows.values()))
    is_all = KEPT.exists() and not args.only and not args.own
    lower = below(rows, json.loads(KEPT.read_text("utf-8"))) if is_all else []
    print(*lower, sep="\n", end="\n" if lower else "")
    if args.out:
        kept = {name: {task: round(value, 3) for task, value in row.items()} for name, row in rows.items()}
        args.out.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    if args.errors:
        print(printed)
    return 1 if lower and not args.out else 0


if __name__ == "__main__":
    sys.exit(main())
