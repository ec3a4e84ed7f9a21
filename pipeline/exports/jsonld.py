"""JSON-LD in the vocabulary of schema.org: a NewsArticle for each release, with who is mentioned and who said what."""

import json
from collections.abc import Iterator
from typing import Any

from pipeline.records import Country, Document, Mention, Organisation, OrganisationKind, Person, Quote, Role
from pipeline.tables import Store

CONTEXT = {"@vocab": "https://schema.org/", "@base": "urn:communique:/"}
"""All names are schema.org's, and ids are below `urn:communique:/`; nothing needs to be fetched to read the file."""
_TYPES: dict[OrganisationKind | None, str] = {
    "company": "Corporation", "government": "GovernmentOrganization", "university": "CollegeOrUniversity",
    "ngo": "NGO", "media": "NewsMediaOrganization",
}  # fmt: skip


def lines(store: Store) -> Iterator[str]:
    """The lines of one JSON-LD document, with a line for each node."""
    yield f'{{"@context": {json.dumps(CONTEXT)}, "@graph": [\n'
    for number, node in enumerate(_nodes(store)):
        filled = {key: value for key, value in node.items() if value not in (None, [], "")}
        yield (",\n" if number else "") + json.dumps(filled, ensure_ascii=False)
    yield "\n]}\n"


def _nodes(store: Store) -> Iterator[dict[str, Any]]:
    for d in store.select(Document):
        yield _article(store, d)
    for p in store.select(Person):
        held = [r for r in store.select(Role, person_id=p.person_id) if r.status != "former"]
        yield {
            "@id": p.person_id, "@type": "Person", "name": p.name, "givenName": p.given_names,
            "familyName": p.family_name, "jobTitle": sorted({r.role for r in held}),
            "worksFor": [{"@id": o} for o in sorted({r.organisation_id for r in held if r.organisation_id})],
        }  # fmt: skip
    for o in store.select(Organisation):
        yield {
            "@id": o.organisation_id, "@type": _TYPES.get(o.kind, "Organization"), "name": o.name,
            "alternateName": o.acronym, "parentOrganization": {"@id": o.part_of} if o.part_of else None,
        }  # fmt: skip
    for c in store.select(Country):
        yield {"@id": c.country, "@type": "Country", "name": c.name, "identifier": c.alpha2}


def _article(store: Store, d: Document) -> dict[str, Any]:
    mentioned = {m.entity_id for m in store.select(Mention, document_id=d.document_id) if m.entity_id}
    return {
        "@id": f"release/{d.document_id}", "@type": "NewsArticle", "headline": d.headline, "url": d.url,
        "datePublished": d.published, "inLanguage": d.language, "wordCount": d.words,
        "publisher": {"@type": "Organization", "name": d.publisher} if d.publisher else None,
        "mentions": [{"@id": key} for key in sorted(mentioned)],
        "hasPart": [_quotation(q) for q in store.select(Quote, document_id=d.document_id)],
    }  # fmt: skip


def _quotation(q: Quote) -> dict[str, Any]:
    speaker = {"spokenByCharacter": {"@id": q.speaker_id}} if q.speaker_id else {}
    return {"@id": f"quote/{q.quote_id}", "@type": "Quotation", "text": q.text, **speaker}
