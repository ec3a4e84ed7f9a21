"""Cross-validate training settings: `python -m training.crossvalidate --folds 0 --set training.passes=12`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.model import load_model
from training.corpus import SHARED, Labelled, Release, read_labelled, releases
from training.evaluate import Counts, counts, summary
from training.folds import FOLDS, fold_of
from training.train import settings, train

READERS = ["tok2vec", "parser", "ner"]
"""Components that decide about entities: the parser's sentence ends are bounds for `ner`."""


def predictions(nlp: Language, texts: Sequence[str]) -> list[Doc]:
    """The texts as the pipeline reads them, entities and sentences only."""
    with nlp.select_pipes(enable=READERS):
        return list(nlp.pipe(texts, batch_size=16))


def base_counts(nlp: Language, documents: Sequence[Release]) -> list[Counts]:
    """What the base model alone gets right."""
    docs = predictions(nlp, [r.text for r in documents])
    return [counts(r, d) for r, d in zip(documents, docs, strict=True)]


def fold_counts(
    documents: Sequence[Release],
    labelled: Sequence[Labelled],
    fold: dict[str, int],
    number: int,
    config: dict[str, Any],
) -> list[Counts]:
    """Train on all folds but `number` and count on that one."""
    nlp = load_model(config["training"]["base"])
    train(nlp, [d for d in labelled if fold[d.id] != number], config)
    return base_counts(nlp, [r for r in documents if fold[r.id] == number])


def main() -> None:
    """Print the table of the chosen folds, and write it where `--out` says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, nargs="+", default=list(range(FOLDS)))
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="other settings than the config's")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    overrides = {name: json.loads(value) for name, value in (s.split("=", 1) for s in arguments.set)}
    config = settings(overrides=overrides)
    documents = releases(SHARED / "train")
    labelled = read_labelled(load_model(config["training"]["base"]), documents)
    fold = fold_of({r.id: r.text for r in documents})
    found: list[Counts] = []
    for number in arguments.folds:
        found += fold_counts(documents, labelled, fold, number, settings(overrides=overrides))
    table = summary(found)
    for measure, row in table.items():
        print(f"{measure:16}", *(f"{key} {value:.3f}" for key, value in row.items()))
    if arguments.out:
        arguments.out.write_text(json.dumps(table, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
