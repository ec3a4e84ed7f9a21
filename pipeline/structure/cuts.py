"""Cuts inside a line, where a scraper glued the next part of a release on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.structure.cues import cue
from pipeline.structure.datelines import dateline_at
from pipeline.structure.head_dates import date_at
from pipeline.structure.lines import Paragraph, ends_sentence

# “… the ferry sails in May.” [Ends] Notes for editors …
_INLINE_END = re.compile(r"\[Ends?\]|\(Ends?\)|[-–—]\s?E(?:NDS?|nds?)\s?[-–—]|#\s?\\?#\s?\\?#|\\#\s?\\?#\s?\\?#")
_NAME = r"[A-Z][\w&.]+(?:\s[A-Z][\w&.]+){0,4}[A-Z]?[A-Za-z]*"
_OPENER = re.compile(
    rf"(?:About|ABOUT) (?:(?P<glued>{_NAME} (?:is|are|was)\b)|(?:the )?[A-Z])"
    r"|For (?:more|further|media|press|additional) |To learn more |Contact(?:: | Details| Information)|CONTACT"
    r"|Media [Cc]ontact|MEDIA CONTACT|Forward-[Ll]ooking|Safe Harbor|Disclaimer|The issuer is solely"
    r"|Notes? (?:to|for) [Ee]ditors?"
)
_GLUED_CONTACT = re.compile(
    r"[*_]*(?:(?:Media|Press|Investor|Investor Relations|Public Relations|News) )?"
    r"(?:Contacts?(?: (?:Details|Information|Info|Us))?|CONTACTS?)(?=[A-Z][a-z])|Company Website(?=https?:|www)"
)
_GLUED_NAME = re.compile(
    r"[#*_ ]{0,8}(?:About|ABOUT) (?:the )?(?P<name>[A-Z][^\n.,;:]{1,60}?[a-z0-9)®™])(?=[A-Z][a-z]+,? [a-z])"
)
_HEADING_STARTS = frozenset("#*_ AMPINC")
_TITLE_FOLLOWS = re.compile(r"[^\S\n]{1,8}[A-Z“\"‘]")
_LONGEST_TITLE = 260
_SENTENCE_ENDS = frozenset('.!?”"')
_GLUE = frozenset('abcdefghijklmnopqrstuvwxyz.!?)]”"')
# pictures and empty links before the words of a line
_LEADING_IMAGE = re.compile(r"^[^\S\n]*(?:(?:!\[[^\]\n]*\]|\[\])\([^()\n]*\)[^\S\n]*)+(?=\S)", re.MULTILINE)


def split_at_cues(text: str, plain: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Paragraphs cut where a scraper glued the next part on (“on Monday.About Example LtdExample Ltd is …”)."""
    cuts = sorted(
        {
            *_openers(text),
            *_inline_ends(text),
            *_after_release_lines(text, paragraphs),
            *_after_images(text),
            *_after_glued_headings(text, paragraphs),
            *_after_first_dates(text, paragraphs),
        }
    )
    if not cuts:
        return paragraphs
    out: list[Paragraph] = []
    for paragraph in paragraphs:
        inside = [c for c in cuts if paragraph.start < c < paragraph.end]
        if not inside:
            out.append(paragraph)
            continue
        for s, e in zip((paragraph.start, *inside), (*inside, paragraph.end), strict=True):
            piece = text[s:e]
            if stripped := piece.strip():
                start = s + len(piece) - len(piece.lstrip())
                end = start + len(stripped)
                out.append(Paragraph(start, end, " ".join(plain[start:end].split()), paragraph.blank_before))
    return out


def _after_release_lines(text: str, paragraphs: list[Paragraph]) -> Iterator[int]:
    """Where the text goes on after a release line and its date: “FOR IMMEDIATE RELEASE  May 3  2011 Exports rise …”."""
    under_kind = False  # the paragraph before only says “Press Release”
    for paragraph in paragraphs:
        m = cue("release_line").match(text, paragraph.start, paragraph.end)
        at = m.end() if m else paragraph.start
        if (m is None and not under_kind) or paragraph.end - at < 40:
            under_kind = len(paragraph.plain) < 40 and cue("release_kind").match(paragraph.plain) is not None
            continue
        under_kind = False
        while at < paragraph.end and not text[at].isalnum():
            at += 1
        day = date_at(text, at, paragraph.end)
        if day and day.end < paragraph.end:
            yield day.end
        elif m and text[m.end() : at].isspace() and at - m.end() > 1:
            yield at  # a scraper's line end


def _after_first_dates(text: str, paragraphs: list[Paragraph]) -> Iterator[int]:
    """Where a headline follows the day of publication: “May 3  2011 Exports of timber rise in the north”."""
    for paragraph in paragraphs[:6]:
        if len(paragraph.plain) > _LONGEST_TITLE or ends_sentence(paragraph.plain):
            continue
        day = date_at(text, paragraph.start, paragraph.end)
        if day is None or paragraph.end - day.end < 20 or cue("filing").match(text, day.end, paragraph.end):
            continue
        if dateline_at(text, paragraph.start, paragraph.end):
            continue
        if _TITLE_FOLLOWS.match(text, day.end):
            yield day.end


def _after_glued_headings(text: str, paragraphs: list[Paragraph]) -> Iterator[int]:
    """Where a scraper glued a text to its heading: “Media ContactAnn Example”, “About PaperlyFounded in 2018 …”.

    A name ends where it stands elsewhere without what was glued to it.
    """
    for paragraph in paragraphs:
        start, end = paragraph.start, paragraph.end
        if text[start] not in _HEADING_STARTS:
            continue
        if m := _GLUED_CONTACT.match(text, start, end):
            yield m.end()
        elif m := _GLUED_NAME.match(text, start, end):
            name = re.compile(rf"(?<!\w){re.escape(m.group('name'))}(?!\w)")
            if any(found.start() != m.start("name") for found in name.finditer(text)):
                yield m.end("name")


def _openers(text: str) -> Iterator[int]:
    """Where a cue follows a wide gap, or no gap at all: “on Monday.About Example LtdExample Ltd is …”."""
    for m in _OPENER.finditer(text):
        at = m.start()
        wide = at > 1 and text[at - 1].isspace() and text[at - 2].isspace() and text[at - 1] != "\n"
        glued = at > 0 and text[at - 1] in _GLUE and (m.group("glued") or not m.group().startswith(("About", "ABOUT")))
        if wide or glued:
            yield at


def _inline_ends(text: str) -> Iterator[int]:
    for m in _INLINE_END.finditer(text):
        before = text[m.start() - 1 : m.start()]
        if not before.isspace() and not ("#" in m.group() and before in _SENTENCE_ENDS):
            continue
        if m.end() == len(text) or text[m.end()].isspace():
            yield from m.span()


def _after_images(text: str) -> Iterator[int]:
    if "](" in text:
        yield from (m.end() for m in _LEADING_IMAGE.finditer(text))
