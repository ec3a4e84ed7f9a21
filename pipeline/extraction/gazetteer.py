"""Finding listed names in text: longest match over words, blind to accents, dots, line ends and, where safe, to case.

`Gazetteer({"Côte d'Ivoire": "CIV"})` finds “Cote d’Ivoire”, “CÔTE D’IVOIRE” and the name over a line end, but not
“cote d'ivoire”.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

_WORD_BETWEEN = re.compile(r"([^\W_]+|&)")
_WIDEST_GAP = 24  # characters of white space, indentation after a line break included; more part two columns
_SPACES = re.compile(r"\s+")
_BLANK_LINE = re.compile(r"\n\s*\n")
_ALONE = ""  # in place of a second word


class Match(NamedTuple):
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


class Words:
    """The words of one text, in order, as columns, and where each of them stands.

    `folded` is what names are compared by.
    """

    __slots__ = ("_places", "ends", "folded", "starts", "texts")

    def __init__(self, text: str) -> None:
        pieces = _WORD_BETWEEN.split(text)  # between, word, between …: faster than a match object a word
        edges = list(accumulate(map(len, pieces)))
        self.starts, self.ends = edges[:-1:2], edges[1::2]
        self.texts = texts = pieces[1::2]
        self.folded = list(map(str.casefold, texts))
        if not text.isascii() or "&" in text:
            other = {word: fold(word) for word in set(texts) if word == "&" or not word.isascii()}
            if other:
                self.folded = list(map(other.get, texts, self.folded))
        self._places: dict[str, list[int]] | None = None

    def __len__(self) -> int:
        return len(self.texts)

    def places(self) -> Mapping[str, list[int]]:
        """Folded word -> its numbers in the text."""
        if self._places is None:
            found: defaultdict[str, list[int]] = defaultdict(list)
            for i, folded in enumerate(self.folded):
                found[folded].append(i)
            self._places = dict(found)
        return self._places


def _gap(between: str) -> str:
    """What stands between two words, normalised: hyphens and spaces are one, dots do not count."""
    if not between.isascii():
        between = between.translate(_MARKS)
    return _SPACES.sub(" ", between.replace(".", "").replace("-", " "))


_MARKS = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "\u00a0": " ", "\u202f": " "})


class _Entry(NamedTuple):
    name: str
    value: str
    words: tuple[str, ...]
    folded: tuple[str, ...]
    gaps: tuple[str, ...]
    printed: str  # the name from its first word to its last
    dot: bool  # the name ends with a full stop
    exact: bool  # short names and acronyms: no other case


@lru_cache(maxsize=4096)
def _entry(name: str, value: str) -> _Entry | None:
    """What a name is looked for by; None for one without words. A document's names are looked for more than once."""
    words = Words(name)
    texts = tuple(words.texts)
    if not texts:
        return None
    gaps = tuple(_gap(name[end:start]) for end, start in zip(words.ends, words.starts[1:], strict=False))
    letters = "".join(texts)
    exact = len(letters) < 4 or (letters.isupper() and len(texts) == 1) or name.isupper()
    printed = name[words.starts[0] : words.ends[-1]]
    return _Entry(name, value, texts, tuple(words.folded), gaps, printed, name.endswith("."), exact)


class Gazetteer:
    """Names to look for, each with a value."""

    def __init__(self, names: Mapping[str, str]) -> None:
        # first word -> second word, or `_ALONE` -> entries, the longest first
        self._by_words: dict[str, dict[str, list[_Entry]]] = {}
        for name, value in names.items():
            self.add(name, value)

    def add(self, name: str, value: str) -> None:
        """Look for one more name; a second value for a name is not taken."""
        entry = _entry(name, value)
        if entry is None:
            return
        second = entry.folded[1] if len(entry.folded) > 1 else _ALONE
        entries = self._by_words.setdefault(entry.folded[0], {}).setdefault(second, [])
        if any(e.name == name for e in entries):
            return
        entries.append(entry)
        if len(entries) > 1:
            entries.sort(key=lambda e: -len(e.words))

    def find(self, text: str, words: Words | None = None) -> Iterator[Match]:
        """Longest matches from left to right; they do not overlap."""
        words = Words(text) if words is None else words
        places, free = words.places(), 0
        for i in sorted([i for word in self._by_words.keys() & places.keys() for i in places[word]]):
            if i < free or (entry := self._match(text, words, i)) is None:
                continue
            free = i + len(entry.words)
            end = words.ends[free - 1]
            if entry.dot and text[end : end + 1] == ".":
                end += 1
            yield Match(words.starts[i], end, entry.name, entry.value)

    def _match(self, text: str, words: Words, i: int) -> _Entry | None:
        by_second = self._by_words[words.folded[i]]
        if i + 1 < len(words.folded) and (entries := by_second.get(words.folded[i + 1])):
            for entry in entries:
                if _fits(text, words, i, entry):
                    return entry
        for entry in by_second.get(_ALONE, ()):
            if _case_fits(words.texts[i], entry.words[0], entry.exact):
                return entry
        return None


def _fits(text: str, words: Words, first: int, entry: _Entry) -> bool:
    """Whether the words from number `first` on are a name of more than one word."""
    size, begin = len(entry.words), words.starts[first]
    stop = first + size
    if stop > len(words.texts):
        return False
    if text.startswith(entry.printed, begin):  # letter for letter, as most are
        return words.ends[stop - 1] == begin + len(entry.printed)
    if tuple(words.folded[first:stop]) != entry.folded:
        return False
    end = begin
    for k, i in enumerate(range(first, stop)):
        if not _case_fits(words.texts[i], entry.words[k], entry.exact):
            return False
        if k:
            between = text[end : words.starts[i]]
            if len(between) > _WIDEST_GAP:
                return False
            if between != entry.gaps[k - 1] and (_BLANK_LINE.search(between) or _gap(between) != entry.gaps[k - 1]):
                return False
        end = words.ends[i]
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
