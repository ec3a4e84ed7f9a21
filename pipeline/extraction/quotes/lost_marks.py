"""Where a quote ends whose closing mark is lost, and where one begins whose opening mark is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extraction.quotes.cues import Cue, cues_between
from pipeline.extraction.text.quotation_marks import QuotedSpan
from pipeline.extraction.text.sentences import sentences
from pipeline.structure import Span

_ATTRIBUTION = re.compile(r"(?i)[,?!]\s+(?:(?!(?:i|we|you|one)\b)[^\s,;:?!“”\"]+\s+){0,7}$")
_NARRATIVE = re.compile(r"(?:(?!(?:I|We|You|One)\b)[A-Z][\w.’'-]*\s+){1,5}(?:(?:also|has|then|further|\w+ly)\s+)?$")
_OPENING = re.compile(r"(?:[,:]|\s+that\b)\s*")


def mended(text: str, quoted_spans: Sequence[QuotedSpan], paragraphs: Sequence[Span]) -> list[QuotedSpan]:
    """The quoted spans, with a guessed end or start where a mark is lost.

    A quote that goes on in the next paragraph ends with its own.
    """
    made = []
    for quoted in quoted_spans:
        if quoted.opened and not quoted.closed and not quoted.continues and not quoted.single:
            end = _end(text, quoted, paragraphs[quoted.paragraph].end)
            end = quoted.start + len(text[quoted.start : end].rstrip())
            quoted = quoted._replace(end=end, outer_end=end)
        elif not quoted.opened and not quoted.continued and quoted.closed:
            start = _start(text, quoted)
            quoted = quoted._replace(start=start, outer_start=start)
        made.append(quoted)
    return made


def _sayings(text: str, start: int, end: int) -> Iterator[Cue]:
    return (c for c in cues_between(text, start, end) if c.finite and c.use != "marks")


def _end(text: str, quoted: QuotedSpan, limit: int) -> int:
    parts = sentences(text, [Span(quoted.start, quoted.end)])
    for n, part in enumerate(parts):
        for cue in _sayings(text, part.start, part.end):
            before = text[part.start : cue.start]
            if m := _ATTRIBUTION.search(before):
                return part.start + m.start() + 1  # after the comma of “…, she said” or “…, said Jan Berg”
            if n and _NARRATIVE.fullmatch(before):
                return part.start  # Mr. Berg said that …
    last = parts[-1]
    if quoted.outer_end < limit and len(parts) > 1 and text[last.end - 1] not in ".!?…":
        return last.start  # “… in May. He also said that “funding …”: ends before He
    return quoted.end


def _start(text: str, quoted: QuotedSpan) -> int:
    """After “said, ” or “said that ”, else where the sentence begins."""
    parts = sentences(text, [Span(quoted.start, quoted.end)])
    for part in reversed(parts):
        for cue in reversed(list(_sayings(text, part.start, part.end))):
            if (m := _OPENING.match(text, cue.end, part.end)) and m.end() < part.end:
                return m.end()
    return parts[0].start
