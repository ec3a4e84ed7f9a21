"""Takes line wrapping out of a text: words hyphenated at a line end, the line ends of hard-wrapped paragraphs, “> ”.

Extraction reads the text without them, so that its rows do not depend on the layout.
"""

import re
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from pipeline.structure.lines import Span

_BROKEN = re.compile(
    r"(?<![^\W\d_])(?P<left>[^\W\d_]+)(?P<hyphen>[-‐\xad])"
    r"[ \t\xa0]{0,8}(?:\r\n|[\n\r\x0b\x0c\x85\u2028])[ \t\xa0]{0,8}(?=(?P<right>[^\W\d_]))"
)
_LINE_END = re.compile(r"[^\S\n]{0,80}\n[^\S\n]*(?:>[^\S\n]*)*")
_QUOTED = re.compile(r"(?m)^[^\S\n]*(?:>[^\S\n]*)+")  # before the lines of a quoted mail
_FULL, _EVEN = 60, 0.7  # columns of the longest line of a wrapped paragraph at least; the part that others fill of it
_UNUSUAL_SPACE = re.compile(r"[^\S \n\r\t]")  # no-break, thin, ideographic


def unwrapped(text: str, paragraphs: Iterable[Span]) -> tuple[str, NDArray[np.int64]]:
    """The text without wrapping and with plain spaces, and for each of its characters the offset in `text`.

    A hyphen at a line end is kept where the case changes (“Anglo-⏎Irish”, “NATO-⏎led”), else dropped: “long-⏎term” is
    “longterm”.
    """
    codes = np.frombuffer(_UNUSUAL_SPACE.sub(" ", text).encode("utf-32-le"), "<u4").copy()
    kept = np.ones(len(codes), dtype=bool)
    quoted = [m.span() for m in _QUOTED.finditer(text)]
    for start, end in quoted if len(quoted) > text.count("\n") / 2 else ():  # not a menu or a quotation in Markdown
        kept[start:end] = False
    for start, end in (place for paragraph in paragraphs for place in _line_ends(text, paragraph)):
        kept[start:end] = False
        kept[end - 1], codes[end - 1] = True, ord(" ")
    for m in _BROKEN.finditer(text):
        keeps = m["hyphen"] != "\xad" and m["left"].isupper() != m["right"].isupper()
        kept[m.end("hyphen") if keeps else m.start("hyphen") : m.end()] = False
    return codes[kept].tobytes().decode("utf-32-le"), np.flatnonzero(kept)


def _line_ends(text: str, paragraph: Span) -> Iterator[tuple[int, int]]:
    """The line ends of a hard-wrapped paragraph; not those after shorter lines, as in a list."""
    lengths = [len(line) for line in _LINE_END.split(text[paragraph.start : paragraph.end])]
    for m, length in zip(_LINE_END.finditer(text, paragraph.start, paragraph.end), lengths, strict=False):
        if max(lengths) >= _FULL and length >= _EVEN * max(lengths):
            yield m.span()
