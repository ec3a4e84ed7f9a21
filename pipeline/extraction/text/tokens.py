"""The tokens of a text, found in time that grows with its length."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

_LONG = re.compile(r"\S{200,}")  # the longest of addresses; a line of signs may have 100,000
_PIECE = 100


def tokens_of(nlp: Language, text: str) -> Doc:
    """The text as tokens. A run without blanks is cut every 100 characters where it is longer than 200.

    The tokenizer takes one sign after the other from the end of such a run and looks through the rest each time: 100 kB
    of commas took twelve minutes.
    """
    if not _LONG.search(text):
        return nlp.make_doc(text)
    cuts = [n for run in _LONG.finditer(text) for n in range(run.start() + _PIECE, run.end(), _PIECE)]
    pieces = (text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True))
    tokens = [(t.text, bool(t.whitespace_)) for piece in pieces for t in nlp.make_doc(piece)]
    return Doc(nlp.vocab, words=[word for word, _ in tokens], spaces=[blank for _, blank in tokens])
