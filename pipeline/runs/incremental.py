"""What one run reads, skips, keeps and finds wrong: new or changed documents on their way to the store."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from pipeline.errors import RemovalError
from pipeline.read import (
    NO_METADATA,
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
from pipeline.read.formats import refuse_unknown
from pipeline.read.sidecars import is_of
from pipeline.records import Quarantined
from pipeline.runs.versions import document_fingerprint, file_fingerprint
from pipeline.runs.worker import ENDED, BrokenWorkerError, Worker
from pipeline.settings import Settings
from pipeline.tables import Store
from pipeline.tables.schema import DocumentRows

AGAIN = ("error", "crashed", UNREADABLE)
"""Reasons of quarantine that may be gone next time, without a change of the file."""
_FEW = 5  # documents: of fewer, any number may go without a question
PLAIN = ("txt", "md", "jsonl", "ndjson", "jl", "csv", "tsv")
"""Formats that are taken as they stand, or a line at a time; all others are parsed by libraries."""
SECONDS = 60.0  # of a processor, and as many for each 10 MB: a page takes a hundredth, a thick PDF some seconds
MEMORY = 1_500_000_000


class IncrementalRun:
    """What one run has read, processed and found wrong so far.

    `parser` is a process that parses for it, `model` the version of the model, `dates` the publication dates that
    reviewers set, by document; `allow_removal` lets more than a fifth of the documents go.
    """

    def __init__(
        self, store: Store, settings: Settings, parser: Worker, model: str, dates: Mapping[str, str],
        *, allow_removal: bool = False,
    ) -> None:  # fmt: skip
        self.store, self.settings, self.model, self.dates = store, settings, model, dates
        self.processed = self.unchanged = self.words = self.bytes_read = self.bytes_total = 0
        self.quarantined: list[Quarantined] = []
        self.kept: set[str] = set()  # files not read again
        self.fields: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)  # source -> what came from which
        self._parser = parser
        self._allow_removal = allow_removal
        self._stored = store.documents()
        self._by_source: defaultdict[str, list[str]] = defaultdict(list)  # source -> stored documents of it
        for document_id, (source, _) in self._stored.items():
            self._by_source[source].append(document_id)
        self._known_sources = store.sources()
        self._before = self._stored.keys() | store.former().keys()  # also before the store was made again
        self._fingerprints: dict[str, str] = {}  # of documents under way
        self._sources: dict[str, str] = {}  # files read to their end
        self._present: set[str] = set()  # ids of documents that stay or were made
        self._names: set[str] = set()  # those, and those under way, without capitals
        self._failed: set[str] = set()  # files with a document that is to be tried again
        self.unread: set[str] = set()  # files that could not be read this time, or not what is about them

    def files(self, found: Sequence[SourceFile | Quarantined]) -> Iterator[tuple[SourceFile, bytes, Metadata]]:
        """The files that are new or changed, each with its bytes and what a sidecar says of it."""
        files, sources = [f for f in found if isinstance(f, SourceFile)], {f.source for f in found}
        metadata, refused = read_sidecars([f for f in files if is_sidecar(f.source)], sources)
        self._keep_unread([f for f in found if isinstance(f, Quarantined)] + refused)
        # refused before hours of work, not after
        self._refuse_removal({i for i, (source, _) in self._stored.items() if source not in sources} - self._present)
        releases = [f for f in files if not is_sidecar(f.source)]
        self.bytes_total = sum(f.bytes for f in releases)
        for file in releases:
            known, end = metadata.get(file.source, NO_METADATA), self.bytes_read + file.bytes
            if data := self._changed_bytes(file, known):
                yield file, data, known
                self.bytes_read = end
            else:
                self.bytes_total -= file.bytes  # what cost no time says nothing about how long the rest takes

    def _changed_bytes(self, file: SourceFile, known: Metadata) -> bytes:
        """The bytes of a file that is new or changed; none where it is as it was, or cannot be read, which is noted."""
        if file.source in self.unread:  # what stands beside it could not be read
            return b""
        try:
            refuse_unknown(PurePosixPath(file.name.lower()).suffix)
            data = read_bytes(file, byte_limit(file.source, self.settings.limits))
        except ReadError as error:
            self._keep_unread([error.row(file.source)])
            return b""
        stored = self._by_source.get(file.source, [])
        made_from = self._fingerprint(data, known, stored)
        if self._known_sources.get(file.source) != made_from or any(map(self._taken, stored)):
            return data
        self.kept.add(file.source)
        self._stay(stored)
        return b""

    def changed(self, found: Sequence[SourceFile | Quarantined]) -> Iterator[SourceDocument]:
        """The documents to process. Those that are stored from the same input are only counted."""
        for file, data, known in self.files(found):
            ids: list[str] = []
            end = self.bytes_read + file.bytes
            for document in self._documents(file, data, known):
                if isinstance(document, Quarantined):
                    self.quarantined.append(document)
                    if document.reason in AGAIN:
                        self._failed.add(file.source)
                    continue
                if document.fields:
                    self.fields[file.source] |= dict.fromkeys(document.fields)
                self.bytes_read = min(self.bytes_read + document.bytes, end)
                ids.append(document.document_id)
                if document.document_id in self.dates:
                    document = replace(document, published=self.dates[document.document_id])
                if self._is_new(document):
                    yield document
            self._sources[file.source] = self._fingerprint(data, known, ids)

    def _fingerprint(self, data: bytes, known: Metadata, ids: Iterable[str]) -> str:
        return file_fingerprint(self.settings, self.model, data, known, self.dates, ids)

    def _keep_unread(self, refused: Iterable[Quarantined]) -> None:
        """Note what gives no document, and keep what is stored of sources that only cannot be read this time."""
        for row in refused:
            sources = [s for s in self._by_source if row.reason == UNREADABLE and is_of(s, row.source)]
            stays = [i for s in sources for i in self._by_source[s]]
            self.unread.update(sources)
            self._stay(stays)
            detail = f"{row.detail}; its {len(stays)} documents stay as they were" if stays else row.detail
            self.quarantined.append(replace(row, detail=detail))

    def _refuse_removal(self, gone: set[str]) -> None:
        """Raise `RemovalError` where these documents are more than a fifth."""
        before = len(self._before)
        if not self._allow_removal and before >= _FEW and len(gone) * 5 > before:
            raise RemovalError(
                f"{len(gone)} of {before} documents are not in the input any more, {min(gone)} first; nothing was "
                "removed. Is all of it there? If they are meant to go, run again with --allow-removal"
            )

    def _documents(self, file: SourceFile, data: bytes, known: Metadata) -> Iterable[SourceDocument | Quarantined]:
        """The documents in the bytes of a file; one that breaks the reading process twice is in quarantine."""
        publisher = self.settings.publisher(file.source)
        read = partial(
            read_documents, limits=self.settings.limits, known=known, fields=self.settings.fields, publisher=publisher
        )
        if not is_parsed(file.name):
            return read(file, data)
        sent = replace(file, path=Path(file.name))  # of storage, the connection cannot be sent
        seconds, memory = SECONDS * (1 + len(data) / 10_000_000), MEMORY + 10 * len(data)
        for _ in range(2):
            try:
                return self._parser.do(read, sent, data, seconds=seconds, memory=memory)
            except BrokenWorkerError as broken:
                why = ENDED[broken.cause]
        why = f"the process that read it {why}; save its text, and report it if that does not help"
        return [ReadError("crashed", why).row(file.source)]

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
            return False
        self._fingerprints[document_id] = made_from
        self._names.add(document_id.casefold())
        return True

    def _stay(self, ids: Sequence[str]) -> None:
        """Note that documents stay as they are stored."""
        self.unchanged += len(ids)
        self._present.update(ids)
        self._names.update(i.casefold() for i in ids)

    def _taken(self, document_id: str) -> bool:
        """Whether another document has the id, capitals aside: many disks do not tell such names apart."""
        return document_id.casefold() in self._names

    def keep(self, results: Sequence[DocumentRows | Quarantined]) -> None:
        """Store one batch."""
        made = [r for r in results if isinstance(r, DocumentRows)]
        failed = [r for r in results if isinstance(r, Quarantined)]
        self.quarantined += failed
        self._failed.update(row.source for row in failed if row.reason in AGAIN)
        self.store.write((rows, self._fingerprints.pop(rows.document.document_id)) for rows in made)
        self._present.update(rows.document.document_id for rows in made)
        self.processed += len(made)
        self.words += sum(rows.document.words for rows in made)

    def finish(self) -> int:
        """Remove what is no longer in raw/, recompute the corpus tables; the number of removed documents."""
        self._refuse_removal(self._before - self._present)
        removed = self.store.documents().keys() - self._present
        sources = {s: known for s, known in self._sources.items() if s not in self._failed}
        self.store.finish(sources, sorted(removed), self.quarantined, self.kept)
        return len(removed)


def is_parsed(name: str) -> bool:
    """Whether a file of this name is read in a process of its own."""
    return name.lower().removesuffix(".gz").rpartition(".")[2] not in PLAIN
