"""Decisions about people and organisations across releases: merge, split, edit, keep apart."""

from dataclasses import replace

from pipeline.corrections.decisions import Decision, StaleError, span_of
from pipeline.corrections.rows import KINDS, Offsets, Working, key_of, overlap, with_cell
from pipeline.extraction.people.names import split_name
from pipeline.records import Alias, Candidate, Entity, Organisation, Person, Quote, QuoteSpeaker, Record, Role, slug
from pipeline.tables.schema import key


def change(work: Working, decision: Decision) -> int:
    """Merge, edit or split entities, in the order of the file: a name goes with the entity that had it at that time."""
    return {"merge": merge, "edit": edit, "split": split}[decision.decision](work, decision)


def merge(work: Working, decision: Decision) -> int:
    """Make everything that names one entity name the other; the names of the first become aliases of the second."""
    kind = KINDS[decision.table]
    gone, stays = (work.entity(kind, value, make=False) for value in (decision.text, decision.value))
    if gone == stays:
        raise StaleError("they are already one entity")
    _inherit(work, gone, stays)
    rows = list(work.naming(gone))
    for row, column in rows:
        _rename(work, row, column, stays)
    work.drop(gone)
    work.merged[gone] = stays
    # what has become equal in a release is reduced to one: its speakers of a joint statement, its job titles
    work.remove_repeated(work.select(QuoteSpeaker, entity_id=stays), "quote_id")
    said = ("document_id", "start", "end", "organisation_id", "country")
    work.remove_repeated(work.select(Role, person_id=stays), *said)
    return len(rows)


def _inherit(work: Working, gone: str, stays: str) -> None:
    """Pass names and other facts of the entity that is removed to the one that stays."""
    for known in work.select(Alias, entity_id=gone):
        _add_alias(work, replace(known, entity_id=stays))
    for entity in work.select(Entity, entity_id=gone):
        _add_alias(work, Alias(entity_id=stays, alias=entity.name, kind="variant"))
    old, new = work.get(Organisation, gone), work.get(Organisation, stays)
    if old and new:
        cells = {c: getattr(new, c) or getattr(old, c) for c in ("acronym", "kind", "country")}
        wholes = (o.part_of for o in (new, old) if o.part_of not in (None, gone, stays))
        work.put(replace(new, **cells, part_of=next(wholes, None)))


def _add_alias(work: Working, new: Alias) -> None:
    """Give an entity an alias, unless it has that name or alias already."""
    if not work.select(Entity, entity_id=new.entity_id, name=new.alias) and work.get(Alias, *key(new)) is None:
        work.put(new)


def _rename(work: Working, row: Record, column: str, entity_id: str) -> None:
    """Make a row name another entity. A pair of an entity with itself is removed."""
    now = work.get(type(row), *key(row))
    if now is None:  # a pair of candidates that was removed with its other entity
        return
    new = replace(now, **{column: entity_id})  # type: ignore[type-var]
    if isinstance(new, Candidate):
        work.remove(now)
        a, b = sorted((new.entity_a, new.entity_b))
        if a == b or work.get(Candidate, a, b) is not None:
            return
        new = replace(new, entity_a=a, entity_b=b)
    work.put(new)


def split(work: Working, decision: Decision) -> int:
    """Make a document's rows about an entity refer to another: all of them, or those at the words given."""
    kind = KINDS[decision.table]
    old, document_id = work.entity(kind, decision.text, make=False), decision.document_id
    text = work.text(document_id)
    rows = list(work.naming(old, document_id))
    if decision.field:  # the words at which the other one is named
        span = span_of(text, replace(decision, text=decision.field))
        rows = [(row, column) for row, column in rows if _touches(row, span)]
    if not rows:
        raise StaleError(f"{old} is not named there")
    known = work.get(Entity, decision.value)
    new = known.entity_id if known else key_of(kind, decision.value)
    if new == old:  # another entity with the same name: the key gets the id of the release
        new = f"{new}-{slug(document_id)}"
    work.merged.pop(new, None)  # an entity that was merged away is there again
    work.split_off |= {new} if work.get(Entity, new) is None else set()
    work.ensure(kind, new, known.name if known else decision.value)
    for row, column in rows:
        _rename(work, row, column, new)
    return len(rows)


def _touches(row: Record, span: Offsets) -> bool:
    at = ("speaker_start", "speaker_end") if isinstance(row, Quote) else ("start", "end")
    start, end = (getattr(row, name, None) for name in at)
    return start is not None and end is not None and overlap((start, end), span)


def edit(work: Working, decision: Decision) -> int:
    """Change a field of a person or an organisation: name, acronym, kind, country and so on."""
    kind, field, value = KINDS[decision.table], decision.field, decision.value
    entity_id = work.entity(kind, decision.text, make=False)
    record: type[Person | Organisation] = Person if kind == "person" else Organisation
    if field == "country" and value:
        value = work.entity("country", value)
    for row in work.select(record, **{record.TABLE.key[0]: entity_id}):
        row = with_cell(row, field, value or None)
        if isinstance(row, Person) and field == "name":
            given, family = split_name(value)
            row = replace(row, given_names=given, family_name=family)
        work.put(row)
    if field == "name":  # the old name becomes an alias, the new one stops being one
        work.remove_all(Alias, entity_id=entity_id, alias=value)
        for entity in work.select(Entity, entity_id=entity_id):
            work.put(replace(entity, name=value))
            _add_alias(work, Alias(entity_id=entity_id, alias=entity.name, kind="variant"))
    return 1


def keep_apart(work: Working, decision: Decision) -> int:
    """Remove a pair from the candidates, since they are two entities."""
    row = work.get(Candidate, *decision.pair)
    if row is not None:
        work.remove(row)
    elif decision.pair not in work.unmerged:
        raise StaleError("no such pair is among the candidates")
    return 1
