"""Turn releases into training examples of the line labeller: the features and the label of each line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.records import SectionKind
from pipeline.structure.cuts import has_words, pieces_of
from pipeline.structure.datelines import dateline_at
from pipeline.structure.features import features_of
from pipeline.structure.head_dates import first_date
from pipeline.structure.lines import Paragraph, ends_sentence, paragraphs_of, stripped
from pipeline.structure.markup import residue_spans, without_markup
from training.corpus import Release

HEADLINES = Path(__file__).with_name("headlines.tsv")
_KINDS: dict[str, SectionKind] = {"about": "boilerplate", "disclaimer": "boilerplate"}
_IGNORED = "injected_brand"
_HEAD, _LINE = 5, 60  # lines at the top that may be a date line of the header; such a line has fewer code points
Labels = list[tuple[int, int, SectionKind]]


@dataclass(frozen=True, slots=True)
class Example:
    """The lines of one text: their features and their labels."""

    id: str
    features: list[list[str]]
    labels: list[SectionKind]


def example(ident: str, text: str, parts: Labels) -> Example:
    """The training example of a text; lines in none of the `parts` are body."""
    unmarked = without_markup(text, residue_spans(text))
    pieces = [p for p in pieces_of(text, unmarked, paragraphs_of(text, unmarked)) if has_words(text, p)]
    labels = [_label(*stripped(unmarked, p.start, p.end), parts) for p in pieces]
    for n, piece in enumerate(pieces[:_HEAD]):
        if labels[n] == "body" and _is_dated(unmarked, piece):
            labels[n] = "header"
    return Example(ident, features_of(text, unmarked, pieces), labels)


def annotated(release: Release) -> Labels:
    """The parts and headlines of an annotated release."""
    parts: Labels = [
        (s["start"], s["end"], _KINDS.get(s["type"], s["type"]))
        for s in release.annotation["segments"]
        if s["type"] != _IGNORED
    ]
    return [*parts, *((start, end, "headline") for start, end in _headlines().get(release.id, ()))]


def examples(documents: Iterable[Release]) -> list[Example]:
    """The training examples of annotated releases."""
    return [example(r.id, r.text, annotated(r)) for r in documents]


def without_head(example: Example) -> Example:
    """The example without the lines before the first of the body."""
    first = example.labels.index("body") if "body" in example.labels else len(example.labels)
    return Example(example.id, example.features[first:], example.labels[first:])


def _is_dated(unmarked: str, piece: Paragraph) -> bool:
    """Whether a line of the head is a date of publication: of these only half are annotated as header."""
    found = first_date(piece.text, 0, len(piece.text)) if len(piece.text) < _LINE else None
    return found is not None and not ends_sentence(piece.text) and not dateline_at(unmarked, piece.start, piece.end)


def _label(start: int, end: int, parts: Sequence[tuple[int, int, SectionKind]]) -> SectionKind:
    """The label of the part that covers more than half of a line, else body."""
    half = (end - start) / 2
    return next((kind for s, e, kind in parts if min(e, end) - max(s, start) > half), "body")


@cache
def _headlines() -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for line in HEADLINES.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            ident, start, end = line.split("\t")
            found.setdefault(ident, []).append((int(start), int(end)))
    return found
