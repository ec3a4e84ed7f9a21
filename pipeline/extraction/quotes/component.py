"""The spaCy component `communique_quotes`: quotes, their speakers, and titles of works in quotation marks."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.extraction.document.analysis import Analysis, component
from pipeline.extraction.quotes.cues import MaskedText
from pipeline.extraction.quotes.reported import Attribution, kind_of, reported
from pipeline.extraction.quotes.speakers import NOBODY, PossibleSpeakers
from pipeline.extraction.quotes.speech import QuotedSpeech, quoted_speech
from pipeline.extraction.text.quotation_marks import QuotedSpan
from pipeline.extraction.text.sentences import sentences
from pipeline.records import Finding, Quote, QuoteKind, QuoteSpeaker, Title, row_id
from pipeline.repair.findings import finding
from pipeline.structure import Release, Span

_WORD_BEFORE = re.compile(r"\b(?!(?:that|because|us|me|him|her|them|reporters)\b)([^\W\d_]+)[ *_]+$")
"""The word before a fragment: praised a [step ]“that is right”; not before speech: said [that ]“it is”."""
_OWN_SUBJECT = re.compile(r"(?:the|you|we|they|it|s?he|there)\b")  # a clause: this year “[they] have gone quiet”
_SPEAKER = ("speaker_id", "speaker_type", "speaker_text", "speaker_start", "speaker_end", "resolution")


@component("communique_quotes")
def add_quotes(analysis: Analysis) -> None:
    """Add the quotes of a document with their speakers, titles of works, and findings for missing marks."""
    release = analysis.release
    spans = [_ended(release, q) for q in analysis.quoted_spans if not release.is_ignored(q.outer_start, q.outer_end)]
    text = MaskedText(release.text, spans, release.paragraphs)
    possible = PossibleSpeakers(analysis, text)
    speech = quoted_speech(possible)
    analysis.findings += _unbalanced(analysis.document_id, spans)  # titles may lack a mark too
    analysis.titles += [
        Title(document_id=analysis.document_id, start=quoted.start, end=quoted.end, text=quoted.text(release.text))
        for n, quoted in enumerate(spans)
        if n not in speech
    ]
    quotes = [*_quotes(analysis, text, speech, reported(possible, [s.quoted for s in speech.values()]))]
    pieces = Counter(group for _, group, *_ in quotes)
    for key, group, kind, said in quotes:
        analysis.quotes.append(_quote(analysis, key, group if pieces[group] > 1 else None, kind, said))
        analysis.quote_speakers += [
            QuoteSpeaker(quote_id=key, position=n, entity_id=s.entity_id, text=s.text, start=s.start, end=s.end)
            for n, s in enumerate(said.speakers, 1)
        ]


def _unbalanced(document_id: str, spans: Iterable[QuotedSpan]) -> Iterator[Finding]:
    """The findings for quoted spans that lack a mark."""
    for quoted in spans:
        is_closed = quoted.closed or quoted.continues
        if not is_closed or not (quoted.opened or quoted.continued):
            told = f"quotation mark {'closed and never opened' if is_closed else 'opened and never closed'}"
            yield finding(document_id, "unbalanced_quote", quoted.start, quoted.end, told)


def _ended(release: Release, quoted: QuotedSpan) -> QuotedSpan:
    """The quoted span; one left open when the next opens is cut before the sentence that introduces the next. “… in
    May. [He also said that] “funding …” is cut after “May.” A span that runs to the end of its paragraph is kept."""
    if quoted.closed or quoted.outer_end >= release.paragraphs[quoted.paragraph].end:
        return quoted
    *before, last = sentences(release.text, [Span(quoted.start, quoted.end)])
    if not before or release.text[last.end - 1] in ".!?…":
        return quoted
    return quoted._replace(end=before[-1].end, outer_end=before[-1].end)


def _quotes(
    analysis: Analysis, text: MaskedText, speech: Mapping[int, QuotedSpeech], clauses: Iterable[Attribution]
) -> Iterator[tuple[str, str, QuoteKind, Attribution]]:
    """The quotes, each with its key, group and kind; an utterance, or a clause and the quotes inside, is one group."""
    keys = [row_id(analysis.document_id, "quote", q.start, q.end) for q in text.quoted_spans]
    of_clauses = {c: row_id(analysis.document_id, "quote", c.start, c.end, "indirect") for c in clauses}
    for n, found in speech.items():
        q, cue = found.quoted, found.cue
        kind = kind_of(q.text(text.original), cue is not None, _is_completion(text.original, found))
        around = (key for clause, key in of_clauses.items() if clause.start <= q.start and q.end <= clause.end)
        group = next(around, keys[found.group])
        said = Attribution(q.start, q.end, cue, found.speakers, "reader", found.confidence, q.closed or q.continues)
        yield keys[n], group, kind, said
    yield from ((key, key, "indirect", clause) for clause, key in of_clauses.items())


def _is_completion(text: str, speech: QuotedSpeech) -> bool:
    """Whether a quoted span is a fragment that completes the sentence around it: praised a step “[that is right]”."""
    quoted, cue = speech.quoted, speech.cue
    word = _WORD_BEFORE.search(text, max(0, quoted.outer_start - 40), quoted.outer_start)
    is_part = text[quoted.start].islower() and not _OWN_SUBJECT.match(text, quoted.start)
    return is_part and word is not None and (cue is None or cue.end != word.end(1))


def _quote(analysis: Analysis, key: str, group: str | None, kind: QuoteKind, said: Attribution) -> Quote:
    text, cue = analysis.release.text, said.cue
    first: dict[str, Any] = dict(zip(_SPEAKER, said.speakers[0] if said.speakers else NOBODY, strict=True))
    return Quote(
        quote_id=key,
        document_id=analysis.document_id,
        start=said.start,
        end=said.end,
        text=text[said.start : said.end],
        kind=kind,
        closed=said.closed,
        group_id=group,
        **first,
        cue=text[cue.start : cue.end] if cue else None,
        cue_start=cue.start if cue else None,
        cue_end=cue.end if cue else None,
        confidence=round(said.confidence, 3),
        section=analysis.release.section_at(said.start),
        rule=f"quotes.{said.how}",
    )
