"""Names that no rule cuts: what is left alone without trying is what the rules leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.gazetteer import Words
from pipeline.extraction.organisation_edge_words import (
    BOARDS,
    LEADS,
    OWNERS,
    PARTICIPLES,
    SMALL,
    TITLES,
    is_left_alone,
)
from pipeline.extraction.organisation_spans import SpanGrower
from pipeline.extraction.organisation_words import headline_verbs, heads
from pipeline.extraction.roles_nouns import role_heads

ALONE = [
    ("Norvane", True, "one plain word"),
    ("Ministry of Water and Canals", True, "small words within"),
    ("Lindmoor-Zed Water Board", True, "a hyphen"),
    ("The Norvane", False, "an article"),
    ("Norvane Announces", False, "a predicate"),
    ("Norvane of", False, "a small word at its end"),
    ("Norvane Board Chairman", False, "a title"),
    ("Lindmoor-based Norvane", False, "a place"),
    ("DetailsNorvane", False, "a heading glued on"),
    ("Norvane’s Canal Board", False, "marks"),
    ("Lindmoor Wässer", False, "letters that folding changes"),
    ("norvane Board", False, "a common word before"),
    ("2025 Norvane Board", False, "a year"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "expected", "why"), ALONE)
def test_names_left_alone(name: str, expected: bool, why: str) -> None:
    assert is_left_alone(name) is expected, why


WORDS = st.one_of(
    st.sampled_from(["Norvane", "Zed", "Canal", "QX", "3D", "of", "and", "for", "the", "on", "at", "&", "Velora’s"]),
    st.sampled_from([*LEADS, *SMALL, *TITLES, *BOARDS, *OWNERS, *PARTICIPLES]),
    st.sampled_from([f"{owner}s" for owner in OWNERS]),
    st.sampled_from(sorted(headline_verbs())).map(str.title),
    st.sampled_from(sorted(role_heads())).map(str.title),
    st.sampled_from(sorted(heads())),
)


@given(st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", " ", "-", "\n", ", "])), min_size=1, max_size=6))
def test_what_is_left_alone_is_what_no_rule_cuts(words: list[tuple[str, str]]) -> None:
    name = "".join(word + gap for word, gap in words)[: -len(words[-1][1])]
    for after in ("", " agreed", " Justice Roe", " General Roe", " to Zed"):
        edges = SpanGrower(name + after, Words(name + after), [], [])
        if is_left_alone(name) and len(name) > 1:
            assert edges._cut(0, len(name)) == (0, len(name))
