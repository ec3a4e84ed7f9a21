"""Edits of single rows: other words, or another value in one cell, with what hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, cast

from pipeline.corrections.decisions import Decision, StaleError
from pipeline.corrections.row_decisions import (
    KIND_OF_LABEL,
    RULE,
    Row,
    Span,
    cut_sections,
    date_mentions,
    found,
    marked,
    resection,
    said_of,
    unname,
)
from pipeline.corrections.working import Working
from pipeline.extraction.dates import edtf
from pipeline.records import (
    Alias,
    DateRow,
    Entity,
    EntityKind,
    Mention,
    MentionLabel,
    Quote,
    QuoteSpeaker,
    Record,
    Role,
    Section,
)
from pipeline.tables.schema import columns, key

R = TypeVar("R", bound=Row)
C = TypeVar("C", bound=Record)
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
    at, was = (type(new), key(new)), (type(old), key(old))
    for keys in work.moved.values():
        if was in keys:
            keys.add(at)
    if (old.start, old.end) != (new.start, new.end):
        work.moved[type(old), old.document_id, old.start, old.end].add(at)


def _cell(work: Working, row: Row, decision: Decision) -> Row:
    """A cell on which nothing hangs."""
    return with_cell(row, decision.field, decision.value or None)


def with_cell(row: C, field: str, cell: Any) -> C:
    """The row with one cell changed. Raises `StaleError` for a value that the column does not take."""
    column = next(c for c in columns(type(row)) if c.name == field)
    if column.type == "boolean":
        if cell not in ("true", "false"):
            raise StaleError(f"{field} is true or false, not {cell!r}")
        cell = cell == "true"
    if cell is None and not column.optional:
        raise StaleError(f"{field} cannot be empty")
    if column.enum and cell is not None and cell not in column.enum:
        raise StaleError(f"{field} cannot be {cell!r}; it is one of {', '.join(column.enum)}")
    return replace(row, **{field: cell})  # type: ignore[type-var]


# --- the words ------------------------------------------------------------------------------------------------------


def _words(work: Working, row: Row, decision: Decision) -> Row:
    """The row at other words: those of the value, where they touch the words judged."""
    new = at(work, row, _touching(work, decision, (row.start, row.end)))
    if isinstance(row, DateRow):
        for mention in date_mentions(work, row):
            work.put(marked(at(work, mention, (new.start, new.end)), "edited"))
    if isinstance(new, Section):
        _place_section(work, new, row)
    if isinstance(new, Mention) and isinstance(row, Mention):
        return _named_by_its_words(work, row, new)
    return new


def _touching(work: Working, decision: Decision, span: Span) -> Span:
    """The words of the value where they touch the words judged: “Anna” to “Anna Berg”."""
    text = work.text(decision.document_id)
    reach = len(decision.value)
    first = max(span[0] - reach, 0)
    window = text[first : span[1] + reach]
    starts = [first + i for i in range(len(window)) if window.startswith(decision.value, i)] if reach else []
    touching = [(i, i + reach) for i in starts if i < span[1] and span[0] < i + reach]
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


def _place_section(work: Working, new: Section, old: Row) -> None:
    resection(work, old.document_id, (old.start, old.end), "body")
    cut_sections(work, new)
    resection(work, new.document_id, (new.start, new.end), new.kind)


def dated(row: DateRow, value: str) -> DateRow:
    """The date with another EDTF value; empty for one that is not decided."""
    if not value:
        return replace(row, value=None, earliest=None, latest=None, value_from=None)
    try:
        found = edtf.parse(value)
    except ValueError as error:
        raise StaleError(f"{value!r} is no date value ({error}); write 2023-09-27, 2023-09 or 2023") from error
    if row.value == found.edtf:
        return row
    days: dict[str, Any] = {"earliest": found.earliest.isoformat(), "latest": found.latest.isoformat()}
    return replace(
        row, value=found.edtf, granularity=found.granularity, value_from="inference", rule=RULE, **days
    )  # fmt: skip


def spoken(work: Working, row: Quote, value: str) -> Quote:
    """The quote with another first speaker: a key, or the name of a person; empty for nobody known."""
    if not value:
        return _by_nobody(work, row)
    speaker_id = work.entity(_speaking(work, value), value)
    if row.speaker_id == speaker_id:
        return row
    work.loosened.add(row.speaker_id or "")
    speaker_type = _speaking(work, speaker_id)
    new = replace(row, speaker_id=speaker_id, speaker_type=speaker_type, resolution="name", confidence=1.0)
    named = work.nearest(row.document_id, speaker_id, row.start)
    if named is None:
        for first in work.select(QuoteSpeaker, quote_id=row.quote_id, position=1):
            work.put(replace(first, entity_id=speaker_id))
        return new
    work.put(
        QuoteSpeaker(
            quote_id=row.quote_id, position=1, entity_id=speaker_id, text=named.text, start=named.start, end=named.end
        )
    )
    return replace(new, speaker_text=named.text, speaker_start=named.start, speaker_end=named.end)


def _by_nobody(work: Working, row: Quote) -> Quote:
    for speaker in work.select(QuoteSpeaker, quote_id=row.quote_id):
        work.remove(speaker)
    return replace(
        row, speaker_id=None, speaker_type="unknown", speaker_text=None, speaker_start=None, speaker_end=None,
        resolution="none", confidence=1.0,
    )  # fmt: skip


def _speaking(work: Working, value: str) -> Any:
    """Whether a key or name is that of a person or of an organisation; what is not known is a person."""
    known = work.get(Entity, value)
    if known is not None:
        if known.kind == "country":
            raise StaleError(f"{value} is a country; no country speaks in a quote")
        return known.kind
    if value.startswith("org-"):
        return "organisation"
    kinds = {e.kind for e in work.select(Entity, name=value)}
    return "organisation" if kinds == {"organisation"} else "person"


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
