"""The entity component: what it finds, what it sees of a document, and how tags become spans."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from spacy.tokens import Doc

from pipeline.extraction.entities import (
    NAME,
    REACH,
    ROLES,
    Entities,
    longest_piece,
    passages,
    set_entities,
    shipped_weights,
)
from pipeline.extraction.entity_network import FIRST_TAGS, ROLE_TAGS, TAGS, Reading, inputs_of, read
from pipeline.extraction.model import DEFAULT_MODEL, load_model
from pipeline.extraction.tagging import decode

NLP = load_model(DEFAULT_MODEL)
TEXTS = [
    "GENEVA, 4 May 2021 – Amina Okoye of the World Food Bureau met Joao Prado in Maputo.",
    "",
    "Veloria met. Then Veloria left.\n\n" + "It makes pumps and valves. " * 150,
    " ",
    "x",
]


def found(text: str) -> Doc:
    with NLP.select_pipes(enable=["tok2vec", NAME]):
        return NLP(text)


@pytest.mark.parametrize("nothing", ["", " ", "\n\n", "."])
def test_texts_without_names(nothing: str) -> None:
    doc = found(nothing)
    assert doc.ents == ()
    assert len(doc.spans[ROLES]) == 0


ABOUT = "\n“We grow,” said Amina Okoye, CEO of Trelion.\nAbout Trelion\nTrelion is based in Maputo."


@pytest.mark.parametrize(
    "start",
    ["Trelion, a leading provider of pumps, opened a plant in Maputo.", "Trelion said sales rose."],
    ids=["described", "who says might be a person"],
)
def test_a_company_is_one_thing_in_all_its_places(start: str) -> None:
    assert {e.label_ for e in found(start + ABOUT).ents if e.text == "Trelion"} == {"ORG"}


def test_labels_that_no_annotation_has() -> None:
    assert ("$5 million", "MONEY") in [(e.text, e.label_) for e in found("Amina Okoye paid $5 million in Maputo.").ents]


def test_readings_are_kept() -> None:
    doc = found("Amina Okoye lives in Maputo.")
    assert doc._.communique_readings.shape == (len(doc), len(TAGS))
    assert np.allclose(doc._.communique_readings.sum(axis=1), 1, atol=1e-4)


def test_documents_are_read_alike_alone_and_together() -> None:
    with NLP.select_pipes(enable=["tok2vec", NAME]):
        together = list(NLP.pipe(TEXTS, batch_size=len(TEXTS)))
    for text, doc in zip(TEXTS, together, strict=True):
        alone = found(text)
        assert [(e.start, e.end, e.label_) for e in doc.ents] == [(e.start, e.end, e.label_) for e in alone.ents]
        if len(doc):
            assert np.allclose(doc._.communique_readings, alone._.communique_readings, atol=1e-4)


def test_a_word_is_seen_with_all_its_places() -> None:
    docs = list(
        NLP.get_pipe("tok2vec").pipe([NLP.make_doc("Veloria met. Then Veloria left."), NLP.make_doc("Veloria")])
    )
    inputs = inputs_of(docs)
    first, again, other = (i for i, token in enumerate([*docs[0], *docs[1]]) if token.text == "Veloria")
    assert inputs.places.of[first] == inputs.places.of[again] != inputs.places.of[other]
    means = inputs.places.means(inputs.tensor)[inputs.places.of]
    assert np.allclose(means[first], (inputs.tensor[first] + inputs.tensor[again]) / 2, atol=1e-5)
    assert np.allclose(means[other], inputs.tensor[other])
    assert inputs.words.of[first] == inputs.words.of[other]


def test_weights_may_be_given() -> None:
    class Nothing(dict[str, np.ndarray]):
        """The shipped weights, but that the second reading and the offices are always “O”."""

        def __init__(self, weights: Mapping[str, np.ndarray]) -> None:
            super().__init__(weights)
            for name in ("second", "roles"):
                self[f"{name}.b"] = np.where(np.arange(len(self[f"{name}.b"])) == 0, 1000, 0).astype("float32")

    doc = NLP.get_pipe("tok2vec")(NLP.make_doc("Amina Okoye, Director of the World Food Bureau, lives in Maputo."))
    assert Entities(Nothing(shipped_weights()))(doc).ents == ()
    assert Entities()(doc).ents != ()


def test_probabilities_of_both_readings() -> None:
    (reading,) = read(shipped_weights(), inputs_of([NLP.get_pipe("tok2vec")(NLP.make_doc("Amina Okoye lives."))]))
    assert all(np.allclose(rows.sum(axis=1), 1, atol=1e-4) and (rows >= 0).all() for rows in reading)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("“We are glad,” said Amina Okoye, Director of the World Food Bureau.", ["Director of the World Food Bureau"]),
        ("Deputy Minister of Health Joao Prado opened the clinic.", ["Deputy Minister of Health"]),
        ("Lena Vogt, CEO and founder of Veloria, spoke first.", ["CEO and founder of Veloria"]),
        ("The director of a company pays a fee.", []),
        ("Amina Okoye lives in Maputo with her family.", []),
    ],
    ids=["after the name", "before the name", "two in one", "nobody near", "no role"],
)
def test_roles_of_people(text: str, roles: list[str]) -> None:
    doc = found(text)
    spans = doc.spans[ROLES]
    assert [span.text for span in spans] == roles
    assert all(0 < score <= 1 for score in spans.attrs["scores"])


def test_only_what_is_near_a_person_is_read_for_roles() -> None:
    doc = NLP.make_doc("word " * 200)
    assert list(passages(doc)) == []
    doc.set_ents([doc.char_span(500, 504, label="PERSON"), doc.char_span(600, 604, label="PERSON")])
    assert list(passages(doc)) == [(100 - REACH, 121 + REACH)]


ROWS = st.integers(1, 12).flatmap(
    lambda n: arrays("float32", (n, len(TAGS)), elements=st.floats(0.015625, 1, width=32))
)


@given(ROWS)
def test_decoded_spans_are_in_order_and_apart(rows: np.ndarray) -> None:
    found = decode(rows / rows.sum(axis=1, keepdims=True), TAGS)
    ends = [0, *(end for _, end, *_ in found)]
    assert all(end <= start for end, (start, *_) in zip(ends, found, strict=False))
    assert all(start < end <= len(rows) and 0 < score <= 1 for start, end, _, score in found)


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("O U-ORG O", [(1, 2, "ORG")]),
        ("B-ORG I-ORG L-ORG", [(0, 3, "ORG")]),
        ("B-ORG L-PERSON", [(0, 2, "PERSON")]),
        ("U-ORG B-PERSON L-PERSON", [(0, 1, "ORG"), (1, 3, "PERSON")]),
        ("O I-ORG O", [(1, 2, "ORG")]),
    ],
    ids=["one token", "three", "labels that do not go together", "side by side", "an inner token alone"],
)
def test_tags_become_spans(tags: str, spans: list[tuple[int, int, str]]) -> None:
    names = tags.split()
    rows = np.full((len(names), len(TAGS)), 0.01, dtype="float32")
    for i, name in enumerate(names):
        label = name[2:]
        rows[i, [j for j, t in enumerate(TAGS) if label and t[2:] == label]] = 0.05
        rows[i, TAGS.index(name)] = 0.8 if name.startswith("L") else 0.7
    assert [(start, end, label) for start, end, label, _ in decode(rows, TAGS)] == spans


@pytest.mark.parametrize(
    ("text", "pieces", "why"),
    [
        ("Trelion Pumps", ["Trelion Pumps"], "nothing to part"),
        ("Trelion\nPumps", ["Trelion\nPumps"], "a hard-wrapped line goes on"),
        ("Trelion\n    Pumps", ["Trelion\n    Pumps"], "an item of a list goes on, indented"),
        ("Trelion Pumps\n\nMaputo", ["Trelion Pumps"], "the end of a paragraph"),
        ("Maputo" + " " * 40 + "Trelion Pumps", ["Trelion Pumps"], "a gap between columns"),
    ],
)
def test_no_name_runs_over_a_gap(text: str, pieces: list[str], why: str) -> None:
    doc = NLP.make_doc(text)
    start, end = longest_piece(doc, 0, len(doc))
    assert [doc[start:end].text] == pieces, why


@pytest.mark.parametrize(
    ("names", "person", "expected", "why"),
    [
        ("Amina Okoye", 0.15, ["PERSON"], "a given name: a tenth is enough"),
        ("Amina Okoye", 0.05, ["ORG"], "less than a tenth"),
        ("Lindmoor Wattana", 0.25, ["PERSON"], "no given name: a fifth is wanted"),
        ("Lindmoor Wattana", 0.15, ["ORG"], "less than a fifth"),
        ("Amina Foundation", 0.4, ["ORG"], "a word of bodies"),
        ("Amina", 0.4, ["ORG"], "one word"),
        ("Canal Museum of Belarus Amina Okoye", 0.3, ["ORG", "PERSON"], "a person behind a body"),
        ("Canal Museum of Lindmoor Wattana", 0.3, ["ORG"], "no given name behind it"),
    ],
)
def test_people_among_bodies(names: str, person: float, expected: list[str], why: str) -> None:
    doc = NLP.make_doc(names)
    first = np.zeros((len(doc), len(FIRST_TAGS)), "float32")
    second = np.zeros((len(doc), len(TAGS)), "float32")
    roles = np.zeros((len(doc), len(ROLE_TAGS)), "float32")
    places = ["U"] if len(doc) == 1 else ["B", *["I"] * (len(doc) - 2), "L"]
    for i, place in enumerate(places):
        second[i, TAGS.index(f"{place}-ORG")] = 1 - person
        second[i, TAGS.index("B-PERSON" if i + 1 < len(doc) else "L-PERSON")] = person
    set_entities(doc, Reading(first, second, roles))
    assert [e.label_ for e in doc.ents] == expected, why
