"""What a date expression says by itself; and what is known where it stands: the fields that decide its value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.tense import Tense
from pipeline.records import ValueFrom


@dataclass(frozen=True, slots=True)
class Calendar:
    """Fields of the calendar as far as they are said: “Friday, 12 May” has weekday, day and month."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # 0 is Monday


@dataclass(frozen=True, slots=True)
class DayOrMonth:
    """“05/06/2023”: the day or the month comes first; `parted` is the sign between them."""

    first: int
    second: int
    year: int
    parted: str


@dataclass(frozen=True, slots=True)
class Part:
    """A quarter, half or season, of a year that is said or counted from the reference time."""

    kind: str  # quarter, half or season
    number: int  # of the quarter or half; EDTF's code of a season
    year: int | None = None
    which: int | None = None  # -1, 0, 1: last, this, next


@dataclass(frozen=True, slots=True)
class Decade:
    """“the 1970s”."""

    first: int


@dataclass(frozen=True, slots=True)
class Century:
    """“the 21st century”."""

    number: int


@dataclass(frozen=True, slots=True)
class Relative:
    """So many units from the reference time: yesterday, next year, two months ago."""

    unit: str
    offset: int


@dataclass(frozen=True, slots=True)
class RelativeCalendar:
    """“last October”, “this Thursday”: a month or weekday, before (-1), in (0) or after (1) the reference time."""

    which: int
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    counts: str = (
        "nearest"  # nearest: the first one in that direction; year, week: the one in the last/next year or week
    )


@dataclass(frozen=True, slots=True)
class Anaphor:
    """“the same year”, “two days earlier”, “in May of that year”: counted from the date named before."""

    unit: str
    offset: int
    part: Calendar | None = None  # the month or day in the year so counted


@dataclass(frozen=True, slots=True)
class YearBefore:
    """“a year earlier”: the year before, or the quarter of the year before where quarters are compared."""

    ago: bool = False  # “a year ago”: counted from the day of the text, never from another date


@dataclass(frozen=True, slots=True)
class Interval:
    """From one date to another; what one end leaves out is said by the other (“11 to 14 June”)."""

    first: Simple
    last: Simple


@dataclass(frozen=True, slots=True)
class Pair:
    """“10 and 24 October”: two days; `split` is the code point after the first in the text."""

    first: Calendar
    last: Calendar
    split: tuple[int, int]  # end of the first, start of the second


Simple = Calendar | DayOrMonth
Meaning = (
    Calendar
    | DayOrMonth
    | Part
    | Decade
    | Century
    | Relative
    | RelativeCalendar
    | Anaphor
    | YearBefore
    | Interval
    | Pair
)


Order = Literal["day", "month"]
"""What stands first in “03/04/2024”."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The day that “today” means, and whether it came from outside the text."""

    day: date
    value_from: Literal["metadata", "inference"]
    reason: str  # published, dateline, …: stands in the rule of the rows


class Known(NamedTuple):
    """A date of the text whose value is known: an anchor for the others."""

    start: int
    value: Value


@dataclass(slots=True)
class Setting:
    """What is known where an expression stands."""

    reference: Reference | None
    order: Order | None = None
    known: list[Known] = field(default_factory=list)  # in the order of the text
    start: int = 0
    tense: Tense = Tense.UNKNOWN
    compared: bool = False  # whether quarters or other parts of years are compared nearby


class Resolved(NamedTuple):
    """A value with its source and the reason; `choices` are the days between which nothing decides."""

    value: Value | None
    value_from: ValueFrom | None
    reason: str = ""
    choices: tuple[date, ...] = ()


NOT_DECIDED = Resolved(None, None)
