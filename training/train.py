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
from spacy.training.batchers import minibatch_by_words
from spacy.util import fix_random_seed, load_config, registry
from thinc.api import Optimizer

from pipeline.extract.model import load_model, split_markup
from training.augment import Augment
from training.corpus import SHARED, Labelled, chunks, example, read_labelled, releases
from training.role_spans import Settings, read_for_roles, train_roles
from training.ship import ship

CONFIG = Path(__file__).with_name("ner.cfg")


@dataclass(frozen=True, slots=True)
class Member:
    """One fine-tuning of those whose weights are averaged."""

    seed: int
    base: str
    passes: int
    dropout: float
    batch_words: int
    chunk_words: int
    augment: Augment
    optimizer: Optimizer


def read_members(
    path: Path = CONFIG, names: Sequence[str] = (), overrides: Mapping[str, Any] | None = None
) -> list[Member]:
    """The members of a config file (`names`: only these), each with an optimizer of its own.

    `overrides` are other values by dotted name (“training.passes”).
    """
    config = load_config(path, overrides=dict(overrides or {}))
    members = []
    for name in names or list(config["members"]):
        shares = dict(config["members"][name])
        seed = shares.pop("seed")
        optimizer = registry.resolve({"optimizer": config["optimizer"]})["optimizer"]
        members.append(Member(seed=seed, augment=Augment(**shares), optimizer=optimizer, **config["training"]))
    return members


def train(documents: Sequence[Labelled], members: Sequence[Member]) -> Language:
    """The base model whose `ner` is the mean of the members' fine-tunings on `documents`."""
    total: dict[tuple[int, str], Any] = {}
    for member in members:
        nlp = load_model(member.base)
        split_markup(nlp)
        ner = nlp.get_pipe("ner")
        assert isinstance(ner, EntityRecognizer)
        fine_tune(nlp, ner, documents, member)
        for i, node in enumerate(ner.model.walk()):
            for name in node.param_names:
                if node.has_param(name):
                    total[i, name] = total.get((i, name), 0.0) + node.get_param(name).astype("float64")
    for i, node in enumerate(ner.model.walk()):
        for name in node.param_names:
            if (i, name) in total:
                node.set_param(name, (total[i, name] / len(members)).astype("float32"))
    return nlp


def fine_tune(nlp: Language, ner: EntityRecognizer, documents: Sequence[Labelled], member: Member) -> None:
    """Train `ner` in place; its weights become the optimizer's running averages."""
    random = Random(member.seed)
    fix_random_seed(member.seed)
    pieces = [c for d in documents for c in chunks(d, member.chunk_words)]
    started = time.perf_counter()
    for number in range(member.passes):
        losses: dict[str, float] = {}
        salt = f"{member.seed}|{number}"
        examples = (example(nlp, member.augment(p, random, salt)) for p in _shuffled(pieces, random))
        for batch in minibatch_by_words(examples, size=member.batch_words, discard_oversize=False):
            ner.update(batch, drop=member.dropout, sgd=member.optimizer, losses=losses)
        print(f"pass {number + 1}: loss {losses['ner']:.0f}, {time.perf_counter() - started:.0f} s", flush=True)
    averages = member.optimizer.averages
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
    members = read_members(arguments.config)
    documents = releases(arguments.data)
    nlp = train(read_labelled(load_model(members[0].base), documents), members)
    ship(nlp, train_roles(read_for_roles(nlp, documents), Settings()))


if __name__ == "__main__":
    main()
