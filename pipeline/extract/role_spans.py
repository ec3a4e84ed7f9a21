"""Role spans: `communique_role_spans` marks the stretches of a text that read as somebody's office or post.

A small network over what the pipeline has at hand already: the shared token vectors (`doc.tensor`), the static word
vectors, and where the entities stand. It reads only what is near a PERSON, and its spans are candidates (“Deputy
Minister of Health”), stored with their probability in `doc.spans["roles"]`; which of them is whose role is for
`communique_roles` to say. Trained by `training/role_spans.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.extract.layers import Floats
from pipeline.extract.tagging import Network, decode, shipped_network, tags_of, token_features

KEY = "roles"
"""Name of the span group; `group.attrs["scores"]` has each span's probability (0 to 1)."""
TAGS = tags_of(["ROLE"])
REACH = 32
"""Tokens on either side of a PERSON that are read."""
BIAS = 1.0
"""Against “no role”, see `decode`; chosen on fold 1 (benchmarks/ner.md)."""
WIDTH = 64
_ENTITIES = {"PERSON": 0, "ORG": 1, "GPE": 2, "LOC": 2, "FAC": 2, "NORP": 3, "DATE": 4}
_KINDS = 6
_FAR = np.array([1, 2, 3, 5, 9, 17])


@Language.factory("communique_role_spans")
def make_role_spans(nlp: Language, name: str, bias: float = BIAS) -> RoleSpans:
    """Factory of the component. It needs `tok2vec` and `ner` of the `communique` model before it."""
    return RoleSpans(bias=bias)


class RoleSpans:
    """Writes `doc.spans["roles"]`: spans that do not overlap, in order of the text."""

    def __init__(self, network: Network | None = None, bias: float = BIAS) -> None:
        self.network = network
        self.bias = bias

    def __call__(self, doc: Doc) -> Doc:
        """Mark the roles of one document."""
        ranges = list(passages(doc))
        found, scores = [], []
        if ranges:
            network = self.network or shipped_network("roles", len(TAGS), WIDTH)
            features = features_of(doc)
            read = network.predict([features[start:end] for start, end in ranges])
            for (first, _), probabilities in zip(ranges, read, strict=True):
                for start, end, label, score in decode(probabilities, TAGS, self.bias):
                    found.append(Span(doc, first + start, first + end, label=label))
                    scores.append(score)
        doc.spans[KEY] = found
        doc.spans[KEY].attrs["scores"] = scores
        return doc


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
    entities = np.zeros((len(doc), _KINDS + 1), dtype="float32")
    people = np.zeros(len(doc), dtype=bool)
    for ent in doc.ents:
        entities[ent.start : ent.end, _ENTITIES.get(ent.label_, _KINDS - 1)] = 1
        entities[ent.start, _KINDS] = 1
        people[ent.start : ent.end] |= ent.label_ == "PERSON"
    near = [_steps(people), _steps(people[::-1])[::-1]]
    return np.hstack([*token_features(doc), entities, *near]).astype("float32")


def _steps(people: NDArray[np.bool_]) -> Floats:
    """By token, how many steps back the last person is, in classes of `_FAR`."""
    at = np.arange(len(people))
    last = np.maximum.accumulate(np.where(people, at, -(10**6)))
    return np.eye(len(_FAR) + 1, dtype="float32")[np.searchsorted(_FAR, at - last, side="right")]
