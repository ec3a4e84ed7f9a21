"""Decisions about people and organisations over all releases: merge, split, edit, keep apart."""

from __future__ import annotations

from dataclasses import replace

from pipeline.corrections.decisions import Decision, StaleError, anchor
from pipeline.corrections.row_decisions import with_cell
from pipeline.corrections.working import Working
from pipeline.records import (
    Alias,
    AliasKind,
    Candidate,
    Entity,
    EntityKind,
    Organisation,
    Person,
    Quote,
    Record,
    Role,
    organisation_key,
    person_key,
    slug,
)
from pipeline.tables.schema import key

_KINDS: dict[str, EntityKind] = {"people": "person", "organisations": "organisation"}


def merge(work: Working, decision: Decision) -> int:
    """Let everything that names one entity name the other; the first one's names become aliases of the second."""
    kind = _KINDS[decision.table]
    gone, stays = _known(work, kind, decision.text), _known(work, kind, decision.value)
    if gone == stays:
        raise StaleError("they are one entity already")
    _inherit(work, gone, stays)
    rows = list(work.naming(gone))
    for row, column in rows:
        _rename(work, row, column, stays)
    work.drop(gone)
    for document_id in {row.document_id for row, _ in rows if isinstance(row, Role)}:
        _without_twins(work, stays, document_id)
    return len(rows)


def _known(work: Working, kind: EntityKind, value: str) -> str:
    """The key of an entity that is there, by key, name or alias."""
    found = work.known(kind, value)
    if found is None:
        raise StaleError(f"there is no {kind} {value}")
    return found


def _inherit(work: Working, gone: str, stays: str) -> None:
    """Names and what is known of the entity that goes pass to the one that stays."""
    (kept,) = work.select(Entity, entity_id=stays)
    names = [(a.alias, a.kind) for a in work.select(Alias, entity_id=gone)]
    names += [(e.name, "variant") for e in work.select(Entity, entity_id=gone)]
    for alias, kind in names:
        _also_called(work, kept, alias, kind)
    old, new = work.get(Organisation, gone), work.get(Organisation, stays)
    if old and new:
        known = {c: getattr(new, c) or getattr(old, c) for c in ("acronym", "kind", "country", "part_of")}
        if known["part_of"] == stays:
            known["part_of"] = None
        work.put(replace(new, **known))


def _also_called(work: Working, entity: Entity, alias: str, kind: AliasKind = "variant") -> None:
    """Give an entity an alias, unless it is called so already."""
    if alias != entity.name and work.get(Alias, entity.entity_id, alias) is None:
        work.put(Alias(entity_id=entity.entity_id, alias=alias, kind=kind))


def _rename(work: Working, row: Record, column: str, entity_id: str) -> None:
    now = work.get(type(row), *key(row))
    if now is None:  # a pair of candidates that went with its other entity
        return
    new = replace(now, **{column: entity_id})  # type: ignore[type-var]
    if isinstance(new, Candidate):
        work.remove(now)
        a, b = sorted((new.entity_a, new.entity_b))
        if a == b or work.get(Candidate, a, b) is not None:
            return
        new = replace(new, entity_a=a, entity_b=b)
    if isinstance(new, Organisation) and new.part_of == new.organisation_id:
        new = replace(new, part_of=None)
    work.put(new)


def _without_twins(work: Working, person_id: str, document_id: str) -> None:
    """Of job titles of a release that have become the same, one stays."""
    seen: set[tuple[object, ...]] = set()
    for role in work.select(Role, person_id=person_id, document_id=document_id):
        said = (role.start, role.end, role.organisation_id, role.country)
        if said in seen:
            work.remove(role)
        seen.add(said)


def split(work: Working, decision: Decision) -> int:
    """Let a document's rows about an entity be about another: all of them, or those at the place given."""
    kind = _KINDS[decision.table]
    old, document_id = _known(work, kind, decision.text), decision.document_id
    text = work.text(document_id)
    new = _other(work, kind, decision, old)
    rows = list(work.naming(old, document_id))
    if decision.field:  # the words at which the other one is named
        span = anchor(text, replace(decision, text=decision.field))
        rows = [(row, column) for row, column in rows if _touches(row, span)]
    if not rows:
        raise StaleError(f"{old} is not named there")
    for row, column in rows:
        _rename(work, row, column, new)
    work.loosened.add(old)
    return len(rows)


def _other(work: Working, kind: EntityKind, decision: Decision, old: str) -> str:
    """The entity that the rows go to: one that is there, or a new one, whose key bears the document where it must."""
    value = decision.value
    known = work.get(Entity, value)
    if known and known.kind == kind and value != old:
        return value
    made = person_key(value) if kind == "person" else organisation_key(value)
    if made == old:
        made = f"{made}-{slug(decision.document_id)}"
    work.make_sure(kind, made, value)
    return made


def _touches(row: Record, span: tuple[int, int]) -> bool:
    if isinstance(row, Quote):
        start, end = row.speaker_start, row.speaker_end
    else:
        start, end = getattr(row, "start", None), getattr(row, "end", None)
    return start is not None and end is not None and start < span[1] and span[0] < end


def edit(work: Working, decision: Decision) -> int:
    """Change a name, an acronym, a kind or a country of a person or an organisation."""
    kind = _KINDS[decision.table]
    entity_id = _known(work, kind, decision.text)
    row = work.get(Person, entity_id) if kind == "person" else work.get(Organisation, entity_id)
    assert row is not None
    value: str | None = decision.value or None
    if decision.field == "country" and value:
        value = work.entity("country", value)
    work.put(with_cell(row, decision.field, value))
    if decision.field == "name":  # the old one becomes an alias
        (entity,) = work.select(Entity, entity_id=entity_id)
        renamed = with_cell(entity, "name", value)
        _also_called(work, renamed, entity.name)
        work.put(renamed)
    return 1


def keep_apart(work: Working, decision: Decision) -> int:
    """Take a pair of candidates for one entity off the list: they are two."""
    a, b = sorted((decision.text, decision.value))
    row = work.get(Candidate, a, b)
    if row is None:
        raise StaleError("no such pair is among the candidates")
    work.remove(row)
    return 1
