"""Small networks that tag tokens: what the second reading and the role spans share.

The network is a projection of the features of a token, residual convolutions over three tokens, and a softmax over
tags: “O” outside, and first, inner, last and only token of a span by label (B, I, L, U).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Dropout, Maxout, Model, NumpyOps, Softmax, chain, clone, expand_window, residual, with_array

from pipeline.data import data_file

Floats = NDArray[np.float32]
Network = Model[list[Floats], list[Floats]]
_DEPTH, _PIECES = 4, 2
_FORM: list[int | str] = ["IS_TITLE", "IS_UPPER", "IS_LOWER", "IS_PUNCT", "IS_SPACE", "LIKE_NUM", "SPACY"]
_NEVER = -1e9
_SURE = 0.97
"""Probability of “O” above which nothing else is tried."""


def tags_of(labels: Sequence[str]) -> tuple[str, ...]:
    """The tags of spans with these labels, “O” first."""
    return ("O", *(f"{place}-{label}" for label in labels for place in "BILU"))


def build_network(tags: int, width: int) -> Network:
    """A network of `width` without weights; the first of its dropouts falls on the features, the second within."""
    convolution: Model[Any, Any] = chain(
        expand_window(window_size=1), Maxout(width, width * 3, nP=_PIECES, normalize=True, dropout=0.0)
    )
    layers: Model[Any, Any] = chain(
        Dropout(0.0),
        Maxout(width, nP=_PIECES, normalize=True),
        Dropout(0.0),
        clone(residual(convolution), _DEPTH),
        Softmax(tags),
    )
    network: Network = with_array(layers, pad=_DEPTH)
    for node in network.walk():
        if isinstance(node.ops, NumpyOps):
            node.ops.use_blis = False
    return network


@cache
def shipped_network(name: str, tags: int, width: int) -> Network:
    """A shipped network (“second”, “roles”); its hash is in the manifest that `load_shipped` checks."""
    network: Network = build_network(tags, width).from_bytes(data_file("model").joinpath(name, "model").read_bytes())
    return network


def token_features(doc: Doc) -> list[Any]:
    """By token: its shared vector (`doc.tensor`), its static vector at length 4 (or 0), its form."""
    vectors: Any = doc.vocab.vectors
    rows = vectors.find(keys=doc.to_array("ORTH"))
    words = np.where((rows >= 0)[:, None], vectors.data[rows], 0.0)
    words *= 4 / np.maximum(np.linalg.norm(words, axis=1, keepdims=True), 1e-6)
    return [doc.tensor, words, doc.to_array(_FORM).astype("float32")]


@cache
def _allowed(tags: tuple[str, ...]) -> Floats:
    def follows(before: str, tag: str) -> bool:
        if before[0] in "OLU":
            return tag[0] in "OBU"
        return tag[0] in "IL" and tag[2:] == before[2:]

    return np.array([[0.0 if follows(b, t) else _NEVER for t in tags] for b in tags], dtype="float32")


def decode(probabilities: Floats, tags: tuple[str, ...], bias: float = 0.0) -> list[tuple[int, int, str, float]]:
    """The likeliest well-formed spans as (start, end, label, probability), from one row a token.

    The probability of a span is the geometric mean over its tokens. `bias` is taken from the logarithm of the
    probability of “O”: more of it finds more, right and wrong.
    """
    scores = np.log(np.maximum(probabilities, 1e-9))
    active = np.flatnonzero(probabilities[:, 0] < _SURE)
    found = []
    for group in np.split(active, np.flatnonzero(np.diff(active) > 1) + 1) if len(active) else ():
        first, end = int(group[0]), int(group[-1]) + 1
        part = scores[first:end].copy()
        part[:, 0] -= bias
        best = _best_tags(part, tags)
        start = first
        for i, tag in enumerate(best, first):
            if tags[tag][0] in "BU":
                start = i
            if tags[tag][0] in "LU":
                logs = [float(scores[j, best[j - first]]) for j in range(start, i + 1)]
                found.append((start, i + 1, tags[tag][2:], round(math.exp(sum(logs) / len(logs)), 3)))
    return found


def _best_tags(scores: Floats, tags: tuple[str, ...]) -> list[int]:
    """The best sequence of tags that may follow on “O” and leaves no span open (Viterbi)."""
    allowed = _allowed(tags)
    best = scores[0] + allowed[0]
    back = []
    for row in scores[1:]:
        paths = best[:, None] + allowed
        back.append(paths.argmax(axis=0))
        best = paths.max(axis=0) + row
    best[[i for i, tag in enumerate(tags) if tag[0] in "BI"]] = _NEVER
    sequence = [int(best.argmax())]
    for steps in reversed(back):
        sequence.append(int(steps[sequence[-1]]))
    return sequence[::-1]
