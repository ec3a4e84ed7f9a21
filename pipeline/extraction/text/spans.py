"""Spans of one text that are asked for again and again: which of them share characters with another span."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate


class Cover:
    """A set of spans, which may overlap each other."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reached = list(accumulate((end for _, end in ordered), max))  # by the span and all before it

    def touches(self, start: int, end: int) -> bool:
        """Whether a span of the set shares a character with `start` … `end`."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._reached[before - 1] > start
