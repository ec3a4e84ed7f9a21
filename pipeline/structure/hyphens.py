"""Words that a line end breaks (“under-⏎lined”, “Mihai Pop-⏎șoi”): read as one word, with the offsets of the text kept.

`Breaks.reading` has the length of the text: the letters after a break are moved up to it, and the blanks of the break
stand behind the word. What is read from it is one word; `Breaks.placed` says where that stands in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from pipeline.data import word_list

_BROKEN = re.compile(
    r"(?<![^\W\d_])(?P<left>[^\W\d_]+)(?P<hyphen>[-‐\xad])"
    r"(?P<gap>[ \t\xa0]{0,8}(?:\r\n|[\n\r\x0b\x0c\x85\u2028])[ \t\xa0]{0,8})"
    r"(?P<right>[^\W\d_]+)[^\s]{0,80}"
)
_LINE_END = re.compile(r"[-‐\xad][ \t\xa0]{0,8}[\n\r\x0b\x0c\x85\u2028]")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
# “pre- and post-war”: a hyphen that a later word completes
_SUSPENDED = frozenset(["and", "or", "to", "nor", "but"])
# what makes one word with what follows, though both are words: “under-⏎lined” is no “under-lined”
_PREFIXES = frozenset(
    ["counter", "down", "fore", "hydro", "inter", "intra", "hyper", "macro", "mis", "out", "over", "re", "sub", "super",
     "trans", "tele", "un", "under", "up"]
)  # fmt: skip
# what the hyphen parts from its word, whatever that is: “self-⏎rule”, “niacin-⏎based”
_FIRST = frozenset(["all", "anti", "co", "ex", "non", "post", "pre", "self"])
_SECOND = frozenset(["based", "centric", "free", "led", "like", "related", "style", "type", "wide"])
_VOCABULARY = "reader/vocabulary.txt"  # the pieces of words that the reader knows; half of them are words
_LIMIT = 20_000  # breaks of one text


@dataclass(frozen=True, slots=True)
class Breaks:
    """The broken words of a text: for each where its second part begins to stand in the reading, how far that was
    moved, and where the word ends in the text."""

    starts: tuple[int, ...] = ()
    moves: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.starts)

    def rejoined(self, text: str) -> str:
        """The text with each broken word in one piece, as long as before."""
        out, at = [], 0
        for start, move, end in zip(self.starts, self.moves, self.ends, strict=True):
            out += [text[at:start], text[start + move : end], _blanks(text, start, move, end)]
            at = end
        return "".join((*out, text[at:])) if out else text

    def placed(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the reading stands in the text."""
        return self._placed(start, False), self._placed(end, True)

    def _placed(self, offset: int, is_end: bool) -> int:
        n = bisect_right(self.starts, offset - is_end) - 1
        if n < 0 or offset > self.ends[n] - self.moves[n] - (not is_end):
            return offset
        return offset + self.moves[n]


NO_BREAKS = Breaks()


def broken_words(text: str) -> Breaks:
    """The words of `text` that a line end breaks at a hyphen."""
    if not _LINE_END.search(text):
        return NO_BREAKS
    known = {w.casefold() for w in _WORD.findall(text)}
    found = list(islice(_breaks(text, known), _LIMIT))
    return Breaks(*(tuple(column) for column in zip(*found, strict=True))) if found else NO_BREAKS


def _breaks(text: str, known: set[str]) -> Iterator[tuple[int, int, int]]:
    at = 0
    while m := _BROKEN.search(text, at):
        at = m.end("gap")
        keeps = _keeps_hyphen(m["left"], m["right"], known) if m["hyphen"] != "\xad" else False
        if keeps is None:
            continue
        start = m.end("hyphen") if keeps else m.start("hyphen")
        yield start, m.start("right") - start, m.end()
        at = m.end()


def _keeps_hyphen(left: str, right: str, known: set[str]) -> bool | None:
    """Whether the hyphen is part of the word (“Anglo-⏎Irish”, “long-⏎term”); None where no word is broken.

    The document's own words decide, then a list of words; what neither knows was broken, unless both halves are words.
    """
    first, second = left.casefold(), right.casefold()
    if left.isupper() != right[0].isupper():
        return True  # “Anglo-⏎Irish”, “NATO-⏎led”
    if first + second in known or f"{first}-{second}" in known:
        return first + second not in known
    if _is_word(first + second):
        return False
    if second in _SUSPENDED:
        return None
    if first in _FIRST or second in _SECOND:
        return True
    return first not in _PREFIXES and _is_word(first) and _is_word(second)


def _blanks(text: str, start: int, move: int, end: int) -> str:
    """What fills the place of the letters moved up: a line end, unless one follows anyway."""
    follows = text[end : end + 1]
    return " " * move if not follows or follows in "\n\r" else "\n" + " " * (move - 1)


def _is_word(word: str) -> bool:
    return len(word) > 1 and word in _words()


@cache
def _words() -> frozenset[str]:
    return frozenset(w for w in word_list(_VOCABULARY) if w.isalpha())
