"""Score the whole pipeline on the training releases, each with a reader that was not trained on its publisher.

    python -m benchmarks.held_out                   # folds 0, 3 and 5 (group 0); exit code 1 if a figure fell
    python -m benchmarks.held_out --lower           # write the figures as floors, which docs/quality.md shows
    python -m benchmarks.held_out --errors          # with the scorer's list of errors
    python -m benchmarks.held_out --groups 0 1 2    # all folds, without floors
    python -m benchmarks.held_out --own             # on the releases annotated for this project instead, without floors
    python -m benchmarks.held_out --held-back       # what ships, on publishers that nothing has seen; has floors too

`training.folds.GROUPS` says which folds are held out together. `python -m training.reader.groups GROUP` trains a reader
in build/reader (one to three hours). The scorer is ../shared/gold/score.py.
The project's own annotations (training/ANNOTATION.md) have no lists of countries and dates, so that these two rows mean
nothing with `--own`. The held-back releases are of publishers that neither weights nor rules have seen, but their
annotators corrected drafts of this pipeline, which flatters it. On all other releases only the reader is held out:
rules and word lists were written by reading the errors made there.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import floors
from benchmarks.adapters import gold_predictions
from pipeline.extraction.pipeline import load_nlp
from pipeline.extraction.reader.component import ReaderComponent
from pipeline.extraction.reader.model import load
from pipeline.settings import DEFAULT_MODEL
from training.annotated import HELD_BACK_ROUNDS, annotated, held_back, publisher_fold
from training.corpus import SHARED, Release, releases
from training.folds import GROUPS, fold_of
from training.scoring import f1

FOLDER = Path("build/reader")
"""Where `training.reader.groups` writes the readers of the groups."""
FLOORS = Path(__file__).with_suffix(".json")
FLOORS_HELD_BACK = Path(__file__).with_name("held_back.json")
MEASURED = [0]
"""The groups whose folds have floors: settings are chosen on them, and only their reader must be trained anew."""
_NO_LIST = ("countries", "dates")  # tasks for which the project's own annotations have no lists


def use_reader(folder: Path) -> None:
    """Replace the reader of this process's pipeline by the one in a folder; the program ends if there is none."""
    if not (folder / "manifest.json").is_file():
        raise SystemExit(f"{folder}: no reader; `python -m training.reader.groups` trains those of all groups")
    component = load_nlp(DEFAULT_MODEL).get_pipe("communique_reader")
    assert isinstance(component, ReaderComponent)
    component.model = load(folder)


def _own() -> tuple[list[Release], dict[str, int]]:
    """The releases annotated for this project, and the fold of each."""
    own = annotated()
    return own, {r.id: publisher_fold(r.annotation["publisher"]) for r in own}


def on_held_back(*, errors: bool) -> floors.Figures:
    """Print the figures of what ships on each set of held-back releases, and return them."""
    rows: floors.Figures = {}
    for name in HELD_BACK_ROUNDS:
        documents = held_back(name)
        figures, printed = f1(documents, gold_predictions(documents), *(["--errors"] if errors else []))
        rows[name] = {task: value for task, value in figures.items() if task not in _NO_LIST}
        print(f"{name}: {len(documents)} releases", *(f"{t:20}{v:8.3f}" for t, v in rows[name].items()), sep="\n")
        if errors:
            print(printed)
    return rows


def on_folds(groups: Sequence[int], readers: Path, only: Sequence[str], *, own: bool, errors: bool) -> floors.Figures:
    """Print the figures of each fold of some groups and of all together, and return them."""
    chosen, fold = _own() if own else (releases(SHARED / "train"), fold_of())
    documents = [r for r in chosen if r.id.startswith(tuple(only) or "")]
    found = {}
    for group in groups:
        use_reader(readers / f"group{group}")
        found |= gold_predictions(r for r in documents if fold[r.id] in GROUPS[group])
    folds = sorted(f for group in groups for f in GROUPS[group])
    by_fold = {f"fold {f}": [r for r in documents if fold[r.id] == f] for f in folds}
    rows: floors.Figures = {}
    for name, some in (by_fold | {"all": [r for rs in by_fold.values() for r in rs]}).items():
        rows[name], printed = f1(some, found, *(["--errors"] if errors else []))
    print(f"{'':20}" + "".join(f"{name:>8}" for name in rows))
    for task in rows["all"]:
        print(f"{task:20}" + "".join(f"{row[task]:8.3f}" for row in rows.values()))
    if errors:
        print(printed)
    return rows


def main() -> int:
    """Print the figures and on request the errors; return exit code 1 if a figure fell below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--groups", type=int, nargs="+", default=MEASURED)
    parser.add_argument("--readers", type=Path, default=FOLDER, help="folder of the groups' readers")
    parser.add_argument("--only", nargs="*", default=[], help="prefixes of ids: only these releases")
    parser.add_argument("--own", action="store_true", help="score on the releases of training/annotated.jsonl")
    parser.add_argument("--errors", action="store_true", help="print the scorer's list of errors")
    parser.add_argument("--held-back", action="store_true", help="score what ships on the held-back releases")
    floors.add_options(parser)
    args = parser.parse_args()
    if args.held_back:
        return floors.check(on_held_back(errors=args.errors), FLOORS_HELD_BACK, args, floors.TWO_TRAININGS)
    has_floors = args.groups == MEASURED and not args.own and not args.only
    if (args.update or args.lower) and not has_floors:
        parser.error(f"only the figures of --groups {MEASURED[0]} on all releases of ../shared/train are floors")
    rows = on_folds(args.groups, args.readers, args.only, own=args.own, errors=args.errors)
    return floors.check(rows, FLOORS, args, floors.TWO_TRAININGS) if has_floors else 0


if __name__ == "__main__":
    sys.exit(main())
