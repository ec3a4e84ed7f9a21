"""What the review page shows: a release, its text with a mark for every row and each row with what can be changed; and
pairs that may be one person or organisation, each side with where it is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.corrections.decisions import EDITABLE, SPAN_TABLES, StaleError
from pipeline.corrections.row_decisions import RECORD, Row
from pipeline.records import Alias, Candidate, Document, Entity, Mention, Role, Section
from pipeline.report.html import Mark, marked, one_line
from pipeline.report.names import headline
from pipeline.review.decide import days_given, row_key
from pipeline.review.queue import excerpt, says
from pipeline.structure.markup import residue_spans
from pipeline.tables.schema import columns
from pipeline.tables.store import Store

Json = dict[str, Any]
CALLED = "called"
"""A cell of the form of a mention that is none of its row: the name of the person or organisation that it names."""
_ENTITY = {"person_id": "person", "organisation_id": "organisation", "country": "country", "speaker_id": "speaker"}
_LABELS = {
    "text": "Words", "label": "What it names", "entity_id": "Who or what", "how": "How", "honorific": "Honorific",
    "person_id": "Person", "organisation_id": "Organisation", "country": "Country", "status": "Status",
    "value": "Date (2023-09-27, 2023-09, 2023-Q3, 2023)", "kind": "Kind", "closed": "Closing mark",
    "speaker_id": "Speaker", "name": "Name", "role": "Job title", "phone": "Telephone", "email": "E-mail",
    "headline": "Headline", "published": "Day of publication, as 2023-09-27", CALLED: "Called, in all releases",
}  # fmt: skip
_CLASS = {"DEMONYM": "country", "DATE": "date"}
_NAMED = ("PERSON", "ORGANISATION")
_ONLY = {"entity_id": (*_NAMED, "COUNTRY", "DEMONYM"), "how": _NAMED, "honorific": ("PERSON",)}
_RANK = {"sections": 0, "contacts": 1, "quotes": 2, "roles": 3, "dates": 4, "mentions": 5}


def release_view(store: Store, document_id: str) -> Json:
    """Headline, text as HTML and rows of a release. Raises `StaleError` where there is none."""
    found = store.select(Document, document_id=document_id)
    if not found:
        raise StaleError(f"there is no document {document_id}")
    names = {e.entity_id: e.name for e in store.select(Entity)}
    text, rows = store.text(document_id), list(_rows(store, document_id))
    return {
        "document": document_id,
        "name": headline(found[0]),
        "html": marked(text, [*map(_mark, rows), *_markup(text)]),
        "rows": [_about_release(found[0], days_given(store)), *(_shown(row, names, text) for row in rows)],
        "names": _names(rows, names),
    }


def _rows(store: Store, document_id: str) -> Iterator[Row]:
    """All rows of a release, in the order of its text."""
    rows: list[Row] = []
    for table in SPAN_TABLES:
        rows += store.select(RECORD[table], document_id=document_id)
    for row in sorted(rows, key=lambda r: (r.start, -r.end, _RANK[type(r).TABLE.name])):
        if not (isinstance(row, Mention) and row.label == "DATE"):  # its row in `dates` says more
            yield row


def _markup(text: str) -> Iterator[Mark]:
    """Tags and the like, which belong to the text but are not read."""
    for span in residue_spans(text):
        yield Mark(span.start, span.end, len(_RANK), "span", {"class": "markup"})


def _mark(row: Row) -> Mark:
    table = type(row).TABLE.name
    kind = _CLASS.get(row.label, row.label.lower()) if isinstance(row, Mention) else table.removesuffix("s")
    classes = {"section": f"part {row.kind if isinstance(row, Section) else ''}", "mention": "name"}.get(kind, kind)
    if isinstance(row, Mention):
        classes = f"name {kind}" + " pronoun" * (row.how == "pronoun")
    elif table == "dates":
        classes = "name date"
    about = {"class": f"{classes} {row.review}", "data-row": row_key(row)}
    if isinstance(row, Section):
        return Mark(row.start, row.end, _RANK[table], "section", about | {"data-part": row.kind.replace("_", " ")})
    return Mark(row.start, row.end, _RANK[table], "span", about)


def _shown(row: Row, names: dict[str, str], text: str) -> Json:
    table = type(row).TABLE.name
    words = row.role if isinstance(row, Role) else getattr(row, "text", "") or text[row.start : row.end]
    return {
        "key": row_key(row), "table": table, "says": says(row, names), "review": row.review, "start": row.start,
        "words": " ".join(words.split())[:200] or says(row, names),
        "end": row.end, "rule": getattr(row, "rule", ""),
        "confidence": getattr(row, "confidence", None), "entity": getattr(row, "entity_id", None),
        "fields": [_field(row, table, name, words, names) for name in _in_turn(table) if _fits(row, name)]
        + _name_of_entity(row, names),
    }  # fmt: skip


def _name_of_entity(row: Row, names: dict[str, str]) -> list[Json]:
    """The name of the person or organisation that a mention names, which is that of all rows about it."""
    if not (isinstance(row, Mention) and row.entity_id and row.label in _NAMED):
        return []
    value = names.get(row.entity_id, row.entity_id)
    return [{"name": CALLED, "label": _LABELS[CALLED], "value": value, "kind": "text"}]


def _in_turn(table: str) -> list[str]:
    """The cells as the form asks for them: what a row says is wrong more often than the words it stands at."""
    first = {"quotes": "speaker_id", "roles": "person_id"}.get(table, "")
    return sorted(EDITABLE[table], key=lambda name: (name == "text", name != first))


def _fits(row: Row, name: str) -> bool:
    """Whether a cell of the row can be said anything of: a place is no entity, a part is moved by adding another."""
    if isinstance(row, Section):
        return name != "text"
    if isinstance(row, Mention) and name in _ONLY:
        return row.label in _ONLY[name]
    return True


def _field(row: Row, table: str, name: str, words: str, names: dict[str, str]) -> Json:
    """A cell as the form shows it: its label, its value, and what it may be."""
    value = one_line(words) if name == "text" else getattr(row, name)
    made: Json = {"name": name, "label": _LABELS[name], "value": _written(value), "kind": "text"}
    column = next((c for c in columns(type(row)) if c.name == name), None)
    if name == "text":
        made["kind"] = "words"
    elif column and (column.enum or column.type == "boolean"):
        made |= {"kind": "choice", "choices": list(column.enum) or ["true", "false"]}
    elif name in _ENTITY or name == "entity_id":
        kind = _ENTITY.get(name) or _CLASS.get(getattr(row, "label", ""), getattr(row, "label", "").lower())
        made |= {"kind": "entity", "of": kind, "shown": names.get(value or "", value or "")}
    return made


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value or "")


def _about_release(document: Document, days: dict[str, str]) -> Json:
    """The cells of the release itself, as a row of the form."""
    cells = {"headline": document.headline, "published": days.get(document.document_id, document.published)}
    fields = [
        {"name": name, "label": _LABELS[name], "value": cell or "", "kind": "text"} for name, cell in cells.items()
    ]
    return {
        "key": "", "table": "documents", "says": "the release: headline and publication date", "review": "",
        "start": 0, "end": 0, "words": headline(document), "rule": "", "confidence": None, "entity": None,
        "fields": fields,
    }  # fmt: skip


def _names(rows: list[Row], names: dict[str, str]) -> dict[str, str]:
    """Name -> key of what the release names, to choose from; a name that two bear is told with its key."""
    found: dict[str, str] = {}
    for row in rows:
        for column in (*_ENTITY, "entity_id"):
            key = getattr(row, column, None)
            if key and key in names:
                name = names[key]
                found[name if found.get(name, key) == key else f"{name} ({key})"] = key
    return found


# --- pairs ---

_MOST = 200
_PLACES = 3  # of each side; two or three tell most pairs apart


def pairs(store: Store) -> list[Json]:
    """The candidates, the likeliest first."""
    found = sorted(store.select(Candidate), key=lambda c: (-c.score, c.entity_a, c.entity_b))[:_MOST]
    return [{"why": c.why, "sides": [entity_view(store, c.entity_a), entity_view(store, c.entity_b)]} for c in found]


def entity_view(store: Store, entity_id: str) -> Json:
    """A person or organisation with its other names, its roles and a few of the places where it is named."""
    (entity,) = store.select(Entity, entity_id=entity_id)
    mentions = [m for m in store.select(Mention, entity_id=entity_id) if m.how != "pronoun"]
    places = []
    for mention in mentions[:_PLACES]:
        (document,) = store.select(Document, document_id=mention.document_id)
        before, words, after = excerpt(store, mention, 120)
        places.append({"release": headline(document), "before": before, "words": words, "after": after})
    column = "person_id" if entity.kind == "person" else "organisation_id"
    roles = dict.fromkeys(" ".join(r.role.split()) for r in store.select(Role, **{column: entity_id}))
    return {
        "key": entity_id, "name": entity.name, "kind": entity.kind, "mentions": len(mentions), "places": places,
        "aliases": [a.alias for a in store.select(Alias, entity_id=entity_id)], "roles": list(roles)[:_PLACES],
    }  # fmt: skip
