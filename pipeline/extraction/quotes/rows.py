"""The rows of quotes: from what was decided to records; and their kind, a clause or a fragment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.quotes.cues import Cue
from pipeline.extraction.quotes.speakers import Speaker
from pipeline.extraction.text.quotation_marks import QuotedSpan
from pipeline.records import Finding, Quote, QuoteKind, QuoteSpeaker, row_id
from pipeline.structure import Span

_SHORTEST = 4  # words of a clause without a full stop
_FINITE = re.compile(
    r"(?i)\b(?:(?:is|are|was|were|has|have|had|will|would|can|could|should|must|may|might|do|does|did|cannot)\b"
    r"|\w+[’'](?:s|re|ve|ll|d|m)\b|\w+n[’']t\b)"
)
_SUBJECT = re.compile(r"(?i)\b(?:i|we|you|he|she|it|they|this|that|these|those|there|what|who)\b")


def add_quote(
    analysis: Analysis, key: str, span: Span, cue: Cue | None, speakers: Sequence[Speaker], *,
    kind: QuoteKind, closed: bool, group_id: str | None, confidence: float, rule: str,
) -> None:  # fmt: skip
    """Append the row of a quote and those of its speakers."""
    text = analysis.release.text
    quote = Quote(
        quote_id=key,
        document_id=analysis.document_id,
        start=span.start,
        end=span.end,
        text=text[span.start : span.end],
        kind=kind,
        closed=closed,
        group_id=group_id,
        speaker_id=None,
        speaker_type="unknown",
        speaker_text=None,
        speaker_start=None,
        speaker_end=None,
        resolution="none",
        cue=None,
        cue_start=None,
        cue_end=None,
        confidence=round(confidence, 3),
        section=analysis.section(span.start),
        rule=f"quotes.{rule}",
    )
    if speakers:
        first = speakers[0]
        quote = replace(
            quote,
            speaker_id=first.entity_id,
            speaker_type=first.kind,
            speaker_text=first.text,
            speaker_start=first.start,
            speaker_end=first.end,
            resolution=first.resolution,
        )
    if cue:
        quote = replace(quote, cue=text[cue.start : cue.end], cue_start=cue.start, cue_end=cue.end)
    analysis.quotes.append(quote)
    analysis.quote_speakers += [
        QuoteSpeaker(quote_id=key, position=n, entity_id=s.entity_id, text=s.text, start=s.start, end=s.end)
        for n, s in enumerate(speakers, 1)
    ]


def unbalanced(analysis: Analysis, quoted: QuotedSpan) -> Finding | None:
    """What is to be said of a quoted span that lacks a mark."""
    if not quoted.closed and not quoted.continues:
        what = "opened and never closed"
    elif not quoted.opened and not quoted.continued:
        what = "closed and never opened"
    else:
        return None
    return Finding(
        finding_id=row_id(analysis.document_id, "unbalanced_quote", quoted.start, quoted.end),
        document_id=analysis.document_id,
        start=quoted.start,
        end=quoted.end,
        kind="unbalanced_quote",
        detail=f"quotation mark {what}",
    )


def kind_of(words: str) -> QuoteKind:
    """`direct` for a sentence or a clause, `partial` for a fragment: “a step in the right direction”."""
    words = words.strip()
    if words[:1].isupper() and words.endswith((".", "?", "!", ",")):
        return "direct"
    finite = _FINITE.search(words)
    clause = finite is not None and (finite.start() > 0 or words[:1].isupper()) and _has_subject(words, finite)
    return "direct" if clause and len(words.split()) >= _SHORTEST else "partial"


def _has_subject(words: str, finite: re.Match[str]) -> bool:
    """Whether a subject can stand before the verb: no fragment “is a step” or “to do what is right”."""
    before = words[: finite.start()].split()
    noun = bool(before) and before[0].lower() not in ("to", "that", "who", "which")
    return noun or _SUBJECT.match(words) is not None
