"""Role spans: the shipped network on made-up sentences, and what it reads."""

from __future__ import annotations

import pytest

from pipeline.extract.nlp import load_nlp
from pipeline.extract.role_spans import KEY, REACH, RoleSpans, passages


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
    doc = RoleSpans()(load_nlp().make_doc("Nothing here."))
    assert len(doc.spans[KEY]) == 0
