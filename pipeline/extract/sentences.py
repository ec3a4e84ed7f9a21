"""Sentence starts that the structure of the release decides, set before the parser finds the others."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.analysis import analysis_of

_MAY_END = re.compile(r"[.!?:;…][\"”’')\]]*$")


@Language.component("communique_sentences")
def sentences(doc: Doc) -> Doc:
    """Set `token.is_sent_start` where paragraphs begin, and clear it where a line is merely wrapped.

    A paragraph, list item, heading, dateline and section each begin a sentence. A wrapped line goes on with
    its sentence unless it ends in a mark that may end one; the parser decides there and everywhere else.
    Runs before the parser, which keeps what is set.
    """
    starts = iter([p.start for p in analysis_of(doc).release.paragraphs])
    following = next(starts, None)
    wrapped = False  # the last token of white space held a line end
    words = None
    for token in doc:
        at = token.idx
        if following is not None and at + len(token) > following and not token.is_space:
            token.is_sent_start = True
            while following is not None and following < at + len(token):
                following = next(starts, None)
        elif token.is_space or (wrapped and words is not None and not _MAY_END.search(words)):
            token.is_sent_start = False
        if token.is_space:
            wrapped = wrapped or any(c in token.text for c in "\n\r\u2028\u2029\x85")
        else:
            wrapped, words = False, token.text
    return doc
