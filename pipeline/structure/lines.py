"""Splits a text into lines and paragraphs: hard-wrapped lines are joined, other line breaks and wide gaps separate.

A *paragraph* here is the smallest piece that has one kind: a heading, a list item, an address line, a paragraph of
prose. Its `start` and `end` exclude outer white space; its `text` has no markup.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.data import word_list
from pipeline.records import SectionKind, one_line

# Scrapers turn line ends into runs of spaces: at least four after a full stop, at least eight anywhere.
_GAP = re.compile(r"(?<=[.!?:;”\"’)])[^\S\n]{4,}(?=\S)|[^\S\n]{8,}(?=\S)")
PROSE = 200  # code points from which on a paragraph counts as prose
_WIDEST = 132  # columns: the widest at which text is hard-wrapped
BULLET = re.compile(r"[-•·*▪●◦–—‣]\s")
FIELD = re.compile(rf"(?i:{'|'.join(word_list('structure/fields.txt'))}):")  # of a mail or of a scraper's head
_OPENS_PARAGRAPH = re.compile(
    rf"\s*(?:{BULLET.pattern}|{FIELD.pattern}"
    r"|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]\s|#{1,6}\s|<(?:p|li|h\d|div|tr|br)\b)"
)
_UNDERLINE = re.compile(r"={3,}")  # the line below a heading (Markdown's setext headings)
HANGING = re.compile(rf"(?:,|\b(?:{'|'.join(word_list('structure/hanging_words.txt'))}))$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """Code points from `start` up to but not including `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line(Span):
    """A line without the white space around it; `blank_before` says that an empty line precedes it."""

    blank_before: bool


@dataclass(frozen=True, slots=True)
class Paragraph(Line):
    """Lines that belong together; `text` has no markup and collapsed white space, `kind` is the kind of its part."""

    text: str
    number: int = 0
    kind: SectionKind = "body"

    @classmethod
    def of(cls, unmarked: str, start: int, end: int, blank_before: bool, number: int = 0) -> "Paragraph":
        """The paragraph at `start:end` of an unmarked text."""
        return cls(start, end, blank_before, one_line(unmarked[start:end]), number)


def lines_of(text: str) -> Iterator[Line]:
    """The lines of `text` that hold more than white space, split at line ends and at wide gaps."""
    at, empty_before = 0, False
    for raw in text.splitlines(keepends=True):
        line = raw.rstrip()  # a gap at the line's end would be tried from each of its characters
        gaps = _GAP.finditer(line) if "    " in line or "\xa0\xa0" in line else ()
        cuts = [at, *(at + gap.end() for gap in gaps), at + len(raw)]
        for start, end in pairwise(cuts):
            first, last = stripped(text, start, end)
            if first < last:
                yield Line(first, last, empty_before and start == at)
        empty_before = not raw.strip()
        at += len(raw)


def stripped(text: str, start: int, end: int, signs: str | None = None) -> tuple[int, int]:
    """A span without the white space at its ends, or without `signs` instead."""
    piece = text[start:end]
    first = start + len(piece) - len(piece.lstrip(signs))
    return first, max(first, start + len(piece.rstrip(signs)))


def ends_sentence(words: str, marks: str = ".!?…") -> bool:
    """Whether `words` end in one of `marks`; closing quotation marks and brackets after it are ignored."""
    return words.rstrip("\"”’')]*_ ")[-1:] in tuple(marks)


def begins_lower_case(words: str) -> bool:
    """Whether the first word is in lower case; not in “iPads rise” or “10-fold rise”."""
    return words[:1].islower() and words.split(None, 1)[0].islower()


def paragraphs_of(text: str, unmarked: str) -> list[Paragraph]:
    """The paragraphs of `text`; `unmarked` is the same text with spaces in place of markup."""
    lines = list(lines_of(text))
    width = _wrap_width([line for line in lines if not unmarked[line.start : line.end].isspace()])
    runs: list[list[Line]] = []
    for line in lines:
        if runs and _joins(text, runs[-1][-1], line, width):
            runs[-1].append(line)
        else:
            runs.append([line])
    return [Paragraph.of(unmarked, run[0].start, run[-1].end, run[0].blank_before) for run in runs]


def _wrap_width(lines: list[Line]) -> int | None:
    """The column at which a text is hard-wrapped: many lines end just below it, hardly any above it; None
    if each line is a whole paragraph."""
    lengths = sorted(line.end - line.start for line in lines)
    fitting = lengths[: bisect_right(lengths, _WIDEST)]
    # the longest length that several lines come close to; a line with a web address may exceed it
    several = max(2, len(lines) // 12)
    close = (w for w in reversed(fitting) if bisect_right(fitting, w) - bisect_right(fitting, w - 8) >= several)
    width = next(close, 0)
    # too many longer lines are paragraphs; a few may be tables and web addresses
    within = bisect_right(lengths, width + 8) >= len(lines) * 0.85
    return width if width >= 50 and within else None


def _joins(text: str, line: Line, after: Line, width: int | None) -> bool:
    """Whether `after` continues the paragraph of `line`."""
    if _UNDERLINE.fullmatch(text, after.start, after.end):
        return not after.blank_before
    if after.blank_before or _OPENS_PARAGRAPH.match(text, after.start, after.end):
        return False
    follows = text[after.start : after.end].lstrip("> ") or ">"  # “> the next line of a quote” in Markdown
    return _goes_on(text[line.start : line.end], follows, width)


def _goes_on(words: str, follows: str, width: int | None) -> bool:
    """Whether a line goes on in the words below: it is full, or was broken within a sentence."""
    hangs = HANGING.search(words) is not None
    is_ended = ends_sentence(words, ".!?:;…") and not hangs
    if width is None:  # a scraper may have broken it around a link: “met the / Chamber of Trade / on Monday”
        return not is_ended and (len(words) > 15 if follows[0].islower() else len(words) > 30 and hangs)
    is_full = len(words) + len(follows.split(None, 1)[0]) >= width - (0 if is_ended and ends_sentence(words) else 8)
    return is_full or (begins_lower_case(follows) and not is_ended)
