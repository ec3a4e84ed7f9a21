"""Builders: from the captures of a grammar rule to the value of a date; a function for each builder in grammar.txt.

A builder takes the captures, the word after its name in grammar.txt, and the context of the expression. It raises
`ValueError` if the numbers make no date (“31 June”, “2010-1999”). If nothing decides the value, it is left empty.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple, cast

from pipeline.extraction.dates import edtf
from pipeline.extraction.dates.context import Context, Reference, Resolved, decide_year, nearest, stated
from pipeline.extraction.dates.edtf import Value, moved
from pipeline.extraction.dates.filters import LATEST_YEAR
from pipeline.extraction.dates.grammar import Captures
from pipeline.extraction.dates.tense import Tense
from pipeline.extraction.dates.tokens import Token, vocabulary
from pipeline.records import Granularity
from pipeline.structure.head_dates import Order, full_year

_LEAP_YEAR = 2000
_STEPS = ("which", "recent", "last", "same", "ago", "deictic")  # classes of words that say in which direction to count
_COUNTED_FROM = {"week": ("day",), "month": ("day", "month"), "year": ("day", "month", "year")}
"""Unit -> granularities of a date named before from which it can be counted (“the same year”)."""


class Calendar(NamedTuple):
    """The calendar fields that an expression states: “Friday, 12 May” has weekday, day and month."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # 0 is Monday

    @property
    def granularity(self) -> Granularity:
        """The granularity of the smallest field that is stated."""
        return "day" if self.day or self.weekday is not None else "month" if self.month else "year"

    def in_year(self, year: int) -> Value:
        """The value of the fields in a year."""
        if self.month is None:
            return edtf.year(year)
        return edtf.month(year, self.month) if self.day is None else edtf.day(date(year, self.month, self.day))


def _digits(token: Token) -> str:
    return "".join(c for c in token.text if c.isdigit())


def number_of(captures: Captures, *names: str) -> int | None:
    """The number of the first of these that is captured, by its value in words.txt or its digits; else None."""
    name = next((name for name in names if name in captures), None)
    if name is None:
        return None
    value = vocabulary().get(captures[name].lower, {}).get(name.rstrip("12"))
    return value if isinstance(value, int) else int(_digits(captures[name]))


def _year(captures: Captures, index: str) -> int | None:
    """The year of date `index` or of both dates: in four digits, two digits or words (“nineteen ninety-six”)."""
    if "hundreds" in captures:
        hundreds, tens, ones = (number_of(captures, name) or 0 for name in ("hundreds", "tens", "ones"))
        return 100 * hundreds + tens + ones
    tokens = (captures.get(name + i) for i in (index, "") for name in ("year", "yy", "fiscal_year"))
    return next((full_year(_digits(t)) for t in tokens if t), None)


def _calendar(captures: Captures, index: str = "") -> Calendar:
    """The calendar fields that are captured for date `index`, or that two dates share."""
    day = number_of(captures, f"day{index}", f"ordinal{index}", "day", "ordinal")
    month = number_of(captures, f"month{index}", "month")
    year = _year(captures, index)
    shared = index == "1" and {"month2", "year"} <= captures.keys()
    if shared and year and (month or 0) > (number_of(captures, "month2") or 0):
        year -= 1  # a year that two dates share: “in [December] and January 2024”
    date(year or _LEAP_YEAR, month or 1, 1 if day is None else day)  # `ValueError` for “31 June”
    return Calendar(year, month, day, number_of(captures, f"weekday{index}"))


def calendar(captures: Captures, index: str, context: Context) -> Resolved:
    """A day, month, year or weekday. A year that is not stated is the one that fits best; a weekday is the last one in
    a clause about the past, the next one in one about the future, else the day of the text or without value."""
    named = _calendar(captures, index)
    if named.year is not None:
        return stated(named.in_year(named.year))
    if named.month is not None:
        way = number_of(captures, "recent", "which") or 0  # “last June 3”, “this coming June 3”
        tense = (context.tense, Tense.FUTURE, Tense.SINCE)[way]
        return decide_year(named.in_year, named.weekday, context._replace(tense=tense)) or Resolved(named.granularity)
    if named.weekday is None or context.reference is None:
        return Resolved(named.granularity)
    return _weekday_of_text(named.weekday, named.day, context.reference, context.tense)


def _weekday_of_text(weekday: int, number: int | None, reference: Reference, tense: Tense) -> Resolved:
    """A weekday counted from the day of the text; `number` is the day of the month if it is stated."""
    day = _weekday_by(weekday, reference.day, ahead=tense is Tense.FUTURE)
    if number is not None:  # “Saturday 27th”
        days = (day + timedelta(7 * n) for n in sorted(range(-5, 6), key=abs))
        return next((reference.gives(edtf.day(d), "weekday") for d in days if d.day == number), Resolved("day"))
    if tense is Tense.UNKNOWN:
        return reference.gives(edtf.day(day), "same") if day == reference.day else Resolved("day")
    return reference.gives(edtf.day(day), tense.name.lower())


def numeric(captures: Captures, _: str, context: Context) -> Resolved:
    """A day in numbers: “2024-05-03”; in “03/05/2024”, “03.05.24” other dates of the document show which is the day."""
    token = next(iter(captures.values()))
    first, second, third = re.split(r"\D+", token.text)
    if token.kind == "iso":
        return stated(edtf.day(date(int(first), int(second), int(third))))
    ways: tuple[tuple[Order, int, int], ...] = (("day", int(second), int(first)), ("month", int(first), int(second)))
    days = {order: date(full_year(third), month, day) for order, month, day in ways if month <= 12}
    if not days:
        raise ValueError("neither number is a month")
    if len({*days.values()}) == 1:
        return stated(edtf.day(next(iter(days.values()))))
    order = context.order or ("day" if "." in token.text else None)  # the month seldom stands first with dots
    if order is None:
        return Resolved("day", reason="undecided", choices=tuple(sorted(days.values())))
    return stated(edtf.day(days[order]), f"{order}-first")


def interval(captures: Captures, _: str, context: Context) -> Resolved:
    """From one day, month or year to another; a field that only one of them states holds for both (“11 to 14 June”)."""
    first = _calendar(captures, "1")
    last = _calendar(captures, "2") if first.year is None else _end_after(first.year, captures)
    turns = (first.month or 0, first.day or 0) > (last.month or 12, last.day or 31)  # “30 December to 2 January”
    if turns and first.month == last.month and first.year is None:
        raise ValueError("no day comes after itself")
    if first.year is None and last.year is not None:
        first = first._replace(year=last.year - turns)
    if first.year is not None:
        return stated(edtf.interval(first.in_year(first.year), last.in_year(last.year or first.year + turns)))
    decided = decide_year(lambda y: edtf.interval(first.in_year(y), last.in_year(y + turns)), first.weekday, context)
    return decided or Resolved("interval")


def _end_after(year: int, captures: Captures) -> Calendar:
    """The end of an interval that begins in a year; “1998-02” ends in the next century."""
    if "yy2" not in captures:
        return _calendar(captures, "2")
    number = year + (int(captures["yy2"].text) - year) % 100
    if number > LATEST_YEAR:
        raise ValueError("no year: “Case 2024-15”")
    return Calendar(number)


def year_month(captures: Captures, _: str, __: Context) -> Resolved:
    """“2020-06” is a month, “2010-11” a season or school year."""
    year, number = int(captures["year"].text), int(captures["mm"].text)
    if number <= year % 100:
        return stated(edtf.month(year, number))
    return stated(edtf.interval(edtf.year(year), edtf.year(year - year % 100 + number)))


def decade(captures: Captures, _: str, __: Context) -> Resolved:
    """A decade, “the 1970s”, “the ’70s”, or a century."""
    digits = _digits(captures["decade"])
    if digits.endswith("00") and digits < "1900":  # “the 1800s”
        return stated(edtf.century(int(digits[:2]) + 1))
    return stated(edtf.decade(int(digits) if len(digits) == 4 else 1900 + int(digits)))


def century(captures: Captures, _: str, __: Context) -> Resolved:
    """A century: “the 21st century”."""
    return stated(edtf.century(number_of(captures, "ordinal") or 0))


def part_of_year(captures: Captures, granularity: str, context: Context) -> Resolved:
    """A quarter, half or season, in words or abbreviated: “Q3”, “2Q24”. A year that is not stated is counted from the
    day of the text (“this spring”), or is the nearest."""
    kind = cast(Granularity, granularity)
    year = _year(captures, "1")  # “winter 2024–25” counts as of the year it begins in
    number = number_of(captures, "season", "ordinal") or 0
    if signs := captures.get("quarter") or captures.get("half_year"):
        number, digits = int(_digits(signs)[0]), _digits(signs)[1:]
        year = full_year(digits) if digits else year
    if year is not None:
        return stated(edtf.part_of_year(kind, year, number))
    if context.reference is None:
        return Resolved(kind)
    now, which = context.reference.day.year, number_of(captures, "which")
    if which is not None:
        return context.reference.gives(edtf.part_of_year(kind, now + which, number))
    # whatever the tense: “it will report third-quarter sales” when the quarter is over
    options = [edtf.part_of_year(kind, now + n, number) for n in (-1, 0, 1)]
    return context.reference.gives(*nearest(options, context.reference.day, Tense.UNKNOWN))


def counted(captures: Captures, unit: str, context: Context) -> Resolved:
    """A number of units before or after the day of the text (“two days ago”), or the last date (“the same year”)."""
    said_units = (str(vocabulary()[captures[cls].lower][cls]) for cls in ("unit", "period") if cls in captures)
    name = next(said_units, unit)
    number = sum(number_of(captures, words) or 0 for words in ("tens", "number")) or 1  # “thirty-five”
    offset = number * (number_of(captures, *_STEPS) or 0)
    if "same" in captures:
        before = next((v for v in reversed(context.before) if v.granularity in _COUNTED_FROM.get(name, ())), None)
        if before:
            value = moved(before.earliest, name, offset)
            return Resolved(value.granularity, value, "inference", "date-before")
    elif context.reference:
        return context.reference.gives(moved(context.reference.day, name, offset))
    return Resolved(moved(date(_LEAP_YEAR, 1, 1), name, 0).granularity)


def nearby(captures: Captures, counts: str, context: Context) -> Resolved:
    """A day or month before, in or after that of the text: “last October”, “this Thursday”, “4 May next year”."""
    which, named = number_of(captures, *_STEPS) or 0, _calendar(captures)
    if context.reference is None:
        return Resolved(named.granularity)
    day, weekday = context.reference.day, named.weekday or 0
    if counts == "week":  # “Friday last week”
        return context.reference.gives(edtf.day(moved(day, "week", which).earliest + timedelta(weekday)))
    if counts == "year":
        return context.reference.gives(named.in_year(day.year + which))
    if named.month is not None:  # “last May” is before the month of the day, “next May” after it
        later = which if which * (day.month - named.month) >= 0 else 0
        return context.reference.gives(edtf.month(day.year + later, named.month))
    ahead = which > 0 or (which == 0 and context.tense >= 0)
    return context.reference.gives(edtf.day(_weekday_by(weekday, day + timedelta(which), ahead=ahead)))


def _weekday_by(weekday: int, day: date, *, ahead: bool) -> date:
    """The next day with a weekday, on or after `day`, if `ahead`; else the last one, on or before it."""
    return day + timedelta((weekday - day.weekday()) % 7) if ahead else day - timedelta((day.weekday() - weekday) % 7)


def undecidable(_: Captures, granularity: str, __: Context) -> Resolved:
    """An expression without a value: “a year earlier” mostly means the same quarter of the year before."""
    return Resolved(cast(Granularity, granularity))


def nothing(_: Captures, __: str, ___: Context) -> Resolved:
    """No date, but matched so that no part of it is taken for one: opening hours and the like."""
    raise ValueError("no date")


_ALL = (calendar, numeric, interval, year_month, decade, century, part_of_year, counted, nearby, undecidable, nothing)
BUILDERS: dict[str, Callable[[Captures, str, Context], Resolved]] = {f.__name__: f for f in _ALL}
