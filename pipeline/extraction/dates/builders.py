"""From the captures of a rule to its meaning: a function for each builder named in grammar.txt.

What follows a builder's name there is its second argument. A builder raises `ValueError` where the numbers make no date
(“31 June”, “2010-1999”).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from pipeline.extraction.dates import edtf
from pipeline.extraction.dates.grammar import Captures
from pipeline.extraction.dates.meaning import (
    Calendar,
    Counted,
    DayOrMonth,
    Interval,
    Meaning,
    Nearby,
    Pair,
    Part,
    Said,
    Undecidable,
)
from pipeline.extraction.dates.tokens import Token
from pipeline.records import Granularity

_LONGEST_SHORT_RANGE = 60  # years, where the end has two digits
_LONGEST_RANGE = 300  # years
_PIVOT = 50  # a year of two digits below this is 20xx
_STEPS = ("which", "recent", "last", "same", "shift", "ago", "deictic")
"""The classes of words that say in which direction something is counted; the first that is captured holds."""


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
    value = token.classes.get(name)
    return value if isinstance(value, int) else int(_digits(token))


def _year(captures: Captures, index: str = "") -> int | None:
    """The year, written with four digits or two, alone or as a fiscal year."""
    tokens = (captures.get(name + index) for name in ("year", "yy", "short_year", "fiscal_year"))
    return next((full_year(_digits(t)) for t in tokens if t), None)


def _step(captures: Captures) -> int | None:
    return next((_number(captures, name) for name in _STEPS if name in captures), None)


def _calendar(captures: Captures, index: str = "") -> Calendar:
    """The fields of the calendar that are captured, for one of two dates those that both share too."""
    day, month = (
        next((n for i in (index, "") for name in names if (n := _number(captures, name, i))), None)
        for names in (("day", "ordinal"), ("month",))
    )
    year = _year(captures, index) or _year(captures)
    return Calendar(year, month, day, _number(captures, "weekday", index))


def calendar(captures: Captures, _: str) -> Meaning:
    """A day, month or year as far as it is said."""
    return _calendar(captures)


def spelled(captures: Captures, _: str) -> Meaning:
    """A year in words: “two thousand twenty-five”, “nineteen ninety-six”, but not “nineteen three”."""
    tens, ones, hundreds = (_number(captures, "cardinal", i) or 0 for i in "123")
    year = 100 * (hundreds or 20) + tens + ones
    if (ones and (tens % 10 or tens < 20 or ones > 9)) or (hundreds and not (17 <= hundreds <= 20 and tens >= 10)):
        raise ValueError("a count, no year")
    rest = _calendar(captures)
    return Calendar(year, rest.month, rest.day, rest.weekday)


def numeric(captures: Captures, _: str) -> Meaning:
    """“2024-05-03”, “3.5.2024”, and “03/05/2024”, in which the day or the month is first."""
    token = next(iter(captures.values()))
    first, second, third = re.split(r"\D", token.text)
    if token.kind == "iso":
        return Calendar(int(first), int(second), int(third))
    year, months = full_year(third), (int(second), int(first))
    days = [Calendar(year, month, day) for month, day in zip(months, reversed(months), strict=True) if month <= 12]
    if not days:
        raise ValueError("neither number is a month")
    if len(days) == 1 or days[0] == days[1] or "." in token.text:
        return days[0]
    return DayOrMonth(*(d.in_year(year).earliest for d in days))


def interval(captures: Captures, _: str) -> Meaning:
    """Two days, months or years with all between them; what only one names holds for both."""
    first, last = (_calendar(captures, i) for i in "12")
    if first.month is None and first.year is not None and last.year is not None:
        last = Calendar(_end_year(first.year, captures))
        if not 0 < (last.year or 0) - first.year < _LONGEST_RANGE:
            raise ValueError("the years are none or run backwards")
    return Interval(first, last)


def _end_year(first: int, captures: Captures) -> int:
    """The end of a range of years: “1998-02” ends in 2002, in the century of the beginning or in the next."""
    token = captures.get("year2") or captures["yy2"]
    if len(token.text) == 4:
        return int(token.text)
    last = first // 100 * 100 + int(token.text)
    last += 100 * (last < first)
    if last > first + _LONGEST_SHORT_RANGE:
        raise ValueError("no range of years")
    return last


def pair(captures: Captures, _: str) -> Meaning:
    """“1 and 2 October” is one event over two days, “1 and 15 October” two days."""
    both = Interval(_calendar(captures, "1"), _calendar(captures, "2"))
    if (both.last.day or 0) - (both.first.day or 0) == 1:
        return both
    one, two = (captures.get(f"day{i}") or captures[f"ordinal{i}"] for i in "12")
    return Pair(both.first, both.last, (one.end, two.start))


def year_month(captures: Captures, _: str) -> Meaning:
    """“2020-06” is a month, “2010-11” a season or school year."""
    year, number = int(captures["year"].text), int(captures["mm"].text)
    if number <= year % 100:
        return Calendar(year, number)
    return Interval(Calendar(year), Calendar(year - year % 100 + number))


def decade(captures: Captures, _: str) -> Meaning:
    """“the 1970s”, “the ’70s”."""
    digits = _digits(captures["decade"])
    return Said(edtf.decade(int(digits) if len(digits) == 4 else 1900 + int(digits)))


def century(captures: Captures, _: str) -> Meaning:
    """“the 21st century”."""
    number = _number(captures, "ordinal") or 0
    if not 1 <= number <= 22:
        raise ValueError("no century that is spoken of")
    return Said(edtf.century(number))


def part(captures: Captures, size: str) -> Meaning:
    """A quarter, half or season, said in words (“first half of 2024”) or in signs (“Q3”, “2Q24”, “H1 2025”)."""
    year = _year(captures) or _year(captures, "1")  # “winter 2024–25” has the name of the year it begins in
    kind = cast(Granularity, size)
    number = _number(captures, "season") or _number(captures, "ordinal") or 0
    if signs := captures.get("quarter") or captures.get("half_year"):
        number = int(_digits(signs))
    elif signs := captures.get("year_quarter"):
        year, number = int(signs.text[:4]), int(signs.text[-1])
    elif signs := captures.get("quarter_year") or captures.get("half_year_year"):
        year, number = full_year(_digits(signs)[1:]), int(_digits(signs)[0])
    return Said(edtf.part(kind, year, number)) if year else Part(kind, number, _number(captures, "which"))


def counted(captures: Captures, unit: str) -> Meaning:
    """So many units before or after the day of the text, or the date before: today, next year, two days earlier."""
    token = captures.get("unit") or captures.get("period")
    number = _number(captures, "number") or _number(captures, "cardinal")
    step = _step(captures)
    offset = (number or 1) * (step if step is not None else 1 if number else 0)
    name = str(token.classes.get("unit") or token.classes["period"]) if token else unit
    return Counted(name, offset, after_date="same" in captures or "shift" in captures)


def nearby(captures: Captures, counts: str) -> Meaning:
    """The weekday, month or day of the last, this or the next week or year, or the last or next one so called."""
    return Nearby(_step(captures) or 0, _calendar(captures), counts or "called")


def undecidable(captures: Captures, size: str) -> Meaning:
    """What has no value, by the size of what it names."""
    return Undecidable(cast(Granularity, size))


def nothing(captures: Captures, _: str) -> Meaning:
    """Opening hours and the like: matched, so that no part of it is taken for a date."""
    raise ValueError("no date")


Builder = Callable[[Captures, str], Meaning]
BUILDERS: dict[str, Builder] = {
    f.__name__: f
    for f in (
        calendar, spelled, numeric, interval, pair, year_month, decade, century, part, counted, nearby, undecidable,
        nothing,
    )
}  # fmt: skip
