"""What is known where a date expression stands: the day of the text, the order of day and month, the year of others."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from pipeline.data import word_table
from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.grammar import Match
from pipeline.extraction.dates.tense import Tense
from pipeline.extraction.dates.tokens import Tokens
from pipeline.records import ValueFrom
from pipeline.structure import Release

AGAINST_TENSE = 250  # days: how much farther a year may be before it is preferred to the one against the tense
UNTOLD_FUTURE = 40  # days: releases tell more of what was; what is to come is mostly said to be
_WRITTEN_OUT = 3  # a date in words, and a date in numbers that leaves no choice, count as much as three words
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
    """The dates of a text whose value is known, in the order of the text."""

    def __init__(self, dates: Iterable[Known] = ()) -> None:
        self._dates: list[Known] = []
        self.anchor: Known | None = None
        """The one to count from: the latest, of days and months sooner than of years."""
        for known in dates:
            self.add(known)

    def add(self, known: Known) -> None:
        """Put in one date more."""
        insort(self._dates, known, key=lambda k: k.start)
        if _is_fine(known.value) or known.value.granularity != "interval":
            self.anchor = max(known, self.anchor or known, key=_rank)

    def last_before(self, start: int, sizes: Container[str]) -> Value | None:
        """The last date of one of some sizes before an offset."""
        stop = bisect_left(self._dates, start, key=lambda k: k.start)
        values = (self._dates[i].value for i in range(stop - 1, -1, -1))
        return next((v for v in values if v.granularity in sizes), None)


def _is_fine(value: Value) -> bool:
    return value.granularity in ("day", "month", "interval") and "-" in value.edtf


def _rank(known: Known) -> tuple[bool, date, int]:
    return _is_fine(known.value), known.value.earliest, -known.start


@dataclass(slots=True)
class Setting:
    """What is known where an expression stands."""

    reference: Reference | None
    order: Order | None = None
    known: KnownDates = field(default_factory=KnownDates)
    start: int = 0
    tense: Tense = Tense.UNKNOWN


def decide_year(in_year: Callable[[int], Value], weekday: int | None, at: Setting) -> Resolved:
    """The value that a day or month has in the year that fits best; a weekday that is said must be that of the day."""
    if at.reference is not None:
        best, why = nearest(_possible(in_year, weekday, at.reference.day.year), at.reference.day, at.tense)
        return at.reference.gives(best, why) if best else NOT_DECIDED
    anchor = at.known.anchor
    if anchor is None or (weekday is None and anchor.value.granularity == "year"):
        return NOT_DECIDED
    day = anchor.value.earliest
    options = _possible(in_year, weekday, day.year)
    if not options or weekday not in (None, options[0].earliest.weekday()):
        return NOT_DECIDED
    return Resolved(min(options, key=lambda v: (_distance(v, day), v.earliest)), "inference", "other-date")


def nearest(options: Sequence[Value], day: date, tense: Tense) -> tuple[Value | None, str]:
    """The value with the least distance to the reference day, and what decided: the tense, or nearness against it."""
    if tense is Tense.SINCE:
        options, tense = [v for v in options if v.earliest <= day], Tense.PAST

    def cost(v: Value) -> tuple[float, date]:
        before, after = v.latest < day, v.earliest > day
        against = (tense is Tense.PAST and after) or (tense is Tense.FUTURE and before)
        untold = after and tense is Tense.UNKNOWN
        return _distance(v, day) + AGAINST_TENSE * against + UNTOLD_FUTURE * untold, v.earliest

    best = min(options, key=cost, default=None)
    if best is None:
        return None, ""
    if best.earliest <= day and tense is Tense.PAST:
        return best, "past"
    return best, "future" if best.latest >= day and tense is Tense.FUTURE else "nearest"


def _possible(in_year: Callable[[int], Value], weekday: int | None, near: int) -> list[Value]:
    """The values that exist in the years around one and, where a weekday is said and fits one of them, fit it."""
    options = []
    for year in (near - 1, near, near + 1):
        try:
            options.append(in_year(year))
        except ValueError:  # 29 February
            continue
    return [v for v in options if v.earliest.weekday() == weekday] or options


def _distance(value: Value, day: date) -> int:
    if value.earliest <= day <= value.latest:
        return 0
    return min(abs((value.earliest - day).days), abs((value.latest - day).days))


@cache
def _evidence(order: str) -> re.Pattern[str]:
    words = sorted((w for cls, w in word_table("dates/locale.txt") if cls == order), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")


def day_order(text: str, tokens: Tokens, found: Sequence[Match]) -> Order | None:
    """Whether the document writes the day or the month first; None where it does not show or need not be known.

    Evidence: numbers above 12 in dates of the same kind, dates in words (“March 4” or “4 March”), and
    places and spellings of either side.
    """
    if not any(tokens[match.first].kind == "numeric" for match in found):
        return None  # nothing to decide
    orders: tuple[Order, ...] = ("day", "month")
    votes = {order: len(set(_evidence(order).findall(text))) for order in orders}
    for match in found:
        for order, weight in _votes(tokens, match):
            votes[order] += weight
    if votes["day"] == votes["month"]:
        return None
    return "day" if votes["day"] > votes["month"] else "month"


def _votes(tokens: Tokens, match: Match) -> Iterator[tuple[Order, int]]:
    """What one date says: “25/03/2024” has the day first, as has “4 March”."""
    first = tokens[match.first]
    if first.kind == "numeric":
        one, two = (int(n) for n in re.split(r"\D", first.text)[:2])
        if (one > 12) != (two > 12):
            yield "day" if one > 12 else "month", 3 * _WRITTEN_OUT
    day, month = match.captures.get("day"), match.captures.get("month")
    if day is not None and month is not None:
        yield "day" if day.start < month.start else "month", _WRITTEN_OUT


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
