"""Stage 3: the parts of a release — head, dateline, body, boilerplate, contact, end marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.language import foreign_paragraph
from pipeline.records import SectionKind
from pipeline.structure.contacts import contact_blocks
from pipeline.structure.cues import cue
from pipeline.structure.cuts import has_words, pieces_of
from pipeline.structure.datelines import FoundDateline, dateline_at
from pipeline.structure.features import features
from pipeline.structure.head import embargoed_until, headline, reference
from pipeline.structure.labeller import Labeller, labeller
from pipeline.structure.lines import Labelled, Paragraph, paragraphs_of
from pipeline.structure.markup import blanked, residue_spans
from pipeline.structure.published import dateline_day, publication
from pipeline.structure.release import ContactBlock, Dateline, Foreign, Part, Release, Span, section_rows

__all__ = ["ContactBlock", "Dateline", "Foreign", "Part", "Release", "Span", "section_rows", "structure"]


def structure(
    text: str,
    *,
    published: str | None = None,
    ignore: Sequence[tuple[int, int]] = (),
    file_name: str | None = None,
    by: Labeller | None = None,
) -> Release:
    """Find the parts of a repaired text.

    `published` is the publication date known from metadata (ISO 8601 day), `ignore` are spans found to be
    injected, `file_name` the name of the file the text came from, which may bear a date.
    """
    residue = residue_spans(text, ignore)
    plain = blanked(text, residue)
    pieces = pieces_of(text, plain, paragraphs_of(text, plain))
    kinds = _kinds(text, plain, pieces, by or labeller())
    labelled = list(_joined(plain, pieces, kinds))
    datelines = _datelines(plain, labelled)
    day, source = publication(plain, labelled, datelines, published=published, file_name=file_name)
    parts, spans = _tiles(text, labelled, datelines)
    title = headline(plain, labelled)
    return Release(
        text=text,
        parts=parts,
        paragraphs=spans,
        residue=residue,
        foreign=tuple(_foreign(labelled)),
        headline=title,
        title=" ".join(plain[title.start : title.end].split()) if title else None,
        datelines=tuple(
            Dateline(d.start, d.end, d.place, dateline_day(d.date, day) if d.date else None, d.wire) for d in datelines
        ),
        published=day,
        published_from=source,
        embargoed_until=embargoed_until(plain, labelled),
        reference=reference(plain, labelled),
        contacts=tuple(contact_blocks(plain, parts, datelines)),
    )


def _kinds(text: str, plain: str, pieces: Sequence[Paragraph], by: Labeller) -> list[SectionKind]:
    """The kind of each piece; markup alone belongs to the part that stands on both sides of it, or to the body."""
    worded = [n for n, piece in enumerate(pieces) if has_words(text, piece)]
    found = dict(zip(worded, by.label(features(text, plain, [pieces[n] for n in worded])), strict=True))
    kinds: list[SectionKind] = []
    after: list[SectionKind] = []  # the kind of the next piece with words; a page's end stays a page's end
    for n in reversed(range(len(pieces))):
        after.append(found.get(n, after[-1] if after else "footer"))
    for n, following in enumerate(reversed(after)):
        same = bool(kinds) and kinds[-1] == following != "end_mark"
        kinds.append(found.get(n, following if same else "body"))
    return kinds


def _joined(plain: str, pieces: Sequence[Paragraph], kinds: Sequence[SectionKind]) -> Iterator[Labelled]:
    """Pieces of one paragraph that have one label, as one again."""
    last: Labelled | None = None
    for piece, kind in zip(pieces, kinds, strict=True):
        if last and last.kind == kind and last.paragraph.number == piece.number:
            start = last.paragraph.start
            words = " ".join(plain[start : piece.end].split())
            last = Labelled(Paragraph(start, piece.end, words, last.paragraph.blank_before, piece.number), kind)
            continue
        if last:
            yield last
        embargo = kind == "header" and cue("embargo").match(piece.plain)
        last = Labelled(piece, "embargo" if embargo else kind)
    if last:
        yield last


def _foreign(labelled: list[Labelled]) -> Iterator[Foreign]:
    """Paragraphs in another language: a translation below the text, a motto, a quotation with its own paragraph."""
    for entry in labelled:
        if entry.kind not in ("dateline", "end_mark") and (code := foreign_paragraph(entry.paragraph.plain)):
            yield Foreign(entry.paragraph.start, entry.paragraph.end, code)


def _datelines(plain: str, labelled: list[Labelled]) -> list[FoundDateline]:
    """The dateline before the first prose, and one that begins a second release in the same text."""
    found: list[FoundDateline] = []
    above: FoundDateline | None = None  # alone on a line of the head: “TOMBSTONE, AZ / Wire / April 25, 2024”
    before_prose = True
    for entry in labelled:
        p = entry.paragraph
        other = dateline_at(plain, p.start, p.end) if entry.kind in ("body", "header") and len(found) < 2 else None
        if other is not None and entry.kind == "header":
            above = other if other.alone and before_prose else above
        elif other is not None and (before_prose or (found and other.date is not None and not other.alone)):
            found.append(other)
        before_prose = before_prose and not found and (entry.kind != "body" or len(p.plain) < 200)
    return found or ([above] if above else [])


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
