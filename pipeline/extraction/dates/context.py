"""The context of a date expression: the reference time, the order of day and month, and the dates around it."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.grammar import Captures, Match
from pipeline.extraction.dates.tense import Tense
from pipeline.records import Granularity, ValueFrom
from pipeline.structure import Release
from pipeline.structure.head_dates import Order, signs_of_order

_AGAINST_TENSE = 250  # days by which a value that fits the tense may be farther away than one that does not
_DATE_WEIGHT = 3  # a date in words, or one in numbers that leaves no choice, counts as much as three words
_OUTSIDE = {"metadata": "published", "file name": "file-name"}  # sources outside the text, with their reasons


class Resolved(NamedTuple):
    """The granularity of an expression and, if something decides, its value with its source and the reason."""

    granularity: Granularity
    value: Value | None = None
    value_from: ValueFrom | None = None
    reason: str = ""
    choices: tuple[date, ...] = ()  # the possible days, if nothing decides between them


def stated(value: Value, reason: str = "") -> Resolved:
    """A value that the words state in full: “the 1970s”, “the third quarter of 2024”."""
    return Resolved(value.granularity, value, "text", reason)


class Reference(NamedTuple):
    """The day that “today” means from code point `start` on."""

    start: int
    day: date
    reason: str  # published, dateline, …: stands in the rule of the rows

    def gives(self, value: Value, why: str = "") -> Resolved:
        """A value that is counted from this day; `why` says what else decided it."""
        source: ValueFrom = "metadata" if self.reason in _OUTSIDE.values() else "inference"
        return Resolved(value.granularity, value, source, f"{self.reason}-{why}" if why else self.reason)


class Context(NamedTuple):
    """What is known at the place of an expression."""

    order: Order | None
    reference: Reference | None = None
    latest: date | None = None  # day, month or interval that is stated in full: used if there is no reference
    before: Sequence[Value] = ()  # the dates stated in full before the expression
    tense: Tense = Tense.UNKNOWN


def decide_year(in_year: Callable[[int], Value], weekday: int | None, context: Context) -> Resolved | None:
    """The value of a day or month in the year that fits best, a stated weekday included; None if nothing decides."""
    if context.reference is not None:
        options = _possible(in_year, weekday, context.reference.day.year)
        return context.reference.gives(*nearest(options, context.reference.day, context.tense))
    if context.latest is None:
        return None
    best, _ = nearest(_possible(in_year, weekday, context.latest.year), context.latest, Tense.UNKNOWN)
    if weekday not in (None, best.earliest.weekday()):  # “Saturday, 7 February” beside a founding in 1955
        return None
    return Resolved(best.granularity, best, "inference", "other-date")


def nearest(options: Sequence[Value], day: date, tense: Tense) -> tuple[Value, str]:
    """The value nearest to a day, preferably on the side of the tense; and what decided, the tense or nearness."""
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
    """The values that exist in the years around `near`; only those on a stated weekday, if there are any."""
    options = []
    for year in (near - 1, near, near + 1):
        with suppress(ValueError):  # 29 February
            options.append(in_year(year))
    return [v for v in options if v.earliest.weekday() == weekday] or options


def day_order(text: str, found: Sequence[Match]) -> Order | None:
    """Whether the document writes the day or the month first, by its dates, places and spellings; None if unclear."""
    orders = [_order_of(match.captures) for match in found]
    day, month = (signs_of_order(text, o) + _DATE_WEIGHT * orders.count(o) for o in ("day", "month"))
    return None if day == month else "day" if day > month else "month"


def _order_of(captures: Captures) -> Order | None:
    """The order that one date shows: “25/03/2024” has the day first, as has “4 March”."""
    if numeric := captures.get("numeric"):
        one, two = (int(n) > 12 for n in re.split(r"\D+", numeric.text)[:2])
        return None if one == two else "day" if one else "month"
    day = captures.get("day") or captures.get("ordinal")
    if not day or "month" not in captures:
        return None
    return "day" if day.start < captures["month"].start else "month"


def reference_times(release: Release) -> list[Reference]:
    """The reference times of a release, in text order: its datelines, else metadata, the day in its head or file name.
    Metadata may give the day of posting, so that it counts only if every dateline has its day."""
    reason = _OUTSIDE.get(release.published_from or "metadata", "stated-date")
    time = Reference(0, date.fromisoformat(release.published), reason) if release.published else None
    datelines = [Reference(d.start, date.fromisoformat(d.date), "dateline") for d in release.datelines if d.date]
    if any(time is None or time.reason != "published" or time.day != d.day for d in datelines):
        return datelines
    return [time] if time else []
