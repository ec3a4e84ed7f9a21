"""Numbers and names that look like dates and are none: Room 2026, Resolution 2178 (2014), Nora March."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import takewhile
from operator import attrgetter

from pipeline.data import word_table
from pipeline.extraction.dates.grammar import Match
from pipeline.extraction.dates.tokens import Token

_EARLIEST_YEAR, _LATEST_YEAR = 1500, 2100
_STREET_REACH = 5  # tokens from a house number to the word for a street (“1930 Old Harbour Lane”)
_NOTHING = Token(0, 0, "", "", "", False, False, frozenset())
"""In place of a neighbour beyond an end of the text."""


@cache
def _context() -> frozenset[tuple[str, ...]]:
    return frozenset(word_table("dates/context.txt"))


def _in(token: Token, cls: str) -> bool:
    return (cls, token.lower) in _context()


class Neighbours:
    """A match and the tokens around it."""

    def __init__(self, tokens: Sequence[Token], match: Match) -> None:
        first, end = match.first, match.end
        while tokens[end - 1].text in (".", ","):
            end -= 1  # a full stop behind a month may close the sentence
        self.first = tokens[first]
        self.earlier = tokens[max(0, first - 3) : first][::-1]
        self.before, self.before2 = (*self.earlier, _NOTHING, _NOTHING)[:2]
        self.following = tokens[end : end + _STREET_REACH]
        self.after, self.after2 = (*self.following, _NOTHING, _NOTHING)[:2]


def is_date(tokens: Sequence[Token], match: Match) -> bool:
    """Whether the neighbours of a match leave it a date."""
    judge = _JUDGES.get(match.rule.name)
    return judge is None or judge(Neighbours(tokens, match))


def _is_number_free(near: Neighbours) -> bool:
    """No sign or number is glued to it: 555-2015, 9001:2015, A/RES/2015/12, 12.2015."""
    opening = "([“‘\"',;—" + ("-–" if near.before2.kind == "word" else "")
    if near.first.glued and near.before.text not in opening:
        return False
    glued = near.after.glued and near.after2.glued and near.after.text in ("-", "/", ":")
    return not glued or near.after2.text.islower()


def _is_year(near: Neighbours) -> bool:
    before, after = near.before, near.after
    if not _EARLIEST_YEAR <= int(near.first.text) <= _LATEST_YEAR or not _is_number_free(near):
        return False
    label = next((t for t in near.earlier if t.kind == "word"), _NOTHING)
    if _in(label, "number_before") or _in(after, "number_after"):  # “Resolution 2178 (2014)”, “2000 people”
        return False
    if any(_in(token, "street") for token in takewhile(attrgetter("capital"), near.following)):
        return False  # “1930 Harbour Road”
    if _in(before, "year_before") or _in(after, "year_after"):
        return True
    # “the crew moored 2016 boats”: a noun in the plural behind a number makes it a count
    return before.kind not in ("number", "amount", "code") and not (after.text.islower() and after.text.endswith("s"))


def _is_month(near: Neighbours) -> bool:
    """Whether a month's name alone is one: not in “Nora March”, “Sep”."""
    before, after, month = near.before, near.after, near.first
    timed = _in(before, "month_before")
    if len(month.text) <= 4 and month.lower not in ("may", "june", "july"):
        return timed and not after.capital
    if timed or "which" in before.names:
        return True
    return not (_is_proper_noun(before) or _is_proper_noun(after))


def _is_proper_noun(token: Token) -> bool:
    return token.kind == "word" and token.capital and "month" not in token.names


def _is_weekday(near: Neighbours) -> bool:
    """Not “Sun”, “Good Friday”, “every Friday”, “the second Thursday of each month”."""
    named = "ordinal" in near.before.names or _in(near.before, "no_weekday_before")
    return near.first.lower.endswith("day") and not named


_JUDGES: dict[str, Callable[[Neighbours], bool]] = {
    "year": _is_year,
    "year-range": _is_number_free,
    "year-month": _is_number_free,
    "month": _is_month,
    "weekday": _is_weekday,
}
"""By the name of a rule of the grammar, what tells whether a match of it is a date."""
