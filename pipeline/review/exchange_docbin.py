"""spaCy DocBin: releases out with their rows as spans, to annotate and retrain with; annotated ones in as decisions.

`doc.ents` holds names, places and dates, `doc.spans["communique"]` all rows with a span (offices and quotes too, which
can overlap), `doc.user_data` the document's id and the rows that no token boundaries fit.
"""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.util import filter_spans

from pipeline.corrections.decisions import Decision
from pipeline.errors import NoInputError
from pipeline.records import Document
from pipeline.review.exchange import Region, decisions, regions
from pipeline.tables.store import Store

SPANS = "communique"
_ID, _UNALIGNED = "document_id", "unaligned"


def write_docs(store: Store, path: Path, *, reviewed: bool = False) -> tuple[int, int]:
    """Write releases to a DocBin, all or only those read to their end; how many, and rows that fit no tokens."""
    nlp = spacy.blank("en")
    docs = DocBin(store_user_data=True)
    read = _read_to_the_end(store)
    count = lost = 0
    for document in store.select(Document):
        if reviewed and document.document_id not in read:
            continue
        doc = nlp.make_doc(store.text(document.document_id))
        spans, unaligned = [], []
        for region in regions(store, document.document_id):
            span = doc.char_span(region.start, region.end, label=region.label)
            if span is None:
                unaligned.append(region.identity)
            else:
                spans.append(span)
        doc.spans[SPANS] = spans
        doc.ents = filter_spans([s for s in spans if s.label_ not in ("ROLE", "QUOTE")])
        doc.user_data[_ID] = document.document_id
        doc.user_data[_UNALIGNED] = unaligned
        docs.add(doc)
        count += 1
        lost += len(unaligned)
    docs.to_disk(path)
    return count, lost


def _read_to_the_end(store: Store) -> set[str | None]:
    from pipeline.records import Correction

    done = store.select(Correction, table="documents", decision="accept", status="applied")
    return {d.document_id for d in done if d.field is None}


def read_docs(store: Store, path: Path, *, reviewer: str) -> tuple[list[Decision], list[str]]:
    """Decisions from annotated docs, and what could not be taken, for a person.

    Raises `NoInputError` where the file is no DocBin of ours.
    """
    try:
        docs = list(DocBin(store_user_data=True).from_disk(path).get_docs(spacy.blank("en").vocab))
    except Exception as error:  # msgpack, zlib and spaCy each raise their own
        raise NoInputError(f"{path}: is no DocBin ({type(error).__name__}: {error})") from error
    made: list[Decision] = []
    told: list[str] = []
    for doc in docs:
        document_id = str(doc.user_data.get(_ID, ""))
        if not store.select(Document, document_id=document_id) or store.text(document_id) != doc.text:
            told.append(f"{document_id or 'a doc without document_id'}: its text is not that of the tables any more")
            continue
        left_out = frozenset(doc.user_data.get(_UNALIGNED, ()))
        new, left = decisions(store, document_id, _regions(doc), reviewer=reviewer, left_out=left_out)
        made += new
        if left:
            told.append(f"{document_id}: {left} new offices or dates need a person or a value; add them by hand")
    return made, told


def _regions(doc: Doc) -> list[Region]:
    """What was marked: the spans of our group where it is there, else the entities."""
    spans = doc.spans.get(SPANS, doc.ents)
    return [Region(s.start_char, s.end_char, s.label_) for s in spans]
