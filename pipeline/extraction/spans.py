"""Spans of one text that are asked for again and again: whether one of them shares a character with another span."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Cover:
    """The characters that a set of spans covers; they may overlap each other."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = sorted(spans)
        self._starts = [start for start, _ in self.spans]
        self._reached = list(accumulate((end for _, end in self.spans), max))  # by the span and all before it

    def touches(self, start: int, end: int) -> bool:
        """Whether a span of the set shares a character with `start` … `end`."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._reached[before - 1] > start

    def holding(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans of the set that hold `start` … `end` whole."""
        return [span for span in self.spans[: bisect_right(self._starts, start)] if span[1] >= end]
