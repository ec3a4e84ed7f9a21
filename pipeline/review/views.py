"""Views for the review page: a release with a mark and the editable cells of each row; an entity."""

import json
from typing import Any

from pipeline.corrections.decisions import EDITABLE, SPAN_TABLES
from pipeline.corrections.rows import Row, Working
from pipeline.records import Alias, DateRow, Document, Entity, Mention, Role, Section, one_line
from pipeline.report.html import Mark, asset, marked
from pipeline.report.names import headline, kind_of
from pipeline.review.decide import days_given, row_key, scored_rows
from pipeline.review.queue import excerpt, names_of, says
from pipeline.structure.markup import residue_spans
from pipeline.tables.schema import columns
from pipeline.tables.store import Store

Json = dict[str, Any]
PLACES = 3  # shown of each side of a pair; two or three decide most pairs
CALLED = "called"
"""A cell that the form of a mention has in addition to those of its row: the name of its person or organisation."""
_ENTITY = {"person_id": "person", "organisation_id": "organisation", "country": "country", "speaker_id": "speaker"}
_LABELS: dict[str, str] = json.loads(asset("labels.json", "pipeline.review"))
"""Labels of cells that are not labelled by the names of their columns."""
_NAMED = ("PERSON", "ORGANISATION")
_ONLY = {"entity_id": (*_NAMED, "COUNTRY", "DEMONYM"), "how": _NAMED, "honorific": ("PERSON",)}
"""Cell of a mention -> the labels with which it makes sense, unless it does with all: a place has no entity."""
_RANK = {"sections": 0, "contacts": 1, "quotes": 2, "roles": 3, "dates": 4, "mentions": 5}
_ABSENT = {"review": "", "start": 0, "end": 0, "rule": "", "confidence": None, "entity_id": None}
"""Cells that the page needs of every row, with the value to use if a table has no such column."""


def release_view(store: Store, document_id: str) -> Json:
    """Headline, text as HTML and rows of a release. Raises `StaleError` if there is no such release."""
    text = Working(store).text(document_id)
    (document,) = store.select(Document, document_id=document_id)
    names, rows = names_of(store), list(scored_rows(store, document_id, SPAN_TABLES))
    rows.sort(key=lambda row: (row.start, -row.end, _RANK[type(row).TABLE.name]))
    markup = (Mark(span.start, span.end, len(_RANK), "span", {"class": "markup"}) for span in residue_spans(text))
    published = days_given(store).get(document_id, document.published)
    own = [_field("headline", document.headline), _field("published", published)]
    name, shown = headline(document), [_shown(row, names, text) for row in rows]
    about = _entry(document, "", "the release: headline and publication date", name, own)
    html = marked(text, [*map(_mark, rows), *markup])
    return {"document": document_id, "name": name, "html": html, "rows": [about, *shown], "names": _names(rows, names)}


def _mark(row: Row) -> Mark:
    table, tag, about = type(row).TABLE.name, "span", {"data-row": row_key(row)}
    kind = table.removesuffix("s")
    if isinstance(row, Section):
        tag, kind = "section", f"part {row.kind}"
        about["data-part"] = row.kind.replace("_", " ")
    elif isinstance(row, Mention):
        kind = f"name {kind_of(row)}" + " pronoun" * (row.how == "pronoun")
    elif isinstance(row, DateRow):
        kind = "name date"
    return Mark(row.start, row.end, _RANK[table], tag, {"class": f"{kind} {row.review}"} | about)


def _shown(row: Row, names: dict[str | None, str], text: str) -> Json:
    table, said = type(row).TABLE.name, says(row, names)
    words = one_line(row.role if isinstance(row, Role) else text[row.start : row.end])
    # what a row says comes before its words, which are wrong less often
    first = {"quotes": "speaker_id", "roles": "person_id"}.get(table, "")
    in_turn = sorted(EDITABLE[table], key=lambda name: (name == "text", name != first))
    label = getattr(row, "label", "")
    fields = [_cell(row, name, words, names) for name in in_turn if label in _ONLY.get(name, (label,))]
    if isinstance(row, Mention) and row.entity_id and row.label in _NAMED:
        fields.append(_field(CALLED, names.get(row.entity_id, row.entity_id)))
    return _entry(row, row_key(row), said, words[:200] or said, fields)


def _entry(row: Row | Document, key: str, said: str, words: str, fields: list[Json]) -> Json:
    """A row, or the release itself, in the form that the page needs."""
    about = {"key": key, "table": type(row).TABLE.name, "says": said, "words": words, "fields": fields}
    return about | {name: getattr(row, name, absent) for name, absent in _ABSENT.items()}


def _field(name: str, value: object, **more: object) -> Json:
    """A cell for the form: its label, its value, and which values it may take."""
    label = _LABELS.get(name, name.removesuffix("_id").capitalize())
    return {"name": name, "label": label, "value": str(value or ""), "kind": "text", **more}


def _cell(row: Row, name: str, words: str, names: dict[str | None, str]) -> Json:
    """A cell of a row for the form, with the kind of input that its column needs."""
    if name == "text":
        return _field(name, words, kind="words")
    value, column = getattr(row, name), {c.name: c for c in columns(type(row))}[name]
    if column.type == "boolean":
        return _field(name, str(value).lower(), kind="choice", choices=["true", "false"])
    if column.enum:
        return _field(name, value, kind="choice", choices=[c for c in column.enum if c != "DATE"])
    if name in (*_ENTITY, "entity_id"):
        of = kind_of(row) if isinstance(row, Mention) else _ENTITY[name]
        return _field(name, value, kind="entity", of=of, shown=names.get(value, value or ""))
    return _field(name, value)


def _names(rows: list[Row], names: dict[str | None, str]) -> dict[str, str]:
    """Name -> key of the entities that the release names, to choose from; a name that two share includes the key."""
    found: dict[str, str] = {}
    for key in (getattr(row, column, None) for row in rows for column in (*_ENTITY, "entity_id")):
        if key is not None and key in names:
            name = names[key]
            found[name if found.get(name, key) == key else f"{name} ({key})"] = key
    return found


def entity_view(store: Store, entity_id: str) -> Json:
    """A person or organisation with its aliases, its roles and a few of the places where it is named."""
    (entity,) = store.select(Entity, entity_id=entity_id)
    mentions = [m for m in store.select(Mention, entity_id=entity_id) if m.how != "pronoun"]
    places = []
    for mention in mentions[:PLACES]:
        (document,) = store.select(Document, document_id=mention.document_id)
        before, words, after = excerpt(store, mention, 120)
        places.append({"release": headline(document), "before": before, "words": words, "after": after})
    column = "person_id" if entity.kind == "person" else "organisation_id"
    roles = dict.fromkeys(r.role for r in store.select(Role, **{column: entity_id}))
    aliases = [a.alias for a in store.select(Alias, entity_id=entity_id)]
    about = {"key": entity_id, "name": entity.name, "kind": entity.kind, "mentions": len(mentions)}
    return about | {"places": places, "aliases": aliases, "roles": list(roles)[:PLACES]}
