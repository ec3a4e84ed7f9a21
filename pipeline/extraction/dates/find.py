"""Dates of a text: expressions found by the grammar, then their values. Needs no spaCy."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipeline.extraction.dates import edtf
from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.expressions import Expression, find
from pipeline.extraction.dates.locale import day_order
from pipeline.extraction.dates.matching import matches
from pipeline.extraction.dates.meaning import (
    Anaphor,
    Calendar,
    Century,
    DayOrMonth,
    Decade,
    Interval,
    Known,
    Meaning,
    Order,
    Pair,
    Part,
    Relative,
    RelativeCalendar,
    Resolved,
    Setting,
    YearBefore,
)
from pipeline.extraction.dates.reference import References, references, release_numbers
from pipeline.extraction.dates.tokens import Tokens
from pipeline.extraction.dates.values import resolve
from pipeline.records import DateRow, Granularity, row_id
from pipeline.structure import Release, structure


class Dated(NamedTuple):
    """An expression with its value."""

    expression: Expression
    resolved: Resolved


def find_dates(text: str, published: str | None = None) -> list[DateRow]:
    """The calendar expressions of a text with their values, in order.

    `published` is the publication date (ISO 8601 day) where it is known from outside the text; without it the
    text itself must decide what its words leave out.
    """
    release = structure(text, published=published)
    return date_rows(release, published, document_id="document")


def date_rows(release: Release, published: str | None, *, document_id: str) -> list[DateRow]:
    """The rows of a release; spans that touch residue are left out."""
    return [_row(release, d, document_id) for d in dated(release, published)]


def dated(release: Release, published: str | None) -> list[Dated]:
    """The expressions of a release with their values, in the order of the text."""
    text = release.text
    tokens = Tokens(text)
    found = matches(tokens)
    expressions = [e for e in find(text, tokens, found) if not release.is_residue(e.start, e.end)]
    order = day_order(text, tokens, found)
    explicit = [Known(e.start, value) for e in expressions if (value := _explicit(e, order))]
    numbers = _release_numbers(text)
    times = _references(release, published, expressions, sorted((*explicit, *numbers)))
    known = sorted((*explicit, *([] if times.times else numbers)))
    done: list[Dated] = []
    for e in expressions:
        resolved = resolve(e.meaning, Setting(times.at(e.start), order, known, e.start, e.tense, e.compared))
        if resolved.value is not None and resolved.value_from != "text":
            insort(known, Known(e.start, resolved.value))
        done.append(Dated(e, resolved))
    return done


def _references(
    release: Release, published: str | None, expressions: Sequence[Expression], anchors: list[Known]
) -> References:
    """The reference times; a dateline without a year takes it from one of the `anchors`."""
    in_datelines: dict[int, date] = {}
    days: list[tuple[int, int, date]] = []
    for e in expressions:
        if dateline := next((d for d in release.datelines if d.start <= e.start < d.end), None):
            value = resolve(e.meaning, Setting(None, None, anchors, e.start)).value
            if value is not None and value.granularity == "day":
                in_datelines[dateline.start] = value.earliest
            elif dateline.date:  # its year is that of the metadata
                in_datelines.setdefault(dateline.start, date.fromisoformat(dateline.date))
        value = _explicit(e, None)
        if value is not None and value.granularity == "day" and release.section_at(e.start) != "footer":
            days.append((e.start, e.end, value.earliest))
    return references(release, published, days, in_datelines)


def _release_numbers(text: str) -> list[Known]:
    """Years and months of release numbers: they name no date, but tell when the text was written."""
    return [Known(start, edtf.month(year, month)) for start, year, month in release_numbers(text)]


def _explicit(e: Expression, order: Order | None) -> Value | None:
    """The value of an expression by its words alone."""
    resolved = resolve(e.meaning, Setting(None, order))
    return resolved.value if resolved.value_from == "text" else None


def _row(release: Release, d: Dated, document_id: str) -> DateRow:
    e, value = d.expression, d.resolved.value
    earliest, latest = (value.earliest, value.latest) if value else (None, None)
    if d.resolved.choices:
        earliest, latest = d.resolved.choices[0], d.resolved.choices[-1]
    return DateRow(
        date_id=row_id(document_id, "date", e.start, e.end),
        document_id=document_id,
        start=e.start,
        end=e.end,
        text=release.text[e.start : e.end],
        value=value.edtf if value else None,
        earliest=earliest.isoformat() if earliest else None,
        latest=latest.isoformat() if latest else None,
        granularity=value.granularity if value else _size(e.meaning),
        value_from=d.resolved.value_from,
        section=release.section_at(e.start),
        rule=f"{e.rule}:{d.resolved.reason}" if d.resolved.reason else e.rule,
    )


def _size(meaning: Meaning) -> Granularity:
    """The size of what is named where there is no value."""
    match meaning:
        case Calendar():
            return "day" if meaning.day or meaning.weekday is not None else "month" if meaning.month else "year"
        case Part():
            return _PARTS[meaning.kind]
        case Anaphor() | Relative():
            return _UNITS.get(meaning.unit, "day")
        case RelativeCalendar():
            return "month" if meaning.day is None and meaning.weekday is None else "day"
        case _:
            return _SIZES[type(meaning)]


_PARTS: dict[str, Granularity] = {"quarter": "quarter", "half": "half", "season": "season"}
_UNITS: dict[str, Granularity] = {
    "fortnight": "week", "week": "week", "weekend": "week", "month": "month", "quarter": "quarter", "year": "year",
    "decade": "decade",
}  # fmt: skip
_SIZES: dict[type[Meaning], Granularity] = {
    DayOrMonth: "day", Interval: "interval", Pair: "interval", Decade: "decade", Century: "century", YearBefore: "year",
}  # fmt: skip
