"""The spaCy component `communique_reader`: reads a document and leaves what it found for the components behind it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.data import data_file
from pipeline.extraction.document.analysis import analysis_of
from pipeline.extraction.document.reading import Name, Reading
from pipeline.extraction.reader.model import Model, load
from pipeline.extraction.reader.network import read

TITLES = "titles"
"""Name of the span group of job titles; `group.attrs["probabilities"]` has the probability of each."""
_LABELS = {
    "PERSON": "PERSON", "PER": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE", "DATE": "DATE",
}  # fmt: skip
"""Labels of other models, as the reader says them; a GPE is a country where `communique_countries` knows it as one."""


@Language.factory("communique_reader", default_config={"path": None, "other_names": False})
def make_reader(nlp: Language, name: str, path: str | None, other_names: bool) -> ReaderComponent:
    """Factory; `path`: a folder with a model in place of the shipped one, `other_names`: keep `doc.ents` as they are.

    With `other_names` the names are those that an entity recogniser before it found, and the reader adds job titles,
    links and speakers.
    """
    return ReaderComponent(_model(path), other_names=other_names)


class ReaderComponent:
    """Sets `analysis.reading`, `doc.ents` and `doc.spans["titles"]`."""

    def __init__(self, model: Model, *, other_names: bool = False) -> None:
        self.model = model
        self.other_names = other_names

    def __call__(self, doc: Doc) -> Doc:
        """Read one document."""
        analysis = analysis_of(doc)
        text = analysis.release.text
        quotations = [(run.outer_start, run.outer_end) for run in analysis.quoted_spans()]
        names = _names(doc) if self.other_names else None
        release = analysis.release
        reading = read(self.model, text, quotations, names, release.residue, release.contacts)
        analysis.reading = one_a_line(text, reading)
        _set_spans(doc, analysis.reading, self.other_names)
        return doc


@cache
def _model(path: str | None) -> Model:
    return load(data_file("reader") if path is None else Path(path))


def _names(doc: Doc) -> list[Name]:
    """The entities of another model."""
    return [Name(e.start_char, e.end_char, _LABELS[e.label_], 1.0) for e in doc.ents if e.label_ in _LABELS]


def _set_spans(doc: Doc, reading: Reading, other_names: bool) -> None:
    """Show the reading in spaCy's own places; tokens that a name cuts are taken whole there."""
    if not other_names:
        spans = [doc.char_span(n.start, n.end, n.label, alignment_mode="expand") for n in reading.names]
        doc.ents = _apart([s for s in spans if s is not None])
    titles = [
        (doc.char_span(t.start, t.end, "TITLE", alignment_mode="expand"), t.probability) for t in reading.job_titles
    ]
    doc.spans[TITLES] = [span for span, _ in titles if span is not None]
    doc.spans[TITLES].attrs["probabilities"] = [p for span, p in titles if span is not None]


def _apart(spans: list[Span]) -> list[Span]:
    """Spans without those that share a token with the one before."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return kept


_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_JOINS = re.compile(r"(?i)(?:and|of|for|the|on|in|to|&)")
"""Words by which a line goes on: “Ministry of⏎Mines”."""


def one_a_line(text: str, reading: Reading) -> Reading:
    """The reading with a list of names that it has as one name as so many: “Ada Lund⏎Jan Roe”.

    The first keeps the number by which links tell the name; the others stand at the end.
    """
    names, more = [], []
    for name in reading.names:
        first, *others = _lines(text, name) if "\n" in text[name.start : name.end] else [name]
        names.append(first)
        more += others
    return replace(reading, names=(*names, *more))


def _lines(text: str, name: Name) -> list[Name]:
    """A name over line ends as one a line where it is a list, else as it is.

    Of 661 annotated organisations over line ends none fills its lines; of 87 people two have two words a line.
    """
    spans = [(name.start + m.start(), name.start + m.end()) for m in _LINE.finditer(text[name.start : name.end])]
    if len(spans) < 2:  # another model's name may be white space
        return [name]
    words = [text[start:end].split() for start, end in spans]
    goes_on = any(_JOINS.fullmatch(a[-1]) or _JOINS.fullmatch(b[0]) for a, b in pairwise(words))
    before, behind = text[: name.start].rpartition("\n")[2], text[name.end :].partition("\n")[0]
    fills = not (before + behind).strip()
    is_list = min(map(len, words)) > 1 if name.label == "PERSON" else name.label == "ORG" and fills
    return [replace(name, start=start, end=end) for start, end in spans] if is_list and not goes_on else [name]
