"""The network of `communique_entities`: two readings of a text, the second with the whole document in view.

The first is a tagger over vectors of its own, which see four tokens on either side. The second sees of every word also
how it was read, and in what surroundings, in all its places in the document, and again between its convolutions; it
tags entities and, beside them, offices and posts (“Deputy Minister of Health”). Trained by `training/train.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import NumpyOps

from pipeline.extraction.layers import Floats, Groups, Weights, blocks, convolution, maxout_norm, softmax
from pipeline.extraction.lexicon import lexicon_bits, unpacked
from pipeline.extraction.tagging import tags_of

PLACES = ("GPE", "LOC", "FAC")
_SHARED = ("PERSON", "ORG", "DATE")
_OTHER = (
    "NORP", "CARDINAL", "EVENT", "LANGUAGE", "LAW", "MONEY", "ORDINAL", "PERCENT", "PRODUCT", "QUANTITY", "TIME",
    "WORK_OF_ART",
)  # fmt: skip
FIRST_TAGS = tags_of([*_SHARED, *PLACES, *_OTHER])
TAGS = tags_of([*_SHARED, "PLACE", *_OTHER])
"""Tags of the second reading: places are one label, and which of `PLACES` they are the first reading says."""
ROLE_TAGS = tags_of(["ROLE"])

WIDTH, DEPTH = 96, 4
"""Of the vectors and convolutions of the first reading: those of the base model's `ner`."""
POOLED = (1, 3)
"""Convolutions of the second reading after which a word's places are brought together again."""
DEPTH_SECOND = 5
HASH_ROWS = {"NORM": (8, 5000), "PREFIX": (9, 1000), "SUFFIX": (10, 2500), "SHAPE": (11, 2500)}
"""By attribute: the seed of its hashes and the rows of its table, as in the base model's `ner`."""
FORMS = ("IS_TITLE", "IS_UPPER", "IS_LOWER", "IS_PUNCT", "IS_SPACE", "LIKE_NUM", "SPACY")
ATTRIBUTES = ("ORTH", *HASH_ROWS, "LOWER", *FORMS)
COLUMNS = (*ATTRIBUTES, "LEXICON")
_VECTOR_LENGTH = np.float32(4)
_DOCUMENT = np.uint64(0x9E3779B97F4A7C15)
_OPS = NumpyOps()


def class_matrix() -> Floats:
    """What the second reading sees of the first one's tags: PERSON, ORG, place, DATE, NORP, other, O, first, last."""
    classes = {"PERSON": 0, "ORG": 1, **dict.fromkeys(PLACES, 2), "DATE": 3, "NORP": 4}
    matrix = np.zeros((len(FIRST_TAGS), 9), dtype="float32")
    matrix[0, 6] = 1
    for row, tag in enumerate(FIRST_TAGS[1:], 1):
        matrix[row, classes.get(tag[2:], 5)] = 1
        matrix[row, 7] = tag[0] in "BU"
        matrix[row, 8] = tag[0] in "LU"
    return matrix


_CLASSES = class_matrix()


class Inputs:
    """The tokens of several documents, laid out one after the other with empty rows between them.

    `words` groups equal tokens of all documents, `places` and `spellings` equal tokens of one document as they stand
    and in lower case.
    """

    def __init__(self, columns: Sequence[NDArray[np.uint64]], tensors: Sequence[Floats], vectors: Any) -> None:
        self.lengths = [len(rows) for rows in columns]
        self.columns = np.concatenate(columns)
        starts = np.cumsum([DEPTH, *(length + DEPTH for length in self.lengths)])
        self.rows = np.concatenate([np.arange(s, s + n) for s, n in zip(starts, self.lengths, strict=False)])
        self.total = int(starts[-1])
        orth, norm, lower = (self.columns[:, COLUMNS.index(name)] for name in ("ORTH", "NORM", "LOWER"))
        document = np.repeat(np.arange(1, len(columns) + 1, dtype="uint64") * _DOCUMENT, self.lengths)
        self.words = Groups(orth + norm * _DOCUMENT)
        self.places = Groups(orth ^ document)
        self.spellings = Groups(lower ^ document)
        self.tensor = np.concatenate(tensors)
        self.forms = self.columns[:, -len(FORMS) - 1 : -1].astype("float32")
        row = vectors.find(keys=np.ascontiguousarray(orth[self.words.first]))
        self.static: Floats = np.where((row >= 0)[:, None], vectors.data[row], np.float32(0))
        self.lexicon = unpacked(self.columns[self.words.first, -1])
        self.static_of_place = self.words.of[self.places.first]
        spelt = self.spellings.of[self.places.first]
        lower_share = self.spellings.means(self.forms[:, FORMS.index("IS_LOWER"), None])
        self.of_place = np.hstack([np.log(self.places.counts)[:, None] / 2, lower_share[spelt]])
        self.spelling_of_place = spelt

    def hashed(self) -> list[NDArray[np.int64]]:
        """By attribute: the four rows of its table that each word has."""
        found = []
        for name, (seed, rows) in HASH_ROWS.items():
            keys = np.ascontiguousarray(self.columns[self.words.first, COLUMNS.index(name)])
            found.append((_OPS.hash(keys, seed) % rows).astype("int64"))
        return found

    def scaled_static(self) -> Floats:
        """The static vectors of the words at one length (zeros stay), and what the lists know of them."""
        lengths = np.linalg.norm(self.static, axis=1, keepdims=True)
        scaled = self.static * (_VECTOR_LENGTH / np.maximum(lengths, np.float32(1e-6)))
        return np.hstack([scaled, self.lexicon])


def columns_of(doc: Doc) -> NDArray[np.uint64]:
    """The columns `COLUMNS` of the tokens of a document."""
    read: Any = doc.to_array(list(ATTRIBUTES))
    attributes: NDArray[np.uint64] = read.reshape(-1, len(ATTRIBUTES))
    words, of = np.unique(attributes[:, 0], return_inverse=True)
    strings = doc.vocab.strings
    bits = np.array([lexicon_bits(strings[word]) for word in words.tolist()], dtype="uint64")
    return np.hstack([attributes, bits[of][:, None]])


class Reading(NamedTuple):
    """Probabilities of one document, one row a token: of `FIRST_TAGS`, `TAGS` and `ROLE_TAGS`."""

    first: Floats
    second: Floats
    roles: Floats


def inputs_of(docs: Sequence[Doc]) -> Inputs:
    """What the network takes of documents (each of one token or more) with their shared vectors (`doc.tensor`)."""
    tensors: list[Any] = [doc.tensor for doc in docs]
    return Inputs([columns_of(doc) for doc in docs], tensors, docs[0].vocab.vectors)


def read(weights: Weights, inputs: Inputs) -> list[Reading]:
    """Both readings of the documents."""
    vectors = _own_vectors(weights, inputs)
    first = softmax(weights, "first", vectors)
    rows = _second_rows(weights, inputs, vectors, first @ _CLASSES)
    second, roles = softmax(weights, "second", rows), softmax(weights, "roles", rows)
    cuts = np.cumsum(inputs.lengths)[:-1]
    return [Reading(*parts) for parts in zip(*(np.split(p, cuts) for p in (first, second, roles)), strict=True)]


def _own_vectors(weights: Weights, inputs: Inputs) -> Floats:
    parts = []
    for name, keys in zip(HASH_ROWS, inputs.hashed(), strict=True):
        table = weights[f"embed.{name}"]
        parts.append(table[keys[:, 0]] + table[keys[:, 1]] + table[keys[:, 2]] + table[keys[:, 3]])
    words = np.empty((len(inputs.static), WIDTH), dtype="float32")
    parts.append(inputs.static @ weights["embed.static.W"])
    for part in blocks(len(words)):
        affine = np.hstack([rows[part] for rows in parts]) @ weights["embed.W"]
        affine += weights["embed.b"]
        maxout_norm(weights, "embed", affine, words[part])
    rows = np.zeros((inputs.total, WIDTH), dtype="float32")
    rows[inputs.rows] = words[inputs.words.of]
    for number in range(DEPTH):
        rows = convolution(weights, f"encode{number}", rows)
    vectors: Floats = rows[inputs.rows]
    return vectors


def _second_rows(weights: Weights, inputs: Inputs, vectors: Floats, classes: Floats) -> Floats:
    own = (vectors, classes, inputs.tensor)
    spelt = inputs.spellings.means(classes)[inputs.spelling_of_place]
    means = [inputs.places.means(rows) for rows in own]
    of_place = np.hstack([*means, inputs.places.greatest(classes), spelt, inputs.of_place])
    per_place = of_place @ weights["document.W"]
    per_place += weights["document.b"]
    per_place += (inputs.scaled_static() @ weights["static.W"])[inputs.static_of_place]
    mixed = np.empty((len(vectors), per_place.shape[1] // 2), dtype="float32")
    for part in blocks(len(mixed)):
        affine = np.hstack([rows[part] for rows in (*own, inputs.forms)]) @ weights["token.W"]
        affine += per_place[inputs.places.of[part]]
        maxout_norm(weights, "token", affine, mixed[part])
    rows = np.zeros((inputs.total, mixed.shape[1]), dtype="float32")
    rows[inputs.rows] = mixed
    outside = np.ones(inputs.total, dtype=bool)
    outside[inputs.rows] = False
    for number in range(DEPTH_SECOND):
        rows = convolution(weights, f"convolve{number}", rows)
        rows[outside] = 0
        if number in POOLED:
            tokens = rows[inputs.rows]
            rows[inputs.rows] = tokens + _pool(weights, number, inputs, tokens)
    last: Floats = rows[inputs.rows]
    return last


def _pool(weights: Weights, number: int, inputs: Inputs, tokens: Floats) -> Floats:
    per_spelling = inputs.spellings.means(tokens) @ weights[f"pooled{number}.W"]
    per_spelling += weights[f"pool{number}.b"]
    pooled = np.empty_like(tokens)
    for part in blocks(len(tokens)):
        affine = tokens[part] @ weights[f"pool{number}.W"]
        affine += per_spelling[inputs.spellings.of[part]]
        maxout_norm(weights, f"pool{number}", affine, pooled[part])
    return pooled
