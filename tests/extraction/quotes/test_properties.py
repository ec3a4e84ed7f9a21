"""Properties of any text with any reading: nothing raises, and every row has the text at its offsets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.document.analysis import Analysis
from tests.extraction.quotes.injected import NOBODY, TITLE, quotes_of

PIECES = [
    *("“", "”", '"', "‘", "’", "'", "«", "»", "„", "''", "``", "—", "\n\n", "\n", ". ", ", ", ": ", "? ", " (", ") "),
    *("said ", "she ", "{Ann Reyes} ", "{Omar Diallo} ", "told ", "according to ", "the report ", "{Port Vale|ORG} "),
    *("that ", "added", "We will build the bridge", "a gift", "it is late", "5' 3\"", "the ’90s", "Dr. ", "U.S. ", "…"),
]
SPEAKERS = st.lists(st.sampled_from([TITLE, NOBODY, "Reyes", "Diallo", "Vale", "Reyes & Diallo"]), max_size=5)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=40), SPEAKERS)
def test_rows_have_the_text_at_their_offsets(pieces: list[str], speakers: list[str]) -> None:
    check(quotes_of("".join(pieces), *speakers))


@pytest.mark.parametrize("text", ["", "“", "”“”“", '"' * 41, "“ \n ”", "He said: “", "” she said.\n\n“", "''a``b''"])
def test_no_text_of_quotation_marks_raises(text: str) -> None:
    check(quotes_of(text, NOBODY))


def check(x: Analysis) -> None:
    text = x.release.text
    keys = {q.quote_id for q in x.quotes}
    assert len(keys) == len(x.quotes)
    for q in x.quotes:
        assert text[q.start : q.end] == q.text
        assert 0 < q.confidence <= 1
        assert q.group_id is None or q.group_id in keys
        if q.speaker_start is not None:
            assert text[q.speaker_start : q.speaker_end] == q.speaker_text
        if q.cue_start is not None:
            assert text[q.cue_start : q.cue_end] == q.cue
    assert {s.quote_id for s in x.quote_speakers} <= keys
