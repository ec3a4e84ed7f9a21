"""Vectors in numpy are what thinc's are, whatever the batch."""

from __future__ import annotations

import numpy as np
import pytest
from thinc.api import Model, list2array

from pipeline.extraction.fast_vectors import fast_model, use_fast_vectors
from pipeline.extraction.layers import BLOCK, Groups
from pipeline.extraction.model import BASE_MODEL, load_model

NLP = load_model(BASE_MODEL)
OWN = NLP.get_pipe("ner").model.get_ref("tok2vec").layers[0]  # type: ignore[attr-defined]
SHARED = NLP.get_pipe("tok2vec").model  # type: ignore[attr-defined]
BATCHES = [
    ["Amina Okoye, Director of the World Food Bureau, met Joao Prado.", "", "x", "Veloria’s plant; VELORIA grew.\n\n"],
    ["It makes pumps and valves, and it has 40 of them. " * (2 * BLOCK // 12)],
]


@pytest.mark.parametrize("texts", BATCHES, ids=["several documents", "more than a block"])
@pytest.mark.parametrize("slow", [OWN, SHARED], ids=["of ner", "shared"])
def test_vectors_are_thincs(slow: Model, texts: list[str]) -> None:
    docs = [NLP.make_doc(text) for text in texts]
    for expected, found in zip(slow.predict(docs), fast_model(slow).predict(docs), strict=True):
        assert found.shape == expected.shape
        assert np.allclose(found, expected, atol=1e-4)


def test_no_tokens_no_vectors() -> None:
    assert [rows.shape for rows in fast_model(OWN).predict([NLP.make_doc("")])] == [(0, 96)]


def test_other_networks_stay() -> None:
    with pytest.raises(ValueError, match="not a network of hash embeddings"):
        fast_model(list2array())


def test_fast_vectors_are_not_trained() -> None:
    with pytest.raises(ValueError, match="cannot be trained"):
        fast_model(OWN).begin_update([NLP.make_doc("Veloria grew.")])


def test_a_pipeline_finds_the_same() -> None:
    nlp = load_model(BASE_MODEL)
    use_fast_vectors(nlp)
    for text in BATCHES[0]:
        expected, found = NLP(text), nlp(text)
        assert [(t.tag_, t.dep_, t.ent_type_) for t in found] == [(t.tag_, t.dep_, t.ent_type_) for t in expected]


def test_groups() -> None:
    groups = Groups(np.array([7, 3, 7, 7, 3], dtype="uint64"))
    rows = np.arange(10, dtype="float32").reshape(5, 2)
    assert groups.of.tolist() == [1, 0, 1, 1, 0]
    assert (groups.keys.tolist(), groups.first.tolist(), groups.counts.tolist()) == ([3, 7], [1, 0], [2, 3])
    assert np.allclose(groups.means(rows), [[5, 6], [10 / 3, 13 / 3]])
