"""Role spans: `communique_role_spans` marks the stretches of a text that read as somebody's office or post.

A small network over what the pipeline has at hand already: the shared token vectors (`doc.tensor`), the static word
vectors, and where the entities stand. It reads only what is near a PERSON, and its spans are candidates (“Deputy
Minister of Health”), stored with their probability in `doc.spans["roles"]`; which of them is whose role is for
`communique_roles` to say. Trained by `training/role_spans.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span
from thinc.api import Dropout, Maxout, Model, NumpyOps, Softmax, chain, clone, expand_window, residual, with_array

from pipeline.data import data_file

KEY = "roles"
"""Name of the span group; `group.attrs["scores"]` has each span's probability (0 to 1)."""
TAGS = ("O", "B", "I", "L", "U")
"""Outside, first, inner, last and only token of a role."""
REACH = 32
"""Tokens on either side of a PERSON that are read."""
BIAS = 1.0
"""Taken from the logarithm of the probability of “no role”; chosen on fold 1 (benchmarks/ner.md)."""
WIDTH, DEPTH, PIECES = 64, 4, 2
_ENTITIES = {"PERSON": 0, "ORG": 1, "GPE": 2, "LOC": 2, "FAC": 2, "NORP": 3, "DATE": 4}
_KINDS = 6
_FORM: list[int | str] = ["IS_TITLE", "IS_UPPER", "IS_LOWER", "IS_PUNCT", "IS_SPACE", "LIKE_NUM", "SPACY"]
_FAR = np.array([1, 2, 3, 5, 9, 17])
_NEVER = -1e9
_SURE = 0.97
"""Probability of “no role” above which nothing else is tried."""
_FOLLOWS = {"O": "OBU", "B": "IL", "I": "IL", "L": "OBU", "U": "OBU"}

Floats = NDArray[np.float32]


@Language.factory("communique_role_spans")
def make_role_spans(nlp: Language, name: str, bias: float = BIAS) -> RoleSpans:
    """Factory of the component. It needs `tok2vec` and `ner` of the `communique` model before it.

    `bias` is taken from the logarithm of the probability of “no role”: more of it finds more, right and wrong.
    """
    return RoleSpans(shipped(), bias)


class RoleSpans:
    """Writes `doc.spans["roles"]`: spans that do not overlap, in order of the text."""

    def __init__(self, model: Model[list[Floats], list[Floats]], bias: float = BIAS) -> None:
        self.model = model
        self.bias = bias

    def __call__(self, doc: Doc) -> Doc:
        """Mark the roles of one document."""
        ranges = list(passages(doc))
        found, scores = [], []
        if ranges:
            features = features_of(doc)
            read = self.model.predict([features[start:end] for start, end in ranges])
            for (first, _), probabilities in zip(ranges, read, strict=True):
                for start, end, score in decode(probabilities, self.bias):
                    found.append(Span(doc, first + start, first + end, label="ROLE"))
                    scores.append(score)
        doc.spans[KEY] = found
        doc.spans[KEY].attrs["scores"] = scores
        return doc


def build_model(width: int = WIDTH, depth: int = DEPTH) -> Model[list[Floats], list[Floats]]:
    """The network: a projection, `depth` residual convolutions over three tokens, a softmax over `TAGS`."""
    convolution: Model[Any, Any] = chain(
        expand_window(window_size=1), Maxout(width, width * 3, nP=PIECES, normalize=True, dropout=0.0)
    )
    layers: Model[Any, Any] = chain(
        Maxout(width, nP=PIECES, normalize=True), Dropout(0.0), clone(residual(convolution), depth), Softmax(len(TAGS))
    )
    model: Model[list[Floats], list[Floats]] = with_array(layers, pad=depth)
    for node in model.walk():
        if isinstance(node.ops, NumpyOps):
            node.ops.use_blis = False
    return model


@cache
def shipped() -> Model[list[Floats], list[Floats]]:
    """The shipped network; its hash is in the manifest that `load_shipped` checks."""
    weights = data_file("model").joinpath("roles", "model").read_bytes()
    model: Model[list[Floats], list[Floats]] = build_model().from_bytes(weights)
    return model


def passages(doc: Doc) -> Iterator[tuple[int, int]]:
    """Token ranges within `REACH` of a PERSON, joined where they touch."""
    start = end = -1
    for ent in doc.ents:
        if ent.label_ != "PERSON":
            continue
        first, last = max(0, ent.start - REACH), min(len(doc), ent.end + REACH)
        if first > end >= 0:
            yield start, end
            start = first
        elif start < 0:
            start = first
        end = last
    if end >= 0:
        yield start, end


def features_of(doc: Doc) -> Floats:
    """One row a token: its vectors, its form, the entity it is in, how far the nearest people are."""
    vectors: Any = doc.vocab.vectors
    rows = vectors.find(keys=doc.to_array("ORTH"))
    words = np.where((rows >= 0)[:, None], vectors.data[rows], 0.0)
    words *= 4 / np.maximum(np.linalg.norm(words, axis=1, keepdims=True), 1e-6)
    entities = np.zeros((len(doc), _KINDS + 1), dtype="float32")
    people = np.zeros(len(doc), dtype=bool)
    for ent in doc.ents:
        entities[ent.start : ent.end, _ENTITIES.get(ent.label_, _KINDS - 1)] = 1
        entities[ent.start, _KINDS] = 1
        people[ent.start : ent.end] |= ent.label_ == "PERSON"
    parts: list[Any] = [doc.tensor, words, entities, doc.to_array(_FORM), _steps(people), _steps(people[::-1])[::-1]]
    return np.hstack(parts).astype("float32")


def _steps(people: NDArray[np.bool_]) -> Floats:
    """By token, how many steps back the last person is, in classes of `_FAR`."""
    at = np.arange(len(people))
    last = np.maximum.accumulate(np.where(people, at, -(10**6)))
    return np.eye(len(_FAR) + 1, dtype="float32")[np.searchsorted(_FAR, at - last, side="right")]


@cache
def _allowed() -> Floats:
    allowed = [[0.0 if tag in _FOLLOWS[before] else _NEVER for tag in TAGS] for before in TAGS]
    return np.array(allowed, dtype="float32")


def decode(probabilities: Floats, bias: float = BIAS) -> list[tuple[int, int, float]]:
    """The likeliest well-formed roles as (start, end, probability: geometric mean over the tokens), one row a token."""
    scores = np.log(np.maximum(probabilities, 1e-9))
    active = np.flatnonzero(probabilities[:, 0] < _SURE)
    found = []
    for group in np.split(active, np.flatnonzero(np.diff(active) > 1) + 1) if len(active) else ():
        first, end = int(group[0]), int(group[-1]) + 1
        part = scores[first:end].copy()
        part[:, 0] -= bias
        tags = _best_tags(part)
        start = first
        for i, tag in enumerate(tags, first):
            if TAGS[tag] in "BU":
                start = i
            if TAGS[tag] in "LU":
                logs = [float(scores[j, tags[j - first]]) for j in range(start, i + 1)]
                found.append((start, i + 1, round(math.exp(sum(logs) / len(logs)), 3)))
    return found


def _best_tags(scores: Floats) -> list[int]:
    """The best sequence of tags that may follow on “O” and leaves no role open (Viterbi)."""
    best = scores[0] + _allowed()[0]
    back = []
    for row in scores[1:]:
        paths = best[:, None] + _allowed()
        back.append(paths.argmax(axis=0))
        best = paths.max(axis=0) + row
    best[[TAGS.index("B"), TAGS.index("I")]] = _NEVER
    tags = [int(best.argmax())]
    for steps in reversed(back):
        tags.append(int(steps[tags[-1]]))
    return tags[::-1]
