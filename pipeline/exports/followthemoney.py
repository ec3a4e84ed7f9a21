"""FollowTheMoney export: people, organisations, positions and who holds them, releases and what they mention.

Every entity has a stable id and, as `proof` or `document`, the releases in which it was found.
"""

import json
from collections.abc import Iterator
from hashlib import sha1
from typing import Any

from pipeline.records import Alias, Country, Document, Mention, Organisation, Person, Role, one_line
from pipeline.tables import Store

Properties = dict[str, Any]  # a value or a list of values each
Entity = tuple[str, str, Properties]
_PUBLIC = ("government", "court", "armed_force", "intergovernmental")
_SCHEMATA = {"company": "Company", **dict.fromkeys(_PUBLIC, "PublicBody")}
_LANGUAGES = {"en": "eng", "fr": "fra", "de": "deu", "es": "spa", "it": "ita", "pt": "por", "nl": "nld", "ru": "rus"}


def lines(store: Store) -> Iterator[str]:
    """A line of JSON for each entity, by kind and key."""
    for schema, key, properties in _entities(store):
        listed = {name: value if isinstance(value, list) else [value] for name, value in sorted(properties.items())}
        given = {name: [str(v) for v in values if v] for name, values in listed.items()}
        entity = {"id": _id(key), "schema": schema, "properties": {n: v for n, v in given.items() if v}}
        yield json.dumps(entity, ensure_ascii=False) + "\n"


def _id(key: str | None) -> str | None:
    return f"communique-{sha1(key.encode()).hexdigest()}" if key else None


def _entities(store: Store) -> Iterator[Entity]:
    # a release may have the id of a person (`anna-berg.txt`)
    documents = {d.document_id: d for d in store.select(Document)}
    alpha2 = {c.country: c.alpha2.lower() for c in store.select(Country)}
    for d in documents.values():
        file = {"title": d.headline, "fileName": d.source, "mimeType": d.media_type, "publisher": d.publisher}
        origin = {"publishedAt": d.published, "sourceUrl": d.url, "language": _LANGUAGES.get(d.language or "")}
        yield "Article", f"release {d.document_id}", file | origin
    for p in store.select(Person):
        person = {"name": p.name, "firstName": p.given_names, "lastName": p.family_name}
        yield "Person", p.person_id, person | _known(store, p.person_id)
    for o in store.select(Organisation):
        own = {"name": o.name, "abbreviation": o.acronym, "parent": _id(o.part_of)}
        own["country"] = alpha2.get(o.country or "")
        yield _SCHEMATA.get(o.kind or "", "Organization"), o.organisation_id, own | _known(store, o.organisation_id)
    yield from _positions(store, documents, alpha2)
    yield from _mentions(store)


def _known(store: Store, key: str) -> Properties:
    naming = {f"release {m.document_id}" for m in store.select(Mention, entity_id=key)}
    return {"alias": [a.alias for a in store.select(Alias, entity_id=key)], "proof": sorted(map(_id, naming))}


def _positions(store: Store, documents: dict[str, Document], alpha2: dict[str, str]) -> Iterator[Entity]:
    """Each job title at an organisation once, and an occupancy for each person who holds it in a release."""
    posts: dict[str, Entity] = {}
    held: list[Entity] = []
    for r in store.select(Role):
        document, key = documents[r.document_id], f"position {r.role} {r.organisation_id} {r.country}"
        where = {"organization": _id(r.organisation_id), "country": alpha2.get(r.country or "")}
        posts[key] = "Position", key, {"name": r.role, **where}
        status = "ended" if r.status == "former" else r.status
        person = {"holder": _id(r.person_id), "post": _id(key), "status": status, "recordId": r.role_id}
        source = {"date": document.published, "sourceUrl": document.url, "proof": _id(f"release {r.document_id}")}
        held.append(("Occupancy", f"occupancy {r.role_id}", person | source))
    yield from (posts[key] for key in sorted(posts))
    yield from held


def _mentions(store: Store) -> Iterator[Entity]:
    """Each spelling of a person's or organisation's name in a release, once."""
    seen: set[str] = set()
    for m in store.select(Mention):
        name = one_line(m.text)
        key = f"mention {m.document_id} {m.entity_id} {name}"
        schema = {"PERSON": "Person", "ORGANISATION": "Organization"}.get(m.label)
        if m.entity_id and schema and m.how != "pronoun" and key not in seen:
            seen.add(key)
            where = {"document": _id(f"release {m.document_id}"), "resolved": _id(m.entity_id)}
            yield "Mention", key, {"name": name, "detectedSchema": schema, **where}
