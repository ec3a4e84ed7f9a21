"""Numbers and names that look like dates and are none: Room 2026, Resolution 2178 (2014), Nora March."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cache

from pipeline.data import word_table
from pipeline.extraction.dates.matching import Match
from pipeline.extraction.dates.tokens import Token, Tokens
from pipeline.extraction.text.addresses import stands_in_address

_EARLIEST_YEAR, _LATEST_YEAR = 1500, 2100
_WORDS_AS_NAMES = frozenset(("april", "may", "june", "march", "august"))  # months that are names or words as well
_OPENING_BRACKETS = ("(", "[")
_HYPHENS = ("-", "–")
_SCALE_REACH = 6  # tokens from “temperatures” to “the 90s”
_STREET_REACH = 5  # tokens from a house number to the word for a street (“1930 Old Harbour Lane”)
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
    """A match, the tokens around it, and the ends of the years accepted before it."""

    def __init__(self, tokens: Tokens, match: Match, years: frozenset[int]) -> None:
        first, end = match.first, match.end
        while end > first + 1 and tokens.texts[end - 1] in (".", ","):
            end -= 1  # a full stop behind a month may close the sentence
        self.captures, self.years = match.captures, years
        self.first = tokens[first]
        self.words = tokens.lowers[first : match.end]
        before = tokens[max(0, first - 3) : first][::-1] if self.first.newlines < 2 else []
        self.before, self.before2, self.before3 = (*before, _NOTHING, _NOTHING, _NOTHING)[:3]
        self.preceding = tokens[max(0, first - _SCALE_REACH) : first]
        self.following = tokens[end : end + _STREET_REACH]
        after = self.following[:2] if end < len(tokens) and tokens[end].newlines < 2 else []
        self.after, self.after2 = (*after, _NOTHING, _NOTHING)[:2]


def is_date(text: str, tokens: Tokens, match: Match, years: frozenset[int]) -> bool:
    """Whether the neighbours of a match leave it a date; `years` are the ends of the years accepted so far."""
    if stands_in_address(text, tokens[match.first].start, tokens[match.end - 1].end):
        return False
    near = Neighbours(tokens, match, years)
    if near.after.lower == "of" and _in(near.after2, "habit_before"):
        return False  # “from 1 April of each year”
    judge = _JUDGES.get(match.rule.name)
    return judge is None or judge(near)


def _is_compound_year(near: Neighbours) -> bool:
    return _is_number_free(near) and not _is_numbered(near) and int(near.first.text) >= _EARLIEST_YEAR


def _is_short_year(near: Neighbours) -> bool:
    """“21 JUNE 16” is a day in a line of its own only, else “16” may count something."""
    return (not near.before.text or near.first.newlines > 0) and (not near.after.text or near.after.newlines > 0)


def _is_period(near: Neighbours) -> bool:
    """Not “over the next year”, which is a duration."""
    return near.words[0] != "the" or near.words[1] in ("this", "current")


def _is_decade(near: Neighbours) -> bool:
    """Not “temperatures in the 90s”."""
    return not any(_in(t, "scale") for t in (*near.preceding, *near.following[:2]))


def _is_deictic(near: Neighbours) -> bool:
    if _is_title(near):
        return False
    if near.after.kind == "possessive":
        return not _in(near.after2, "general_after")
    return near.first.lower != "tomorrow" or not _in(near.before, "no_day_before")


def _is_title(near: Neighbours) -> bool:
    """“Psychology Today”, “USA Today”: a name that ends in Today, in the middle of a line."""
    before, first, after = near.before, near.first, near.after
    if before.kind != "word" or first.text != "Today" or first.start - before.end != 1 or first.newlines:
        return False
    named = before.text == "USA" or (before.capital and not before.text.isupper())
    return named and after.text != "" and not (after.newlines or after.capital)


def _is_quarter(near: Neighbours) -> bool:
    """Not “Q2 Pictures”."""
    return near.first.kind != "quarter" or not near.after.capital


def _is_season(near: Neighbours) -> bool:
    """Not “this fall in prices”, “this fall was sharp”."""
    return "fall" not in near.words or not _in(near.after, "verb_after", "year_before")


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
    after = near.after
    if not _EARLIEST_YEAR <= int(near.first.text) <= _LATEST_YEAR or not _is_number_free(near):
        return False
    if any(is_other(near) for is_other in _OTHER_NUMBERS):
        return False
    if _in(after, "year_after"):
        return True
    if after.text == "-" and after.glued and near.after2.glued:
        return near.after2.lower in ("based", "present", "era", "style")  # “a 2015-page report”
    return not _counts(near)


def _counts(near: Neighbours) -> bool:
    """“; 1984 delegates came”, “moored 2016 boats”: a noun in the plural behind a number makes it a count."""
    before, after = near.before, near.after
    noun = after.kind == "word" and not after.capital
    nouns = noun and after.lower.endswith("s")
    if before.text in ("", ";", ",", ":", "."):
        return (nouns if before.text else noun) and not _in(after, "verb_after")
    if before.kind == "sign" or _in(before, "year_before", "determiner"):
        return False
    if before.kind in ("number", "amount", "code"):
        return before.end not in near.years
    return nouns and not before.capital


def _is_numbered(near: Neighbours) -> bool:
    """“Room 2026”, “No. 2014”, “50 U.S.C. 1622”, “H.R. 1999”."""
    if near.before.text != ".":
        return _in(near.before, "number_before")
    statute = _in(near.before2, "statute_before") and near.before3.text == "."
    return statute or _in(near.before2, "number_before")


def _is_count(near: Neighbours) -> bool:
    """“2000 people”, “2000+”."""
    return _in(near.after, "number_after") or near.after.text == "+"


def _is_year_of_resolution(near: Neighbours) -> bool:
    """“Resolution 2178 (2014)”."""
    return near.before.text in _OPENING_BRACKETS and _in(near.before3, "number_before")


def _is_section(near: Neighbours) -> bool:
    """“section 1622(d)”."""
    return near.after.glued and near.after.text in _OPENING_BRACKETS


def _is_hyphened(near: Neighbours) -> bool:
    """“Token-2022”, but not “mid-2022”."""
    before, word = near.before, near.before2
    glued = before.text == "-" and before.glued and near.first.glued
    return glued and word.kind == "word" and not _in(word, "year_before")


def _is_year_of_norm(near: Neighbours) -> bool:
    """“ISO 42001: 2023”."""
    return near.before.text == ":" and _in(near.before3, "norm_before")


def _is_page(near: Neighbours) -> bool:
    """“88 Stat. 1978, 2041”."""
    number = near.before2
    cited = near.before.text == "," and number.kind == "number" and len(number.text) == 4
    return cited and number.end not in near.years


def _is_plan(near: Neighbours) -> bool:
    """“Project 2025”."""
    return near.before.capital and _in(near.before, "plan_before")


def _is_house_number(near: Neighbours) -> bool:
    """“1930 Harbour Road”: words with capitals up to one for a street."""
    for at, token in enumerate(near.following):
        if _in(token, "street"):
            return at > 0
        if not token.capital or token.newlines > 0:
            return False
    return False


def _is_designation(near: Neighbours) -> bool:
    """“SR 2012”, “CES 2024”: designations and events, not years; in a text in capitals it cannot be told."""
    before = near.before
    acronym = before.kind == "word" and 2 <= len(before.text) <= 5 and before.text.isupper()
    return acronym and "month" not in before.classes and not _in(before, "year_before")


_OTHER_NUMBERS: tuple[Callable[[Neighbours], bool], ...] = (
    _is_numbered, _is_count, _is_year_of_resolution, _is_section, _is_hyphened, _is_year_of_norm, _is_page, _is_plan,
    _is_house_number, _is_designation,
)  # fmt: skip
"""What shows a number of four digits to be no year."""


def _is_month(near: Neighbours) -> bool:
    before, after, month = near.before, near.after, near.first
    timed = _in(before, "month_before")
    if len(month.text) <= 4 and month.lower not in ("may", "june", "july"):
        return timed and not after.capital  # “Mar” and “Sep” alone are too short to trust
    if "month" in near.before2.classes and _in(before, "month_joint"):
        return True  # “in April or May”
    is_name = month.lower in _WORDS_AS_NAMES
    if timed or "which" in before.classes:
        return not (is_name and _is_proper_noun(after) and after.newlines == 0)  # “in March Lane”
    if is_name:
        return _is_no_name(near)
    return not (_is_proper_noun(before) or _is_proper_noun(after))


def _is_proper_noun(token: Token) -> bool:
    return token.kind == "word" and token.capital and "month" not in token.classes


def _is_no_name(near: Neighbours) -> bool:
    """Whether “May”, “March” or “June” without a word of time before it is a month all the same."""
    before, after = near.before, near.after
    if before.text in ("", "."):
        return _in(after, "month_after")
    if not _in(before, "determiner") and not (before.text in ("'", "’") and before.glued):
        return False
    if near.first.lower in ("march", "may"):
        return after.text != "" and not (after.capital or _in(after, "not_month_after"))
    return after.kind == "word"


def _is_weekday(near: Neighbours) -> bool:
    before, after = near.before, near.after
    if not near.captures["weekday"].lower.endswith("day") or _is_habit(near):
        return False
    if before.capital and _in(before, "feast_before"):  # “Good Friday”
        return False
    if before.lower == "a" and near.before2.lower == "on":
        return after.kind == "word" and not _in(after, "no_noun")
    return not (after.capital and _in(after, "name_after"))


def _is_habit(near: Neighbours) -> bool:
    """“the second Thursday of each month”, “every other Friday”, “Friday evenings”, “the previous Friday”."""
    before = near.before
    if before.lower == "previous" or "ordinal" in before.classes or _in(before, "casual_before", "habit_before"):
        return True
    other = before.lower == "other" and _in(near.before2, "habit_before")
    return other or near.after.lower in ("mornings", "afternoons", "evenings", "nights")


_JUDGES: dict[str, Callable[[Neighbours], bool]] = {
    "year": _is_year,
    "year-range": _is_compound_year,
    "year-month": _is_compound_year,
    "month": _is_month,
    "weekday": _is_weekday,
    "relative-weekday": _is_weekday,
    "day-month-short-year": _is_short_year,
    "relative-period": _is_period,
    "decade-short": _is_decade,
    "decade-in-words": _is_decade,
    "deictic": _is_deictic,
    "quarter-only": _is_quarter,
    "season-relative": _is_season,
}
"""By the name of a rule of the grammar, what tells whether a match of it is a date."""
