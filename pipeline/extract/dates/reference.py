"""The reference time of a document: the day that “today” means and from which missing years are counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.extract.dates.inference import Reference
from pipeline.structure import Release

_HEAD = 400  # code points at the head of a text in which a dateline stands
_AFTER_DATELINE = ("-", "–", "—", "(", ":", "/", "|")
_RELEASED = ("released", "release", "date", "published", "issued", "updated", "posted", "on")


def known(published: str | None, release: Release) -> Reference | None:
    """The reference time from metadata, else from what the structure of the release says; None where neither does."""
    outside = _day(published)
    given = release.published_from == "metadata" or release.published != published or release.published_from is None
    if outside is not None and given:
        return Reference(outside, "metadata", "published")
    for dateline in release.datelines:
        day = _day(dateline.date)
        if day is not None:
            return Reference(day, "inference", "dateline")
    day = outside or _day(release.published)
    return None if day is None else Reference(day, "inference", "stated-date")


def from_text(text: str, days: Sequence[tuple[int, int, date]]) -> Reference | None:
    """The reference time from the full days (start, end, day) that the text names.

    A dateline (“BERN, 4 July 2022 –”), a line of its own (“14 OCTOBER 2019”) or a label (“Date of issue:”) at
    the head, else a line of its own at the foot.
    """
    for start, end, day in days:
        if start < _HEAD and _heads(text, start, end):
            return Reference(day, "inference", "dateline")
    for start, end, day in reversed(days):
        if _line(text, start, end).strip(" .,()") == text[start:end].strip(" .,()"):
            return Reference(day, "inference", "stated-date")
    return None


def _line(text: str, start: int, end: int) -> str:
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return text[first : last if last >= 0 else len(text)]


def _heads(text: str, start: int, end: int) -> bool:
    first = text.rfind("\n", 0, start) + 1
    before, after = text[first:start].strip(" ("), text[end:].split("\n", 1)[0].strip(" ,.)")
    if not before.strip("(,") or not after:
        return len(before) < 80 and (not after or after.startswith(_AFTER_DATELINE))
    if after.startswith(_AFTER_DATELINE) and len(before) < 80:
        return True
    words = before.lower().rstrip(" :.").split()
    return (
        bool(words)
        and len(words) < 8
        and words[-1] in (*_RELEASED, "issue")
        and before.endswith((":", "on", "release"))
    )


def _day(value: str | None) -> date | None:
    """The day of an ISO 8601 day or time; None for anything else."""
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None
