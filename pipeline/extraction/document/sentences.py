"""The spaCy component `communique_sentences`: tells spaCy where the sentences of a release start."""

from __future__ import annotations

from bisect import bisect_right

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.document.analysis import analysis_of
from pipeline.extraction.text.sentences import sentences


@Language.component("communique_sentences", assigns=["token.is_sent_start"])
def mark_sentences(doc: Doc) -> Doc:
    """Set `token.is_sent_start` of every token, so that `doc.sents` are the sentences of the release."""
    release = analysis_of(doc).release
    starts = [s.start for s in sentences(release.text, release.paragraphs)]
    begun = 0  # sentences that began before the token
    for token in doc:
        now = bisect_right(starts, token.idx + len(token) - 1)  # a token that a start cuts begins the sentence
        token.is_sent_start = now > begun and not token.is_space
        begun = begun if token.is_space else now
    return doc
