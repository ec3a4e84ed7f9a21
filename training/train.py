"""Build the shipped weights: `python -m training.train`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.util import load_config
from thinc.api import Adam

from pipeline.extraction.entities import NAME, Entities
from pipeline.extraction.layers import Floats
from pipeline.extraction.model import load_model, split_markup
from training.augment import Augment, augmented
from training.corpus import SHARED, Labelled, Release, read_labelled, releases
from training.entity_network import base_weights, fresh_weights, learn
from training.layers import Parameters
from training.made_up import is_made_up, made_up
from training.role_places import role_places
from training.samples import Sample, batch, samples
from training.ship import ship

CONFIG = Path(__file__).with_name("entities.cfg")


@dataclass(frozen=True, slots=True)
class Tuning:
    """How the network is trained.

    The learning rate rises to `learn_rate` over the share `warm_up` of all steps and falls to 0 in a line;
    `own_vectors` is the share of it for the weights that come from the base model. `dropout` is within the network,
    `hidden` on the features of the second reading.
    """

    seed: int
    base: str
    width: int
    passes: int
    learn_rate: float
    warm_up: float
    own_vectors: float
    dropout: float
    hidden: float
    batch_tokens: int
    chunk_words: int
    made_up: bool
    augment: Augment


def read_tuning(path: Path = CONFIG, overrides: Mapping[str, Any] | None = None) -> Tuning:
    """The settings of a config file; `overrides` are other values by dotted name (“training.passes”)."""
    config = load_config(path, overrides=dict(overrides or {}))
    return Tuning(augment=Augment(**config["augment"]), **config["training"])


def training_documents(tuning: Tuning, documents: Iterable[Release]) -> list[Labelled]:
    """The spans and the places of offices of annotated releases."""
    documents = [*documents, *(made_up() if tuning.made_up else ())]
    read = read_labelled(load_model(tuning.base), documents)
    places = [(([], [(0, len(r.text))]) if is_made_up(r.id) else role_places(r)) for r in documents]
    return [replace(d, roles=tuple(m), maybe_roles=tuple(o)) for d, (m, o) in zip(read, places, strict=True)]


def train(documents: Sequence[Labelled], tuning: Tuning) -> tuple[Language, dict[str, Floats]]:
    """The base model with `communique_entities` trained on `documents` in place of its `ner`; and the weights.

    The weights are the running averages, in half precision.
    """
    nlp = load_model(tuning.base)
    split_markup(nlp)
    random = np.random.default_rng(tuning.seed)
    tensor = nlp.get_pipe("tok2vec").model.get_dim("nO")  # type: ignore[attr-defined]
    weights = base_weights(nlp)
    own = dict.fromkeys(weights, tuning.own_vectors)
    weights |= fresh_weights(random, tuning.width, nlp.vocab.vectors_length, tensor)
    parameters = Parameters(weights, own)
    optimizer = Adam(tuning.learn_rate, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
    order = Random(tuning.seed)
    started = time.process_time()
    for number in range(tuning.passes):
        salt = f"{tuning.seed}|{number}"
        chosen = samples(nlp, (augmented(d, tuning.augment, order, salt, tuning.chunk_words) for d in documents))
        losses = np.zeros(3)
        for done, drawn in _batches(chosen, tuning.batch_tokens, order):
            at = (number + done) / tuning.passes
            optimizer.learn_rate = tuning.learn_rate * min(1, at / tuning.warm_up) * (1 - at) + 1e-6
            inputs, wanted = batch(drawn, nlp.vocab.vectors)
            losses += learn(parameters, inputs, wanted, random, tuning.dropout, tuning.hidden)
            parameters.step(optimizer)
        print(f"pass {number + 1}: losses {losses.round()}, {time.process_time() - started:.0f} s", flush=True)
    averages = {name: np.array(optimizer.averages[0, name]) for name in parameters.weights}
    halved = {name: array.astype("float16").astype("float32") for name, array in averages.items()}
    nlp.remove_pipe("ner")
    nlp.add_pipe(NAME, last=True)
    entities = nlp.get_pipe(NAME)
    assert isinstance(entities, Entities)
    entities.weights = halved
    return nlp, halved


def _batches(chosen: Sequence[Sample], tokens: int, random: Random) -> Iterator[tuple[float, list[Sample]]]:
    """Batches of `tokens` or more in random order, each with the share of all tokens that came before it."""
    order = list(chosen)
    random.shuffle(order)
    total = sum(len(s.first) for s in order)
    done = size = 0
    drawn: list[Sample] = []
    for number, one in enumerate(order, 1):
        drawn.append(one)
        size += len(one.first)
        if size >= tokens or number == len(order):
            yield done / total, drawn
            done += size
            drawn, size = [], 0


def main() -> None:
    """Train on every release of the folder and write the weights into the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED / "train", help="folder with texts/ and annotations/")
    parser.add_argument("--config", type=Path, default=CONFIG)
    arguments = parser.parse_args()
    tuning = read_tuning(arguments.config)
    nlp, weights = train(training_documents(tuning, releases(arguments.data)), tuning)
    ship(nlp, weights)


if __name__ == "__main__":
    main()
