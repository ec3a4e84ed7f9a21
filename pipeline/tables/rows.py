"""The rows of one document, and the check that they keep the contract of the tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, cast

from pipeline.records import Alias, Country, Document, Entity, Organisation, Person, Record, Section
from pipeline.tables.minhash import Signature, signature
from pipeline.tables.schema import CELL_CHARACTERS, Cell, Column, columns, key_of

CONTRIBUTED: tuple[type[Record], ...] = (Entity, Country, Person, Organisation, Alias)
"""Tables of the whole corpus: a document contributes to their rows, and none owns one."""

_PYTHON: dict[str, tuple[type, ...]] = {"string": (str,), "integer": (int,), "number": (float, int), "boolean": (bool,)}


class ContractError(ValueError):
    """A row that the tables cannot hold: an error of the stage that made it, not of the document."""


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """All rows of one document, and its repaired text."""

    document: Document
    text: str
    records: tuple[Record, ...]  # without the document itself; each row once
    signature: Signature  # what it is compared with other releases by; made here, for the store has one process only

    def by_table(self) -> dict[type[Record], list[Record]]:
        """The rows by record class."""
        tables: dict[type[Record], list[Record]] = defaultdict(list)
        for record in (self.document, *self.records):
            tables[type(record)].append(record)
        return tables


def cells(record: Record) -> tuple[Cell, ...]:
    """The cells of a row in column order; an optional text that is empty counts as missing."""
    values = _values(record)
    if "" not in values:
        return values
    return tuple(
        None if c.optional and value == "" else value for c, value in zip(columns(type(record)), values, strict=True)
    )


def _values(record: Record) -> tuple[Cell, ...]:
    return _reader(cast(Hashable, type(record)))(record)


@cache
def _reader(kind: Any) -> Callable[[Record], tuple[Cell, ...]]:
    """What reads all cells of a row at once."""
    names = [c.name for c in columns(kind)]
    return attrgetter(*names) if len(names) > 1 else lambda record: (getattr(record, names[0]),)


def key(record: Record) -> tuple[Cell, ...]:
    """The primary key of a row."""
    return tuple(getattr(record, k) for k in type(record).TABLE.key)


def document_rows(document: Document, text: str, records: Iterable[Record]) -> DocumentRows:
    """The rows of one document, checked. Equal rows count once.

    Raises `ContractError` where a row has a wrong type or value, a key twice, a span whose text is another, or
    refers to a row that the document does not bring along: with that, a document can be stored, replaced and
    removed without looking at any other.
    """
    if not _encodable(text):
        raise ContractError("the text holds a lone surrogate")
    unique = tuple(dict.fromkeys(records))
    sections = ((r.start, r.end, r.kind) for r in unique if isinstance(r, Section))
    rows = DocumentRows(document, text, unique, signature(text, sections))
    known = _keys(rows)
    for record in (document, *rows.records):
        for problem in _problems(record, document.document_id, text, known):
            raise ContractError(f"{type(record).TABLE.name}: {problem} in {record}")
    return rows


def _keys(rows: DocumentRows) -> dict[str, set[Cell]]:
    """Table -> the first cells of its keys. Raises `ContractError` for a key that is there twice."""
    known: dict[str, set[Cell]] = defaultdict(set)
    for kind, records in rows.by_table().items():
        keys = Counter(map(key, records))
        if len(keys) < len(records):
            raise ContractError(f"{kind.TABLE.name}: two rows with the key {keys.most_common(1)[0][0]}")
        known[kind.TABLE.name] = {k[0] for k in keys}
    return known


def _problems(record: Record, document_id: str, text: str, known: dict[str, set[Cell]]) -> Iterator[str]:
    for column, value in zip(columns(type(record)), _values(record), strict=True):
        if value is None and column.optional:
            continue
        if isinstance(value, str) and _is_plain(column, value):
            continue  # most of all cells
        yield from _cell_problems(column, value)
    if getattr(record, "document_id", document_id) != document_id:
        yield "another document's id"
    for column_name, parent in type(record).TABLE.refers.items():
        value = getattr(record, column_name)
        if value and value not in known[parent]:
            yield f"{column_name} names no row of {parent} ({key_of(parent)})"
    yield from _span_problems(record, text)


def _span_problems(record: Record, text: str) -> Iterator[str]:
    start, end = getattr(record, "start", None), getattr(record, "end", None)
    if start is None or end is None:
        return
    if not 0 <= start <= end <= len(text):
        yield f"span {start}-{end} outside the text"
    elif getattr(record, "text", text[start:end]) != text[start:end]:
        yield f"text is not what stands at {start}-{end}"


def _is_plain(column: Column, value: str) -> bool:
    string = column.type == "string" and not column.enum
    return string and value.isascii() and "\0" not in value and len(value) <= CELL_CHARACTERS


def _cell_problems(column: Column, value: Cell) -> Iterator[str]:
    if value is None:
        if not column.optional:
            yield f"{column.name} is missing"
    elif type(value) not in _PYTHON[column.type]:
        yield f"{column.name} is a {type(value).__name__}"
    elif column.enum and value not in column.enum:
        yield f"{column.name} is {value!r}"
    elif isinstance(value, str):
        if len(value) > CELL_CHARACTERS:
            yield f"{column.name} is longer than {CELL_CHARACTERS} characters"
        if "\0" in value or not _encodable(value):
            yield f"{column.name} holds a NUL or a lone surrogate"


def _encodable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
