"""Train one reader for each group of held-out folds, to be measured on them: `python -m training.reader.groups`."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.folds import GROUPS
from training.reader.schedule import WEIGHTS, Schedule
from training.reader.train import build


def group_folder(group: int, folder: Path = WEIGHTS) -> Path:
    """The folder of the reader of a group."""
    return folder / f"group{group}"


def main() -> None:
    """Train the readers that do not exist yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", type=int, nargs="*", default=list(range(len(GROUPS))))
    parser.add_argument("--fresh", action="store_true", help="train existing readers again")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    for group in arguments.groups:
        if arguments.fresh or not (group_folder(group) / "manifest.json").exists():
            build(group_folder(group), GROUPS[group], Schedule())


if __name__ == "__main__":
    main()
