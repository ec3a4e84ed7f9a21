"""Joins words that are hyphenated at a line end (“under-⏎lined”, “Mihai Pop-⏎șoi”) and keeps the length of the text.

In the text of `Breaks.joined` the letters after a break are moved up to it, and the break's white space follows the
word, so that a broken word is one word. `Breaks.placed` maps a span of the joined text back to the original text.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter

_BROKEN = re.compile(
    r"(?<![^\W\d_])(?P<left>[^\W\d_]+)(?P<hyphen>[-‐\xad])"
    r"(?P<gap>[ \t\xa0]{0,8}(?:\r\n|[\n\r\x0b\x0c\x85\u2028])[ \t\xa0]{0,8})"
    r"(?P<right>[^\W\d_]+)[^\s]{0,80}"
)


@dataclass(frozen=True, slots=True)
class Breaks:
    """The broken words of a text; for each, where its second part starts in the joined text, by how much that part was
    moved, and where the word ends in the original text."""

    places: tuple[tuple[int, int, int], ...] = ()

    def joined(self, text: str) -> str:
        """The text with each broken word in one piece; its length is unchanged."""
        out, at = [], 0
        for start, move, end in self.places:
            blank = " " if text[end : end + 1] in ("", "\n", "\r") else "\n"  # keep a line end, unless one follows
            out += [text[at:start], text[start + move : end], blank.ljust(move)]
            at = end
        return "".join((*out, text[at:]))

    def placed(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text for a span of the joined text."""
        return start + self._moved(start), end + self._moved(end - 1)

    def _moved(self, offset: int) -> int:
        """By how much the code point at an offset of the joined text was moved."""
        n = bisect_right(self.places, offset, key=itemgetter(0)) - 1
        _, move, end = self.places[n] if n >= 0 else (0, 0, 0)
        return move if offset < end - move else 0


def broken_words(text: str) -> Breaks:
    """The broken words of `text`; a hyphen is kept where the case changes (“Anglo-⏎Irish”, “NATO-⏎led”), else dropped:
    “long-⏎term” is “longterm”."""
    places = []
    for m in _BROKEN.finditer(text):
        keeps = m["hyphen"] != "\xad" and m["left"].isupper() != m["right"][0].isupper()
        start = m.end("hyphen") if keeps else m.start("hyphen")
        places.append((start, m.start("right") - start, m.end()))
    return Breaks(tuple(places))
