"""Train the reader on annotated releases and export it: `python -m training.reader.train FOLDER [--hold-out FOLD …]`.

Without `--hold-out` the network sees every annotated release but those held back; with it, none of the publishers of
those folds (../shared/train/publishers.py). `--start` continues from a reader that has been through all stages but the
last: half an hour in place of two hours, on two cores with bfloat16 products. What ships is then made by
`training.reader.distil`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from random import Random
from typing import Any

import torch

from training.annotated import FIFTH_ROUND, LATER_ROUNDS, given_releases, own_releases
from training.made_up import made_up
from training.made_up_lists import made_up_lists, names_of
from training.made_up_roles import material_of, mixed
from training.reader.base import base_weights
from training.reader.data import Document, document, made_up_document
from training.reader.export import export
from training.reader.network import Reader
from training.reader.schedule import WEIGHTS, Schedule, Stage, start_of, train

LISTS = 120
"""Number of made-up lists of organisations: a twentieth of the texts of the stage that has them."""
ROLES = 0.4
"""Share of the texts of the last two stages into which made-up sentences with job titles and speakers are inserted."""


def stages(given: Sequence[Document], own: Sequence[Document]) -> list[Stage]:
    """The stages of the training; `given` are the releases of ../shared/train, `own` those annotated for this project.

    1. All releases up to the fourth round.
    2. The releases of ../shared/train, whose annotations were read through twice (this project's own only once).
    3. These again and those of the third and fourth round. The 982 of the first two rounds are left out from here on:
       the network knows their publishers well by now.
    4. The same with the fifth round twice, made-up lists of organisations and, in many texts, made-up sentences with
       job titles. (The first of the four runs that ship had none of these sentences.)
    5. ../shared/train again, because that improves job titles of publishers held out; with such sentences, because rare
       constructions are forgotten without them. The mean of three runs is better than each of them. Most of the result
       is the weights before this stage (`initial_share`), which are better at lists and rosters.
    """
    fifth = [d for d in own if FIFTH_ROUND.fullmatch(d.id)]
    older = [d for d in own if not FIFTH_ROUND.fullmatch(d.id)]
    later = [d for d in older if LATER_ROUNDS.fullmatch(d.id)]
    lists = made_up_lists(names_of([*given, *own]), LISTS, Random(0))
    material = material_of([*given, *own])
    mixture = mixed([*given, *later, *fifth, *fifth, *lists], material, ROLES, Random(0))
    return [
        Stage([*given, *older], passes=3),
        Stage(given, passes=3, rates=0.5, final_share=0.5),
        Stage([*given, *later], passes=2, rates=0.5, final_share=0.5, initial_share=0.25, runs=2),
        Stage(mixture, passes=1, rates=0.5, final_share=0.5, initial_share=0.1, runs=4),
        Stage(
            mixed(given, material, ROLES, Random(0)), passes=4, rates=0.5, final_share=0.5, initial_share=0.7, runs=3
        ),
    ]


def build(folder: Path, hold_out: Sequence[int], schedule: Schedule, start: Path | None = None) -> None:
    """Train on the releases outside the folds held out, and write the files of the reader to a folder."""
    started = time.monotonic()
    given = [document(r) for r in given_releases(hold_out)]
    own = [document(r) for r in own_releases(hold_out)]
    plan = stages(given, own)
    done = 0 if start is None else len(plan) - 1
    texts = [made_up_document(r) for r in made_up()]
    reader = train(start_of(start, schedule), plan, texts, schedule, done=done)
    write(reader, folder)
    print(f"{folder}: {len(given) + len(own)} releases, {time.monotonic() - started:.0f} s")


def write(reader: Reader, folder: Path) -> None:
    """Write the files of a reader to a folder, and its weights before they are rounded to `WEIGHTS`."""
    WEIGHTS.mkdir(parents=True, exist_ok=True)
    torch.save(reader.state_dict(), WEIGHTS / f"{folder.name}.pt")
    export(reader, base_weights()[0], folder)


def with_settings(schedule: Schedule, settings: Sequence[str]) -> Schedule:
    """The schedule with some values replaced, each given as `name=number` (`shares.links=0.2`)."""
    for setting in settings:
        name, _, value = setting.partition("=")
        schedule = _set(schedule, name.split("."), value)
    return schedule


def _set(settings: Any, path: Sequence[str], value: str) -> Any:
    if path[0] not in {f.name for f in fields(settings)}:
        raise SystemExit(f"no setting {path[0]!r} in {type(settings).__name__}")
    old = getattr(settings, path[0])
    return replace(settings, **{path[0]: _set(old, path[1:], value) if len(path) > 1 else type(old)(value)})


def main() -> None:
    """Train and write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder for the files of the reader")
    parser.add_argument("--hold-out", type=int, nargs="*", default=[], metavar="FOLD")
    parser.add_argument("--start", type=Path, metavar="FOLDER", help="a reader with all stages but the last")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="replace settings of the schedule")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    build(arguments.folder, arguments.hold_out, with_settings(Schedule(), arguments.set), arguments.start)


if __name__ == "__main__":
    main()
