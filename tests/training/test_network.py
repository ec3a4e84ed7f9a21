"""The trained network is the one that is run, its gradients are right, and texts become the tags that are wanted."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from pipeline.extraction.entity_network import (
    COLUMNS,
    FIRST_TAGS,
    HASH_ROWS,
    ROLE_TAGS,
    TAGS,
    Inputs,
    class_matrix,
    read,
)
from pipeline.extraction.layers import Floats
from pipeline.extraction.model import BASE_MODEL, load_model
from training.augment import Augment, augmented
from training.corpus import MISSING, Labelled
from training.entity_network import _own_vectors, _second_rows, base_weights, fresh_weights, learn
from training.layers import Parameters, linear, softmax_error
from training.samples import batch, entity_tags, role_tags, samples

NLP = load_model(BASE_MODEL)
TEXTS = [
    "Amina Okoye, Director of the World Food Bureau, met Joao Prado in Maputo on 4 May 2021.",
    "Veloria opened. Veloria met the WORLD FOOD BUREAU. The bureau agreed.",
]


def some_batch() -> tuple[Inputs, tuple[np.ndarray, ...]]:
    documents = [
        Labelled("a", TEXTS[0], ((0, 11, "PERSON"), (29, 46, "ORG"), (66, 72, "GPE")), ((13, 46),)),
        Labelled("b", TEXTS[1], ((0, 7, "ORG"), (16, 23, "ORG"))),
    ]
    return batch(samples(NLP, documents), NLP.vocab.vectors)


def weights(width: int = 8) -> dict[str, Floats]:
    random = np.random.default_rng(3)
    made = base_weights(NLP) | fresh_weights(random, width, NLP.vocab.vectors_length, 96)
    for name in ("first.W", "second.W", "roles.W"):
        made[name] = random.normal(0, 0.3, made[name].shape).astype("float32")
    return made


def test_what_is_trained_is_what_is_run() -> None:
    inputs, _ = some_batch()
    random = np.random.default_rng(1)
    parameters = Parameters(weights(), {})
    vectors, _ = _own_vectors(parameters, inputs, random, 0.0)
    first, *_ = softmax_error(linear(parameters, "first", vectors)[0], np.zeros(len(vectors), dtype="int64"))
    rows, _ = _second_rows(parameters, inputs, vectors, first @ class_matrix(), random, 0.0, 0.0)
    second, *_ = softmax_error(linear(parameters, "second", rows)[0], np.zeros(len(rows), dtype="int64"))
    readings = read(parameters.weights, inputs)
    assert np.allclose(np.concatenate([r.first for r in readings]), first, atol=1e-5)
    assert np.allclose(np.concatenate([r.second for r in readings]), second, atol=1e-5)


def test_the_vectors_start_as_the_base_models() -> None:
    inputs, _ = some_batch()
    vectors, _ = _own_vectors(Parameters(weights(), {}), inputs, np.random.default_rng(1), 0.0)
    ner = NLP.get_pipe("ner").model.get_ref("tok2vec").layers[0]  # type: ignore[attr-defined]
    expected = np.concatenate(ner.predict([NLP.make_doc(text) for text in TEXTS]))
    assert np.allclose(vectors, expected, atol=1e-4)


@pytest.mark.parametrize(
    "name", ["convolve2.W", "pool1.W", "pooled3.W", "document.b", "token.norm.G", "static.W", "second.W", "roles.b"]
)
def test_gradients_are_those_of_the_loss(name: str) -> None:
    inputs, wanted = some_batch()
    parameters = Parameters(weights(), {})

    def loss(change: float, along: Floats) -> float:
        moved = Parameters(parameters.weights | {name: parameters[name] + np.float32(change) * along}, {})
        _, second, roles = learn(moved, inputs, wanted, np.random.default_rng(1), 0.0, 0.0)
        return (second + roles) * 100 / len(wanted[0])

    learn(parameters, inputs, wanted, np.random.default_rng(1), 0.0, 0.0)
    gradient = parameters.gradients[name]
    along = gradient / np.linalg.norm(gradient)
    slope = (loss(1e-2, along) - loss(-1e-2, along)) / 2e-2
    assert slope == pytest.approx(float(np.linalg.norm(gradient)), rel=0.1)


def test_shares_of_the_learning_rate() -> None:
    assert set(HASH_ROWS) < set(COLUMNS)
    parameters = Parameters({"embed.W": np.zeros(1, "f"), "first.W": np.zeros(1, "f")}, {"embed.W": 0.25})
    assert parameters._share == {"embed.W": 0.25, "first.W": 1.0}


TEXT = "Amina Okoye, CEO of Veloria, spoke. Okoyes left."


@pytest.mark.parametrize(
    ("spans", "expected", "why"),
    [
        ([(0, 11, "PERSON"), (20, 27, "ORG")], {0: "B-PERSON", 1: "L-PERSON", 5: "U-ORG"}, "two tokens and one"),
        ([(20, 27, MISSING)], {5: None}, "optional: nothing is learnt"),
        ([(36, 41, "PERSON")], {9: None}, "a part of a token: nothing is learnt"),
        ([(0, 27, "ORG")], {0: "B-ORG", **dict.fromkeys(range(1, 5), "I-ORG"), 5: "L-ORG"}, "inner tokens"),
    ],
)
def test_spans_become_tags(spans: list[tuple[int, int, str]], expected: dict[int, str | None], why: str) -> None:
    tags = entity_tags(NLP.make_doc(TEXT), Labelled("a", TEXT, tuple(spans)))
    assert {i: None if t < 0 else FIRST_TAGS[t] for i, t in enumerate(tags) if t} == expected, why


def test_offices_far_from_people_teach_nothing() -> None:
    text = "Amina Okoye, CEO, spoke. " + "It rained. " * 40 + "A director left."
    doc = NLP.make_doc(text)
    document = Labelled("a", text, ((0, 11, "PERSON"),), ((13, 16),), ((text.index("director"), len(text) - 6),))
    tags = role_tags(doc, document, entity_tags(doc, document))
    assert [ROLE_TAGS[t] if t >= 0 else None for t in tags[:6]] == ["O", "O", "O", "U-ROLE", "O", "O"]
    assert set(tags[40:].tolist()) == {-1}


def test_roles_go_with_the_text() -> None:
    text = "Veloria grew.\nLena Vogt, CEO of Veloria Systems Inc., spoke.\nVeloria is old."
    at = text.index("CEO")
    names = [("Veloria", 0), ("Lena Vogt", 14), ("Veloria Systems Inc.", at + 7), ("Veloria", text.rindex("Veloria"))]
    spans = tuple((start, start + len(n), "PERSON" if n == "Lena Vogt" else "ORG") for n, start in names)
    document = Labelled("a", text, spans, ((at, at + 27),), ((at, at + 3),))
    for salt in "abcdef":
        new = augmented(document, Augment(brands=1, straight_quotes=0.5), Random(1), salt, words=3)
        (start, end), (maybe, stop) = new.roles[0], new.maybe_roles[0]
        assert new.text[start:end].startswith("CEO of ")
        assert new.text[start:end].endswith(" Systems Inc.")
        assert new.text[maybe:stop] == "CEO"
    assert len(TAGS) == len(FIRST_TAGS) - 8, "three kinds of places are one"


def test_roles_keep_a_length_when_names_around_them_shrink() -> None:
    text = "Lena Vogt of the National Association of Canal and Harbour Directors spoke."
    start, end = text.index("National"), text.index(" spoke")
    document = Labelled("a", text, ((0, 9, "PERSON"), (start, end, "ORG")), ((text.index("Directors"), end),))
    for salt in "abcdef":
        new = augmented(document, Augment(names=1), Random(1), salt, words=30)
        assert all(0 <= a < b <= len(new.text) for a, b in new.roles)
