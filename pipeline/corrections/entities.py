"""The rows that corrections look at and change, and the decisions about people and organisations over all releases."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

from pipeline.corrections.decisions import Decision, StaleError, anchor
from pipeline.extraction.countries import country_code, country_record, country_table
from pipeline.extraction.people.names import split_name
from pipeline.records import (
    RECORDS,
    Alias,
    AliasKind,
    Candidate,
    Country,
    Document,
    Entity,
    EntityKind,
    Organisation,
    Person,
    Quote,
    Record,
    Role,
    Section,
    SectionKind,
    organisation_key,
    person_key,
    slug,
)
from pipeline.tables.schema import Cell, columns, key, references
from pipeline.tables.store import Store

C = TypeVar("C", bound=Record)
Key = tuple[Cell, ...]
Place = tuple[type[Record], str, int, int]
"""Table, release, start and end."""
KINDS: dict[str, EntityKind] = {
    "people": "person", "person_id": "person", "PERSON": "person",
    "organisations": "organisation", "organisation_id": "organisation", "ORGANISATION": "organisation",
    "country": "country", "COUNTRY": "country", "DEMONYM": "country",
}  # fmt: skip
"""Table, column or label of a mention -> the kind of entity that it stands for."""
_PARENTS = ("entities", "people", "organisations", "countries")
_OWN = (Entity, Person, Organisation, Country, Alias)  # rows that are the entity, and do not name it
_NAMING = [
    (record, column)
    for record in RECORDS
    for column, parent in references(record).items()
    if parent in _PARENTS and not (record in _OWN and column == record.TABLE.key[0])
]


class Working:
    """The rows of a store that is `correcting`, as decisions change them, and what later decisions need to know."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.select, self.get = store.select, store.get
        self.loosened: set[str] = set()  # entities that lost a row, and may be named nowhere now
        self.moved: dict[Place, set[Key]] = defaultdict(set)  # rows that stood at other words before they were edited

    def document(self, document_id: str) -> Document:
        """The row of a release. Raises `StaleError` where there is none."""
        if found := self.get(Document, document_id):
            return found
        raise StaleError("there is no such document")

    def text(self, document_id: str) -> str:
        """The repaired text. Raises `StaleError` where there is no such document."""
        return self._store.text(self.document(document_id).document_id)

    def section(self, document_id: str, offset: int) -> SectionKind:
        """Kind of the section that holds an offset; body where none does."""
        parts = self.select(Section, document_id=document_id)
        return next((p.kind for p in parts if p.start <= offset < p.end), "body")

    def put(self, row: Record) -> None:
        """Add a row, or change the one with its key."""
        self._store.change(type(row), key(row), row)

    def remove(self, row: Record) -> None:
        """Take a row away."""
        self._store.change(type(row), key(row), None)
        self.loosened |= {getattr(row, c) for c, parent in references(type(row)).items() if parent in _PARENTS} - {None}

    def entity(self, kind: EntityKind, value: str, *, make: bool = True, words: bool = False) -> str:
        """The key of an entity given by its key, name or alias; one of that name is made where there is none.

        Raises `StaleError` where it is of another kind, where several bear the name, where there is none and none is to
        be made, where what is given looks like a key and is none (unless it is `words` of a text), and where a country
        is not known.
        """
        if self.get(Entity, value):
            return self.make_sure(kind, value, value)
        named = {e.entity_id for e in self.called(value, kind=kind)}
        if len(named) > 1:
            raise StaleError(f"{value} is the name of {len(named)} entities ({', '.join(sorted(named))}); give the key")
        if named:
            return named.pop()
        if not make:
            raise StaleError(f"there is no {kind} {value}")
        made = _key_of(kind, value)
        if made == value and kind != "country" and not words:
            raise StaleError(f"there is no entity {value}")
        return self.make_sure(kind, made, value)

    def called(self, name: str, **equal: Cell) -> list[Entity]:
        """The entities of this name, else those with this alias, that have the other cells given."""
        named = self.select(Entity, name=name, **equal)
        keys = [] if named else [a.entity_id for a in self.select(Alias, alias=name)]
        return named + [e for key in keys for e in self.select(Entity, entity_id=key, **equal)]

    def make_sure(self, kind: EntityKind, entity_id: str, name: str) -> str:
        """The key, of an entity that is made where there is none. Raises `StaleError` where it is of another kind."""
        known = self.get(Entity, entity_id)
        if known and known.kind != kind:
            raise StaleError(f"{entity_id} is no {kind} but a {known.kind}")
        if not known:
            row = _made(kind, entity_id, name)
            self.put(row)
            self.put(Entity(entity_id=entity_id, kind=kind, name=row.name))
        return entity_id

    def naming(self, entity_id: str, document_id: str = "") -> Iterator[tuple[Record, str]]:
        """The rows that refer to an entity and are not its own, of one release if given, each with the column."""
        quotes = self.select(Quote, document_id=document_id) if document_id else []
        for record, column in _NAMING:
            places: list[dict[str, Cell]] = [{}]
            if document_id and "document_id" in references(record):
                places = [{"document_id": document_id}]
            elif document_id:  # a row of a quote, or of no release
                places = [{"quote_id": q.quote_id} for q in quotes if "quote_id" in references(record)]
            for place in places:
                yield from ((row, column) for row in self.select(record, **place, **{column: entity_id}))

    def sweep(self) -> None:
        """Remove entities that lost rows and are named by none now but candidates, with what only they named."""
        while self.loosened:
            entity_id = self.loosened.pop()
            if all(isinstance(row, Candidate) for row, _ in self.naming(entity_id)):
                self.drop(entity_id)

    def drop(self, entity_id: str) -> None:
        """Remove the rows of an entity itself."""
        own = [row for record in _OWN for row in self.select(record, **{record.TABLE.key[0]: entity_id})]
        for row in (*own, *(pair for pair, _ in self.naming(entity_id))):  # what names it still are candidates
            self.remove(row)
        self.loosened.discard(entity_id)


def _key_of(kind: EntityKind, name: str) -> str:
    """The key of what bears a name. Raises `StaleError` for a country that is not known."""
    if kind != "country":
        return person_key(name) if kind == "person" else organisation_key(name.removeprefix("org-"))
    code = name if name in country_table() else country_code(name)
    if code is None:
        raise StaleError(f"{name} is no country; give its ISO 3166-1 alpha-3 code")
    return code


def _made(kind: EntityKind, entity_id: str, name: str) -> Person | Organisation | Country:
    """The row of a new entity: what its name says."""
    if kind == "country":
        return country_record(entity_id)
    if kind == "person":
        given, family = split_name(name)
        return Person(person_id=entity_id, name=name, given_names=given, family_name=family)
    unknown = dict.fromkeys(("acronym", "kind", "country", "part_of"))
    return Organisation(organisation_id=entity_id, name=name, **unknown)


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


# --- decisions ------------------------------------------------------------------------------------------------------


def merge(work: Working, decision: Decision) -> int:
    """Let everything that names one entity name the other; the first one's names become aliases of the second."""
    kind = KINDS[decision.table]
    gone, stays = (work.entity(kind, value, make=False) for value in (decision.text, decision.value))
    if gone == stays:
        raise StaleError("they are one entity already")
    _inherit(work, gone, stays)
    rows = list(work.naming(gone))
    for row, column in rows:
        _rename(work, row, column, stays)
    work.drop(gone)
    seen: set[tuple[object, ...]] = set()
    for role in work.select(Role, person_id=stays):  # of those of a release that have become the same, one stays
        said = (role.document_id, role.start, role.end, role.organisation_id, role.country)
        if said in seen:
            work.remove(role)
        seen.add(said)
    return len(rows)


def _inherit(work: Working, gone: str, stays: str) -> None:
    """Names and what is known of the entity that goes pass to the one that stays."""
    for known in work.select(Alias, entity_id=gone):
        _also_called(work, stays, known.alias, known.kind)
    for entity in work.select(Entity, entity_id=gone):
        _also_called(work, stays, entity.name)
    old, new = work.get(Organisation, gone), work.get(Organisation, stays)
    if old and new:
        cells = {c: getattr(new, c) or getattr(old, c) for c in ("acronym", "kind", "country", "part_of")}
        if cells["part_of"] == stays:
            cells["part_of"] = None
        work.put(replace(new, **cells))


def _also_called(work: Working, entity_id: str, alias: str, kind: AliasKind = "variant") -> None:
    """Give an entity an alias, unless it is called so already."""
    if not work.select(Entity, entity_id=entity_id, name=alias) and work.get(Alias, entity_id, alias) is None:
        work.put(Alias(entity_id=entity_id, alias=alias, kind=kind))


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


def split(work: Working, decision: Decision) -> int:
    """Let a document's rows about an entity be about another: all of them, or those at the place given."""
    kind = KINDS[decision.table]
    old, document_id = work.entity(kind, decision.text, make=False), decision.document_id
    text = work.text(document_id)
    rows = list(work.naming(old, document_id))
    if decision.field:  # the words at which the other one is named
        span = anchor(text, replace(decision, text=decision.field))
        rows = [(row, column) for row, column in rows if _touches(row, span)]
    if not rows:
        raise StaleError(f"{old} is not named there")
    new = decision.value if work.get(Entity, decision.value) else _key_of(kind, decision.value)
    if new == old:  # another one of this name: of this release
        new = f"{new}-{slug(document_id)}"
    work.make_sure(kind, new, decision.value)
    for row, column in rows:
        _rename(work, row, column, new)
    work.loosened.add(old)
    return len(rows)


def _touches(row: Record, span: tuple[int, int]) -> bool:
    at = ("speaker_start", "speaker_end") if isinstance(row, Quote) else ("start", "end")
    start, end = (getattr(row, name, None) for name in at)
    return start is not None and end is not None and start < span[1] and span[0] < end


def edit(work: Working, decision: Decision) -> int:
    """Change a name, an acronym, a kind or a country of a person or an organisation."""
    kind, field, value = KINDS[decision.table], decision.field, decision.value
    entity_id = work.entity(kind, decision.text, make=False)
    record: type[Person | Organisation] = Person if kind == "person" else Organisation
    if field == "country" and value:
        value = work.entity("country", value)
    for row in work.select(record, **{record.TABLE.key[0]: entity_id}):
        work.put(with_cell(row, field, value or None))
    if field == "name":  # the old one becomes an alias
        for entity in work.select(Entity, entity_id=entity_id):
            work.put(replace(entity, name=value))
            _also_called(work, entity_id, entity.name)
    return 1


def keep_apart(work: Working, decision: Decision) -> int:
    """Take a pair of candidates for one entity off the list: they are two."""
    row = work.get(Candidate, *sorted((decision.text, decision.value)))
    if row is None:
        raise StaleError("no such pair is among the candidates")
    work.remove(row)
    return 1
