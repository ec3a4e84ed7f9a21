"""FollowTheMoney: people, organisations, positions and who holds them, releases and what they mention.

Every entity has a stable id and, as `proof` or `document`, the releases that it was read in.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha1
from typing import Any

from pipeline.records import Alias, Country, Document, Mention, Organisation, OrganisationKind, Person, Role, RoleStatus
from pipeline.tables import Store

_SCHEMATA: dict[OrganisationKind | None, str] = {
    "company": "Company", "government": "PublicBody", "court": "PublicBody", "armed_force": "PublicBody",
    "intergovernmental": "PublicBody",
}  # fmt: skip
_STATUS: dict[RoleStatus, str] = {"former": "ended"}
_LANGUAGES = {"en": "eng", "fr": "fra", "de": "deu", "es": "spa", "it": "ita", "pt": "por", "nl": "nld", "ru": "rus"}


def lines(store: Store) -> Iterator[str]:
    """A line of JSON for each entity, sorted by kind and key."""
    for schema, key, properties in _entities(store):
        given = {name: [str(v) for v in values if v] for name, values in properties.items()}
        entity = {"id": _id(key), "schema": schema, "properties": {n: v for n, v in sorted(given.items()) if v}}
        yield json.dumps(entity, ensure_ascii=False) + "\n"


Properties = dict[str, list[Any]]
Entity = tuple[str, str, Properties]


def _id(key: str) -> str:
    return f"communique-{sha1(key.encode()).hexdigest()}"


def _entities(store: Store) -> Iterator[Entity]:
    documents = {d.document_id: d for d in store.select(Document)}
    alpha2 = {c.country: c.alpha2.lower() for c in store.select(Country)}
    proof: defaultdict[str, set[str]] = defaultdict(set)
    mentions = [m for m in store.select(Mention) if m.entity_id and m.label in ("PERSON", "ORGANISATION")]
    for m in mentions:
        proof[m.entity_id or ""].add(_id(m.document_id))
    aliases: defaultdict[str, list[str]] = defaultdict(list)
    for alias in store.select(Alias):
        aliases[alias.entity_id].append(alias.alias)
    for d in documents.values():
        yield "Article", d.document_id, _article(d)
    for p in store.select(Person):
        about: Properties = {"name": [p.name], "firstName": [p.given_names], "lastName": [p.family_name]}
        yield "Person", p.person_id, {**about, **_known(p.person_id, aliases, proof)}
    for o in store.select(Organisation):
        own: Properties = {"name": [o.name], "abbreviation": [o.acronym], "country": [alpha2.get(o.country or "")]}
        parent = [_id(o.part_of)] if o.part_of else []
        known = _known(o.organisation_id, aliases, proof)
        yield _SCHEMATA.get(o.kind, "Organization"), o.organisation_id, {**own, "parent": parent, **known}
    yield from _positions(store, documents, alpha2)
    yield from _mentions(mentions)


def _article(d: Document) -> Properties:
    return {
        "title": [d.headline], "fileName": [d.source], "mimeType": [d.media_type], "publishedAt": [d.published],
        "sourceUrl": [d.url], "publisher": [d.publisher], "language": [_LANGUAGES.get(d.language or "")],
    }  # fmt: skip


def _known(key: str, aliases: dict[str, list[str]], proof: dict[str, set[str]]) -> Properties:
    return {"alias": aliases.get(key, []), "proof": sorted(proof.get(key, ()))}


def _positions(store: Store, documents: dict[str, Document], alpha2: dict[str, str]) -> Iterator[Entity]:
    """Each job title at an organisation once, and each person that holds it in a release."""
    roles = store.select(Role)
    posts: dict[str, Entity] = {}
    for r in roles:
        name = " ".join(r.role.split())
        key = f"position {name} {r.organisation_id} {r.country}"
        organisation = [_id(r.organisation_id)] if r.organisation_id else []
        country = [alpha2.get(r.country or "")]
        posts[key] = "Position", key, {"name": [name], "organization": organisation, "country": country}
    yield from (posts[key] for key in sorted(posts))
    for r in roles:
        key = f"position {' '.join(r.role.split())} {r.organisation_id} {r.country}"
        held: Properties = {
            "holder": [_id(r.person_id)],
            "post": [_id(key)],
            "status": [_STATUS.get(r.status, r.status)],
        }
        document = documents[r.document_id]
        seen: Properties = {"date": [document.published], "proof": [_id(r.document_id)], "recordId": [r.role_id]}
        yield "Occupancy", f"occupancy {r.role_id}", {**held, **seen, "sourceUrl": [document.url]}


def _mentions(mentions: list[Mention]) -> Iterator[Entity]:
    """Each spelling of an entity in a release once."""
    seen: set[str] = set()
    for m in mentions:
        name = " ".join(m.text.split())
        key = f"mention {m.document_id} {m.entity_id} {name}"
        if m.how != "pronoun" and key not in seen:
            seen.add(key)
            schema = "Person" if m.label == "PERSON" else "Organization"
            about = {"document": [_id(m.document_id)], "resolved": [_id(m.entity_id or "")], "name": [name]}
            yield "Mention", key, {**about, "detectedSchema": [schema]}
