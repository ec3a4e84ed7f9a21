"""Cuts a line where another part of a release may begin that a scraper glued on.

The labeller sees each piece as a line of its own; neighbouring pieces with the same label are rejoined later.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipeline.data import word_list, word_table
from pipeline.structure.datelines import dateline_at
from pipeline.structure.head_dates import first_date
from pipeline.structure.lines import Paragraph, Span, stripped

_OPENERS = "|".join(word_list("structure/openers.txt"))
_CUT = re.compile("|".join(row[0].replace("OPENERS", _OPENERS) for row in word_table("structure/cuts.tsv")))
# “… the ferry sails in May.” [Ends] Notes for editors …
_END_MARK = re.compile(
    r"(?m:^)[ \t]*(?:[*-] +)?###[ \t]+[^\s#\\]"  # not a mark: a Markdown heading, “### About Zed Mines”
    r"|(?P<mark>(?<![^\s.!?”\"])(?:\[Ends?\]|\(Ends?\)|[-–—]+\s?E(?:NDS?|nds?)\s?[-–—]+"
    r"|-?#\s?\\?#\s?\\?#-?|\\#\s?\\?#\s?\\?#)(?!\S))"
)
_HEADLINE_FOLLOWS = re.compile(r"[^\S\n]{1,8}[A-Z“\"‘]")
_NUMBER = re.compile(r"\s*\(?\d{1,3}[.)]?\s*")  # of a list item, with spaces before its words
_HEAD = 6  # first lines, in which a headline may follow a date
_DATED = 80  # code points from the start of such a line to the end of its date


def pieces_of(text: str, unmarked: str, paragraphs: list[Paragraph], opened: Iterable[int] = ()) -> Iterator[Paragraph]:
    """The paragraphs, cut where another part may begin; a piece's `number` is the index of its paragraph."""
    marks = (at for span in end_marks(text) for at in (span.start, span.end))
    cuts = sorted({*(m.end() for m in _CUT.finditer(text)), *marks, *_after_dates(text, unmarked, paragraphs), *opened})
    for number, p in enumerate(paragraphs):
        inside = cuts[bisect_right(cuts, p.start) : bisect_left(cuts, p.end)]
        bounds = [p.start, *(at for at in inside if not _NUMBER.fullmatch(unmarked, p.start, at)), p.end]
        for start, end in pairwise(bounds):
            first, last = stripped(text, start, end)
            if first < last:
                yield Paragraph.of(unmarked, first, last, p.blank_before and start == p.start, number)


def end_marks(text: str) -> Iterator[Span]:
    """The end marks of releases: “###”, “- ENDS -”."""
    return (Span(*m.span()) for m in _END_MARK.finditer(text) if m["mark"])


def has_words(text: str, piece: Paragraph) -> bool:
    """Whether a piece holds words or an end mark (“###”, “\\###”), and not just markup or a button's letter (“f”)."""
    words = piece.text if piece.text[1:] or not piece.text.isalpha() else ""
    return words != "" or text.count("#", piece.start, piece.end) > 1


def _after_dates(text: str, unmarked: str, paragraphs: list[Paragraph]) -> Iterator[int]:
    """Offsets where a headline follows the publication date: “PRESS RELEASE May 3  2011 Exports of timber rise”."""
    for p in paragraphs[:_HEAD]:
        day = None if dateline_at(unmarked, p.start, p.end) else first_date(text, p.start, min(p.start + _DATED, p.end))
        if day and p.end - day.end > 20 and _HEADLINE_FOLLOWS.match(text, day.end):
            yield day.end
