"""What is known where a date expression stands: the day of the text, the order of day and month, the year of others."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from pipeline.data import word_table
from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.grammar import Captures, Match
from pipeline.extraction.dates.tense import Tense
from pipeline.records import ValueFrom
from pipeline.structure import Release

_AGAINST_TENSE = 250  # days: how much farther a year may be before it is preferred to the one against the tense
_DATE_WEIGHT = 3  # a date in words, or one in numbers that leaves no choice, counts as much as three words
_REASONS = {"metadata": "published", "file name": "file-name"}  # all else is stated by the text
Order = Literal["day", "month"]
"""What stands first in “03/04/2024”."""


class Resolved(NamedTuple):
    """A value with its source and the reason; `choices` are the days between which nothing decides."""

    value: Value | None
    value_from: ValueFrom | None
    reason: str = ""
    choices: tuple[date, ...] = ()


NOT_DECIDED = Resolved(None, None)


@dataclass(frozen=True, slots=True)
class Reference:
    """The day that “today” means, and whether it came from outside the text."""

    day: date
    value_from: Literal["metadata", "inference"]
    reason: str  # published, dateline, …: stands in the rule of the rows

    def gives(self, value: Value, why: str = "") -> Resolved:
        """A value that is counted from this day; `why` tells what decided besides."""
        return Resolved(value, self.value_from, f"{self.reason}-{why}" if why else self.reason)


class Known(NamedTuple):
    """A date of the text whose value is known: an anchor for the others."""

    start: int
    value: Value


class KnownDates:
    """The dates of a text whose value its words alone tell, in the order of the text."""

    def __init__(self, dates: Iterable[Known] = ()) -> None:
        self._dates = list(dates)
        fine = (k for k in self._dates if k.value.granularity in ("day", "month", "interval") and "-" in k.value.edtf)
        self.anchor = max(fine, key=lambda k: (k.value.earliest, -k.start), default=None)
        """The one to count from: the latest of the days and months."""

    def last_before(self, start: int, sizes: Container[str]) -> Value | None:
        """The last date of one of some sizes before an offset."""
        before = (k.value for k in reversed(self._dates) if k.start < start)
        return next((value for value in before if value.granularity in sizes), None)


@dataclass(slots=True)
class Setting:
    """What is known where an expression stands."""

    reference: Reference | None
    order: Order | None = None
    known: KnownDates = field(default_factory=KnownDates)
    start: int = 0
    tense: Tense = Tense.UNKNOWN


def decide_year(in_year: Callable[[int], Value], weekday: int | None, at: Setting) -> Resolved:
    """The value that a day or month has in the year that fits best; a weekday that is said fits where it can."""
    if at.reference is not None:
        best, why = nearest(_possible(in_year, weekday, at.reference.day.year), at.reference.day, at.tense)
        return at.reference.gives(best, why) if best else NOT_DECIDED
    if at.known.anchor is None:
        return NOT_DECIDED
    day = at.known.anchor.value.earliest
    best, _ = nearest(_possible(in_year, weekday, day.year), day, Tense.UNKNOWN)
    return Resolved(best, "inference", "other-date") if best else NOT_DECIDED


def nearest(options: Sequence[Value], day: date, tense: Tense) -> tuple[Value | None, str]:
    """The value with the least distance to the reference day, and what decided: the tense, or nearness against it."""
    if tense is Tense.SINCE:
        options, tense = [v for v in options if v.earliest <= day], Tense.PAST

    def against(v: Value) -> bool:
        return (tense is Tense.PAST and v.earliest > day) or (tense is Tense.FUTURE and v.latest < day)

    def cost(v: Value) -> tuple[int, date]:
        distance = min(abs((v.earliest - day).days), abs((v.latest - day).days))
        return distance + _AGAINST_TENSE * against(v), v.earliest

    best = min(options, key=cost, default=None)
    return best, "nearest" if best is None or tense is Tense.UNKNOWN or against(best) else tense.name.lower()


def _possible(in_year: Callable[[int], Value], weekday: int | None, near: int) -> list[Value]:
    """The values that exist in the years around one and, where a weekday is said and fits one of them, fit it."""
    options = []
    for year in (near - 1, near, near + 1):
        try:
            options.append(in_year(year))
        except ValueError:  # 29 February
            continue
    return [v for v in options if v.earliest.weekday() == weekday] or options


@cache
def _evidence(order: Order) -> re.Pattern[str]:
    words = sorted((w for cls, w in word_table("dates/locale.txt") if cls == order), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")


def day_order(text: str, found: Sequence[Match]) -> Order | None:
    """Whether the document writes the day or the month first; None where it does not show.

    Evidence: numbers above 12 in dates of the same kind, dates in words (“March 4” or “4 March”), and
    places and spellings of either side.
    """
    orders = [_order_of(match.captures) for match in found]
    day, month = (len(set(_evidence(o).findall(text))) + _DATE_WEIGHT * orders.count(o) for o in ("day", "month"))
    return None if day == month else "day" if day > month else "month"


def _order_of(captures: Captures) -> Order | None:
    """What one date shows: “25/03/2024” has the day first, as has “4 March”."""
    if numeric := captures.get("numeric"):
        one, two = (int(n) > 12 for n in re.split(r"\D", numeric.text)[:2])
        return None if one == two else "day" if one else "month"
    if "day" not in captures or "month" not in captures:
        return None
    return "day" if captures["day"].start < captures["month"].start else "month"


class References(NamedTuple):
    """The reference times of a document: from where on each holds, in order."""

    starts: tuple[int, ...] = ()
    times: tuple[Reference, ...] = ()

    def at(self, offset: int) -> Reference | None:
        """The reference time at an offset: that of the dateline before it, else the first."""
        return self.times[max(bisect_right(self.starts, offset) - 1, 0)] if self.times else None


def references(release: Release, published: str | None) -> References:
    """The reference times of a release: datelines, metadata, the day in its head, the file name, in this order.

    Metadata may be of the day when a release was posted; where all datelines have their day, they are named.
    """
    time = _outside_datelines(release, published)
    datelines = {d.start: date.fromisoformat(d.date) for d in release.datelines if d.date}
    if set(datelines.values()) - ({time.day} if time is not None and time.reason == "published" else set()):
        return References(
            tuple(datelines), tuple(Reference(day, "inference", "dateline") for day in datelines.values())
        )
    return References() if time is None else References((0,), (time,))


def _outside_datelines(release: Release, published: str | None) -> Reference | None:
    """What the metadata, the head of the release or its file name tells; `published` may be no day at all."""
    source = release.published_from if published in (None, release.published) else "metadata"
    try:
        day = date.fromisoformat((published or release.published or "")[:10])
    except ValueError:
        return None
    reason = _REASONS.get(source or "metadata", "stated-date")
    return Reference(day, "inference" if reason == "stated-date" else "metadata", reason)
