"""From the captures of a rule to its meaning: one small function for each builder named in grammar.txt.

A builder returns None where the numbers make no date (“31 June”, “2010-1999”).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from pipeline.extraction.dates.matching import Captures
from pipeline.extraction.dates.meaning import (
    Calendar,
    Century,
    DayOrMonth,
    Decade,
    Interval,
    Meaning,
    Pair,
    Part,
)
from pipeline.extraction.dates.tokens import Token

Builder = Callable[[Captures], Meaning | None]
BUILDERS: dict[str, Builder] = {}
_LEAP_YEAR = 2000
_LONGEST_SHORT_RANGE = 60  # years, where the end has two digits
_PIVOT = 50  # a year of two digits below this is 20xx


def builder(function: Builder) -> Builder:
    """Register a builder under its name."""
    BUILDERS[function.__name__.strip("_")] = function
    return function


def full_year(digits: str) -> int:
    """`full_year("16")` is 2016, `full_year("’98")` 1998."""
    number = int(digits.strip("'’"))
    if len(digits.strip("'’")) > 2:
        return number
    return number + (2000 if number < _PIVOT else 1900)


def value_of(captures: Captures, name: str, cls: str | None = None) -> int | None:
    """The value that words.txt gives to a captured word; None where it is not captured."""
    token = captures.get(name)
    if token is None:
        return None
    value = token.classes.get(cls or name.rstrip("12"))
    return value if isinstance(value, int) else None


def day_of(captures: Captures, index: str = "") -> int | None:
    """The day of the month, as a number or an ordinal."""
    token = captures.get(f"day{index}") or captures.get(f"ordinal{index}")
    return None if token is None else number_of(token)


def number_of(token: Token) -> int:
    """The number of a day or an ordinal: 3 for “3”, “3rd” and “third”."""
    if "ordinal" in token.classes:
        return int(token.classes["ordinal"])
    return int(token.text.rstrip("stndrhSTNDRH"))


def year_of(captures: Captures, index: str = "") -> int | None:
    """The year, written with four digits or two, alone or as a fiscal year."""
    for name in ("year", "yy", "short_year", "fiscal_year"):
        token = captures.get(name + index)
        if token is not None:
            return full_year("".join(c for c in token.text if c.isdigit()))
    return None


def calendar_of(captures: Captures, index: str = "") -> Calendar:
    """The fields of the calendar that are captured."""
    return Calendar(
        year_of(captures, index),
        value_of(captures, f"month{index}"),
        day_of(captures, index),
        value_of(captures, f"weekday{index}"),
    )


def exists(c: Calendar) -> bool:
    """Whether there is such a day: no 31 June, and 29 February only in leap years or without a year."""
    if c.month is None or c.day is None:
        return c.day is None or c.day <= 31
    try:
        date(c.year or _LEAP_YEAR, c.month, c.day)
    except ValueError:
        return False
    return True


def _checked(c: Calendar) -> Calendar | None:
    return c if exists(c) else None


def _interval(first: Calendar, last: Calendar) -> Interval | None:
    return Interval(first, last) if exists(first) and exists(last) else None


@builder
def _date(captures: Captures) -> Meaning | None:
    return _checked(calendar_of(captures))


BUILDERS["short_year_date"] = BUILDERS["month"] = BUILDERS["weekday"] = BUILDERS["year"] = _date


@builder
def _spelled(captures: Captures) -> Meaning | None:
    year = _spelled_year_of(captures)
    date_ = Calendar(year, value_of(captures, "month"), day_of(captures), value_of(captures, "weekday"))
    return _checked(date_) if year else None


@builder
def _spelled_year(captures: Captures) -> Meaning | None:
    year = _spelled_year_of(captures)
    return Calendar(year) if year else None


def _spelled_year_of(captures: Captures) -> int | None:
    """“two thousand twenty-five”, “nineteen ninety-six”; None where the words are a count (“nineteen three”)."""
    tens, ones = (value_of(captures, f"cardinal{i}", "cardinal") or 0 for i in "12")
    if ones and (tens % 10 or tens < 20 or ones > 9):
        return None
    hundreds = value_of(captures, "cardinal3", "cardinal")
    if hundreds is None:
        return 2000 + tens + ones
    return 100 * hundreds + tens + ones if 17 <= hundreds <= 20 and tens >= 10 else None


@builder
def _numeric(captures: Captures) -> Meaning | None:
    return _numeric_at(captures, "")


def _numeric_at(captures: Captures, index: str) -> Calendar | DayOrMonth | None:
    token = captures.get(f"iso{index}")
    if token is not None:
        year, month, day = (int(n) for n in re.split(r"\D", token.text))
        return _checked(Calendar(year, month, day))
    text = captures[f"numeric{index}"].text
    parted = next(c for c in text if not c.isdigit())
    first, second, digits = text.split(parted)
    return _day_or_month(int(first), int(second), full_year(digits), parted)


def _day_or_month(first: int, second: int, year: int, parted: str) -> Calendar | DayOrMonth | None:
    """The day that two numbers make in whatever order; both where they make two."""
    days = {c for c in (Calendar(year, second, first), Calendar(year, first, second)) if exists(c)}
    return DayOrMonth(first, second, year, parted) if len(days) > 1 else days.pop() if days else None


@builder
def _day_range(captures: Captures) -> Meaning | None:
    first, last = _days(captures)
    if first.day is not None and last.day is not None and first.day >= last.day:
        return None
    return _interval(first, last)


@builder
def _nothing(captures: Captures) -> Meaning | None:
    """Opening hours and the like: matched, so that no part of it is taken for a date."""
    return None


@builder
def _day_pair(captures: Captures) -> Meaning | None:
    first, last = _days(captures)
    if not exists(first) or not exists(last) or first.day is None or last.day is None or first.day >= last.day:
        return None
    if last.day - first.day == 1:  # “1 and 2 October” is one event over two days, “1 and 15 October” two days
        return Interval(first, last)
    one, two = (captures.get(f"day{i}") or captures[f"ordinal{i}"] for i in "12")
    return Pair(first, last, (one.end, two.start))


def _days(captures: Captures) -> tuple[Calendar, Calendar]:
    year, month = year_of(captures), value_of(captures, "month")
    first, last = (Calendar(year, month, day_of(captures, i), value_of(captures, f"weekday{i}")) for i in "12")
    return first, last


@builder
def _date_range(captures: Captures) -> Meaning | None:
    return _interval(calendar_of(captures, "1"), calendar_of(captures, "2"))


BUILDERS["between"] = BUILDERS["month_range"] = _date_range


@builder
def _month_to_year(captures: Captures) -> Meaning | None:
    return _interval(calendar_of(captures, "1"), Calendar(year_of(captures, "2")))


@builder
def _year_range(captures: Captures) -> Meaning | None:
    first = year_of(captures, "1")
    token = captures.get("year2") or captures["yy2"]
    if first is None:
        return None
    # “1998-02” ends in 2002: the end stands in the century of the beginning or in the next
    last = int(token.text) if len(token.text) == 4 else first // 100 * 100 + int(token.text)
    last += 100 if len(token.text) == 2 and last < first else 0
    if len(token.text) == 2 and last > first + _LONGEST_SHORT_RANGE:  # “2024/05” is May
        return Calendar(first, int(token.text)) if 1 <= int(token.text) <= 12 else None
    return Interval(Calendar(first), Calendar(last)) if first < last < first + 300 else None


BUILDERS["between_years"] = BUILDERS["fiscal_range"] = _year_range


@builder
def _year_month(captures: Captures) -> Meaning | None:
    year, number = int(captures["year"].text), int(captures["mm"].text)
    if number > year % 100:  # “2010-11” is a season or school year, “2020-06” a month
        last = year - year % 100 + number
        return _interval(Calendar(year), Calendar(last if last > year else last + 100))
    return Calendar(year, number)


@builder
def _fiscal(captures: Captures) -> Meaning | None:
    return Calendar(year_of(captures))


@builder
def _decade(captures: Captures) -> Meaning | None:
    digits = "".join(c for c in captures["decade"].text if c.isdigit())
    return Decade(int(digits) if len(digits) == 4 else 1900 + int(digits))


@builder
def _century(captures: Captures) -> Meaning | None:
    number = number_of(captures["ordinal"])
    return Century(number) if 1 <= number <= 22 else None


@builder
def _quarter(captures: Captures) -> Meaning | None:
    token = captures.get("quarter_year")
    if token is not None:
        return _part_of("quarter", token)
    if "year_quarter" in captures:
        text = captures["year_quarter"].text
        return Part("quarter", int(text[-1]), int(text[:4]))
    token = captures.get("quarter") or captures.get("ordinal")
    if token is None:  # “last year’s quarter”
        return None
    number = int(token.text.strip("Q")) if token.kind == "quarter" else number_of(token)
    return Part("quarter", number, year_of(captures), value_of(captures, "which")) if 1 <= number <= 4 else None


def _part_of(kind: str, token: Token) -> Part:
    """“2Q24”, “Q2’24”, “H1 FY2025”: the first digit counts the part, the others are the year."""
    digits = "".join(c for c in token.text if c.isdigit())
    return Part(kind, int(digits[0]), full_year(digits[1:]))


@builder
def _half(captures: Captures) -> Meaning | None:
    if "half_year_year" in captures:
        return _part_of("half", captures["half_year_year"])
    token = captures.get("half_year")
    number = int(token.text.strip("H")) if token else number_of(captures["ordinal"])
    return Part("half", number, year_of(captures), value_of(captures, "which")) if number in (1, 2) else None


@builder
def _season(captures: Captures) -> Meaning | None:
    code = value_of(captures, "season")
    year = year_of(captures) or year_of(captures, "1")  # “winter 2024–25” has the name of the year it begins in
    return None if code is None else Part("season", code, year, value_of(captures, "which"))
