"""What one run reads, skips, keeps and finds wrong: new or changed documents on their way to the store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.errors import RemovalError
from pipeline.read import (
    UNREADABLE,
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
from pipeline.read.sidecars import described
from pipeline.records import Quarantined
from pipeline.runs.versions import document_fingerprint, file_fingerprint
from pipeline.settings import Settings
from pipeline.tables import Store
from pipeline.tables.rows import DocumentRows

AGAIN = ("error", "crashed", UNREADABLE)
"""Reasons of quarantine that may be gone next time: of the program, or of what it stands on."""
_FEW = 5  # documents from which on it is a question whether many of them are meant to go
_MOST_GONE = 5  # a fifth
Reading = Callable[[SourceFile, bytes, Settings, Metadata], Iterable[SourceDocument | Quarantined]]
"""What reads the documents in the bytes of a file: here, or in a process of its own."""


def read_here(
    file: SourceFile, data: bytes, settings: Settings, known: Metadata
) -> Iterable[SourceDocument | Quarantined]:
    """The documents in a file, read in this process."""
    publisher = settings.publisher(file.source)
    return read_documents(file, data, settings.limits, known=known, fields=settings.fields, publisher=publisher)


@dataclass(slots=True)
class IncrementalRun:
    """What one run has read, processed and found wrong so far."""

    store: Store
    settings: Settings
    model: str
    dates: Mapping[str, str]  # publication dates that reviewers set, by document
    allow_removal: bool = False  # of more than a fifth of the documents
    read: Reading = read_here
    processed: int = 0
    unchanged: int = 0
    words: int = 0
    bytes_read: int = 0
    bytes_total: int = 0
    quarantined: list[Quarantined] = field(default_factory=list)
    fields: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    _stored: dict[str, tuple[str, str]] = field(default_factory=dict)  # document_id -> source, fingerprint
    _by_source: dict[str, list[str]] = field(default_factory=dict)  # source -> stored documents of it
    _known_sources: dict[str, str] = field(default_factory=dict)  # files read to their end before, with fingerprints
    _former: set[str] = field(default_factory=set)  # documents that the store held before it was made again
    _fingerprints: dict[str, str] = field(default_factory=dict)  # of documents under way
    _sources: dict[str, str] = field(default_factory=dict)  # files read to their end
    _kept: set[str] = field(default_factory=set)  # files not read again
    _present: set[str] = field(default_factory=set)  # ids of documents that stay or were made
    _names: set[str] = field(default_factory=set)  # those, and those under way, without capitals
    _failed: set[str] = field(default_factory=set)  # files with a document that is to be tried again
    _unread: set[str] = field(default_factory=set)  # files that could not be read this time, or not what is about them

    def changed(self, found: Sequence[SourceFile | Quarantined]) -> Iterator[SourceDocument]:
        """The documents to process. Those that are stored from the same input are only counted."""
        self._look_up_stored()
        files = [f for f in found if isinstance(f, SourceFile)]
        sidecars = read_sidecars([f for f in files if is_sidecar(f.source)], {f.source for f in found})
        self._keep_unread([f for f in found if isinstance(f, Quarantined)] + sidecars.quarantined)
        self._refuse_removal({f.source for f in found})
        releases = [f for f in files if not is_sidecar(f.source)]
        self.bytes_total = sum(f.bytes for f in releases)
        for file in releases:
            end = self.bytes_read + file.bytes
            yield from self._changed_in(file, sidecars.known.get(file.source, Metadata()))
            if file.source in self._kept:  # what cost no time says nothing about how long the rest takes
                self.bytes_total -= file.bytes
            else:
                self.bytes_read = end

    def _look_up_stored(self) -> None:
        self._stored = self.store.documents()
        for document_id, (source, _) in self._stored.items():
            self._by_source.setdefault(source, []).append(document_id)
        self._former = self.store.former().keys() - self._stored.keys()
        self._known_sources = self.store.sources()

    def _keep_unread(self, refused: Iterable[Quarantined]) -> None:
        """Note what gives no document, and keep what is stored of sources that only cannot be read this time."""
        for row in refused:
            stays = []
            if row.reason == UNREADABLE:
                stays = [i for s, ids in self._by_source.items() if _is_of(s, row.source) for i in ids]
                self._unread.update(s for s in self._by_source if _is_of(s, row.source))
            self._stay(stays)
            self.unchanged += len(stays)
            detail = f"{row.detail}; its {len(stays)} documents stay as they were" if stays else row.detail
            self.quarantined.append(replace(row, detail=detail))

    def _refuse_removal(self, sources: set[str] | None = None) -> None:
        """Raise `RemovalError` where more than a fifth of the documents would go.

        Before anything is processed by the `sources` that are there, at the end by the documents.
        """
        before = self._stored.keys() | self._former
        gone = before - self._present
        if sources is not None:
            gone = {i for i in gone if i in self._stored and self._stored[i][0] not in sources}
        if not self.allow_removal and len(before) >= _FEW and len(gone) * _MOST_GONE > len(before):
            raise RemovalError(
                f"{len(gone)} of {len(before)} documents are not in the input any more, {min(gone)} first; nothing was "
                "removed. Is all of it there? If they are meant to go, run again with --allow-removal"
            )

    def _changed_in(self, file: SourceFile, known: Metadata) -> Iterator[SourceDocument]:
        if file.source in self._unread:  # what stands beside it could not be read
            return
        try:
            data = read_bytes(file, byte_limit(file.source, self.settings.limits))
        except ReadError as error:
            self._keep_unread([error.row(file.source)])
            return
        stored = self._by_source.get(file.source, ())
        whole = self._whole(data, known, stored)
        if self._known_sources.get(file.source) == whole and not any(map(self._taken, stored)):
            self._kept.add(file.source)
            self._stay(stored)
            self.unchanged += len(stored)
            return
        ids: list[str] = []
        end = self.bytes_read + file.bytes
        for document in self.read(file, data, self.settings, known):
            if isinstance(document, Quarantined):
                self.quarantined.append(document)
                if document.reason in AGAIN:
                    self._failed.add(file.source)
                continue
            if document.fields:
                self.fields.setdefault(file.source, set()).update(document.fields)
            self.bytes_read = min(self.bytes_read + document.bytes, end)
            ids.append(document.document_id)
            if document.document_id in self.dates:
                document = replace(document, published=self.dates[document.document_id])
            if self._is_new(document):
                yield document
        self._sources[file.source] = self._whole(data, known, ids)

    def _is_new(self, document: SourceDocument) -> bool:
        """Whether a document is to be processed; one whose id is taken is not, nor one that is stored as it is."""
        document_id = document.document_id
        if self._taken(document_id):
            self._failed.add(document.source)  # to be looked at again: the other one may be gone
            detail = f"its id {document_id} is taken by another source; rename the file or the record"
            self.quarantined.append(ReadError("same_id", detail, document.record or "0").row(document.source))
            return False
        made_from = document_fingerprint(self.settings, self.model, document)
        if self._stored.get(document_id) == (document.source, made_from):
            self._stay([document_id])
            self.unchanged += 1
            return False
        self._fingerprints[document_id] = made_from
        self._names.add(document_id.casefold())
        return True

    def _stay(self, ids: Iterable[str]) -> None:
        self._present.update(ids)
        self._names.update(i.casefold() for i in ids)

    def _taken(self, document_id: str) -> bool:
        """Whether another document has the id, capitals aside: many disks do not tell such names apart."""
        return document_id.casefold() in self._names

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
        """Remove what is no longer in raw/, recompute the corpus tables; the number of removed documents."""
        self._refuse_removal()
        removed = self.store.documents().keys() - self._present
        sources = {s: known for s, known in self._sources.items() if s not in self._failed}
        self.store.finish(sources, sorted(removed), self.quarantined, self._kept)
        return len(removed)


def _is_of(source: str, unread: str) -> bool:
    """Whether a file is the one that could not be read, stands in that folder, or is described by that sidecar."""
    about = described(unread)
    return about in (source, ".", "") or source.startswith(about + "/")


def whole_fingerprint(
    settings: Settings, model: str, data: bytes, known: Metadata, dates: Mapping[str, str], ids: Iterable[str]
) -> str:
    """The fingerprint of a file with the publication dates that reviewers set for its documents, `ids`."""
    told = "".join(f"\0{i} {dates[i]}" for i in sorted(ids) if i in dates)
    return file_fingerprint(settings, model, _sha256(data + told.encode()), known)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
