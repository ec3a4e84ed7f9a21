"""Processes documents in this process, in several, or on a cluster. The results and their order are always the same."""

import os
import re
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from threading import Lock
from typing import Any, Literal, cast

from pipeline.errors import NoExtraError, RunError
from pipeline.read.blob import SourceDocument
from pipeline.runs.process import Batch, Result, Results, crashed
from pipeline.runs.worker import BrokenWorkerError, TooMuch, Worker

Engine = Literal["inline", "processes", "dask"]
Work = Callable[..., Results]
WAITING = 3  # batches submitted per thread of a cluster, so that the next is there when one is done
SECONDS = 90.0  # CPU seconds for a batch, plus as many for each 100 kB of it: ten times what releases take
_ONE_AT_A_TIME = Lock()  # in a worker with several threads; the model is not thread-safe


def process_batches(
    batches: Iterable[Batch], work: Work, engine: Engine, workers: int | None = None, scheduler: str | None = None
) -> Generator[Results]:
    """What `work` (`process` with its settings) makes of each batch, in order, whatever the engine.

    `inline` works in this process, which a document may bring down; `processes` works in worker processes (`workers`,
    by default one per core); `dask` works on the cluster with the scheduler at the address `scheduler`. Raises
    `ValueError` for an unknown engine.
    """
    if engine == "inline":
        return (work(batch) for batch in batches)
    if engine == "processes":
        return _in_processes(batches, work, workers or cores())
    if engine == "dask":
        return _in_dask(batches, work, scheduler)
    raise ValueError(f"there is no engine {engine!r}; the engines are inline, processes, dask")


def cores() -> int:
    """The number of cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # missing on macOS and Windows
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _in_order(tasks: Iterable[Callable[[], Results]], most: Callable[[], int]) -> Generator[Results]:
    """The results of tasks, in order. Taking a task from the iterable starts it; calling it waits for its result. At
    most `most()` tasks are running or waiting at a time."""
    waiting: deque[Callable[[], Results]] = deque()
    for task in tasks:
        waiting.append(task)
        while len(waiting) >= most():
            yield waiting.popleft()()
    while waiting:
        yield waiting.popleft()()


def _in_processes(batches: Iterable[Batch], work: Work, count: int) -> Generator[Results]:
    """Hand batches to `count` workers, a thread each. A worker starts with its first batch, and anew if it breaks."""
    workers = [Worker() for _ in range(count)]
    idle = deque(workers)  # never empty when a thread takes one, as there are as many threads

    def hand_over(batch: Batch) -> Results:
        worker = idle.popleft()
        try:
            return _by_worker(worker, work, batch)
        except BrokenWorkerError:
            return [_one_document(worker, work, document) for document in batch]
        finally:
            idle.append(worker)

    threads = ThreadPoolExecutor(count)
    try:
        yield from _in_order((threads.submit(hand_over, batch).result for batch in batches), lambda: 2 * count)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.close()
        threads.shutdown(wait=True)


def _one_document(worker: Worker, work: Work, document: SourceDocument, too_much: TooMuch | None = None) -> Result:
    """The result of a document on its own. If the worker breaks again for time or memory, the document is stored
    without extraction; if it dies, or breaks once more, the document goes to quarantine."""
    try:
        return _by_worker(worker, work, [document], too_much)[0]
    except BrokenWorkerError as broken:
        if too_much or broken.cause == "died":
            return crashed(document, broken.cause)
        return _one_document(worker, work, document, broken.cause)


def _by_worker(worker: Worker, work: Work, batch: Batch, too_much: TooMuch | None = None) -> Results:
    seconds = SECONDS * (1 + sum(len(document.content) for document in batch) / 100_000)
    return worker.do(partial(work, batch, too_much=too_much), seconds=seconds)


# --- a Dask cluster -------------------------------------------------------------------------------------------------
#
# A task is a batch here too, so the tables are identical to the byte; only the driver writes to the store. The model is
# loaded once in each worker process. If a worker is lost, the scheduler gives its batches to others. A batch that kills
# one worker after another is sent again document by document, to find the one at fault.


class NoClusterError(RunError):
    """No Dask scheduler answers at the address."""


def _in_dask(batches: Iterable[Batch], work: Work, scheduler: str | None) -> Generator[Results]:
    """Raises `NoClusterError` if no scheduler answers at the address, `NoExtraError` if Dask is not installed."""
    if not re.fullmatch(r"inproc://.+|.+:\d+/?", scheduler or ""):  # of others, Dask tries to close what never began
        raise NoClusterError("give the address of a Dask scheduler: --scheduler tcp://HOST:8786")
    try:
        from distributed import Client, KilledWorker

        client = cast("Any", Client)(scheduler, timeout=20, set_as_default=False)  # untyped
    except ImportError as error:
        raise NoExtraError("Dask is not installed: pip install 'communique[dask]'") from error
    except (OSError, ValueError) as error:
        raise NoClusterError(f"no Dask scheduler answers at {scheduler} ({error})") from error

    def submit(batch: Batch) -> Callable[[], Results]:
        # not pure: Dask must not reuse a result, as two files with the same text are two documents
        return partial(result, batch, client.submit(_in_dask_worker, work, batch, pure=False))

    def result(batch: Batch, task: Any) -> Results:
        try:
            return cast("Results", task.result())
        except KilledWorker:
            if len(batch) == 1:
                return [crashed(batch[0])]
        # one after another: a document that kills a worker would take the waiting ones with it
        return [found for document in batch for found in submit([document])()]

    with closing(client):  # after which the scheduler drops unfinished tasks
        yield from _in_order(map(submit, batches), lambda: WAITING * max(sum(client.nthreads().values()), 1))


def _in_dask_worker(work: Work, batch: Batch) -> Results:
    with _ONE_AT_A_TIME:
        return work(batch)
