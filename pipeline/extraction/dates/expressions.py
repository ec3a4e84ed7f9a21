"""The date expressions of a text: the matches of the grammar that are dates, with their spans and surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.data import word_table
from pipeline.extraction.dates.builders import BUILDERS
from pipeline.extraction.dates.filters import is_date
from pipeline.extraction.dates.matching import Match
from pipeline.extraction.dates.meaning import Calendar, Meaning, Pair
from pipeline.extraction.dates.tense import Tense, tense_at
from pipeline.extraction.dates.tokens import Tokens

# words at the head of a match that are no part of the span, by rule; “” for all other rules
_LEADING: dict[str, tuple[str, ...]] = {
    "": ("the", "between", "from"),
    "the-year": ("the", "year"),
    "spelled-year": ("the", "this"),
}
_NAMED_REACH = 12  # tokens
_CLOSING = (".", ",")
_DASHES = ("-", "–", "‐", "‑")


class Expression(NamedTuple):
    """A date expression: its span, what its words say, and the rule that found it."""

    start: int
    end: int
    meaning: Meaning
    rule: str
    tense: Tense = Tense.UNKNOWN


def find(text: str, tokens: Tokens, found: Sequence[Match]) -> list[Expression]:
    """The date expressions among the grammar's matches, in order."""
    expressions: list[Expression] = []
    for match in found:
        if not is_date(text, tokens, match):
            continue
        try:
            meaning = BUILDERS[match.rule.builder](match.captures, match.rule.word)
        except ValueError:  # “31 June”
            continue
        meaning = _named_day(tokens, match, meaning) or meaning
        start, end = _trimmed(tokens, match)
        tense = tense_at(tokens, match.first, match.end)
        if isinstance(meaning, Pair):
            expressions.append(Expression(start, meaning.split[0], meaning.first, match.rule.name, tense))
            expressions.append(Expression(meaning.split[1], end, meaning.last, match.rule.name, tense))
        else:
            expressions.append(Expression(start, end, meaning, match.rule.name, tense))
    return expressions


def _named_day(tokens: Tokens, match: Match, meaning: Meaning) -> Meaning | None:
    """The day with its year where it is one known without (“the September 11 attacks”)."""
    if not isinstance(meaning, Calendar) or meaning.year is not None or meaning.day is None:
        return None
    near = tokens.lowers[max(0, match.first - _NAMED_REACH) : match.end + _NAMED_REACH]
    for month, day, year, word in word_table("dates/named_days.txt"):
        if (meaning.month, meaning.day) == (int(month), int(day)) and word in near:
            return Calendar(int(year), meaning.month, meaning.day)
    return None


def _trimmed(tokens: Tokens, match: Match) -> tuple[int, int]:
    """The span without an article or “late” at its head and without a full stop that may close the sentence."""
    first, last = match.first, match.end - 1
    while last > first and tokens[last].text in _CLOSING:
        last -= 1
    while first < last and tokens[first].lower in _LEADING.get(match.rule.name, _LEADING[""]):
        first += 1
    qualified = not match.rule.name.startswith("decade") and tokens[first].lower in ("early", "late", "middle")
    if first < last and qualified and tokens[first + 1].text not in _DASHES:
        first += 1
    return tokens[first].start, tokens[last].end
