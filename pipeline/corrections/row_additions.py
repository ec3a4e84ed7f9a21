"""Rows that a reviewer adds at words of a release."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, get_args

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
from pipeline.records import Contact, DateRow, EntityKind, Mention, MentionLabel, Quote, Role, Section, row_id
from pipeline.tables.schema import columns

R = TypeVar("R", bound=Row)


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
    work.put(row)
    if isinstance(row, DateRow) and not date_mentions(work, row):
        work.put(_new(work, decision, span, Mention, "DATE", label="DATE", how="name"))
    elif isinstance(row, Section):
        cut_sections(work, row)
        resection(work, row.document_id, (row.start, row.end), row.kind)
    elif isinstance(row, Quote) and row.speaker_id:
        work.put(spoken(work, replace(row, speaker_id=None), row.speaker_id))
    return 1


_TELLING: dict[str, tuple[str, ...]] = {
    "mentions": ("label", "entity_id"), "roles": ("person_id",), "dates": ("value",), "quotes": ("speaker_id",),
    "sections": ("kind",), "contacts": ("name",),
}  # fmt: skip


def _same(one: Row, other: Row) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _TELLING[type(one).TABLE.name])


def _new(work: Working, decision: Decision, span: Span, record: type[R], key: str, **cells: Any) -> R:
    """A row at the words: these cells, what the place says, and nothing else. `key` ends its key."""
    known = {
        record.TABLE.key[0]: row_id(decision.document_id, "added", *span, key),
        "document_id": decision.document_id, "start": span[0], "end": span[1], "rule": RULE, "review": "added",
        "text": work.text(decision.document_id)[slice(*span)],
        "section": work.section(decision.document_id, span[0]), "confidence": 1.0,
        **cells,
    }  # fmt: skip
    made: dict[str, Any] = {c.name: known.get(c.name) for c in columns(record)}
    return record(**made)


def _date(work: Working, decision: Decision, span: Span) -> Row:
    return dated(_new(work, decision, span, DateRow, "date", granularity="day"), decision.value)


def _role(work: Working, decision: Decision, span: Span) -> Row:
    if not decision.value:
        raise StaleError("value is missing: whose job title it is")
    person_id = work.entity("person", decision.value)
    title = work.text(decision.document_id)[slice(*span)]
    cells = {"person_id": person_id, "role": title, "status": "current"}
    cells["role_id"] = row_id(decision.document_id, "added", *span, "role", person_id)
    return _new(work, decision, span, Role, "role", **cells)


def _quote(work: Working, decision: Decision, span: Span) -> Row:
    value = decision.value
    cells = {"closed": True, "speaker_type": "unknown", "resolution": "none"}
    if value:
        kind: EntityKind = "organisation" if value.startswith("org-") else "person"
        cells = {"closed": True, "speaker_id": work.entity(kind, value), "speaker_type": "person", "resolution": "name"}
    quote = _new(work, decision, span, Quote, "quote", kind="direct", **cells)
    return with_cell(quote, "kind", decision.field) if decision.field else quote


def _mention(work: Working, decision: Decision, span: Span) -> Row:
    label = decision.field or "PERSON"
    if label not in get_args(MentionLabel):
        raise StaleError(f"field is the label of a mention, one of {', '.join(get_args(MentionLabel))}")
    mention = _new(work, decision, span, Mention, label, label=label, how="name")
    kind, value = KIND_OF_LABEL.get(label), decision.value
    if kind is None:
        return mention
    entity_id = work.entity(kind, value) if value else work.named(kind, " ".join(mention.text.split()))
    return replace(mention, entity_id=entity_id)


def _section(work: Working, decision: Decision, span: Span) -> Row:
    return with_cell(_new(work, decision, span, Section, "", kind="body"), "kind", decision.field or None)


def _contact(work: Working, decision: Decision, span: Span) -> Row:
    words = work.text(decision.document_id)[slice(*span)]
    return _new(work, decision, span, Contact, "", name=decision.value or " ".join(words.split()))


_MADE: dict[str, Callable[[Working, Decision, Span], Row]] = {
    "mentions": _mention, "roles": _role, "dates": _date, "quotes": _quote, "sections": _section,
    "contacts": _contact,
}  # fmt: skip
