"""`communique_quotes`: quotes, their speakers, and titles in marks, written to the analysis of a document."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.analysis import Analysis, analysis_of
from pipeline.extract.quotes.choose import Choice, choose
from pipeline.extract.quotes.endings import mended
from pipeline.extract.quotes.frame import Frame
from pipeline.extract.quotes.marks import find_runs
from pipeline.extract.quotes.names import Names, names_of
from pipeline.extract.quotes.speakers import Speaker
from pipeline.records import (
    Finding,
    Organisation,
    Person,
    Quote,
    QuoteKind,
    QuoteSpeaker,
    SpeakerType,
    Title,
    row_id,
)


@Language.factory("communique_quotes", requires=["token.dep", "token.tag", "token.lemma"])
def create_quotes(nlp: Language, name: str) -> Quotes:
    """The factory: `nlp.add_pipe("communique_quotes")` after a tagger, a lemmatiser and a parser."""
    return Quotes()


class Quotes:
    """The component; reads the parse and the names found before it, writes quotes, speakers, titles and findings."""

    def __call__(self, doc: Doc) -> Doc:
        """Add the quotes of `doc` to its analysis."""
        analysis = analysis_of(doc)
        names = names_of(doc, analysis)
        paragraphs = analysis.release.paragraphs
        runs = [r for r in find_runs(doc.text, paragraphs) if not analysis.release.is_residue(r.start, r.end)]
        frame = Frame(doc, runs, paragraphs, names)
        frame = Frame(doc, [mended(frame, r) for r in runs], paragraphs, names)
        choices = choose(frame)
        keys = [row_id(analysis.document_id, "quote", c.run.start, c.run.end) for c in choices]
        groups = {c.group for n, c in enumerate(choices) if c.speech and c.group != n}
        for n, choice in enumerate(choices):
            if not choice.run.closed and not choice.run.continues:
                analysis.findings.append(_unbalanced(analysis, choice, "opened and never closed"))
            elif not choice.run.opened and not choice.run.continued:
                analysis.findings.append(_unbalanced(analysis, choice, "closed and never opened"))
            if choice.speech:
                group = keys[choice.group] if choice.group in groups else None
                _add(analysis, names, choice, keys[n], group, doc.text)
            else:
                run = choice.run
                analysis.titles.append(
                    Title(document_id=analysis.document_id, start=run.start, end=run.end, text=run.text(doc.text))
                )
        return doc


def _add(analysis: Analysis, names: Names, choice: Choice, key: str, group: str | None, text: str) -> None:
    run, candidate = choice.run, choice.candidate
    speaker = candidate.speaker if candidate else None
    cue = candidate.cue if candidate else None
    speakers = _with_ids(analysis, names, [speaker, *speaker.others]) if speaker else []
    first = speakers[0] if speakers else None
    analysis.quotes.append(
        Quote(
            quote_id=key,
            document_id=analysis.document_id,
            start=run.start,
            end=run.end,
            text=run.text(text),
            kind=_kind(choice),
            closed=run.closed or run.continues,
            group_id=group,
            speaker_id=first.name.entity_id if first and first.name else None,
            speaker_type=_type(first),
            speaker_text=first.text if first else None,
            speaker_start=first.start if first else None,
            speaker_end=first.end if first else None,
            resolution=first.resolution if first else "none",
            cue=text[cue[0] : cue[1]] if cue else None,
            cue_start=cue[0] if cue else None,
            cue_end=cue[1] if cue else None,
            confidence=0.5,
            section=analysis.section(run.start),
            rule=f"quotes/{candidate.place}" if candidate else "quotes/clause",
        )
    )
    for position, one in enumerate(speakers, 1):
        analysis.quote_speakers.append(
            QuoteSpeaker(
                quote_id=key,
                position=position,
                entity_id=one.name.entity_id if one.name else None,
                text=one.text,
                start=one.start,
                end=one.end,
            )
        )


def _with_ids(analysis: Analysis, names: Names, speakers: Sequence[Speaker]) -> list[Speaker]:
    """The speakers; those of a component that stands alone are added to the people and organisations."""
    if names.own:
        known = {p.person_id for p in analysis.people} | {o.organisation_id for o in analysis.organisations}
        for name in (s.name for s in speakers):
            if name is None or name.entity_id is None or name.entity_id in known:
                continue
            known.add(name.entity_id)
            if name.kind == "person":
                analysis.people.append(
                    Person(person_id=name.entity_id, name=name.full, given_names=None, family_name=None)
                )
            else:
                analysis.organisations.append(
                    Organisation(
                        organisation_id=name.entity_id,
                        name=name.full,
                        acronym=None,
                        kind=None,
                        country=None,
                        part_of=None,
                    )
                )
    return list(speakers)


def _kind(choice: Choice) -> QuoteKind:
    shape = choice.shape
    clause = shape.clause and shape.words > 3
    sentence = (shape.capital and shape.stop) or (shape.comma and shape.capital)
    return "direct" if clause or sentence else "partial"


def _type(speaker: Speaker | None) -> SpeakerType:
    return speaker.name.kind if speaker and speaker.name else "unknown"


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
