"""Numbers and names that look like dates and are none: Room 2026, Resolution 2178 (2014), Nora March."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TypeGuard

from pipeline.data import word_table
from pipeline.extraction.dates.matching import Match
from pipeline.extraction.dates.tokens import Token, Tokens

_EARLIEST_YEAR, _LATEST_YEAR = 1500, 2100
_WORDS_AS_NAMES = frozenset(("april", "may", "june", "march", "august"))  # months that are names or words as well
_ADDRESS = re.compile(r"://|www\.|@|\.(?:com|org|gov)/|\.html")
_BRACKETS = "(["
_SCALE_REACH = 6  # tokens from “temperatures” to “the 90s”
_STREET_REACH = 5  # tokens from a house number to the word for a street (“1930 Old Harbour Lane”)

_JUDGED = frozenset(
    ("year", "year-range", "year-month", "month", "weekday", "relative-weekday", "day-month-short-year",
     "relative-period", "decade-short", "decade-in-words", "deictic", "quarter-only", "season-relative")
)  # fmt: skip
"""Rules whose matches their words or neighbours can show to be no dates."""


@cache
def _context() -> dict[str, frozenset[str]]:
    classes: dict[str, set[str]] = defaultdict(set)
    for cls, word in word_table("dates/context.txt"):
        classes[cls].add(word)
    return {cls: frozenset(words) for cls, words in classes.items()}


def _in(token: Token | None, cls: str) -> bool:
    return token is not None and token.lower in _context()[cls]


class Neighbours:
    """The tokens around a match; None beyond a blank line or the end of the text."""

    def __init__(self, tokens: Tokens, first: int, end: int) -> None:
        self.before = tokens[first - 1] if first > 0 and tokens[first].newlines < 2 else None
        self.before2 = tokens[first - 2] if self.before is not None and first > 1 else None
        self.before3 = tokens[first - 3] if self.before2 is not None and first > 2 else None
        self.after = tokens[end] if end < len(tokens) and tokens[end].newlines < 2 else None
        self.after2 = tokens[end + 1] if self.after is not None and end + 1 < len(tokens) else None
        self.first = tokens[first]
        self._tokens, self._end = tokens, end

    @property
    def next(self) -> list[Token]:
        """The tokens after the match, a few."""
        return self._tokens[self._end : self._end + _STREET_REACH]


def is_date(text: str, tokens: Tokens, match: Match, years: frozenset[int]) -> bool:
    """Whether the neighbours of a match leave it a date; `years` are the ends of the years accepted so far."""
    end = match.end
    while end > match.first + 1 and tokens.texts[end - 1] in (".", ","):
        end -= 1  # a full stop behind a month may close the sentence
    name = match.rule.name
    if _in_address(text, tokens.start(match.first), tokens.ends[match.end - 1]):
        return False
    if name not in _JUDGED and not (end < tokens.size and tokens.lowers[end] == "of"):
        return True
    near = Neighbours(tokens, match.first, end)
    if near.after is not None and near.after.lower == "of" and _in(near.after2, "habit_before"):
        return False  # “from 1 April of each year”
    if name == "year":
        return _is_year(near, years)
    if name in ("year-range", "year-month"):
        return _is_number_free(near) and not _is_numbered(near) and int(near.first.text) >= _EARLIEST_YEAR
    if name == "month":
        return _is_month(near, tokens[match.first])
    if name in ("weekday", "relative-weekday"):
        return _is_weekday(near, match, tokens)
    if name == "day-month-short-year":  # “21 JUNE 16”: in a line of its own only, else “16” may count something
        return (near.before is None or near.first.newlines > 0) and (near.after is None or near.after.newlines > 0)
    if name == "relative-period":  # “over the next year” is a duration
        words = [t.lower for t in tokens[match.first : match.end]]
        return words[0] != "the" or words[1] in ("this", "current")
    if name in ("decade-short", "decade-in-words"):  # “temperatures in the 90s”
        return not any(
            _in(t, "scale") for t in (*tokens[max(0, match.first - _SCALE_REACH) : match.first], *near.next[:2])
        )
    if name == "deictic" and _is_title(near):
        return False
    if name == "deictic":
        if near.after is not None and near.after.kind == "possessive":
            return not _in(near.after2, "general_after")
        return near.first.lower != "tomorrow" or not _in(near.before, "no_day_before")
    if name == "quarter-only" and near.first.kind == "quarter":  # “Q2 Pictures”
        return near.after is None or not near.after.capital
    if name == "season-relative":  # “this fall in prices”, “this fall was sharp”
        return "fall" not in (t.lower for t in tokens[match.first : match.end]) or not (
            _in(near.after, "verb_after") or _in(near.after, "year_before")
        )
    return True


def _is_title(near: Neighbours) -> bool:
    """“Psychology Today”, “USA Today”: a name that ends in Today, in the middle of a line."""
    before, first, after = near.before, near.first, near.after
    if before is None or after is None or first.text != "Today" or first.newlines or after.newlines or first.glued:
        return False
    named = before.text == "USA" or (before.capital and not before.text.isupper())
    return before.kind == "word" and named and first.start - before.end == 1 and not after.capital


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether the run of characters around a span is an e-mail or web address."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return _ADDRESS.search(text, start, end) is not None


def _is_number_free(near: Neighbours) -> bool:
    """No sign or number is glued to it: 555-2015, 9001:2015, A/RES/2015/12, 12.2015."""
    before, after = near.before, near.after
    if before is not None and near.first.glued and before.text not in "([“‘\"'–—-,;" and before.kind == "sign":
        return False
    if before is not None and near.first.glued and before.text in "-–":
        return near.before2 is None or near.before2.kind == "word"
    if after is not None and after.glued and after.text in ("-", "/", ":") and near.after2 is not None:
        return not near.after2.glued or (near.after2.kind == "word" and not near.after2.capital)
    return True


def _is_year(near: Neighbours, years: frozenset[int]) -> bool:
    before, after, number = near.before, near.after, int(near.first.text)
    if not _is_number_free(near) or not _EARLIEST_YEAR <= number <= _LATEST_YEAR:
        return False
    if _is_numbered(near) or _in(after, "number_after") or (after is not None and after.text == "+"):
        return False
    if before is not None and before.text in _BRACKETS and _in(near.before3, "number_before"):
        return False  # “Resolution 2178 (2014)”
    if after is not None and after.text in _BRACKETS and after.glued:
        return False  # “section 1622(d)”
    if _is_hyphened(near):
        return False
    if before is not None and before.text == ":" and _in(near.before3, "norm_before"):
        return False  # “ISO 42001: 2023”
    if before is not None and before.text == "," and _is_plain_number(near.before2) and near.before2.end not in years:
        return False  # “88 Stat. 1978, 2041”
    if before is not None and before.capital and _in(before, "plan_before"):
        return False  # “Project 2025”
    if _is_house_number(near) or (before is not None and _is_acronym(before) and not _in(before, "year_before")):
        return False
    if _in(after, "year_after"):
        return True
    if after is not None and after.text == "-" and after.glued and near.after2 is not None and near.after2.glued:
        return near.after2.lower in ("based", "present", "era", "style")  # “a 2015-page report”
    counted = after is not None and after.kind == "word" and not after.capital and after.lower.endswith("s")
    if before is not None and before.text in ";,:." and counted and not _in(after, "verb_after"):
        return False  # “; 1984 delegates came”
    if before is None or _in(before, "year_before") or before.kind == "sign" or _in(before, "determiner"):
        return before is not None or _in(after, "verb_after") or after is None or after.kind != "word" or after.capital
    if before.kind in ("number", "amount", "code"):
        return before.end in years
    # “moored 2016 boats”: a verb or noun before and a noun in the plural after make it a count
    return before.capital or after is None or after.kind != "word" or after.capital or not after.lower.endswith("s")


def _is_numbered(near: Neighbours) -> bool:
    """“Room 2026”, “No. 2014”."""
    dotted = near.before is not None and near.before.text == "." and _in(near.before2, "number_before")
    statute = dotted or (near.before is not None and near.before.text == "." and _in(near.before2, "statute_before"))
    if statute and near.before2 is not None and near.before3 is not None and near.before3.text == ".":
        return True  # “50 U.S.C. 1622”, “H.R. 1999”
    return dotted or _in(near.before, "number_before")


def _is_plain_number(token: Token | None) -> TypeGuard[Token]:
    return token is not None and token.kind == "number" and len(token.text) == 4


def _is_hyphened(near: Neighbours) -> bool:
    """“Token-2022”, but not “mid-2022”."""
    before, word = near.before, near.before2
    if before is None or word is None or before.text != "-":
        return False
    return before.glued and near.first.glued and word.kind == "word" and not _in(word, "year_before")


def _is_acronym(token: Token) -> bool:
    """“SR 2012”, “CES 2024”: designations and events, not years; in a text in capitals it cannot be told."""
    return token.kind == "word" and 2 <= len(token.text) <= 5 and token.text.isupper() and "month" not in token.classes


def _is_house_number(near: Neighbours) -> bool:
    """“1930 Harbour Road”: words with capitals up to one for a street."""
    for at, token in enumerate(near.next):
        if _in(token, "street"):
            return at > 0
        if not token.capital or token.newlines > 0:
            return False
    return False


def _is_month(near: Neighbours, month: Token) -> bool:
    before, after = near.before, near.after
    if len(month.text) <= 4 and month.lower not in ("may", "june", "july"):
        # “Mar” and “Sep” alone are too short to trust
        return _in(before, "month_before") and (after is None or not after.capital)
    if (
        before is not None
        and _in(before, "month_joint")
        and near.before2 is not None
        and "month" in near.before2.classes
    ):
        return True  # “in April or May”
    if before is not None and (_in(before, "month_before") or "which" in before.classes):
        follows_name = after is not None and after.kind == "word" and after.capital and after.newlines == 0
        return not (follows_name and month.lower in _WORDS_AS_NAMES)
    if month.lower in _WORDS_AS_NAMES:
        if before is None or near.first.newlines > 1 or before.text == ".":
            return _in(after, "month_after")
        determined = _in(before, "determiner") or (before.text in ("'", "’") and before.glued)
        if determined and month.lower in ("march", "may"):
            return after is not None and not after.capital and not _in(after, "not_month_after")
        return determined and after is not None and after.kind == "word"
    return not any(
        t is not None and t.kind == "word" and t.capital and "month" not in t.classes for t in (before, after)
    )


def _is_weekday(near: Neighbours, match: Match, tokens: Tokens) -> bool:
    weekday = match.captures["weekday"]
    if not weekday.lower.endswith("day"):
        return False
    if near.after is not None and near.after.lower in ("mornings", "afternoons", "evenings", "nights"):
        return False
    if near.before is not None and "ordinal" in near.before.classes:  # “the second Thursday of each month”
        return False
    if _in(near.before, "feast_before") and near.before is not None and near.before.capital:
        return False
    if _in(near.before, "casual_before"):
        return False
    if near.before is not None and near.before.lower == "a" and near.before2 is not None and near.before2.lower == "on":
        return near.after is not None and near.after.kind == "word" and not _in(near.after, "no_noun")
    if near.before is not None and near.before.lower == "other" and _in(near.before2, "habit_before"):
        return False  # “every other Friday”
    if _in(near.before, "habit_before") or (near.before is not None and near.before.lower == "previous"):
        return False
    return not (_in(near.after, "name_after") and near.after is not None and near.after.capital)
