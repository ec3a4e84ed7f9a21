"""Rows at the words that a decision quotes: accepted, rejected, edited or added, with what hangs on each."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, get_args

from pipeline.corrections.decisions import SPAN_TABLES, Decision, StaleError, places_of
from pipeline.corrections.entities import KINDS, Working, with_cell
from pipeline.extraction.dates import edtf
from pipeline.extraction.roles.wording import printed
from pipeline.records import (
    Alias,
    Contact,
    DateRow,
    Entity,
    Mention,
    Quote,
    QuoteSpeaker,
    Record,
    Review,
    Role,
    Section,
    SectionKind,
    row_id,
)
from pipeline.tables.schema import columns, key

Row = Mention | Role | DateRow | Quote | Section | Contact
Span = tuple[int, int]
RECORD: dict[str, type[Row]] = dict(zip(SPAN_TABLES, get_args(Row), strict=True))
_RANK: tuple[Review, ...] = ("unreviewed", "accepted", "edited", "added")
_IN_SECTIONS: tuple[type[Any], ...] = (Mention, Role, DateRow, Quote)
RULE = "review"
R = TypeVar("R", bound=Row)


def rows_at(work: Working, decision: Decision, span: Span) -> list[Row]:
    """The rows at exactly these words, or that stood there until a decision moved them.

    Where the decision names one of several by a cell, only those that have it. A part of the release is the one that
    begins with the words: a decision quotes no more than its beginning.
    """
    record, document_id = RECORD[decision.table], decision.document_id
    rows: list[Row] = []
    if record is Section:
        text, start = work.text(document_id), span[0]
        parts = work.select(Section, document_id=document_id)
        rows += (p for p in parts if p.start <= start < p.end and not text[p.start : start].strip())
    else:
        rows += work.select(record, document_id=document_id, start=span[0], end=span[1])
    moved = (work.get(record, *now) for now in work.moved.get((record, document_id, *span), ()))
    rows += [row for row in moved if row is not None and row not in rows]
    column, cell = decision.about
    return [r for r in rows if str(getattr(r, column, None) or "") == cell] if column else rows


def _found(work: Working, decision: Decision, span: Span) -> list[Row]:
    """The rows that a decision is about. Raises `StaleError` where there is none."""
    rows = rows_at(work, decision, span)
    if not rows:
        raise StaleError(f"no row of {decision.table} stands at these words any more")
    return rows


def _marked(row: R, review: Review) -> R:
    """The row with its review, which a lesser one does not replace: an edited row that is accepted stays edited."""
    return replace(row, review=max(row.review, review, key=_RANK.index))


def accept(work: Working, decision: Decision, span: Span) -> int:
    """Mark the rows as right."""
    rows = _found(work, decision, span)
    for row in rows:
        for one in (row, *_date_mentions(work, row)):
            work.put(_marked(one, "accepted"))
    return len(rows)


# --- what hangs on a row --------------------------------------------------------------------------------------------


def reject(work: Working, decision: Decision, span: Span) -> int:
    """Take the rows away, with what stood on them. One that a reviewer had added is no error of the machine."""
    rows = _found(work, decision, span)
    for row in rows:
        if isinstance(row, Quote):
            _unquote(work, row)
        for one in (row, *_date_mentions(work, row)):
            work.remove(one)
        if isinstance(row, Section):
            _resection(work, row, "body")
        elif isinstance(row, Mention) and row.label == "DATE":
            for date in work.select(DateRow, document_id=row.document_id, start=row.start, end=row.end):
                work.remove(date)
        elif isinstance(row, Mention) and row.entity_id:
            _unname(work, row.document_id, row.entity_id)
    return sum(row.review != "added" for row in rows)


def _date_mentions(work: Working, row: Row) -> list[Mention]:
    """The mentions at the words of a date."""
    if not isinstance(row, DateRow):
        return []
    return work.select(Mention, document_id=row.document_id, start=row.start, end=row.end, label="DATE")


def _silence(work: Working, quote: Quote) -> None:
    for speaker in work.select(QuoteSpeaker, quote_id=quote.quote_id):
        work.remove(speaker)


def _unquote(work: Working, gone: Quote) -> None:
    """The speakers go, or they would go with it unnoted; the other pieces of the utterance are named after the next."""
    _silence(work, gone)
    pieces = [p for p in work.select(Quote, document_id=gone.document_id, group_id=gone.quote_id) if p != gone]
    for piece in pieces:
        work.put(replace(piece, group_id=pieces[0].quote_id if len(pieces) > 1 else None))


def _unname(work: Working, document_id: str, entity_id: str) -> None:
    """Take back what a release said of an entity that it does not name: job titles go, speakers are unknown."""
    if work.select(Mention, document_id=document_id, entity_id=entity_id):
        return
    for role in work.select(Role, document_id=document_id, person_id=entity_id):
        work.remove(role)
    for row, column in _said_of(work, document_id, entity_id):
        nobody = {"speaker_type": "unknown", "resolution": "none"} if isinstance(row, Quote) else {}
        work.put(replace(row, **{column: None, **nobody}))  # type: ignore[type-var]
    work.loosened.add(entity_id)


def _said_of(work: Working, document_id: str, entity_id: str) -> list[tuple[Record, str]]:
    """The rows of a release that refer to a person or organisation without being its mentions, each with the column."""
    rows = work.naming(entity_id, document_id)
    return [(row, column) for row, column in rows if not isinstance(row, Mention) and column != "country"]


def _resection(work: Working, part: Section, kind: SectionKind) -> None:
    """Note that the rows which begin at the words of a part stand in a part of this kind."""
    for record in _IN_SECTIONS:
        for row in work.select(record, document_id=part.document_id):
            if part.start <= row.start < part.end and row.section != kind:
                work.put(replace(row, section=kind))


def _cut_sections(work: Working, new: Section) -> None:
    """Take the words of a new part from the parts that hold them, of which the rest stays."""
    for old in work.select(Section, document_id=new.document_id):
        if key(old) == key(new) or old.end <= new.start or new.end <= old.start:
            continue
        work.remove(old)
        for start, end in ((old.start, new.start), (new.end, old.end)):
            if start < end:
                work.put(replace(old, start=start, end=end))
    _resection(work, new, new.kind)


# --- edited rows ----------------------------------------------------------------------------------------------------


def edit(work: Working, decision: Decision, span: Span) -> int:
    """Change one cell of the rows. A row that the machine finds so by now counts as accepted."""
    rows = _found(work, decision, span)
    change = _CHANGES.get(decision.field, _cell)
    for row in rows:
        new = change(work, row, decision.field, decision.value)
        same = replace(new, review=row.review) == row
        if key(new) != key(row):
            work.remove(row)
        work.put(_marked(new, "accepted" if same else "edited"))
        for place, keys in work.moved.items():  # later decisions about the old words are about the row where it is now
            if place[0] is type(row) and key(row) in keys:
                keys.add(key(new))
        if (row.start, row.end) != (new.start, new.end):
            work.moved[type(row), row.document_id, row.start, row.end].add(key(new))
    return len(rows)


def _cell(work: Working, row: Row, field: str, value: str) -> Row:
    """A cell on which nothing hangs, but that the kind of a part is that of the rows in it."""
    new = with_cell(row, field, value or None)
    if isinstance(new, Section):
        _resection(work, new, new.kind)
    return new


def _words(work: Working, row: Row, _: str, value: str) -> Row:
    """The row at other words: those of the value, where they stand nearest and touch: “Anna Berg” for “Anna”."""
    start, end = row.start, row.end
    touching = [p for p in places_of(work.text(row.document_id), value) if p[0] < end and start < p[1]]
    if not touching:
        raise StaleError("the words of the value do not stand at these words")
    span = min(touching, key=lambda p: abs(p[0] - start) + abs(p[1] - end))
    for mention in _date_mentions(work, row):
        work.put(_marked(_at(work, mention, span), "edited"))
    if not isinstance(row, Mention):
        return _at(work, row, span)
    new = _at(work, row, span)
    for contact in work.select(Contact, document_id=row.document_id, name=_line(row.text)):
        if contact.start <= row.start < contact.end:  # a contact bears the name that stands in its words
            work.put(replace(contact, name=_line(new.text)))
    return _named_by_its_words(work, row, new)


def _at(work: Working, row: R, span: Span) -> R:
    """The row at other words of its release."""
    words = work.text(row.document_id)[slice(*span)]
    cells: dict[str, Any] = {"text": words, "section": work.section(row.document_id, span[0])}
    if isinstance(row, Role):
        cells["role"] = printed(words)
    return replace(row, start=span[0], end=span[1], **{c: v for c, v in cells.items() if hasattr(row, c)})


def _named_by_its_words(work: Working, old: Mention, new: Mention) -> Row:
    """A name that was read too short or too long is that of another entity: “Ministry of”, “Ministry of Health”.

    The entity stays where the words were no name of it, or are one of several that it has.
    """
    entity = work.get(Entity, old.entity_id or "")
    was, name = _line(old.text), _line(new.text)
    if entity is None or entity.kind == "country" or _line(entity.name) != was or name == was:
        return new
    others = [m for m in work.select(Mention, entity_id=entity.entity_id) if key(m) != key(old)]
    if (others and was not in name) or work.get(Alias, entity.entity_id, name):
        return new
    return _tied(work, new, "entity_id", work.entity(entity.kind, name, words=True))


def _line(text: str) -> str:
    return " ".join(text.split())


def _tie(work: Working, row: Row, field: str, value: str) -> Row:
    """The row about another person, organisation or country, given by key or name; about none where it is empty."""
    kind = KINDS.get(row.label if isinstance(row, Mention) else field)
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
            for other, column in _said_of(work, row.document_id, old):
                work.put(replace(other, **{column: entity_id}))  # type: ignore[type-var]
    return new


def _label(work: Working, row: Mention, field: str, value: str) -> Row:
    """A mention of another kind names another entity."""
    new = with_cell(row, field, value or None)
    if new == row:
        return row
    kind = KINDS.get(new.label)
    named = work.entity(kind, _line(row.text), words=True) if kind else None
    new = replace(new, entity_id=named, honorific=None)
    work.put(new)
    if row.entity_id:
        _unname(work, row.document_id, row.entity_id)
    return new


def _dated(_: Working, row: DateRow, field: str, value: str) -> DateRow:
    """The date with another EDTF value; empty for one that is not decided."""
    if not value:
        return replace(row, value=None, earliest=None, latest=None, value_from=None)
    try:
        found = edtf.parse(value)
    except ValueError as error:
        raise StaleError(f"{value!r} is no date value ({error}); write 2023-09-27, 2023-09 or 2023") from error
    if row.value == found.edtf:
        return row
    return replace(
        row, value=found.edtf, granularity=found.granularity, value_from="inference", rule=RULE,
        earliest=found.earliest.isoformat(), latest=found.latest.isoformat(),
    )  # fmt: skip


def _spoken(work: Working, row: Quote, field: str, value: str) -> Quote:
    """The quote with another first speaker: a key, or the name of a person; empty for nobody known."""
    if not value:
        _silence(work, row)
        nowhere: dict[str, Any] = dict.fromkeys(("speaker_text", "speaker_start", "speaker_end"))
        return replace(row, speaker_id=None, speaker_type="unknown", resolution="none", confidence=1.0, **nowhere)
    kind, speaker_id = _speaker(work, value)
    if row.speaker_id == speaker_id:
        return row
    work.loosened.add(row.speaker_id or "")
    new = replace(row, speaker_id=speaker_id, speaker_type=kind, resolution="name", confidence=1.0)
    mentions = work.select(Mention, document_id=row.document_id, entity_id=speaker_id)
    if not mentions:
        for first in work.select(QuoteSpeaker, quote_id=row.quote_id, position=1):
            work.put(replace(first, entity_id=speaker_id))
        return new
    named = min(mentions, key=lambda m: (abs(m.start - row.start), m.start))
    place: dict[str, Any] = {"text": named.text, "start": named.start, "end": named.end}
    work.put(QuoteSpeaker(quote_id=row.quote_id, position=1, entity_id=speaker_id, **place))
    return replace(new, **{f"speaker_{column}": cell for column, cell in place.items()})


def _speaker(work: Working, value: str) -> tuple[Any, str]:
    """Kind and key of who speaks, given by key, name or alias; what is not known is a person."""
    known = work.get(Entity, value)
    kinds = {e.kind for e in ([known] if known else work.called(value))}
    kind = kinds.pop() if len(kinds) == 1 else "person"
    if kind == "country":
        raise StaleError(f"{value} is a country; no country speaks in a quote")
    return kind, work.entity(kind, value)


_CHANGES: dict[str, Callable[[Working, Any, str, str], Row]] = {
    "text": _words, "label": _label, "value": _dated, "speaker_id": _spoken,
    "entity_id": _tie, "person_id": _tie, "organisation_id": _tie, "country": _tie,
}  # fmt: skip
"""Column -> what an edit of it does, given the row, the column and the value; `_cell` is for all others."""


# --- added rows -----------------------------------------------------------------------------------------------------

_TELLING: dict[str, tuple[str, ...]] = {
    "mentions": ("label", "entity_id"), "roles": ("person_id",), "dates": ("value",), "quotes": ("speaker_id",),
    "sections": ("kind",), "contacts": ("name",),
}  # fmt: skip
"""The cells that tell one row at the words from another."""


def add(work: Working, decision: Decision, span: Span) -> int:
    """Make a row at the words; where the machine has found it by now, that row counts as accepted.

    `field` and `value` say what it is: the label and entity of a mention (the words' own name where no value is
    given), the EDTF value of a date, the person of a role, the kind and speaker of a quote, the kind of a part, the
    name of a contact.
    """
    row = _made(work, decision, span)
    for known in rows_at(work, decision, span):
        if all(getattr(known, cell) == getattr(row, cell) for cell in _TELLING[decision.table]):
            work.put(_marked(known, "accepted"))
            return 1
    work.put(row)
    if isinstance(row, DateRow) and not _date_mentions(work, row):
        work.put(_new(work, decision, span, Mention, "DATE", label="DATE", how="name"))
    elif isinstance(row, Section):
        _cut_sections(work, row)
    elif isinstance(row, Quote) and row.speaker_id:
        work.put(_spoken(work, replace(row, speaker_id=None), "speaker_id", row.speaker_id))
    return 1


def _new(work: Working, decision: Decision, span: Span, record: type[R], *end: str, **cells: Any) -> R:
    """A row at the words: these cells, what the place says, and nothing else. `end` is that of its key."""
    known = {
        record.TABLE.key[0]: row_id(decision.document_id, "added", *span, *end),
        "document_id": decision.document_id, "start": span[0], "end": span[1], "rule": RULE, "review": "added",
        "text": work.text(decision.document_id)[slice(*span)],
        "section": work.section(decision.document_id, span[0]), "confidence": 1.0,
        **cells,
    }  # fmt: skip
    made: dict[str, Any] = {c.name: known.get(c.name) for c in columns(record)}
    return record(**made)


def _made(work: Working, decision: Decision, span: Span) -> Row:
    """The row that a decision adds; `add` gives a quote what is known of its speaker."""
    table, field, value = decision.table, decision.field, decision.value
    words = work.text(decision.document_id)[slice(*span)]
    if table == "mentions":
        label = field or "PERSON"
        mention = with_cell(_new(work, decision, span, Mention, label, how="name"), "label", label)
        kind = KINDS.get(label)
        named = work.entity(kind, value or _line(words), words=not value) if kind else None
        return replace(mention, entity_id=named)
    if table == "dates":
        return _dated(work, _new(work, decision, span, DateRow, "date", granularity="day"), "value", value)
    if table == "sections":
        return with_cell(_new(work, decision, span, Section), "kind", field or None)
    if table == "contacts":
        return _new(work, decision, span, Contact, name=value or _line(words))
    if table == "quotes":
        speaker_id = _speaker(work, value)[1] if value else None
        cells = {"closed": True, "speaker_id": speaker_id, "speaker_type": "unknown", "resolution": "none"}
        return with_cell(_new(work, decision, span, Quote, "quote", **cells), "kind", field or "direct")
    if not value:
        raise StaleError("value is missing: whose job title it is")
    person = work.entity("person", value)
    return _new(work, decision, span, Role, "role", person, person_id=person, role=printed(words), status="current")
