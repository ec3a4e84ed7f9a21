"""Rows that a reviewer adds at words of a release."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast, get_args

from pipeline.corrections.decisions import Decision, StaleError
from pipeline.corrections.row_decisions import (
    KIND_OF_LABEL,
    RULE,
    Row,
    Span,
    cut_sections,
    date_mentions,
    marked,
    resection,
    rows_at,
)
from pipeline.corrections.row_edits import dated, spoken, with_cell
from pipeline.corrections.working import Working
from pipeline.records import Contact, DateRow, Mention, MentionLabel, Quote, Role, Section, row_id


def add(work: Working, decision: Decision, span: Span) -> int:
    """Make a row at the words; where the machine has found it by now, that row counts as accepted.

    `field` and `value` say what it is: the label and entity of a mention (the words' own name where no value is
    given), the EDTF value of a date, the person of a role, the kind and speaker of a quote, the kind of a part, the
    name of a contact.
    """
    row = _MADE[decision.table](work, decision, span)
    same = [r for r in rows_at(work, decision, span) if _same(r, row)]
    if same:
        work.put(marked(same[0], "accepted"))
        return 1
    work.put(replace(row, review="added"))
    _complete(work, row)
    return 1


def _complete(work: Working, row: Row) -> None:
    """What goes with an added row."""
    if isinstance(row, DateRow):
        _with_mention(work, row)
    elif isinstance(row, Section):
        cut_sections(work, row)
        resection(work, row.document_id, (row.start, row.end), row.kind)
    elif isinstance(row, Quote) and row.speaker_id:
        blank = replace(row, speaker_id=None)
        work.put(replace(spoken(work, blank, row.speaker_id), review="added"))


_TELLING: dict[str, tuple[str, ...]] = {
    "mentions": ("label", "entity_id"), "roles": ("person_id",), "dates": ("value",), "quotes": ("speaker_id",),
    "sections": ("kind",), "contacts": ("name",),
}  # fmt: skip


def _same(one: Row, other: Row) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _TELLING[type(one).TABLE.name])


def _place(work: Working, decision: Decision, span: Span) -> dict[str, Any]:
    """The cells that say where a row stands."""
    return {
        "document_id": decision.document_id, "start": span[0], "end": span[1], "rule": RULE,
        "section": work.section(decision.document_id, span[0]),
    }  # fmt: skip


def _words(work: Working, decision: Decision, span: Span) -> str:
    return work.text(decision.document_id)[slice(*span)]


def _date(work: Working, decision: Decision, span: Span) -> Row:
    date = DateRow(
        date_id=row_id(decision.document_id, "added", *span, "date"), text=_words(work, decision, span), value=None,
        earliest=None, latest=None, granularity="day", value_from=None, **_place(work, decision, span),
    )  # fmt: skip
    return dated(date, decision.value)


def _role(work: Working, decision: Decision, span: Span) -> Row:
    if not decision.value:
        raise StaleError("value is missing: whose job title it is")
    person_id = work.entity("person", decision.value)
    return Role(
        role_id=row_id(decision.document_id, "added", *span, "role", person_id), person_id=person_id,
        role=_words(work, decision, span), organisation_id=None, country=None, status="current", confidence=1.0,
        **_place(work, decision, span),
    )  # fmt: skip


def _quote(work: Working, decision: Decision, span: Span) -> Row:
    value = decision.value
    speaker_id = work.entity("organisation" if value.startswith("org-") else "person", value) if value else None
    quote = Quote(
        quote_id=row_id(decision.document_id, "added", *span, "quote"), text=_words(work, decision, span),
        kind="direct", closed=True, group_id=None, speaker_id=speaker_id,
        speaker_type="person" if speaker_id else "unknown", speaker_text=None, speaker_start=None, speaker_end=None,
        resolution="name" if speaker_id else "none", cue=None, cue_start=None, cue_end=None, confidence=1.0,
        **_place(work, decision, span),
    )  # fmt: skip
    return with_cell(quote, "kind", decision.field) if decision.field else quote


def _mention(work: Working, decision: Decision, span: Span) -> Row:
    label, words = decision.field or "PERSON", _words(work, decision, span)
    if label not in get_args(MentionLabel):
        raise StaleError(f"field is the label of a mention, one of {', '.join(get_args(MentionLabel))}")
    kind = KIND_OF_LABEL.get(label)
    entity_id = None
    if kind:
        value = decision.value
        entity_id = work.entity(kind, value) if value else work.named(kind, " ".join(words.split()))
    return Mention(
        mention_id=row_id(decision.document_id, "added", *span, label), text=words, label=cast(MentionLabel, label),
        entity_id=entity_id, how="name",
        honorific=None, confidence=1.0, **_place(work, decision, span),
    )  # fmt: skip


def _section(work: Working, decision: Decision, span: Span) -> Row:
    part = Section(document_id=decision.document_id, start=span[0], end=span[1], kind="body")
    return with_cell(part, "kind", decision.field or None)


def _contact(work: Working, decision: Decision, span: Span) -> Row:
    name = decision.value or " ".join(_words(work, decision, span).split())
    return Contact(
        document_id=decision.document_id, name=name, person_id=None, organisation_id=None, email=None, phone=None,
        start=span[0], end=span[1],
    )  # fmt: skip


_MADE: dict[str, Callable[[Working, Decision, Span], Row]] = {
    "mentions": _mention, "roles": _role, "dates": _date, "quotes": _quote, "sections": _section,
    "contacts": _contact,
}  # fmt: skip


def _with_mention(work: Working, row: DateRow) -> None:
    if not date_mentions(work, row):
        work.put(
            Mention(
                mention_id=row_id(row.document_id, "added", row.start, row.end, "DATE"), document_id=row.document_id,
                start=row.start, end=row.end, text=row.text, label="DATE", entity_id=None, how="name",
                honorific=None, confidence=1.0, section=row.section, rule=RULE, review="added",
            )
        )  # fmt: skip
