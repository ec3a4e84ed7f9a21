"""The reference time: the day that “today” means at a place of the text, and from which missing years are counted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.extract.dates.setting import Reference
from pipeline.structure import Release

_HEAD = 400  # code points at the head of a text in which a dateline stands
_LONGEST_PLACE = 80
_AFTER_DATELINE = ("-", "–", "—", "(", ":", "/", "|")
_RELEASED = ("released", "release", "date", "published", "issued", "issue", "updated", "posted")
_RELEASE_NUMBER = re.compile(r"(?<![\w-])(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?=[A-Z0-9])(?!\d\d\b)")


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
    release: Release, published: str | None, days: Sequence[tuple[int, int, date]], in_datelines: dict[int, date]
) -> References:
    """The reference times of a release: metadata, else its datelines, else what the text states.

    `days` are the full days (start, end, day) that the text names, `in_datelines` the day of each dateline
    (by its start), as far as it is known.
    """
    outside = _day(published)
    if outside is not None and (release.published_from in ("metadata", None) or release.published != published):
        return References((0,), (Reference(outside, "metadata", "published"),))
    found = [(start, Reference(day, "inference", "dateline")) for start, day in sorted(in_datelines.items())]
    if not found:
        stated = outside or _day(release.published)
        time = from_text(release.text, days) if stated is None else Reference(stated, "inference", "stated-date")
        found = [] if time is None else [(0, time)]
    return References(tuple(start for start, _ in found), tuple(time for _, time in found))


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
