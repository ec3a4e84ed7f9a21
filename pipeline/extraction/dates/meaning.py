"""What a date expression says by itself: a class for each kind, with the size of what it names and its value in place.

Where nothing decides, there is no value: an empty one is better than a wrong one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar, Protocol

from pipeline.extraction.dates import edtf
from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.setting import NOT_DECIDED, Resolved, Setting, decide_year, nearest
from pipeline.extraction.dates.tense import Tense
from pipeline.records import Granularity

_LEAP_YEAR = 2000


class Meaning(Protocol):
    """Any of the kinds below. They raise `ValueError` when made of numbers that are no date."""

    @property
    def size(self) -> Granularity:
        """The size of what is named, with or without a value."""
        ...

    def value(self, at: Setting) -> Resolved:
        """The value where it stands. Raises `ValueError` or `OverflowError` where that is no date."""
        ...


def resolve(meaning: Meaning, at: Setting) -> Resolved:
    """The value of `meaning` where it stands. Never raises: what is no date, or out of range, has no value."""
    try:
        return meaning.value(at)
    except (ValueError, OverflowError):  # 29 February of a common year, an interval backwards, the year 0
        return NOT_DECIDED


@dataclass(frozen=True, slots=True)
class Said:
    """Said in full: “the 1970s”, “the third quarter of 2024”."""

    said: Value

    @property
    def size(self) -> Granularity:
        """The size of the value."""
        return self.said.granularity

    def value(self, at: Setting) -> Resolved:
        """What is said."""
        return Resolved(self.said, "text")


@dataclass(frozen=True, slots=True)
class Undecidable:
    """Nothing tells which: “a year earlier” is mostly the quarter of the year before that a figure is compared with."""

    size: Granularity

    def value(self, at: Setting) -> Resolved:
        """None."""
        return NOT_DECIDED


@dataclass(frozen=True, slots=True)
class Calendar:
    """Fields of the calendar as far as they are said: “Friday, 12 May” has weekday, day and month."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # 0 is Monday

    def __post_init__(self) -> None:
        date(self.year or _LEAP_YEAR, self.month or 1, self.day or 1)

    @property
    def size(self) -> Granularity:
        """The smallest field that is said."""
        return "day" if self.day or self.weekday is not None else "month" if self.month else "year"

    def in_year(self, year: int) -> Value:
        """The value in a year."""
        if self.month is None:
            return edtf.year(year)
        return edtf.month(year, self.month) if self.day is None else edtf.day(date(year, self.month, self.day))

    def value(self, at: Setting) -> Resolved:
        """By the year that is said or fits best; of a weekday the last one, or the next in a clause on the future."""
        if self.year is not None:
            return Resolved(self.in_year(self.year), "text")
        if self.month is not None:
            return decide_year(self.in_year, self.weekday, at)
        if self.weekday is None or at.reference is None:
            return NOT_DECIDED
        day = _weekday_by(self.weekday, at.reference.day, ahead=at.tense is Tense.FUTURE)
        return at.reference.gives(edtf.day(day), "last" if at.tense is Tense.UNKNOWN else at.tense.name.lower())


@dataclass(frozen=True, slots=True)
class DayOrMonth:
    """“05/06/2023”: the day or the month comes first."""

    day_first: date
    month_first: date
    size: ClassVar[Granularity] = "day"

    def value(self, at: Setting) -> Resolved:
        """By the order of the document’s other dates; both days where that is not known."""
        if at.order is None:
            return Resolved(None, None, "undecided", tuple(sorted((self.day_first, self.month_first))))
        return Resolved(
            edtf.day(self.day_first if at.order == "day" else self.month_first), "text", f"{at.order}-first"
        )


@dataclass(frozen=True, slots=True)
class Interval:
    """From one date to another; what one end leaves out is said by the other (“11 to 14 June”)."""

    first: Calendar
    last: Calendar
    size: ClassVar[Granularity] = "interval"

    def __post_init__(self) -> None:
        one, two = self.first, self.last
        same = one.year in (None, two.year) and one.month == two.month
        if same and (one.day or 0) >= (two.day or 32):
            raise ValueError("no day comes after itself")

    def value(self, at: Setting) -> Resolved:
        """From the beginning of one end to the end of the other, which may be in the next year."""
        first, last = self.first, self.last
        turns = ((first.month or 0), (first.day or 0)) > ((last.month or 12), (last.day or 31))  # of the year
        if last.year is None and first.year is not None:
            last = replace(last, year=first.year)
        if last.year is not None:
            year = first.year if first.year is not None else last.year - turns
            return Resolved(edtf.interval(first.in_year(year), last.in_year(last.year)), "text")
        return decide_year(lambda y: edtf.interval(first.in_year(y), last.in_year(y + turns)), first.weekday, at)


@dataclass(frozen=True, slots=True)
class Pair:
    """“10 and 24 October”: two days, which become two rows; `split` is the gap between them in the text."""

    first: Calendar
    last: Calendar
    split: tuple[int, int]
    size: ClassVar[Granularity] = "interval"

    def value(self, at: Setting) -> Resolved:
        """None: each of its days has its own."""
        return NOT_DECIDED


@dataclass(frozen=True, slots=True)
class Part:
    """A quarter, half or season whose year is not said; `which` is -1, 0, 1 for last, this, next."""

    size: Granularity
    number: int  # of the quarter or half; EDTF's code of a season
    which: int | None = None

    def __post_init__(self) -> None:
        edtf.part(self.size, _LEAP_YEAR, self.number)

    def value(self, at: Setting) -> Resolved:
        """Of the year counted from the day of the text, else the nearest."""
        reference = at.reference
        if reference is None or (self.size == "season" and self.which != 0):
            return NOT_DECIDED
        year = reference.day.year
        if self.which is not None:
            return reference.gives(edtf.part(self.size, year + self.which, self.number))
        # whatever the tense: “it will report third-quarter sales” when the quarter is over
        options = [edtf.part(self.size, year + n, self.number) for n in (-1, 0, 1)]
        best, why = nearest(options, reference.day, Tense.UNKNOWN)
        return reference.gives(best, why) if best else NOT_DECIDED


@dataclass(frozen=True, slots=True)
class Counted:
    """So many units from the day of the text (yesterday, next year, two months ago).

    With `after_date` they are counted from the date named before (“the same year”, “two days earlier”).
    """

    unit: str
    offset: int
    after_date: bool = False

    @property
    def size(self) -> Granularity:
        """The size of the unit."""
        return _SIZES.get(self.unit, "day")

    def value(self, at: Setting) -> Resolved:
        """Counted from the day of the text or, where that is asked for, the last date of a fitting size."""
        sizes = _COUNTED_FROM.get(self.unit, ()) if self.after_date else ()
        if at.reference is not None and (not self.after_date or (sizes and self.offset < 0)):
            return at.reference.gives(moved(at.reference.day, self.unit, self.offset))
        before = at.known.last_before(at.start, sizes)
        if before is None:
            return NOT_DECIDED
        return Resolved(moved(before.earliest, self.unit, self.offset), "inference", "date-before")


_SIZES: dict[str, Granularity] = {
    "fortnight": "week", "week": "week", "weekend": "week", "month": "month", "quarter": "quarter", "year": "year",
    "decade": "decade",
}  # fmt: skip
_COUNTED_FROM = {
    "day": ("day",),
    "weekend": ("day",),
    "week": ("day",),
    "month": ("day", "month"),
    "year": ("day", "month", "year"),
}
"""The units that are counted from a date named before, and the sizes of dates that each is counted from."""


def moved(day: date, unit: str, offset: int) -> Value:
    """The day, week, month, … so many units from that of `day`."""
    month, monday = day.year * 12 + day.month - 1, day - timedelta(day.weekday())
    match unit:
        case "day":
            return edtf.day(day + timedelta(offset))
        case "week" | "fortnight":
            return edtf.week(monday + timedelta(offset * (7 if unit == "week" else 14)))
        case "weekend":
            return edtf.week(monday + timedelta(7 * offset + 5), 2)
        case "month":
            return edtf.month((month + offset) // 12, (month + offset) % 12 + 1)
        case "quarter":
            number = month // 3 + offset
            return edtf.part("quarter", number // 4, number % 4 + 1)
        case "decade":
            return edtf.decade(day.year // 10 * 10 + 10 * offset)
        case "anniversary":
            return edtf.day(day.replace(year=day.year + offset))
        case _:
            return edtf.year(day.year + offset)


@dataclass(frozen=True, slots=True)
class Nearby:
    """“last October”, “this Thursday”, “4 May next year”: before (-1), in (0) or after (1) the day of the text.

    `counts` says of what: of the days or months so called, or of years or weeks.
    """

    which: int
    named: Calendar
    counts: str = "called"

    @property
    def size(self) -> Granularity:
        """The size of what is named."""
        return self.named.size

    def value(self, at: Setting) -> Resolved:
        """Counted from the day of the text."""
        if at.reference is None:
            return NOT_DECIDED
        return at.reference.gives(self._from(at.reference.day, at.tense))

    def _from(self, day: date, tense: Tense) -> Value:
        month, weekday = self.named.month, self.named.weekday
        if self.counts == "year":
            return self.named.in_year(day.year + self.which)
        if month is not None:  # “last May” is before the month of the day, “next May” after it
            later = self.which > 0 and month <= day.month
            return edtf.month(day.year + later - (self.which < 0 and month >= day.month), month)
        if weekday is None:
            raise ValueError("neither month nor weekday")
        if self.counts == "week":
            return edtf.day(day + timedelta(7 * self.which + weekday - day.weekday()))
        if self.which == 0:
            return edtf.day(_weekday_by(weekday, day, ahead=tense >= 0))
        return edtf.day(_weekday_by(weekday, day + timedelta(self.which), ahead=self.which > 0))


def _weekday_by(weekday: int, day: date, *, ahead: bool) -> date:
    """The day of that name on or after a day, or on or before it."""
    return day + timedelta((weekday - day.weekday()) % 7) if ahead else day - timedelta((day.weekday() - weekday) % 7)
