"""Which comes first in “03/04/2024”, day or month: decided by the document's own evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.data import word_table
from pipeline.extraction.dates.matching import Match
from pipeline.extraction.dates.setting import Order
from pipeline.extraction.dates.tokens import Tokens

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
    orders: tuple[Order, ...] = ("day", "month")
    votes = {order: len(set(_evidence(order).findall(text))) for order in orders}
    for match in found:
        for order, weight in _votes(tokens, match):
            votes[order] += weight
    if votes["day"] == votes["month"]:
        return None
    return "day" if votes["day"] > votes["month"] else "month"


def _votes(tokens: Tokens, match: Match) -> Iterator[tuple[Order, int]]:
    """What one date says: “25/03/2024” has the day first, as has “4 March”."""
    first = tokens[match.first]
    if first.kind == "numeric":
        one, two = (int(n) for n in re.split(r"\D", first.text)[:2])
        if (one > 12) != (two > 12):
            yield "day" if one > 12 else "month", 3 * _WRITTEN_OUT
    day, month = match.captures.get("day"), match.captures.get("month")
    if day is not None and month is not None:
        yield "day" if day.start < month.start else "month", _WRITTEN_OUT
