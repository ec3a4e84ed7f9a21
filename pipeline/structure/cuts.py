"""Places within a line where another part of a release may begin, because a scraper glued it on.

The labeller sees each piece as a line of its own; neighbours that it gives one label are one paragraph again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.structure.datelines import dateline_at
from pipeline.structure.head_dates import date_at
from pipeline.structure.lines import Paragraph

# words that open a part, written in capitals: in the midst of a sentence they seldom are
_OPENERS = (
    "About (?:the )?[A-Z]|ABOUT |Contacts?: |Contact (?:Details|Info|[A-Z])|CONTACT|(?:Media|Press) [Cc]ontact"
    "|MEDIA CONTACT|For (?:more|further|media|press|additional) |Notes? (?:to|for) |Disclaimer|Forward-[Ll]ooking"
    "|Safe Harbor|View (?:source|original)|The issuer is "
)
_CUT = re.compile(
    r"(?<=[a-z\d)\]][.!?])(?=[A-Z][a-z]+[\s:-])"  # “… on Monday.About Example Ltd”
    r"|(?<=[.!?][”\"])(?=[A-Z])|(?<=\))(?=[A-Z][a-z]+ )"
    r"|(?<=[.!?:”\"’)\]])[^\S\n]{2,}(?=[A-Z“\"‘#*\[-])"  # a line end that became blanks
    r"|(?<=[a-z]{2})[^\S\n]{2,}(?=[A-Z][a-z]+ )"
    rf"|(?<=[\d.!?:”\"’)\]])[^\S\n]{{0,2}}(?=(?:{_OPENERS}))|(?<=[a-z])(?=(?:{_OPENERS}))"
)
# “… the ferry sails in May.” [Ends] Notes for editors …
_END_MARK = re.compile(
    r"(?<![^\s.!?”\"])(?:\[Ends?\]|\(Ends?\)|[-–—]\s?E(?:NDS?|nds?)\s?[-–—]|#\s?\\?#\s?\\?#|\\#\s?\\?#\s?\\?#)(?!\S)"
)
_TITLE_FOLLOWS = re.compile(r"[^\S\n]{1,8}[A-Z“\"‘]")
# pictures and empty links before the words of a line
_IMAGE = re.compile(r"^[^\S\n]*(?:(?:!\[[^\]\n]*\]|\[\])\([^()\n]*\)[^\S\n]*)+(?=\S)", re.MULTILINE)
_HEAD = 6  # lines in which a date may be followed by a headline
_DATED = 60  # code points from a line's beginning to its date


def pieces_of(text: str, plain: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs, cut where another part may begin; `number` says which paragraph a piece is of."""
    cuts = sorted({*_cuts(text), *_after_dates(text, plain, paragraphs)})
    out: list[Paragraph] = []
    at = 0
    for number, paragraph in enumerate(paragraphs):
        while at < len(cuts) and cuts[at] <= paragraph.start:
            at += 1
        bounds = [paragraph.start]
        while at < len(cuts) and cuts[at] < paragraph.end:
            bounds.append(cuts[at])
            at += 1
        if len(bounds) == 1:
            out.append(replace(paragraph, number=number))
            continue
        for start, end in zip(bounds, (*bounds[1:], paragraph.end), strict=True):
            piece = text[start:end]
            if stripped := piece.strip():
                first = start + len(piece) - len(piece.lstrip())
                last = first + len(stripped)
                blank = paragraph.blank_before and start == paragraph.start
                out.append(Paragraph(first, last, " ".join(plain[first:last].split()), blank, number))
    return out


def has_words(text: str, piece: Paragraph) -> bool:
    """Whether a piece is more than markup: words, or an end mark (“###”, which Markdown escapes as “\\###”)."""
    return bool(piece.plain) or "#" in text[piece.start : piece.end]


def _cuts(text: str) -> Iterator[int]:
    yield from (m.end() for m in _CUT.finditer(text))
    for m in _END_MARK.finditer(text):
        yield from m.span()
    if "](" in text:
        yield from (m.end() for m in _IMAGE.finditer(text))


def _after_dates(text: str, plain: str, paragraphs: list[Paragraph]) -> Iterator[int]:
    """Where a headline follows the day of publication: “PRESS RELEASE May 3  2011 Exports of timber rise”."""
    for p in paragraphs[:_HEAD]:
        if dateline_at(plain, p.start, p.end):
            continue
        for at in range(p.start, min(p.start + _DATED, p.end)):
            day = date_at(text, at, p.end) if at == p.start or not text[at - 1].isalnum() else None
            if day is not None:
                if p.end - day.end > 20 and _TITLE_FOLLOWS.match(text, day.end):
                    yield day.end
                break
