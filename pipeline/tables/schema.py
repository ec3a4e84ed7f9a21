"""The schema of the tables, derived from the record classes of `pipeline.records`; the check of rows against it; and
the guarding of cells that a spreadsheet would run as formulas (`=1+1` is written as `'=1+1`)."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, cast, get_args, get_origin, get_type_hints

from pipeline.records import RECORDS, Document, Record, Section, Table, grouped, one_line
from pipeline.tables.minhash import Signature, signature

ColumnType = Literal["string", "integer", "number", "boolean"]
Cell = str | int | float | bool | None
Row = tuple[Cell, ...]

CELL_CHARACTERS = 131_071  # longest cell. By default Python's `csv`, and readers built on it, refuse longer fields

DAYS = frozenset({"published", "earliest", "latest"})  # columns that hold whole days, ISO 8601

_UNSEEN = "[ \xa0\xad\u200b-\u200f\u2060\u3000\ufeff]*"  # a spreadsheet drops these at the start of a cell
_ALWAYS = "=@\t\r\n＝＠﹦﹫"  # Excel treats full-width and small forms as the plain ones
_SIGNS = "+＋－﹢﹣-"  # also begin numbers and telephone numbers; run only if letters follow: “-cmd”, “-¼”
_RUN = re.compile(rf"{_UNSEEN}(?:[{_ALWAYS}]|[{_SIGNS}].*[^\W\d_])", re.DOTALL)
_GUARDED = re.compile(rf"'+{_UNSEEN}[{_ALWAYS}{_SIGNS}]")  # also `'+44`, which a person may have written
_SURROGATE = re.compile("[\ud800-\udfff]")  # a lone one, which UTF-8 cannot encode
_LEFT_OUT = re.compile(r"[\s\-‐>\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")  # of “Bil[-⏎> ]lie” by a row
_TYPES: dict[type, ColumnType] = {str: "string", int: "integer", float: "number", bool: "boolean"}
_PYTHON: dict[str, tuple[type, ...]] = {"string": (str,), "integer": (int,), "number": (float, int), "boolean": (bool,)}


class Column(NamedTuple):
    """A column: type, whether cells may be empty, allowed values, description, and the table to which it refers."""

    name: str
    type: ColumnType
    optional: bool
    enum: tuple[str, ...]
    description: str
    refers: str


_COLUMNS: dict[type[Record], tuple[Column, ...]] = {}  # filled by `columns`


def columns(record: type[Record]) -> tuple[Column, ...]:
    """The columns of a record class, in order."""
    if record not in _COLUMNS:
        hints = get_type_hints(record, include_extras=True)
        _COLUMNS[record] = tuple(_column(f.name, hints[f.name], record) for f in fields(cast("Any", record)))
    return _COLUMNS[record]


def _column(name: str, hint: Any, record: type[Record]) -> Column:
    description, *refers = hint.__metadata__
    members = get_args(hint.__origin__) if get_origin(hint.__origin__) in (Union, UnionType) else (hint.__origin__,)
    (kind,) = (m for m in members if m is not NoneType)
    enum = get_args(kind) if get_origin(kind) is Literal else ()
    parent = refers[0] if refers and Table(refers[0], (name,)) != record.TABLE else ""  # a key does not refer to itself
    return Column(name, "string" if enum else _TYPES[kind], NoneType in members, enum, description, parent)


def references(record: type[Record]) -> dict[str, str]:
    """Column -> the table whose key it holds; columns of the primary key first."""
    ordered = sorted(columns(record), key=lambda c: c.name not in record.TABLE.key)
    return {c.name: c.refers for c in ordered if c.refers}


def description(record: type[Record]) -> str:
    """What a row of the table is: the docstring of the record class on one line."""
    return one_line(record.__doc__ or "")


def key_of(table: str) -> str:
    """The single-column key of a table that others refer to."""
    (key,) = next(r.TABLE.key for r in RECORDS if r.TABLE.name == table)
    return key


def cells(record: Record) -> Row:
    """The cells of a row in column order; an empty optional text counts as missing."""
    given = ((c.optional, getattr(record, c.name)) for c in columns(type(record)))
    return tuple(None if optional and value == "" else value for optional, value in given)


def key(record: Record) -> Row:
    """The primary key of a row."""
    return tuple(getattr(record, k) for k in type(record).TABLE.key)


def table_schema(record: type[Record]) -> dict[str, Any]:
    """The Frictionless Table Schema of a record class. A required text may be empty (the replacement of a deleted
    character in `repairs`), which CSV cannot tell from a missing one: such a column declares no missing values."""
    fields = [_field(c) for c in columns(record)]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""], "primaryKey": list(record.TABLE.key)}
    if refers := references(record):
        schema["foreignKeys"] = [
            {"fields": [c], "reference": {"resource": "" if p == record.TABLE.name else p, "fields": [key_of(p)]}}
            for c, p in refers.items()
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
    if column.type == "string" and not column.optional and not column.enum:
        field["missingValues"] = []
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {} if column.optional else {"required": True}
    if column.enum:
        constraints["enum"] = list(column.enum)
    if column.type == "integer":
        constraints["minimum"] = 0
    return {**field, "constraints": constraints} if constraints else field


class ContractError(ValueError):
    """A row that the tables cannot hold; the fault is in the stage that made it, not in the document."""


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """All rows of one document, and its repaired text."""

    document: Document
    text: str
    tables: dict[type[Record], list[Record]]  # with the document's own row; each row once
    signature: Signature  # for near-duplicates; made here in parallel, as only one process writes the store


def document_rows(document: Document, text: str, records: Iterable[Record]) -> DocumentRows:
    """The rows of one document, checked and without repetitions.

    Raises `ContractError` if a row has a wrong type or value, a key that occurs twice, a text that is not the one at
    its span, or a reference to a row that the document does not bring along. Thanks to the last rule, a document can be
    stored, replaced and removed independently of all others.
    """
    if _SURROGATE.search(text):
        raise ContractError("the text holds a lone surrogate")
    unique = (document, *dict.fromkeys(records))
    sections = ((r.start, r.end, r.kind) for r in unique if isinstance(r, Section))
    tables = grouped((type(record), record) for record in unique)
    known: dict[str, set[Cell]] = defaultdict(set)  # table -> first cells of keys
    for kind, some in tables.items():
        keys = Counter(map(key, some))
        if len(keys) < len(some):
            raise ContractError(f"{kind.TABLE.name}: two rows with the key {keys.most_common(1)[0][0]}")
        known[kind.TABLE.name] = {k[0] for k in keys}
    for record in unique:
        if problem := next(_problems(record, document.document_id, text, known), None):
            raise ContractError(f"{type(record).TABLE.name}: {problem} in {record}")
    return DocumentRows(document, text, tables, signature(text, sections, document.headline))


def _problems(record: Record, document_id: str, text: str, known: dict[str, set[Cell]]) -> Iterator[str]:
    """What is wrong with a row; `known` holds the keys of each table that the document brings along."""
    for column in columns(type(record)):
        value = getattr(record, column.name)
        if wrong := _wrong(column, value):
            yield f"{column.name} {wrong}"
        elif column.refers and value and value not in known[column.refers]:
            yield f"{column.name} names no row of {column.refers} ({key_of(column.refers)})"
    if getattr(record, "document_id", document_id) != document_id:
        yield "another document's id"
    start, end = getattr(record, "start", 0), getattr(record, "end", 0)
    printed = text[start:end]
    words = getattr(record, "text", printed)
    if not 0 <= start <= end <= len(text):
        yield f"span {start}-{end} outside the text"
    elif words != printed and _LEFT_OUT.sub("", words) != _LEFT_OUT.sub("", printed):
        yield f"text differs from that at {start}-{end}"


def _wrong(column: Column, value: Cell) -> str:
    """What is wrong with a cell; empty if nothing is."""
    if value is None:
        return "" if column.optional else "is missing"
    if type(value) not in _PYTHON[column.type]:
        return f"is a {type(value).__name__}"
    if column.enum and value not in column.enum:
        return f"is {value!r}"
    text = value if isinstance(value, str) else ""
    if len(text) > CELL_CHARACTERS:
        return f"is longer than {CELL_CHARACTERS} characters"
    return "holds a NUL or a lone surrogate" if "\0" in text or _SURROGATE.search(text) else ""


def guarded(text: str) -> str:
    """The cell, with an apostrophe before it if a spreadsheet would run it; `unguarded` reverses this."""
    return "'" + text if _RUN.match(text) or _GUARDED.match(text) else text


def csv_line(cells: Iterable[Cell], delimiter: str = ",") -> str:
    """A row of CSV as in RFC 4180, but with `\\n` at its end; cells that a spreadsheet would run are guarded. A cell is
    quoted if it holds the delimiter, a quotation mark or a line end; this includes `\\r`, which pandas and `csv` before
    Python 3.13 leave bare, so that a row is read back as two. A missing cell is empty."""
    special = frozenset(f'{delimiter}"\r\n')
    return delimiter.join(_written(cell, special) for cell in cells) + "\n"


def _written(cell: Cell, special: frozenset[str]) -> str:
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else str(cell).lower()
    text = guarded(cell) if isinstance(cell, str) else str(cell)
    return text if special.isdisjoint(text) else '"' + text.replace('"', '""') + '"'


def unguarded(text: str) -> str:
    """The cell without the apostrophe that `guarded` added."""
    return text[1:] if _GUARDED.match(text) else text
