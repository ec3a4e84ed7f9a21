"""Filters for numbers and names that look like dates but are not: Room 2026, Resolution 2178 (2014), Nora March."""

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from pipeline.data import word_table
from pipeline.extraction.dates.grammar import Match
from pipeline.extraction.dates.tokens import Token, without_stop

_EARLIEST_YEAR, LATEST_YEAR = 1500, 2100
_OLD = 1900  # of 36 numbers below it without a word such as “in” or “since” before them, one was a year
_BEFORE = 5  # tokens before a number that may show what it numbers (“50 U.S.C. 1701”)
_STREET_REACH = 5  # tokens from a house number to the word for a street (“1930 Old Harbour Lane”)
_LAW = re.compile(r"(?:\bH\. ?R|(?<![.\w])(?<!\. )S|\bS\. ?C|R(?:es|ES))\.$")
"""The end of the words before the number of a law: “H.R. 2043”, “S. 1836”, “50 U.S.C. 1701”; not “the U.S. 2016”."""
_NOTHING = Token(0, 0, "", "", "", False, False, frozenset())  # a neighbour beyond an end of the text
_NEIGHBOURS = frozenset(word_table("dates/neighbours.txt"))


def _in(token: Token, cls: str) -> bool:
    return (cls, token.lower) in _NEIGHBOURS


class Neighbours:
    """A match and the tokens around it."""

    def __init__(self, tokens: Sequence[Token], match: Match) -> None:
        first, end = match.first, without_stop(tokens, match.end)
        self.first = tokens[first]
        self.earlier = tokens[max(0, first - _BEFORE) : first][::-1]
        self.before, self.before2 = (*self.earlier, _NOTHING, _NOTHING)[:2]
        self.following = tokens[end : end + _STREET_REACH]
        self.after, self.after2 = (*self.following, _NOTHING, _NOTHING)[:2]


def is_date_expression(tokens: Sequence[Token], match: Match) -> bool:
    """Whether a match is a date, judged by its neighbours."""
    judge = _JUDGES.get(match.rule.name)
    return judge is None or judge(Neighbours(tokens, match))


def _stands_alone(near: Neighbours) -> bool:
    """Whether no sign or number is glued to a match (555-2015, A/RES/2015/12, 12.2015) and no unit follows it."""
    opening = "([“‘\"',;—" + ("-–" if near.before2.kind == "word" else "")
    first, after, after2 = near.first, near.after, near.after2
    is_old = first.text.isdigit() and int(first.text) < _EARLIEST_YEAR  # “resolutions 1267/1289”
    if is_old or (first.glued and near.before.text not in opening) or _in(after, "number_after"):  # “1500-2000 people”
        return False
    return not (after.glued and after2.glued and after.text in ("-", "/", ":")) or after2.text.islower()


def _is_numeric_day(near: Neighbours) -> bool:
    """Whether numbers are a date and not a version (“Zed 8.2.35”, “8.2.3587”)."""
    *numbers, year = near.first.text.split(".")
    if len(year) != 2:
        return not numbers or _EARLIEST_YEAR <= int(year) <= LATEST_YEAR
    first, before = near.first, near.before
    return len(first.text) == 8 or first.blank_before or before.kind in ("", "sign") or "weekday" in before.names


def _is_year(near: Neighbours) -> bool:
    if not _EARLIEST_YEAR <= int(near.first.text) <= LATEST_YEAR or near.before.kind in ("number", "amount", "code"):
        return False
    if int(near.first.text) < _OLD and not (_in(near.before, "month_before") or near.before.text == "("):
        return False
    return _stands_alone(near) and not (_numbers_a_thing(near) or _numbers_a_house(near))


def _numbers_a_house(near: Neighbours) -> bool:
    """Whether a number stands before the name of a street: “1930 Harbour Road”, “1930 16th Street”."""
    name = takewhile(lambda t: (t.capital or t.kind == "ordinal") and not t.blank_before, near.following)
    return any(_in(t, "street") for t in name)


def _numbers_a_thing(near: Neighbours) -> bool:
    """Whether a number belongs to a noun or a law: “Resolution 2178 (2014)”, “2000 people”, “H.R. 2043”."""
    noun = next((t for t in near.earlier[:3] if t.kind == "word" or t.text == "§"), _NOTHING)
    counts = near.before.lower.endswith("ed") and near.after.text.islower() and near.after.text.endswith("s")
    is_thing = counts or _in(noun, "number_before") or _in(near.after, "number_after")  # “moored 2016 boats”
    return is_thing or _LAW.search("".join(" " * (not t.glued) + t.text for t in near.earlier[::-1])) is not None


def _is_month(near: Neighbours) -> bool:
    """Whether a month's name alone means the month: not in “Nora March”, “Sep”."""
    before, after, month = near.before, near.after, near.first
    timed = _in(before, "month_before")
    if _in(after, f"{month.lower}_after") and (not timed or before.lower == "to"):
        return False  # “May he rest”, “to March for Life”
    if len(month.text) <= 4 and month.lower not in ("may", "june", "july"):
        return timed and not after.capital
    return timed or "which" in before.names or not (_is_proper_noun(before) or _is_proper_noun(after))


def _is_proper_noun(token: Token) -> bool:
    return token.kind == "word" and token.capital and "month" not in token.names


def _is_weekday(near: Neighbours) -> bool:
    """Whether a weekday is a date: not “Sun”, “Good Friday”, “every Friday”, “the second Thursday of each month”."""
    named = "ordinal" in near.before.names or _in(near.before, "no_weekday_before")
    return near.first.lower.endswith("day") and not named


_JUDGES: dict[str, Callable[[Neighbours], bool]] = {
    "numeric-day": _is_numeric_day, "year": _is_year, "month": _is_month, "weekday": _is_weekday,
    **dict.fromkeys(("year-range", "between-years", "year-month"), _stands_alone),
}  # fmt: skip
"""Name of a grammar rule -> the function that judges whether its match is a date; matches of other rules are."""
