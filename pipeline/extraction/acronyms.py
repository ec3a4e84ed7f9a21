"""Acronyms and the names they stand for, where a text defines them (Schwartz and Hearst 2003, and beyond).

“Zed Parks Registry (“ZPR”)”, “ZedCanalWire (ZCW)”, “ZEN (the Zed Energy Network)”, “ZAP, the Zed Air Pilots,”:
`definitions` gives every pair with its places, the name cut to the words that the letters account for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extraction.gazetteer import fold

_BRACKET = re.compile(r"\(([^()\n]{2,80})\)")
_QUOTES = "\"'“”‘’„«» "
_PARTS = re.compile(r"\s*(?:;|,|\bor\b|\band\b|/)\s*")
_INTRO = re.compile(
    r"(?i)^(?:the|hereinafter|hereafter|herein|collectively|together with|or|also|in short|known as|called)\s+"
)
SHORT = re.compile(r"(?=[^a-z]*[a-z]?[^a-z]*[A-Z])[A-Za-z0-9][A-Za-z0-9&./-]{1,11}")
_LONGEST_SHORT = 12
_LAST = re.compile(r"(?<![\w-])([A-Z][\w&./-]{1,11})$")
_CAPITALS = re.compile(r"(?<!\w)([A-Z][A-Za-z]*[A-Z][A-Za-z]*)(?:,|\s[–—-])\s+(?:or\s+)?$")
_PRINTED = re.compile(r"\S+")
_COUNTED = re.compile(r"[^\s-]+")
_REACH = 200  # characters that hold the words looked back over, mostly
_TO_END = re.compile(r"[^,;.()\n–—]+(?=\s[–—-]\s|[,;.()\n–—]|$)")
_ARTICLE = re.compile(r"the\s+(?=[A-Z])")
_LONGEST_BEFORE = 40
_CLAUSE = re.compile(r"\b(?:is|was|are|were|has|have|had|will)\b")
_PLURAL = re.compile(r"[A-Z]{2,}s")
_CAMEL = re.compile(r"(?<![\w.-])(?:[A-Z][a-z]+){2,6}$")
_WORDS_BACK = 12
_LONGEST_CAMEL = 80


@dataclass(frozen=True, slots=True)
class Definition:
    """An acronym and the words it stands for, each with its place."""

    short: str
    short_start: int
    short_end: int
    long_start: int
    long_end: int


def definitions(text: str) -> Iterator[Definition]:
    """The acronyms that the text defines, in order."""
    for m in _BRACKET.finditer(text):
        yield from _in_bracket(text, m)
    for article in _ARTICLE.finditer(text):  # fewer than there are words in capitals
        before = _CAPITALS.search(text, max(0, article.start() - _LONGEST_BEFORE), article.start())
        if before is not None:
            end = _end_of_name(text, article.end())
            if _initials_fit(before[1], text[article.end() : end]):
                yield Definition(before[1], before.start(), before.end(1), article.end(), end)


def concepts(text: str) -> Iterator[str]:
    """Acronyms that the text defines for words written small: “connected television (CTV)” names no body."""
    for m in _BRACKET.finditer(text):
        end = _printed_end(text, m.start())
        for short, _ in _shorts(m[1], m.start(1)):
            start = long_form_start(short.removesuffix("s"), text, end, small=True)
            if start is not None and text[start].islower() and not _last_word(text, end)[:1].isupper():
                yield short
                yield short.removesuffix("s")


def _printed_end(text: str, at: int, marks: str = "") -> int:
    """Where the last printed character before `at` ends; `marks` do not count."""
    while at and (text[at - 1].isspace() or text[at - 1] in marks):
        at -= 1
    return at


def _last_word(text: str, end: int) -> str:
    return text[max(0, end - _REACH) : end].rsplit(None, 1)[-1]


def is_plural(short: str, long: str) -> bool:
    """Whether a definition is of many: “Regional Canal Centers (RCCs)” are no body."""
    return _PLURAL.fullmatch(short) is not None and long.endswith("s")


def _in_bracket(text: str, bracket: re.Match[str]) -> Iterator[Definition]:
    inner = bracket[1]
    if ":" in inner:  # a ticker: "(NASDAQ: ABCD)"
        return
    end = _printed_end(text, bracket.start(), "™®")
    for short, start in _shorts(inner, bracket.start(1)):
        long_start = long_form_start(short, text, end)
        if long_start is None:
            long_start = _camel_start(short, text, end)
        if long_start is not None and short not in text[long_start:end].split():
            yield Definition(short, start, start + len(short), long_start, end)
    # the other way round: "ZEN (the Zed Energy Network)"
    last = _LAST.search(text, max(0, end - _LONGEST_SHORT), end)
    if last and _is_acronym(last[1]) and last[1] not in inner.split() and not _CLAUSE.search(inner):
        lead = _INTRO.match(inner.strip(_QUOTES))
        long_start = bracket.start(1) + inner.find(inner.strip(_QUOTES)) + (lead.end() if lead else 0)
        long_end = bracket.start(1) + len(inner.rstrip(_QUOTES))
        if " " in text[long_start:long_end] and _initials_fit(last[1], text[long_start:long_end]):
            yield Definition(last[1], last.start(1), last.end(1), long_start, long_end)


def _is_acronym(word: str) -> bool:
    """Whether a word before a bracket may be short for what is in it: not the legal form of “Zed S.A. (Zed Andes)”."""
    return "." not in word and SHORT.fullmatch(word) is not None and sum(map(str.isupper, word)) > 1


def _shorts(inner: str, offset: int) -> Iterator[tuple[str, int]]:
    """The acronyms in a bracket: `“ZPR” or the “Registry”` has one, and “Registry” is no acronym."""
    parts = _PARTS.split(inner)
    for part in parts:
        short = part.strip(_QUOTES)
        while m := _INTRO.match(short):
            short = short[m.end() :].strip(_QUOTES)
        word = len(parts) > 1 and sum(c.isupper() for c in short) < 2  # “(Environment, Society and Governance)”
        if SHORT.fullmatch(short) and not word:
            yield short, offset + inner.index(short)


def long_form_start(short: str, text: str, end: int, *, small: bool = False) -> int | None:
    """Where the words before `end` that spell `short` begin: Schwartz and Hearst's matching from right to left."""
    letters = [c for c in fold(short) if c.isalnum()]
    low = max(0, text.rfind("\n\n", 0, end))
    words = list(_PRINTED.finditer(text, max(low, end - _REACH), end))
    if len(words) <= _WORDS_BACK:
        words = list(_PRINTED.finditer(text, low, end))
    if not words or not letters:
        return None
    low = words[-_WORDS_BACK:][0].start()
    long = text[low:end]
    folded = _folded_by_character(long)
    at = len(long)
    for letter in reversed(letters[1:]):
        at = max(folded.rfind(letter, 0, at), 0)
    at = folded.rfind(letters[0], 0, at)
    # the O of “ORX” begins the “Office”, not the “of”
    while at >= 0 and ((at and long[at - 1].isalnum()) or not (small or long[at].isupper())):
        at = folded.rfind(letters[0], 0, at)
    if at < 0:
        return None
    long = long[at:]
    count = len(_COUNTED.findall(long))
    if count > min(len(letters) + 5, len(letters) * 2) or count < 2:
        return None
    return low + at


def _folded_by_character(text: str) -> str:
    """As long as the text: the first letter of each character's folded form."""
    if text.isascii():
        return text.casefold().replace("&", "a")
    return "".join([fold(c)[:1] or "\0" for c in text])


def _camel_start(short: str, text: str, end: int) -> int | None:
    """Where a name in one word begins whose capitals are the acronym behind it: “MiningWireDesk (MWD)”."""
    word = _CAMEL.search(text, max(0, end - _LONGEST_CAMEL), end)
    return word.start() if word and "".join(filter(str.isupper, word[0])) == short else None


def _initials_fit(short: str, long: str) -> bool:
    """Whether the letters of `short` begin words of `long`, in order, and use most of its capitals."""
    letters = [c for c in fold(short) if c.isalnum()]
    initials = [fold(w[0]) for w in re.findall(r"[^\W_]+", long)]
    capitals = [fold(w[0]) for w in re.findall(r"[^\W_]+", long) if w[0].isupper()]
    start = long_form_start(short, long, len(long))
    used = 0
    for c in initials:
        if used < len(letters) and c == letters[used]:
            used += 1
    return len(capitals) > 1 and (start == 0 or used == len(letters)) and len(capitals) <= len(letters) + 2


def _end_of_name(text: str, start: int) -> int:
    m = _TO_END.match(text, start)
    return m.end() if m else start
