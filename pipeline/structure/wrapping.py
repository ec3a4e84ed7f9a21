"""Takes out of a text what nobody reads: line wrapping, the marks of a quoted mail, invisible characters."""

import re
from collections.abc import Iterable, Iterator
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from pipeline.structure.lines import Span

_BROKEN = re.compile(
    r"(?<![^\W\d_])(?P<left>[^\W\d_]+)(?P<hyphen>[-‐\xad])"
    r"[ \t\xa0]{0,8}(?:\r\n|[\n\r\x0b\x0c\x85\u2028])(?:[ \t\xa0]{0,8}>){0,9}[ \t\xa0]{0,8}(?=(?P<right>[^\W\d_]))"
)
_LINE_END = re.compile(r"[^\S\n]{0,80}\n[^\S\n]*(?:>[^\S\n]*)*")
_QUOTED = re.compile(r"(?m)^[^\S\n]*(?:>[^\S\n]*)+")  # before the lines of a quoted mail
_FULL, _EVEN = 60, 0.7  # columns of the longest line of a wrapped paragraph at least; the part that others fill of it
_OTHER_LINE_END = re.compile(r"\r(?!\n)|[\x0b\x0c\x85\u2028\u2029]")
_UNUSUAL_SPACE = re.compile(r"[^\S \n\r\t]")  # no-break, thin, ideographic
_INVISIBLE = re.compile(r"(?<=[^\W\d_])\xad(?=[^\W\d_])|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def readable(text: str, paragraphs: Iterable[Span] | None = None) -> tuple[str, NDArray[np.int64]]:
    """The text without invisible characters and marks of a quoted mail, and the offset in `text` of each character;
    with `paragraphs`, also without their wrapping and with plain spaces. A soft hyphen in no word may be a dash."""
    characters, kept = list(text), np.ones(len(text), dtype=bool)
    kept[[m.start() for m in _INVISIBLE.finditer(text)]] = False
    quoted = [m.span() for m in _QUOTED.finditer(text)]
    for start, end in quoted if len(quoted) > text.count("\n") / 2 else ():  # not a menu or a quotation in Markdown
        kept[start:end] = False
    if paragraphs is not None:
        characters = _unwrapped(_OTHER_LINE_END.sub("\n", text), paragraphs, kept)
    return "".join(compress(characters, kept)), np.flatnonzero(kept)


def _unwrapped(text: str, paragraphs: Iterable[Span], kept: NDArray[np.bool_]) -> list[str]:
    """The characters of a text, with plain spaces, also for line ends; those of the wrapping are no longer `kept`. A
    hyphen at a line end is kept where the case changes (“Anglo-⏎Irish”, “NATO-⏎led”), else dropped (“long-⏎term”)."""
    characters = list(_UNUSUAL_SPACE.sub(" ", text))
    kept[[m.start() for m in re.finditer("\r\n", text)]] = False
    for start, end in (place for paragraph in paragraphs for place in _line_ends(text, paragraph)):
        kept[start:end] = False
        kept[end - 1], characters[end - 1] = True, " "
    for m in _BROKEN.finditer(text):
        keeps = m["hyphen"] != "\xad" and m["left"].isupper() != m["right"].isupper()
        kept[m.end("hyphen") if keeps else m.start("hyphen") : m.end()] = False
    return characters


def _line_ends(text: str, paragraph: Span) -> Iterator[tuple[int, int]]:
    """The line ends of a hard-wrapped paragraph; not those after shorter lines, as in a list."""
    first = text.rfind("\n", 0, paragraph.start) + 1  # of a line: a dateline stands before the first paragraph
    lengths = [len(line) for line in _LINE_END.split(text[first : paragraph.end])]
    longest = max(lengths)
    for m, length in zip(_LINE_END.finditer(text, paragraph.start, paragraph.end), lengths, strict=False):
        if longest >= _FULL and length >= _EVEN * longest:
            yield m.span()
