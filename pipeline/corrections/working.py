"""The rows that corrections look at and change, the entities they name, and the places they stand at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

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
    Organisation,
    Person,
    Quote,
    QuoteSpeaker,
    Record,
    Section,
    SectionKind,
    organisation_key,
    person_key,
)
from pipeline.tables.schema import Cell, key, references
from pipeline.tables.store import Store

Key = tuple[Cell, ...]
Place = tuple[type[Record], str, int, int]
"""Table, release, start and end."""
_PARENTS = ("entities", "people", "organisations", "countries")
_OWN = (Entity, Person, Organisation, Country, Alias)  # rows that are the entity, and do not name it


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

    def put(self, row: Record) -> None:
        """Add a row, or change the one with its key."""
        self._store.change(type(row), key(row), row)

    def remove(self, row: Record) -> None:
        """Take a row away."""
        self._store.change(type(row), key(row), None)
        self.loosened |= {getattr(row, c) for c, parent in references(type(row)).items() if parent in _PARENTS} - {None}

    # --- entities ---

    def entity(self, kind: EntityKind, value: str) -> str:
        """The key of an entity given by its key, name or alias; one of that name is made where there is none.

        Raises `StaleError` where what is given looks like a key and is none, or a country is not known.
        """
        if kind == "country" and self.get(Entity, value) is None:
            return self._country(value)
        if found := self.known(kind, value):
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
        if found := self.get(Entity, value):
            if found.kind != kind:
                raise StaleError(f"{value} is no {kind} but a {found.kind}")
            return value
        named = {e.entity_id for e in self.select(Entity, name=value, kind=kind)}
        if not named:
            aliases = {a.entity_id for a in self.select(Alias, alias=value)}
            named = {i for i in aliases if self.select(Entity, entity_id=i, kind=kind)}
        if len(named) > 1:
            raise StaleError(f"{value} is the name of {len(named)} entities ({', '.join(sorted(named))}); give the key")
        return named.pop() if named else None

    def _country(self, value: str) -> str:
        code = value if value in country_table() else country_code(value)
        if code is None:
            raise StaleError(f"{value} is no country; give its ISO 3166-1 alpha-3 code")
        if self.get(Country, code) is None:
            self.put(country_record(code))
            self.put(Entity(entity_id=code, kind="country", name=country_record(code).name))
        return code

    def make_sure(self, kind: EntityKind, entity_id: str, name: str) -> None:
        """Make a person or organisation where there is none. Raises `StaleError` where its key is of another kind."""
        if known := self.get(Entity, entity_id):
            if known.kind != kind:
                raise StaleError(f"{entity_id} is no {kind} but a {known.kind}; give a name")
            return
        self.put(Entity(entity_id=entity_id, kind=kind, name=name))
        if kind == "person":
            given, family = split_name(name)
            self.put(Person(person_id=entity_id, name=name, given_names=given, family_name=family))
        else:
            unknown = dict.fromkeys(("acronym", "kind", "country", "part_of"))
            self.put(Organisation(organisation_id=entity_id, name=name, **unknown))

    def naming(self, entity_id: str, document_id: str = "") -> Iterator[tuple[Record, str]]:
        """The rows that refer to an entity, of one release if given, each with the column that does.

        The entity's own rows are left out.
        """
        for record in RECORDS:
            for column, parent in references(record).items():
                if parent in _PARENTS and not (record in _OWN and column == record.TABLE.key[0]):
                    for row in self._referring(record, document_id, {column: entity_id}):
                        yield row, column

    def _referring(self, record: type[Record], document_id: str, cells: dict[str, Cell]) -> list[Record]:
        if not document_id:
            return self.select(record, **cells)
        if record is QuoteSpeaker:
            quotes = self.select(Quote, document_id=document_id)
            return [s for q in quotes for s in self.select(QuoteSpeaker, quote_id=q.quote_id, **cells)]
        return self.select(record, document_id=document_id, **cells) if "document_id" in references(record) else []

    def sweep(self) -> None:
        """Remove entities that lost rows and are named by none now, with what only they named.

        Candidates for one entity speak of names and keep none alive.
        """
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

    def section(self, document_id: str, offset: int) -> SectionKind:
        """Kind of the section that holds an offset; body where none does."""
        parts = self.select(Section, document_id=document_id)
        return next((p.kind for p in parts if p.start <= offset < p.end), "body")
