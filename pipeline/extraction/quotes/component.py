"""`communique_quotes`: quotes, their speakers, and titles in marks, written to the analysis of a document."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.document.analysis import Analysis, analysis_of
from pipeline.extraction.quotes.choose import Choice, choose
from pipeline.extraction.quotes.frame import Frame
from pipeline.extraction.quotes.kinds import kind_of
from pipeline.extraction.quotes.lost_marks import mended
from pipeline.extraction.quotes.reported import Reported, reported
from pipeline.extraction.quotes.rows import add_quote, unbalanced
from pipeline.extraction.quotes.speakers import Voices
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
        quoted_spans = [r for r in analysis.quoted_spans() if not release.is_residue(r.start, r.end)]
        read = {(q.start, q.end): q for q in analysis.reading.quotations} if analysis.reading else {}
        quotations = [read.get((r.outer_start, r.outer_end)) for r in quoted_spans]  # as the reader saw them
        frame = Frame(release.text, mended(release.text, quoted_spans, release.paragraphs), release.paragraphs)
        voices = Voices(analysis, frame)
        choices = choose(frame, voices, quotations)
        clauses = list(reported(voices, [c.quoted for c in choices.values()]))
        _add_quoted(analysis, frame, choices, clauses)
        for clause in clauses:
            key = _key(analysis, clause)
            holds = any(clause.start <= c.quoted.start and c.quoted.end <= clause.end for c in choices.values())
            add_quote(
                analysis, key, Span(clause.start, clause.end), clause.cue, [clause.speaker],
                kind="indirect",
                closed=True,
                group_id=key if holds else None,
                confidence=clause.confidence,
                rule=f"quotes/{clause.how}",
            )  # fmt: skip
        return doc


def _key(analysis: Analysis, clause: Reported) -> str:
    return row_id(analysis.document_id, "quote", clause.start, clause.end, "indirect")


def _add_quoted(analysis: Analysis, frame: Frame, choices: Mapping[int, Choice], clauses: list[Reported]) -> None:
    """The rows of speech in marks, and of titles; both may lack a mark."""
    keys = [row_id(analysis.document_id, "quote", r.start, r.end) for r in frame.quoted_spans]
    grouped = {c.group for n, c in choices.items() if c.group != n}
    for n, quoted in enumerate(frame.quoted_spans):
        if finding := unbalanced(analysis, quoted):
            analysis.findings.append(finding)
        if n not in choices:
            title = Title(
                document_id=analysis.document_id, start=quoted.start, end=quoted.end, text=quoted.text(frame.text)
            )
            analysis.titles.append(title)
            continue
        choice = choices[n]
        around = next((c for c in clauses if c.start <= quoted.start and quoted.end <= c.end), None)
        group = keys[choice.group] if choice.group in grouped else None
        add_quote(
            analysis, keys[n], Span(quoted.start, quoted.end), choice.cue, choice.speakers,
            kind=kind_of(quoted.text(frame.text)),
            closed=quoted.closed or quoted.continues,
            group_id=_key(analysis, around) if around else group,
            confidence=choice.confidence,
            rule="quotes/reader",
        )  # fmt: skip
