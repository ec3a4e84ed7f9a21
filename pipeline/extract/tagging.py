"""Small networks that tag tokens: what the second reading and the role spans share.

The network is a projection of the features of a token, residual convolutions over three tokens, and a softmax over
tags: “O” outside, and first, inner, last and only token of a span by label (B, I, L, U).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Dropout, Maxout, Model, NumpyOps, Softmax, chain, clone, expand_window, residual, with_array

from pipeline.data import data_file
from pipeline.extract.layers import Floats, Groups, Weights, blocks, convolution, maxout_norm, softmax

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


class FastTagger:
    """What a network of `build_network` predicts, in numpy: equal but for rounding, in a third of the time."""

    def __init__(self, network: Network) -> None:
        nodes: list[Model[Any, Any]] = list(network.walk())
        layers = [node for node in nodes if node.name == "maxout"]
        norms = [node for node in nodes if node.name == "layernorm"]
        weights: dict[str, Any] = {}
        for number, (layer, norm) in enumerate(zip(layers, norms, strict=True)):
            matrix: Any = layer.get_param("W")  # one row an output, piece and input
            bias: Any = layer.get_param("b")
            weights[f"{number}.W"] = np.ascontiguousarray(matrix.transpose(1, 0, 2).reshape(-1, matrix.shape[2]).T)
            weights[f"{number}.b"] = np.ascontiguousarray(bias.T.reshape(-1))
            weights[f"{number}.norm.G"], weights[f"{number}.norm.b"] = norm.get_param("G"), norm.get_param("b")
        (last,) = (node for node in nodes if node.name == "softmax")
        weights["tags.W"] = np.ascontiguousarray(last.get_param("W").T)
        weights["tags.b"] = last.get_param("b")
        self._weights: Weights = weights
        self._width, self._depth = len(weights["0.norm.G"]), len(layers) - 1

    def predict(self, pieces: Sequence[Floats]) -> list[Floats]:
        """The probabilities of the tags, one row a token of each piece."""
        weights = self._weights
        # rows of zeros between the pieces, as thinc has them (`pad`)
        starts = np.cumsum([_DEPTH, *(len(piece) + _DEPTH for piece in pieces)])
        rows = np.empty((int(starts[-1]), self._width), dtype="float32")
        maxout_norm(weights, "0", weights["0.b"][None], rows[:1])
        rows[1:] = rows[0]
        for start, piece in zip(starts, pieces, strict=False):
            for part in blocks(len(piece)):
                affine = piece[part] @ weights["0.W"]
                affine += weights["0.b"]
                maxout_norm(weights, "0", affine, rows[start + part.start : start + part.stop])
        for number in range(1, self._depth + 1):
            rows = convolution(weights, str(number), rows)
        return [softmax(weights, "tags", rows[s : s + len(p)]) for s, p in zip(starts, pieces, strict=False)]


@cache
def shipped_network(name: str, tags: int, width: int) -> FastTagger:
    """A shipped network (“second”, “roles”); its hash is in the manifest that `load_shipped` checks."""
    network: Network = build_network(tags, width).from_bytes(data_file("model").joinpath(name, "model").read_bytes())
    return FastTagger(network)


def token_features(doc: Doc) -> list[Any]:
    """By token: its shared vector (`doc.tensor`), its static vector at length 4 (or 0), its form."""
    vectors: Any = doc.vocab.vectors
    same = Groups(doc.to_array("ORTH"))
    rows = vectors.find(keys=same.keys)
    words = np.where((rows >= 0)[:, None], vectors.data[rows], np.float32(0))
    words *= 4 / np.maximum(np.linalg.norm(words, axis=1, keepdims=True), np.float32(1e-6))
    return [doc.tensor, words[same.of], doc.to_array(_FORM).astype("float32")]


@cache
def _allowed(tags: tuple[str, ...]) -> Floats:
    def follows(before: str, tag: str) -> bool:
        if before[0] in "OLU":
            return tag[0] in "OBU"
        return tag[0] in "IL" and tag[2:] == before[2:]

    return np.array([[0.0 if follows(b, t) else _NEVER for t in tags] for b in tags], dtype="float32")


@cache
def _places(tags: tuple[str, ...]) -> NDArray[np.str_]:
    return np.array([tag[0] for tag in tags])


def decode(probabilities: Floats, tags: tuple[str, ...], bias: float = 0.0) -> list[tuple[int, int, str, float]]:
    """The likeliest well-formed spans as (start, end, label, probability), from one row a token.

    The probability of a span is the geometric mean over its tokens. `bias` is taken from the logarithm of the
    probability of “O”: more of it finds more, right and wrong.
    """
    active = np.flatnonzero(probabilities[:, 0] < _SURE)
    if not len(active):
        return []
    scores = np.log(np.maximum(probabilities[active], 1e-9))
    biased = scores.copy()
    biased[:, 0] -= bias
    best = biased.argmax(axis=1)
    cuts = np.flatnonzero(np.diff(active) > 1) + 1
    edges = [0, *cuts.tolist(), len(active)]
    # the likeliest tags of all are nearly always well-formed: only where they are not is a way through them looked for
    before = np.concatenate(([0], best[:-1]))
    before[cuts] = 0
    wrong = _allowed(tags)[before, best] < 0
    ends = np.array(edges[1:]) - 1
    wrong[ends] |= np.isin(_places(tags)[best[ends]], ("B", "I"))
    found = []
    for first, end in pairwise(edges):
        if wrong[first:end].any():
            best[first:end] = _best_tags(biased[first:end], tags)
        start = first
        for at in range(first, end):
            place = tags[best[at]][0]
            if place in "BU":
                start = at
            if place in "LU":
                logs = scores[np.arange(start, at + 1), best[start : at + 1]].tolist()
                span = int(active[start]), int(active[at]) + 1
                found.append((*span, tags[best[at]][2:], round(math.exp(sum(logs) / len(logs)), 3)))
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
