"""The reference time: the day that “today” means at a place of the text, and from which missing years are counted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.extraction.dates.meaning import Reference
from pipeline.structure import Release

_POSTED_LATE = 10  # days between “today” and the day of the metadata
_HEAD = 400  # code points at the head of a text in which a dateline stands
_LONGEST_PLACE = 80
_AFTER_DATELINE = ("-", "–", "—", "(", ":", "/", "|")
_RELEASED = ("released", "release", "date", "published", "issued", "issue", "posted")
_RELEASE_NUMBER = re.compile(r"(?P<year>(?:19|20)\d\d)(?<![\w-]\d{4})-(?P<month>0[1-9]|1[0-2])-(?=[A-Z0-9])(?!\d\d\b)")


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
) -> References:
    """The reference times of a release: metadata, datelines, what the text states, the file name, in this order.

    Datelines go before metadata that are some days off.

    `days` are the full days (start, end, day) that the text names, heard where nothing else tells; `in_datelines` are
    the days of datelines (by their starts), as far as they are known.
    """
    time = _outside_datelines(release, published)
    if in_datelines and _is_of_datelines(time, in_datelines.values()):
        times = tuple(Reference(day, "inference", "dateline") for _, day in sorted(in_datelines.items()))
        return References(tuple(sorted(in_datelines)), times)
    if time is None or time.reason == "file-name":
        time = from_text(release.text, days) or time
    return References() if time is None else References((0,), (time,))


def _is_of_datelines(time: Reference | None, days: Iterable[date]) -> bool:
    """Whether datelines say what “today” is: not where metadata are weeks off.

    Metadata of a release are often a day later, when it was posted.
    """
    if time is None or time.reason in ("stated-date", "file-name"):
        return True
    off = [abs((day - time.day).days) for day in days]
    return time.reason == "published" and any(off) and max(off) <= _POSTED_LATE


def _outside_datelines(release: Release, published: str | None) -> Reference | None:
    """What the metadata or the head of the release tells, in this order."""
    outside, read = _day(published), _day(release.published)
    given = release.published_from in ("metadata", None) or release.published != published
    if outside is not None and given:
        return Reference(outside, "metadata", "published")
    if read is None:
        return None
    if release.published_from == "file name":
        return Reference(read, "metadata", "file-name")
    return Reference(read, "inference", "stated-date")


def from_text(text: str, days: Sequence[tuple[int, int, date]]) -> Reference | None:
    """The reference time from the full days (start, end, day) that a text without structure names.

    A dateline (“TURIN, 9 May 2022 –”), a line of its own (“8 MARCH 2018”) or a label (“Date of issue:”) at
    the head, else a line of its own at the foot.
    """
    for start, end, day in days:
        if start < _HEAD and _heads(text, start, end):
            return Reference(day, "inference", "dateline")
    for start, end, day in reversed(days):
        if _line(text, start, end).strip(" .,()") == text[start:end].strip(" .,()"):
            return Reference(day, "inference", "stated-date")
    return None


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
