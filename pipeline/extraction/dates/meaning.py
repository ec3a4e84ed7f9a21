"""What a date expression says by itself, with the size of what it names and its value in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from pipeline.extraction.dates import edtf
from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.setting import NOT_DECIDED, Resolved, Setting
from pipeline.records import Granularity

_LEAP_YEAR = 2000


class Meaning(NamedTuple):
    """What an expression says: the size of what it names, and what tells its value by where it stands."""

    size: Granularity
    value: Callable[[Setting], Resolved]

    def resolve(self, at: Setting) -> Resolved:
        """The value where it stands. Never raises: what is no date, or out of range, has no value."""
        try:
            return self.value(at)
        except (ValueError, OverflowError):  # 29 February of a common year, the year 0
            return NOT_DECIDED


def said(value: Value) -> Meaning:
    """What is said in full: “the 1970s”, “the third quarter of 2024”."""
    return Meaning(value.granularity, lambda _: Resolved(value, "text"))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Fields of the calendar as far as they are said: “Friday, 12 May” has weekday, day and month."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # 0 is Monday

    def __post_init__(self) -> None:
        date(self.year or _LEAP_YEAR, self.month or 1, self.day or 1)  # `ValueError` for “31 June”

    @property
    def size(self) -> Granularity:
        """The smallest field that is said."""
        return "day" if self.day or self.weekday is not None else "month" if self.month else "year"

    def in_year(self, year: int) -> Value:
        """The value in a year."""
        if self.month is None:
            return edtf.year(year)
        return edtf.month(year, self.month) if self.day is None else edtf.day(date(year, self.month, self.day))


def moved(day: date, unit: str, offset: int) -> Value:
    """The day, week, month, … so many units from that of `day`."""
    month, monday = day.year * 12 + day.month - 1, day - timedelta(day.weekday())
    match unit:
        case "day":
            return edtf.day(day + timedelta(offset))
        case "week":
            return edtf.week(monday + timedelta(7 * offset))
        case "weekend":
            return edtf.week(monday + timedelta(7 * offset + 5), 2)
        case "month":
            return edtf.month((month + offset) // 12, (month + offset) % 12 + 1)
        case "quarter":
            number = month // 3 + offset
            return edtf.part("quarter", number // 4, number % 4 + 1)
        case "decade":
            return edtf.decade(day.year // 10 * 10 + 10 * offset)
        case _:
            return edtf.year(day.year + offset)
