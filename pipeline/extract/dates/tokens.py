"""Words, numbers and signs of a text with their offsets: what the grammar of dates reads.

A tokeniser of its own, because dates glue what a language model's tokeniser keeps apart or the other way
round (“9-JUN-2014”, “FY2023”, “30 Apr.–2 May”, “12May”), and because dates can then be read without spaCy.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from pipeline.data import word_table

# One alternative a kind of token, the special ones first; see `Token.kind`.
_KINDS = (
    ("iso", r"(?<![\d-])\d{4}-(?:0[1-9]|1[0-2])-(?:[012]\d|3[01])(?![\d-])"),
    ("iso", r"(?<![\d/.])\d{4}(?P<between>[/.])(?:0[1-9]|1[0-2])(?P=between)(?:[012]\d|3[01])(?![\d/])"),
    ("numeric", r"(?<![\d/.\-])\d{1,2}(?P<sep>[/.\-])\d{1,2}(?P=sep)(?:\d{4}|\d{2})(?![\d/\-]|\.\d)"),
    ("ordinal", r"(?<![\d.,])\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH)\b"),
    ("decade", r"(?<![\d.,])(?:1[5-9]|20)\d0['’]?[sS]\b|(?<!\w)['’][1-9]0['’]?s\b"),
    ("fiscal_year", r"\bFY\s?['’]?(?:\d{4}|\d{2})(?!\d)"),
    ("quarter_year", r"\b(?:Q[1-4]|[1-4]Q)['’]?\d\d\b"),
    ("quarter", r"\bQ[1-4]\b|\b[1-4]Q\b"),
    ("half_year", r"\bH[12]\b|\b[12]H\b"),
    ("short_year", r"(?<!\w)['’]\d{2}\b"),
    ("amount", r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+"),
    ("number", r"\b\d+(?!\w)|\b\d{1,4}(?=[A-Z][a-z]{2})"),
    ("code", r"\w*\d\w*"),
    ("possessive", r"(?<=\w)['’][sS]\b"),
    ("word", r"(?i:twenty|thirty)-[a-z]{3,5}(?:st|nd|rd|th)\b|[^\W\d_]+(?:['’](?![sS]\b)[^\W\d_]+)?"),
    ("sign", r"[^\w\s]|_"),
)
_NAMES = {f"{name}_{i}": name for i, (name, _) in enumerate(_KINDS)}
_LINE_ENDS = "\n\x85\u2028\u2029"
_TOKEN = re.compile("|".join(f"(?P<{name}_{i}>{pattern})" for i, (name, pattern) in enumerate(_KINDS)))


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign; `start` and `end` count code points of the text."""

    start: int
    end: int
    text: str
    kind: str
    newlines: int  # line breaks between the token before and this one
    glued: bool  # no space before
    classes: dict[str, int | str] = field(default_factory=dict, compare=False)  # class -> value, from words.txt

    @property
    def lower(self) -> str:
        """The text without case."""
        return self.text.lower()

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


def tokenise(text: str) -> list[Token]:
    """The tokens of `text`, in order."""
    tokens: list[Token] = []
    before = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        gap = text[before:start]
        kind = _NAMES[match.lastgroup or ""]
        word = match.group()
        tokens.append(
            Token(start, end, word, kind, sum(map(gap.count, _LINE_ENDS)), start == before, _classes(word, kind))
        )
        before = end
    return tokens


def _classes(word: str, kind: str) -> dict[str, int | str]:
    if kind != "word":
        return {}
    found = vocabulary().get(word.lower(), {})
    if not word[0].isupper():
        found = {c: v for c, v in found.items() if c not in ("month", "weekday")}
    return found
