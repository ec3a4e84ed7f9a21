"""Score the whole pipeline on the training releases, each read by a network that was not trained on it.

    python -m benchmarks.held_out                                  # all five folds, pooled
    python -m benchmarks.held_out --out benchmarks/held_out.json    # and keep the figures, which the README shows
    python -m benchmarks.held_out --folds 2 --errors               # with the scorer's list of errors
    python -m benchmarks.held_out --folds 3 --fresh                # train its network again

The networks of the folds (`training/folds.py`) are trained where they are not there yet, about five minutes each, and
kept in `--weights`, with the predictions beside them. The scorer is ../shared/gold/score.py. What rules, word lists and
the chooser of bodies know of the releases, whose errors were read while they were written, is not held out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import srsly

from benchmarks.adapters import gold_prediction
from pipeline.extraction import extract, load_nlp
from training.corpus import SHARED, Release, releases
from training.fold_networks import FOLDER, fold_networks, use_network
from training.folds import FOLDS, fold_of


def predict(documents: list[Release], out: Path) -> None:
    """Write what the pipeline finds in releases, for the scorer."""
    for release in documents:
        x = extract(release.text, release.annotation.get("meta_date"), document_id=release.id)
        srsly.write_json(out / f"{release.id}.json", gold_prediction(x))


def score(documents: list[Release], predictions: Path, *options: str) -> tuple[dict[str, dict[str, float]], str]:
    """The figures of the scorer by task, and what it prints."""
    with tempfile.TemporaryDirectory() as scratch:
        notes = Path(scratch, "annotations")
        notes.mkdir()
        for release in documents:
            srsly.write_json(notes / f"{release.id}.json", release.annotation | {"split": "dev"})  # errors are listed
        command = [sys.executable, str(SHARED / "gold" / "score.py"), "--gold", str(notes)]
        command += ["--texts", str(SHARED / "train" / "texts"), "--pred", str(predictions)]
        done = subprocess.run(
            [*command, "--json", str(Path(scratch, "result.json")), *options],
            check=True,
            capture_output=True,
            text=True,
        )
        return json.loads(Path(scratch, "result.json").read_text("utf-8")), done.stdout


def main() -> int:
    """Print the figures of each fold and of all; the errors on demand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, nargs="+", default=list(range(FOLDS)))
    parser.add_argument("--weights", type=Path, default=FOLDER, help="folder of the networks and predictions")
    parser.add_argument("--fresh", action="store_true", help="train again")
    parser.add_argument("--only", nargs="*", default=[], help="beginnings of ids: only these releases")
    parser.add_argument("--out", type=Path, help="a JSON file for the figures")
    parser.add_argument("--errors", action="store_true", help="print the scorer's list of errors")
    args = parser.parse_args()
    fold_networks(args.folds, args.weights, fresh=args.fresh)
    documents = releases(SHARED / "train")
    fold = fold_of({r.id: r.text for r in documents})
    chosen = [r for r in documents if fold[r.id] in args.folds and r.id.startswith(tuple(args.only) or "")]
    out = args.weights / "predictions"
    out.mkdir(exist_ok=True)
    rows: dict[str, dict[str, float]] = {}
    for number in args.folds:
        mine = [r for r in chosen if fold[r.id] == number]
        use_network(load_nlp(), number, args.weights)
        predict(mine, out)
        figures, _ = score(mine, out)
        rows[str(number)] = {task: row["f1"] or 0.0 for task, row in figures.items()}
    figures, printed = score(chosen, out, *(["--errors"] if args.errors else []))
    rows["all"] = {task: row["f1"] or 0.0 for task, row in figures.items()}
    print(f"{'':20}" + "".join(f"{name:>8}" for name in rows))
    for task in rows["all"]:
        print(f"{task:20}" + "".join(f"{row[task]:8.3f}" for row in rows.values()))
    if args.out:
        kept = {name: {task: round(value, 3) for task, value in row.items()} for name, row in rows.items()}
        args.out.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    if args.errors:
        print(printed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
