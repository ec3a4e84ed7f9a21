"""From the captures of a rule to its meaning: a function for each builder named in grammar.txt.

What follows a builder's name there is its second argument. A builder raises `ValueError` where the numbers make no date
(“31 June”, “2010-1999”). Where nothing decides, a meaning has no value: an empty one is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import cast

from pipeline.extraction.dates import edtf
from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.grammar import Captures
from pipeline.extraction.dates.meaning import Calendar, Meaning, moved, said
from pipeline.extraction.dates.setting import NOT_DECIDED, Resolved, Setting, decide_year, nearest
from pipeline.extraction.dates.tense import Tense
from pipeline.extraction.dates.tokens import Token, vocabulary
from pipeline.records import Granularity

_PIVOT = 50  # a year of two digits below this is 20xx
_STEPS = ("which", "recent", "last", "same", "ago", "deictic")
"""The classes of words that say in which direction something is counted; the first that is captured holds."""
_SIZES: dict[str, Granularity] = {
    "week": "week", "weekend": "week", "month": "month", "quarter": "quarter", "year": "year", "decade": "decade",
}  # fmt: skip
_COUNTED_FROM = {"day": ("day",), "week": ("day",), "month": ("day", "month"), "year": ("day", "month", "year")}
"""The units that are counted from a date named before, and the sizes of dates that each is counted from."""


def full_year(digits: str) -> int:
    """`full_year("16")` is 2016, `full_year("98")` 1998."""
    number = int(digits)
    return number if len(digits) > 2 else number + (2000 if number < _PIVOT else 1900)


def _digits(token: Token) -> str:
    return "".join(c for c in token.text if c.isdigit())


def _number(captures: Captures, name: str, index: str = "") -> int | None:
    """The value that words.txt gives to a captured word, or the number that it is; None where it is not captured."""
    token = captures.get(name + index)
    if token is None:
        return None
    value = vocabulary().get(token.lower, {}).get(name)
    return value if isinstance(value, int) else int(_digits(token))


def _step(captures: Captures) -> int:
    return next((_number(captures, name) or 0 for name in _STEPS if name in captures), 0)


def _year(captures: Captures, index: str = "") -> int | None:
    """The year: four digits or two, alone or as a fiscal year, or words (“nineteen ninety-six”)."""
    if "hundreds" in captures:
        hundreds, tens, ones = (_number(captures, name) or 0 for name in ("hundreds", "tens", "ones"))
        return 100 * hundreds + tens + ones
    tokens = (captures.get(name + index) for name in ("year", "yy", "fiscal_year"))
    return next((full_year(_digits(t)) for t in tokens if t), None)


def _calendar(captures: Captures, index: str = "") -> Calendar:
    """The fields of the calendar that are captured, for one of two dates those that both share too."""
    day, month = (
        next((n for i in (index, "") for name in names if (n := _number(captures, name, i))), None)
        for names in (("day", "ordinal"), ("month",))
    )
    year = _year(captures, index) or _year(captures)
    return Calendar(year, month, day, _number(captures, "weekday", index))


def calendar(captures: Captures, index: str) -> Meaning:
    """A day, month or year as far as it is said.

    The year is the one that is said or fits best; a weekday the last one, or the next in a clause on the future.
    """
    named = _calendar(captures, index)

    def value(at: Setting) -> Resolved:
        if named.year is not None:
            return Resolved(named.in_year(named.year), "text")
        if named.month is not None:
            return decide_year(named.in_year, named.weekday, at)
        if named.weekday is None or at.reference is None:
            return NOT_DECIDED
        day = _weekday_by(named.weekday, at.reference.day, ahead=at.tense is Tense.FUTURE)
        return at.reference.gives(edtf.day(day), "last" if at.tense is Tense.UNKNOWN else at.tense.name.lower())

    return Meaning(named.size, value)


def numeric(captures: Captures, _: str) -> Meaning:
    """“2024-05-03”, “3.5.2024”, and “03/05/2024”, in which the document’s other dates tell whether the day is first."""
    token = next(iter(captures.values()))
    first, second, third = re.split(r"\D", token.text)
    if token.kind == "iso":
        return said(edtf.day(date(int(first), int(second), int(third))))
    months = (int(second), int(first))
    days = [date(full_year(third), m, d) for m, d in zip(months, reversed(months), strict=True) if m <= 12]
    if not days:
        raise ValueError("neither number is a month")
    day_first, month_first = days[0], days[-1]
    if day_first == month_first or "." in token.text:
        return said(edtf.day(day_first))

    def value(at: Setting) -> Resolved:
        if at.order is None:
            return Resolved(None, None, "undecided", tuple(sorted(days)))
        return Resolved(edtf.day(day_first if at.order == "day" else month_first), "text", f"{at.order}-first")

    return Meaning("day", value)


def interval(captures: Captures, _: str) -> Meaning:
    """Two days, months or years with all between them; what only one names holds for both (“11 to 14 June”)."""
    first, last = _calendar(captures, "1"), _calendar(captures, "2")
    if first.year is not None and "yy2" in captures:  # “1998-02” ends in the next century
        last = Calendar(first.year + (int(captures["yy2"].text) - first.year) % 100)
    turns = (first.month or 0, first.day or 0) > (last.month or 12, last.day or 31)  # of the year
    if turns and first.month == last.month and first.year is None:
        raise ValueError("no day comes after itself")

    def ending(year: int) -> Value:
        return edtf.interval(first.in_year(first.year or year - turns), last.in_year(year))

    year = last.year or first.year
    if year is not None:
        return said(ending(year))
    return Meaning("interval", lambda at: decide_year(lambda y: ending(y + turns), first.weekday, at))


def year_month(captures: Captures, _: str) -> Meaning:
    """“2020-06” is a month, “2010-11” a season or school year."""
    year, number = int(captures["year"].text), int(captures["mm"].text)
    if number <= year % 100:
        return said(edtf.month(year, number))
    return said(edtf.interval(edtf.year(year), edtf.year(year - year % 100 + number)))


def decade(captures: Captures, _: str) -> Meaning:
    """“the 1970s”, “the ’70s”."""
    digits = _digits(captures["decade"])
    return said(edtf.decade(int(digits) if len(digits) == 4 else 1900 + int(digits)))


def century(captures: Captures, _: str) -> Meaning:
    """“the 21st century”."""
    return said(edtf.century(_number(captures, "ordinal") or 0))


def part(captures: Captures, size: str) -> Meaning:
    """A quarter, half or season, said in words (“first half of 2024”) or in signs (“Q3”, “2Q24”, “H1 2025”).

    Without a year it is that of the year counted from the day of the text (“this spring”), else the nearest.
    """
    kind = cast(Granularity, size)
    year = _year(captures) or _year(captures, "1")  # “winter 2024–25” has the name of the year it begins in
    number = _number(captures, "season") or _number(captures, "ordinal") or 0
    if signs := captures.get("quarter") or captures.get("half_year"):
        number, digits = int(_digits(signs)[0]), _digits(signs)[1:]
        year = full_year(digits) if digits else year
    if year is not None:
        return said(edtf.part(kind, year, number))
    which = _number(captures, "which")

    def value(at: Setting) -> Resolved:
        if at.reference is None:
            return NOT_DECIDED
        now = at.reference.day.year
        if which is not None:
            return at.reference.gives(edtf.part(kind, now + which, number))
        # whatever the tense: “it will report third-quarter sales” when the quarter is over
        best, why = nearest([edtf.part(kind, now + n, number) for n in (-1, 0, 1)], at.reference.day, Tense.UNKNOWN)
        return at.reference.gives(best, why) if best else NOT_DECIDED

    return Meaning(kind, value)


def counted(captures: Captures, unit: str) -> Meaning:
    """So many units before or after the day of the text (today, next year, two days ago).

    “The same year” is that of the last date before.
    """
    said_units = (str(vocabulary()[captures[cls].lower][cls]) for cls in ("unit", "period") if cls in captures)
    name = next(said_units, unit)
    offset = (_number(captures, "number") or 1) * _step(captures)

    def value(at: Setting) -> Resolved:
        if "same" in captures:
            before = at.known.last_before(at.start, _COUNTED_FROM.get(name, ()))
            return Resolved(moved(before.earliest, name, offset), "inference", "date-before") if before else NOT_DECIDED
        return at.reference.gives(moved(at.reference.day, name, offset)) if at.reference else NOT_DECIDED

    return Meaning(_SIZES.get(name, "day"), value)


def nearby(captures: Captures, counts: str) -> Meaning:
    """“last October”, “this Thursday”, “4 May next year”: before, in or after the month, week or year of the text."""
    which, named = _step(captures), _calendar(captures)

    def on(day: date, tense: Tense) -> Value:
        if counts == "year":
            return named.in_year(day.year + which)
        if named.month is not None:  # “last May” is before the month of the day, “next May” after it
            later = which > 0 and named.month <= day.month
            return edtf.month(day.year + later - (which < 0 and named.month >= day.month), named.month)
        ahead = which > 0 or (which == 0 and tense >= 0)
        return edtf.day(_weekday_by(named.weekday or 0, day + timedelta(which), ahead=ahead))

    def value(at: Setting) -> Resolved:
        return at.reference.gives(on(at.reference.day, at.tense)) if at.reference else NOT_DECIDED

    return Meaning(named.size, value)


def _weekday_by(weekday: int, day: date, *, ahead: bool) -> date:
    """The day of that name on or after a day, or on or before it."""
    return day + timedelta((weekday - day.weekday()) % 7) if ahead else day - timedelta((day.weekday() - weekday) % 7)


def undecidable(_: Captures, size: str) -> Meaning:
    """What has no value: “a year earlier” is mostly the quarter of the year before that a figure is compared with."""
    return Meaning(cast(Granularity, size), lambda _: NOT_DECIDED)


def nothing(_: Captures, __: str) -> Meaning:
    """Opening hours and the like: matched, so that no part of it is taken for a date."""
    raise ValueError("no date")


BUILDERS: dict[str, Callable[[Captures, str], Meaning]] = {
    f.__name__: f
    for f in (calendar, numeric, interval, year_month, decade, century, part, counted, nearby, undecidable, nothing)
}
