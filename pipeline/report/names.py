"""What things are called in the site: names of entities, and paths and links of pages."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote

from pipeline.records import Document, Entity
from pipeline.tables.store import Store

_PLAIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_FOLDER = {"person": "people", "organisation": "organisations"}


def file_name(key: str) -> str:
    """The name of a page, from a key that can be long, in any script, or differ from another in case only."""
    if _PLAIN.fullmatch(key):
        return f"{key}.html"
    short = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")[:60]
    return f"{short}-{hashlib.sha256(key.encode()).hexdigest()[:10]}.html"


class Names:
    """Names and pages of all entities of a store."""

    def __init__(self, store: Store) -> None:
        entities = store.select(Entity)
        self._name = {e.entity_id: e.name for e in entities}
        self._kind: dict[str, str] = {e.entity_id: e.kind for e in entities}
        self.headlines = {d.document_id: headline(d) for d in store.select(Document)}

    def name(self, entity_id: str | None) -> str:
        """The name of an entity; its key where it has none."""
        return self._name.get(entity_id or "", entity_id or "")

    def kind(self, entity_id: str | None) -> str:
        """person, organisation, country or document; empty for what is no entity."""
        return self._kind.get(entity_id or "", "")

    def path(self, entity_id: str | None) -> str | None:
        """The page of an entity below the site; None for those without one."""
        folder = _FOLDER.get(self.kind(entity_id))
        return f"{folder}/{file_name(entity_id)}" if folder and entity_id else None


def release_path(document_id: str) -> str:
    """The page of a release below the site."""
    return f"releases/{file_name(document_id)}"


def headline(document: Document) -> str:
    """What a release is called: its headline on one line, else its id."""
    return " ".join((document.headline or "").split()) or document.document_id


def link(path: str) -> str:
    """A path as it stands in an attribute."""
    return quote(path, safe="/#")
