"""The rows that corrections look at and change: a view on the store that writes nothing until the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeVar, cast

from pipeline.corrections.decisions import StaleError
from pipeline.extraction.countries import country_code, country_record, country_table
from pipeline.extraction.people.names import split_name
from pipeline.records import (
    RECORDS,
    Alias,
    Candidate,
    Country,
    Document,
    Entity,
    EntityKind,
    Mention,
    Organisation,
    Person,
    Record,
    Section,
    SectionKind,
    organisation_key,
    person_key,
)
from pipeline.tables.schema import Cell, by_table, columns, key
from pipeline.tables.store import Change, Store

R = TypeVar("R", bound=Record)
Key = tuple[type[Record], tuple[Cell, ...]]
Place = tuple[type[Record], str, int, int]
"""Table, release, start and end."""
_PARENTS = ("entities", "people", "organisations", "countries")
_OWN = (Entity, Person, Organisation, Country, Alias)  # rows that are the entity, and do not name it


class Working:
    """Rows of a store with changes on top."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._before: dict[Key, Record | None] = {}
        self._now: dict[Key, Record | None] = {}
        self._changed: dict[tuple[type[Record], str, Cell], set[Key]] = defaultdict(set)  # by table and cell
        self._texts: dict[str, str] = {}
        self.loosened: set[str] = set()  # entities that lost a row, and may be named nowhere now
        self.moved: dict[Place, set[Key]] = defaultdict(set)  # rows that stood at other words before they were edited

    def text(self, document_id: str) -> str:
        """The repaired text. Raises `StaleError` where there is no such document."""
        if document_id not in self._texts:
            if self.get(Document, document_id) is None:
                raise StaleError("there is no such document")
            self._texts[document_id] = self._store.text(document_id)
        return self._texts[document_id]

    def select(self, record: type[R], **equal: Cell) -> list[R]:
        """The rows whose cells are these, as they are now."""
        stored = {(record, key(row)): row for row in self._store.select(record, **equal)}
        found: dict[Key, R] = {at: row for at, row in stored.items() if at not in self._now}
        for at in self._changed_with(record, equal):
            now = self._now[at]
            if now is not None and all(getattr(now, n) == v for n, v in equal.items()):
                found[at] = cast(R, now)
        return [found[at] for at in sorted(found, key=lambda at: tuple(map(str, at[1])))]

    def _changed_with(self, record: type[Record], equal: dict[str, Cell]) -> set[Key]:
        """Changed rows of a table among which are all with these cells: those of the rarest cell that is looked up."""
        known = [c for c in equal if c in _looked_up(record)]
        return min((self._changed.get((record, c, equal.get(c)), set()) for c in known or [""]), key=len)

    def get(self, record: type[R], *keys: Cell) -> R | None:
        """The row with this key."""
        at = (record, keys)
        if at in self._now:
            return cast("R | None", self._now[at])
        rows = self._store.select(record, **dict(zip(record.TABLE.key, keys, strict=True)))
        return rows[0] if rows else None

    def put(self, row: Record) -> None:
        """Add a row, or change the one with its key."""
        self._set((type(row), key(row)), row, row)

    def remove(self, row: Record) -> None:
        """Take a row away."""
        self._set((type(row), key(row)), row, None)
        self.loosened |= {v for c, v in _referred(row) if v}

    def _set(self, at: Key, row: Record, now: Record | None) -> None:
        if at not in self._before:
            self._before[at] = self.get(at[0], *at[1])
        self._now[at] = now
        self._changed[at[0], "", None].add(at)
        for column in _looked_up(at[0]) if now is not None else ():
            self._changed[at[0], column, getattr(now, column)].add(at)

    def changes(self) -> list[Change]:
        """What differs from the store: parents first, by key."""
        order = {r: i for i, r in enumerate(RECORDS)}
        changed = [at for at in self._now if self._before[at] != self._now[at]]
        changed.sort(key=lambda at: (order[at[0]], tuple(map(str, at[1]))))
        return [Change(*at, self._before[at], self._now[at]) for at in changed]

    # --- entities ---

    def entity(self, kind: EntityKind, value: str) -> str:
        """The key of an entity given by its key, name or alias; one of that name is made where there is none.

        Raises `StaleError` where what is given looks like a key and is none, or a country is not known.
        """
        if kind == "country" and self.get(Entity, value) is None:
            return self._country(value)
        found = self.known(kind, value)
        if found is not None:
            return found
        if value == (person_key(value) if kind == "person" else organisation_key(value.removeprefix("org-"))):
            raise StaleError(f"there is no entity {value}")
        return self.named(kind, value)

    def named(self, kind: EntityKind, name: str) -> str:
        """The key of the entity of this name or alias, which is made where there is none. Raises `StaleError`."""
        found = self._country(name) if kind == "country" else self.known(kind, name)
        if found is None:
            found = person_key(name) if kind == "person" else organisation_key(name)
            self.make_sure(kind, found, name)
        return found

    def known(self, kind: EntityKind, value: str) -> str | None:
        """The key of an entity that is there, by key, name or alias; None where there is none.

        Raises `StaleError` where it is of another kind, or where several bear the name.
        """
        found = self.get(Entity, value)
        if found is not None:
            if found.kind != kind:
                raise StaleError(f"{value} is no {kind} but a {found.kind}")
            return value
        named = {e.entity_id for e in self.select(Entity, name=value, kind=kind)}
        named = named or {a.entity_id for a in self.select(Alias, alias=value) if self._is(a.entity_id, kind)}
        if len(named) > 1:
            raise StaleError(f"{value} is the name of {len(named)} entities ({', '.join(sorted(named))}); give the key")
        return named.pop() if named else None

    def _is(self, entity_id: str, kind: EntityKind) -> bool:
        found = self.get(Entity, entity_id)
        return found is not None and found.kind == kind

    def _country(self, value: str) -> str:
        code = value if value in country_table() else country_code(value)
        if code is None:
            raise StaleError(f"{value} is no country; give its ISO 3166-1 alpha-3 code")
        if self.get(Country, code) is None:
            self.put(country_record(code))
            self.put(Entity(entity_id=code, kind="country", name=country_record(code).name))
        return code

    def make_sure(self, kind: EntityKind, entity_id: str, name: str) -> None:
        """Make an entity where there is none. Raises `StaleError` where its key is that of another kind."""
        known = self.get(Entity, entity_id)
        if known is None:
            self.make(kind, entity_id, name)
        elif known.kind != kind:
            raise StaleError(f"{entity_id} is no {kind} but a {known.kind}; give a name")

    def make(self, kind: EntityKind, entity_id: str, name: str) -> None:
        """A new person or organisation."""
        self.put(Entity(entity_id=entity_id, kind=kind, name=name))
        if kind == "person":
            given, family = split_name(name)
            self.put(Person(person_id=entity_id, name=name, given_names=given, family_name=family))
        else:
            self.put(
                Organisation(organisation_id=entity_id, name=name, acronym=None, kind=None, country=None, part_of=None)
            )

    def naming(self, entity_id: str, *, pairs: bool = True) -> Iterator[tuple[Record, str]]:
        """The rows that refer to an entity, each with the column that does; not the entity's own rows.

        `pairs` are candidates for one entity: they speak of names and keep none alive.
        """
        for record in RECORDS:
            if not pairs and record is Candidate:
                continue
            for column, parent in record.TABLE.refers.items():
                if parent in _PARENTS and not (record in _OWN and column == record.TABLE.key[0]):
                    for row in self.select(record, **{column: entity_id}):
                        yield row, column

    def sweep(self) -> None:
        """Remove entities that lost rows and are named by none now, with what only they named."""
        while self.loosened:
            entity_id = self.loosened.pop()
            if next(self.naming(entity_id, pairs=False), None) is None:
                self.drop(entity_id)

    def drop(self, entity_id: str) -> None:
        """Remove the rows of an entity itself."""
        for record in _OWN:
            for row in self.select(record, **{record.TABLE.key[0]: entity_id}):
                self.remove(row)
        for row, _ in list(self.naming(entity_id)):
            self.remove(row)  # a pair of candidates
        self.loosened.discard(entity_id)

    # --- places ---

    def section(self, document_id: str, offset: int) -> SectionKind:
        """Kind of the section that holds an offset; body where none does."""
        parts = self.select(Section, document_id=document_id)
        return next((p.kind for p in parts if p.start <= offset < p.end), "body")

    def nearest(self, document_id: str, entity_id: str, offset: int) -> Mention | None:
        """The mention of an entity that stands nearest to an offset."""
        mentions = self.select(Mention, document_id=document_id, entity_id=entity_id)
        return min(mentions, key=lambda m: (abs(m.start - offset), m.start), default=None)


@by_table
def _looked_up(record: type[Record]) -> tuple[str, ...]:
    """Columns by whose cells changed rows are found: keys, references, names."""
    names = ("document_id", "name", "alias", *record.TABLE.key, *record.TABLE.refers)
    return tuple(c.name for c in columns(record) if c.name in names)


def _referred(row: Record) -> list[tuple[str, str | None]]:
    """The entities that a row refers to, by column."""
    return [(c, getattr(row, c)) for c, parent in type(row).TABLE.refers.items() if parent in _PARENTS]
