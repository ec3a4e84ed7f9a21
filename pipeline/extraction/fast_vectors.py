"""The token vectors of spaCy models in numpy: equal to thinc's but for rounding, in two thirds of the time.

A vector before the convolutions depends on the word alone, so each word of a batch is looked up, hashed and mixed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import Tok2Vec
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps

from pipeline.extraction.layers import Floats, Groups, blocks, convolution, maxout_norm

_OPS = NumpyOps()
_MIX = np.uint64(0x9E3779B97F4A7C15)


class FastVectors:
    """What a `spacy.Tok2Vec.v2` of hash embeddings, static vectors and a maxout window encoder computes.

    Raises `ValueError` where `model` is another kind of network.
    """

    def __init__(self, model: Model[Any, Any]) -> None:
        nodes = list(model.walk())

        def named(name: str) -> list[Any]:
            return [node for node in nodes if node.name == name]

        tables, extracts, statics = named("hashembed"), named("extract_features"), named("static_vectors")
        layers = list(zip(named("maxout"), named("layernorm"), strict=True))
        if not tables or (len(extracts), len(statics)) != (1, 1) or len(named("expand_window")) != len(layers) - 1:
            raise ValueError("not a network of hash embeddings, static vectors and window encoder")
        tables.sort(key=lambda node: int(node.attrs["column"]))
        self._columns: list[str] = list(extracts[0].attrs["columns"])
        self._tables: list[Floats] = [node.get_param("E") for node in tables]
        self._seeds: list[int] = [node.attrs["seed"] for node in tables]
        self._static: Floats = np.ascontiguousarray(statics[0].get_param("W").T)
        layers.sort(key=lambda layer: layer[0].get_param("W").shape[2], reverse=True)  # the widest mixes the embedding
        self._depth = len(layers) - 1
        self.width: int = self._tables[0].shape[1]
        self._weights: dict[str, Floats] = {}
        for name, (node, norm) in zip(["mix", *(f"encode{i}" for i in range(self._depth))], layers, strict=True):
            matrix = node.get_param("W")
            pieces = matrix.transpose(1, 0, 2).reshape(-1, matrix.shape[2])
            self._weights[f"{name}.W"] = np.ascontiguousarray(pieces.T)
            self._weights[f"{name}.b"] = node.get_param("b").T.reshape(-1)
            self._weights[f"{name}.norm.G"] = norm.get_param("G")
            self._weights[f"{name}.norm.b"] = norm.get_param("b")

    def __call__(self, docs: Sequence[Doc]) -> list[Floats]:
        """The vectors of the tokens of each document."""
        lengths = [len(doc) for doc in docs]
        if not sum(lengths):
            return [np.zeros((0, self.width), dtype="float32") for _ in docs]
        read: list[Any] = [
            doc.to_array(["ORTH", *self._columns]).reshape(len(doc), 1 + len(self._columns)) for doc in docs
        ]
        columns: NDArray[np.uint64] = np.concatenate(read).astype("uint64", copy=False)
        keys = columns[:, 0].copy()
        for column in columns[:, 1:].T:
            keys *= _MIX
            keys += column
        words = Groups(keys)
        mixed = self._words(columns[words.first], docs[0].vocab.vectors)
        # empty rows between the documents, as many as the convolutions see on either side
        starts = np.cumsum([self._depth, *(length + self._depth for length in lengths)])
        at = np.concatenate([np.arange(s, s + n) for s, n in zip(starts, lengths, strict=False)])
        rows = np.zeros((int(starts[-1]), self.width), dtype="float32")
        rows[at] = mixed[words.of]
        for number in range(self._depth):
            rows = convolution(self._weights, f"encode{number}", rows)
        return [rows[s : s + n].copy() for s, n in zip(starts, lengths, strict=False)]

    def _words(self, columns: NDArray[np.uint64], vectors: Any) -> Floats:
        parts = []
        for number, (table, seed) in enumerate(zip(self._tables, self._seeds, strict=True), 1):
            rows = _OPS.hash(np.ascontiguousarray(columns[:, number]), seed) % len(table)
            parts.append(table[rows[:, 0]] + table[rows[:, 1]] + table[rows[:, 2]] + table[rows[:, 3]])
        row = vectors.find(keys=np.ascontiguousarray(columns[:, 0]))
        parts.append(np.where((row >= 0)[:, None], vectors.data[row], np.float32(0)) @ self._static)
        words = np.empty((len(columns), self.width), dtype="float32")
        for part in blocks(len(words)):
            affine = np.hstack([rows[part] for rows in parts]) @ self._weights["mix.W"]
            affine += self._weights["mix.b"]
            maxout_norm(self._weights, "mix", affine, words[part])
        return words


def fast_model(model: Model[Any, Any]) -> Model[Any, Any]:
    """A thinc model that predicts what `model` does and cannot be trained; `ValueError` as from `FastVectors`."""
    vectors = FastVectors(model)

    def forward(self: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[list[Floats], Any]:
        if is_train:
            raise ValueError("fast vectors cannot be trained")
        return vectors(docs), None

    return Model("communique_vectors", forward, dims={"nO": vectors.width})


def use_fast_vectors(nlp: Language) -> None:
    """Put fast vectors in the place of those that the components of `nlp` share, where they can do the same."""
    for _, component in nlp.pipeline:
        if isinstance(component, Tok2Vec):
            try:
                component.model = fast_model(component.model)
            except ValueError:  # another kind of network stays as it is
                continue
