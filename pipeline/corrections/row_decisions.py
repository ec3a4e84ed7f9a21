"""The rows at the words that a decision quotes: accept and reject, what hangs on a row, and checked cells."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from pipeline.corrections.decisions import SPAN_TABLES, Decision, StaleError
from pipeline.corrections.working import Working
from pipeline.extraction.dates import edtf
from pipeline.records import (
    Contact,
    DateRow,
    Entity,
    EntityKind,
    Mention,
    Quote,
    QuoteSpeaker,
    Record,
    Review,
    Role,
    Section,
    SectionKind,
)
from pipeline.tables.schema import columns, key, references

Row = Mention | Role | DateRow | Quote | Section | Contact
Span = tuple[int, int]
RECORD: dict[str, type[Row]] = dict(
    zip(SPAN_TABLES, (Mention, Role, DateRow, Quote, Section, Contact), strict=True)
)  # fmt: skip
KIND_OF_LABEL: dict[str, EntityKind] = {
    "PERSON": "person", "ORGANISATION": "organisation", "COUNTRY": "country", "DEMONYM": "country",
}  # fmt: skip
_RANK: tuple[Review, ...] = ("unreviewed", "accepted", "edited", "added")
_IN_SECTIONS: tuple[type[Any], ...] = (Mention, Role, DateRow, Quote)
RULE = "review"
C = TypeVar("C", bound=Record)


def rows_at(work: Working, decision: Decision, span: Span) -> list[Row]:
    """The rows at exactly these words, or that stood there until a decision moved them.

    Where the decision names one of several by a cell, only the rows that have it.
    """
    record = RECORD[decision.table]
    rows: list[Row] = []
    if record is Section:
        rows += _part_at(work, decision.document_id, span[0])
    else:
        rows += work.select(record, document_id=decision.document_id, start=span[0], end=span[1])
    for moved in work.moved.get((record, decision.document_id, *span), ()):
        row = work.get(record, *moved)
        if row is not None and row not in rows:
            rows.append(row)
    column, cell = decision.about
    return [r for r in rows if str(getattr(r, column, None) or "") == cell] if column else rows


def _part_at(work: Working, document_id: str, start: int) -> list[Section]:
    """The part of the release that begins with these words: a decision quotes no more than its beginning."""
    text = work.text(document_id)
    parts = work.select(Section, document_id=document_id)
    return [p for p in parts if p.start <= start < p.end and not text[p.start : start].strip()]


def found(work: Working, decision: Decision, span: Span) -> list[Row]:
    """The rows that a decision is about. Raises `StaleError` where there is none."""
    rows = rows_at(work, decision, span)
    if not rows:
        raise StaleError(f"no row of {decision.table} stands at these words any more")
    return rows


def accept(work: Working, decision: Decision, span: Span) -> int:
    """Mark the rows as right."""
    rows = found(work, decision, span)
    for row in rows:
        work.put(marked(row, "accepted"))
        for mention in date_mentions(work, row) if isinstance(row, DateRow) else ():
            work.put(marked(mention, "accepted"))
    return len(rows)


def reject(work: Working, decision: Decision, span: Span) -> int:
    """Take the rows away, with what stood on them. One that a reviewer had added is no error of the machine."""
    rows = found(work, decision, span)
    for row in rows:
        _take_away(work, row)
    return sum(row.review != "added" for row in rows)


def marked(row: Row, review: Review) -> Row:
    """The row with its review, which a lesser one does not replace: an edited row that is accepted stays edited."""
    return replace(row, review=max(row.review, review, key=_RANK.index))


def _take_away(work: Working, row: Row) -> None:
    if isinstance(row, Quote):
        for speaker in work.select(QuoteSpeaker, quote_id=row.quote_id):  # before it, with which they would go unnoted
            work.remove(speaker)
    work.remove(row)
    if isinstance(row, Quote):
        _without_quote(work, row)
    elif isinstance(row, DateRow):
        for mention in date_mentions(work, row):
            work.remove(mention)
    elif isinstance(row, Section):
        resection(work, row.document_id, (row.start, row.end), "body")
    elif isinstance(row, Mention):
        _without_mention(work, row)


def _without_quote(work: Working, gone: Quote) -> None:
    """The other pieces of the utterance are named after the next one."""
    pieces = work.select(Quote, document_id=gone.document_id, group_id=gone.quote_id)
    pieces.sort(key=lambda q: q.start)
    for piece in pieces:
        work.put(replace(piece, group_id=pieces[0].quote_id if len(pieces) > 1 else None))


def _without_mention(work: Working, gone: Mention) -> None:
    if gone.label == "DATE":
        for date in work.select(DateRow, document_id=gone.document_id, start=gone.start, end=gone.end):
            work.remove(date)
    if gone.entity_id:
        unname(work, gone.document_id, gone.entity_id)


def date_mentions(work: Working, row: DateRow) -> list[Mention]:
    """The mentions at the words of a date."""
    return work.select(Mention, document_id=row.document_id, start=row.start, end=row.end, label="DATE")


def unname(work: Working, document_id: str, entity_id: str) -> None:
    """Take back what a release said of an entity that it does not name: job titles go, speakers are unknown."""
    if work.select(Mention, document_id=document_id, entity_id=entity_id):
        return
    for role in work.select(Role, document_id=document_id, person_id=entity_id):
        work.remove(role)
    for row, column in said_of(work, document_id, entity_id):
        work.put(replace(row, **{column: None, **_NOBODY.get(type(row), {})}))  # type: ignore[type-var]
    work.loosened.add(entity_id)


_NOBODY: dict[type[Record], dict[str, Any]] = {Quote: {"speaker_type": "unknown", "resolution": "none"}}


def said_of(work: Working, document_id: str, entity_id: str) -> list[tuple[Record, str]]:
    """The rows of a release that refer to an entity without being its mentions, each with the column that does."""
    found: list[tuple[Record, str]] = []
    for record in (Role, Contact, Quote):
        for column in ("person_id", "organisation_id", "speaker_id"):
            if column in references(record):
                found += [(row, column) for row in work.select(record, document_id=document_id, **{column: entity_id})]
    for quote in work.select(Quote, document_id=document_id):
        speakers = work.select(QuoteSpeaker, quote_id=quote.quote_id, entity_id=entity_id)
        found += [(speaker, "entity_id") for speaker in speakers]
    return found


def resection(work: Working, document_id: str, span: Span, kind: SectionKind) -> None:
    """Note that the rows which begin in a span stand in another part of the release."""
    for record in _IN_SECTIONS:
        for row in work.select(record, document_id=document_id):
            if span[0] <= row.start < span[1] and row.section != kind:
                work.put(replace(row, section=kind))


def cut_sections(work: Working, new: Section) -> None:
    """Take the words of a new part from the parts that hold them, of which the rest stays."""
    for old in work.select(Section, document_id=new.document_id):
        if key(old) == key(new) or old.end <= new.start or new.end <= old.start:
            continue
        work.remove(old)
        for start, end in ((old.start, new.start), (new.end, old.end)):
            if start < end:
                work.put(replace(old, start=start, end=end))


# --- cells ----------------------------------------------------------------------------------------------------------


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
