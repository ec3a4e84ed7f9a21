"""What is known where a date expression stands: the day of the text, the order of day and month, the year of others."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.grammar import Captures, Match
from pipeline.extraction.dates.tense import Tense
from pipeline.records import Granularity, ValueFrom
from pipeline.structure import Release
from pipeline.structure.head_dates import Order, signs_of_order

_AGAINST_TENSE = 250  # days: how much farther a year may be before it is preferred to the one against the tense
_DATE_WEIGHT = 3  # a date in words, or one in numbers that leaves no choice, counts as much as three words
_OUTSIDE = {"metadata": "published", "file name": "file-name"}  # all else is stated by the text


class Resolved(NamedTuple):
    """What an expression names and, where something decides, its value with its source and the reason."""

    granularity: Granularity
    value: Value | None = None
    value_from: ValueFrom | None = None
    reason: str = ""
    choices: tuple[date, ...] = ()  # the days between which nothing decides


def said(value: Value, reason: str = "") -> Resolved:
    """What the words say in full: “the 1970s”, “the third quarter of 2024”."""
    return Resolved(value.granularity, value, "text", reason)


class Reference(NamedTuple):
    """The day that “today” means from code point `start` on."""

    start: int
    day: date
    reason: str  # published, dateline, …: stands in the rule of the rows

    def gives(self, value: Value, why: str = "") -> Resolved:
        """A value that is counted from this day; `why` tells what decided besides."""
        source: ValueFrom = "metadata" if self.reason in _OUTSIDE.values() else "inference"
        return Resolved(value.granularity, value, source, f"{self.reason}-{why}" if why else self.reason)


class Context(NamedTuple):
    """What is known where an expression stands."""

    order: Order | None
    reference: Reference | None = None
    latest: date | None = None  # `latest_of` what the text says in full: to count from without a reference
    before: Sequence[Value] = ()  # what it says in full before the expression
    tense: Tense = Tense.UNKNOWN


def decide_year(in_year: Callable[[int], Value], weekday: int | None, context: Context) -> Resolved | None:
    """The value that a day or month has in the year that fits best; a weekday that is said fits where it can.

    Raises `ValueError` where it has none in the years around (29 February).
    """
    if context.reference is not None:
        options = _possible(in_year, weekday, context.reference.day.year)
        return context.reference.gives(*nearest(options, context.reference.day, context.tense))
    if context.latest is None:
        return None
    best, _ = nearest(_possible(in_year, weekday, context.latest.year), context.latest, Tense.UNKNOWN)
    if weekday not in (None, best.earliest.weekday()):  # “Saturday, 7 February” beside the founding in 1955
        return None
    return Resolved(best.granularity, best, "inference", "other-date")


def nearest(options: Sequence[Value], day: date, tense: Tense) -> tuple[Value, str]:
    """The value with the least distance to a day, and what decided: the tense, or nearness against it."""
    if tense is Tense.SINCE:
        options, tense = [v for v in options if v.earliest <= day], Tense.PAST

    def against(v: Value) -> bool:
        return (tense is Tense.PAST and v.earliest > day) or (tense is Tense.FUTURE and v.latest < day)

    def cost(v: Value) -> tuple[int, date]:
        distance = min(abs((v.earliest - day).days), abs((v.latest - day).days))
        return distance + _AGAINST_TENSE * against(v), v.earliest

    best = min(options, key=cost)
    return best, "nearest" if tense is Tense.UNKNOWN or against(best) else tense.name.lower()


def _possible(in_year: Callable[[int], Value], weekday: int | None, near: int) -> list[Value]:
    """The values that exist in the years around one and, where a weekday is said and fits one of them, fit it."""
    options = []
    for year in (near - 1, near, near + 1):
        try:
            options.append(in_year(year))
        except ValueError:  # 29 February
            continue
    return [v for v in options if v.earliest.weekday() == weekday] or options


def day_order(text: str, found: Sequence[Match]) -> Order | None:
    """Whether the document writes the day or the month first; None where it does not show.

    Evidence: numbers above 12 in dates of the same kind, dates in words (“March 4” or “4 March”), and
    places and spellings of either side.
    """
    orders = [_order_of(match.captures) for match in found]
    day, month = (signs_of_order(text, o) + _DATE_WEIGHT * orders.count(o) for o in ("day", "month"))
    return None if day == month else "day" if day > month else "month"


def _order_of(captures: Captures) -> Order | None:
    """What one date shows: “25/03/2024” has the day first, as has “4 March”."""
    if numeric := captures.get("numeric"):
        one, two = (int(n) > 12 for n in re.split(r"\D", numeric.text)[:2])
        return None if one == two else "day" if one else "month"
    day = captures.get("day") or captures.get("ordinal")
    if not day or "month" not in captures:
        return None
    return "day" if day.start < captures["month"].start else "month"


def reference_times(release: Release) -> list[Reference]:
    """The reference times of a release in order: datelines, metadata, the day in its head, or the file name.

    Metadata may be of the day when a release was posted; where all datelines have their day, they are named.
    """
    time = _outside_datelines(release)
    datelines = [Reference(d.start, date.fromisoformat(d.date), "dateline") for d in release.datelines if d.date]
    if any(time is None or time.reason != "published" or time.day != d.day for d in datelines):
        return datelines
    return [time] if time else []


def reference_at(times: Sequence[Reference], offset: int) -> Reference | None:
    """The reference time at an offset: that of the dateline before it, else the first."""
    return next((t for t in reversed(times) if t.start <= offset), times[0] if times else None)


def latest_of(values: Iterable[Value]) -> date | None:
    """The first day of the latest of days and months."""
    fine = (v for v in values if v.granularity in ("day", "month", "interval") and "-" in v.edtf)
    return max((v.earliest for v in fine), default=None)


def _outside_datelines(release: Release) -> Reference | None:
    """What the metadata, the head of the release or its file name tells."""
    reason = _OUTSIDE.get(release.published_from or "metadata", "stated-date")
    return Reference(0, date.fromisoformat(release.published), reason) if release.published else None
