"""Builders of what is counted from the reference time or from the date before: yesterday, last October, that year."""

from __future__ import annotations

from pipeline.extraction.dates.builders import builder, day_of, exists, value_of
from pipeline.extraction.dates.matching import Captures
from pipeline.extraction.dates.meaning import (
    Anaphor,
    Calendar,
    Meaning,
    Relative,
    RelativeCalendar,
    YearBefore,
)


@builder
def _deictic(captures: Captures) -> Meaning | None:
    offset = value_of(captures, "deictic")
    return None if offset is None else Relative("day", offset)


@builder
def _daytime(captures: Captures) -> Meaning | None:
    return Relative("day", 0 if "partofday" in captures else -1)


@builder
def _relative_period(captures: Captures) -> Meaning | None:
    which = value_of(captures, "which")
    return None if which is None else Relative(str(captures["period"].classes["period"]), which)


def _which(captures: Captures) -> int | None:
    return value_of(captures, "recent") if "recent" in captures else value_of(captures, "which")


@builder
def _relative_year(captures: Captures) -> Meaning | None:
    which = value_of(captures, "which")
    return None if which is None else Relative("year", which)


@builder
def _relative_month(captures: Captures) -> Meaning | None:
    which = _which(captures)
    return None if which is None else RelativeCalendar(which, month=value_of(captures, "month"))


@builder
def _date_in_relative_year(captures: Captures) -> Meaning | None:
    which, month = value_of(captures, "which"), value_of(captures, "month")
    day = day_of(captures)
    if which is None or not exists(Calendar(None, month, day)):
        return None
    return RelativeCalendar(which, month, day, value_of(captures, "weekday"), "year")


@builder
def _relative_weekday(captures: Captures) -> Meaning | None:
    which, weekday = _which(captures), value_of(captures, "weekday")
    if which is None:
        return None
    order = "which" in captures and captures["which"].start > captures["weekday"].start
    return RelativeCalendar(which, weekday=weekday, counts="week" if order else "nearest")


@builder
def _ago(captures: Captures) -> Meaning | None:
    number, unit = _count(captures), str(captures["unit"].classes["unit"])
    forward = "ago" not in captures
    if "deictic" in captures and unit == "year" and not forward:  # “one year ago today”: a day
        return Relative("anniversary", -number)
    return Relative(unit, number if forward else -number)


@builder
def _year_before(captures: Captures) -> Meaning | None:
    return YearBefore("ago" in captures)


@builder
def _year_end(captures: Captures) -> Meaning | None:
    return Relative("year", 0)


@builder
def _same_period(captures: Captures) -> Meaning | None:
    offset = value_of(captures, "same")
    unit = str(captures["unit"].classes["unit"])
    # “on the same day” repeats a date that stands beside it, and “previous years” are no one year
    vague = unit == "day" or captures["unit"].lower.endswith("s")
    return None if offset is None or vague else Anaphor(unit, offset)


@builder
def _anaphor_weekday(captures: Captures) -> Meaning | None:
    offset = value_of(captures, "same")
    return None if offset is None else Anaphor("weekday", offset, Calendar(weekday=value_of(captures, "weekday")))


@builder
def _shifted(captures: Captures) -> Meaning | None:
    shift = value_of(captures, "shift")
    number = _count(captures) if "number" in captures or "cardinal" in captures else 1
    return None if shift is None else Anaphor(str(captures["unit"].classes["unit"]), shift * number)


def _count(captures: Captures) -> int:
    token = captures.get("number") or captures.get("cardinal")
    if token is None:
        return 1
    return int(token.classes.get("number") or token.classes.get("cardinal") or token.text)
