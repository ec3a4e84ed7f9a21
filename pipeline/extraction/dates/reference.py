"""The reference time: the day that “today” means at a place of the text, and from which missing years are counted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.extraction.dates.setting import Reference
from pipeline.structure import Release

_HEAD = 400  # code points at the head of a text in which a dateline stands
_LONG_HEAD = 3000  # the same, where a line names the release
_LONGEST_PLACE = 80
_POSTED_LATE = 10  # days between “today” and the day of the metadata
_REACH = 60  # code points before a date in which “FOR IMMEDIATE RELEASE” stands
_RELEASE_BEFORE = re.compile(r"(?i:for\s+(?:immediate\s+)?release|release\s+date|date\s+of\s+(?:release|issue))[\s:]*$")
_RELEASE_AFTER = re.compile(
    r"[\s,.]*(?:(?i:for\s+immediate\s+release)|\([A-Z][A-Za-z]*[A-Z][\w .]*\)\s*[-–—]|/[A-Z][\w .-]{2,40}/\s*-)"
)
_AFTER_DATELINE = ("-", "–", "—", "(", ":", "/", "|")
_RELEASED = ("released", "release", "date", "published", "issued", "issue", "posted")
_RELEASE_NUMBER = re.compile(r"(?P<year>(?:19|20)\d\d)(?<![\w-]\d{4})-(?P<month>0[1-9]|1[0-2])-(?=[A-Z0-9])(?!\d\d\b)")


NamedDay = tuple[int | None, int, int, int]  # year if said, month, day, days from today (“yesterday (4 May)” is -1)


@dataclass(frozen=True, slots=True)
class References:
    """The reference times of a document: from where on each holds, in order."""

    starts: tuple[int, ...] = ()
    times: tuple[Reference, ...] = ()

    def at(self, offset: int) -> Reference | None:
        """The reference time at an offset: that of the dateline before it, else the first."""
        if not self.times:
            return None
        return self.times[max(bisect_right(self.starts, offset) - 1, 0)]


def references(
    release: Release,
    published: str | None,
    days: Sequence[tuple[int, int, date]],
    in_datelines: dict[int, date],
    named: Sequence[NamedDay] = (),
) -> References:
    """The reference times of a release: metadata, datelines, what the text states, the file name, in this order.

    Datelines go before metadata that are some days off.

    `days` are the full days (start, end, day) that the text names, heard where nothing else tells; `in_datelines` are
    the days of datelines (by their starts), as far as they are known; `named` are the places that say which day today
    is (“today, 5 May”). They are heard before metadata that is some days off: a release is often dated by the day it
    was posted.
    """
    time = _outside_datelines(release, published, named)
    if in_datelines and _is_of_datelines(time, in_datelines.values()):
        times = tuple(Reference(day, "inference", "dateline") for _, day in sorted(in_datelines.items()))
        return References(tuple(sorted(in_datelines)), times)
    if time is None or time.reason == "file-name":
        time = from_text(release.text, days) or time
    return References() if time is None else References((0,), (time,))


def _is_of_datelines(time: Reference | None, days: Iterable[date]) -> bool:
    """Whether datelines say what “today” is: not where the text itself does, nor metadata that are weeks off.

    Metadata of a release are often a day later, when it was posted.
    """
    if time is None or time.reason in ("stated-date", "file-name"):
        return True
    off = [abs((day - time.day).days) for day in days]
    return time.reason == "published" and any(off) and max(off) <= _POSTED_LATE


def _outside_datelines(release: Release, published: str | None, named: Sequence[NamedDay]) -> Reference | None:
    """What the metadata, the text itself (“today, 5 May”) or the head of the release tells, in this order."""
    outside, read = _day(published), _day(release.published)
    given = release.published_from in ("metadata", None) or release.published != published
    said = _said(named, outside or read)
    if outside is not None and given and said in (None, outside):
        return Reference(outside, "metadata", "published")
    if said is not None:
        return Reference(said, "inference", "named-today")
    if read is None:
        return None
    if release.published_from == "file name":
        return Reference(read, "metadata", "file-name")
    return Reference(read, "inference", "stated-date")


def _said(named: Sequence[NamedDay], near: date | None) -> date | None:
    """The day that the text itself calls today, where all its places agree; at most some days from `near`."""
    if near is None and any(year is None for year, *_ in named):
        return None
    said = {day for place in named for day in _todays(*place, near)}
    return said.pop() if len(said) == 1 else None


def _todays(year: int | None, month: int, day: int, offset: int, near: date | None) -> Iterator[date]:
    """The days that today can be where a day is so many days off, in the year that is said or in one near `near`."""
    years = (year,) if year is not None else (near.year - 1, near.year, near.year + 1) if near is not None else ()
    for some in years:
        with suppress(ValueError, OverflowError):  # no such day
            today = date(some, month, day) - timedelta(offset)
            if near is None or abs((today - near).days) <= _POSTED_LATE:
                yield today


def from_text(text: str, days: Sequence[tuple[int, int, date]]) -> Reference | None:
    """The reference time from the full days (start, end, day) that a text without structure names.

    A dateline (“TURIN, 9 May 2022 –”), a line of its own (“8 MARCH 2018”) or a label (“Date of issue:”) at
    the head, else a line of its own at the foot.
    """
    for start, end, day in days:
        if start < _HEAD and _heads(text, start, end):
            return Reference(day, "inference", "dateline")
        if start < _LONG_HEAD and _beside_release_line(text, start, end):
            return Reference(day, "inference", "stated-date")
    for start, end, day in reversed(days):
        if _line(text, start, end).strip(" .,()") == text[start:end].strip(" .,()"):
            return Reference(day, "inference", "stated-date")
    return None


def _beside_release_line(text: str, start: int, end: int) -> bool:
    """“FOR IMMEDIATE RELEASE May 5, 2019”, “… in rain LEEDS - May 5, 2019 (ACMEWIRE) -”, on a line that runs on."""
    return _RELEASE_BEFORE.search(text, max(0, start - _REACH), start) is not None or (
        _RELEASE_AFTER.match(text, end) is not None
    )


def release_numbers(text: str) -> list[tuple[int, int, int]]:
    """Offset, year and month of release numbers that bear them (“2014-03-PR-017”)."""
    return [(m.start(), int(m["year"]), int(m["month"])) for m in _RELEASE_NUMBER.finditer(text)]


def _line(text: str, start: int, end: int) -> str:
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return text[first : last if last >= 0 else len(text)]


def _heads(text: str, start: int, end: int) -> bool:
    """Whether a date stands where a dateline or a release line has it."""
    if not text[:start].strip():
        return True
    first = text.rfind("\n", 0, start) + 1
    before, after = text[first:start].strip(" ("), text[end:].split("\n", 1)[0].strip(" ,.)")
    capitals = all(w[0].isupper() for w in re.split(r"[\s,]+", before) if w)
    if capitals and len(before) < _LONGEST_PLACE and (not after or after.startswith(_AFTER_DATELINE)):
        return True
    return _labels(before)


def _labels(before: str) -> bool:
    """“Date of issue:”, “Released on”: words that say that the day behind them is that of the release."""
    words = before.lower().rstrip(" :.").removesuffix(" on").split()
    return before.endswith((":", " on", "release")) and 0 < len(words) < 8 and words[-1] in _RELEASED


def _day(value: str | None) -> date | None:
    """The day of an ISO 8601 day or time; None for anything else."""
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None
