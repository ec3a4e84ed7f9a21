"""Components of rules over a stream: the documents in order, a batch at a time."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.extraction.component import RuleComponent


class Seen(RuleComponent):
    def __init__(self) -> None:
        self.words: list[str] = []

    def __call__(self, doc: Doc) -> Doc:
        self.words.append(doc.text)
        return doc


def test_a_batch_is_read_before_any_of_it_goes_on() -> None:
    vocab = Vocab()
    component = Seen()
    stream = component.pipe((Doc(vocab, [word]) for word in "abcde"), batch_size=2)
    read = []
    for doc in stream:
        read.append((doc.text.strip(), len(component.words)))
    assert read == [("a", 2), ("b", 2), ("c", 4), ("d", 4), ("e", 5)]
