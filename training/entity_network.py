"""The network of `pipeline.extraction.entity_network` as it is trained: both readings at once, on whole documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from thinc.api import NumpyOps

from pipeline.extraction.entity_network import (
    DEPTH,
    DEPTH_SECOND,
    FIRST_TAGS,
    FORMS,
    HASH_ROWS,
    POOLED,
    ROLE_TAGS,
    TAGS,
    WIDTH,
    Inputs,
    class_matrix,
)
from pipeline.extraction.layers import Floats
from pipeline.extraction.lexicon import FEATURES
from training.layers import Parameters, convolution, dropout, linear, maxout_norm, means, softmax_error

_CLASSES = class_matrix()
_OPS = NumpyOps()
_PIECES, _PIECES_SECOND = 3, 2
_OUTSIDE_FIRST = 3.0  # of the tags at the start, “O” is the likeliest
Wanted = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Numbers of the tags of both readings and of the roles, -1 where nothing is learnt."""


def base_weights(nlp: Language) -> dict[str, Floats]:
    """The weights of the vectors that the base model's `ner` has of its own: where those of ours start from."""
    ner = nlp.get_pipe("ner")
    assert isinstance(ner, EntityRecognizer)
    nodes = list(ner.model.walk())

    def named(name: str) -> list[Any]:
        return [node for node in nodes if node.name == name]

    weights = {}
    tables = sorted(named("hashembed"), key=lambda node: node.attrs["column"])
    for (name, (seed, rows)), node in zip(HASH_ROWS.items(), tables, strict=True):
        assert (node.attrs["seed"], len(node.get_param("E"))) == (seed, rows)
        weights[f"embed.{name}"] = node.get_param("E")
    weights["embed.static.W"] = named("static_vectors")[0].get_param("W").T
    layers = list(zip(named("maxout"), named("layernorm"), strict=True))
    layers.sort(key=lambda layer: layer[0].get_param("W").shape[2], reverse=True)  # the widest is the embedding
    for name, (node, norm) in zip(["embed", *(f"encode{i}" for i in range(DEPTH))], layers, strict=True):
        matrix = node.get_param("W")
        weights[f"{name}.W"] = matrix.transpose(1, 0, 2).reshape(WIDTH * _PIECES, -1).T
        weights[f"{name}.b"] = node.get_param("b").T.reshape(-1)
        weights[f"{name}.norm.G"], weights[f"{name}.norm.b"] = norm.get_param("G"), norm.get_param("b")
    return {name: np.array(array, dtype="float32", order="C") for name, array in weights.items()}


def fresh_weights(random: np.random.Generator, width: int, static: int, tensor: int) -> dict[str, Floats]:
    """Weights of everything else; `static` and `tensor` are the lengths of the vectors of the base model."""
    token = WIDTH + _CLASSES.shape[1] + tensor + len(FORMS)
    document = token - len(FORMS) + 2 * _CLASSES.shape[1] + 2
    weights: dict[str, Any] = {}

    def matrix(name: str, rows: int, columns: int, scale: float, bias: bool = True) -> None:
        weights[f"{name}.W"] = random.normal(0, scale, (rows, columns))
        if bias:
            weights[f"{name}.b"] = np.zeros(columns)

    def norm(name: str) -> None:
        weights[f"{name}.norm.G"], weights[f"{name}.norm.b"] = np.ones(width), np.zeros(width)

    wide = width * _PIECES_SECOND
    all_inputs = float(token + document + static)
    matrix("token", token, wide, all_inputs**-0.5, bias=False)
    matrix("document", document, wide, all_inputs**-0.5)
    matrix("static", static + len(FEATURES), wide, all_inputs**-0.5, bias=False)
    norm("token")
    for number in range(DEPTH_SECOND):
        matrix(f"convolve{number}", 3 * width, wide, float(3 * width) ** -0.5)
        norm(f"convolve{number}")
        if number in POOLED:
            matrix(f"pool{number}", width, wide, (2.0 * width) ** -0.5)
            matrix(f"pooled{number}", width, wide, (2.0 * width) ** -0.5, bias=False)
            norm(f"pool{number}")
    for name, rows, tags in (("first", WIDTH, FIRST_TAGS), ("second", width, TAGS), ("roles", width, ROLE_TAGS)):
        matrix(name, rows, len(tags), 0.01)
        weights[f"{name}.b"][0] = _OUTSIDE_FIRST
    return {name: array.astype("float32") for name, array in weights.items()}


def learn(
    parameters: Parameters,
    inputs: Inputs,
    wanted: Wanted,
    random: np.random.Generator,
    rate: float,
    hidden: float,
) -> list[float]:
    """Add the gradients of one batch to `parameters`; the losses of both readings and of the roles.

    `rate` is the dropout in the network, `hidden` that on the features of the second reading.
    """
    vectors, back_vectors = _own_vectors(parameters, inputs, random, rate)
    scores, back_first = linear(parameters, "first", vectors)
    probabilities, of_first, loss_first = softmax_error(scores, wanted[0])
    rows, back_rows = _second_rows(parameters, inputs, vectors, probabilities @ _CLASSES, random, rate, hidden)
    scale = np.float32(100 / len(vectors))
    losses, of_rows = [loss_first], np.zeros_like(rows)
    for name, tags in (("second", wanted[1]), ("roles", wanted[2])):
        scores, back = linear(parameters, name, rows)
        _, gradient, loss = softmax_error(scores, tags)
        losses.append(loss)
        of_rows += back(gradient * scale)
    of_vectors, of_classes = back_rows(of_rows)
    of_probabilities = of_classes @ _CLASSES.T
    of_probabilities -= np.einsum("ij,ij->i", of_probabilities, probabilities)[:, None]
    of_vectors += back_first(of_first * scale + probabilities * of_probabilities)
    back_vectors(of_vectors)
    return losses


def _own_vectors(
    parameters: Parameters, inputs: Inputs, random: np.random.Generator, rate: float
) -> tuple[Floats, Callable[[Floats], None]]:
    hashed = inputs.hashed()
    parts = [parameters[f"embed.{name}"][keys].sum(axis=1) for name, keys in zip(HASH_ROWS, hashed, strict=True)]
    static, back_static = linear(parameters, "embed.static", inputs.static, bias=False)
    affine, back_affine = linear(parameters, "embed", np.hstack([*parts, static]))
    words, back_words = maxout_norm(parameters, "embed", affine, _PIECES, random, 0.0)
    tokens, back_tokens = dropout(random, words[inputs.words.of], rate)
    rows = np.zeros((inputs.total, WIDTH), dtype="float32")
    rows[inputs.rows] = tokens
    backs = []
    for number in range(DEPTH):
        rows, back_row = convolution(parameters, f"encode{number}", rows, _PIECES, random, rate)
        backs.append(back_row)

    def back(gradient: Floats) -> None:
        of_rows = np.zeros_like(rows)
        of_rows[inputs.rows] = gradient
        for back_one in reversed(backs):
            of_rows = back_one(of_rows)
        of_words = back_affine(back_words(inputs.words.sums(back_tokens(of_rows[inputs.rows]))))
        for number, (name, keys) in enumerate(zip(HASH_ROWS, hashed, strict=True)):
            table = np.zeros_like(parameters[f"embed.{name}"])
            of_part = np.ascontiguousarray(of_words[:, number * WIDTH : (number + 1) * WIDTH])
            for column in keys.T:
                _OPS.scatter_add(table, np.ascontiguousarray(column, dtype="int32"), of_part)
            parameters.add(f"embed.{name}", table)
        back_static(of_words[:, len(hashed) * WIDTH :])

    return rows[inputs.rows], back


def _second_rows(
    parameters: Parameters,
    inputs: Inputs,
    vectors: Floats,
    classes: Floats,
    random: np.random.Generator,
    rate: float,
    hidden: float,
) -> tuple[Floats, Callable[[Floats], tuple[Floats, Floats]]]:
    """The last rows of the second reading, and the way back to `vectors` and `classes`.

    The greatest values and the means by spelling have no way back: they follow the means by word closely.
    """
    seen = np.hstack([vectors, classes, inputs.tensor])
    seen_in_places, back_means = means(inputs.places, seen)
    spelt = inputs.spellings.means(classes)[inputs.spelling_of_place]
    of_place = np.hstack([seen_in_places, inputs.places.greatest(classes), spelt, inputs.of_place])
    static = inputs.scaled_static()[inputs.static_of_place]
    token, back_token = dropout(random, np.hstack([seen, inputs.forms]), hidden)
    of_place, back_place = dropout(random, of_place, hidden)
    static, _ = dropout(random, static, hidden)
    affine, back_token_affine = linear(parameters, "token", token, bias=False)
    per_place, back_place_affine = linear(parameters, "document", of_place)
    per_static, back_static_affine = linear(parameters, "static", static, bias=False)
    mixed, back_mixed = maxout_norm(
        parameters, "token", affine + (per_place + per_static)[inputs.places.of], _PIECES_SECOND, random, rate
    )
    rows = np.zeros((inputs.total, mixed.shape[1]), dtype="float32")
    rows[inputs.rows] = mixed
    inside = np.zeros((inputs.total, 1), dtype="float32")
    inside[inputs.rows] = 1
    backs = []
    for number in range(DEPTH_SECOND):
        rows, back_one = convolution(parameters, f"convolve{number}", rows, _PIECES_SECOND, random, rate, inside)
        backs.append(back_one)
        if number in POOLED:
            rows, back_one = _pool(parameters, number, inputs, rows, random, rate)
            backs.append(back_one)

    def back(gradient: Floats) -> tuple[Floats, Floats]:
        of_rows = np.zeros_like(rows)
        of_rows[inputs.rows] = gradient
        for back_one in reversed(backs):
            of_rows = back_one(of_rows)
        of_mixed = back_mixed(of_rows[inputs.rows])
        of_places = inputs.places.sums(of_mixed)
        back_static_affine(of_places)
        of_seen = back_token(back_token_affine(of_mixed))[:, : seen.shape[1]]
        of_seen += back_means(back_place(back_place_affine(of_places))[:, : seen.shape[1]])
        return of_seen[:, :WIDTH].copy(), of_seen[:, WIDTH : WIDTH + classes.shape[1]]

    return rows[inputs.rows], back


def _pool(
    parameters: Parameters, number: int, inputs: Inputs, rows: Floats, random: np.random.Generator, rate: float
) -> tuple[Floats, Callable[[Floats], Floats]]:
    tokens = rows[inputs.rows]
    affine, back_own = linear(parameters, f"pool{number}", tokens)
    together, back_means = means(inputs.spellings, tokens)
    of_spelling, back_spelling = linear(parameters, f"pooled{number}", together, bias=False)
    out, back_out = maxout_norm(
        parameters, f"pool{number}", affine + of_spelling[inputs.spellings.of], _PIECES_SECOND, random, rate
    )
    pooled = rows.copy()
    pooled[inputs.rows] += out

    def back(gradient: Floats) -> Floats:
        of_affine = back_out(gradient[inputs.rows])
        result = gradient.copy()
        result[inputs.rows] += back_own(of_affine) + back_means(back_spelling(inputs.spellings.sums(of_affine)))
        return result

    return pooled, back
