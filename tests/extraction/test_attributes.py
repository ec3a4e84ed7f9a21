"""The fast attribute ruler sets what spaCy's own sets, token by token."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.extraction.attributes import rules_of, use_fast_attributes
from pipeline.extraction.model import load_model
from pipeline.settings import BASE_MODEL
from tests.conftest import ROOT

TEXTS = [
    "Let's go, y'all. You gonna come? It ain't what he's got ta do; c'mon, there's a way. I'd say so, nothin' else.",
    "There are two plants. He does not know that she has done it, but they do have it, though nothing was said.",
    "I told you that it rained; you saw me, and it hit us. What did you do, and which of these did it get?",
    " \n\n  Tabs\tand lines \n of white space ",
    "",
    *(path.read_text("utf-8", "replace") for path in sorted((ROOT / "raw").glob("*.txt"))),
]


def shown(doc: Doc) -> list[tuple[str, ...]]:
    return [(t.text, t.tag_, t.dep_, t.pos_, t.lemma_, str(t.morph)) for t in doc]


def test_the_same_output() -> None:
    nlp = load_model(BASE_MODEL)
    slow = [shown(doc) for doc in nlp.pipe(TEXTS)]
    use_fast_attributes(nlp)
    assert "attribute_ruler" not in nlp.pipe_names
    assert [shown(doc) for doc in nlp.pipe(TEXTS)] == slow


def test_a_later_pattern_wins_and_several_tokens_are_matched() -> None:
    def english() -> spacy.Language:
        nlp = spacy.blank("en")
        ruler = nlp.add_pipe("attribute_ruler")
        ruler.add([[{"LOWER": "timber"}]], {"POS": "NOUN"})
        ruler.add([[{"LOWER": "timber"}, {"LOWER": {"IN": ["board", "mill"]}}]], {"LEMMA": "wood", "POS": "X"}, index=0)
        ruler.add([[{"LOWER": {"REGEX": "^mil[lk]s?$"}}]], {"LEMMA": "mill"})
        ruler.add([[{"LOWER": {"NOT_IN": ["timber", "board"]}}]], {"POS": "PROPN"})
        return nlp

    slow, fast = english(), english()
    use_fast_attributes(fast)
    text = "Timber board timber mills milk timber mill timber"
    assert "attribute_ruler" not in fast.pipe_names
    assert shown(slow(text)) == shown(fast(text))


@pytest.mark.parametrize(
    "spec", [{"LOWER": {"REGEX": "tim.*"}}, {"SHAPE": "Xx"}, {"LOWER": "timber", "OP": "+"}, {"LENGTH": {">=": 3}}]
)
def test_a_ruler_that_asks_for_more_is_kept(spec: dict[str, object]) -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[spec]], {"POS": "NOUN"})
    assert rules_of(ruler) is None
    use_fast_attributes(nlp)
    assert nlp.pipe_names == ["attribute_ruler"]
