"""The rows of quotes: from what was decided to records."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extraction.analysis import Analysis
from pipeline.extraction.quotes.choose import Choice
from pipeline.extraction.quotes.confidence import confidence, reported_confidence
from pipeline.extraction.quotes.indirect import Reported
from pipeline.extraction.quotes.names import Names
from pipeline.extraction.quotes.speakers import Speaker
from pipeline.records import Organisation, Person, Quote, QuoteKind, QuoteSpeaker, SpeakerType


def add_quote(analysis: Analysis, names: Names, choice: Choice, key: str, group: str | None, text: str) -> None:
    """Append the row of a quote in marks and those of its speakers."""
    run, candidate = choice.run, choice.candidate
    speaker = candidate.speaker if candidate else None
    cue = candidate.cue if candidate else None
    speakers = _with_ids(analysis, names, [speaker, *speaker.others]) if speaker else []
    analysis.quotes.append(
        _row(
            analysis, text, key, (run.start, run.end), cue, speakers,
            kind=kind_of(choice),
            closed=run.closed or run.continues,
            group_id=group,
            confidence=confidence(
                candidate.place if candidate else "", candidate.score if candidate else 0.0, speaker, kind_of(choice)
            ),
            rule=f"quotes/{candidate.place}" if candidate else "quotes/clause",
        )
    )  # fmt: skip
    _add_speakers(analysis, key, speakers)


def add_clause(analysis: Analysis, names: Names, clause: Reported, key: str, holds: bool, text: str) -> None:
    """Append the row of reported speech; `holds` says that quotes in marks belong to it."""
    speakers = _with_ids(analysis, names, [clause.speaker, *clause.speaker.others])
    analysis.quotes.append(
        _row(
            analysis, text, key, (clause.start, clause.end), clause.cue, speakers,
            kind="indirect",
            closed=True,
            group_id=key if holds else None,
            confidence=reported_confidence(clause.how, clause.speaker),
            rule=f"quotes/{clause.how}",
        )
    )  # fmt: skip
    _add_speakers(analysis, key, speakers)


def _row(
    analysis: Analysis, text: str, key: str, span: tuple[int, int], cue: tuple[int, int] | None,
    speakers: Sequence[Speaker], *, kind: QuoteKind, closed: bool, group_id: str | None, confidence: float, rule: str,
) -> Quote:  # fmt: skip
    first = speakers[0] if speakers else None
    return Quote(
        quote_id=key,
        document_id=analysis.document_id,
        start=span[0],
        end=span[1],
        text=text[span[0] : span[1]],
        kind=kind,
        closed=closed,
        group_id=group_id,
        speaker_id=first.name.entity_id if first and first.name else None,
        speaker_type=_type(first),
        speaker_text=first.text if first else None,
        speaker_start=first.start if first else None,
        speaker_end=first.end if first else None,
        resolution=first.resolution if first else "none",
        cue=text[cue[0] : cue[1]] if cue else None,
        cue_start=cue[0] if cue else None,
        cue_end=cue[1] if cue else None,
        confidence=confidence,
        section=analysis.section(span[0]),
        rule=rule,
    )


def _add_speakers(analysis: Analysis, key: str, speakers: Sequence[Speaker]) -> None:
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


def kind_of(choice: Choice) -> QuoteKind:
    """Whether a run is a quote of its own or a fragment in the writer's sentence."""
    shape = choice.shape
    clause = shape.clause and shape.words > 3
    sentence = (shape.capital and shape.stop) or (shape.comma and shape.capital)
    return "direct" if clause or sentence else "partial"


def _type(speaker: Speaker | None) -> SpeakerType:
    if speaker is None:
        return "unknown"
    return speaker.name.kind if speaker.name else speaker.kind
