"""`communique_quotes`: quotes, their speakers, and titles in marks, written to the analysis of a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.document.analysis import Analysis, analysis_of
from pipeline.extraction.document.reading import Quotation
from pipeline.extraction.quotes.choose import Choice, choose
from pipeline.extraction.quotes.frame import Frame
from pipeline.extraction.quotes.lost_marks import mended
from pipeline.extraction.quotes.reported import Reported, reported
from pipeline.extraction.quotes.rows import add_quote, kind_of, unbalanced
from pipeline.extraction.quotes.speakers import PossibleSpeakers
from pipeline.extraction.text.quotation_marks import QuotedSpan
from pipeline.records import Title, row_id
from pipeline.structure import Span


@Language.factory("communique_quotes")
def create_quotes(nlp: Language, name: str) -> Quotes:
    """The factory: `nlp.add_pipe("communique_quotes")` after `communique_reader` and what makes rows of its names."""
    return Quotes()


class Quotes:
    """The component; reads the reading and the rows of its names, writes quotes, speakers, titles and findings."""

    def __call__(self, doc: Doc) -> Doc:
        """Add the quotes of `doc` to its analysis."""
        analysis = analysis_of(doc)
        release = analysis.release
        outside = [q for q in analysis.quoted_spans() if not release.is_residue(q.start, q.end)]
        frame = Frame(release.text, mended(release.text, outside, release.paragraphs), release.paragraphs)
        possible = PossibleSpeakers(analysis, frame)
        choices = choose(frame, possible, _as_read(analysis, outside))
        clauses = list(reported(possible, [c.quoted for c in choices.values()]))
        _add_findings_and_titles(analysis, frame, choices)
        _add_quoted(analysis, frame, choices, clauses)
        _add_reported(analysis, choices, clauses)
        return doc


def _as_read(analysis: Analysis, quoted_spans: Iterable[QuotedSpan]) -> list[Quotation | None]:
    """What the reader says of each quoted span."""
    read = {(q.start, q.end): q for q in analysis.reading.quotations} if analysis.reading else {}
    return [read.get((q.outer_start, q.outer_end)) for q in quoted_spans]


def _add_findings_and_titles(analysis: Analysis, frame: Frame, choices: Mapping[int, Choice]) -> None:
    """What lacks a mark, and what is no speech; a title may lack a mark too."""
    for n, quoted in enumerate(frame.quoted_spans):
        if finding := unbalanced(analysis, quoted):
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
        add_quote(
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
        add_quote(
            analysis, key, Span(clause.start, clause.end), clause.cue, [clause.speaker],
            kind="indirect",
            closed=True,
            group_id=key if any(_holds(clause, c.quoted) for c in choices.values()) else None,
            confidence=clause.confidence,
            rule=clause.how,
        )  # fmt: skip


def _holds(clause: Reported, quoted: QuotedSpan) -> bool:
    return clause.start <= quoted.start and quoted.end <= clause.end


def _key(analysis: Analysis, clause: Reported) -> str:
    return row_id(analysis.document_id, "quote", clause.start, clause.end, "indirect")
