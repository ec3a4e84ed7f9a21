"""Find listed names in a text: longest match over words, ignoring accents, full stops, line ends and, where safe, case.

`Gazetteer({"Côte d'Ivoire": "CIV"})` finds “Cote d’Ivoire”, “CÔTE D’IVOIRE”, “Côte⏎d’Ivoire”, but not “cote d'ivoire”.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.extraction.text.forms import folded
from pipeline.records import grouped

_WORD = re.compile(r"[^\W_]+|&")
_SPACES = re.compile(r"\s+")
_BLANK_LINE = re.compile(r"\n\s*\n")
_MARKS = str.maketrans({"’": "'", "‘": "'", **dict.fromkeys("-‐‑–", " "), ".": None})


class ListedName(NamedTuple):
    """An occurrence of a listed name in a text, with the name's value in the list."""

    start: int
    end: int
    value: str


def folded_and(word: str) -> str:
    """The form of a word by which names are compared: `folded`, with `&` as “and”."""
    return "and" if word == "&" else folded(word)


class FoldedWords:
    """The words of one text in order, with their offsets; names are compared by `folded_and`."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = list(_WORD.finditer(text))
        self.starts, self.ends = [m.start() for m in found], [m.end() for m in found]
        self.texts = [m[0] for m in found]
        self.folded = [folded_and(word) for word in self.texts]

    def gaps(self, first: int, stop: int) -> list[str | None]:
        """The text between neighbouring words from number `first` up to `stop`; None where it separates them."""
        gaps = (self.text[self.ends[i] : self.starts[i + 1]] for i in range(first, stop - 1))
        return [None if _BLANK_LINE.search(gap) else _SPACES.sub(" ", gap.translate(_MARKS)) for gap in gaps]


class Gazetteer:
    """Names to look for, each with a value."""

    def __init__(self, names: Mapping[str, str]) -> None:
        listed = [(FoldedWords(name), value) for name, value in names.items()]
        longest_first = sorted(listed, key=lambda pair: -len(pair[0].texts))
        self._by_first = grouped((name.folded[0], (name, value)) for name, value in longest_first if name.folded)

    def find(self, words: FoldedWords) -> Iterator[ListedName]:
        """The longest matches from left to right, without overlap."""
        free = 0
        for i, word in enumerate(words.folded):
            listed = self._by_first.get(word, ()) if i >= free else ()
            if fitting := next((pair for pair in listed if _fits(words, i, pair[0])), None):
                name, value = fitting
                free = i + len(name.texts)
                end = words.ends[free - 1]
                end += name.text.endswith(".") and words.text[end : end + 1] == "."
                yield ListedName(words.starts[i], end, value)


def _fits(words: FoldedWords, first: int, listed: FoldedWords) -> bool:
    """Whether the words from number `first` on match a listed name."""
    stop = first + len(listed.texts)
    if words.folded[first:stop] != listed.folded or words.gaps(first, stop) != listed.gaps(0, stop - first):
        return False
    exact = sum(map(len, listed.texts)) < 4 or listed.text.isupper()  # a short name or acronym: only in this case
    return all(_case_fits(*pair, exact) for pair in zip(words.texts[first:stop], listed.texts, strict=True))


def _case_fits(found: str, listed: str, exact: bool) -> bool:
    """Whether the case of a found word is acceptable for the listed word, which has the same letters."""
    if "&" in (found, listed) or [c.isupper() for c in found] == [c.isupper() for c in listed]:
        return True
    return not exact and found[:1].isupper()
