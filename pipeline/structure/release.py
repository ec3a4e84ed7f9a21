"""The result of the structure stage: a release with its parts, paragraphs and head."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from pipeline.records import PublishedFrom, Section, SectionKind
from pipeline.structure.datelines import Dateline
from pipeline.structure.head_dates import is_date
from pipeline.structure.lines import Span
from pipeline.structure.wrapping import readable

_IN_ADDRESS = re.compile(r"(?:://|\bwww\.)[^\s<>\"')\]]*+\Z")  # “https://zed.example/news/[ada]”
_LONGEST_ADDRESS = 300  # code points
_AnySpan = TypeVar("_AnySpan", bound=Span)


@dataclass(frozen=True, slots=True)
class Part(Span):
    """A part of a release; the parts are in order and cover all of the text except white space."""

    kind: SectionKind


@dataclass(frozen=True, slots=True)
class Foreign(Span):
    """A paragraph in a language other than English; `language` is ISO 639-1, or “und”."""

    language: str


@dataclass(frozen=True, slots=True)
class Release:
    """The structure of one text. All offsets count code points of `text`."""

    text: str
    parts: tuple[Part, ...]
    paragraphs: tuple[Span, ...]  # hard-wrapped lines joined; no paragraph crosses parts, no sentence paragraphs
    residue: tuple[Span, ...] = ()  # markup, link targets, injected strings; nothing is extracted from them
    foreign: tuple[Foreign, ...] = ()  # paragraphs in another language; nothing is extracted from them either
    headline: Span | None = None
    headline_text: str | None = None  # the words of the headline, without markup and on one line
    datelines: tuple[Dateline, ...] = ()
    published: str | None = None  # ISO 8601 day
    published_from: PublishedFrom | None = None
    embargoed_until: str | None = None  # ISO 8601 day, with a time if the release gives one
    reference: str | None = None  # the publisher's own number for the release
    places: NDArray[np.int64] | None = field(default=None, compare=False)  # offsets before `as_read`, by character

    def as_read(self) -> "Release":
        """The release as extraction reads it: without line wrapping and unusual spaces, with offsets of that text."""
        text, places = readable(self.text, self.paragraphs)
        return replace(self.moved(text, lambda *span: np.searchsorted(places, span).tolist()), places=places)

    def moved(self, text: str, place: Callable[[int, int], tuple[int, int]]) -> "Release":
        """The release with another text of the same words, in which `place` gives the place of a span."""

        def placed(span: Span) -> Span:
            start, end = place(span.start, span.end)
            return replace(span, start=start, end=end)

        names = ("parts", "paragraphs", "residue", "foreign", "datelines")
        spans: dict[str, Any] = {name: tuple(map(placed, getattr(self, name))) for name in names}
        return replace(self, text=text, headline=self.headline and placed(self.headline), **spans)

    def placed(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text for a span of the text that is read."""
        return (start, end) if self.places is None else (int(self.places[start]), int(self.places[end - 1]) + 1)

    def section_at(self, offset: int) -> SectionKind:
        """The kind of the part that holds `offset`; body outside of all parts."""
        part = span_at(self.parts, offset)
        return part.kind if part else "body"

    def is_ignored(self, start: int, end: int) -> bool:
        """Whether a span begins or ends in residue or in a paragraph of another language, or is in a web address."""
        is_left_out = any(span_at(self.residue, at) or span_at(self.foreign, at) for at in (start, end - 1))
        return is_left_out or _IN_ADDRESS.search(self.text[max(0, start - _LONGEST_ADDRESS) : end]) is not None

    def in_paragraphs(self, start: int, end: int) -> list[tuple[int, int]]:
        """A span cut at paragraph boundaries: “… bridge to Halden⏎VISEU, 3 May”."""
        shared = ((max(start, p.start), min(end, p.end)) for p in self.paragraphs if p.start < end)
        return [piece for piece in shared if piece[0] < piece[1]] or [(start, end)]


def span_at(spans: Sequence[_AnySpan], offset: int) -> _AnySpan | None:
    """The span that holds the code point at `offset`, if any; `spans` are sorted and do not overlap."""
    n = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return spans[n] if n >= 0 and offset < spans[n].end else None


def section_rows(document_id: str, release: Release) -> Iterator[Section]:
    """The rows of the table `sections`, in order: all parts but headlines, dates on a line of the header, and rules.

    The annotation by which sections are scored has none of these, and its scorer takes a headline for a header, so that
    a release line above a headline would count as wrong. Headline and date are in `documents`; rows of other tables
    have `section` = “headline” if they are in the headline.
    """
    for part in release.parts:
        words = release.text[part.start : part.end]
        is_day = part.kind == "header" and is_date(words)
        is_rule = part.kind == "body" and not any(map(str.isalnum, words))
        if part.kind != "headline" and not is_day and not is_rule:
            yield Section(document_id=document_id, start=part.start, end=part.end, kind=part.kind)
