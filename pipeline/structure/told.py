"""Parts that a setting names by their first words: they go before what the labeller says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.records import SectionKind
from pipeline.settings import ToldParts
from pipeline.structure.features import TRIM, phrase_pattern
from pipeline.structure.lines import Paragraph, lines_of

_ALONE = ("header", "end_mark")
"""Kinds of which a paragraph says nothing about the next one."""


def told_lines(text: str, plain: str, told: ToldParts) -> list[int]:
    """Where lines begin that open a told part."""
    return [line.start for line in lines_of(text) if _opened(plain, line.start, line.end, told)] if told else []


def told_kinds(plain: str, pieces: Iterable[Paragraph], told: ToldParts) -> dict[int, SectionKind]:
    """The kinds of the pieces that open a told part, by their number."""
    opened = ((n, _opened(plain, piece.start, piece.end, told)) for n, piece in enumerate(pieces if told else ()))
    return {n: kind for n, kind in opened if kind}


def as_told(kinds: Iterable[SectionKind], told: dict[int, SectionKind]) -> Iterator[SectionKind]:
    """The kinds of pieces; a told part goes on over body, and over what its first line seemed, to the next part."""
    begun: SectionKind = "body"
    goes_on: set[SectionKind] = set()
    for n, seen in enumerate(kinds):
        if n in told:
            begun = told[n]
            goes_on = set() if begun in _ALONE else {seen, begun, "body"}
            yield begun
        elif seen in goes_on:
            yield begun
        else:
            goes_on = set()
            yield seen


def _opened(plain: str, start: int, end: int, told: ToldParts) -> SectionKind | None:
    return next((kind for kind, words in told if _pattern(words).match(plain, start, end)), None)


@cache
def _pattern(words: str) -> re.Pattern[str]:
    """First words of a line, marks before them left aside: `*` stands for any, `$` for the end of the line."""
    return re.compile(TRIM + phrase_pattern(words.replace("*", "…")), re.IGNORECASE)
