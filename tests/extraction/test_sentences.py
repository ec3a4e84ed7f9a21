"""Sentence starts that the structure decides: at paragraphs, items and datelines; not at wrapped lines."""

import pytest
import spacy

import pipeline.extraction.sentences

TEXT = (
    "# Timber sells\n\n"
    "LIMA (3 May 2021) – The ministry said today that exports of timber\n"
    "rose again in the first half of the year, by a tenth over the last.\n"
    "They will rise further, as the ministry expects, in the second half.\n\n"
    "- logs\n- boards\n"
)

CASES = [
    ("#", True, "a headline begins one"),
    ("LIMA", True, "a dateline begins one"),
    ("The", True, "the text after the dateline begins one"),
    ("rose", False, "a wrapped line goes on"),
    ("They", None, "after a full stop at a line end the parser decides"),
    ("ministry", None, "inside a line the parser decides"),
    ("-", True, "a list item begins one"),
]


@pytest.mark.parametrize(("word", "start", "why"), CASES, ids=[why for *_, why in CASES])
def test_sentence_start(word: str, start: bool | None, why: str) -> None:
    doc = pipeline.extraction.sentences.sentences(spacy.blank("en")(TEXT))
    token = next(t for t in doc if t.text == word)
    assert token.is_sent_start is start


def test_empty() -> None:
    assert len(pipeline.extraction.sentences.sentences(spacy.blank("en")(""))) == 0
