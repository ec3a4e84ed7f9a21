"""What things are called in the site: names of entities, and paths and links of pages."""

import hashlib
import re
from typing import Any

from pipeline.records import Document, Entity, Mention, Quote
from pipeline.report.html import one_line
from pipeline.tables.sql import natural_sort_key
from pipeline.tables.store import Store

_PLAIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
KEYS = {"people": "person_id", "organisations": "organisation_id", "countries": "country"}
"""Table of entities, which is their folder of the site too -> its key."""
_FOLDER = {"person": "people", "organisation": "organisations", "country": "countries"}


def file_name(key: str) -> str:
    """The name of a page, as links have it: a key can be long, in any script, or differ from another in case only."""
    if _PLAIN.fullmatch(key):
        return f"{key}.html"
    short = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")[:60]
    return f"{short}-{hashlib.sha256(key.encode()).hexdigest()[:10]}.html"


class Names:
    """Names and pages of all entities of a store; where a page stands `alone`, there are no other pages."""

    def __init__(self, store: Store, *, alone: bool = False) -> None:
        self.alone = alone
        entities = store.select(Entity)
        self._name = {e.entity_id: e.name for e in entities}
        self._kind: dict[str, str] = {e.entity_id: e.kind for e in entities}
        documents = store.select(Document)
        documents.sort(key=lambda d: (d.published or "", natural_sort_key(d.document_id), d.document_id))
        self.headlines = {d.document_id: headline(d) for d in documents}
        self.days = {d.document_id: d.published for d in documents}
        self.order = list(self.headlines)

    def name(self, entity_id: str | None) -> str:
        """The name of an entity; its key where it has none."""
        return self._name.get(entity_id or "", entity_id or "")

    def kind(self, entity_id: str | None) -> str:
        """person, organisation, country or document; empty for what is no entity."""
        return self._kind.get(entity_id or "", "")

    def link(self, entity_id: str | None) -> dict[str, Any]:
        """Name and page of an entity as templates take them; the page is None where there is none."""
        folder = None if self.alone else _FOLDER.get(self.kind(entity_id))
        path = f"{folder}/{file_name(entity_id)}" if folder and entity_id else None
        return {"name": self.name(entity_id), "path": path}

    def speaker(self, quote: Quote) -> dict[str, Any]:
        """Who said a quote, in the same way; the words for a speaker that is no entity."""
        if quote.speaker_id:
            return self.link(quote.speaker_id)
        return {"name": quote.speaker_text or "speaker not known", "path": None}

    def place(self, document_id: str, start: int, kind: str = "") -> dict[str, str]:
        """Words of a release as templates take them: its page, the anchor, the headline."""
        name = one_line(self.headlines.get(document_id, document_id), 90)
        return {"path": release_path(document_id), "anchor": word_id(start, kind), "headline": name}


def word_id(start: int, kind: str = "") -> str:
    """The anchor of words in the text: `w-120`; quotes have `qw-120`, since a name can begin where a quote does."""
    return f"{kind}w-{start}"


def release_path(document_id: str) -> str:
    """The page of a release below the site."""
    return f"releases/{file_name(document_id)}"


def kind_of(mention: Mention) -> str:
    """The kind by which a mention is told and coloured: `person`, `place`; that of a demonym is `country`."""
    return "country" if mention.label == "DEMONYM" else mention.label.lower()


def headline(document: Document) -> str:
    """What a release is called: its headline on one line, else its id."""
    return one_line(document.headline or "") or document.document_id
