"""Spans asked for again and again say what a look at each of them says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.spans import Cover

SPAN = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda span: (span[0], span[0] + span[1]))


@given(st.lists(SPAN, max_size=8), SPAN)
def test_touches_and_holds_as_each_span_does(spans: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    start, end = asked
    cover = Cover(spans)
    assert cover.touches(start, end) == any(s < end and start < e for s, e in spans)
    assert cover.holding(start, end) == sorted((s, e) for s, e in spans if s <= start and end <= e)
