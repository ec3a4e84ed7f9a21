"""Reading in a process of its own: what parses web pages, mail, office files and archives can be made to run away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline.read import SUFFIXES, Metadata, ReadError, SourceDocument, SourceFile
from pipeline.records import Quarantined
from pipeline.runs.incremental import read_here
from pipeline.runs.worker import BrokenWorkerError, Worker
from pipeline.settings import Settings

PLAIN = ("txt", "md", "jsonl", "ndjson", "jl", "csv", "tsv")
"""Formats that are taken as they stand, or a line at a time; all others are parsed by libraries."""
SECONDS = 60.0  # of a processor, and as many for each 10 MB: a page takes a hundredth, a thick PDF some seconds
MEMORY = 1_500_000_000
_WHY = {
    "died": "the process that read it died; save its text, and report it if that does not help",
    "time": "reading it takes too long; save its text",
    "memory": "reading it takes too much memory; save its text",
}


def is_parsed(name: str) -> bool:
    """Whether a file of this name is read in a process of its own."""
    suffix = name.lower().removesuffix(".gz").rpartition(".")[2]
    return suffix in SUFFIXES and suffix not in PLAIN


class ReadingApart:
    """Reads the documents of a file; a file that breaks the worker is tried once more, then it is in quarantine."""

    def __init__(self) -> None:
        self._worker = Worker()

    def __call__(
        self, file: SourceFile, data: bytes, settings: Settings, known: Metadata
    ) -> Iterable[SourceDocument | Quarantined]:
        """The documents in the bytes of a file, or rows of quarantine."""
        if not is_parsed(file.name):
            return read_here(file, data, settings, known)
        sent = replace(file, path=Path(file.name), data=None)  # of storage, the connection cannot be sent
        seconds, memory = SECONDS * (1 + len(data) / 10_000_000), MEMORY + 10 * len(data)
        for _ in range(2):
            try:
                found: list[SourceDocument | Quarantined] = self._worker.do(
                    read_here, sent, data, settings, known, seconds=seconds, memory=memory
                )
            except BrokenWorkerError as broken:
                cause = broken.cause
            else:
                return found
        return [ReadError("crashed", _WHY[cause]).row(file.source)]

    def close(self) -> None:
        """End the worker."""
        self._worker.close()
