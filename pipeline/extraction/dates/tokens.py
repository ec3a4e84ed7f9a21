"""The tokeniser for dates: words, numbers and signs with their offsets and their names in the grammar of dates.

Dates need other token boundaries than general tokenisers give (“9-JUN-2014”, “FY2023”, “30 Apr.–2 May”, “12May”), and
this tokeniser works without spaCy.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.data import word_table

_MONTHS = "|".join(word for cls, word, _ in word_table("dates/words.txt") if cls == "month")
_MM, _DD = r"(?:0[1-9]|1[0-2])", r"(?:[012]\d|3[01])"
_NAMED = {"MONTHS": _MONTHS, "MM": _MM, "DD": _DD}
_PATTERNS = [
    (kind, re.sub("|".join(_NAMED), lambda m: _NAMED[m[0]], form)) for kind, form in word_table("dates/tokens.tsv")
]
_KINDS = ("", *(kind for kind, _ in _PATTERNS))
_TOKEN = re.compile("|".join(f"({pattern})" for _, pattern in _PATTERNS))
_NUMBERS = {  # the classes that a plain number can have
    "year": r"1\d{3}|2[01]\d\d", "day": r"0?[1-9]|[12]\d|3[01]", "yy": r"\d\d", "mm": _MM, "number": r"\d{1,3}"
}  # fmt: skip
_CASED = ("month", "weekday")  # classes of words that need a capital: “May”, “Sun”
WORD = "="  # prefix of the name of a word that the grammar gives literally


@dataclass(slots=True)
class Token:
    """A word, number or sign; `start` and `end` count code points of the text."""

    start: int
    end: int
    text: str
    lower: str  # the text in lower case
    kind: str
    blank_before: bool  # a blank line before
    glued: bool  # no space before
    names: frozenset[str]  # by which the grammar can refer to it: kind, classes of words.txt, `=word`

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


def tokens_in(text: str) -> Iterator[Token]:
    """The tokens of a text, in order."""
    reached = 0
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        word, kind = found[0], _KINDS[found.lastindex or 0]
        blank_before = start - reached > 1 and len(f"{text[reached:start]}.".splitlines()) > 2
        names = _names(kind, word.lower(), word[:1].isupper())
        yield Token(start, end, word, word.lower(), kind, blank_before, start == reached, names)
        reached = end


def without_stop(tokens: Sequence[Token], end: int) -> int:
    """The end of an expression without a full stop that may close the sentence: “in Sept[.]”."""
    while tokens[end - 1].text in (".", ","):
        end -= 1
    return end


@lru_cache(maxsize=4096)
def _names(kind: str, lower: str, capital: bool) -> frozenset[str]:
    if kind == "number":
        return frozenset(name for name, pattern in _NUMBERS.items() if re.fullmatch(pattern, lower))
    classes = (c for c in vocabulary().get(lower, ()) if capital or c not in _CASED)
    return frozenset((kind, WORD + lower, *classes))
