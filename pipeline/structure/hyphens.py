"""Words that a line end breaks (“under-⏎lined”, “Mihai Pop-⏎șoi”): read as one word, with the offsets of the text kept.

`Breaks.reading` has the length of the text: the letters after a break are moved up to it, and the blanks of the break
stand behind the word. What is read from it is one word; `Breaks.placed` says where that stands in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from pipeline.data import word_list

_BROKEN = re.compile(
    r"(?<![^\W\d_])(?P<left>[^\W\d_]+)(?P<hyphen>[-‐\xad])"
    r"(?P<gap>[ \t\xa0]{0,8}(?:\r\n|[\n\r\x0b\x0c\x85\u2028])[ \t\xa0]{0,8})"
    r"(?P<right>[^\W\d_]+)[^\s]{0,80}"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
# what makes one word with what follows, though both are words: “under-⏎lined” is no “under-lined”
_PREFIXES = frozenset(
    ["counter", "down", "fore", "hydro", "inter", "intra", "hyper", "macro", "mis", "out", "over", "re", "sub", "super",
     "trans", "tele", "un", "under", "up"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Breaks:
    """The broken words of a text: for each where its second part begins to stand in the reading, how far that was
    moved, and where the word ends in the text."""

    places: tuple[tuple[int, int, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.places)

    def rejoined(self, text: str) -> str:
        """The text with each broken word in one piece, as long as before."""
        out, at = [], 0
        for start, move, end in self.places:
            blank = " " if text[end : end + 1] in ("", "\n", "\r") else "\n"  # a line end, unless one follows anyway
            out += [text[at:start], text[start + move : end], blank.ljust(move)]
            at = end
        return "".join((*out, text[at:]))

    def placed(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the reading stands in the text."""
        return self._placed(start, False), self._placed(end, True)

    def _placed(self, offset: int, is_end: bool) -> int:
        n = bisect_right(self.places, offset - is_end, key=itemgetter(0)) - 1
        _, move, end = self.places[n] if n >= 0 else (0, 0, offset)
        return offset if offset > end - move - (not is_end) else offset + move


def broken_words(text: str) -> Breaks:
    """The words of `text` that a line end breaks at a hyphen."""
    found = list(_BROKEN.finditer(text))
    known = frozenset(w.casefold() for w in _WORD.findall(text)) if found else frozenset()
    places = []
    for m in found:
        keeps = m["hyphen"] != "\xad" and _keeps_hyphen(m["left"], m["right"], known)
        start = m.end("hyphen") if keeps else m.start("hyphen")
        places.append((start, m.start("right") - start, m.end()))
    return Breaks(tuple(places))


def _keeps_hyphen(left: str, right: str, known: Container[str]) -> bool:
    """Whether the hyphen is part of the word (“Anglo-⏎Irish”, “long-⏎term”).

    The document's own words decide, then a list of words; what neither knows was broken, unless both halves are words.
    """
    first, second = left.casefold(), right.casefold()
    if left.isupper() != right[0].isupper():
        return True  # “Anglo-⏎Irish”, “NATO-⏎led”
    if first + second in known or f"{first}-{second}" in known:
        return first + second not in known
    are_words = first not in _PREFIXES and {first, second} <= _words()
    return are_words and first + second not in _words()


@cache
def _words() -> frozenset[str]:
    """The pieces of words that the reader knows; half of them are words."""
    return frozenset(w for w in word_list("reader/vocabulary.txt") if w.isalpha() and len(w) > 1)
