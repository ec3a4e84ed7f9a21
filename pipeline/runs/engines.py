"""Where documents are processed: in this process, in several, or on a cluster. The answer is the same, in order."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from queue import SimpleQueue
from threading import Lock
from typing import Any, Literal, cast

from pipeline.errors import NoExtraError, RunError
from pipeline.read import SourceDocument
from pipeline.runs.process import Analyse, Batch, Result, Results, crashed, process
from pipeline.runs.worker import BrokenWorkerError, Cause, Worker
from pipeline.settings import Settings

Engine = Literal["inline", "processes", "dask"]
Work = Callable[..., Results]  # `process` with its settings
WAITING = 3  # batches a thread of a cluster: one under way, the next already there
SECONDS = 90.0  # processor seconds for a batch, and as many again for each 100 kB of it: ten times what releases take
_ONE_AT_A_TIME = Lock()  # in a worker of several threads: the model is not made for them


def process_batches(
    batches: Iterable[Batch],
    settings: Settings,
    analyse: Analyse | None = None,
    *,
    engine: Engine = "inline",
    workers: int | None = None,
    scheduler: str | None = None,
) -> Generator[Results]:
    """The results of each batch, in order, whatever the engine.

    `inline` works in this process, which a document may stop; `processes` in so many `workers`, one a core unless told
    otherwise; `dask` on the cluster whose scheduler has the address `scheduler`. Raises `ValueError` for an engine
    that is none.
    """
    work = partial(process, settings=settings, analyse=analyse)
    if engine == "inline":
        return (work(batch) for batch in batches)
    if engine == "processes":
        return _in_processes(batches, work, workers or cores())
    if engine == "dask":
        return _in_dask(batches, work, scheduler)
    raise ValueError(f"no engine {engine!r}; there are inline, processes, dask")


def cores() -> int:
    """The cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _in_order(tasks: Iterable[Callable[[], Results]], most: Callable[[], int]) -> Generator[Results]:
    """The results of tasks, in their order: to draw a task starts it, to call it waits for its result.

    No more than `most()` tasks are under way at a time.
    """
    waiting: deque[Callable[[], Results]] = deque()
    for task in tasks:
        waiting.append(task)
        while len(waiting) >= most():
            yield waiting.popleft()()
    while waiting:
        yield waiting.popleft()()


def _in_processes(batches: Iterable[Batch], work: Work, count: int) -> Generator[Results]:
    """A thread for each worker hands it batches; a worker starts with its first one and is replaced where it breaks."""
    workers = [Worker() for _ in range(count)]
    idle: SimpleQueue[Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def hand_over(batch: Batch) -> Results:
        worker = idle.get()
        try:
            return _by_worker(worker, work, batch)
        except BrokenWorkerError:
            return [_alone(worker, work, document) for document in batch]
        finally:
            idle.put(worker)

    threads = ThreadPoolExecutor(count)
    try:
        yield from _in_order((threads.submit(hand_over, batch).result for batch in batches), lambda: 2 * count)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.close()
        threads.shutdown(wait=True)


def _alone(worker: Worker, work: Work, document: SourceDocument, too_much: Cause | None = None) -> Result:
    """A document by itself; where the worker breaks again, it is kept without rows, or named in quarantine."""
    try:
        return _by_worker(worker, work, [document], too_much)[0]
    except BrokenWorkerError as broken:
        if too_much or broken.cause == "died":
            return crashed(document, broken.cause)
        return _alone(worker, work, document, broken.cause)


def _by_worker(worker: Worker, work: Work, batch: Batch, too_much: Cause | None = None) -> Results:
    seconds = SECONDS * (1 + sum(len(document.content) for document in batch) / 100_000)
    return worker.do(partial(work, batch, too_much=too_much), seconds=seconds)


# --- a Dask cluster -------------------------------------------------------------------------------------------------
#
# A task is a batch here too, so the tables are the same to the byte; the driver alone writes to the store. The model is
# loaded once in each worker process. A worker that is lost costs nothing: the scheduler gives its batches to others. A
# batch that loses one worker after another is sent again a document at a time, so that the one at fault is found.


class NoClusterError(RunError):
    """No Dask scheduler answers at the address."""


def _in_dask(batches: Iterable[Batch], work: Work, scheduler: str | None) -> Generator[Results]:
    """Raises `NoClusterError` where no scheduler answers at the address, `NoExtraError` where Dask is not installed."""
    if not scheduler:
        raise NoClusterError("give the address of a Dask scheduler: --scheduler tcp://HOST:8786")
    try:
        from distributed import Client, KilledWorker

        client = cast("Any", Client)(scheduler, timeout=20, set_as_default=False)  # it has no types
    except ImportError as error:
        raise NoExtraError("Dask is not installed: pip install 'communique[dask]'") from error
    except (OSError, ValueError) as error:
        raise NoClusterError(f"no Dask scheduler answers at {scheduler} ({error})") from error

    def submit(batch: Batch) -> Callable[[], Results]:
        # not pure: two files with the same text are two documents, and a result is wanted once
        return partial(result, batch, client.submit(_in_dask_worker, work, batch, pure=False))

    def result(batch: Batch, task: Any) -> Results:
        try:
            return cast("Results", task.result())
        except KilledWorker:
            if len(batch) == 1:
                return [crashed(batch[0])]
        # one after the other: what ends a worker takes those with it that wait there
        return [found for document in batch for found in submit([document])()]

    with closing(client):  # with which the scheduler forgets what is under way
        yield from _in_order(map(submit, batches), lambda: WAITING * max(sum(client.nthreads().values()), 1))


def _in_dask_worker(work: Work, batch: Batch) -> Results:
    with _ONE_AT_A_TIME:
        return work(batch)
