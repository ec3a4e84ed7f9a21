"""Laws that hold for any text: nothing raises, and every row says what stands at its place."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction import extract

PIECES = [
    *("“", "”", '"', "‘", "’", "'", "«", "»", "„", "''", "``", "—", "\n\n", "\n", ". ", ", ", ": ", "? ", " (", ") "),
    *(
        "said ",
        "she ",
        "Ann Reyes ",
        "told ",
        "according to ",
        "the report ",
        "Port Vale ",
        "called ",
        "that ",
        "added",
    ),
    *(
        "We will build the bridge",
        "a gift",
        "Harbour Morning",
        "it is late",
        "5' 3\"",
        "the ’90s",
        "Dr. ",
        "U.S. ",
        "…",
    ),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_rows_say_what_stands_at_their_place(pieces: list[str]) -> None:
    x = extract("".join(pieces))
    keys = {q.quote_id for q in x.quotes}
    assert len(keys) == len(x.quotes)
    for q in x.quotes:
        assert x.text[q.start : q.end] == q.text
        assert 0 < q.confidence < 1
        assert q.group_id is None or q.group_id in keys
        if q.speaker_start is not None:
            assert x.text[q.speaker_start : q.speaker_end] == q.speaker_text
        if q.cue_start is not None:
            assert x.text[q.cue_start : q.cue_end] == q.cue
    assert {s.quote_id for s in x.quote_speakers} <= keys
