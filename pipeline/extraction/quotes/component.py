"""`communique_quotes`: quotes, their speakers, and titles in marks, written to the analysis of a document."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.analysis import Analysis, analysis_of
from pipeline.extraction.component import RuleComponent
from pipeline.extraction.quotes.choose import Choice, choose
from pipeline.extraction.quotes.endings import mended
from pipeline.extraction.quotes.frame import Frame
from pipeline.extraction.quotes.indirect import Reported, reported
from pipeline.extraction.quotes.marks import Run
from pipeline.extraction.quotes.names import Names, names_of
from pipeline.extraction.quotes.resolve import resolve
from pipeline.extraction.quotes.rows import add_clause, add_quote
from pipeline.extraction.quotes.scope import UNSPOKEN
from pipeline.records import Finding, Title, row_id

MARKED_SHARE = 0.85  # of a clause: more than that in marks and it is a direct quote


@Language.factory("communique_quotes", requires=["token.dep", "token.tag", "token.lemma"])
def create_quotes(nlp: Language, name: str) -> Quotes:
    """The factory: `nlp.add_pipe("communique_quotes")` after a tagger, a lemmatiser and a parser."""
    return Quotes()


class Quotes(RuleComponent):
    """The component; reads the parse and the names found before it, writes quotes, speakers, titles and findings."""

    def __call__(self, doc: Doc) -> Doc:
        """Add the quotes of `doc` to its analysis."""
        analysis = analysis_of(doc)
        names = names_of(doc, analysis)
        frame, choices, reports = decide(doc, names)
        keys = [row_id(analysis.document_id, "quote", c.run.start, c.run.end) for c in choices]
        clauses = _clauses(frame, choices, reports)
        held = _holders(frame, choices, clauses)
        clause_keys = [row_id(analysis.document_id, "quote", c.start, c.end, "indirect") for c in clauses]
        groups = {c.group for n, c in enumerate(choices) if c.speech and c.group != n}
        for n, choice in enumerate(choices):
            if not choice.run.closed and not choice.run.continues:
                analysis.findings.append(_unbalanced(analysis, choice, "opened and never closed"))
            elif not choice.run.opened and not choice.run.continued:
                analysis.findings.append(_unbalanced(analysis, choice, "closed and never opened"))
            if choice.speech:
                group = keys[choice.group] if choice.group in groups else None
                group = clause_keys[held[n]] if n in held else group
                add_quote(analysis, names, choice, keys[n], group, frame.text)
            else:
                run = choice.run
                analysis.titles.append(
                    Title(document_id=analysis.document_id, start=run.start, end=run.end, text=run.text(frame.text))
                )
        for m, clause in enumerate(clauses):
            add_clause(analysis, names, clause, clause_keys[m], m in held.values(), frame.text)
        return doc


def decide(doc: Doc, names: Names) -> tuple[Frame, list[Choice], list[Reported]]:
    """The runs of marks of a parsed document, what was decided about each, and its reported clauses."""
    analysis = analysis_of(doc)
    release = analysis.release
    runs = [r for r in analysis.runs() if not release.is_residue(r.start, r.end)]
    frame = Frame(doc, runs, release.paragraphs, names, release.text)
    whole = [mended(frame, r) for r in runs]
    if whole != runs:
        frame.put(whole)
    clauses = [
        c
        for c in reported(frame)
        if not release.is_residue(c.start, c.end) and analysis.section(c.start) not in UNSPOKEN
    ]
    return frame, choose(frame, clauses), clauses


def _holders(frame: Frame, choices: Sequence[Choice], clauses: Sequence[Reported]) -> dict[int, int]:
    """For marks that stand within a reported clause: number of the run -> number of the outermost such clause."""
    held: dict[int, int] = {}
    for n, choice in enumerate(choices):
        if choice.speech:
            around = [m for m, c in enumerate(clauses) if c.start <= choice.run.start and choice.run.end <= c.end]
            if around:
                held[n] = max(around, key=lambda m: clauses[m].end - clauses[m].start)
    return held


def _clauses(frame: Frame, choices: Sequence[Choice], reports: Sequence[Reported]) -> list[Reported]:
    """The reported clauses that no quote in marks already says, speakers resolved."""
    said = [c.run for c in choices if c.speech]
    found: list[Reported] = []
    for clause in reports:
        clause = _fitted(clause, said)
        within = [r for r in said if clause.start <= r.outer_start and r.outer_end <= clause.end]
        if any(r.outer_start < clause.start < r.outer_end or r.outer_start < clause.end < r.outer_end for r in said):
            continue
        marked = sum(_letters(frame.text, r.start, r.end) for r in within)
        if marked and marked > MARKED_SHARE * _letters(frame.text, clause.start, clause.end):
            continue
        if any(f.start == clause.start and f.end == clause.end for f in found):
            continue
        if clause.how != "said" and any(
            o.start <= clause.start and clause.end <= o.end for o in reports if o is not clause
        ):
            continue  # she said that she wants to stay: what she wants is a part of what she said
        found.append(clause._replace(speaker=resolve(frame, clause.speaker, None)))
    return found


def _letters(text: str, start: int, end: int) -> int:
    return sum(map(str.isalnum, text[start:end]))


def _fitted(clause: Reported, said: Sequence[Run]) -> Reported:
    """The clause with the whole of the marks it ends in: the bridge was “a gift to the town.”"""
    for run in said:
        if clause.start <= run.outer_start < clause.end < run.outer_end:
            return clause._replace(end=run.outer_end)
    return clause


def _unbalanced(analysis: Analysis, choice: Choice, what: str) -> Finding:
    run = choice.run
    return Finding(
        finding_id=row_id(analysis.document_id, "unbalanced_quote", run.start, run.end),
        document_id=analysis.document_id,
        start=run.start,
        end=run.end,
        kind="unbalanced_quote",
        detail=f"quotation mark {what}",
    )
