"""Words that a line end breaks (“under-⏎lined”, “Mihai Pop-⏎șoi”): joined to one, with the offsets of the text kept.

`Breaks.joined` gives a joined text, as long as before: the letters after a break are moved up to it, and the blanks of
the break stand after the word. A broken word is one word in it; `Breaks.placed` says where that stands in the text.
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
    """The broken words of a text: for each where its second part begins to stand in the joined text, how far that was
    moved, and where the word ends in the text."""

    places: tuple[tuple[int, int, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.places)

    def joined(self, text: str) -> str:
        """The text with each broken word in one piece, as long as before."""
        out, at = [], 0
        for start, move, end in self.places:
            blank = " " if text[end : end + 1] in ("", "\n", "\r") else "\n"  # a line end, unless one follows anyway
            out += [text[at:start], text[start + move : end], blank.ljust(move)]
            at = end
        return "".join((*out, text[at:]))

    def placed(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the joined text stands in the text."""
        return start + self._moved(start), end + self._moved(end - 1)

    def _moved(self, offset: int) -> int:
        """How far the code point at an offset of the joined text was moved up to its word."""
        n = bisect_right(self.places, offset, key=itemgetter(0)) - 1
        _, move, end = self.places[n] if n >= 0 else (0, 0, 0)
        return move if offset < end - move else 0


def broken_words(text: str) -> Breaks:
    """The words of `text` that a line end breaks at a hyphen, which stays where the case changes at it.

    “Anglo-⏎Irish”, “NATO-⏎led”; “long-⏎term” is “longterm”, for most such words were broken where they have none.
    """
    places = []
    for m in _BROKEN.finditer(text):
        keeps = m["hyphen"] != "\xad" and m["left"].isupper() != m["right"][0].isupper()
        start = m.end("hyphen") if keeps else m.start("hyphen")
        places.append((start, m.start("right") - start, m.end()))
    return Breaks(tuple(places))
