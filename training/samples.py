"""Annotated texts as the network takes them: what it sees of the tokens, and the tags that are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.entities import REACH
from pipeline.extraction.entity_network import FIRST_TAGS, PLACES, ROLE_TAGS, TAGS, Inputs, columns_of
from pipeline.extraction.layers import Floats
from training.corpus import MISSING, Labelled
from training.entity_network import Wanted

UNKNOWN = -1
"""Tag of a token that teaches nothing."""
Tags = NDArray[np.int64]
_SECOND = np.array([TAGS.index(tag[:2] + "PLACE" if tag[2:] in PLACES else tag) for tag in FIRST_TAGS])
_PERSON = [number for number, tag in enumerate(FIRST_TAGS) if tag[2:] == "PERSON"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One document: the attributes `COLUMNS` and the shared vectors of its tokens, and their tags."""

    columns: NDArray[np.uint64]
    tensor: Floats
    first: Tags
    roles: Tags


def sample(doc: Doc, document: Labelled) -> Sample:
    """A sample of a document tokenised and read by the base model's `tok2vec`."""
    first = entity_tags(doc, document)
    return Sample(columns_of(doc), doc.tensor, first, role_tags(doc, document, first))


def samples(nlp: Language, documents: Iterable[Labelled]) -> list[Sample]:
    """Samples of documents, read by the base model `nlp`; those without a token are left out."""
    documents = list(documents)
    with nlp.select_pipes(enable=["tok2vec"]):
        docs = list(nlp.pipe((d.text for d in documents), batch_size=16))
    return [sample(doc, document) for doc, document in zip(docs, documents, strict=True) if len(doc)]


def batch(chosen: Sequence[Sample], vectors: Any) -> tuple[Inputs, Wanted]:
    """Samples as one batch."""
    first = np.concatenate([s.first for s in chosen])
    second = np.where(first == UNKNOWN, UNKNOWN, _SECOND[first])
    inputs = Inputs([s.columns for s in chosen], [s.tensor for s in chosen], vectors)
    return inputs, (first, second, np.concatenate([s.roles for s in chosen]))


def entity_tags(doc: Doc, document: Labelled) -> Tags:
    """The tag of each token. What a span touches that is not whole tokens, or `MISSING`, teaches nothing."""
    tags: Tags = np.zeros(len(doc), dtype="int64")
    unclear = []
    for start, end, label in document.spans:
        if label == MISSING or doc.char_span(start, end) is None:
            unclear.append((start, end))
        else:
            _mark(tags, doc, (start, end), FIRST_TAGS, label)
    for place in unclear:
        touched = _touched(doc, place)
        touched_tags = tags[touched]
        touched_tags[touched_tags == 0] = UNKNOWN
        tags[touched] = touched_tags
    return tags


def role_tags(doc: Doc, document: Labelled, entities: Tags) -> Tags:
    """The tag of each token as an office; what may be one teaches nothing, nor does what is far from people."""
    tags: Tags = np.zeros(len(doc), dtype="int64")
    for place in document.maybe_roles:
        tags[_touched(doc, place)] = UNKNOWN
    for place in document.roles:
        _mark(tags, doc, place, ROLE_TAGS, "ROLE")
    near = np.zeros(len(doc), dtype=bool)
    for at in np.flatnonzero(np.isin(entities, _PERSON)):
        near[max(0, at - REACH) : at + REACH + 1] = True
    tags[~near] = UNKNOWN
    return tags


def _touched(doc: Doc, place: tuple[int, int]) -> slice:
    tokens = doc.char_span(*place, alignment_mode="expand")
    return slice(tokens.start, tokens.end) if tokens is not None else slice(0)


def _mark(tags: Tags, doc: Doc, place: tuple[int, int], names: Sequence[str], label: str) -> None:
    touched = _touched(doc, place)
    length = touched.stop - (touched.start or 0)
    if length > 1:
        parts = [f"B-{label}", *[f"I-{label}"] * (length - 2), f"L-{label}"]
        tags[touched] = [names.index(part) for part in parts]
    elif length == 1:
        tags[touched] = names.index(f"U-{label}")
