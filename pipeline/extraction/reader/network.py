"""From a text through the graphs of the network to a `Reading`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.extraction.document.reading import JobTitle, Links, Name, Quotation, Reading
from pipeline.extraction.reader.model import Model, run
from pipeline.extraction.reader.pairs import FEATURES as PAIR_FEATURES
from pipeline.extraction.reader.pairs import pair_features
from pipeline.extraction.reader.pieces import Windows, windows_of
from pipeline.extraction.reader.tags import NAME_TAGS, TITLE_TAGS, TaggedSpan, decode
from pipeline.extraction.reader.words import GAPS, Words, words_of
from pipeline.structure import Span

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Place = tuple[int, int]  # code points of the text, end exclusive
LINKED = ("PERSON", "ORG", "COUNTRY")
"""Labels of names that a job title or a quotation is linked to."""
_BATCH, _HEADS = 8, 32
"""Windows that go through the encoder at once, and job titles or quotations that are linked at once: what bounds the
memory of a long text."""


@dataclass(slots=True)
class _Document:
    """A text on its way through the graphs."""

    words: Words
    vectors: Floats  # of the words, as the linker reads them
    names: list[TaggedSpan]
    titles: list[TaggedSpan]


def read(
    model: Model,
    text: str,
    quotations: Sequence[Place] = (),
    names: Sequence[Name] | None = None,
    markup: Sequence[Span] = (),
    contacts: Sequence[Span] = (),
) -> Reading:
    """Read one text; `quotations` are the places of words in quotation marks, the marks included.

    `markup` and `contacts` are spans that are no words, and in which glued words are two (`words_of`).

    Where `names` are given, in order and without overlaps, they stand in the place of those that the reader finds.
    """
    words = words_of(text, markup, contacts)
    if not len(words):
        return Reading()
    document = _tag(model, words)
    if names is not None:
        spans = [(n, words.range(n.start, n.end)) for n in names]
        document.names = [TaggedSpan(*span, n.label, n.probability) for n, span in spans if span[0] < span[1]]
    return _link(model, document, quotations)


def _tag(model: Model, words: Words) -> _Document:
    windows = windows_of(words.forms, model.cut)
    forms = np.stack([words.shapes, words.gaps, words.lines], axis=1)
    vectors = _encode(model, forms, words.lexicon, windows)[windows.at]
    alike = _means_of_alike(words.forms, vectors)
    informed, names, titles = run(model.tagger, words=vectors, alike=alike, forms=forms, lexicon=words.lexicon)
    parts = np.isin(words.gaps, [GAPS.index("paragraph"), GAPS.index("start")])
    return _Document(words, informed, decode(names, NAME_TAGS, parts), decode(titles, TITLE_TAGS, parts))


def _encode(model: Model, forms: Ints, lexicon: Floats, windows: Windows) -> Floats:
    """The vectors of all pieces, windows one after the other; `forms` and `lexicon` have a row for each word."""
    inside = (windows.words >= 0)[..., None]
    forms = forms[windows.words] * inside
    lexicon = lexicon[windows.words] * inside
    found = []
    for at in range(0, len(windows.pieces), _BATCH):
        rows = slice(at, at + _BATCH)
        (vectors,) = run(model.encoder, pieces=windows.pieces[rows], forms=forms[rows], lexicon=lexicon[rows])
        found.append(vectors.reshape(-1, vectors.shape[-1]))
    return np.concatenate(found)


def _means_of_alike(forms: Sequence[str], vectors: Floats) -> Floats:
    """For each word the mean vector of all words of the document with its letters."""
    groups: dict[str, int] = {}
    alike = np.array([groups.setdefault(form.casefold(), len(groups)) for form in forms])
    order = np.argsort(alike, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(alike[order]) > 0])
    means: Floats = np.add.reduceat(vectors[order], starts, axis=0)
    means /= np.bincount(alike)[:, None]
    of_words: Floats = means[alike]
    return of_words


def _link(model: Model, document: _Document, quotations: Sequence[Place]) -> Reading:
    words = document.words
    names = tuple(Name(*_place(words, span), span.label, span.probability) for span in document.names)
    linked = [i for i, n in enumerate(names) if n.label in LINKED]
    candidates = _Candidates(
        _rows([document.names[i][:2] for i in linked]),
        np.array([LINKED.index(names[i].label) for i in linked], dtype="int64"),
    )
    titles: list[JobTitle] = []
    for at in range(0, len(document.titles), _HEADS):
        some = document.titles[at : at + _HEADS]
        chances = _linked(model, document, candidates, _rows([t[:2] for t in some]), _rows([]))
        for t, *rows in zip(some, chances.person, chances.organisation, chances.country, strict=True):
            titles.append(JobTitle(*_place(words, t), t.probability, *(_links(row, linked) for row in rows)))
    read: list[Quotation] = []
    ranges = [(place, words.range(*place)) for place in quotations]
    quoted = [(place, (first, stop)) for place, (first, stop) in ranges if first < stop]
    for at in range(0, len(quoted), _HEADS):
        chosen = quoted[at : at + _HEADS]
        chances = _linked(model, document, candidates, _rows([]), _rows([numbers for _, numbers in chosen]))
        for (place, _), speech, speaker in zip(chosen, chances.speech, chances.speaker, strict=True):
            read.append(Quotation(*place, float(speech), _links(speaker, linked)))
    return Reading(names, tuple(titles), tuple(read))


class _Chances(NamedTuple):
    """What the linker gives: job titles or quotations × (none, then the names), and the chance of speech of each."""

    person: Floats
    organisation: Floats
    country: Floats
    speaker: Floats
    speech: Floats


def _linked(model: Model, document: _Document, candidates: _Candidates, titles: Ints, quotations: Ints) -> _Chances:
    """What the linker says of some job titles and quotations."""
    lines = document.words.line_numbers
    found = run(
        model.linker,
        vectors=document.vectors,
        titles=titles,
        quotations=quotations,
        spans=candidates.spans,
        labels=candidates.labels,
        of_titles=np.stack([candidates.pairs(titles, [label], lines) for label in range(len(LINKED))]),
        of_quotations=candidates.pairs(quotations, [LINKED.index("PERSON"), LINKED.index("ORG")], lines),
    )
    return _Chances(*found)


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The names of a text that something can be linked to, in words, and their labels (indices into LINKED)."""

    spans: Ints
    labels: Ints

    def pairs(self, heads: Ints, labels: Sequence[int], lines: Ints) -> Ints:
        """The features of all pairs; those of names of another label are zeros, and the graph leaves them out."""
        chosen = np.flatnonzero(np.isin(self.labels, labels))
        pairs = np.zeros((len(heads), len(self.spans), len(PAIR_FEATURES)), dtype="int64")
        pairs[:, chosen] = pair_features(heads, self.spans[chosen], lines)
        return pairs


def _rows(spans: Sequence[tuple[int, int]]) -> Ints:
    return np.array(spans, dtype="int64").reshape(-1, 2)


def _place(words: Words, span: TaggedSpan) -> Place:
    return int(words.starts[span.first]), int(words.ends[span.stop - 1])


def _links(row: Floats, names: Sequence[int]) -> Links:
    """The links of one head; those too unlikely to matter are left out."""
    kept = [(number, float(chance)) for number, chance in zip(names, row[1:], strict=True) if chance > 1e-4]
    return Links(float(row[0]), tuple(n for n, _ in kept), tuple(c for _, c in kept))
