"""The schema: SQL, Frictionless and pandas types, all derived from the record classes of `pipeline.records`."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, fields
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from pipeline.records import RECORDS, Record

ColumnType = Literal["string", "integer", "number", "boolean"]
Cell = str | int | float | bool | None

CELL_CHARACTERS = 131_071
"""Longest cell: Python's `csv` refuses longer fields unless told otherwise, and so do readers built on it."""

_TYPES: dict[type, ColumnType] = {str: "string", int: "integer", float: "number", bool: "boolean"}
_SQL = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_PANDAS = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
_OWNED_BY = ("documents", "quotes")  # their rows go with them


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, whether a cell may be empty, the values it may take, what it means."""

    name: str
    type: ColumnType
    optional: bool
    enum: tuple[str, ...]
    description: str


def columns(record: type[Record]) -> tuple[Column, ...]:
    """The columns of a record class, in order."""
    return _columns(cast(Hashable, record))


@cache
def _columns(record: Any) -> tuple[Column, ...]:
    hints = get_type_hints(record, include_extras=True)
    return tuple(_column(f.name, hints[f.name]) for f in fields(record))


def _column(name: str, hint: Any) -> Column:
    description = ""
    if get_origin(hint) is Annotated:
        hint, description = hint.__origin__, hint.__metadata__[0]
    members = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    (kind,) = (m for m in members if m is not NoneType)
    enum = get_args(kind) if get_origin(kind) is Literal else ()
    return Column(name, "string" if enum else _TYPES[kind], NoneType in members, enum, description)


def description(record: type[Record]) -> str:
    """What a row of the table is."""
    return (record.__doc__ or "").strip()


@cache
def key_of(table: str) -> str:
    """The single-column key of a table that others refer to."""
    (key,) = next(r.TABLE.key for r in RECORDS if r.TABLE.name == table)
    return key


def create_table(record: type[Record], *, name: str | None = None, contributed: bool = False) -> str:
    """The SQL that makes the table of a record class.

    A contributed table holds what each document says of people, organisations and countries: the same columns,
    with `document_id` before them and in the key.
    """
    table = record.TABLE
    lines = [_sql_column(c) for c in columns(record)]
    key = table.key
    refers = table.refers
    if contributed:
        lines.insert(0, '"document_id" TEXT NOT NULL')
        key = ("document_id", *key)
        refers = {"document_id": "documents"}
    lines.append(f"PRIMARY KEY ({', '.join(_quoted(k) for k in key)})")
    for column, parent in refers.items():
        cascade = " ON DELETE CASCADE" if parent in _OWNED_BY else ""
        lines.append(
            f"FOREIGN KEY ({_quoted(column)}) REFERENCES {_quoted(parent)} ({_quoted(key_of(parent))})"
            f"{cascade} DEFERRABLE INITIALLY DEFERRED"
        )
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {_quoted(name or table.name)} (\n  {body}\n) STRICT"


def create_indexes(record: type[Record]) -> list[str]:
    """Indexes on the columns that refer to other tables and do not lead the key: deletes look them up."""
    table = record.TABLE
    return [
        f"CREATE INDEX {_quoted(f'{table.name}_{column}')} ON {_quoted(table.name)} ({_quoted(column)})"
        for column in table.refers
        if column != table.key[0]
    ]


def _quoted(name: str) -> str:
    return f'"{name}"'


def _sql_column(column: Column) -> str:
    parts = [_quoted(column.name), _SQL[column.type]]
    if not column.optional:
        parts.append("NOT NULL")
    if column.enum:
        parts.append(f"CHECK ({_quoted(column.name)} IN ({', '.join(repr(v) for v in column.enum)}))")
    elif column.type == "boolean":
        parts.append(f"CHECK ({_quoted(column.name)} IN (0, 1))")
    return " ".join(parts)


def pandas_types(record: type[Record]) -> dict[str, str]:
    """The nullable pandas type of each column."""
    return {c.name: _PANDAS[c.type] for c in columns(record)}


def table_schema(record: type[Record]) -> dict[str, Any]:
    """The Frictionless Table Schema of a record class.

    A required text may be empty (what a repair put in the place of a deleted character), and CSV does not tell an
    empty text from a missing one: such a column says that it has no missing values.
    """
    schema: dict[str, Any] = {
        "fields": [_field(c) for c in columns(record)],
        "missingValues": [""],
        "primaryKey": list(record.TABLE.key),
    }
    keys = [
        {"fields": [column], "reference": {"resource": _reference(record, parent), "fields": [key_of(parent)]}}
        for column, parent in record.TABLE.refers.items()
    ]
    return {**schema, "foreignKeys": keys} if keys else schema


def _reference(record: type[Record], parent: str) -> str:
    return "" if parent == record.TABLE.name else parent


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.optional:
        constraints["required"] = True
    if column.enum:
        constraints["enum"] = list(column.enum)
    if column.type == "integer":
        constraints["minimum"] = 0
    field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
    if column.type == "string" and not column.optional and not column.enum:
        field["missingValues"] = []
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    return {**field, "constraints": constraints} if constraints else field
