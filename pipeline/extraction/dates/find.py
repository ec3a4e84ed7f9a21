"""Dates of a text: expressions found by the grammar, then their values. Needs no spaCy."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from pipeline.extraction.dates import edtf
from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.expressions import Expression, find
from pipeline.extraction.dates.inference import resolve
from pipeline.extraction.dates.locale import day_order
from pipeline.extraction.dates.matching import matches
from pipeline.extraction.dates.meaning import (
    Anaphor,
    Calendar,
    Century,
    DayOrMonth,
    Decade,
    Interval,
    Meaning,
    Pair,
    Part,
    Relative,
    RelativeCalendar,
    YearBefore,
)
from pipeline.extraction.dates.reference import NamedDay, References, references, release_numbers
from pipeline.extraction.dates.setting import NOT_DECIDED, Known, Resolved, Setting
from pipeline.extraction.dates.tense import Tense
from pipeline.extraction.dates.tokens import Tokens
from pipeline.records import DateRow, Granularity, row_id
from pipeline.structure import Release, structure

_APPOSED = re.compile(r",\s+|\s+\(|\s*[–—]\s*")  # between “today” and the day it is


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
    setting = Setting(None, order)
    starts = [p.start for p in release.paragraphs]
    explicit = [_known(e, r.value, starts, True) for e in expressions if (r := _explicit(e, setting)).value]
    times = _references(release, published, expressions, explicit, starts)
    known = sorted((*explicit, *([] if times.times else _release_numbers(text, starts))), key=_start)
    alike = _tenses(expressions)
    done: list[Dated] = []
    for e in expressions:
        here = Setting(
            times.at(e.start),
            order,
            known,
            start=e.start,
            paragraph=bisect_right(starts, e.start),
            tense=e.tense,
            compared=e.compared,
            bound=e.bound,
            alike=tuple(alike.get(_month_and_day(e.meaning), ())),
        )
        resolved = resolve(e.meaning, here)
        if resolved.value is not None and resolved.value_from != "text":
            insort(known, _known(e, resolved.value, starts, False), key=_start)
        done.append(Dated(e, resolved))
    return done


def _month_and_day(meaning: Meaning) -> tuple[int | None, int] | None:
    """Of a day that is named without its year."""
    if not isinstance(meaning, Calendar) or meaning.year is not None or meaning.day is None:
        return None
    return meaning.month, meaning.day


def _tenses(expressions: Sequence[Expression]) -> dict[tuple[int | None, int] | None, list[Tense]]:
    """Month and day of each day that is named without its year -> the tenses at all its places."""
    tenses: defaultdict[tuple[int | None, int] | None, list[Tense]] = defaultdict(list)
    for e in expressions:
        if day := _month_and_day(e.meaning):
            tenses[day].append(e.tense)
    return tenses


def _start(known: Known) -> int:
    return known.start


def _references(
    release: Release,
    published: str | None,
    expressions: Sequence[Expression],
    explicit: Sequence[Known],
    starts: Sequence[int],
) -> References:
    """The reference times; a dateline without a year takes it from a release number or another date."""
    anchors = sorted((*explicit, *_release_numbers(release.text, starts)), key=_start)
    in_datelines: dict[int, date] = {}
    days: list[tuple[int, int, date]] = []
    for e in expressions:
        if dateline := next((d for d in release.datelines if d.start <= e.start < d.end), None):
            at = Setting(None, None, anchors, e.start, bisect_right(starts, e.start))
            value = resolve(e.meaning, at).value
            if value is not None and value.granularity == "day":
                in_datelines[dateline.start] = value.earliest
            elif dateline.date:  # its year is that of the metadata
                in_datelines.setdefault(dateline.start, date.fromisoformat(dateline.date))
        value = _explicit(e, Setting(None)).value
        if value is not None and value.granularity == "day" and release.section_at(e.start) != "footer":
            days.append((e.start, e.end, value.earliest))
    return references(release, published, days, in_datelines, named_todays(release.text, expressions))


def named_todays(text: str, expressions: Sequence[Expression]) -> list[NamedDay]:
    """Where the text says which day today is: “today, 5 May”, “yesterday (4 May 2021)”."""
    found: list[NamedDay] = []
    for one, two in pairwise(expressions):
        if isinstance(one.meaning, Relative) and isinstance(two.meaning, Calendar) and one.meaning.unit == "day":
            day = two.meaning
            if day.month and day.day and _APPOSED.fullmatch(text, one.end, two.start):
                found.append((day.year, day.month, day.day, one.meaning.offset))
    return found


def _release_numbers(text: str, starts: Sequence[int]) -> list[Known]:
    """Years and months of release numbers: they name no date, but tell when the text was written."""
    return [
        Known(start, bisect_right(starts, start), edtf.month(year, month), False, Tense.PAST)
        for start, year, month in release_numbers(text)
    ]


def _explicit(e: Expression, setting: Setting) -> Resolved:
    """The value of an expression by its words alone."""
    resolved = resolve(e.meaning, Setting(None, setting.order))
    return resolved if resolved.value_from == "text" else NOT_DECIDED


def _known(e: Expression, value: Value | None, starts: Sequence[int], explicit: bool) -> Known:
    assert value is not None
    return Known(e.start, bisect_right(starts, e.start), value, explicit, e.tense, e.frame)


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
        rule="".join((e.rule, f"+{e.bound}" * bool(e.bound), f":{d.resolved.reason}" * bool(d.resolved.reason))),
    )


def open_interval(row: DateRow) -> str | None:
    """The interval whose end a row is: `2019/..` for “since 2019”, `../2026-05` for “until May 2026”, else None.

    The row itself keeps the value of the date that its span names; its rule says which end it is
    (`year+since`, `month-year+until`).
    """
    bound = row.rule.split(":")[0].partition("+")[2]
    if row.value is None or not bound:
        return None
    return f"{row.value.split('/')[0]}/.." if bound in ("since", "onwards") else f"../{row.value.split('/')[-1]}"


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
