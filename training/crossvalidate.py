"""Cross-validate training settings: `python -m training.crossvalidate --folds 0 --set training.passes=6`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.entities import NAME
from pipeline.extraction.model import BASE_MODEL, load_model
from training.corpus import SHARED, Release, releases
from training.evaluate import Counts, counts, summary
from training.fold_networks import fold_networks, use_network
from training.folds import FOLDS, fold_of
from training.role_places import role_counts
from training.train import read_tuning, train, training_documents

READERS = ("tok2vec", "parser", "ner", NAME)
"""Components that decide about entities: the parser's sentence ends are bounds for the base model's `ner`."""


def predictions(nlp: Language, texts: Sequence[str]) -> list[Doc]:
    """The texts as the pipeline reads them, entities and sentences only."""
    with nlp.select_pipes(enable=[name for name in READERS if name in nlp.pipe_names]):
        return list(nlp.pipe(texts, batch_size=16))


def model_counts(nlp: Language, documents: Sequence[Release]) -> list[Counts]:
    """What a model gets right in each document."""
    docs = predictions(nlp, [r.text for r in documents])
    return [counts(r, d) for r, d in zip(documents, docs, strict=True)]


def fold_counts(nlp: Language, held_out: Sequence[Release]) -> list[Counts]:
    """What a model that did not see these releases gets right in each of them, offices too."""
    docs = predictions(nlp, [r.text for r in held_out])
    return [counts(r, d) | role_counts(r, d) for r, d in zip(held_out, docs, strict=True)]


def table(per_fold: Mapping[str, Mapping[str, Sequence[Counts]]]) -> dict[str, Any]:
    """The figures over all folds, by model."""
    return {
        model: summary([c for number in sorted(per_fold) for c in per_fold[number][model]])
        for model in ("base", "communique")
    }


def main() -> None:
    """Print the table of the chosen folds beside the base model; `--out` keeps it and goes on where it stopped.

    With the settings of the config the networks are those of `training.fold_networks`; others are trained here.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, nargs="+", default=list(range(FOLDS)))
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="other settings than the config's")
    parser.add_argument(
        "--out", type=Path, help="a JSON file: counts by fold, and the table; folds in it are not redone"
    )
    arguments = parser.parse_args()
    overrides = {name: json.loads(value) for name, value in (s.split("=", 1) for s in arguments.set)}
    documents = releases(SHARED / "train")
    fold = fold_of({r.id: r.text for r in documents})
    tuning = read_tuning(overrides=overrides)
    base = load_model(BASE_MODEL)
    labelled = training_documents(tuning, documents) if overrides else []
    if not overrides:
        fold_networks(arguments.folds)
    done = arguments.out and arguments.out.exists()
    found: dict[str, Any] = json.loads(arguments.out.read_text("utf-8")) if done else {"folds": {}}
    for number in arguments.folds:
        if str(number) not in found["folds"]:
            if overrides:
                nlp, _ = train([d for d in labelled if fold.get(d.id) != number], tuning)
            else:
                nlp = load_model()
                use_network(nlp, number)
            held_out = [r for r in documents if fold[r.id] == number]
            found["folds"][str(number)] = {
                "base": model_counts(base, held_out),
                "communique": fold_counts(nlp, held_out),
            }
        found["table"] = table(found["folds"])
        if arguments.out:
            arguments.out.write_text(json.dumps(found) + "\n", "utf-8")
    for model, rows in table(found["folds"]).items():
        for measure, row in rows.items():
            print(f"{model:10} {measure:16}", *(f"{key} {value:.3f}" for key, value in row.items()))


if __name__ == "__main__":
    main()
