"""Annotated press releases as training material: texts, the labels of their spans, and chunks of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

SHARED = Path(__file__).resolve().parents[2] / "shared"
MISSING = "-"
"""Label of a span that teaches nothing: neither that it is an entity nor that it is none."""

_PLACES = ("GPE", "LOC", "FAC")
_ANNOTATED = frozenset(["PERSON", "ORG", "DATE", *_PLACES])
"""Labels that the annotation decides. For every other the base model's own predictions stand in."""


@dataclass(frozen=True, slots=True)
class Release:
    """One annotated release. `annotation` is the JSON as it stands (format: ../shared/train/ANNOTATION.md)."""

    id: str
    text: str
    annotation: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and its spans (start, end, label), sorted, free of overlaps; offsets count code points.

    `roles` are the places of offices (`training.role_places`), `maybe_roles` those that may be taken for one; both may
    overlap the spans.
    """

    id: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    roles: tuple[tuple[int, int], ...] = ()
    maybe_roles: tuple[tuple[int, int], ...] = ()


def releases(folder: Path) -> list[Release]:
    """The annotated releases below `folder` (`texts/*.txt`, `annotations/*.json`), sorted by id.

    Raises FileNotFoundError where there are none: a network would be trained on the made-up texts alone.
    """
    found = []
    for path in sorted((folder / "annotations").glob("*.json")):
        if path.name == "sources.json":
            continue
        text = (folder / "texts" / f"{path.stem}.txt").read_bytes().decode("utf-8")
        found.append(Release(path.stem, text, json.loads(path.read_text("utf-8"))))
    if not found:
        raise FileNotFoundError(f"no annotated releases in {folder}: it needs texts/*.txt and annotations/*.json")
    return found


def labelled(release: Release, base: Doc) -> Labelled:
    """The spans that the entity component learns from one release.

    `base` is the base model's reading of the same text: it says which of GPE, LOC and FAC a place is, and gives
    the labels that the annotation lacks. Optional mentions become `MISSING`; a country inside a body's name
    (“Bank of Japan”) is left out, since one token has one label.
    """
    spans: list[tuple[int, int, str]] = []
    for m in release.annotation["mentions"]:
        if m.get("nested"):
            continue
        label = m["label"]
        if m.get("optional"):
            label = MISSING
        elif label in ("COUNTRY", "PLACE"):
            label = _place_label(base, m["start"], m["end"])
        spans.append((m["start"], m["end"], label))
    spans = _without_overlaps(spans)
    taken = [s[:2] for s in spans]
    for ent in base.ents:
        start, end = ent.start_char, ent.end_char
        if ent.label_ not in _ANNOTATED and not any(s < end and start < e for s, e in taken):
            spans.append((start, end, ent.label_))
    return Labelled(release.id, release.text, tuple(sorted(spans)))


def _place_label(base: Doc, start: int, end: int) -> str:
    found = [e.label_ for e in base.ents if e.start_char < end and start < e.end_char and e.label_ in _PLACES]
    return found[0] if found else "GPE"


def _without_overlaps(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The longest of overlapping spans; required before optional where they are of one length."""
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[2] == MISSING, s[0])):
        if not any(s < span[1] and span[0] < e for s, e, _ in kept):
            kept.append(span)
    return sorted(kept)


def chunks(document: Labelled, words: int) -> Iterator[Labelled]:
    """Cut a document at line ends into pieces of about `words` words; no span is cut. They have no roles."""
    ends = [m.end() for m in re.finditer(r"\n+", document.text)] + [len(document.text)]
    start = 0
    for i, end in enumerate(ends):
        last = i == len(ends) - 1
        if not last and len(document.text[start : ends[i + 1]].split()) <= words:
            continue
        if any(s < end < e for s, e, _ in document.spans):
            continue
        inside = tuple((s - start, e - start, label) for s, e, label in document.spans if start <= s and e <= end)
        yield Labelled(document.id, document.text[start:end], inside)
        start = end


def read_labelled(nlp: Language, documents: Iterable[Release]) -> list[Labelled]:
    """`labelled` of many releases, read with the base model `nlp`."""
    documents = list(documents)
    with nlp.select_pipes(enable=["tok2vec", "parser", "ner"]):
        return [labelled(r, doc) for r, doc in zip(documents, nlp.pipe(r.text for r in documents), strict=True)]
