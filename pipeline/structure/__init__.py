"""Stage 3: finds the parts of a release (head, dateline, body, boilerplate, contact, end marks)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import accumulate, groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.data import word_list
from pipeline.language import foreign_paragraph
from pipeline.records import SectionKind, one_line
from pipeline.settings import ConfiguredParts
from pipeline.structure.configured import configured_kinds, with_configured
from pipeline.structure.cuts import end_marks, has_words, pieces_of
from pipeline.structure.datelines import Dateline, dateline_at, is_certain
from pipeline.structure.features import ABOUT, PATH, features_of, opening_phrase
from pipeline.structure.head import embargoed_until, headline, reference, with_found_headline, with_whole_headlines
from pipeline.structure.labeller import Labeller, shipped_labeller
from pipeline.structure.lines import PROSE, Paragraph, Span, lines_of, paragraphs_of, stripped
from pipeline.structure.markup import residue_spans, with_brackets, without_markup
from pipeline.structure.published import dateline_day, publication
from pipeline.structure.release import Foreign, Part, Release, section_rows
from pipeline.structure.wrapping import readable

_LETTER = re.compile(r"[^\W_]")  # or digit
_NOTES: ConfiguredParts = tuple(("notes", heading) for heading in word_list("structure/note_headings.txt"))
_ABOVE = 2  # paragraphs of prose (a summary, a caption) that may stand above a dateline with a known place

__all__ = ["Dateline", "Foreign", "Part", "Release", "Span", "section_rows", "structure"]


def _day(published: str | None) -> str | None:
    try:
        return published and date.fromisoformat(published).isoformat()
    except (ValueError, TypeError):
        raise ValueError(f"published is {published!r}; give a day as in “2023-09-28” (ISO 8601)") from None


def structure(
    text: str,
    *,
    published: str | None = None,
    ignore: Sequence[tuple[int, int]] = (),
    file_name: str | None = None,
    configured: ConfiguredParts = (),
    line_labeller: Labeller | None = None,
) -> Release:
    """Find the parts of a repaired text.

    `published` is the publication date from metadata (ISO 8601 day), `ignore` are spans found to be injected,
    `file_name` is the name of the file that the text came from, which may hold a date, and `configured` are first words
    of parts from the settings. Raises `ValueError` if `published` is not an ISO 8601 day.
    """
    published = _day(published)
    visible, places = readable(text)
    if visible.strip() and visible != text:
        ignore = [tuple(np.searchsorted(places, span).tolist()) for span in ignore]
        how = partial(structure, published=published, file_name=file_name, configured=configured)
        return _moved_back(how(visible, ignore=ignore, line_labeller=line_labeller), text, places)
    residue = residue_spans(text, ignore)
    unmarked = without_markup(text, residue)
    paragraphs = _labelled(text, unmarked, configured, line_labeller)
    datelines = _datelines(unmarked, paragraphs)
    day, source = publication(unmarked, paragraphs, datelines, published=published, file_name=file_name)
    cut = [piece for p in paragraphs for piece in _cut_at_datelines(text, p, datelines)]
    place, shown = with_brackets(text, unmarked, line) if (line := headline(unmarked, paragraphs)) else (None, "")
    return Release(
        text=text,
        parts=tuple(_merged(unmarked, cut)),
        paragraphs=tuple(Span(piece.start, piece.end) for piece in cut),
        residue=residue,
        foreign=tuple(_foreign(paragraphs)),
        headline=place,
        headline_text=one_line(readable(shown, ())[0]) or None,
        datelines=tuple(replace(d, date=dateline_day(d.written, day)) for d in datelines),
        published=day,
        published_from=source,
        embargoed_until=embargoed_until(unmarked, paragraphs),
        reference=reference(unmarked, paragraphs),
    )


def _foreign(paragraphs: Iterable[Paragraph]) -> Iterator[Foreign]:
    """The paragraphs in other languages: a translation below the text, a motto, a quotation."""
    for p in paragraphs:
        if code := foreign_paragraph(p.text):
            yield Foreign(p.start, p.end, code)


def _moved_back(release: Release, text: str, places: NDArray[np.int64]) -> Release:
    """The release of a text without invisible characters as one of the whole `text`, in which its characters stand at
    `places`; parts include what is left out at their edges."""
    before, after = np.append(0, places + 1), np.append(places, len(text))
    starts = np.where([c.strip() != "" for c in f" {release.text}"], after, before)  # between words: of the part before
    return release.moved(text, lambda start, end: (int(starts[start]), int(after[end])))


def _labelled(text: str, unmarked: str, configured: ConfiguredParts, labeller: Labeller | None) -> list[Paragraph]:
    """The paragraphs with their kinds: as the settings say, as headings of notes say below prose, else as labelled."""
    # twice: paragraphs are cut where a line opens a configured part, and a piece that another cut made may open one too
    line_starts = configured_kinds(unmarked, lines_of(text), configured)
    pieces = list(pieces_of(text, unmarked, paragraphs_of(text, unmarked), line_starts))
    piece_starts = configured_kinds(unmarked, pieces, configured)
    labels = list(_kinds_of(text, unmarked, pieces, labeller or shipped_labeller()))
    kinds = with_configured(pieces, labels, _notes(unmarked, pieces, labels) | piece_starts)
    return with_whole_headlines(with_found_headline([*_whole_paragraphs(unmarked, pieces, kinds)], piece_starts))


def _kinds_of(text: str, unmarked: str, pieces: Sequence[Paragraph], labeller: Labeller) -> Iterator[SectionKind]:
    """The kind of each piece; mere markup gets the kind of its neighbours if both have the same one, else body."""
    read = [p for p in pieces if has_words(text, p)]
    kinds = dict(zip((p.start for p in read), labeller.label(features_of(text, unmarked, read)), strict=True))
    kinds |= {p.start: "footer" for p in pieces if opening_phrase("mail_residue").match(p.text)}
    kinds |= {m.start: "end_mark" for m in {*end_marks(text)} & {Span(p.start, p.end) for p in pieces}}
    found = [kinds.get(p.start) for p in pieces]
    above = _filled_forward(found, "body")
    # mere markup at the end of the text counts as footer if the line above is footer
    below = reversed(list(_filled_forward(reversed(found), "footer")))
    for kind, before, after in zip(found, above, below, strict=True):
        yield kind or (before if before == after != "end_mark" else "body")


def _notes(unmarked: str, pieces: Sequence[Paragraph], kinds: Sequence[SectionKind]) -> dict[int, SectionKind]:
    """Where notes begin below prose with a heading (“Notes to editors”), and where a dateline below ends them."""
    first = next((p.start for p in pieces if len(p.text) >= PROSE), len(unmarked))
    found = configured_kinds(unmarked, [p for p in pieces if p.start > first], _NOTES)
    begin = min(found, default=len(unmarked))
    bodies = (p for p, kind in zip(pieces, kinds, strict=True) if kind == "body" and p.start > begin)
    return found | {p.start: "body" for p in bodies if dateline_at(unmarked, p.start, p.end)}


def _filled_forward(kinds: Iterable[SectionKind | None], kind: SectionKind) -> Iterator[SectionKind]:
    """The kinds, with each None replaced by the kind before it; `kind` is the one before the first."""
    for found in kinds:
        kind = found or kind
        yield kind


def _whole_paragraphs(unmarked: str, pieces: Iterable[Paragraph], kinds: Iterable[SectionKind]) -> Iterator[Paragraph]:
    """The pieces, rejoined where neighbours in a paragraph have one label; a dateline always starts a new paragraph."""
    labelled = [replace(piece, kind=kind) for piece, kind in zip(pieces, kinds, strict=True)]
    opened = accumulate(dateline_at(unmarked, p.start, p.end) is not None for p in labelled)
    runs = groupby(zip(labelled, opened, strict=True), key=lambda pair: (pair[0].kind, pair[0].number, pair[1]))
    for (kind, number, _), run in runs:
        same = [piece for piece, _ in run]
        paragraph = Paragraph.of(unmarked, same[0].start, same[-1].end, same[0].blank_before, number)
        is_embargo = kind == "header" and opening_phrase("embargo").match(paragraph.text)
        yield replace(paragraph, kind="embargo" if is_embargo else "header" if PATH.match(paragraph.text) else kind)


def _datelines(unmarked: str, paragraphs: list[Paragraph]) -> list[Dateline]:
    """The dateline at the first prose or below a summary or caption, and that of a second release in the text."""
    head, below = _ends_of_prose(unmarked, paragraphs)
    of_body = _of_kind(unmarked, paragraphs, "body")
    in_place = [d for d in of_body if d.start < (below if is_certain(unmarked, d) else head)]
    if not in_place:  # perhaps one alone on a line of the head: “TOMBSTONE, AZ / Wire / April 25, 2024”
        return [d for d in _of_kind(unmarked, paragraphs, "header") if d.alone and d.start < head][-1:]
    dated = [d for d in of_body if d.start > in_place[0].start and d.written and d.written.year]
    return [in_place[0], *dated[:1]]


def _of_kind(unmarked: str, paragraphs: list[Paragraph], kind: SectionKind) -> list[Dateline]:
    """The datelines at the beginnings of paragraphs of a kind."""
    return [d for p in paragraphs if p.kind == kind and (d := dateline_at(unmarked, p.start, p.end))]


def _ends_of_prose(unmarked: str, paragraphs: list[Paragraph]) -> tuple[int, int]:
    """The ends of the first paragraph of prose and of the third, the first one below a summary and a caption."""
    bodies = (p for p in paragraphs if p.kind == "body")
    prose = [p.end for p in bodies if len(p.text) >= PROSE] + [len(unmarked) + 1] * (_ABOVE + 1)
    return prose[0], prose[_ABOVE]


def _cut_at_datelines(text: str, p: Paragraph, datelines: list[Dateline]) -> Iterator[Part]:
    """The pieces of a paragraph: a dateline is one of its own."""
    edges = [at for d in datelines for at in (d.start, d.end)]
    # a mark before or after a dateline (“**OSLO”) belongs to it
    bounds = [at for at in edges if _LETTER.search(text, p.start, at) and _LETTER.search(text, at, p.end)]
    for start, end in pairwise([p.start, *bounds, p.end]):
        first, last = stripped(text, start, end)
        is_dateline = any(d.start < last and first < d.end for d in datelines)
        yield Part(first, last, "dateline" if is_dateline else p.kind)


def _merged(unmarked: str, pieces: Iterable[Part]) -> list[Part]:
    """The pieces, with neighbours of one kind merged, except datelines and “About …” or “Disclaimer” below prose."""
    parts: list[Part] = []
    for piece in pieces:
        words = unmarked[piece.start : piece.end].strip()
        opens = piece.kind == "boilerplate" and (ABOUT.match(words) or opening_phrase("boilerplate").match(words))
        below_prose = opens and parts and parts[-1].end - parts[-1].start >= PROSE
        if parts and parts[-1].kind == piece.kind != "dateline" and not below_prose:
            parts[-1] = replace(parts[-1], end=piece.end)
        else:
            parts.append(piece)
    return parts
