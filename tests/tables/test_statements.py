"""The view of statements: who said what, and for which organisation at that time."""

from __future__ import annotations

import pytest

from pipeline.corrections.decisions import Decision
from tests.corpus import corpus as corpus
from tests.corpus import decision as decision


def said(corpus) -> list[tuple[object, ...]]:
    rows = corpus.rows("statements", "document_id == 'r1'")
    return [(r["speaker"], r["role"], r["organisation"], r["text"]) for r in rows]


@pytest.mark.parametrize(
    ("changes", "role", "organisation", "why"),
    [
        ({}, "Director", "ABC", "as the release says"),
        ({"status": "former"}, None, None, "nobody speaks for a former employer"),
        ({"status": "nominee"}, None, None, "nor for a future one"),
        ({"status": "acting"}, "Director", "ABC", "an acting holder speaks for it"),
        ({"organisation_id": ""}, "Director", None, "a job title without an organisation"),
        ({"text": "Director Berg"}, "Director Berg", "ABC", ""),
    ],
)
def test_a_statement_has_the_role_that_its_release_gives(corpus, decision, changes, role, organisation, why):
    corpus.decide(*(decision("edit", "roles", "Director", field=f, value=v) for f, v in changes.items()))
    assert said(corpus) == [
        ("Anna Berg", role, organisation, "It is 1,"),
        ("Anna Berg", role, organisation, "More."),
    ], why


def test_an_organisation_speaks_for_itself_and_an_unnamed_speaker_for_none(corpus, decision):
    corpus.decide(
        decision("edit", "quotes", "It is 1,", field="speaker_id", value="org-xyz"),
        decision("edit", "quotes", "More.", field="speaker_id", value=""),
    )
    assert said(corpus) == [("XYZ", None, "XYZ", "It is 1,"), (None, None, None, "More.")]


def test_the_quotes_of_an_utterance_share_a_group(corpus):
    groups = {r["quote_id"]: r["group_id"] for r in corpus.rows("quotes")}
    statements = corpus.rows("statements", "document_id == 'r1'")
    assert [r["group_id"] for r in statements] == [groups[r["quote_id"]] for r in statements]
    assert len({r["group_id"] for r in statements}) == 1, "“It is 1,” she said. “More.”"


def test_rows_are_in_the_order_of_the_text(corpus):
    corpus.decide(
        *(Decision(document_id=f"r{n}", table="mentions", text="met", decision="add", field="PLACE") for n in (2, 1))
    )
    for table in ("mentions", "statements", "dates", "quotes"):
        places = [(r["document_id"], r["start"]) for r in corpus.rows(table)]
        assert places == sorted(places), table
