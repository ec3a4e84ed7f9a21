"""Finding listed names in text: longest match over words, blind to accents, dots, line ends and, where safe, to case.

`Gazetteer({"Côte d'Ivoire": "CIV"})` finds “Cote d’Ivoire”, “CÔTE D’IVOIRE” and the name over a line end, but not
“cote d'ivoire”.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+|&")
_WIDEST_GAP = 24  # characters of white space, indentation after a line break included; more part two columns
_SPACES = re.compile(r"\s+")
_BLANK_LINE = re.compile(r"\n\s*\n")
_ALONE = ""  # in place of a second word


class Word(NamedTuple):
    """A word of a text with its place; `folded` is what names are compared by."""

    start: int
    end: int
    text: str
    folded: str


_WORD = partial(tuple.__new__, Word)  # thousands a text: past the constructor, which is written in Python


@dataclass(frozen=True, slots=True)
class Match:
    """A listed name found in the text, under the spelling of the list."""

    start: int
    end: int
    name: str
    value: str


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Without accents and case; `&` is “and”."""
    if text == "&":
        return "and"
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


class Words(list[Word]):
    """The words of one text, in order, and where each of them stands."""

    __slots__ = ("_places",)

    def places(self) -> dict[str, list[int]]:
        """Folded word -> its numbers in the text."""
        try:
            return self._places
        except AttributeError:
            self._places: dict[str, list[int]] = {}
            for i, (_, _, _, folded) in enumerate(self):
                if folded in self._places:
                    self._places[folded].append(i)
                else:
                    self._places[folded] = [i]
            return self._places


def words_of(text: str) -> Words:
    """The words of a text, in order."""
    spans = [m.span() for m in WORD.finditer(text)]
    texts = [text[start:end] for start, end in spans]
    folded = list(map(str.casefold, texts))
    if not text.isascii() or "&" in text:
        for i, word in enumerate(texts):
            if word == "&" or not word.isascii():
                folded[i] = fold(word)
    starts, ends = zip(*spans, strict=True) if spans else ((), ())
    return Words(map(_WORD, zip(starts, ends, texts, folded, strict=True)))


def _gap(between: str) -> str:
    """What stands between two words, normalised: hyphens and spaces are one, dots do not count."""
    if not between.isascii():
        between = between.translate(_MARKS)
    return _SPACES.sub(" ", between.replace(".", "").replace("-", " "))


_MARKS = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "\u00a0": " ", "\u202f": " "})


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    value: str
    words: tuple[str, ...]
    folded: tuple[str, ...]
    gaps: tuple[str, ...]
    dot: bool  # the name ends with a full stop
    exact: bool  # short names and acronyms: no other case


class Gazetteer:
    """Names to look for, each with a value."""

    def __init__(self, names: Mapping[str, str]) -> None:
        # first word -> second word, or `_ALONE` -> entries, the longest first
        self._by_words: dict[str, dict[str, list[_Entry]]] = {}
        for name, value in names.items():
            self.add(name, value)

    def add(self, name: str, value: str) -> None:
        """Look for one more name; a second value for a name is not taken."""
        words = words_of(name)
        if not words:
            return
        gaps = tuple(_gap(name[a.end : b.start]) for a, b in pairwise(words))
        letters = "".join(w.text for w in words)
        exact = len(letters) < 4 or (letters.isupper() and len(words) == 1) or name.isupper()
        entry = _Entry(
            name, value, tuple(w.text for w in words), tuple(w.folded for w in words), gaps, name.endswith("."), exact
        )
        second = words[1].folded if len(words) > 1 else _ALONE
        entries = self._by_words.setdefault(words[0].folded, {}).setdefault(second, [])
        if any(e.name == name for e in entries):
            return
        entries.append(entry)
        if len(entries) > 1:
            entries.sort(key=lambda e: -len(e.words))

    def find(self, text: str, words: Words | None = None) -> Iterator[Match]:
        """Longest matches from left to right; they do not overlap."""
        words = words_of(text) if words is None else words
        places, free = words.places(), 0
        for i in sorted(i for word in self._by_words.keys() & places.keys() for i in places[word]):
            if i < free or (entry := self._match(text, words, i)) is None:
                continue
            end = words[i + len(entry.words) - 1].end
            if entry.dot and text[end : end + 1] == ".":
                end += 1
            yield Match(words[i].start, end, entry.name, entry.value)
            free = i + len(entry.words)

    def _match(self, text: str, words: Words, i: int) -> _Entry | None:
        by_second = self._by_words[words[i].folded]
        if i + 1 < len(words):
            for entry in by_second.get(words[i + 1].folded, ()):
                size = len(entry.words)
                if size <= len(words) - i and self._fits(text, words[i : i + size], entry):
                    return entry
        for entry in by_second.get(_ALONE, ()):
            if _case_fits(words[i].text, entry.words[0], entry.exact):
                return entry
        return None

    @staticmethod
    def _fits(text: str, words: Sequence[Word], entry: _Entry) -> bool:
        for k, word in enumerate(words):
            if word.folded != entry.folded[k] or not _case_fits(word.text, entry.words[k], entry.exact):
                return False
            if k:
                between = text[words[k - 1].end : word.start]
                if len(between) > _WIDEST_GAP:
                    return False
                if between != entry.gaps[k - 1] and (_BLANK_LINE.search(between) or _gap(between) != entry.gaps[k - 1]):
                    return False
        return True


def _case_fits(found: str, listed: str, exact: bool) -> bool:
    """Whether the case of a found word may stand for the listed one's; their letters are the same."""
    if found == listed or [c.isupper() for c in found] == [c.isupper() for c in listed]:
        return True
    if exact:
        return False
    if listed.islower():  # "and", "of"
        return found.istitle() or found.isupper()
    return found[:1].isupper()


def build(names: Iterable[tuple[str, str]]) -> Gazetteer:
    """A gazetteer of pairs (name, value); the first value of a name counts."""
    table: dict[str, str] = {}
    for name, value in names:
        table.setdefault(name, value)
    return Gazetteer(table)
