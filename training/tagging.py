"""How the small networks of `pipeline.extract.tagging` are trained."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.util import fix_random_seed
from thinc.api import Adam, set_dropout_rate

from pipeline.extract.layers import Floats
from pipeline.extract.tagging import Network, build_network

UNKNOWN = -1
"""Tag of a token that teaches nothing."""
Tags = NDArray[np.int64]
Piece = tuple[Floats, Tags]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a network is trained; `batch` in pieces, the learning rate falls to 0 in a line."""

    seed: int
    passes: int
    learn_rate: float
    dropout: float
    hidden_features: float
    batch: int


def fit(tags: int, width: int, pieces: Callable[[int, Random], Sequence[Piece]], settings: Fit) -> Network:
    """A network trained on `pieces(pass, random)`; its weights are the optimizer's running averages."""
    fix_random_seed(settings.seed)
    random = Random(settings.seed)
    network = build_network(tags, width)
    optimizer = Adam(settings.learn_rate, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
    for number in range(settings.passes):
        order = list(pieces(number, random))
        random.shuffle(order)
        if number == 0:
            network.initialize([order[0][0]], [_one_hot(order[0][1], tags)])
            set_dropout_rate(network, settings.dropout)
            first = next(node for node in network.walk() if node.name == "dropout")
            first.attrs["dropout_rate"] = settings.hidden_features
        loss = 0.0
        for at in range(0, len(order), settings.batch):
            batch = order[at : at + settings.batch]
            optimizer.learn_rate = settings.learn_rate * (1 - (number + at / len(order)) / settings.passes)
            predicted, backpropagate = network.begin_update([features for features, _ in batch])
            gradients = [_gradient(p, wanted) for p, (_, wanted) in zip(predicted, batch, strict=True)]
            loss += sum(float((g**2).sum()) for g in gradients)
            backpropagate(gradients)
            network.finish_update(optimizer)
        print(f"tagger, pass {number + 1}: loss {loss:.0f}", flush=True)
    for node in network.walk():
        for name in node.param_names:
            if (node.id, name) in optimizer.averages:
                node.set_param(name, np.array(optimizer.averages[node.id, name]))
    set_dropout_rate(network, 0.0)
    return network


def mark(wanted: Tags, doc: Doc, span: tuple[int, int], tags: Sequence[str], label: str) -> None:
    """Write the tags of the tokens that a span (characters) touches into `wanted`."""
    tokens = doc.char_span(*span, alignment_mode="expand")
    if tokens is None:
        return
    inner = [f"B-{label}", *[f"I-{label}"] * (len(tokens) - 2), f"L-{label}"]
    names = inner if len(tokens) > 1 else [f"U-{label}"]
    wanted[tokens.start : tokens.end] = [tags.index(name) for name in names]


def skip(wanted: Tags, doc: Doc, span: tuple[int, int]) -> None:
    """Make the tokens that a span touches teach nothing."""
    tokens = doc.char_span(*span, alignment_mode="expand")
    if tokens is not None:
        wanted[tokens.start : tokens.end] = UNKNOWN


def _one_hot(wanted: Tags, tags: int) -> Floats:
    return np.eye(tags, dtype="float32")[np.maximum(wanted, 0)]


def _gradient(predicted: Floats, wanted: Tags) -> Floats:
    difference = predicted - _one_hot(wanted, predicted.shape[1])
    return np.where((wanted == UNKNOWN)[:, None], 0.0, difference).astype("float32")
