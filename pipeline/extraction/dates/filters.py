"""Numbers and names that look like dates and are none: Room 2026, Resolution 2178 (2014), Nora March."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache

from pipeline.data import word_table
from pipeline.extraction.dates.grammar import Match
from pipeline.extraction.dates.tokens import Token, Tokens

_EARLIEST_YEAR, _LATEST_YEAR = 1500, 2100
_OPENING_BRACKETS = ("(", "[")
_HYPHENS = ("-", "–")
_STREET_REACH = 5  # tokens from a house number to the word for a street (“1930 Old Harbour Lane”)
_ADDRESS = re.compile(r"@|://|www\.|\.(?:com|org|gov)/|\.html")
_LONGEST_ADDRESS = 300  # characters on either side; a line of 100,000 signs without a blank is no address
_NOTHING = Token(0, 0, "", "", "", 0, False, {}, frozenset())
"""In place of a neighbour beyond a blank line or the end of the text."""


@cache
def _context() -> dict[str, frozenset[str]]:
    classes: dict[str, set[str]] = defaultdict(set)
    for cls, word in word_table("dates/context.txt"):
        classes[cls].add(word)
    return {cls: frozenset(words) for cls, words in classes.items()}


def _in(token: Token, *classes: str) -> bool:
    return any(token.lower in _context()[cls] for cls in classes)


class Neighbours:
    """A match and the tokens around it."""

    def __init__(self, tokens: Tokens, match: Match) -> None:
        first, end = match.first, match.end
        while end > first + 1 and tokens.texts[end - 1] in (".", ","):
            end -= 1  # a full stop behind a month may close the sentence
        self.first = tokens[first]
        before = tokens[max(0, first - 3) : first][::-1] if self.first.newlines < 2 else []
        self.before, self.before2, self.before3 = (*before, _NOTHING, _NOTHING, _NOTHING)[:3]
        self.following = tokens[end : end + _STREET_REACH]
        after = self.following[:2] if end < len(tokens) and tokens[end].newlines < 2 else []
        self.after, self.after2 = (*after, _NOTHING, _NOTHING)[:2]


def is_date(text: str, tokens: Tokens, match: Match) -> bool:
    """Whether the neighbours of a match leave it a date."""
    if stands_in_address(text, tokens[match.first].start, tokens[match.end - 1].end):
        return False
    judge = _JUDGES.get(match.rule.name)
    return judge is None or judge(Neighbours(tokens, match))


def stands_in_address(text: str, start: int, end: int) -> bool:
    """Whether a span is part of an e-mail or web address: “2019” in “www.zed.example/2019/05”."""
    first, last = max(start - _LONGEST_ADDRESS, 0), min(end + _LONGEST_ADDRESS, len(text))
    while start > first and not text[start - 1].isspace():
        start -= 1
    while end < last and not text[end].isspace():
        end += 1
    return _ADDRESS.search(text, start, end) is not None


def _is_deictic(near: Neighbours) -> bool:
    """Not “today’s world”, “a better tomorrow”."""
    if near.after.kind == "possessive":
        return not _in(near.after2, "general_after")
    return near.first.lower != "tomorrow" or not _in(near.before, "no_day_before")


def _is_number_free(near: Neighbours) -> bool:
    """No sign or number is glued to it: 555-2015, 9001:2015, A/RES/2015/12, 12.2015."""
    before, after = near.before, near.after
    if near.first.glued and before.kind == "sign" and before.text not in "([“‘\"'–—-,;":
        return False
    if near.first.glued and before.text in _HYPHENS:
        return near.before2.kind in ("", "word")
    if after.glued and near.after2.glued and after.text in ("-", "/", ":"):
        return near.after2.kind == "word" and not near.after2.capital
    return True


def _is_year(near: Neighbours) -> bool:
    before, after = near.before, near.after
    if not _EARLIEST_YEAR <= int(near.first.text) <= _LATEST_YEAR or not _is_number_free(near):
        return False
    if _in(near.before2 if before.text == "." else before, "number_before"):  # “Room 2026”, “No. 2014”
        return False
    if before.text in _OPENING_BRACKETS and _in(near.before3, "number_before"):  # “Resolution 2178 (2014)”
        return False
    if _in(after, "number_after") or _is_house_number(near):  # “2000 people”
        return False
    return not _counts_nouns(near)


def _counts_nouns(near: Neighbours) -> bool:
    """“The crew moored 2016 boats”: a noun in the plural behind a number makes it a count."""
    before, after = near.before, near.after
    if _in(after, "year_after"):
        return False
    if before.kind == "sign" or _in(before, "year_before", "determiner"):
        return False
    nouns = after.kind == "word" and not after.capital and after.lower.endswith("s")
    return before.kind in ("number", "amount", "code") or (nouns and not before.capital)


def _is_house_number(near: Neighbours) -> bool:
    """“1930 Harbour Road”: words with capitals up to one for a street."""
    for at, token in enumerate(near.following):
        if _in(token, "street"):
            return at > 0
        if not token.capital or token.newlines > 0:
            return False
    return False


def _is_month(near: Neighbours) -> bool:
    """Whether a month's name alone is one: not in “Nora March”, “Sep”."""
    before, after, month = near.before, near.after, near.first
    timed = _in(before, "month_before")
    if len(month.text) <= 4 and month.lower not in ("may", "june", "july"):
        return timed and not after.capital
    if timed or "which" in before.classes:
        return True
    return not (_is_proper_noun(before) or _is_proper_noun(after))


def _is_proper_noun(token: Token) -> bool:
    return token.kind == "word" and token.capital and "month" not in token.classes


def _is_weekday(near: Neighbours) -> bool:
    """Not “Sun”, “Good Friday”, “every other Friday”, “the second Thursday of each month”, “Friday evenings”."""
    before = near.before2 if near.before.lower == "other" else near.before
    if "ordinal" in before.classes or near.after.lower in ("mornings", "afternoons", "evenings", "nights"):
        return False
    return near.first.lower.endswith("day") and not _in(before, "no_weekday_before")


_JUDGES: dict[str, Callable[[Neighbours], bool]] = {
    "year": _is_year,
    "year-range": _is_number_free,
    "year-month": _is_number_free,
    "month": _is_month,
    "weekday": _is_weekday,
    "deictic": _is_deictic,
}
"""By the name of a rule of the grammar, what tells whether a match of it is a date."""
