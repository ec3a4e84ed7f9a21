"""Sentence starts that the structure of the release decides, set before the parser finds the others."""

from __future__ import annotations

import re

from spacy.attrs import IDX, IS_SPACE, LENGTH, SENT_START  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.analysis import analysis_of

_START, _NO_START = 1, 2**64 - 1  # as `Token.is_sent_start` sets them: 1 and -1, without a sign in an array
_MAY_END = re.compile(r"[.!?:;…][\"”’')\]]*$")


@Language.component("communique_sentences")
def sentences(doc: Doc) -> Doc:
    """Set `token.is_sent_start` where paragraphs begin, and clear it where a line is merely wrapped.

    A paragraph, list item, heading, dateline and section each begin a sentence. A wrapped line goes on with
    its sentence unless it ends in a mark that may end one; the parser decides there and everywhere else.
    Runs before the parser, which keeps what is set.
    """
    release = analysis_of(doc).release
    text, starts = release.text, iter([p.start for p in release.paragraphs])
    following = next(starts, None)
    wrapped = False  # the last token of white space held a line end
    word: tuple[int, int] | None = None  # place of the last word
    array = doc.to_array([IDX, LENGTH, IS_SPACE, SENT_START]).reshape(-1, 4)
    set_starts = array[:, 3].copy()
    rows: list[tuple[int, int, int]] = array[:, :3].tolist()
    for i, (at, length, is_space) in enumerate(rows):
        end = at + length
        if following is not None and end > following and not is_space:
            set_starts[i] = _START
            while following is not None and following < end:
                following = next(starts, None)
        elif is_space or (wrapped and word is not None and not _MAY_END.search(text[slice(*word)])):
            set_starts[i] = _NO_START
        if is_space:
            wrapped = wrapped or any(c in text[at:end] for c in "\n\r\u2028\u2029\x85")
        else:
            wrapped, word = False, (at, end)
    if len(set_starts):
        doc.from_array([SENT_START], set_starts)  # type: ignore[arg-type]
    return doc
