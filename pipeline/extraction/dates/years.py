"""The year of a day or month that names none: by the reference time and the tense, or by other dates of the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.setting import NOT_DECIDED, Known, Resolved, Setting
from pipeline.extraction.dates.tense import Tense

AGAINST_TENSE = 250  # days: how much farther a year may be before it is preferred to the one against the tense
UNTOLD_FUTURE = 40  # days: releases tell more of what was; what is to come is mostly said to be


def decide_year(in_year: Callable[[int], Value], weekday: int | None, at: Setting) -> Resolved:
    """The value that a day or month has in the year that fits best; a weekday that is said must be that of the day."""
    if at.reference is not None:
        best, why = nearest(_possible(in_year, weekday, at.reference.day.year), at.reference.day, at.tense)
        return at.reference.gives(best, why) if best else NOT_DECIDED
    anchor = _anchor(at)
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


def _anchor(at: Setting) -> Known | None:
    """The date to count from: the latest of the text, of days and months sooner than of years."""
    fine = [k for k in at.known if k.value.granularity in ("day", "month", "interval") and "-" in k.value.edtf]
    single = [k for k in at.known if k.value.granularity != "interval"]
    return max(fine or single, key=lambda k: (k.value.earliest, -k.start), default=None)
