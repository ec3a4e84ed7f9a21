"""Phrases that open or are a part of a release, read from the data files `structure/*.txt`.

A phrase file holds one phrase a line: `…` stands for any words, a phrase that ends in `$` has to be the
whole paragraph (but for punctuation around it). Case does not count, but a small letter may not follow:
“ContactAnn Example” opens with *contact*, “Contacting them” does not.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.data import word_list

_TRIM = r"[\s\W_]*"
_KEY = 3  # code points of a phrase's beginning that are looked up before it is tried
_FIRST = re.compile(r"\w")


class Cue:
    """The phrases of one file, tried on a paragraph's plain text."""

    def __init__(self, phrases: tuple[str, ...]) -> None:
        keyed = [p for p in phrases if p[0].isalnum()]
        self._keys = frozenset(p[:_KEY].casefold() for p in keyed)
        self._keyed = _pattern(keyed)
        other = [p for p in phrases if not p[0].isalnum()]
        self._other = _pattern(other) if other else None

    def match(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The match of a phrase at `start`, punctuation before it left aside; None where none begins there."""
        stop = len(text) if end is None else end
        first = _FIRST.search(text, start, stop)
        found = None
        if first is not None and text[first.start() : first.start() + _KEY].casefold() in self._keys:
            found = self._keyed.match(text, start, stop)
        if found is None and self._other is not None:
            found = self._other.match(text, start, stop)
        return found


@cache
def cue(name: str) -> Cue:
    """The phrases of `structure/<name>.txt`."""
    return Cue(word_list(f"structure/{name}.txt"))


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(rf"{_TRIM}(?:{'|'.join(_phrase(p) for p in phrases)})", re.IGNORECASE)


def _phrase(phrase: str) -> str:
    whole = phrase.endswith("$")
    words = phrase.removesuffix("$").split("…")
    body = r".{1,120}?".join(r"\s+".join(re.escape(w) for w in part.split()) for part in words)
    if not whole:
        body = re.sub(r"(\w)$", r"\1(?-i:(?![a-z\\d]))", body)
    body = re.sub(r"(?<=\w)\.\{1,120\}\?", r"\\b.{1,120}?", body)
    return rf"{body}{_TRIM}$" if whole else body
