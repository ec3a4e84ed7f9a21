"""JSON-LD in the vocabulary of schema.org: a NewsArticle for each release, with who is mentioned and who said what."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.data import word_table
from pipeline.records import Country, Document, Mention, Organisation, Person, Quote, Role
from pipeline.tables import Store

CONTEXT = {"@vocab": "https://schema.org/", "@base": "urn:communique:/"}
"""All names are schema.org's, and ids are below `urn:communique:/`; nothing needs to be fetched to read the file."""
_TYPES: dict[str | None, str] = dict(word_table("tables/schema_org.tsv"))  # type: ignore[arg-type]  # by kind


def lines(store: Store) -> Iterator[str]:
    """The lines of one JSON-LD document, with a line for each node."""
    yield f'{{"@context": {json.dumps(CONTEXT)}, "@graph": [\n'
    for number, node in enumerate(_nodes(store)):
        yield (",\n" if number else "") + json.dumps(node, ensure_ascii=False)
    yield "\n]}\n"


def _node(key: str, kind: str, **properties: Any) -> dict[str, Any]:
    """A node with the properties that are not empty."""
    filled = {name: value for name, value in properties.items() if value not in (None, [], "")}
    return {"@id": key, "@type": kind, **filled}


def _nodes(store: Store) -> Iterator[dict[str, Any]]:
    for d in store.select(Document):
        yield _article(store, d)
    for p in store.select(Person):
        held = [r for r in store.select(Role, person_id=p.person_id) if r.status != "former"]
        titles = sorted({r.role for r in held})
        served = _references(r.organisation_id for r in held)
        about = {"name": p.name, "givenName": p.given_names, "familyName": p.family_name}
        yield _node(p.person_id, "Person", **about, jobTitle=titles, worksFor=served)
    for o in store.select(Organisation):
        kind, whole = _TYPES.get(o.kind, "Organization"), {"@id": o.part_of} if o.part_of else None
        yield _node(o.organisation_id, kind, name=o.name, alternateName=o.acronym, parentOrganization=whole)
    for c in store.select(Country):
        yield _node(c.country, "Country", name=c.name, identifier=c.alpha2)


def _references(keys: Iterable[str | None]) -> list[dict[str, str]]:
    """References to nodes, each once."""
    return [{"@id": key} for key in sorted({key for key in keys if key})]


def _article(store: Store, d: Document) -> dict[str, Any]:
    about = {"headline": d.headline, "url": d.url, "datePublished": d.published, "inLanguage": d.language}
    publisher = {"@type": "Organization", "name": d.publisher} if d.publisher else None
    named = _references(m.entity_id for m in store.select(Mention, document_id=d.document_id))
    said = [
        _node(f"quote/{q.quote_id}", "Quotation", text=q.text, spokenByCharacter=q.speaker_id and {"@id": q.speaker_id})
        for q in store.select(Quote, document_id=d.document_id)
    ]
    more = {"wordCount": d.words, "publisher": publisher, "mentions": named, "hasPart": said}
    return _node(f"release/{d.document_id}", "NewsArticle", **about, **more)
