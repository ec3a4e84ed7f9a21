"""Role spans: the shipped network on made-up sentences, and what its decoder may give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.extract.nlp import load_nlp
from pipeline.extract.role_spans import KEY, REACH, TAGS, RoleSpans, decode, passages, shipped


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
    doc = load_nlp()(text)
    found = doc.spans[KEY]
    assert [span.text for span in found] == roles
    assert all(0 < score <= 1 for score in found.attrs["scores"])


def test_only_what_is_near_a_person_is_read() -> None:
    nlp = load_nlp()
    doc = nlp.make_doc("word " * 200)
    assert list(passages(doc)) == []
    doc.set_ents([doc.char_span(500, 504, label="PERSON"), doc.char_span(600, 604, label="PERSON")])
    assert list(passages(doc)) == [(100 - REACH, 121 + REACH)]


def test_a_document_without_people_has_an_empty_group() -> None:
    doc = RoleSpans(shipped())(load_nlp().make_doc("Nothing here."))
    assert len(doc.spans[KEY]) == 0


ROWS = st.integers(1, 12).flatmap(
    lambda n: arrays("float32", (n, len(TAGS)), elements=st.floats(0.015625, 1, width=32))
)


@given(ROWS)
def test_decoded_roles_are_in_order_and_apart(rows: np.ndarray) -> None:
    found = decode(rows / rows.sum(axis=1, keepdims=True))
    ends = [0, *(end for _, end, _ in found)]
    assert all(end <= start for end, (start, _, _) in zip(ends, found, strict=False))
    assert all(start < end <= len(rows) and 0 < score <= 1 for start, end, score in found)
