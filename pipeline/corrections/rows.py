"""The rows of a store while decisions change them, with lookup and creation of the entities that decisions name."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar, get_args

from pipeline import records
from pipeline.corrections.decisions import ROW_TABLES, SPAN_TABLES, Decision, StaleError
from pipeline.extraction.countries import country_code, country_record, country_table
from pipeline.extraction.organisations.names import organisation_id
from pipeline.extraction.people.names import split_name
from pipeline.tables.schema import Cell, columns, key, references
from pipeline.tables.store import Store

Row = records.Mention | records.Role | records.DateRow | records.Quote | records.Section | records.Contact
"""A row that is judged by its words."""
RECORD: dict[str, type[Row]] = dict(zip(SPAN_TABLES, get_args(Row), strict=True))  # table -> the class of its rows
NO_MENTION = "a date is a row of `dates`: `--add DOCUMENT dates WORDS =2023-09-27`, or edit or reject that row"
RULE = "review"  # the `rule` of a row or value that a reviewer gave
_RANK: tuple[records.Review, ...] = get_args(records.Review)
R = TypeVar("R", bound=Row)
C = TypeVar("C", bound=records.Record)
Offsets = tuple[int, int]
Key = tuple[Cell, ...]
NamedRow = records.Person | records.Organisation | records.Country
Place = tuple[str | int, ...]  # table, release, start and end
KINDS: dict[str, records.EntityKind] = {
    **dict.fromkeys(("people", "person_id", "PERSON"), "person"),
    **dict.fromkeys(("organisations", "organisation_id", "ORGANISATION"), "organisation"),
    **dict.fromkeys(("country", "COUNTRY", "DEMONYM"), "country"),
}
"""Table, column or label of a mention -> the kind of entity that it refers to."""
_PARENTS = ("entities", "people", "organisations", "countries")
# rows of the entity itself, which do not count as naming it
_OWN = (records.Entity, records.Person, records.Organisation, records.Country, records.Alias)
_NAMING = [
    (record, column)
    for record in records.RECORDS
    for column, parent in references(record).items()
    if parent in _PARENTS and not (record in _OWN and column == record.TABLE.key[0])
]


class Working:
    """The rows of a store within `Store.correcting`, and what later decisions must know about earlier ones. In a
    `trial`, which tells what an edit would make of a row, nothing is changed."""

    def __init__(self, store: Store, *, trial: bool = False) -> None:
        self.store = store
        self.select, self.get = store.select, store.get
        self._change: Callable[..., None] = (lambda *_: None) if trial else store.change
        self.maybe_unnamed: set[str] = set()  # entities that lost a row and may no longer be named anywhere
        self.maybe_unsaid: set[tuple[str, str]] = set()  # release and entity that it may no longer name
        self.maybe_undated: set[tuple[str, int, int]] = set()  # release, start and end of rejected dates
        self.merged: dict[str, str] = {}  # entity that is gone -> the one that stayed
        self.split_off: set[str] = set()  # entities that a split made; a name that they share is that of the other one
        self.renamed: dict[str, str] = {}  # name that a decision gives an entity at the end -> key of the entity
        self.unmerged: set[Key] = set()  # pairs whose merge a later decision replaced
        self.noted_rows: dict[Decision, list[Key]] = {}  # decision -> its rows, by their keys before any edit
        self.versions: dict[Place, dict[Key, list[Any]]] = {}  # place -> its rows, as they are and as edits leave them
        self.key_now: dict[tuple[type[records.Record], Key], Key] = {}  # table and key before any edit -> key now

    def document(self, document_id: str) -> records.Document:
        """The row of a release. Raises `StaleError` if there is none."""
        if found := self.get(records.Document, document_id):
            return found
        raise StaleError(f"there is no document {document_id}")

    def text(self, document_id: str) -> str:
        """The repaired text of a release. Raises `StaleError` if there is no such release."""
        return self.store.text(self.document(document_id).document_id)

    def put(self, row: records.Record) -> None:
        """Add a row, or change the row with the same key."""
        self.maybe_unnamed |= _named_by(self.get(type(row), *key(row))) - _named_by(row)
        self._change(type(row), key(row), row)

    def put_reviewed(self, row: Row, review: records.Review) -> None:
        """Put the row with this review, unless it has a higher one: an edited row that is accepted stays edited."""
        sure: dict[str, Any] = {"confidence": 1.0} if hasattr(row, "confidence") else {}
        self.put(replace(row, review=max(row.review, review, key=_RANK.index), **sure))

    def remove(self, row: records.Record) -> None:
        """Remove a row."""
        self.maybe_unnamed |= _named_by(row)
        self._change(type(row), key(row), None)

    def remove_all(self, record: type[records.Record], **equal: Cell) -> None:
        """Remove the rows of a table that have these cells."""
        for row in self.select(record, **equal):
            self.remove(row)

    def remove_repeated(self, found: Iterable[records.Record], *columns: str) -> None:
        """Of rows with the same cells in these columns, keep the first and remove the others."""
        alike = records.grouped((tuple(getattr(row, column) for column in columns), row) for row in found)
        for row in (row for _, *others in alike.values() for row in others):
            self.remove(row)

    def date_mentions(self, row: Row) -> list[records.Mention]:
        """The mentions at the words of a date; none for other rows."""
        if not isinstance(row, records.DateRow):
            return []
        return self.select(records.Mention, document_id=row.document_id, start=row.start, end=row.end, label="DATE")

    def set_section(self, part: records.Section, kind: records.SectionKind) -> None:
        """Set `section` to this kind in the rows that begin within a part."""
        for table in ROW_TABLES:
            inside: list[Any] = self.select(RECORD[table], document_id=part.document_id)
            for row in inside:
                if part.start <= row.start < part.end and row.section != kind:
                    self.put(replace(row, section=kind))

    def entity(self, kind: records.EntityKind, value: str, *, make: bool = True, words: bool = False) -> str:
        """The key that `key_for` gives; a missing entity is created. Raises `StaleError` as `ensure` does."""
        return self.ensure(kind, self.key_for(kind, value, make=make, words=words), value)

    def key_for(self, kind: records.EntityKind, value: str, *, make: bool = True, words: bool = False) -> str:
        """The key of an entity given by key, name or alias, or of that into which it was merged; else a new key. Raises
        `StaleError` if several entities have the name, if there is none and `make` is false, for an unknown country,
        and if `value` looks like a key but is none (unless it is `words` of a text)."""
        while value in self.merged:
            value = self.merged[value]
        named = {e.entity_id for e in self.called(value, kind=kind) if e.kind == kind or not words}
        if len(named - self.split_off) == 1:  # as before the split
            named -= self.split_off
        if len(named) > 1:
            raise StaleError(f"{value} is the name of {len(named)} entities ({', '.join(sorted(named))}); give the key")
        if named:
            return named.pop()
        if not make:
            raise StaleError(f"there is no {kind} {value}")
        made = key_of(kind, value)
        if made == value and kind != "country" and not words:
            raise StaleError(f"there is no entity {value}")
        return made

    def called(self, name: str, **equal: Cell) -> list[records.Entity]:
        """The entities with this name, else this alias, that also have the cells given; else the one with this key."""
        named = self.select(records.Entity, name=name, **equal)
        keys = [] if named else [a.entity_id for a in self.select(records.Alias, alias=name)]
        named += [e for key in keys for e in self.select(records.Entity, entity_id=key, **equal)]
        return named or self.select(records.Entity, entity_id=self.renamed.get(name, name))

    def keys_of(self, name: str) -> set[str]:
        """The keys of the entities that `called` gives."""
        return {e.entity_id for e in self.called(name)}

    def ensure(self, kind: records.EntityKind, entity_id: str, name: str) -> str:
        """Create the entity if it does not exist, and return its key. Raises `StaleError` if it is of another kind."""
        known = self.get(records.Entity, entity_id)
        if known and known.kind != kind:
            raise StaleError(f"{entity_id} is of the kind {known.kind}, not {kind}")
        if not known:
            row = _made(kind, entity_id, name)
            self.put(row)
            self.put(records.Entity(entity_id=entity_id, kind=kind, name=row.name))
        return entity_id

    def naming(self, entity_id: str, document_id: str = "") -> Iterator[tuple[records.Record, str]]:
        """The rows that refer to an entity, except its own, in one release if given, each with the column."""
        quotes = self.select(records.Quote, document_id=document_id) if document_id else []
        for record, column in _NAMING:
            places: list[dict[str, Cell]] = [{}]
            if document_id and "document_id" in references(record):
                places = [{"document_id": document_id}]
            elif document_id:  # rows that belong to a quote, or to no release
                places = [{"quote_id": q.quote_id} for q in quotes if "quote_id" in references(record)]
            for place in places:
                yield from ((row, column) for row in self.select(record, **place, **{column: entity_id}))

    def said_of(self, document_id: str, entity_id: str) -> list[tuple[records.Record, str]]:
        """The rows of a release that refer to a person or organisation, except mentions, each with the column."""
        rows = self.naming(entity_id, document_id)
        return [(row, column) for row, column in rows if not isinstance(row, records.Mention) and column != "country"]

    def unname(self) -> None:
        """Remove what goes with rejected rows: job titles and speakers of an unnamed entity, the rest of a date."""
        for document_id, entity_id in self.maybe_unsaid:
            if self.select(records.Mention, document_id=document_id, entity_id=entity_id):
                continue
            self.remove_all(records.Role, document_id=document_id, person_id=entity_id)
            for row, column in self.said_of(document_id, entity_id):
                nobody = {"speaker_type": "unknown", "resolution": "none"} if isinstance(row, records.Quote) else {}
                self.put(replace(row, **{column: None, **nobody}))  # type: ignore[type-var]
        for document_id, start, end in self.maybe_undated:  # a date is a row of `dates` and a mention
            place: dict[str, Any] = {"document_id": document_id, "start": start, "end": end}
            dates, mentions = self.select(records.DateRow, **place), self.select(records.Mention, **place, label="DATE")
            for date in () if dates and mentions else (*dates, *mentions):
                self.remove(date)

    def sweep(self) -> None:
        """Remove entities that are now named by nothing but candidates, and then what only they named."""
        while self.maybe_unnamed:
            entity_id = self.maybe_unnamed.pop()
            if all(isinstance(row, records.Candidate) for row, _ in self.naming(entity_id)):
                self.drop(entity_id)

    def drop(self, entity_id: str) -> None:
        """Remove an entity's own rows, and the candidates that name it."""
        own = [row for record in _OWN for row in self.select(record, **{record.TABLE.key[0]: entity_id})]
        for row in (*own, *(pair for pair, _ in self.naming(entity_id))):  # only candidates still name it
            self.remove(row)
        self.maybe_unnamed.discard(entity_id)


def _named_by(row: records.Record | None) -> set[str]:
    """The entities to which a row refers."""
    named = references(type(row)) if row else {}
    return {getattr(row, column) for column, parent in named.items() if parent in _PARENTS} - {None}


def overlap(one: Offsets, other: Offsets) -> bool:
    """Whether two spans have characters in common."""
    return one[0] < other[1] and other[0] < one[1]


def key_of(kind: records.EntityKind, name: str) -> str:
    """The key for an entity of this kind and name. Raises `StaleError` for an unknown country."""
    if kind == "organisation":  # by a key that no release has any more, or by a name
        return records.organisation_key(name[4:]) if name.startswith("org-") else organisation_id(name)
    if kind == "person":
        return records.slug(name)
    code = name if name in country_table() else country_code(name)
    if code is None:
        raise StaleError(f"{name} is not a known country; give its ISO 3166-1 alpha-3 code")
    return code


def _made(kind: records.EntityKind, entity_id: str, name: str) -> NamedRow:
    """The row of a new entity, with what its name shows."""
    if kind == "country":
        return country_record(entity_id)
    if kind == "person":
        given, family = split_name(name)
        return records.Person(person_id=entity_id, name=name, given_names=given, family_name=family)
    return filled(records.Organisation, organisation_id=entity_id, name=name)


def filled(record: type[C], **known: Any) -> C:
    """A row of a table with these cells; its other cells are empty. What is no column of the table is left out."""
    return record(**{c.name: known.get(c.name) for c in columns(record)})


def with_cell(row: C, field: str, cell: Any) -> C:
    """The row with one cell changed. Raises `StaleError` for a value that the column does not allow."""
    column = next(c for c in columns(type(row)) if c.name == field)
    if (field, cell) == ("label", "DATE"):
        raise StaleError(NO_MENTION)
    if column.type == "boolean":
        if str(cell).lower() not in ("true", "false"):  # Excel writes TRUE
            raise StaleError(f"{field} must be true or false, not {cell!r}")
        cell = cell.lower() == "true"
    if cell is None and not column.optional:
        raise StaleError(f"{field} cannot be empty")
    if column.enum and cell not in (None, *column.enum):
        raise StaleError(f"{field} cannot be {cell!r}; it must be one of {', '.join(column.enum)}")
    return replace(row, **{field: cell})  # type: ignore[type-var]
