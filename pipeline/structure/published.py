"""Finds the publication date of a release and says where it was read."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from pipeline.records import PublishedFrom, SectionKind
from pipeline.structure.datelines import Dateline
from pipeline.structure.features import LIST_ITEM, opening_phrase
from pipeline.structure.head import closing_day, reference
from pipeline.structure.head_dates import HeadDate, date_at, date_in_file_name, first_date, is_date, numeric_date
from pipeline.structure.lines import PROSE, Paragraph, stripped

# only a time and punctuation may stand before the day: “Published in a journal on 3 May 2021” is about a study
_BEFORE_DAY = re.compile(r"(?:[\W\d]|\b(?:on|at|[ap]\.?m|gmt|utc|[ce]e?[sd]?t)\b)*", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d(?=-)")  # at the start of a reference number: “2010-04-CA-079”
_HEAD, _FOOT = 6, 3  # first and last lines, one of which may begin with the day


def publication(
    unmarked: str,
    paragraphs: Sequence[Paragraph],
    datelines: Sequence[Dateline],
    *,
    published: str | None,
    file_name: str | None,
) -> tuple[str | None, PublishedFrom | None]:
    """The day and its source. In order of preference: metadata, dateline, text, file name, numeric date in the header.
    A dateline's missing year is that nearest to a date in the text, or the reference number's; no “last updated”."""
    in_text = next(_days_in_text(unmarked, paragraphs), None)
    near = in_text.iso() if in_text else None
    in_numbers = _in_numbers(unmarked, (p for p in paragraphs if p.kind == "header"), alone=False)
    days: tuple[tuple[str | None, PublishedFrom], ...] = (
        (published, "metadata"),
        (_day_of(datelines, near, reference(unmarked, paragraphs) or ""), "dateline"),
        (near, "text"),
        (date_in_file_name(file_name or ""), "file name"),
        (next((d.iso() for d in in_numbers), None), "text"),
    )
    return next(((day, source) for day, source in days if day), (None, None))


def _day_of(datelines: Sequence[Dateline], near: str | None, number: str) -> str | None:
    """The first day of the datelines; `number` is the reference number of the release."""
    found = _YEAR.match(number)
    year = int(found[0]) if found else None
    days = (dateline_day(d.written, near) or d.written.iso(year) for d in datelines if d.written)
    return next(filter(None, days), None)


def dateline_day(date: HeadDate | None, published: str | None) -> str | None:
    """The ISO day of a dateline; without a year, the day nearest to the publication date."""
    if date is None or date.year or not published:
        return date.iso() if date else None
    known = datetime.date.fromisoformat(published)
    days = [d for y in (known.year - 1, known.year, known.year + 1) if (d := date.iso(y))]
    return min(days, key=lambda d: abs(datetime.date.fromisoformat(d) - known), default=None)


def _days_in_text(unmarked: str, paragraphs: Sequence[Paragraph]) -> Iterator[HeadDate]:
    """Dates in order: header, lines that state the publication, signature, first and last lines, embargo."""
    head = [*takewhile(lambda p: p.kind != "body" or len(p.text) < PROSE, paragraphs)]  # no “When: 3 May” below it
    yield from _said(unmarked, head)
    yield from _first(unmarked, head, "header")
    yield from _in_numbers(unmarked, (p for p in head if p.kind == "header"), alone=True)
    yield from _said(unmarked, paragraphs)
    yield from _first(unmarked, paragraphs, "signature")
    yield from filter(None, (closing_day(p.text) for p in paragraphs[:1] if p.kind == "headline"))
    edges = (*paragraphs[:_HEAD], *paragraphs[-_FOOT:])
    yield from filter(None, (_opening_day(unmarked, p) for p in edges))
    yield from _in_numbers(unmarked, edges, alone=True)
    yield from _first(unmarked, paragraphs, "embargo")


def _opening_day(unmarked: str, p: Paragraph) -> HeadDate | None:
    """The date with which a line begins, or which is all that a list item holds."""
    item = LIST_ITEM.match(unmarked, p.start, p.end)
    is_day = item and is_date(unmarked[item.end() : p.end])
    return date_at(unmarked, *(stripped(unmarked, item.end(), p.end) if item and is_day else (p.start, p.end)))


def _said(unmarked: str, paragraphs: Iterable[Paragraph]) -> Iterator[HeadDate]:
    """The days in lines that state when the release was published."""
    for p in paragraphs:
        m = opening_phrase("publication").match(unmarked, p.start, p.end)
        found = first_date(unmarked, m.end(), p.end) if m else None
        if m and found and _BEFORE_DAY.fullmatch(unmarked, m.end(), found.start):
            yield found


def _in_numbers(unmarked: str, lines: Iterable[Paragraph], *, alone: bool) -> Iterator[HeadDate]:
    """The first numeric date of each line, if the calendar has it; with `alone`, of lines that hold nothing else."""
    found = (numeric_date(p.text, unmarked) for p in lines if not alone or is_date(p.text))
    return (day for day in found if day and day.iso())


def _first(unmarked: str, paragraphs: Sequence[Paragraph], kind: SectionKind) -> Iterator[HeadDate]:
    """The first date of each paragraph of a kind, except those that say when the page was changed."""
    lines = (p for p in paragraphs if p.kind == kind and not opening_phrase("footer").match(p.text))
    return (found for p in lines if (found := first_date(unmarked, p.start, p.end)))
