"""The year of a day or month that names none: by the reference time and the tense, or by other dates of the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.meaning import NOT_DECIDED, Calendar, Known, Reference, Resolved, Setting
from pipeline.extraction.dates.tense import Tense

AGAINST_TENSE = 250  # days: how much farther a year may be before it is preferred to the one against the tense
REPORTED = 100  # days: the same for parts of a year, which are reported on when they are over (“to report Q3 sales”)
UNTOLD_FUTURE = 40  # days: releases tell more of what was; what is to come is mostly said to be


def decide_year(c: Calendar, at: Setting, value: Callable[[int], Value]) -> Resolved:
    """The year of a day or month without one: by weekday, by the date before it, by reference time and tense."""
    if at.reference is not None:
        return _by_reference(c, at, at.reference, value)
    anchor = _anchor(at)
    return NOT_DECIDED if anchor is None else _by_anchor(c, at, anchor, value)


def _by_reference(c: Calendar, at: Setting, reference: Reference, value: Callable[[int], Value]) -> Resolved:
    options = _possible(c, reference.day.year, value)
    best, why = nearest(options, reference.day, at.tense)
    return NOT_DECIDED if best is None else Resolved(best, reference.value_from, f"{reference.reason}-{why}")


def _by_anchor(c: Calendar, at: Setting, anchor: Known, value: Callable[[int], Value]) -> Resolved:
    if c.weekday is None and anchor.value.granularity == "year":
        return NOT_DECIDED
    middle = anchor.value.earliest
    options = _possible(c, middle.year, value)
    if not options or c.weekday not in (None, options[0].earliest.weekday()):
        return NOT_DECIDED
    best = min(options, key=lambda v: (_distance(v, middle), v.earliest))
    return Resolved(best, "inference", "other-date")


def nearest(
    options: Sequence[Value], day: date, tense: Tense, against_tense: int = AGAINST_TENSE
) -> tuple[Value | None, str]:
    """The value with the least distance to the reference day, and what decided: the tense, or nearness against it."""
    if tense is Tense.SINCE:
        options, tense = [v for v in options if v.earliest <= day], Tense.PAST

    def cost(v: Value) -> tuple[float, date]:
        before, after = v.latest < day, v.earliest > day
        against = (tense is Tense.PAST and after) or (tense is Tense.FUTURE and before)
        untold = after and tense is Tense.UNKNOWN
        return _distance(v, day) + against_tense * against + UNTOLD_FUTURE * untold, v.earliest

    best = min(options, key=cost, default=None)
    if best is None:
        return None, ""
    if best.earliest <= day and tense is Tense.PAST:
        return best, "past"
    return best, "future" if best.latest >= day and tense is Tense.FUTURE else "nearest"


def _possible(c: Calendar, near: int, value: Callable[[int], Value]) -> list[Value]:
    """The values that exist in the years around one and, where a weekday is said and fits one of them, fit it."""
    options = []
    for year in (near - 1, near, near + 1):
        try:
            options.append(value(year))
        except ValueError:
            continue
    fitting = [v for v in options if c.weekday is not None and v.earliest.weekday() == c.weekday]
    return fitting or options


def _distance(value: Value, day: date) -> int:
    if value.earliest <= day <= value.latest:
        return 0
    return min(abs((value.earliest - day).days), abs((value.latest - day).days))


def _anchor(at: Setting) -> Known | None:
    """The date to count from: the latest of the text, of days and months sooner than of years."""
    fine = [k for k in at.known if _is_fine(k.value)]
    single = [k for k in at.known if k.value.granularity != "interval"]
    return max(fine or single, key=lambda k: (k.value.earliest, -k.start), default=None)


def _is_fine(value: Value) -> bool:
    """Whether a value tells months or days."""
    return value.granularity in ("day", "month", "interval") and "-" in value.edtf
