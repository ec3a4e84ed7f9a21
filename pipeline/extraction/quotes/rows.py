"""The rows of quotes: from what was decided to records."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.quotes.cues import Cue
from pipeline.extraction.quotes.speakers import Speaker
from pipeline.extraction.text.quotation_marks import QuotedSpan
from pipeline.records import Finding, Quote, QuoteKind, QuoteSpeaker, row_id
from pipeline.structure import Span


def add_quote(
    analysis: Analysis, key: str, span: Span, cue: Cue | None, speakers: Sequence[Speaker], *,
    kind: QuoteKind, closed: bool, group_id: str | None, confidence: float, rule: str,
) -> None:  # fmt: skip
    """Append the row of a quote and those of its speakers."""
    text = analysis.release.text
    first = speakers[0] if speakers else None
    analysis.quotes.append(
        Quote(
            quote_id=key,
            document_id=analysis.document_id,
            start=span.start,
            end=span.end,
            text=text[span.start : span.end],
            kind=kind,
            closed=closed,
            group_id=group_id,
            speaker_id=first.entity_id if first else None,
            speaker_type=first.kind if first else "unknown",
            speaker_text=first.text if first else None,
            speaker_start=first.start if first else None,
            speaker_end=first.end if first else None,
            resolution=first.resolution if first else "none",
            cue=text[cue.start : cue.end] if cue else None,
            cue_start=cue.start if cue else None,
            cue_end=cue.end if cue else None,
            confidence=round(confidence, 3),
            section=analysis.section(span.start),
            rule=rule,
        )
    )
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
