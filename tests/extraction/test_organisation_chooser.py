"""The chooser of bodies: what it weighs, and that it only ever takes away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.extraction.analysis import analysis_of
from pipeline.extraction.entity_network import TAGS
from pipeline.extraction.model import DEFAULT_MODEL, load_model
from pipeline.extraction.organisation_chooser import chance, weights
from pipeline.extraction.organisation_features import NAMES, Features
from pipeline.extraction.organisation_spans import Candidate
from pipeline.extraction.organisations import Finder
from training.organisation_chooser import fit


@given(st.lists(st.floats(-7, 7), min_size=len(NAMES), max_size=len(NAMES)))
def test_a_chance_is_a_probability(row: list[float]) -> None:
    assert 0 <= chance(row) <= 1


def test_each_feature_has_one_weight() -> None:
    assert len(set(NAMES)) == len(NAMES) == len(weights()[1])


def test_more_evidence_is_never_worse() -> None:
    _, found = weights()
    for name in ("best", "mean", "mentions", "weak_head"):
        assert found[NAMES.index(name)] > 0, name


def features(text: str, sure: float) -> tuple[Features, Language]:
    """Features of a text whose every token is a body of one token with this probability."""
    nlp = load_model(DEFAULT_MODEL)
    doc = nlp.make_doc(text)
    readings = np.full((len(doc), len(TAGS)), 0.0, dtype="float32")
    readings[:, TAGS.index("U-ORG")] = sure
    readings[:, 0] = 1 - sure
    analysis = analysis_of(doc)
    return Features(analysis.tokens(doc), analysis.release, readings), nlp


@pytest.mark.parametrize(
    ("text", "name", "feature", "value"),
    [
        ("Velora grew.", "Velora", "one_word", 1.0),
        ("Velora grew.", "Velora", "start_line", 1.0),
        ("She left the Velora Bank.", "Velora Bank", "the_before", 1.0),
        ("She left the Velora Bank.", "Velora Bank", "weak_head", 1.0),
        ("She left Velora®.", "Velora", "mark_after", 1.0),
        ("We like data science. Data Science grows.", "Data Science", "small_phrase", 1.0),
        ("We like data science. Velora Science grows.", "Velora Science", "small_phrase", 0.0),
        ("A Line With Capitals Velora\n", "Velora", "title_line", 1.0),
        ("with lines without Velora\n", "Velora", "title_line", 0.25),
    ],
)
def test_features(text: str, name: str, feature: str, value: float) -> None:
    found, _ = features(text, 0.9)
    start = text.rindex(name)
    row = found.of([Candidate(start, start + len(name), "recognised")], 1)
    assert row[NAMES.index(feature)] == value


def test_what_is_read_as_a_body_is_likelier_one() -> None:
    place = [Candidate(0, 6, "recognised")]
    assert chance(features("Velora grew.", 0.9)[0].of(place, 1)) > chance(features("Velora grew.", 0.2)[0].of(place, 1))


@pytest.mark.parametrize("known", [True, False])
def test_listed_bodies_are_not_weighed(known: bool) -> None:
    text = "UNESCO grew." if known else "Velora grew."
    nlp = load_model(DEFAULT_MODEL)
    doc = nlp(text)
    doc._.communique_readings = np.full((len(doc), len(TAGS)), 1 / len(TAGS), dtype="float32")
    analysis = analysis_of(doc)
    finder = Finder(analysis.tokens(doc), analysis)
    rule = "listed" if known else "recognised"
    names, mentions = finder.named([Candidate(0, text.index(" "), rule)])
    assert len(list(finder.rows(names, mentions))) == (0 if known else 1)


def test_without_readings_nothing_is_weighed() -> None:
    doc = load_model(DEFAULT_MODEL).make_doc("Velora grew.")
    analysis = analysis_of(doc)
    finder = Finder(analysis.tokens(doc), analysis)
    names, mentions = finder.named([Candidate(0, 6, "recognised")])
    assert finder.unlikely(names, mentions) == set()


def test_the_fit_finds_what_tells_right_from_wrong() -> None:
    rows = [([float(i % 2 == j) for j in range(len(NAMES))], i % 2 == 0) for i in range(40)]
    _, found = fit(rows)
    assert found[0] > 0 > found[1]
