"""CoNLL as of 2003: a token a line with the label of the name that it is part of (IOB2), sentences parted by lines."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.records import Document
from pipeline.review.exchange import regions
from pipeline.tables import Store

_NAMES = frozenset(("PERSON", "ORGANISATION", "COUNTRY", "PLACE", "DEMONYM", "DATE"))


def lines(store: Store, form: str = "conll") -> Iterator[str]:
    """Token, two columns that nothing fills, label. A release begins with `-DOCSTART-`."""
    import spacy
    from spacy.util import filter_spans

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    for d in store.select(Document):
        doc = nlp(store.text(d.document_id))
        spans = (doc.char_span(r.start, r.end, r.label) for r in regions(store, d.document_id) if r.label in _NAMES)
        doc.ents = filter_spans([span for span in spans if span is not None])
        yield "-DOCSTART- -X- O O\n\n"
        for sentence in doc.sents:
            rows = [f"{t.text} -X- _ {_label(t)}\n" for t in sentence if not t.is_space]
            if rows:
                yield "".join(rows) + "\n"


def _label(token: object) -> str:
    iob, kind = getattr(token, "ent_iob_", ""), getattr(token, "ent_type_", "")
    return f"{iob}-{kind}" if kind else "O"
