"""Run the network: from a text to a `Reading`."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.extraction.document.reading import JobTitle, Links, Name, Quotation, Reading
from pipeline.extraction.reader.model import Model
from pipeline.extraction.reader.pairs import FEATURES as PAIR_FEATURES
from pipeline.extraction.reader.pairs import pair_features
from pipeline.extraction.reader.pieces import Windows, windows_of
from pipeline.extraction.reader.tags import NAME_TAGS, TITLE_TAGS, Floats, Ints, TaggedSpan, decode
from pipeline.extraction.reader.words import GAPS, Words, words_of
from pipeline.structure import Span

Offsets = tuple[int, int]  # code points of the text, end exclusive
LINKED = ("PERSON", "ORG", "COUNTRY")  # labels of names that a job title or a quotation is linked to
_BATCH, _LINKED_AT_ONCE, _PAIRS = 8, 32, 32_000  # windows, titles or quotations, their pairs with names: memory


class _Document(NamedTuple):
    """A text between the graphs: words and vectors, the names and job titles found."""

    words: Words
    vectors: Floats  # of the words, as the linker reads them
    names: Sequence[TaggedSpan]
    titles: Sequence[TaggedSpan]


def read(
    model: Model,
    text: str,
    quotations: Sequence[Offsets] = (),
    names: Sequence[Name] | None = None,
    residue: Sequence[Span] = (),
    contacts: Sequence[Span] = (),
) -> Reading:
    """Read one text; `quotations` are the quoted spans with their marks, `residue` spans that are not the release's own
    text, `contacts` spans in which words glued together are split (`words_of`). `names`, in order and without overlaps,
    replace those that the reader finds."""
    words = words_of(text, residue, contacts)
    if not len(words):
        return Reading()
    document = _tag(model, words)
    if names is not None:
        given = (TaggedSpan(*words.range(n.start, n.end), n.label, n.probability) for n in names)
        document = document._replace(names=[span for span in given if span.first < span.stop])
    quoted = [(offsets, span) for offsets in quotations if (span := words.range(*offsets))[0] < span[1]]
    return _link(model, document, quoted)


def _tag(model: Model, words: Words) -> _Document:
    windows = windows_of(words.forms, model.cut)
    forms = np.stack([words.shapes, words.gaps, words.lines], axis=1)
    vectors = _encode(model, forms, words.lexicon, windows)[windows.at]
    alike = _means_of_alike(words.forms, vectors)
    inputs = {"words": vectors, "alike": alike, "forms": forms, "lexicon": words.lexicon}
    informed, names, titles = model.tagger.run(None, inputs)
    breaks = np.isin(words.gaps, [GAPS.index("paragraph"), GAPS.index("start")])
    return _Document(words, informed, decode(names, NAME_TAGS, breaks), decode(titles, TITLE_TAGS, breaks))


def _encode(model: Model, forms: Ints, lexicon: Floats, windows: Windows) -> Floats:
    """The vectors of all pieces, windows one after the other; `forms` and `lexicon` have a row for each word."""
    inside = (windows.words >= 0)[..., None]
    forms = forms[windows.words] * inside
    lexicon = lexicon[windows.words] * inside
    found = []
    for at in range(0, len(windows.pieces), _BATCH):
        rows = slice(at, at + _BATCH)
        inputs = {"pieces": windows.pieces[rows], "forms": forms[rows], "lexicon": lexicon[rows]}
        (vectors,) = model.encoder.run(None, inputs)
        found.append(vectors.reshape(-1, vectors.shape[-1]))
    return np.concatenate(found)


def _means_of_alike(forms: Sequence[str], vectors: Floats) -> Floats:
    """For each word, the mean vector of all words of the document with the same letters."""
    groups: dict[str, int] = {}
    alike = np.array([groups.setdefault(form.casefold(), len(groups)) for form in forms])
    order = np.argsort(alike, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(alike[order]) > 0])
    means: Floats = np.add.reduceat(vectors[order], starts, axis=0)
    means /= np.bincount(alike)[:, None]
    return means.take(alike, axis=0)


def _link(model: Model, document: _Document, quoted: Sequence[tuple[Offsets, tuple[int, int]]]) -> Reading:
    """The names, and the job titles and quotations with their links; `quoted` has offsets and word numbers of each."""
    words = document.words
    names = tuple(Name(*_offsets(words, span), span.label, span.probability) for span in document.names)
    linked = [i for i, name in enumerate(names) if name.label in LINKED]
    candidates = [document.names[i] for i in linked]
    titles: list[JobTitle] = []
    spoken: list[Quotation] = []
    at_once = max(1, min(_LINKED_AT_ONCE, _PAIRS // max(1, len(candidates))))
    for at in range(0, max(len(document.titles), len(quoted)), at_once):
        held, said = document.titles[at : at + at_once], quoted[at : at + at_once]
        quotations = _rows(span for _, span in said)
        *of_titles, speakers, speech = _linked(model, document, candidates, _rows(held), quotations)
        for title, *rows in zip(held, *of_titles, strict=True):
            titles.append(JobTitle(*_offsets(words, title), title.probability, *(_links(row, linked) for row in rows)))
        for (offsets, _), probability, row in zip(said, speech, speakers, strict=True):
            spoken.append(Quotation(*offsets, float(probability), _links(row, linked)))
    return Reading(names, tuple(titles), tuple(spoken))


def _linked(
    model: Model, document: _Document, names: Sequence[TaggedSpan], titles: Ints, quotations: Ints
) -> Sequence[Floats]:
    """The link probabilities of job titles to people, organisations and countries, and of quotations to speakers. Each
    array is titles or quotations × (none, then the names); the last has each quotation's probability of speech."""
    spans, labels = _rows(names), np.array([LINKED.index(name.label) for name in names], dtype="int64")

    def pairs(origins: Ints, *allowed: str) -> Ints:
        """The features of all pairs; those of names of another label are zeros, and the graph leaves them out."""
        chosen = np.flatnonzero(np.isin(labels, [LINKED.index(label) for label in allowed]))
        found = np.zeros((len(origins), len(spans), len(PAIR_FEATURES)), dtype="int64")
        found[:, chosen] = pair_features(origins, spans[chosen], document.words.line_numbers)
        return found

    inputs = {"vectors": document.vectors, "titles": titles, "quotations": quotations, "spans": spans, "labels": labels}
    inputs["of_titles"] = np.stack([pairs(titles, label) for label in LINKED])
    inputs["of_quotations"] = pairs(quotations, "PERSON", "ORG")
    probabilities: Sequence[Floats] = model.linker.run(None, inputs)
    return probabilities


def _rows(spans: Iterable[TaggedSpan | tuple[int, int]]) -> Ints:
    return np.array([span[:2] for span in spans], dtype="int64").reshape(-1, 2)


def _offsets(words: Words, span: TaggedSpan) -> Offsets:
    return int(words.starts[span.first]), int(words.ends[span.stop - 1])


def _links(row: Floats, numbers: Sequence[int]) -> Links:
    """The links of one job title or quotation; those too unlikely to matter are left out."""
    return Links(float(row[0]), tuple((n, float(p)) for n, p in zip(numbers, row[1:], strict=True) if p > 1e-4))
