"""Finding listed names in text: longest match over words, blind to accents, dots, line ends and, where safe, to case.

`Gazetteer({"Côte d'Ivoire": "CIV"})` finds “Cote d’Ivoire”, “CÔTE D’IVOIRE” and the name over a line end, but not
“cote d'ivoire”.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.extraction.text.forms import folded

_WORD = re.compile(r"[^\W_]+|&")
_WIDEST_GAP = 24  # characters of white space, indentation after a line break included; more part two columns
_SPACES = re.compile(r"\s+")
_BLANK_LINE = re.compile(r"\n\s*\n")
_MARKS = str.maketrans({"’": "'", "‘": "'", **dict.fromkeys("-‐‑–", " "), ".": None})


class ListedName(NamedTuple):
    """A listed name found in the text, with its value in the list."""

    start: int
    end: int
    value: str


def fold(word: str) -> str:
    """A word as names are compared by it: `folded`, and `&` is “and”."""
    return "and" if word == "&" else folded(word)


class FoldedWords:
    """The words of one text, in order, and where each of them stands; `folded` is what names are compared by."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = list(_WORD.finditer(text))
        self.starts, self.ends = [m.start() for m in found], [m.end() for m in found]
        self.texts = [m[0] for m in found]
        self.folded = [fold(word) for word in self.texts]

    def gaps(self, first: int, stop: int) -> list[str | None]:
        """What stands between the words from number `first` to `stop`; None where it parts them.

        Hyphens and spaces are one, dots do not count.
        """
        gaps = (self.text[self.ends[i] : self.starts[i + 1]] for i in range(first, stop - 1))
        return [
            None if len(gap) > _WIDEST_GAP or _BLANK_LINE.search(gap) else _SPACES.sub(" ", gap.translate(_MARKS))
            for gap in gaps
        ]


class _Entry(NamedTuple):
    name: str
    value: str
    words: FoldedWords
    gaps: list[str | None]  # what stands between the words
    exact: bool  # short names and acronyms: no other case


class Gazetteer:
    """Names to look for, each with a value."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._by_first: dict[str, list[_Entry]] = {}  # first word -> entries, the longest first
        for name, value in names.items():
            words = FoldedWords(name)
            if words.texts:
                exact = sum(map(len, words.texts)) < 4 or name.isupper()
                entry = _Entry(name, value, words, words.gaps(0, len(words.texts)), exact)
                self._by_first.setdefault(words.folded[0], []).append(entry)
        for entries in self._by_first.values():
            entries.sort(key=lambda e: -len(e.words.texts))

    def find(self, text: str, words: FoldedWords | None = None) -> Iterator[ListedName]:
        """Longest matches from left to right; they do not overlap."""
        words = FoldedWords(text) if words is None else words
        free = 0
        for i, word in enumerate(words.folded):
            listed = self._by_first.get(word, ()) if i >= free else ()
            if entry := next((e for e in listed if _fits(words, i, e)), None):
                free = i + len(entry.words.texts)
                end = words.ends[free - 1]
                end += entry.name.endswith(".") and text[end : end + 1] == "."
                yield ListedName(words.starts[i], end, entry.value)


def _fits(words: FoldedWords, first: int, entry: _Entry) -> bool:
    """Whether the words from number `first` on are a name."""
    stop = first + len(entry.words.texts)
    if words.folded[first:stop] != entry.words.folded or words.gaps(first, stop) != entry.gaps:
        return False
    cases = zip(words.texts[first:stop], entry.words.texts, strict=True)
    return all(_case_fits(*pair, entry.exact) for pair in cases)


def _case_fits(found: str, listed: str, exact: bool) -> bool:
    """Whether the case of a found word may stand for the listed one's; their letters are the same."""
    if "&" in (found, listed) or [c.isupper() for c in found] == [c.isupper() for c in listed]:
        return True
    if exact:
        return False
    if listed.islower():  # "and", "of"
        return found.istitle() or found.isupper()
    return found[:1].isupper()
