"""Names of entities, and paths and links of pages, in the report."""

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pipeline.read.blob import DEVICE
from pipeline.records import Document, Entity, Mention, Quote, one_line
from pipeline.tables.store import Store

_PLAIN = re.compile(rf"(?!{DEVICE})[a-z0-9][a-z0-9._-]{{0,99}}")
KEYS = {"people": "person_id", "organisations": "organisation_id", "countries": "country"}
"""Table of entities (also the name of their folder in the site) -> its key."""
FOLDERS = {"person": "people", "organisation": "organisations", "country": "countries"}


def file_name(key: str) -> str:
    """The file name of a page. A key may be long, in any script, or differ from another only in case."""
    if _PLAIN.fullmatch(key):
        return f"{key}.html"
    short = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")[:60]
    return f"{short}-{hashlib.sha256(key.encode()).hexdigest()[:10]}.html"


class Names:
    """Names and pages of all entities of a store; a page in a `single_file` has no other pages to link to."""

    def __init__(self, store: Store, *, single_file: bool = False) -> None:
        self.single_file = single_file
        entities = store.select(Entity)
        self._names, self._kinds = {e.entity_id: e.name for e in entities}, {e.entity_id: e.kind for e in entities}
        documents = sorted(store.select(Document), key=lambda d: d.published or "")  # on one day, sorted by their ids
        self.headlines = {d.document_id: headline(d) for d in documents}
        self.days = {d.document_id: d.published for d in documents}
        self._next = dict(pairwise(self.headlines))
        self._previous = {later: earlier for earlier, later in self._next.items()}

    def name(self, entity_id: str | None) -> str:
        """The name of an entity, or its key if it has none."""
        return self._names.get(entity_id or "", entity_id or "")

    def kind(self, entity_id: str | None) -> str:
        """person, organisation or country; empty if the key is unknown."""
        return self._kinds.get(entity_id or "", "")

    def link(self, entity_id: str | None) -> dict[str, Any]:
        """Name and page of an entity for templates; the page is None if there is none."""
        folder = None if self.single_file else FOLDERS.get(self.kind(entity_id))
        path = f"{folder}/{file_name(entity_id)}" if folder and entity_id else None
        return {"name": self.name(entity_id), "path": path}

    def speaker(self, quote: Quote) -> dict[str, Any]:
        """Name and page of the speaker of a quote; for a speaker that is not an entity, the words that name it."""
        if quote.speaker_id:
            return self.link(quote.speaker_id)
        return {"name": quote.speaker_text or "speaker not known", "path": None}

    def neighbours(self, document_id: str) -> Iterator[tuple[str, str, str]]:
        """The previous and the next release by date: the word for it, its page, its headline."""
        for word, beside in (("Previous", self._previous), ("Next", self._next)):
            if other := beside.get(document_id):
                yield word, release_path(other), self.headlines[other]

    def place(self, document_id: str, start: int, kind: str = "") -> dict[str, str]:
        """A place in a release for templates: its page, the anchor of the words, the headline."""
        name = one_line(self.headlines.get(document_id, document_id), 90)
        return {"path": release_path(document_id), "anchor": word_id(start, kind), "headline": name}


def word_id(start: int, kind: str = "") -> str:
    """The anchor of words in the text: `w-120`, or `qw-120` for a quote, as a name may begin where a quote does."""
    return f"{kind}w-{start}"


def release_path(document_id: str) -> str:
    """The path of a release's page in the site."""
    return f"releases/{file_name(document_id)}"


def kind_of(mention: Mention) -> str:
    """The kind by which a mention is labelled and coloured (`person`, `place`); a demonym is a `country`."""
    return "country" if mention.label == "DEMONYM" else mention.label.lower()


def headline(document: Document) -> str:
    """What a release is called: its headline on one line, else its id."""
    return one_line(document.headline or "") or document.document_id
