"""Decides what a run reads, skips, keeps and quarantines, and brings new or changed documents to the store."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from pipeline.errors import RemovalError
from pipeline.read.blob import FORMATS, UNREADABLE, Blob, ReadError, SourceDocument
from pipeline.read.fields import NO_METADATA, Metadata
from pipeline.read.files import SourceFile, byte_limit, read_bytes
from pipeline.read.formats import read_documents, refuse_unknown
from pipeline.read.sidecars import is_affected_by, is_sidecar, read_sidecars
from pipeline.records import Quarantined, grouped
from pipeline.runs.versions import document_fingerprint, file_fingerprint
from pipeline.runs.worker import ENDED, BrokenWorkerError, Worker
from pipeline.settings import Settings
from pipeline.tables import Store
from pipeline.tables.schema import DocumentRows

AGAIN = ("error", "crashed", "same_id", UNREADABLE)
"""Reasons for quarantine that may be gone next time even if the file does not change."""
_FEW = 5  # documents; from a smaller corpus any number may be removed without confirmation
PLAIN = frozenset(suffix for suffix, content, *_ in FORMATS if content == "lines")
"""Formats that are read as they are or line by line; all others are parsed by libraries."""
SECONDS = 60.0  # of CPU time to parse a file, plus as many for each 10 MB; a long PDF takes some seconds
MEMORY = 1_500_000_000


class IncrementalRun:
    """What one run has read, processed and quarantined so far. `model` is the version of the model, `dates` are the
    publication dates that reviewers set, by document; `allow_removal` allows more than a fifth of the documents to be
    removed. `parser` is the worker that parses files, which starts with the first one and must be closed."""

    def __init__(
        self, store: Store, settings: Settings, model: str, dates: Mapping[str, str], *, allow_removal: bool = False
    ) -> None:
        self.store, self.settings, self.model, self.dates = store, settings, model, dates
        self.processed = self.unchanged = self.words = self.bytes_read = self.bytes_total = 0
        self.quarantined: list[Quarantined] = []
        self.kept: set[str] = set()  # files not read again
        self.fields: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)  # source -> (part, field) pairs
        self.parser = Worker()
        self._allow_removal = allow_removal
        self._stored = store.documents()
        self._by_source = grouped((source, document_id) for document_id, (source, _) in self._stored.items())
        self._known_sources = store.sources()
        self._before = self._stored.keys() | store.former().keys()  # with those lost when the store was rebuilt
        self._fingerprints: dict[str, str] = {}  # of documents being processed
        self._sources: dict[str, str] = {}  # files read to their end
        self._present: set[str] = set()  # ids of documents that are kept or were made
        self._names: set[str] = set()  # those ids and the ids of documents being processed, in lower case
        self.unread: set[str] = set()  # files that, or whose folder or sidecar, could not be read this time

    def files(self, found: Sequence[SourceFile | Quarantined]) -> Iterator[Blob]:
        """The files that are new or changed, with the metadata of their sidecars."""
        sources = {f.source for f in found}
        releases = [f for f in found if isinstance(f, SourceFile) and not is_sidecar(f.source)]
        sidecars = [f for f in found if isinstance(f, SourceFile) and is_sidecar(f.source)]
        metadata, refused = read_sidecars(sidecars, sources, self.settings)
        self._keep_unread([*(f for f in found if isinstance(f, Quarantined)), *refused])
        # refuse before hours of work, not after
        self._refuse_removal(self._documents_of(self._by_source.keys() - sources) - self._present)
        self.bytes_total = sum(f.bytes for f in releases)
        for file in releases:
            end = self.bytes_read + file.bytes
            if blob := self._if_changed(file, metadata.get(file.source, NO_METADATA)):
                yield blob
                self.bytes_read = end
            else:
                self.bytes_total -= file.bytes  # skipped files must not count in the estimate of the time left

    def _documents_of(self, sources: Iterable[str]) -> set[str]:
        """The ids of the documents that are stored of some sources."""
        return {document_id for source in sources for document_id in self._by_source[source]}

    def _if_changed(self, file: SourceFile, known: Metadata) -> Blob | None:
        """A file that is new or changed; None if it is unchanged or cannot be read, which is noted."""
        if file.source in self.unread:  # it, or its sidecar, could not be read
            return None
        try:
            refuse_unknown(PurePosixPath(file.name.lower()).suffix)
            data = read_bytes(file, byte_limit(file.source, self.settings.limits))
        except ReadError as error:
            self._keep_unread([error.row(file.source)])
            return None
        blob = Blob(file.source, file.name, data, self.settings, known)
        stored = self._by_source.get(file.source, [])
        made_from = file_fingerprint(blob, self.model, self.dates, stored)
        if self._known_sources.get(file.source) != made_from or any(map(self._taken, stored)):
            return blob
        self.kept.add(file.source)
        self._stay(stored)
        return None

    def changed(self, found: Sequence[SourceFile | Quarantined]) -> Iterator[SourceDocument]:
        """The documents to process. Documents already stored from the same input are only counted."""
        for blob in self.files(found):
            ids: list[str] = []
            end = self.bytes_read + len(blob.data)
            for document in self._documents(blob):
                if isinstance(document, Quarantined):
                    self.quarantined.append(document)
                    continue
                if document.fields:
                    self.fields[blob.source] |= dict.fromkeys(document.fields)
                self.bytes_read = min(self.bytes_read + document.bytes, end)
                ids.append(document.document_id)
                if document.document_id in self.dates:
                    document = replace(document, published=self.dates[document.document_id])
                if self._is_new(document):
                    yield document
            self._sources[blob.source] = file_fingerprint(blob, self.model, self.dates, ids)

    def _keep_unread(self, refused: Iterable[Quarantined]) -> None:
        """Note sources that give no document; if they only cannot be read this time, keep what is stored of them."""
        for row in refused:
            sources = [s for s in self._by_source if row.reason == UNREADABLE and is_affected_by(s, row.source)]
            stays = self._documents_of(sources)
            self.unread.update(sources)
            self._stay(stays)
            detail = f"{row.detail}; its {len(stays)} documents are kept as they were" if stays else row.detail
            self.quarantined.append(replace(row, detail=detail))

    def _refuse_removal(self, gone: set[str]) -> None:
        """Raise `RemovalError` if these documents are more than a fifth of all."""
        before = len(self._before)
        if not self._allow_removal and before >= _FEW and len(gone) * 5 > before:
            raise RemovalError(
                f"{len(gone)} of {before} documents are missing from the input, such as {min(gone)}; nothing was "
                "removed. Is the input complete? To remove them, run again with --allow-removal"
            )

    def _documents(self, blob: Blob) -> Iterable[SourceDocument | Quarantined]:
        """The documents in a file; a file that breaks the parsing process twice goes to quarantine."""
        if not is_parsed(blob.name):
            return read_documents(blob)
        seconds, memory = SECONDS * (1 + len(blob.data) / 10_000_000), MEMORY + 10 * len(blob.data)
        for _ in range(2):
            try:
                return self.parser.do(read_documents, blob, seconds=seconds, memory=memory)
            except BrokenWorkerError as broken:
                why = ENDED[broken.cause]
        why = f"the process that read it {why}; save its text, and report it if that does not help"
        return [ReadError("crashed", why).row(blob.source)]

    def _is_new(self, document: SourceDocument) -> bool:
        """Whether a document must be processed: its id is not taken, and it is not stored from the same input."""
        document_id = document.document_id
        if self._taken(document_id):
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

    def _stay(self, ids: Collection[str]) -> None:
        """Note that stored documents are kept unchanged."""
        self.unchanged += len(set(ids) - self._present)  # two sidecars of one file may both be unreadable
        self._present.update(ids)
        self._names.update(i.casefold() for i in ids)

    def _taken(self, document_id: str) -> bool:
        """Whether another document has the id; case is ignored, as it is on many disks."""
        return document_id.casefold() in self._names

    def keep(self, results: Sequence[DocumentRows | Quarantined]) -> None:
        """Store the results of one batch."""
        made = [r for r in results if isinstance(r, DocumentRows)]
        self.quarantined += [r for r in results if isinstance(r, Quarantined)]
        self.store.write((rows, self._fingerprints.pop(rows.document.document_id)) for rows in made)
        self._present.update(rows.document.document_id for rows in made)
        self.processed += len(made)
        self.words += sum(rows.document.words for rows in made)

    def finish(self) -> int:
        """Remove documents that are no longer in raw/, and recompute the corpus tables; returns the number removed."""
        self._refuse_removal(self._before - self._present)
        removed = self.store.documents().keys() - self._present
        again = {row.source for row in self.quarantined if row.reason in AGAIN}
        sources = {s: known for s, known in self._sources.items() if s not in again}
        self.store.finish(sources, sorted(removed), self.quarantined, self.kept)
        return len(removed)


def is_parsed(name: str) -> bool:
    """Whether a file of this name is parsed in the worker process."""
    return name.lower().removesuffix(".gz").rpartition(".")[2] not in PLAIN
