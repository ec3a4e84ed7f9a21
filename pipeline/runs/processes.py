"""Documents processed in several processes, results in order; a process that dies costs the document at fault.

Each worker has one thread: BLAS would start one a core in every worker, and they would wait for each other's cores.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from pipeline.runs.batches import Batch, Results, crashed
from pipeline.runs.process import Analyse, process
from pipeline.settings import Settings

PIECES = 4
"""Of each of the last batches: the last piece is what a worker does while the others have nothing left."""
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")  # read when a process loads numpy


def in_processes(
    batches: Iterable[Batch], settings: Settings, analyse: Analyse | None, workers: int
) -> Iterator[Results]:
    """The results of each batch or piece of one, in order. Only a few are under way at a time, however many there are.

    While it runs, the environment asks for one thread of BLAS a process, unless it says otherwise already.
    """
    with _one_thread_each():
        yield from _in_pool(in_pieces(batches, workers), settings, analyse, workers)


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


@contextmanager
def _one_thread_each() -> Iterator[None]:
    added = [name for name in _THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(added, "1"))
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)


def _in_pool(batches: Iterable[Batch], settings: Settings, analyse: Analyse | None, workers: int) -> Iterator[Results]:
    pool = _pool(workers)
    waiting: deque[tuple[Batch, Future[Results]]] = deque()

    def finished(left: int) -> Iterator[Results]:
        nonlocal pool
        while len(waiting) > left:
            batch, future = waiting.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:  # any of those under way may be at fault
                pool.shutdown()
                for suspect in (batch, *(b for b, _ in waiting)):
                    yield _alone(suspect, settings, analyse)
                waiting.clear()
                pool = _pool(workers)

    try:
        for batch in batches:
            try:
                future = pool.submit(_work, batch, settings, analyse)
            except BrokenProcessPool:
                yield from finished(0)
                future = pool.submit(_work, batch, settings, analyse)
            waiting.append((batch, future))
            yield from finished(2 * workers)
        yield from finished(0)
    finally:
        pool.shutdown(cancel_futures=True)


def _alone(batch: Batch, settings: Settings, analyse: Analyse | None) -> Results:
    """A batch in a process of its own; where that dies too, each half of it, down to the document at fault."""
    try:
        with _pool(1) as pool:
            return pool.submit(_work, batch, settings, analyse).result()
    except BrokenProcessPool:
        if len(batch) > 1:
            half = len(batch) // 2
            return [*_alone(batch[:half], settings, analyse), *_alone(batch[half:], settings, analyse)]
        return [crashed(batch[0])]


def _pool(workers: int) -> ProcessPoolExecutor:
    # spawn, not fork: a forked copy of a process with threads (BLAS has some) can hang
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Ctrl-C reaches all processes of a terminal; the first of them ends the others in order.

    Where it is killed it cannot: a worker waits for its next task for ever, unless it watches its parent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _work(batch: Batch, settings: Settings, analyse: Analyse | None) -> Results:
    return list(process(batch, settings, analyse))
