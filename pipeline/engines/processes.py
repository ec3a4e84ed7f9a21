"""Documents processed in several processes, results in order; a process that dies costs the document at fault."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from pipeline.engines.batches import Batch, Results, crashed
from pipeline.process import Analyse, process
from pipeline.settings import Settings


def in_processes(
    batches: Iterable[Batch], settings: Settings, analyse: Analyse | None, workers: int
) -> Iterator[Results]:
    """The results of each batch, in order. Only a few batches are under way at a time, however many there are."""
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
