"""Spans of one text that are asked for again and again: which of them share characters with another span."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Cover:
    """A set of spans, which may overlap each other, in order: `spans[i]` is span number `i`."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = sorted(spans)
        self._starts = [start for start, _ in self.spans]
        self._reached = list(accumulate((end for _, end in self.spans), max))  # by the span and all before it

    def touching(self, start: int, end: int) -> list[int]:
        """The numbers of the spans that share a character with `start` … `end`."""
        first, stop = bisect_right(self._reached, start), bisect_left(self._starts, end)
        return [i for i in range(first, stop) if self.spans[i][1] > start]

    def touches(self, start: int, end: int) -> bool:
        """Whether a span of the set shares a character with `start` … `end`."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._reached[before - 1] > start
