"""Decisions about single rows: accept, reject, edit, each at the words that it quotes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast, get_args

from pipeline.corrections.anchor import StaleError, anchor
from pipeline.corrections.file import ROW_TABLES, Decision
from pipeline.corrections.working import Working
from pipeline.records import (
    DateRow,
    Entity,
    EntityKind,
    Mention,
    MentionLabel,
    Quote,
    QuoteSpeaker,
    Review,
    Role,
)
from pipeline.tables.schema import columns

Row = Mention | Role | DateRow | Quote
Span = tuple[int, int]
RECORD: dict[str, type[Row]] = dict(zip(ROW_TABLES, (Mention, Role, DateRow, Quote), strict=True))
KIND_OF_LABEL: dict[str, EntityKind] = {
    "PERSON": "person", "ORGANISATION": "organisation", "COUNTRY": "country", "DEMONYM": "country",
}  # fmt: skip
_RANK: tuple[Review, ...] = ("unreviewed", "accepted", "edited", "added")
RULE = "review"


def rows_at(work: Working, decision: Decision, span: Span) -> list[Row]:
    """The rows at exactly these words; where field and value of a verdict name a cell, only those that have it."""
    record = RECORD[decision.table]
    rows = work.select(record, document_id=decision.document_id, start=span[0], end=span[1])
    if decision.decision in ("accept", "reject") and decision.field:
        rows = [r for r in rows if str(getattr(r, decision.field, None) or "") == decision.value]
    return rows


def accept(work: Working, decision: Decision, span: Span) -> int:
    """Mark the rows as right."""
    rows = _found(work, decision, span)
    for row in rows:
        work.put(marked(row, "accepted"))
        for mention in date_mentions(work, row) if isinstance(row, DateRow) else ():
            work.put(marked(mention, "accepted"))
    return len(rows)


def reject(work: Working, decision: Decision, span: Span) -> int:
    """Take the rows away, with what stood on them."""
    rows = _found(work, decision, span)
    for row in rows:
        _take_away(work, row)
    return len(rows)


def _found(work: Working, decision: Decision, span: Span) -> list[Row]:
    rows = rows_at(work, decision, span)
    if not rows:
        raise StaleError(f"no row of {decision.table} stands at these words any more")
    return rows


def marked(row: Row, review: Review) -> Row:
    """The row with its review, which a lesser one does not replace: an edited row that is accepted stays edited."""
    return replace(row, review=max(row.review, review, key=_RANK.index))


def _take_away(work: Working, row: Row) -> None:
    if isinstance(row, Quote):
        for speaker in work.select(QuoteSpeaker, quote_id=row.quote_id):
            work.remove(speaker)
    work.remove(row)
    if isinstance(row, Quote):
        _regroup(work, row)
    elif isinstance(row, DateRow):
        for mention in date_mentions(work, row):
            work.remove(mention)
    elif isinstance(row, Mention) and row.label == "DATE":
        for date in work.select(DateRow, document_id=row.document_id, start=row.start, end=row.end):
            work.remove(date)
    if isinstance(row, Mention) and row.entity_id:
        _unname(work, row.document_id, row.entity_id)


def date_mentions(work: Working, row: DateRow) -> list[Mention]:
    """The mentions at the words of a date."""
    return work.select(Mention, document_id=row.document_id, start=row.start, end=row.end, label="DATE")


def _regroup(work: Working, gone: Quote) -> None:
    """The pieces of an utterance whose first piece is gone are named after the next."""
    pieces = work.select(Quote, document_id=gone.document_id, group_id=gone.quote_id)
    pieces.sort(key=lambda q: q.start)
    for piece in pieces:
        work.put(replace(piece, group_id=pieces[0].quote_id if len(pieces) > 1 else None))


def _unname(work: Working, document_id: str, entity_id: str) -> None:
    """What the document said of an entity that it does not name: offices go, speakers are unknown."""
    if work.select(Mention, document_id=document_id, entity_id=entity_id):
        return
    for role in work.select(Role, document_id=document_id, person_id=entity_id):
        work.remove(role)
    for role in work.select(Role, document_id=document_id, organisation_id=entity_id):
        work.put(replace(role, organisation_id=None))
    for quote in work.select(Quote, document_id=document_id):
        for speaker in work.select(QuoteSpeaker, quote_id=quote.quote_id, entity_id=entity_id):
            work.put(replace(speaker, entity_id=None))
        if quote.speaker_id == entity_id:
            work.put(replace(quote, speaker_id=None, speaker_type="unknown", resolution="none"))
    work.loosened.add(entity_id)


# --- edit -----------------------------------------------------------------------------------------------------------


def edit(work: Working, decision: Decision, span: Span) -> int:
    """Change one cell of the rows; a row that has the value already counts as accepted."""
    rows = rows_at(work, decision, span)
    if not rows and decision.field == "text":
        moved = _moved_span(work, decision, span)
        rows = rows_at(work, decision, moved)
        span = moved if rows else span
    if not rows:
        raise StaleError(f"no row of {decision.table} stands at these words any more")
    for row in rows:
        new = _edited(work, row, decision, span)
        if isinstance(row, DateRow) and (new.start, new.end) != (row.start, row.end):
            for mention in date_mentions(work, row):
                work.put(marked(_at(work, mention, (new.start, new.end)), "edited"))
        work.put(marked(new, "accepted" if replace(new, review=row.review) == row else "edited"))
    return len(rows)


def _edited(work: Working, row: Row, decision: Decision, span: Span) -> Row:
    field, value = decision.field, decision.value
    if field == "text":
        return _at(work, row, _moved_span(work, decision, span))
    if field == "speaker_id":
        assert isinstance(row, Quote)
        return spoken(work, row, value)
    if field == "value":
        assert isinstance(row, DateRow)
        return dated(row, value)
    if field == "label":
        assert isinstance(row, Mention)
        return _labelled(work, row, value)
    cell: Any = value or None
    if value and field in ("entity_id", "person_id", "organisation_id", "country"):
        kinds: dict[str, EntityKind] = {
            "person_id": "person", "organisation_id": "organisation", "country": "country",
        }  # fmt: skip
        label = row.label if isinstance(row, Mention) else ""
        kind = kinds.get(field) or KIND_OF_LABEL.get(label)
        if kind is None:
            raise StaleError(f"a {label} names no entity")
        cell = work.entity(kind, value)
    changed = with_cell(row, field, cell)
    work.loosened.add(str(getattr(row, field)))
    return changed


def with_cell(row: Row, field: str, cell: Any) -> Row:
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
    return replace(row, **{field: cell})


def _moved_span(work: Working, decision: Decision, span: Span) -> Span:
    """The words of the value where they touch the words judged: “Anna” to “Anna Berg”."""
    text = work.text(decision.document_id)
    reach = len(decision.value)
    window = text[max(span[0] - reach, 0) : span[1] + reach]
    at = max(span[0] - reach, 0)
    starts = [i for i in range(len(window)) if window.startswith(decision.value, i)] if reach else []
    touching = [(at + i, at + i + reach) for i in starts if at + i < span[1] and span[0] < at + i + reach]
    if not touching:
        raise StaleError("the words of the value do not stand at these words")
    return min(touching, key=lambda p: abs(p[0] - span[0]) + abs(p[1] - span[1]))


def _at(work: Working, row: Row, span: Span) -> Row:
    words = work.text(row.document_id)[slice(*span)]
    place: dict[str, Any] = {"start": span[0], "end": span[1], "section": work.section(row.document_id, span[0])}
    place["role" if isinstance(row, Role) else "text"] = words
    return replace(row, **place)


def _labelled(work: Working, row: Mention, label: str) -> Mention:
    if label not in get_args(MentionLabel):
        raise StaleError(f"label cannot be {label!r}; it is one of {', '.join(get_args(MentionLabel))}")
    if label == row.label:
        return row
    kind = KIND_OF_LABEL.get(label)
    entity_id = work.entity(kind, " ".join(row.text.split())) if kind else None
    new = replace(row, label=cast(MentionLabel, label), entity_id=entity_id, honorific=None)
    work.put(new)
    if row.entity_id:
        _unname(work, row.document_id, row.entity_id)
    return new


def dated(row: DateRow, value: str) -> DateRow:
    """The date with another EDTF value; empty for one that is not decided."""
    from pipeline.corrections.date_values import date_value

    if not value:
        return replace(row, value=None, earliest=None, latest=None, value_from=None)
    found = date_value(value)
    if row.value == found.edtf:
        return row
    return replace(
        row,
        value=found.edtf,
        earliest=found.earliest.isoformat(),
        latest=found.latest.isoformat(),
        granularity=found.granularity,
        value_from="inference",
        rule=RULE,
    )


def spoken(work: Working, row: Quote, value: str) -> Quote:
    """The quote with another first speaker: a key, or the name of a person; empty for nobody known."""
    speakers = work.select(QuoteSpeaker, quote_id=row.quote_id)
    first = next((s for s in speakers if s.position == 1), None)
    if not value:
        for speaker in speakers:
            work.remove(speaker)
        return replace(
            row, speaker_id=None, speaker_type="unknown", speaker_text=None, speaker_start=None, speaker_end=None,
            resolution="none", confidence=1.0,
        )  # fmt: skip
    known = work.get(Entity, value)
    kind: EntityKind = known.kind if known else "organisation" if value.startswith("org-") else "person"
    if kind == "country":
        raise StaleError(f"{value} is a country; no country speaks in a quote")
    speaker_id = work.entity(kind, value)
    if row.speaker_id == speaker_id:
        return row
    work.loosened.add(row.speaker_id or "")
    named = work.nearest(row.document_id, speaker_id, row.start)
    if named:
        new = QuoteSpeaker(
            quote_id=row.quote_id, position=1, entity_id=speaker_id, text=named.text, start=named.start, end=named.end
        )
        work.put(new)
    elif first:
        work.put(replace(first, entity_id=speaker_id))
    return replace(
        row,
        speaker_id=speaker_id,
        speaker_type=kind,
        speaker_text=named.text if named else row.speaker_text,
        speaker_start=named.start if named else row.speaker_start,
        speaker_end=named.end if named else row.speaker_end,
        resolution="name",
        confidence=1.0,
    )


def place(work: Working, decision: Decision) -> Span:
    """Where the words of a decision stand now. Raises `StaleError`."""
    return anchor(work.text(decision.document_id), decision)
