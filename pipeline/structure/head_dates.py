"""Reads full calendar dates in datelines, release lines, signatures and file names.

Only spellings that give a day are read (“5 March 2021”, “MARCH 5TH, 2021”, “05-Mar-2021”, “2021-03-05”, with or
without a weekday before); dates in sentences, in all their forms, are the subject of `pipeline.extraction.dates`.
"""

import datetime
import re
from typing import Literal, NamedTuple

from pipeline.data import word_list, word_table
from pipeline.records import grouped

_MONTHS = {name.casefold(): int(number) for number, *names in word_table("structure/months.tsv") for name in names}
_WEEKDAYS = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s{1,3})?"
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:\s?(?:st|nd|rd|th))?"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)(?!\d)"
_LINE_END = r"(?=[^\w\n]*+(?:\n|\Z))"
_PATTERNS = {"WEEKDAYS": _WEEKDAYS, "DAY": _DAY, "MONTH": _MONTH, "YEAR": _YEAR, "LINE_END": _LINE_END}
_FORMS = [re.sub("|".join(_PATTERNS), lambda m: _PATTERNS[m[0]], form) for form in word_list("structure/days.txt")]
_YEARLESS_FORMS = (rf"{_WEEKDAYS}{_DAY}\s{_MONTH}", rf"{_WEEKDAYS}{_MONTH}\s{_DAY}(?!\d)")
# a scraper may glue a day to the headline: “Reforms of timberApril 14, 2025”
_FULL = tuple(re.compile(r"(?:\b|(?-i:(?<=[a-z)])(?=[A-Z])))" + form, re.IGNORECASE) for form in _FORMS)
_YEARLESS = tuple(re.compile(r"\b" + form, re.IGNORECASE) for form in _YEARLESS_FORMS)
_NUMBERS = re.compile(
    r"(?<![\w./-])(\d\d?)([./-])(\d\d?)\2((?:19|20)\d\d(?![\w/-])|(?<=/)\d\d(?![\w/-])" + rf"|\d\d{_LINE_END})"
)
_TURKISH = {ord("ı"): "i", 0x307: None}  # “APRİL”, “aprıl”, which the patterns match too
_PIVOT = 50  # a year of two digits below this is 20xx
Order = Literal["day", "month"]  # which of them comes first in “03/04/2024”
_SIGNS = {
    order: re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")(?!\w)")
    for order, words in grouped((order, word) for order, word in word_table("dates/locale.txt")).items()
}
_IN_NAME = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-_.]?(?P<month>[01]\d)[-_.]?(?P<day>[0-3]\d)(?!\d)")
_GLUED = re.compile(r"_|(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)")


class HeadDate(NamedTuple):
    """A date in the text, at code points `start:end`; `year` is None if none is written (“April 26”)."""

    start: int
    end: int
    day: int
    month: int
    year: int | None

    def iso(self, year: int | None = None) -> str | None:
        """The ISO 8601 day, with `year` if the text gives none; None if the calendar has no such day."""
        try:
            return datetime.date(self.year or year or 0, self.month, self.day).isoformat()
        except ValueError:
            return None


def date_at(text: str, start: int, end: int, *, yearless: bool = False) -> HeadDate | None:
    """The date that begins at `start`; with `yearless` also a date without a year."""
    for pattern in (*_FULL, *_YEARLESS) if yearless else _FULL:
        if m := pattern.match(text, start, end):
            found = _head_date(m)
            if found.iso(2000):
                return found
    return None


def is_date(words: str) -> bool:
    """Whether a line is nothing but a date, in words or numbers."""
    words = words.strip(" \t\n\xa0*_|.()")
    day = date_at(words, 0, len(words))
    return _NUMBERS.fullmatch(words) is not None or (day is not None and day.end == len(words))


def first_date(text: str, start: int, end: int) -> HeadDate | None:
    """The first full date between `start` and `end`."""
    found = (_head_date(m) for pattern in _FULL for m in pattern.finditer(text, start, end))
    return min((d for d in found if d.iso()), key=lambda d: (d.start, -d.end), default=None)


def numeric_date(line: str, text: str) -> HeadDate | None:
    """The first numeric date of a line, read in the order of day and month that the release `text` suggests."""
    m = _NUMBERS.search(line)
    if m is None or (m[2] != "/" and len(m[4]) == 2 and not is_date(line)):  # “Version 5.5.13”
        return None
    first, second = int(m[1]), int(m[3])
    ways = [(day, month) for day, month in ((first, second), (second, first)) if month <= 12]
    by_day, by_month = signs_of_order(text, "day"), signs_of_order(text, "month")
    by_day += by_day == by_month and m[2] == "."  # with dots the month seldom comes first
    if len(ways) == 2 and by_day != by_month:
        del ways[by_day > by_month]
    return HeadDate(*m.span(), *ways[0], full_year(m[4])) if len({*ways}) == 1 else None


def full_year(digits: str) -> int:
    """`full_year("16")` is 2016, `full_year("98")` 1998."""
    number = int(digits)
    return number if len(digits) > 2 else number + (2000 if number < _PIVOT else 1900)


def signs_of_order(text: str, order: Order) -> int:
    """The number of place names and spellings in a text that suggest one order of day and month (dates/locale.txt)."""
    return len(set(_SIGNS[order].findall(text)))


def date_in_file_name(name: str) -> str | None:
    """The ISO day in a file name (“20210305_visit.md”), of words at its start (“5Mar2021roe.txt”), or of 25-03-2021."""
    words = _GLUED.sub(" ", name.casefold())
    m = _IN_NAME.search(name)
    found = _head_date(m) if m else date_at(words, 0, len(words)) or numeric_date(words, words)
    return found.iso() if found and str(found.year) in name else None


def _head_date(m: re.Match[str]) -> HeadDate:
    month, written = m["month"].casefold().translate(_TURKISH), m.groupdict().get("year")
    year = full_year(written) if written else None
    return HeadDate(m.start(), m.end(), int(m["day"]), _MONTHS.get(month) or int(month), year)
