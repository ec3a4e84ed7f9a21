"""Edits of a cell: how they change the row, and other rows of the release that depend on it."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pipeline.corrections.decisions import StaleError, places_of
from pipeline.corrections.rows import KINDS, RULE, Offsets, R, Row, Working, overlap, with_cell
from pipeline.extraction.dates import edtf
from pipeline.extraction.roles.wording import shown
from pipeline.records import Alias, Contact, DateRow, Entity, Mention, Quote, QuoteSpeaker, Role, Section, one_line
from pipeline.tables.schema import key


def change_cell(work: Working, row: Row, field: str, value: str) -> Row:
    """Change a cell on which no other row depends, except the kind of a part, which rows in the part repeat."""
    new = with_cell(row, field, value or None)
    if isinstance(new, Section):
        work.set_section(new, new.kind)
    return new


def _move(work: Working, row: Row, _: str, value: str) -> Row:
    """Move the row to the words of the value, the nearest that overlap its own: “Anna Berg” for “Anna”."""
    touching = [p for p in places_of(work.text(row.document_id), value) if overlap(p, (row.start, row.end))]
    if not touching:
        raise StaleError("the words of the value do not overlap these words in the text")
    span = min(touching, key=lambda p: abs(p[0] - row.start) + abs(p[1] - row.end))
    for mention in work.date_mentions(row):
        work.put_reviewed(placed(work, mention, span), "edited")
    new = placed(work, row, span)
    if not isinstance(row, Mention) or not isinstance(new, Mention):
        return new
    for contact in work.select(Contact, document_id=row.document_id, name=one_line(row.text)):
        if contact.start <= row.start < contact.end:  # the contact has its name from this mention
            work.put(replace(contact, name=one_line(new.text)))
    return _named_by_its_words(work, row, new)


def placed(work: Working, row: R, span: Offsets) -> R:
    """The row at this place of its release, with the words and the section there."""
    words = work.text(row.document_id)[slice(*span)]
    parts = work.select(Section, document_id=row.document_id)
    section = next((p.kind for p in parts if p.start <= span[0] < p.end), "body")
    cells: dict[str, Any] = {"text": words, "section": section}
    if isinstance(row, Role):
        cells["role"] = shown(words)
    return replace(row, start=span[0], end=span[1], **{c: v for c, v in cells.items() if hasattr(row, c)})


def _named_by_its_words(work: Working, old: Mention, new: Mention) -> Row:
    """A moved mention with the entity that its new words name: “Ministry of Health” is not “Ministry of”. It keeps its
    entity if its old words were not the name of that entity, if the new words are an alias of it, or if other mentions
    name the entity and the new words do not contain the old ones."""
    entity = work.get(Entity, old.entity_id or "")
    was, name = one_line(old.text), one_line(new.text)
    if entity is None or entity.kind == "country" or one_line(entity.name) != was or name == was:
        return new
    others = [m for m in work.select(Mention, entity_id=entity.entity_id) if key(m) != key(old)]
    if (others and was not in name) or work.get(Alias, entity.entity_id, name):
        return new
    return _change_entity(work, new, "entity_id", name, words=True)


def _change_entity(work: Working, row: Row, field: str, value: str, *, words: bool = False) -> Row:
    """Make the row refer to another person, organisation or country, given by key or name; to none if it is empty."""
    kind = KINDS.get(row.label if isinstance(row, Mention) else field)
    if kind is None:
        raise StaleError(f"a {getattr(row, 'label', '')} refers to no entity")
    entity_id = work.entity(kind, value, words=words) if value else None
    if isinstance(row, Mention) and row.entity_id and entity_id not in (None, row.entity_id):
        mentions = work.select(Mention, document_id=row.document_id, entity_id=row.entity_id)
        if all(key(m) == key(row) for m in mentions):  # roles and quotes follow the only mention of an entity
            for other, column in work.said_of(row.document_id, row.entity_id):
                work.put(replace(other, **{column: entity_id}))  # type: ignore[type-var]
    return with_cell(row, field, entity_id)


def _change_label(work: Working, row: Mention, field: str, value: str) -> Row:
    """Change the label of a mention, and with it the entity that it names."""
    new = with_cell(row, field, value or None)
    if new == row:
        return row
    kind = KINDS.get(new.label)
    named = work.entity(kind, one_line(row.text), words=True) if kind else None
    if row.entity_id:
        work.maybe_unsaid.add((row.document_id, row.entity_id))
    return replace(new, entity_id=named, honorific=None)


def change_date(_: Working, row: DateRow, field: str, value: str) -> DateRow:
    """The date with another EDTF value; an empty one makes it undecided."""
    if not value:
        return replace(row, value=None, earliest=None, latest=None, value_from=None)
    try:
        found = edtf.parse(value)
    except ValueError as error:
        raise StaleError(f"{value!r} is not a date value ({error}); write 2023-09-27, 2023-09 or 2023") from error
    if row.value == found.edtf:
        return row
    new = replace(row, value=found.edtf, granularity=found.granularity, value_from="inference", rule=RULE)
    return replace(new, earliest=found.earliest.isoformat(), latest=found.latest.isoformat())


def change_speaker(work: Working, row: Quote, field: str, value: str) -> Quote:
    """The quote with another first speaker (none if empty), whose words are those of the nearest mention, if near."""
    nowhere: dict[str, Any] = dict.fromkeys(("speaker_text", "speaker_start", "speaker_end"))
    if not value:
        work.remove_all(QuoteSpeaker, quote_id=row.quote_id)
        return replace(row, speaker_id=None, speaker_type="unknown", resolution="none", **nowhere)
    kind, speaker_id = find_speaker(work, value)
    if row.speaker_id == speaker_id:
        return row
    new = replace(row, speaker_id=speaker_id, speaker_type=kind)
    mentions = work.select(Mention, document_id=row.document_id, entity_id=speaker_id)
    named = min(mentions, key=lambda m: (abs(m.start - row.start), m.start), default=None)
    if named is None or not _are_near(work.text(row.document_id), named, row):
        speakers = work.select(QuoteSpeaker, quote_id=row.quote_id)
        for first in (s for s in speakers if s.position == 1):
            if len(speakers) > 1:  # a joint statement, which names its speakers together
                work.put(replace(first, entity_id=speaker_id))
            else:
                work.remove(first)
        return replace(new, resolution="none", **nowhere)
    place: dict[str, Any] = {"text": named.text, "start": named.start, "end": named.end}
    work.put(QuoteSpeaker(quote_id=row.quote_id, position=1, entity_id=speaker_id, **place))
    work.remove_repeated(work.select(QuoteSpeaker, entity_id=speaker_id), "quote_id")
    return replace(new, resolution="name", **{f"speaker_{column}": cell for column, cell in place.items()})


def _are_near(text: str, one: Row, other: Row) -> bool:
    """Whether two rows stand in one paragraph or in two beside each other."""
    between = text[min(one.end, other.end) : max(one.start, other.start)]
    ends = r"\n\s*\n" if re.search(r"\n\s*\n", text.strip()) else "\n"  # without blank lines, each line is a paragraph
    return len(re.findall(ends, between)) <= 1


def find_speaker(work: Working, value: str) -> tuple[Any, str]:
    """Kind and key of a speaker given by key, name or alias; an unknown name is a person."""
    kinds = {e.kind for e in work.called(value)}
    kind = kinds.pop() if len(kinds) == 1 else "person"
    if kind == "country":
        raise StaleError(f"{value} is a country, which cannot be the speaker of a quote")
    return kind, work.entity(kind, value)


CHANGES: dict[str, Callable[[Working, Any, str, str], Row]] = {
    "text": _move,
    "label": _change_label,
    "value": change_date,
    "speaker_id": change_speaker,
    **dict.fromkeys(("entity_id", "person_id", "organisation_id", "country"), _change_entity),
}
"""Column -> the function that edits it, given row, column and value; `change_cell` is for all other columns."""
