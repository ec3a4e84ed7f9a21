"""Which comes first in “03/04/2024”, day or month: decided by the document's own evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from pipeline.data import word_table
from pipeline.extraction.dates.matching import Match
from pipeline.extraction.dates.tokens import Tokens

Order = Literal["day", "month"]
_WRITTEN_OUT = 3  # a date in words, and a date in numbers that leaves no choice, count as much as three words


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
    votes = {order: len({m.group() for m in _evidence(order).finditer(text)}) for order in ("day", "month")}
    for match in found:
        first = tokens[match.first]
        if first.kind == "numeric":
            one, two = (int(n) for n in re.split(r"\D", first.text)[:2])
            votes["day"] += 3 * _WRITTEN_OUT * (one > 12)
            votes["month"] += 3 * _WRITTEN_OUT * (two > 12)
        day, month = match.captures.get("day"), match.captures.get("month")
        if day is not None and month is not None:
            votes["day" if day.start < month.start else "month"] += _WRITTEN_OUT
    if votes["day"] == votes["month"]:
        return None
    return "day" if votes["day"] > votes["month"] else "month"
