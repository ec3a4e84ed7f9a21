"""The second reading: what it sees of a document, what it may change, and how tags become spans."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.extract.model import DEFAULT_MODEL, load_model
from pipeline.extract.second_reading import NAME, TAGS, SecondReading, features_of, longest_piece
from pipeline.extract.tagging import decode


def read(text: str) -> Doc:
    nlp = load_model(DEFAULT_MODEL)
    with nlp.select_pipes(enable=["tok2vec", "ner", NAME]):
        return nlp(text)


@pytest.mark.parametrize("nothing", ["", " ", "\n\n", "."])
def test_texts_without_names(nothing: str) -> None:
    assert read(nothing).ents == ()


ABOUT = "\n“We grow,” said Amina Okoye, CEO of Trelion.\nAbout Trelion\nTrelion is based in Maputo."


@pytest.mark.parametrize(
    "start",
    [
        "Trelion, a leading provider of pumps, opened a plant in Maputo.",
        pytest.param("Trelion said sales rose.", marks=pytest.mark.xfail(reason="who says is taken for a person")),
    ],
)
def test_a_company_is_one_thing_in_all_its_places(start: str) -> None:
    assert {e.label_ for e in read(start + ABOUT).ents if e.text == "Trelion"} == {"ORG"}


def test_other_labels_stay() -> None:
    assert ("$5 million", "MONEY") in [(e.text, e.label_) for e in read("Amina Okoye paid $5 million in Maputo.").ents]


def test_a_word_is_seen_with_all_its_places() -> None:
    nlp = load_model(DEFAULT_MODEL)
    doc = nlp.get_pipe("tok2vec")(nlp.make_doc("Veloria met. Then Veloria left."))
    rows = features_of(doc)
    first, again = (i for i, token in enumerate(doc) if token.text == "Veloria")
    own = doc.tensor.shape[1]
    pooled = slice(-2 - own, -2)
    assert np.allclose(rows[first, pooled], (doc.tensor[first] + doc.tensor[again]) / 2, atol=1e-5)
    assert np.allclose(rows[first, pooled], rows[again, pooled])


def test_the_probabilities_are_kept() -> None:
    doc = read("Amina Okoye lives in Maputo.")
    assert doc._.communique_readings.shape == (len(doc), len(TAGS))
    assert np.allclose(doc._.communique_readings.sum(axis=1), 1, atol=1e-4)


def test_a_network_may_be_given() -> None:
    class Nothing:
        def predict(self, rows: list[np.ndarray]) -> list[np.ndarray]:
            return [np.eye(len(TAGS), dtype="float32")[[0] * len(r)] for r in rows]

    nlp = load_model(DEFAULT_MODEL)
    with nlp.select_pipes(enable=["tok2vec", "ner"]):
        doc = SecondReading(Nothing())(nlp("Amina Okoye lives in Maputo."))  # type: ignore[arg-type]
    assert doc.ents == ()


ROWS = st.builds(
    lambda seed, rows: np.random.default_rng(seed).dirichlet(np.full(len(TAGS), 0.1), rows).astype("float32"),
    st.integers(0, 2**32),
    st.integers(1, 12),
)


@given(ROWS)
def test_decoded_spans_are_in_order_and_apart(rows: np.ndarray) -> None:
    found = decode(rows, TAGS)
    ends = [0, *(end for _, end, *_ in found)]
    assert all(end <= start for end, (start, *_) in zip(ends, found, strict=False))
    assert all(start < end <= len(rows) and 0 <= score <= 1 for start, end, _, score in found)


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
    doc = load_model(DEFAULT_MODEL).make_doc(text)
    start, end = longest_piece(doc, 0, len(doc))
    assert [doc[start:end].text] == pieces, why
