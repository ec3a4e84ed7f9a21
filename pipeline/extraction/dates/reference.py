"""The reference time: the day that “today” means at a place of the text, and from which missing years are counted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
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
    days: Callable[[], Sequence[tuple[int, int, date]]],
    in_datelines: dict[int, date],
    named: Sequence[NamedDay] = (),
) -> References:
    """The reference times of a release: metadata, else its datelines, else what the text states, else the file name.

    `days` gives the full days (start, end, day) that the text names, asked for where nothing else tells;
    `in_datelines` are the days of datelines (by their starts), as far as they are known; `named` are the places that
    say which day today is (“today, 5 May”). They are heard before metadata that is some days off: a release is often
    dated by the day it was posted.
    """
    outside, read = _day(published), _day(release.published)
    given = outside is not None and (release.published_from in ("metadata", None) or release.published != published)
    said = _said(named, outside or read)
    if given and outside is not None and said in (None, outside):
        return References((0,), (Reference(outside, "metadata", "published"),))
    if said is not None:
        return References((0,), (Reference(said, "inference", "named-today"),))
    if in_datelines:
        found = [(start, Reference(day, "inference", "dateline")) for start, day in sorted(in_datelines.items())]
        return References(tuple(start for start, _ in found), tuple(time for _, time in found))
    from_name = release.published_from == "file name"
    if read is not None and not from_name:
        return References((0,), (Reference(read, "inference", "stated-date"),))
    time = from_text(release.text, days())
    if time is None and read is not None:
        time = Reference(read, "metadata", "file-name")
    return References() if time is None else References((0,), (time,))


def _said(named: Sequence[NamedDay], near: date | None) -> date | None:
    """The day that the text itself calls today, where all its places agree; at most some days from `near`."""
    said: set[date] = set()
    for year, month, day, offset in named:
        if year is None and near is None:
            return None
        years = [year] if year is not None else [near.year + n for n in (-1, 0, 1)] if near is not None else []
        found = [d for y in years if (d := _date(y, month, day)) is not None]
        moved = [d - timedelta(offset) for d in found if date.min.year < d.year < date.max.year]
        if near is not None:
            moved = [d for d in moved if abs((d - near).days) <= _POSTED_LATE]
        said.update(moved)
    return said.pop() if len(said) == 1 else None


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
    if "-0" not in text and "-1" not in text:
        return []  # far faster than the pattern, of most texts
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
    names = [w for w in re.split(r"[\s,]+", before) if w and not w[0].isupper()]
    if len(before) < _LONGEST_PLACE and not names and (after.startswith(_AFTER_DATELINE) or not after):
        return True
    words = before.lower().rstrip(" :.").split()
    if words and words[-1] == "on":
        words.pop()
    return bool(words) and len(words) < 8 and words[-1] in _RELEASED and before.endswith((":", " on", "release"))


def _day(value: str | None) -> date | None:
    """The day of an ISO 8601 day or time; None for anything else."""
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
