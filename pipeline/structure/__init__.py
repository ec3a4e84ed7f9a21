"""Stage 3: the parts of a release — head, dateline, body, boilerplate, contact, end marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.language import foreign_paragraph
from pipeline.records import SectionKind
from pipeline.structure.contacts import contact_blocks
from pipeline.structure.cuts import split_at_cues
from pipeline.structure.datelines import FoundDateline, dateline_at
from pipeline.structure.head import Head, read_head
from pipeline.structure.lines import paragraphs_of
from pipeline.structure.markup import blanked, residue_spans
from pipeline.structure.published import dateline_day, publication
from pipeline.structure.release import ContactBlock, Dateline, Foreign, Part, Release, Span, section_rows
from pipeline.structure.sections import Labelled, label
from pipeline.structure.self_description import label_description

__all__ = ["ContactBlock", "Dateline", "Foreign", "Part", "Release", "Span", "section_rows", "structure"]


def structure(
    text: str, *, published: str | None = None, ignore: Sequence[tuple[int, int]] = (), file_name: str | None = None
) -> Release:
    """Find the parts of a repaired text.

    `published` is the publication date known from metadata (ISO 8601 day), `ignore` are spans found to be
    injected, `file_name` the name of the file the text came from, which may bear a date.
    """
    residue = residue_spans(text, ignore)
    plain = blanked(text, residue)
    paragraphs = split_at_cues(text, plain, paragraphs_of(text, plain))
    head = read_head(text, plain, paragraphs)
    labelled = [*head.labelled, *label_description(label(text, plain, paragraphs, len(head.labelled)))]
    datelines = _datelines(plain, labelled, head)
    day, source = publication(plain, labelled, datelines, published=published, file_name=file_name)
    parts, spans = _tiles(text, labelled, datelines)
    return Release(
        text=text,
        parts=parts,
        paragraphs=spans,
        residue=residue,
        foreign=tuple(_foreign(labelled)),
        headline=_headline(plain, head),
        title=" ".join(head.headline.plain.split()) if head.headline else None,
        datelines=tuple(_dateline(d, day) for d in datelines),
        published=day,
        published_from=source,
        contacts=tuple(contact_blocks(plain, labelled)),
    )


def _foreign(labelled: list[Labelled]) -> Iterator[Foreign]:
    """Paragraphs in another language: a translation below the text, a motto, a quotation with its own paragraph."""
    for entry in labelled:
        if entry.kind not in ("dateline", "end_mark") and (code := foreign_paragraph(entry.paragraph.plain)):
            yield Foreign(entry.paragraph.start, entry.paragraph.end, code)


def _headline(plain: str, head: Head) -> Span | None:
    """The headline without the marks around it."""
    if head.headline is None:
        return None
    start, end = head.headline.start, head.headline.end
    words = plain[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


def _datelines(plain: str, labelled: list[Labelled], head: Head) -> list[FoundDateline]:
    """The head's dateline, or one before the first prose; and one that begins a second release in the same text."""
    found = [head.dateline] if head.dateline else []
    before_prose = True
    for entry in labelled[len(head.labelled) :]:
        p = entry.paragraph
        if found and found[0].start >= p.start:
            continue
        before_prose = before_prose and not found
        if entry.kind == "body" and len(found) < 2 and (before_prose or found):
            other = dateline_at(plain, p.start, p.end)
            if other is not None and (before_prose or (other.date is not None and not other.alone)):
                found.append(other)
        before_prose = before_prose and len(p.plain) < 200
    return found


def _dateline(found: FoundDateline, published: str | None) -> Dateline:
    day = dateline_day(found.date, published) if found.date else None
    return Dateline(found.start, found.end, found.place, day, found.wire)


def _pieces(text: str, entry: Labelled, datelines: list[FoundDateline]) -> Iterator[tuple[int, int, SectionKind]]:
    """A paragraph cut at a dateline that stands in it, without white space at the ends of the pieces."""
    p = entry.paragraph
    cuts: list[tuple[int, int, SectionKind]] = [(p.start, p.end, entry.kind)]
    for d in datelines:
        if p.start <= d.start < p.end:
            cuts = [(p.start, d.start, entry.kind), (d.start, d.end, "dateline"), (d.end, p.end, entry.kind)]
    for start, end, kind in cuts:
        piece = text[start:end]
        if stripped := piece.strip():
            first = start + len(piece) - len(piece.lstrip())
            yield first, first + len(stripped), kind


def _tiles(
    text: str, labelled: list[Labelled], datelines: list[FoundDateline]
) -> tuple[tuple[Part, ...], tuple[Span, ...]]:
    """The parts, neighbours of one kind as one, and the paragraphs."""
    parts: list[Part] = []
    paragraphs: list[Span] = []
    for entry in labelled:
        for start, end, kind in _pieces(text, entry, datelines):
            paragraphs.append(Span(start, end))
            if parts and parts[-1].kind == kind and kind != "dateline":
                parts[-1] = Part(parts[-1].start, end, kind)
            else:
                parts.append(Part(start, end, kind))
    return tuple(parts), tuple(paragraphs)
