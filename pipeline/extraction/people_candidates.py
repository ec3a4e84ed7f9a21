"""Spans that may name a person, and look-ups among spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

KNOWN = ("known name", "family name", "given name")
"""Rules that find a name again that stands elsewhere in the document."""


class Candidate(NamedTuple):
    """A span that names a person, and the rule that found it."""

    start: int
    end: int
    rule: str
    supported: bool = False  # a rule besides the recogniser says that it is a person


def _supported(c: Candidate) -> Candidate:
    return Candidate(c.start, c.end, c.rule, supported=True)


class Taken:
    """Spans that cannot hold a name, for quick look-ups; they must not overlap one another."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans: list[tuple[int, int]] = []
        for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
            if not self.spans or start >= self.spans[-1][1]:
                self.spans.append((start, end))
        self._starts = [s for s, _ in self.spans]

    def touching(self, start: int, end: int) -> tuple[int, int] | None:
        """The span that shares a character with `start` … `end`."""
        i = bisect_right(self._starts, start) - 1
        for span in self.spans[max(i, 0) : i + 3]:
            if span[0] < end and start < span[1]:
                return span
        return None


def without_overlaps(found: Iterable[Candidate]) -> list[Candidate]:
    """Of candidates that overlap the longest, then the first, then the recogniser's; sorted.

    One that a rule found too is `supported`.
    """
    kept: list[Candidate] = []
    places: dict[tuple[int, int], int] = {}  # in `kept`, of the spans in it
    for c in sorted(found, key=lambda c: (c.start - c.end, c.start, c.rule != "model", c.rule)):
        rival = places.get((c.start, c.end))
        if rival is None:
            rival = next((i for i, k in enumerate(kept) if k.start < c.end and c.start < k.end), None)
        if rival is None:
            places[c.start, c.end] = len(kept)
            kept.append(c if c.rule == "model" or c.rule in KNOWN else _supported(c))
        elif c.rule != "model" and c.rule not in KNOWN and not kept[rival].supported:
            kept[rival] = _supported(kept[rival])
    return sorted(kept, key=lambda c: c.start)
