"""Parts that a setting names by their first words: they go before what the labeller says."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipeline.records import SectionKind
from pipeline.settings import ConfiguredParts
from pipeline.structure.features import TRIM, phrase_pattern
from pipeline.structure.lines import Line, Paragraph

_ALONE = ("header", "headline", "end_mark")  # kinds of which a paragraph says nothing about the next one


def configured_kinds(unmarked: str, lines: Iterable[Line], configured: ConfiguredParts) -> dict[int, SectionKind]:
    """The kinds of the lines or pieces that open a configured part, by where they begin."""
    return {
        line.start: kind
        for line in (lines if configured else ())
        for kind, words in reversed(configured)  # the first that fits
        if _pattern(words).match(unmarked, line.start, line.end)
    }


def with_configured(
    pieces: Iterable[Paragraph], kinds: Iterable[SectionKind], configured: dict[int, SectionKind]
) -> Iterator[SectionKind]:
    """The kinds of pieces; a configured part goes on over body and its first line's own kind, to the next part."""
    begun: SectionKind = "body"
    goes_on: set[SectionKind] = set()
    for piece, seen in zip(pieces, kinds, strict=True):
        if piece.start in configured:
            begun = configured[piece.start]
            goes_on = set() if begun in _ALONE else {seen, begun, "body"}
        elif seen not in goes_on:
            begun, goes_on = seen, set()
        yield begun


@lru_cache(maxsize=256)  # not all: each release with words of its own has a pattern
def _pattern(words: str) -> re.Pattern[str]:
    """First words of a line, marks before them left aside: `*` stands for any, `$` for the end of the line."""
    return re.compile(TRIM + phrase_pattern(words.replace("*", "…")), re.IGNORECASE)
