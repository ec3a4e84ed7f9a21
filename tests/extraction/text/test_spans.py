"""Spans asked for again and again say what a look at each of them says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.text.spans import Cover

SPAN = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda span: (span[0], span[0] + span[1]))


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(SPAN, max_size=8), SPAN)
def test_an_index_tells_what_a_look_at_each_span_tells(spans: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    start, end = asked
    assert Cover(spans).touches(start, end) == any(s < end and start < e for s, e in spans)
