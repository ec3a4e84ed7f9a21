"""Values of dates: EDTF (ISO 8601-2) with the days they span.

Forms: `2023-09-27`, `2023-09`, `2023` and intervals `2023-09-27/2023-09-29` (level 0), decades `197X` and
seasons `2017-21` (level 1). Quarters, halves and weeks are intervals, which every date parser understands,
and the granularity says what they are: the third quarter of 2024 is `2024-07/2024-09`.
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from pipeline.records import Granularity

_LENGTHS: dict[Granularity, int] = {"quarter": 3, "half": 6}  # months
_SEASON_MONTHS = {21: (3, 11), 22: (1, 12), 23: (3, 11), 24: (1, 12)}
_WRITTEN = re.compile(
    r"(?P<year>\d{4})(?:-(?P<season>2[1-4])|-(?P<month>\d\d)(?:-(?P<day>\d\d))?|-Q(?P<quarter>[1-4]))?"
    r"|(?P<decade>\d{3})X|(?P<century>\d\d)XX"
)  # a single value; quarters also as people write them: 2024-Q3


class Value(NamedTuple):
    """An EDTF string, the first and last day it can mean, and the granularity: how much of the calendar is named."""

    edtf: str
    earliest: date
    latest: date
    granularity: Granularity


def day(d: date) -> Value:
    """`2023-09-27`."""
    return Value(d.isoformat(), d, d, "day")


def month(year: int, number: int) -> Value:
    """`2023-09`."""
    return Value(f"{year:04d}-{number:02d}", *_months(year, number, number), "month")


def year(number: int) -> Value:
    """`2023`."""
    return Value(f"{number:04d}", *_months(number, 1, 12), "year")


def part_of_year(granularity: Granularity, year: int, number: int) -> Value:
    """A quarter, half or season: `2024-07/2024-09`, `2017-21`. Raises `ValueError` for a part that does not exist. The
    hemisphere is unknown: spring spans March to November, as it may begin in September; summer spans the year."""
    if granularity == "season":
        return Value(f"{year:04d}-{number}", *_months(year, *_SEASON_MONTHS.get(number, (0, 0))), "season")
    length = _LENGTHS[granularity]
    whole = interval(month(year, length * (number - 1) + 1), month(year, length * number))
    return whole._replace(granularity=granularity)


def decade(first: int) -> Value:
    """The 1970s: `197X`."""
    return Value(f"{first // 10:03d}X", date(first, 1, 1), date(first + 9, 12, 31), "decade")


def century(number: int) -> Value:
    """The 21st century, as commonly meant: `20XX`."""
    first = 100 * (number - 1)
    return Value(f"{number - 1:02d}XX", date(max(first, 1), 1, 1), date(first + 99, 12, 31), "century")


def week(first: date, days: int = 7) -> Value:
    """A week or weekend of `days` days from `first` on: an interval of days, because EDTF has no weeks."""
    return interval(day(first), day(first + timedelta(days - 1)))._replace(granularity="week")


def interval(first: Value, last: Value) -> Value:
    """From the beginning of one value to the end of another. Raises `ValueError` if that runs backwards."""
    if last.latest < first.earliest:
        raise ValueError(f"{first.edtf}/{last.edtf} runs backwards")
    start, end = first.edtf.split("/")[0], last.edtf.split("/")[-1]
    return Value(f"{start}/{end}", first.earliest, last.latest, "interval")


def moved(d: date, unit: str, offset: int) -> Value:
    """The day, week, month, … that is `offset` units after (or before) that of `d`."""
    months, monday = d.year * 12 + d.month - 1, d - timedelta(d.weekday())
    match unit:
        case "day":
            return day(d + timedelta(offset))
        case "week":
            return week(monday + timedelta(7 * offset))
        case "weekend":
            return week(monday + timedelta(7 * offset + 5), 2)
        case "month":
            return month((months + offset) // 12, (months + offset) % 12 + 1)
        case "quarter":
            number = months // 3 + offset
            return part_of_year("quarter", number // 4, number % 4 + 1)
        case "decade":
            return decade(d.year // 10 * 10 + 10 * offset)
        case _:
            return year(d.year + offset)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def parse(written: str) -> Value:
    """The value of an EDTF string; `2024-07/2024-09` is a quarter. Raises `ValueError` for any other string."""
    first, slash, last = written.partition("/")
    if not slash:
        return _single(first)
    whole = interval(_single(first), _single(last))
    start = whole.earliest
    named = [part_of_year(unit, start.year, (start.month + n - 1) // n) for unit, n in _LENGTHS.items()]
    if whole.latest - start == timedelta(6):
        named.append(week(start))
    return next((v for v in named if v.edtf == whole.edtf), whole)


def _single(written: str) -> Value:
    found = _WRITTEN.fullmatch(written)
    if not found:
        raise ValueError("not EDTF of the kinds used here")
    size = found.lastgroup or ""
    number = int(found[size])
    match size:
        case "day":
            return day(date.fromisoformat(written))
        case "month":
            return month(int(found["year"]), number)
        case "season" | "quarter":
            return part_of_year(size, int(found["year"]), number)
        case "year":
            return year(number)
        case "decade":
            return decade(10 * number)
        case _:
            return century(number + 1)
