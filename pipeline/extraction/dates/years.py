"""The year of a day or month that names none: by the reference time and the tense, or by other dates of the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from pipeline.extraction.dates.edtf import Value
from pipeline.extraction.dates.meaning import Calendar
from pipeline.extraction.dates.setting import NOT_DECIDED, Known, Reference, Resolved, Setting
from pipeline.extraction.dates.tense import Tense

AGAINST_TENSE = 250  # days: how much farther a year may be before it is preferred to the one against the tense
REPORTED = 100  # days: the same for parts of a year, which are reported on when they are over (“to report Q3 sales”)
UNTOLD_FUTURE = 40  # days: releases tell more of what was; what is to come is mostly said to be
BACKWARDS = 200  # days: how much nearer a date before the one just told must be than one after it
WEEKS_BEFORE, HALF_A_YEAR = 60, 184  # days
NARRATIVE_REACH = 200  # code points from a date of an earlier year to one that goes on from it
_FAR = 400


def decide_year(c: Calendar, at: Setting, value: Callable[[int], Value]) -> Resolved:
    """The year of a day or month without one: by weekday, by the date before it, by reference time and tense."""
    frame = _frame(at)
    if frame is not None:
        return Resolved(value(frame.value.earliest.year), "inference", "year-of-sentence")
    named = _named(c, at, value)
    if named is not None:
        return Resolved(named, "inference", "same-date")
    anchor = _anchor(at)
    if at.reference is not None and (anchor is None or not _narrative(anchor, at)):
        return _by_reference(c, at, at.reference, value)
    return NOT_DECIDED if anchor is None else _by_anchor(c, at, anchor, value)


def _by_reference(c: Calendar, at: Setting, reference: Reference, value: Callable[[int], Value]) -> Resolved:
    options = _possible(c, reference.day.year, value)
    if at.bound == "since":  # never ahead, however near: “it has fallen since January”
        options = [v for v in options if v.earliest <= reference.day]
    best, why = nearest(options, reference.day, at.alike or (at.tense,))
    return NOT_DECIDED if best is None else Resolved(best, reference.value_from, f"{reference.reason}-{why}")


def _by_anchor(c: Calendar, at: Setting, anchor: Known, value: Callable[[int], Value]) -> Resolved:
    if c.weekday is None and anchor.value.granularity == "year":
        return NOT_DECIDED
    middle = anchor.value.earliest
    options = _possible(c, middle.year, value)
    if not options or c.weekday not in (None, options[0].earliest.weekday()):
        return NOT_DECIDED
    backwards = 0 if at.tense is Tense.FUTURE else BACKWARDS
    best = min(options, key=lambda v: (_distance(v, middle) + backwards * (v.latest < middle), v.earliest))
    if anchor.start > at.start and len(options) > 1 and not _near_enough(best, middle):
        return NOT_DECIDED
    return Resolved(best, "inference", "other-date")


def _named(c: Calendar, at: Setting, value: Callable[[int], Value]) -> Value | None:
    """The same day where the text names it with its year elsewhere, once, and not years from the reference time."""
    if c.day is None or (at.reference is None and c.weekday is None):
        return None  # “on 14 February” beside “14 February 1930” may be its anniversary
    same = {k.value for k in at.known if k.explicit and _is(k.value, c) and _is_near(k.value, at.reference)}
    alike = {value(v.earliest.year) for v in same} & same
    return alike.pop() if len(alike) == 1 else None


def _is_near(v: Value, reference: Reference | None) -> bool:
    return reference is None or abs(v.earliest.year - reference.day.year) <= 1


def _is(v: Value, c: Calendar) -> bool:
    first = v.earliest
    same = (first.month, first.day) == (c.month, c.day) and c.weekday in (None, first.weekday())
    return same and v.granularity in ("day", "interval")


def nearest(
    options: Sequence[Value], day: date, tenses: Sequence[Tense], against_tense: int = AGAINST_TENSE
) -> tuple[Value | None, str]:
    """The value with the least distance to the reference day, and what decided: the tense, or nearness against it.

    `tenses` are those of every place that names the same day, so that all of them get one value.
    """

    def cost(v: Value) -> tuple[float, date]:
        before, after = v.latest < day, v.earliest > day
        against = sum((t is Tense.PAST and after) or (t is Tense.FUTURE and before) for t in tenses)
        untold = sum(after and t is Tense.UNKNOWN for t in tenses)
        return _distance(v, day) + (against_tense * against + UNTOLD_FUTURE * untold) / len(tenses), v.earliest

    best = min(options, key=cost, default=None)
    if best is None:
        return None, ""
    if best.earliest <= day and Tense.PAST in tenses:
        return best, "past"
    return best, "future" if best.latest >= day and Tense.FUTURE in tenses else "nearest"


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


def _near_enough(value: Value, day: date) -> bool:
    """Whether a date told before the one that is known belongs to the same year or months.

    What a release tells first is its news, later than the background that names a year: half a year on, or
    in the weeks before, it is told; “on 8 October” beside “started in January 2022” can be either year.
    """
    return _distance(value, day) <= (WEEKS_BEFORE if value.latest < day else HALF_A_YEAR)


def _frame(at: Setting) -> Known | None:
    """The year that heads the sentence (“In 2019 the court ruled on 5 June”)."""
    told = [k for k in at.known if (k.frame or k.explicit) and _is_followed(k, at)]
    return told[-1] if told and told[-1].frame and at.start - told[-1].start < NARRATIVE_REACH else None


def _anchor(at: Setting) -> Known | None:
    """The date to count from: the nearest one before in the paragraph, else the latest of the text that is past."""
    fine = [k for k in at.known if _is_fine(k.value)]
    if before := [k for k in fine if _is_followed(k, at)]:
        return before[-1]
    past = [k for k in fine if k.tense is not Tense.FUTURE]
    single = [k for k in at.known if k.value.granularity != "interval"]
    return max(past or fine or single, key=lambda k: (k.value.earliest, -k.start), default=None)


def _is_followed(known: Known, at: Setting) -> bool:
    """Whether a date stands before the expression in its paragraph."""
    return known.paragraph == at.paragraph and known.start < at.start


def _is_fine(value: Value) -> bool:
    """Whether a value tells months or days."""
    return value.granularity in ("day", "month", "interval") and "-" in value.edtf


def _narrative(anchor: Known, at: Setting) -> bool:
    """Whether the expression goes on telling about an earlier year (“founded on 4 April 2011. It met on 8 May”)."""
    if at.reference is None:
        return True
    near = _is_followed(anchor, at) and at.start - anchor.start < NARRATIVE_REACH
    long_ago = (at.reference.day - anchor.value.earliest).days > _FAR
    return near and long_ago and at.tense is not Tense.FUTURE and anchor.value.granularity != "year"
