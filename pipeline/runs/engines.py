"""Where documents are processed: in this process, in several, or on a cluster. The answer is the same, in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import chain, islice
from queue import SimpleQueue
from threading import Event, Lock
from typing import Any, Literal, cast

from pipeline.errors import NoExtraError, RunError
from pipeline.runs.process import Analyse, Batch, Results, crashed, process, set_aside
from pipeline.runs.worker import BrokenWorkerError, Cause, Worker
from pipeline.settings import Settings

Engine = Literal["auto", "inline", "processes", "dask"]
ENGINES: tuple[Engine, ...] = ("auto", "inline", "processes", "dask")
FEW_BATCHES = 2  # that one process does in the time in which others would have loaded the model
PIECES = 4
"""Of each of the last batches: the last piece is what a worker does while the others have nothing left."""
WAITING = 3  # batches a thread of a cluster: one under way, the next already there
_ONE_AT_A_TIME = Lock()  # in a worker of several threads: the model is not made for them
SECONDS = 90.0
"""Processor seconds that a batch may take, and as many for each 100 kB of it: ten times what releases take."""


def process_batches(
    batches: Iterable[Batch],
    settings: Settings,
    analyse: Analyse | None = None,
    *,
    engine: Engine = "inline",
    workers: int | None = None,
    scheduler: str | None = None,
) -> Generator[Results]:
    """The results of each batch, in order, whatever the engine. `workers` is the number of processes.

    `inline` works in this process, which a document may stop. `auto` takes a process for each core where there are
    more than `FEW_BATCHES` batches, else one; `dask` the cluster whose scheduler has the address `scheduler`. Raises
    `ValueError` for an engine that is none.
    """
    if engine not in ENGINES:
        raise ValueError(f"no engine {engine!r}; there are {', '.join(ENGINES)}")
    if engine == "dask":
        return _in_dask(batches, settings, analyse, scheduler)
    workers = workers or cores()
    if engine == "auto":
        ahead = iter(batches)
        first = list(islice(ahead, FEW_BATCHES + 1))
        engine, workers = "processes", workers if len(first) > FEW_BATCHES else 1
        batches = chain(first, ahead)
    if engine == "inline":
        return (process(batch, settings, analyse) for batch in batches)
    return in_processes(batches, settings, analyse, workers)


def cores() -> int:
    """The cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def in_processes(
    batches: Iterable[Batch], settings: Settings, analyse: Analyse | None, workers: int
) -> Generator[Results]:
    """The results of each batch or piece of one, in order."""
    with closing(_Pool(workers, settings, analyse)) as pool:
        tasks = (pool.submit(batch).result for batch in in_pieces(batches, workers))
        yield from _in_order(tasks, lambda: 2 * workers)


def _in_order(tasks: Iterator[Callable[[], Results]], most: Callable[[], int]) -> Generator[Results]:
    """What tasks give that were started as they come, of which only so many are under way at a time."""
    waiting: deque[Callable[[], Results]] = deque()
    for task in tasks:
        waiting.append(task)
        while len(waiting) > most():
            yield waiting.popleft()()
    while waiting:
        yield waiting.popleft()()


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
            return self._processed(worker, batch)
        except BrokenWorkerError:
            return [result for document in batch for result in self._alone(worker, [document])]
        finally:
            self._idle.put(worker)

    def _alone(self, worker: Worker, one: Batch) -> Results:
        """A document by itself; where the worker breaks again, it is kept without rows, or named in quarantine."""
        try:
            try:
                return self._processed(worker, one)
            except BrokenWorkerError as broken:
                if broken.cause == "died":
                    raise
                return self._processed(worker, one, without_rows=broken.cause)
        except BrokenWorkerError as broken:
            return [crashed(one[0], broken.cause)]

    def _processed(self, worker: Worker, batch: Batch, *, without_rows: Cause | None = None) -> Results:
        if self._closed.is_set():
            raise BrokenWorkerError("died")
        seconds = SECONDS * (1 + sum(len(document.content) for document in batch) / 100_000)
        if without_rows:
            return [worker.do(set_aside, one, self._settings, without_rows, seconds=seconds) for one in batch]
        return cast("Results", worker.do(process, batch, self._settings, self._analyse, seconds=seconds))


# --- a Dask cluster -------------------------------------------------------------------------------------------------
#
# A task is a batch here too, so the tables are the same to the byte; the driver alone writes to the store. The model is
# loaded once in each worker process. A worker that is lost costs nothing: the scheduler gives its batches to others; a
# batch that loses one worker after another is halved down to the document at fault.


class NoClusterError(RunError):
    """No Dask scheduler answers at the address."""


def _in_dask(
    batches: Iterable[Batch], settings: Settings, analyse: Analyse | None, scheduler: str | None
) -> Generator[Results]:
    """The results of each batch, in order. `scheduler` is the address, as in `tcp://10.0.0.1:8786`.

    Raises `NoClusterError` where it cannot be reached, `NoExtraError` where Dask is not installed.
    """
    client = _client(scheduler)
    from distributed import KilledWorker

    def submit(batch: Batch) -> Callable[[], Results]:
        # not pure: two files with the same text are two documents, and a result is wanted once
        return partial(result, batch, client.submit(_work, batch, settings, analyse, pure=False))

    def result(batch: Batch, task: Any) -> Results:
        try:
            found: Results = task.result()
        except KilledWorker:
            if len(batch) == 1:
                return [crashed(batch[0])]
            half = len(batch) // 2
            halves = [submit(batch[:half]), submit(batch[half:])]
            return [row for again in halves for row in again()]
        return found

    with closing(client):  # with which the scheduler forgets what is under way
        yield from _in_order(map(submit, batches), lambda: WAITING * max(sum(client.nthreads().values()), 1) - 1)


def _client(scheduler: str | None) -> Any:  # `distributed` has no types
    try:
        import distributed
    except ImportError as error:
        raise NoExtraError("Dask is not installed: pip install 'communique[dask]'") from error
    if not scheduler:
        raise NoClusterError("give the address of a Dask scheduler: --scheduler tcp://HOST:8786")
    try:
        connect: Any = distributed.Client
        return connect(scheduler, timeout=20, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoClusterError(f"no Dask scheduler answers at {scheduler} ({error})") from error


def _work(batch: Batch, settings: Settings, analyse: Analyse | None) -> Results:
    with _ONE_AT_A_TIME:
        return process(batch, settings, analyse)
