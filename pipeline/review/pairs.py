"""Pairs that may be one person or one organisation, each side with where it is named."""

from __future__ import annotations

from pipeline.records import Alias, Candidate, Document, Entity, Mention, Role
from pipeline.report.names import headline
from pipeline.review.queue import excerpt
from pipeline.review.release_view import Json
from pipeline.tables.store import Store

_MOST = 200
_PLACES = 3  # of each side; two or three tell most pairs apart


def pairs(store: Store) -> list[Json]:
    """The candidates, the likeliest first."""
    found = sorted(store.select(Candidate), key=lambda c: (-c.score, c.entity_a, c.entity_b))[:_MOST]
    return [{"why": c.why, "sides": [_side(store, c.entity_a), _side(store, c.entity_b)]} for c in found]


def _side(store: Store, entity_id: str) -> Json:
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
