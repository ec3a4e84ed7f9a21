"""Soft targets for distillation: the teacher's probabilities on unannotated texts, which the reader is trained on.

As in Hinton et al. 2015 (Distilling the knowledge in a neural network), the reader learns all probabilities and not
only the likeliest answer: the two differ where the teacher is unsure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from pipeline.extraction.reader.pairs import pair_features
from pipeline.extraction.reader.pieces import WordPieces
from pipeline.extraction.reader.tags import NAME_TAGS, TITLE_TAGS, decode
from pipeline.extraction.reader.words import GAPS
from pipeline.extraction.text.quotation_marks import quoted_spans
from pipeline.structure import structure
from training.reader.data import LINKED, Document, Example, Links, SoftTargets, example
from training.reader.losses import OF_RELATION, encoded, link_scores, tagged
from training.reader.network import Reader, head_vectors
from training.reader.schedule import filled, has_bfloat16

_TOGETHER, _PIECES = 256, 6000
"""Texts that are sorted by length together; pieces that are read in one batch."""
_NO_TITLE = 0.4
"""Factor on the teacher's probability that a word is in no job title: it misses some titles (on the held-back releases
.95 precision, .78 recall)."""


def with_soft_targets(teacher: Reader, texts: Sequence[str], cut: WordPieces) -> Iterator[Example]:
    """Each text as arrays with the teacher's probabilities; texts without a word are left out."""
    for at in range(0, len(texts), _TOGETHER):
        made = [e for text in texts[at : at + _TOGETHER] if (e := _example(text, cut)) is not None]
        made.sort(key=lambda e: e.windows.pieces.shape[1])
        for batch in filled(made, _PIECES):
            with torch.no_grad():
                with torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_bfloat16()):
                    vectors = encoded(teacher, batch)
                for one, words in zip(batch, vectors, strict=True):
                    _add_soft_targets(teacher, one, words.float())
                    yield one


def _example(text: str, cut: WordPieces) -> Example | None:
    """A text as arrays, with the places of its quotations but without names and job titles."""
    read = structure(text).as_read()
    contacts = tuple(p for p in read.parts if p.kind == "contact")
    made = example(Document("", read.text, (), (), contacts=contacts), read.text, cut)
    if made is not None:
        places = [made.words.range(q.outer_start, q.outer_end) for q in quoted_spans(read.text, read.paragraphs)]
        made.quotations = _rows([p for p in places if p[0] < p[1]])
    return made


def _add_soft_targets(teacher: Reader, one: Example, words: Tensor) -> None:
    """Add the names and job titles that the teacher finds, and all its probabilities, to an example."""
    vectors, names, titles = tagged(teacher, one, words)
    of_names, of_titles = (scores.softmax(-1).numpy() for scores in (names, titles))
    of_titles[:, 0] *= _NO_TITLE
    of_titles /= of_titles.sum(1, keepdims=True)
    parts = np.isin(one.words.gaps, [GAPS.index("paragraph"), GAPS.index("start")])
    linked = [span for span in decode(of_names, NAME_TAGS, parts) if span.label in LINKED]
    one.names = _rows([span[:2] for span in linked])
    one.labels = np.array([LINKED.index(span.label) for span in linked], dtype="int64")
    held = _rows([span[:2] for span in decode(of_titles, TITLE_TAGS, parts)])
    links = {}
    for relation, allowed in OF_RELATION.items():
        heads = one.quotations if relation == "speaker" else held
        chosen = one.names[np.isin(one.labels, allowed)]
        pairs = pair_features(heads, chosen, one.words.line_numbers)
        one.links[relation] = Links(heads, np.zeros((len(heads), 1 + len(chosen)), dtype=bool), pairs)
        if len(heads):
            links[relation] = link_scores(teacher, vectors, one, relation, heads, pairs).softmax(1).numpy()
    speech = teacher.linker.speech(head_vectors(vectors, torch.from_numpy(one.quotations))).sigmoid().squeeze(1)
    one.soft_targets = SoftTargets(of_names.astype("float16"), of_titles.astype("float16"), links, speech.numpy())


def _rows(spans: Sequence[tuple[int, int]]) -> np.ndarray:
    return np.array(spans, dtype="int64").reshape(-1, 2)
