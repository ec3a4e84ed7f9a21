"""Words, numbers and signs of a text with their offsets: what the grammar of dates reads.

A tokeniser of its own, because dates glue what a language model's tokeniser keeps apart or the other way
round (“9-JUN-2014”, “FY2023”, “30 Apr.–2 May”, “12May”), and because dates can then be read without spaCy.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from types import MappingProxyType
from typing import overload

from pipeline.data import word_table

_MONTHS = "|".join(w for cls, w, _ in word_table("dates/words.txt") if cls == "month" and len(w) > 2)
_MM, _DD = r"(?:0[1-9]|1[0-2])", r"(?:[012]\d|3[01])"
PLAIN_SIGNS = '-.,;:!?()[]"“”*/#<>=&%+|'
"""Signs that begin nothing."""
# Most of a text: a word in ASCII with nothing behind it that could go on with it, and these signs.
_PLAIN = rf"(?!FY\b)[A-Za-z]++(?![\w'’-])|[{re.escape(PLAIN_SIGNS)}]"
# The rest, one alternative a kind of token, the narrow ones first; see `Token.kind`.
_SPECIAL = (
    ("iso", rf"(?<![\d-])\d{{4}}-{_MM}-{_DD}(?![\d-])"),
    ("iso", rf"(?<![\d/.])\d{{4}}(?:/{_MM}/|\.{_MM}\.){_DD}(?![\d/])"),
    (
        "numeric",
        r"(?<![\d/.,\-] )(?<![\d/.\-])(?:0[1-9]|[12]\d|3[01]) (?:0[1-9]|[12]\d|3[01]) (?:19|20)\d\d(?![\d/\-])",
    ),
    ("section", r"(?<![\d.])(?:\d\.\d{1,2}|\d{1,2}\.\d)\.\d\d(?![\d/\-]|\.\d)"),  # “3.3.13”; “03.03.13” is a day
    (
        "numeric",
        r"(?<![\d/.\-])(?:(?:\d{1,2}/){2}|(?:\d{1,2}\.){2}|(?:\d{1,2}-){2})(?:\d{4}|\d{2})(?![\d/\-]|\.\d)",
    ),
    ("ordinal", r"(?<![\d.,])\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH)\b"),
    ("decade", r"(?<![\d.,])(?:1[5-9]|20)\d0['’]?[sS]\b|(?<!\w)['’][1-9]0['’]?s\b"),
    ("fiscal_year", r"\bFY\s?['’]?(?:\d{4}|\d{2})(?!\d)"),
    ("short_decade", r"(?<![\d.,$€£'’])\b[5-9]0['’]?s\b"),
    ("month_year", r"(?<![\d/.\-])(?:0[1-9]|1[0-2])/(?:19|20)\d\d(?![\d/\-])"),
    ("quarter_year", r"\b(?:Q[1-4]|[1-4]Q)(?:\s?FY)?['’]?(?:20)?\d\d\b"),
    ("half_year_year", r"\b(?:H[12]|[12]H)(?:\s?FY)?['’]?(?:20)?\d\d\b"),
    ("year_quarter", r"\b(?:19|20)\d\dQ[1-4]\b"),
    # a note's number glued to the year: “since March 2023.1 In May …”
    ("number", r"(?<![\d.,$€£])(?:19|20)\d\d(?=\.\d{1,2}(?:\s*[A-Z“\"]|\s*$))"),
    ("quarter", r"\bQ[1-4]\b|\b[1-4]Q\b"),
    ("half_year", r"\bH[12]\b|\b[12]H\b"),
    ("short_year", r"(?<!\w)['’]\d{2}\b"),
    ("amount", r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+"),
    ("number", r"\b\d+(?!\w)|\b\d{1,4}(?=[A-Z][a-z]{2})"),
    # a day glued to its month: “April6, 2012”
    ("word", r"\b(?:" + _MONTHS + r")(?=\d{1,2},? \d{4}\b)"),
    ("number", r"(?<=[a-z])\d{1,2}(?=,? \d{4}\b)"),
    ("code", r"\w*\d\w*"),
    ("possessive", r"(?<=\w)['’][sS]\b"),
    ("word", r"(?i:twenty|thirty)-[a-z]{3,5}(?:st|nd|rd|th)\b|[^\W\d_]+(?:['’](?![sS]\b)[^\W\d_]+)?"),
    ("sign", r"[^\w\s]|_"),
)
_NAMES = {f"{name}_{i}": name for i, (name, _) in enumerate(_SPECIAL)}
_NONE: Mapping[str, int | str] = MappingProxyType({})
_LINE_ENDS = "\n\x85\u2028\u2029"
# A token with the white space before it: so the strings that are found tell their places, and no match is made of
# any of them. There are no groups, as `findall` gives whole matches without; every character belongs to a token.
_TOKEN = re.compile(rf"\s*+(?:{_PLAIN}|{'|'.join(pattern for _, pattern in _SPECIAL)})")
_KIND = re.compile("|".join(f"(?P<{name}_{i}>{pattern})" for i, (name, pattern) in enumerate(_SPECIAL)))
_BLANK_LINE = re.compile(rf"\n[^\S{_LINE_ENDS}]*+[{_LINE_ENDS}]\s*+")
_ANY_BLANK_LINE = re.compile(rf"[{_LINE_ENDS}][^\S{_LINE_ENDS}]*+[{_LINE_ENDS}]\s*+")


@dataclass(slots=True)
class Token:
    """A word, number or sign; `start` and `end` count code points of the text."""

    start: int
    end: int
    text: str
    lower: str  # the text without case
    kind: str
    newlines: int  # line breaks between the token before and this one
    glued: bool  # no space before
    classes: Mapping[str, int | str]  # class -> value, from words.txt

    @property
    def capital(self) -> bool:
        """Whether it starts with a capital."""
        return self.text[:1].isupper()


@cache
def vocabulary() -> dict[str, dict[str, int | str]]:
    """Word in lower case -> its classes and their values."""
    words: dict[str, dict[str, int | str]] = defaultdict(dict)
    for cls, word, value in word_table("dates/words.txt"):
        words[word.lower()][cls] = int(value) if value.lstrip("-").isdigit() else value
    return dict(words)


class Tokens(Sequence[Token]):
    """The tokens of a text, in order, each made when it is first asked for: most of a text never is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._spaced = _TOKEN.findall(text)
        self.texts: list[str] = list(map(str.lstrip, self._spaced))
        self.lowers = list(map(str.lower, self.texts))
        self.size = len(self.texts)
        self.ends = list(accumulate(map(len, self._spaced)))
        self._made: list[Token | None] = [None] * self.size
        self._kinds: dict[int, str] = {}

    def __len__(self) -> int:
        return self.size

    def at(self, i: int) -> Token:
        """Token `i`, without the detour over slices."""
        return self._made[i] or self._make(i)

    def start(self, i: int) -> int:
        """Where token `i` starts."""
        return self.ends[i] - len(self.texts[i])

    def kind(self, i: int) -> str:
        """The kind of token `i`, which need not be made for it."""
        word = self.texts[i]
        if word.isalpha():
            return "word"
        if word.isdecimal() and not self.is_glued(i):
            return "number"
        if len(word) == 1 and not word.isalnum():
            return "sign"
        return self._kinds.get(i) or self._kinds.setdefault(i, self._special_kind(i))

    def _special_kind(self, i: int) -> str:
        special = _KIND.match(self.text, self.start(i))
        return _NAMES[special.lastgroup or ""] if special else ""

    def is_glued(self, i: int) -> bool:
        """Whether no space stands before token `i`."""
        return len(self._spaced[i]) == len(self.texts[i])

    def is_proper(self, i: int) -> bool:
        """Whether a word can be a month or weekday by its case: “Jan”, but no “jan” except in “30 jan 2013”."""
        if self.texts[i][0].isupper():
            return True
        return "month" in vocabulary().get(self.lowers[i], _NONE) and self._between_day_and_year(i)

    def newlines(self, i: int) -> int:
        """Line breaks between token `i` and the one before."""
        spaced = self._spaced[i]
        before = spaced[: len(spaced) - len(self.texts[i])]
        return 0 if before in ("", " ") else sum(map(before.count, _LINE_ENDS))

    @cached_property
    def parted(self) -> list[int]:
        """The tokens with a blank line before them, in order."""
        # a pattern that begins with one character is looked for far faster, and other line ends are rare
        rare = any(end in self.text for end in _LINE_ENDS[1:])
        blank_lines = (_ANY_BLANK_LINE if rare else _BLANK_LINE).finditer(self.text)
        return [bisect_right(self.ends, blank.start()) for blank in blank_lines]

    @overload
    def __getitem__(self, i: int) -> Token: ...
    @overload
    def __getitem__(self, i: slice) -> list[Token]: ...
    def __getitem__(self, i: int | slice) -> Token | list[Token]:
        if isinstance(i, slice):
            return [self.at(n) for n in range(*i.indices(self.size))]
        return self._made[i] or self._make(i)  # raises IndexError, as a sequence must

    def _make(self, i: int) -> Token:
        word, lower, kind, end = self.texts[i], self.lowers[i], self.kind(i), self.ends[i]
        classes = vocabulary().get(lower, _NONE) if kind == "word" else _NONE
        if classes and not self.is_proper(i):
            classes = {c: v for c, v in classes.items() if c not in ("month", "weekday")}
        token = Token(end - len(word), end, word, lower, kind, self.newlines(i), self.is_glued(i), classes)
        self._made[i] = token
        return token

    def _between_day_and_year(self, i: int) -> bool:
        """Whether a word without a capital can be a month all the same: “30 jan 2013”."""
        if not 0 < i < self.size - 1:
            return False
        day, year = self.texts[i - 1], self.texts[i + 1]
        return day.isdigit() and len(day) < 3 and year.isdigit() and len(year) == 4
