"""The value of an expression: what its words leave out is decided by the reference time, the tense and other dates.

Where nothing decides, there is no value: an empty one is better than a wrong one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from pipeline.extraction.dates import edtf
from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.meaning import (
    NOT_DECIDED,
    Anaphor,
    Calendar,
    Century,
    DayOrMonth,
    Decade,
    Interval,
    Known,
    Meaning,
    Part,
    Relative,
    RelativeCalendar,
    Resolved,
    Setting,
    YearBefore,
)
from pipeline.extraction.dates.tense import Tense
from pipeline.extraction.dates.years import REPORTED, decide_year, nearest


def resolve(meaning: Meaning, at: Setting) -> Resolved:
    """The value of `meaning` where it stands. Never raises: what is no date, or out of range, has no value."""
    try:
        return _RESOLVERS[type(meaning)](meaning, at)
    except (ValueError, OverflowError):  # 29 February of a common year, an interval backwards, the year 0
        return NOT_DECIDED


def _value(c: Calendar, year: int) -> Value:
    if c.month is None:
        return edtf.year(year)
    return edtf.month(year, c.month) if c.day is None else edtf.day(date(year, c.month, c.day))


def _calendar(c: Calendar, at: Setting) -> Resolved:
    if c.year is not None:
        return Resolved(_value(c, c.year), "text")
    if c.month is None:
        return _weekday(c, at) if c.weekday is not None else NOT_DECIDED
    return decide_year(c, at, lambda year: _value(c, year))


def _weekday(c: Calendar, at: Setting) -> Resolved:
    if at.reference is None or c.weekday is None:
        return NOT_DECIDED
    day = at.reference.day
    back = (day.weekday() - c.weekday) % 7
    forward = (c.weekday - day.weekday()) % 7
    offset = forward if at.tense is Tense.FUTURE else -back
    reason = f"{at.reference.reason}-{'last' if at.tense is Tense.UNKNOWN else at.tense.name.lower()}"
    return Resolved(edtf.day(day + timedelta(offset)), at.reference.value_from, reason)


def _day_or_month(d: DayOrMonth, at: Setting) -> Resolved:
    days = (date(d.year, d.second, d.first), date(d.year, d.first, d.second))
    if d.parted == ".":
        return Resolved(edtf.day(days[0]), "text", "dotted")
    if at.order is not None:
        return Resolved(edtf.day(days[0] if at.order == "day" else days[1]), "text", f"{at.order}-first")
    return Resolved(None, None, "undecided", tuple(sorted(days)))


def _interval(i: Interval, at: Setting) -> Resolved:
    if isinstance(i.first, DayOrMonth) or isinstance(i.last, DayOrMonth):
        one, two = resolve(i.first, at), resolve(i.last, at)
        if one.value is None or two.value is None:
            return NOT_DECIDED
        return Resolved(edtf.interval(one.value, two.value), two.value_from, two.reason)
    first, last = i.first, i.last
    if last.year is None and first.year is not None:
        last = Calendar(first.year, last.month, last.day, last.weekday)
    if last.year is not None:
        year = first.year if first.year is not None else _year_before(first, last)
        value = edtf.interval(_value(first, year), _value(last, last.year))
        return Resolved(value, "text")

    def whole(year: int) -> Value:
        runs_over = (first.month or 0, first.day or 0) > (last.month or 0, last.day or 0)
        return edtf.interval(_value(first, year), _value(last, year + runs_over))

    return decide_year(first, at, whole)


def _year_before(first: Calendar, last: Calendar) -> int:
    """The year of “28 December” in “28 December to 3 January 2025”."""
    year = last.year or 0
    return year - ((first.month or 0, first.day or 0) > (last.month or 12, last.day or 31))


def _part(p: Part, at: Setting) -> Resolved:
    make = {"quarter": edtf.quarter, "half": edtf.half, "season": edtf.season}[p.kind]
    if p.year is not None:
        return Resolved(make(p.year, p.number), "text")
    reference = at.reference
    if reference is None or (p.kind == "season" and p.which != 0):
        return NOT_DECIDED
    if p.which is not None:
        return Resolved(make(reference.day.year + p.which, p.number), reference.value_from, reference.reason)
    options = [make(reference.day.year + n, p.number) for n in (-1, 0, 1)]
    best, why = nearest(options, reference.day, at.tense, REPORTED)
    return Resolved(best, reference.value_from, f"{reference.reason}-{why}")


def _relative(r: Relative, at: Setting) -> Resolved:
    if at.reference is None:
        return NOT_DECIDED
    value = _moved(at.reference.day, r.unit, r.offset)
    return Resolved(value, at.reference.value_from, at.reference.reason)


def _moved(day: date, unit: str, offset: int) -> Value:
    """The day, week, month, … so many units from that of `day`."""
    month = day.year * 12 + day.month - 1
    match unit:
        case "day":
            return edtf.day(day + timedelta(offset))
        case "week":
            return edtf.week(day - timedelta(day.weekday()) + timedelta(7 * offset))
        case "fortnight":
            return edtf.week(day - timedelta(day.weekday()) + timedelta(14 * offset))
        case "weekend":
            return edtf.week(day - timedelta(day.weekday()) + timedelta(7 * offset + 5), 2)
        case "month":
            return edtf.month((month + offset) // 12, (month + offset) % 12 + 1)
        case "quarter":
            number = month // 3 + offset
            return edtf.quarter(number // 4, number % 4 + 1)
        case "decade":
            return edtf.decade(day.year // 10 * 10 + 10 * offset)
        case "anniversary":
            return edtf.day(day.replace(year=day.year + offset))
        case _:
            return edtf.year(day.year + offset)


def _relative_calendar(r: RelativeCalendar, at: Setting) -> Resolved:
    reference = at.reference
    if reference is None:
        return NOT_DECIDED
    day = reference.day
    if r.counts == "year" and r.month is not None:
        value = _value(Calendar(None, r.month, r.day), day.year + r.which)
    elif r.weekday is not None and r.counts == "week":
        value = edtf.day(day - timedelta(day.weekday()) + timedelta(7 * r.which + r.weekday))
    elif r.weekday is not None:
        value = edtf.day(_nearest_weekday(r.weekday, r.which, day, at.tense))
    else:
        value = _nearest_month(r.month or 1, r.which, day)
    return Resolved(value, reference.value_from, reference.reason)


def _nearest_weekday(weekday: int, which: int, day: date, tense: Tense) -> date:
    """“last Thursday” is before the day, “next Thursday” after it, “this Thursday” may be the day itself."""
    back, forward = (day.weekday() - weekday) % 7, (weekday - day.weekday()) % 7
    if which:
        return day + timedelta((forward or 7) if which > 0 else -(back or 7))
    return day + timedelta(-back if tense < 0 else forward)


def _nearest_month(month: int, which: int, day: date) -> Value:
    """“last May” is before the month of the day, “next May” after it."""
    if which < 0:
        return edtf.month(day.year - (month >= day.month), month)
    return edtf.month(day.year + (which > 0 and month <= day.month), month)


def _decade(d: Decade, at: Setting) -> Resolved:
    return Resolved(edtf.decade(d.first), "text")


def _century(c: Century, at: Setting) -> Resolved:
    return Resolved(edtf.century(c.number), "text")


def _year_before_text(y: YearBefore, at: Setting) -> Resolved:
    if at.compared or (y.ago and at.reference is None):
        return NOT_DECIDED
    return _anaphor(Anaphor("year", -1), at)


_COUNTED_FROM = {
    "day": ("day",),
    "weekday": ("day",),
    "week": ("day",),
    "month": ("day", "month"),
    "year": ("day", "month", "year"),
}
"""The units that are counted from a date named before, and the sizes of dates that each is counted from."""


def _anaphor(a: Anaphor, at: Setting) -> Resolved:
    sizes = _COUNTED_FROM.get(a.unit, ())
    before = [k for k in at.known if k.start < at.start and k.value.granularity in sizes]
    if sizes and a.offset < 0 and a.unit != "weekday" and at.reference is not None:
        return _relative(Relative(a.unit, a.offset), at)  # “up from 3 million a year earlier”: earlier than the text
    return _counted(a, before[-1]) if before else NOT_DECIDED


def _counted(a: Anaphor, known: Known) -> Resolved:
    """“that Friday”, “in May of that year”, “two days later”, counted from the date before it."""
    day = known.value.earliest
    if a.part is None:
        value = _moved(day, a.unit, a.offset)
    elif a.unit == "weekday" and a.part.weekday is not None:
        ahead = (a.part.weekday - day.weekday()) % 7
        value = edtf.day(day + timedelta(ahead - 7 if a.offset < 0 else ahead or 7 * a.offset))
    else:
        value = _value(a.part, day.year + a.offset)
    return Resolved(value, "inference", "date-before")


_RESOLVERS: dict[type[Meaning], Callable[[Any, Setting], Resolved]] = {
    Calendar: _calendar,
    DayOrMonth: _day_or_month,
    Interval: _interval,
    Decade: _decade,
    Century: _century,
    Part: _part,
    Relative: _relative,
    RelativeCalendar: _relative_calendar,
    Anaphor: _anaphor,
    YearBefore: _year_before_text,
}
"""What decides the value of each kind of meaning; a `Pair` is split before."""
