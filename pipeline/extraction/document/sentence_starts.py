"""The spaCy component `communique_sentences`: tells spaCy where the sentences of a release start."""

from __future__ import annotations

from bisect import bisect_right

from spacy.attrs import IDX, IS_SPACE, LENGTH, SENT_START  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.document.analysis import analysis_of
from pipeline.extraction.text.sentences import sentences

# set as one array: token by token takes a twelfth of the whole run
_START, _NO_START = 1, 2**64 - 1  # as `Token.is_sent_start` sets them: 1 and -1, without a sign in an array


@Language.component("communique_sentences", assigns=["token.is_sent_start"])
def mark_sentences(doc: Doc) -> Doc:
    """Set `token.is_sent_start` of every token, so that `doc.sents` are the sentences of the release."""
    release = analysis_of(doc).release
    starts = [s.start for s in sentences(release.text, release.paragraphs)]
    rows: list[tuple[int, int, int]] = doc.to_array([IDX, LENGTH, IS_SPACE]).reshape(-1, 3).tolist()  # type: ignore[assignment]
    begun = 0  # sentences that began before the token
    marks = doc.to_array([SENT_START])
    for i, (at, length, is_space) in enumerate(rows):
        now = bisect_right(starts, at + length - 1)  # a token that a start cuts begins the sentence
        marks[i] = _START if now > begun and not is_space else _NO_START
        begun = begun if is_space else now
    if len(rows):
        doc.from_array([SENT_START], marks.reshape(-1, 1))  # type: ignore[arg-type]
    return doc
