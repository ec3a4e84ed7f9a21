"""Scores from corrections: what counts as right, wrong and missed, and Wilson's interval."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.paths import STORE
from pipeline.review.decide import read_to_the_end
from pipeline.review.score import format_scores, scores, wilson
from pipeline.tables.store import Store


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662), (5, 10, 0.2366, 0.7634)],
)
def test_wilson(part: int, whole: int, low: float, high: float) -> None:
    """81 of 263 is the example of Newcombe (1998), Statistics in Medicine 17, 857-872."""
    assert wilson(part, whole) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500), st.data())
def test_the_interval_holds_the_share(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    low, high = wilson(part, whole)
    assert 0 <= low <= part / whole <= high <= 1


def test_right_wrong_and_missed(corpus, decision):
    corpus.decide(
        decision("accept", "mentions", "Anna Berg"),
        decision("edit", "mentions", "ABC", field="how", value="acronym"),
        decision("reject", "mentions", "XYZ"),
        decision("add", "mentions", "Director", field="PLACE"),
    )
    with Store(corpus.out / STORE) as store:
        score = scores(store)[0]
    assert (score.accepted, score.edited, score.rejected, score.added) == (1, 1, 1, 1)
    assert (score.precision.part, score.precision.whole) == (1, 3)
    assert str(score.recall) == "–", "nobody read the release to its end"
    with Store(corpus.out / STORE) as store:
        read = read_to_the_end(store, "r1")
    corpus.decide(*(d for d in read if d.text != "Carl Dahl"))
    with Store(corpus.out / STORE) as store:
        score = scores(store)[0]
        told = format_scores(scores(store))
    assert (score.recall.part, score.recall.whole, score.releases) == (1, 3, 1)
    assert (score.new, score.precision.whole) == (1, 4), "a row that nobody judged in a release read to its end"
    assert "0.333 [0.06, 0.79]" in told
