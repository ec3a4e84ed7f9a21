"""The readers that saw nothing of a group of folds, to measure on: `python -m training.reader.groups [GROUP …]`."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.folds import GROUPS
from training.reader.schedule import Schedule
from training.reader.train import WEIGHTS, build


def group_folder(group: int, folder: Path = WEIGHTS) -> Path:
    """Where the reader of a group lies."""
    return folder / f"group{group}"


def main() -> None:
    """Train the readers that are not there yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", type=int, nargs="*", default=list(range(len(GROUPS))))
    parser.add_argument("--fresh", action="store_true", help="train again what is there")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    for group in arguments.groups:
        if arguments.fresh or not (group_folder(group) / "manifest.json").exists():
            build(group_folder(group), GROUPS[group], Schedule())


if __name__ == "__main__":
    main()
