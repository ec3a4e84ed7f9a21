"""`communique_quotes`: quotes, their speakers, and titles in marks, written to the analysis of a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.document.analysis import Analysis, analysis_of
from pipeline.extraction.document.reading import Quotation
from pipeline.extraction.quotes.choose import Choice, choose
from pipeline.extraction.quotes.cues import Cue, Frame
from pipeline.extraction.quotes.reported import CONFIDENCE, Reported, kind_of, reported
from pipeline.extraction.quotes.speakers import PossibleSpeakers, Speaker
from pipeline.extraction.text.quotation_marks import QuotedSpan
from pipeline.extraction.text.sentences import sentences
from pipeline.records import Finding, Quote, QuoteKind, QuoteSpeaker, Title, row_id
from pipeline.structure import Release, Span


@Language.component("communique_quotes")
def add_quotes(doc: Doc) -> Doc:
    """Add the quotes of a document with their speakers, titles in marks, and findings for lost marks."""
    analysis = analysis_of(doc)
    release = analysis.release
    outside = [q for q in analysis.quoted_spans() if not release.is_residue(q.start, q.end)]
    frame = Frame(release.text, [_ended(release, q) for q in outside], release.paragraphs)
    possible = PossibleSpeakers(analysis, frame)
    choices = choose(frame, possible, _as_read(analysis, outside))
    clauses = list(reported(possible, [c.quoted for c in choices.values()]))
    _add_findings_and_titles(analysis, frame, choices)
    _add_quoted(analysis, frame, choices, clauses)
    _add_reported(analysis, choices, clauses)
    return doc


def _ended(release: Release, quoted: QuotedSpan) -> QuotedSpan:
    """A quote that is not closed before the next one opens, up to the sentence that introduces that.

    “… in May. [He also said that] “funding …”; where nothing tells, it runs to the end of its paragraph.
    """
    cut_short = quoted.outer_end < release.paragraphs[quoted.paragraph].end
    if quoted.closed or not cut_short:
        return quoted
    *before, last = sentences(release.text, [Span(quoted.start, quoted.end)])
    if not before or release.text[last.end - 1] in ".!?…":
        return quoted
    return quoted._replace(end=before[-1].end, outer_end=before[-1].end)


def _as_read(analysis: Analysis, quoted_spans: Iterable[QuotedSpan]) -> list[Quotation | None]:
    """What the reader says of each quoted span."""
    read = {(q.start, q.end): q for q in analysis.reading.quotations} if analysis.reading else {}
    return [read.get((q.outer_start, q.outer_end)) for q in quoted_spans]


def _add_findings_and_titles(analysis: Analysis, frame: Frame, choices: Mapping[int, Choice]) -> None:
    """What lacks a mark, and what is no speech; a title may lack a mark too."""
    for n, quoted in enumerate(frame.quoted_spans):
        if finding := _unbalanced(analysis, quoted):
            analysis.findings.append(finding)
        if n not in choices:
            words = quoted.text(frame.text)
            title = Title(document_id=analysis.document_id, start=quoted.start, end=quoted.end, text=words)
            analysis.titles.append(title)


def _add_quoted(analysis: Analysis, frame: Frame, choices: Mapping[int, Choice], clauses: Sequence[Reported]) -> None:
    """The rows of speech in marks; quotes of one utterance, or of one reported clause, are a group."""
    keys = [row_id(analysis.document_id, "quote", q.start, q.end) for q in frame.quoted_spans]
    grouped = {c.group for n, c in choices.items() if c.group != n}
    for n, choice in choices.items():
        quoted = choice.quoted
        around = next((c for c in clauses if _holds(c, quoted)), None)
        group = keys[choice.group] if choice.group in grouped else None
        _add_quote(
            analysis, keys[n], Span(quoted.start, quoted.end), choice.cue, choice.speakers,
            kind=kind_of(quoted.text(frame.text)),
            closed=quoted.closed or quoted.continues,
            group_id=_key(analysis, around) if around else group,
            confidence=choice.confidence,
            rule="reader",
        )  # fmt: skip


def _add_reported(analysis: Analysis, choices: Mapping[int, Choice], clauses: Sequence[Reported]) -> None:
    for clause in clauses:
        key = _key(analysis, clause)
        _add_quote(
            analysis, key, Span(clause.start, clause.end), clause.cue, [clause.speaker],
            kind="indirect",
            closed=True,
            group_id=key if any(_holds(clause, c.quoted) for c in choices.values()) else None,
            confidence=CONFIDENCE,
            rule=clause.how,
        )  # fmt: skip


def _holds(clause: Reported, quoted: QuotedSpan) -> bool:
    return clause.start <= quoted.start and quoted.end <= clause.end


def _key(analysis: Analysis, clause: Reported) -> str:
    return row_id(analysis.document_id, "quote", clause.start, clause.end, "indirect")


def _add_quote(
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


def _unbalanced(analysis: Analysis, quoted: QuotedSpan) -> Finding | None:
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
