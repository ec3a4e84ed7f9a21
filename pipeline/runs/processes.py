"""Documents processed by several workers, results in order; a document that breaks its worker costs itself alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from threading import Event

from pipeline.runs.batches import Batch, Results, crashed
from pipeline.runs.process import Analyse, process, set_aside
from pipeline.runs.worker import BrokenWorkerError, Cause, Worker
from pipeline.settings import Settings

PIECES = 4
"""Of each of the last batches: the last piece is what a worker does while the others have nothing left."""
SECONDS = 90.0
"""Processor seconds that a batch may take, and as many for each 100 kB of it: ten times what releases take."""


def in_processes(
    batches: Iterable[Batch], settings: Settings, analyse: Analyse | None, workers: int
) -> Generator[Results]:
    """The results of each batch or piece of one, in order. Only a few are under way at a time."""
    pool = _Pool(workers, settings, analyse)
    waiting: deque[Future[Results]] = deque()
    try:
        for batch in in_pieces(batches, workers):
            waiting.append(pool.submit(batch))
            while len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.close()


def in_pieces(batches: Iterable[Batch], workers: int) -> Iterator[Batch]:
    """The batches in order, the last ones (one a worker) in pieces, so that all workers are done at about one time."""
    held: deque[Batch] = deque()
    for batch in batches:
        held.append(batch)
        if len(held) > workers:
            yield held.popleft()
    for batch in held:
        size = max(-(-len(batch) // PIECES), 1)
        for at in range(0, len(batch), size):
            yield batch[at : at + size]


class _Pool:
    """A thread for each worker, which hands it batches and replaces it where it breaks."""

    def __init__(self, count: int, settings: Settings, analyse: Analyse | None) -> None:
        self._settings, self._analyse = settings, analyse
        self._workers = [Worker() for _ in range(count)]
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(count)
        self._closed = Event()

    def submit(self, batch: Batch) -> Future[Results]:
        """Have a batch processed by the next worker that is free."""
        return self._threads.submit(self._with_worker, batch)

    def close(self) -> None:
        """End all workers, whatever they do."""
        self._closed.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.close()
        self._threads.shutdown(wait=True)

    def _with_worker(self, batch: Batch) -> Results:
        worker = self._idle.get()
        try:
            return worker.do(_work, batch, self._settings, self._analyse, seconds=_budget(batch))  # type: ignore[no-any-return]
        except BrokenWorkerError:
            return [result for document in batch for result in self._alone(worker, [document])]
        finally:
            self._idle.put(worker)

    def _alone(self, worker: Worker, one: Batch) -> Results:
        """A document by itself; where the worker breaks again, it is kept without rows, or named in quarantine."""
        try:
            self._refuse_closed()
            return worker.do(_work, one, self._settings, self._analyse, seconds=_budget(one))  # type: ignore[no-any-return]
        except BrokenWorkerError as broken:
            cause = broken.cause
        if cause != "died":
            try:
                self._refuse_closed()
                return worker.do(_parts, one, self._settings, cause, seconds=_budget(one))  # type: ignore[no-any-return]
            except BrokenWorkerError as broken:
                cause = broken.cause
        return [crashed(one[0], cause)]

    def _refuse_closed(self) -> None:
        if self._closed.is_set():
            raise BrokenWorkerError("died")


def _budget(batch: Batch) -> float:
    return SECONDS * (1 + sum(len(document.content) for document in batch) / 100_000)


def _work(batch: Batch, settings: Settings, analyse: Analyse | None) -> Results:
    return list(process(batch, settings, analyse))


def _parts(one: Batch, settings: Settings, cause: Cause) -> Results:
    return [set_aside(document, settings, cause) for document in one]
