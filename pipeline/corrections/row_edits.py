"""Rows that a reviewer edits or adds: other words, another value in one cell, a new row, with what hangs on each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, cast, get_args

from pipeline.corrections.decisions import Decision, StaleError, places_of
from pipeline.corrections.row_decisions import (
    KIND_OF_LABEL,
    RULE,
    Row,
    Span,
    cut_sections,
    date_mentions,
    dated,
    found,
    marked,
    resection,
    rows_at,
    said_of,
    spoken,
    unname,
    with_cell,
)
from pipeline.corrections.working import Working
from pipeline.records import (
    Alias,
    Contact,
    DateRow,
    Entity,
    EntityKind,
    Mention,
    MentionLabel,
    Quote,
    Role,
    Section,
    row_id,
)
from pipeline.tables.schema import columns, key

R = TypeVar("R", bound=Row)
_KINDS: dict[str, EntityKind] = {"person_id": "person", "organisation_id": "organisation", "country": "country"}


def edit(work: Working, decision: Decision, span: Span) -> int:
    """Change one cell of the rows. A row that the machine finds so by now counts as accepted."""
    rows = found(work, decision, span)
    change = _CHANGES.get(decision.field, _cell)
    for row in rows:
        new = change(work, row, decision)
        same = replace(new, review=row.review) == row
        if key(new) != key(row):
            work.remove(row)
        work.put(marked(new, "accepted" if same else "edited"))
        _note_move(work, row, new)
    return len(rows)


def _note_move(work: Working, old: Row, new: Row) -> None:
    """Later decisions about the old words are about the row where it stands now."""
    for place, keys in work.moved.items():
        if place[0] is type(old) and key(old) in keys:
            keys.add(key(new))
    if (old.start, old.end) != (new.start, new.end):
        work.moved[type(old), old.document_id, old.start, old.end].add(key(new))


def _cell(work: Working, row: Row, decision: Decision) -> Row:
    """A cell on which nothing hangs."""
    return with_cell(row, decision.field, decision.value or None)


# --- the words ------------------------------------------------------------------------------------------------------


def _words(work: Working, row: Row, decision: Decision) -> Row:
    """The row at other words: those of the value, where they touch the words judged."""
    new = at(work, row, _touching(work, decision, (row.start, row.end)))
    if isinstance(row, DateRow):
        for mention in date_mentions(work, row):
            work.put(marked(at(work, mention, (new.start, new.end)), "edited"))
    if isinstance(new, Section):
        resection(work, row.document_id, (row.start, row.end), "body")
        cut_sections(work, new)
        resection(work, new.document_id, (new.start, new.end), new.kind)
    if isinstance(new, Mention) and isinstance(row, Mention):
        _rename_contact(work, row, new)
        return _named_by_its_words(work, row, new)
    return new


def _rename_contact(work: Working, old: Mention, new: Mention) -> None:
    """A contact bears the name that stands in its words, at the words where that stands now."""
    for contact in work.select(Contact, document_id=old.document_id, name=_line(old.text)):
        if contact.start <= old.start < contact.end:
            work.put(replace(contact, name=_line(new.text)))


def _touching(work: Working, decision: Decision, span: Span) -> Span:
    """The words of the value where they touch the words judged: “Anna” to “Anna Berg”."""
    places = places_of(work.text(decision.document_id), decision.value)
    touching = [(start, end) for start, end in places if start < span[1] and span[0] < end]
    if not touching:
        raise StaleError("the words of the value do not stand at these words")
    return min(touching, key=lambda p: abs(p[0] - span[0]) + abs(p[1] - span[1]))


def at(work: Working, row: R, span: Span) -> R:
    """The row at other words of its release."""
    place: dict[str, Any] = {"start": span[0], "end": span[1]}
    words = work.text(row.document_id)[slice(*span)]
    if isinstance(row, Role):
        place["role"] = words
    elif hasattr(row, "text"):
        place["text"] = words
    if hasattr(row, "section"):
        place["section"] = work.section(row.document_id, span[0])
    return replace(row, **place)


def _named_by_its_words(work: Working, old: Mention, new: Mention) -> Mention:
    """A name that was read too short or too long is that of another entity: “Ministry of”, “Ministry of Health”.

    The entity stays where the words were no name of it, or are one of several that it has.
    """
    entity = work.get(Entity, old.entity_id or "")
    kind, was, name = KIND_OF_LABEL.get(old.label), _line(old.text), _line(new.text)
    if entity is None or kind is None or kind == "country" or _line(entity.name) != was or name == was:
        return new
    others = [m for m in work.select(Mention, entity_id=entity.entity_id) if key(m) != key(old)]
    longer = was in name
    if not longer and others:
        return new
    if work.get(Alias, entity.entity_id, name) is not None:
        return new
    return cast(Mention, _tied(work, new, "entity_id", work.named(kind, name)))


def _line(text: str) -> str:
    return " ".join(text.split())


# --- what a row is tied to ------------------------------------------------------------------------------------------


def _tie(work: Working, row: Row, decision: Decision) -> Row:
    """The row about another person, organisation or country, given by key or name; about none where it is empty."""
    field, value = decision.field, decision.value
    kind = KIND_OF_LABEL.get(row.label) if isinstance(row, Mention) else _KINDS[field]
    if kind is None:
        raise StaleError(f"a {getattr(row, 'label', '')} names no entity")
    return _tied(work, row, field, work.entity(kind, value) if value else None)


def _tied(work: Working, row: Row, field: str, entity_id: str | None) -> Row:
    """What else the release says of the old entity follows where no other mention of it stands there."""
    old: str | None = getattr(row, field)
    new = with_cell(row, field, entity_id)
    if old is None or old == entity_id:
        return new
    work.loosened.add(old)
    if isinstance(row, Mention) and entity_id:
        mentions = work.select(Mention, document_id=row.document_id, entity_id=old)
        if all(key(m) == key(row) for m in mentions):
            for other, column in said_of(work, row.document_id, old):
                work.put(replace(other, **{column: entity_id}))  # type: ignore[type-var]
    return new


def _label(work: Working, row: Row, decision: Decision) -> Row:
    """A mention of another kind names another entity."""
    assert isinstance(row, Mention)
    label = cast(MentionLabel, decision.value)
    checked = with_cell(row, "label", label or None)
    if label == row.label:
        return row
    kind = KIND_OF_LABEL.get(label)
    entity_id = work.named(kind, _line(row.text)) if kind else None
    new = replace(checked, entity_id=entity_id, honorific=None)
    work.put(new)
    if row.entity_id:
        unname(work, row.document_id, row.entity_id)
    return new


def _kind(work: Working, row: Row, decision: Decision) -> Row:
    """The kind of a quote, or of a part of the release."""
    new = with_cell(row, "kind", decision.value or None)
    if isinstance(new, Section):
        resection(work, new.document_id, (new.start, new.end), new.kind)
    return new


_CHANGES: dict[str, Callable[[Working, Row, Decision], Row]] = {
    "text": _words,
    "label": _label,
    "kind": _kind,
    "value": lambda work, row, decision: dated(cast(DateRow, row), decision.value),
    "speaker_id": lambda work, row, decision: spoken(work, cast(Quote, row), decision.value),
    "entity_id": _tie,
    "person_id": _tie,
    "organisation_id": _tie,
    "country": _tie,
}


# --- added rows -----------------------------------------------------------------------------------------------------


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
