"""Exports entities with places that name them to OpenRefine; reads what was clustered or renamed there as decisions."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from pipeline.corrections.decisions import Decision
from pipeline.corrections.file import delimiter_of
from pipeline.errors import NoInputError
from pipeline.records import Entity, Mention, one_line
from pipeline.review.decide import about_entity, signed
from pipeline.review.views import PLACES, entity_view
from pipeline.tables.schema import csv_line, unguarded
from pipeline.tables.store import Store

COLUMNS = ("entity_id", "kind", "name", "mentions", "aliases", "roles", *(f"context_{n + 1}" for n in range(PLACES)))
IDENTIFIER = "identifier"  # column of reconciled identifiers; rows that share one are one entity


def entity_lines(store: Store) -> Iterator[str]:
    """The CSV of people and organisations, most often named first, with “ | ” between several aliases or roles."""
    yield csv_line(COLUMNS)
    views = (entity_view(store, e.entity_id) for e in store.select(Entity) if e.kind != "country")
    for view in sorted(views, key=lambda v: (-v["mentions"], v["key"])):
        cells = {"entity_id": view["key"]} | {column: str(view[column]) for column in ("kind", "name", "mentions")}
        cells |= {column: " | ".join(view[column]) for column in ("aliases", "roles")}
        for number, place in enumerate(view["places"], 1):
            cells[f"context_{number}"] = f"{place['release']}: {place['before']}[{place['words']}]{place['after']}"
        yield csv_line(map(cells.get, COLUMNS))


class _Row(NamedTuple):
    """An entity as it comes back, whether its name was changed, and the number of its mentions in the tables."""

    entity: Entity
    name: str
    changed: bool
    identifier: str
    mentions: int


def read_entities(store: Store, path: Path, reviewer: str = "") -> tuple[list[Decision], list[str]]:
    """Decisions from an export of OpenRefine (CSV or TSV), and messages about what could not be imported.

    A changed name renames the entity. Rows of one kind that were given the same name, or that share a value in the
    column `identifier`, are merged into the one with the fullest name (most words, then longest, then named most
    often), preferably one that kept its name. Those that had the same name before are not. A deleted row changes
    nothing. Raises `NoInputError` if it is no such export.
    """
    rows, told = _rows(store, path)
    rows.sort(key=lambda r: (r.changed, -len(r.name.split()), -len(r.name), -r.mentions, r.entity.entity_id))
    first: dict[tuple[str, str, str], str] = {}  # (kind, name or identifier) -> first entity that has it
    goes: dict[str, str] = {}
    for row in rows:
        kind, key = row.entity.kind, row.entity.entity_id
        named = first.setdefault((kind, "name", row.name), key)
        identified = first.setdefault((kind, IDENTIFIER, row.identifier), key) if row.identifier else key
        for stays in (identified, named if row.changed else key):
            if (gone := _last(goes, key)) != (kept := _last(goes, stays)):
                goes[gone] = kept
    made = [about_entity(gone, "merge", _last(goes, kept)) for gone, kept in goes.items()]
    new = [row for row in rows if row.changed and row.entity.entity_id not in goes]
    made += [about_entity(row.entity.entity_id, "edit", row.name, field="name") for row in new]
    return signed(made, reviewer), told


def _rows(store: Store, path: Path) -> tuple[list[_Row], list[str]]:
    """The rows that name an entity of the store, and messages about the others."""
    known = {e.entity_id: e for e in store.select(Entity) if e.kind != "country"}
    mentions = Counter(m.entity_id for m in store.select(Mention))
    rows, told = [], []
    for cells in _table(path):
        if entity := known.get(cells["entity_id"]):
            old = one_line(entity.name)
            name = cells["name"] or old
            rows.append(_Row(entity, name, name != old, cells.get(IDENTIFIER, ""), mentions[entity.entity_id]))
        else:
            told.append(f"{path}: there is no person or organisation {cells['entity_id']!r} now")
    return rows, told


def _table(path: Path) -> list[dict[str, str]]:
    """The rows of a file, by column. Raises `NoInputError` if it is not an export of OpenRefine."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        table = csv.DictReader(StringIO(text, newline=""), delimiter=delimiter_of(text))
        found = [{str(k).strip(): one_line(unguarded(v or "")) for k, v in row.items() if k} for row in table]
    except (ValueError, csv.Error) as error:
        raise NoInputError(f"{path}: is not a table in UTF-8 ({error}); save it as “CSV UTF-8”") from error
    if not {"entity_id", "name"} <= set(table.fieldnames or ()):
        raise NoInputError(f"{path}: needs `entity_id` and `name`; use `communique tables --format openrefine`")
    return found


def _last(goes: Mapping[str, str], key: str) -> str:
    """The entity that remains after all merges."""
    while key in goes:
        key = goes[key]
    return key
