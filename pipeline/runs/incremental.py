"""What one run reads, skips, keeps and finds wrong: new or changed documents on their way to the store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.read import (
    Metadata,
    ReadError,
    SourceDocument,
    SourceFile,
    byte_limit,
    is_sidecar,
    read_bytes,
    read_documents,
    read_sidecars,
)
from pipeline.records import Quarantined
from pipeline.runs.versions import document_fingerprint, file_fingerprint
from pipeline.settings import Settings
from pipeline.tables import Store
from pipeline.tables.rows import DocumentRows


@dataclass(slots=True)
class IncrementalRun:
    """What one run has read, processed and found wrong so far."""

    store: Store
    settings: Settings
    model: str
    dates: Mapping[str, str]  # publication dates that reviewers set, by document
    processed: int = 0
    unchanged: int = 0
    words: int = 0
    bytes_read: int = 0
    bytes_total: int = 0
    quarantined: list[Quarantined] = field(default_factory=list)
    fields: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    _stored: dict[str, tuple[str, str]] = field(default_factory=dict)  # document_id -> source, fingerprint
    _fingerprints: dict[str, str] = field(default_factory=dict)  # of documents under way
    _sources: dict[str, str] = field(default_factory=dict)  # files read to their end
    _kept: set[str] = field(default_factory=set)  # files not read again
    _present: set[str] = field(default_factory=set)  # ids of documents that stay or were made
    _failed: set[str] = field(default_factory=set)  # files with a document that is to be tried again

    def changed(self, found: Sequence[SourceFile | Quarantined]) -> Iterator[SourceDocument]:
        """The documents to process. Those that are stored from the same input are only counted."""
        self._stored = self.store.documents()
        by_source: dict[str, list[str]] = {}
        for document_id, (source, _) in self._stored.items():
            by_source.setdefault(source, []).append(document_id)
        sources = self.store.sources()
        beside = [f for f in found if isinstance(f, SourceFile) and is_sidecar(f.source)]
        sidecars = read_sidecars(beside, {f.source for f in found})
        self.quarantined += sidecars.quarantined
        releases = [f for f in found if not is_sidecar(f.source)]
        self.bytes_total = sum(f.bytes for f in releases if isinstance(f, SourceFile))
        for item in releases:
            if isinstance(item, Quarantined):
                self.quarantined.append(item)
                continue
            end = self.bytes_read + item.bytes
            yield from self._changed_in(item, sidecars.known.get(item.source, Metadata()), sources, by_source)
            if item.source in self._kept:  # what cost no time says nothing about how long the rest takes
                self.bytes_total -= item.bytes
            else:
                self.bytes_read = end

    def _changed_in(
        self, file: SourceFile, known: Metadata, sources: dict[str, str], by_source: dict[str, list[str]]
    ) -> Iterator[SourceDocument]:
        try:
            limits = self.settings.limits
            data = read_bytes(file, byte_limit(file.source, limits))
        except ReadError as error:
            self.quarantined.append(error.row(file.source))
            return
        stored = by_source.get(file.source, ())
        whole = self._whole(data, known, stored)
        if sources.get(file.source) == whole and not any(map(self._taken, stored)):
            self._kept.add(file.source)
            self._present.update(stored)
            self.unchanged += len(stored)
            return
        ids: list[str] = []
        end = self.bytes_read + file.bytes
        settings = self.settings
        publisher = settings.publisher(file.source)
        for document in read_documents(file, data, limits, known=known, fields=settings.fields, publisher=publisher):
            if isinstance(document, Quarantined):
                self.quarantined.append(document)
                if document.reason == "error":  # of the program, or what it stands on: may be gone next time
                    self._failed.add(file.source)
                continue
            if document.fields:
                self.fields.setdefault(file.source, set()).update(document.fields)
            self.bytes_read = min(self.bytes_read + document.bytes, end)
            document_id = document.document_id
            ids.append(document_id)
            if document_id in self.dates:
                document = replace(document, published=self.dates[document_id])
            if self._taken(document_id):
                self._failed.add(file.source)  # to be looked at again: the other one may be gone
                detail = f"its id {document_id} is taken by another source; rename the file or the record"
                self.quarantined.append(ReadError("same_id", detail, document.record or "0").row(file.source))
                continue
            made_from = document_fingerprint(self.settings, self.model, document)
            if self._stored.get(document_id) == (file.source, made_from):
                self._present.add(document_id)
                self.unchanged += 1
                continue
            self._fingerprints[document_id] = made_from
            yield document
        self._sources[file.source] = self._whole(data, known, ids)

    def _taken(self, document_id: str) -> bool:
        return document_id in self._present or document_id in self._fingerprints

    def _whole(self, data: bytes, known: Metadata, ids: Iterable[str]) -> str:
        return whole_fingerprint(self.settings, self.model, data, known, self.dates, ids)

    def keep(self, results: Sequence[DocumentRows | Quarantined]) -> None:
        """Store one batch."""
        made = [r for r in results if isinstance(r, DocumentRows)]
        for failed in results:
            if isinstance(failed, Quarantined):
                self.quarantined.append(failed)
                self._failed.add(failed.source)
        self.store.write((rows, self._fingerprints.pop(rows.document.document_id)) for rows in made)
        self._present.update(rows.document.document_id for rows in made)
        self.processed += len(made)
        self.words += sum(rows.document.words for rows in made)

    def finish(self) -> int:
        """Remove what is no longer in raw/, settle the corpus tables; the number of removed documents."""
        removed = self.store.documents().keys() - self._present
        sources = {s: known for s, known in self._sources.items() if s not in self._failed}
        self.store.finish(sources, sorted(removed), self.quarantined, self._kept)
        return len(removed)


def whole_fingerprint(
    settings: Settings, model: str, data: bytes, known: Metadata, dates: Mapping[str, str], ids: Iterable[str]
) -> str:
    """The fingerprint of a file with the publication dates that reviewers set for its documents, `ids`."""
    told = "".join(f"\0{i} {dates[i]}" for i in sorted(ids) if i in dates)
    return file_fingerprint(settings, model, _sha256(data + told.encode()), known)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
