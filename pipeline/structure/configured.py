"""Parts that a setting gives by their first words; they take precedence over the labeller."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipeline.records import SectionKind
from pipeline.settings import ConfiguredParts
from pipeline.structure.features import TRIM, phrase_pattern
from pipeline.structure.lines import Line, Paragraph

_ALONE = ("header", "headline", "end_mark")  # a configured part of these kinds does not extend to the next paragraph


def configured_kinds(unmarked: str, lines: Iterable[Line], configured: ConfiguredParts) -> dict[int, SectionKind]:
    """The kinds of the lines or pieces that open a configured part, by start offset."""
    return {
        line.start: kind
        for line in (lines if configured else ())
        for kind, words in reversed(configured)  # so that the first that matches wins
        if _pattern(words).match(unmarked, line.start, line.end)
    }


def with_configured(
    pieces: Iterable[Paragraph], kinds: Iterable[SectionKind], configured: dict[int, SectionKind]
) -> Iterator[SectionKind]:
    """The kinds of pieces; a configured part extends over pieces labelled body, or as it is or its first piece was."""
    begun: SectionKind = "body"
    goes_on: set[SectionKind] = set()
    for piece, seen in zip(pieces, kinds, strict=True):
        if piece.start in configured:
            begun = configured[piece.start]
            goes_on = set() if begun in _ALONE else {seen, begun, "body"}
        elif seen not in goes_on:
            begun, goes_on = seen, set()
        yield begun


@lru_cache(maxsize=256)  # bounded, because titles from metadata give each release a pattern of its own
def _pattern(words: str) -> re.Pattern[str]:
    """Pattern of the first words of a line, after any punctuation: `*` stands for any words, `$` for the line end."""
    return re.compile(TRIM + phrase_pattern(words.replace("*", "…")), re.IGNORECASE)
