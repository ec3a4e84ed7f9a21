"""Build the shipped entity component: `python -m training.train`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.training.batchers import minibatch_by_words
from spacy.util import fix_random_seed, load_config, registry

from pipeline.extract.model import load_model
from training.augment import Augment
from training.corpus import SHARED, Labelled, chunks, example, read_labelled, releases
from training.ship import ship

CONFIG = Path(__file__).with_name("ner.cfg")


def settings(path: Path = CONFIG, overrides: dict[str, Any] | None = None) -> dict[str, Any]:
    """The training settings of a config file; `overrides` by dotted name (“training.passes”)."""
    resolved: dict[str, Any] = registry.resolve(load_config(path, overrides=overrides or {}))
    return resolved


def train(nlp: Language, documents: Sequence[Labelled], config: dict[str, Any]) -> EntityRecognizer:
    """Fine-tune the `ner` of `nlp` in place on `documents`; its weights are the optimizer's running averages."""
    options = config["training"]
    random = Random(options["seed"])
    fix_random_seed(options["seed"])
    ner = nlp.get_pipe("ner")
    assert isinstance(ner, EntityRecognizer)
    use_numpy(ner)
    optimizer = options["optimizer"]
    pieces = [c for d in documents for c in chunks(d, options["chunk_words"])]
    augment = Augment(**config["augment"])
    started = time.perf_counter()
    for number in range(options["passes"]):
        losses: dict[str, float] = {}
        examples = (example(nlp, augment(p, random)) for p in _shuffled(pieces, random))
        for batch in minibatch_by_words(examples, size=options["batch_words"], discard_oversize=False):
            ner.update(batch, drop=options["dropout"], sgd=optimizer, losses=losses)
        print(f"pass {number + 1}: loss {losses['ner']:.0f}, {time.perf_counter() - started:.0f} s", flush=True)
    _take_averages(ner, optimizer.averages)
    return ner


def _shuffled(pieces: Sequence[Labelled], random: Random) -> Iterator[Labelled]:
    order = list(pieces)
    random.shuffle(order)
    yield from order


def use_numpy(ner: EntityRecognizer) -> None:
    """Multiply matrices with numpy's BLAS: three times as fast as the generic build of thinc's own."""
    for node in ner.model.walk():
        node.ops.use_blis = False


def _take_averages(ner: EntityRecognizer, averages: dict[Any, Any]) -> None:
    for node in ner.model.walk():
        for name in node.param_names:
            if (node.id, name) in averages:
                node.set_param(name, np.array(averages[node.id, name]))


def main() -> None:
    """Train on every release of the folder and write the component into the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED / "train", help="folder with texts/ and annotations/")
    parser.add_argument("--config", type=Path, default=CONFIG)
    arguments = parser.parse_args()
    config = settings(arguments.config)
    nlp = load_model(config["training"]["base"])
    documents = read_labelled(nlp, releases(arguments.data))
    ship(train(nlp, documents, config), nlp)


if __name__ == "__main__":
    main()
