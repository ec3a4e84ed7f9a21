"""Cuts inside a line, where a scraper glued the next part of a release on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.structure.cues import cue
from pipeline.structure.head_dates import date_at
from pipeline.structure.lines import Paragraph

# “… they warn.” [Ends] Notes for editors …
_INLINE_END = re.compile(r"(?<=\s)(?:\[Ends?\]|\(Ends?\)|[-–—]\s?E(?:NDS?|nds?)\s?[-–—]|(?:\\?#\s?){3})(?=\s|$)")
_OPENERS = (
    r"For (?:more|further|media|press|additional) |To learn more |Contact:|CONTACT|Contact Details|Contact Information"
    r"|Media [Cc]ontact|MEDIA CONTACT|Forward-[Ll]ooking|Safe Harbor|Disclaimer|The issuer is solely"
    r"|Notes? (?:to|for) [Ee]ditors?"
)
_NAME = r"[A-Z][\w&.]+(?:\s[A-Z][\w&.]+){0,4}"
# “on Monday.About Example LtdExample Ltd is …”
_GLUED = re.compile(
    rf"(?<=[a-z.!?)\]”\"])(?=About {_NAME}[A-Z]?[A-Za-z]* (?:is|are|was)\b)"
    rf"|(?<=[a-z.!?)\]”\"])(?=(?:{_OPENERS}))"
)
_WIDE_CUE = re.compile(rf"(?<=[^\S\n]{{2}})(?=(?:About (?:the )?[A-Z]|{_OPENERS}))")
# pictures and empty links before the words of a line
_LEADING_IMAGE = re.compile(r"^[^\S\n]*(?:(?:!\[[^\]\n]*\]|\[\])\([^()\n]*\)[^\S\n]*)+(?=\S)", re.MULTILINE)


def split_at_cues(text: str, plain: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Paragraphs cut where a scraper glued the next part on (“on Monday.About Example LtdExample Ltd is …”)."""
    cuts = sorted(
        {m.start() for m in _GLUED.finditer(text)}
        | {m.start() for m in _WIDE_CUE.finditer(text)}
        | set(_after_release_lines(text, paragraphs))
        | {m.end() for m in _LEADING_IMAGE.finditer(text)}
        | {at for m in _INLINE_END.finditer(text) for at in m.span()}
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
    for paragraph in paragraphs:
        m = cue("release_line").match(text, paragraph.start, paragraph.end)
        if m is None or paragraph.end - m.end() < 40:
            continue
        at = m.end()
        while at < paragraph.end and not text[at].isalnum():
            at += 1
        day = date_at(text, at, paragraph.end)
        if day and day.end < paragraph.end:
            yield day.end
