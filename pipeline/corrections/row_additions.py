"""Rows that a reviewer adds at words of a release."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast, get_args

from pipeline.corrections.anchor import StaleError
from pipeline.corrections.file import Decision
from pipeline.corrections.row_decisions import (
    KIND_OF_LABEL,
    RULE,
    Row,
    Span,
    date_mentions,
    dated,
    marked,
    rows_at,
    spoken,
    with_cell,
)
from pipeline.corrections.working import Working
from pipeline.records import DateRow, Mention, MentionLabel, Quote, Role, row_id


def add(work: Working, decision: Decision, span: Span) -> int:
    """Make a row at the words; where the machine has found it by now, that row counts as accepted.

    `field` and `value` say what it is: the label and entity of a mention (the words' own name where no value is
    given), the EDTF value of a date, the person of a role, the kind and speaker of a quote.
    """
    row = _made(work, decision, span)
    same = [r for r in rows_at(work, decision, span) if _same(r, row)]
    if same:
        work.put(marked(same[0], "accepted"))
        return 1
    work.put(replace(row, review="added"))
    if isinstance(row, DateRow):
        _with_mention(work, row)
    if isinstance(row, Quote) and row.speaker_id:
        blank = replace(row, speaker_id=None)
        work.put(replace(spoken(work, blank, row.speaker_id), review="added"))
    return 1


def _same(one: Row, other: Row) -> bool:
    told = {"mentions": ("label", "entity_id"), "roles": ("person_id",), "dates": ("value",), "quotes": ("speaker_id",)}
    return all(getattr(one, name) == getattr(other, name) for name in told[type(one).TABLE.name])


def _made(work: Working, decision: Decision, span: Span) -> Row:
    document_id, value = decision.document_id, decision.value
    words = work.text(document_id)[slice(*span)]
    name = " ".join(words.split())
    common: dict[str, Any] = {
        "document_id": document_id, "start": span[0], "end": span[1], "rule": RULE,
        "section": work.section(document_id, span[0]),
    }  # fmt: skip
    if decision.table == "dates":
        date = DateRow(
            date_id=row_id(document_id, "added", *span, "date"), text=words, value=None, earliest=None, latest=None,
            granularity="day", value_from=None, **common,
        )  # fmt: skip
        return dated(date, value)
    if decision.table == "roles":
        if not value:
            raise StaleError("value is missing: whose office it is")
        person_id = work.entity("person", value)
        return Role(
            role_id=row_id(document_id, "added", *span, "role", person_id), person_id=person_id, role=words,
            organisation_id=None, country=None, status="current", confidence=1.0, **common,
        )  # fmt: skip
    if decision.table == "quotes":
        speaker_id = work.entity("organisation" if value.startswith("org-") else "person", value) if value else None
        quote = Quote(
            quote_id=row_id(document_id, "added", *span, "quote"), text=words, kind="direct", closed=True,
            group_id=None, speaker_id=speaker_id, speaker_type="person" if speaker_id else "unknown",
            speaker_text=None, speaker_start=None, speaker_end=None, resolution="name" if speaker_id else "none",
            cue=None, cue_start=None, cue_end=None, confidence=1.0, **common,
        )  # fmt: skip
        return with_cell(quote, "kind", decision.field) if decision.field else quote
    label = decision.field or "PERSON"
    if label not in get_args(MentionLabel):
        raise StaleError(f"field is the label of a mention, one of {', '.join(get_args(MentionLabel))}")
    kind = KIND_OF_LABEL.get(label)
    return Mention(
        mention_id=row_id(document_id, "added", *span, label), text=words, label=cast(MentionLabel, label),
        entity_id=work.entity(kind, value or name) if kind else None, how="name", honorific=None,
        confidence=1.0, **common,
    )  # fmt: skip


def _with_mention(work: Working, row: DateRow) -> None:
    if not date_mentions(work, row):
        work.put(
            Mention(
                mention_id=row_id(row.document_id, "added", row.start, row.end, "DATE"), document_id=row.document_id,
                start=row.start, end=row.end, text=row.text, label="DATE", entity_id=None, how="name",
                honorific=None, confidence=1.0, section=row.section, rule=RULE, review="added",
            )
        )  # fmt: skip
