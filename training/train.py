"""Build the shipped components: `python -m training.train`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc
from spacy.training.batchers import minibatch_by_words
from spacy.util import fix_random_seed, load_config, registry
from thinc.api import Optimizer

from pipeline.extract.model import load_model, split_markup
from pipeline.extract.second_reading import NAME as SECOND_READING
from pipeline.extract.second_reading import SecondReading
from pipeline.extract.tagging import Network
from training.augment import Augment
from training.corpus import SHARED, Labelled, chunks, example, read_labelled, releases
from training.folds import fold_of
from training.role_spans import read_for_roles, train_roles
from training.second_reading import train_second_reading
from training.ship import ship

CONFIG = Path(__file__).with_name("ner.cfg")


@dataclass(frozen=True, slots=True)
class Tuning:
    """How `ner` is fine-tuned."""

    seed: int
    base: str
    passes: int
    dropout: float
    batch_words: int
    chunk_words: int
    augment: Augment
    optimizer: dict[str, Any]


def read_tuning(path: Path = CONFIG, overrides: Mapping[str, Any] | None = None) -> Tuning:
    """The settings of a config file; `overrides` are other values by dotted name (“training.passes”)."""
    config = load_config(path, overrides=dict(overrides or {}))
    return Tuning(augment=Augment(**config["augment"]), optimizer=config["optimizer"], **config["training"])


def train(documents: Sequence[Labelled], fold: Mapping[str, int], tuning: Tuning) -> tuple[Language, Network]:
    """The base model with `ner` and the second reading trained on `documents`; and the latter's network.

    `ner` is fine-tuned twice, on the documents of the first two folds and on the others (near-duplicates share a
    fold). The second reading learns from what each says of the other's documents; the shipped `ner` is the mean of
    the weights of both, which start at the same place.
    """
    first = sorted({fold[d.id] for d in documents})[:2]
    halves = [[d for d in documents if (fold[d.id] in first) == wanted] for wanted in (True, False)]
    read: list[tuple[Doc, Labelled]] = []
    total: dict[tuple[int, str], Any] = {}
    for half, other in (halves, halves[::-1]):
        nlp = load_model(tuning.base)
        split_markup(nlp)
        ner = nlp.get_pipe("ner")
        assert isinstance(ner, EntityRecognizer)
        fine_tune(nlp, ner, half, tuning)
        for key, value in _parameters(ner).items():
            total[key] = total.get(key, 0.0) + value.astype("float64")
        with nlp.select_pipes(enable=["tok2vec", "ner"]):
            read += zip(nlp.pipe((d.text for d in other), batch_size=16), other, strict=True)
    for i, node in enumerate(ner.model.walk()):
        for name in node.param_names:
            if (i, name) in total:
                node.set_param(name, (total[i, name] / len(halves)).astype("float32"))
    network = train_second_reading(read)
    nlp.add_pipe(SECOND_READING, after="ner")
    second = nlp.get_pipe(SECOND_READING)
    assert isinstance(second, SecondReading)
    second.network = network
    return nlp, network


def _parameters(ner: EntityRecognizer) -> dict[tuple[int, str], Any]:
    nodes = enumerate(ner.model.walk())
    return {(i, name): n.get_param(name) for i, n in nodes for name in n.param_names if n.has_param(name)}


def fine_tune(nlp: Language, ner: EntityRecognizer, documents: Sequence[Labelled], tuning: Tuning) -> None:
    """Train `ner` in place; its weights become the optimizer's running averages."""
    optimizer: Optimizer = registry.resolve({"optimizer": tuning.optimizer})["optimizer"]
    random = Random(tuning.seed)
    fix_random_seed(tuning.seed)
    pieces = [c for d in documents for c in chunks(d, tuning.chunk_words)]
    started = time.perf_counter()
    for number in range(tuning.passes):
        losses: dict[str, float] = {}
        salt = f"{tuning.seed}|{number}"
        examples = (example(nlp, tuning.augment(p, random, salt)) for p in _shuffled(pieces, random))
        for batch in minibatch_by_words(examples, size=tuning.batch_words, discard_oversize=False):
            ner.update(batch, drop=tuning.dropout, sgd=optimizer, losses=losses)
        print(f"pass {number + 1}: loss {losses['ner']:.0f}, {time.perf_counter() - started:.0f} s", flush=True)
    averages = optimizer.averages
    for node in ner.model.walk():
        for name in node.param_names:
            if (node.id, name) in averages:
                node.set_param(name, np.array(averages[node.id, name]))


def _shuffled(pieces: Sequence[Labelled], random: Random) -> Iterator[Labelled]:
    order = list(pieces)
    random.shuffle(order)
    yield from order


def main() -> None:
    """Train on every release of the folder and write the components into the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED / "train", help="folder with texts/ and annotations/")
    parser.add_argument("--config", type=Path, default=CONFIG)
    arguments = parser.parse_args()
    tuning = read_tuning(arguments.config)
    documents = releases(arguments.data)
    fold = fold_of({r.id: r.text for r in documents})
    nlp, second = train(read_labelled(load_model(tuning.base), documents), fold, tuning)
    ship(nlp, second, train_roles(read_for_roles(nlp, documents)))


if __name__ == "__main__":
    main()
