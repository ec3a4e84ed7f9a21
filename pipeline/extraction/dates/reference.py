"""The reference time: the day that “today” means at a place of the text, and from which missing years are counted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipeline.extraction.dates.setting import Reference
from pipeline.structure import Release

_HEAD = 400  # code points at the head of a text in which a dateline stands
_LONGEST_PLACE = 80
_REASONS = {"metadata": "published", "file name": "file-name"}  # all else is stated by the text


class References(NamedTuple):
    """The reference times of a document: from where on each holds, in order."""

    starts: tuple[int, ...] = ()
    times: tuple[Reference, ...] = ()

    def at(self, offset: int) -> Reference | None:
        """The reference time at an offset: that of the dateline before it, else the first."""
        return self.times[max(bisect_right(self.starts, offset) - 1, 0)] if self.times else None


def references(release: Release, published: str | None, days: Sequence[tuple[int, int, date]]) -> References:
    """The reference times of a release: datelines, metadata, what the text states, the file name, in this order.

    Metadata may be of the day when a release was posted; where all datelines have their day, they are named. `days` are
    the full days (start, end, day) that the text names, heard where nothing else tells.
    """
    time = _outside_datelines(release, published)
    datelines = {d.start: date.fromisoformat(d.date) for d in release.datelines if d.date}
    if set(datelines.values()) - ({time.day} if time is not None and time.reason == "published" else set()):
        return References(
            tuple(datelines), tuple(Reference(day, "inference", "dateline") for day in datelines.values())
        )
    if time is None or time.reason == "file-name":
        time = _stated(release.text, days) or time
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


def _stated(text: str, days: Sequence[tuple[int, int, date]]) -> Reference | None:
    """The day of a dateline (“TURIN, 9 May 2022 –”) in the head of a text, else of the last line that is only a day."""
    for start, _, day in days:
        before = text[text.rfind("\n", 0, start) + 1 : start]
        words = re.split(r"[\s,(]+", before)
        if start < _HEAD and len(before) < _LONGEST_PLACE and all(w[0].isupper() for w in words if w):
            return Reference(day, "inference", "dateline")
    for start, end, day in reversed(days):
        line = text[text.rfind("\n", 0, start) + 1 : start] + text[end:].split("\n", 1)[0]
        if not line.strip(" .,()"):
            return Reference(day, "inference", "stated-date")
    return None
