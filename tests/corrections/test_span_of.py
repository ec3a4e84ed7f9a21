"""The words of a decision are found again after the text has moved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corrections.decisions import NEAR, Decision, StaleError, context, span_of

TEXT = "Mr. Berg spoke. Later Anna Berg answered, and Berg left."


def decision(words: str, start: int | None, before: str = "", after: str = "") -> Decision:
    end = None if start is None else start + len(words)
    return Decision(document_id="d", text=words, start=start, end=end, before=before, after=after)


@pytest.mark.parametrize(
    ("text", "given", "start", "why"),
    [
        (TEXT, decision("Anna Berg", 22), 22, "the words are where they were"),
        ("New! " + TEXT, decision("Anna Berg", 22), 27, "moved, and the only place with these words"),
        (TEXT, decision("Berg", 4), 4, "several places with these words: the one where they were"),
        ("New! " + TEXT, decision("Berg", 4, "Dr. "), 9, "moved a little: the nearest of several alike places"),
        ("x" * 2000 + TEXT, decision("Berg", 46, "answered, and ", " left."), 2046, "moved far: by the words around"),
        (
            "Berg left. " + TEXT,
            decision("Berg", 4, "Mr. ", " spoke."),
            15,
            "another place is nearer: by the words around",
        ),
        (
            TEXT.replace("Anna Berg", "Anna\nBerg"),
            decision("Anna Berg", 22),
            22,
            "the same words with other white space",
        ),
        (TEXT, decision("Anna Berg", None), 22, "no place given, and only one place with these words"),
        ("Pago Pago Pago", decision("Pago Pago", 5, "Pago "), 5, "places that overlap"),
    ],
)
def test_words_are_found_again(text: str, given: Decision, start: int, why: str) -> None:
    assert span_of(text, given)[0] == start, why


@pytest.mark.parametrize(
    ("text", "given", "message"),
    [
        (TEXT, decision("Carl Dahl", 4), "no longer"),
        (TEXT, decision("Berg", None), "3 times"),
        (
            "(Berg) " + TEXT,
            decision("Berg", 4, "at the ", "; he"),
            "4 times",
        ),  # a blank beside the words does not identify them
        ("New! " + TEXT, decision("Berg", 4), "3 times"),  # the nearest place may belong to another person
        ("x" * (NEAR + 100) + TEXT, decision("Berg", 4), "3 times"),
        ("Berg and Berg", decision("Berg", None, "Mrs. ", " sang"), "2 times"),
        (TEXT, decision(" ", 3), "no longer"),
    ],
)
def test_words_that_cannot_be_distinguished_are_stale(text: str, given: Decision, message: str) -> None:
    with pytest.raises(StaleError, match=message):
        span_of(text, given)


@given(st.text("ab \n", min_size=1, max_size=60), st.data())
def test_an_unmoved_text_gives_the_same_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = text[start:end]
    if words != words.strip() or "  " in words.replace("\n", " "):
        return
    assert span_of(text, decision(words, start, *context(text, start, end))) == (start, end)
