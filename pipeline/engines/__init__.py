"""Where documents are processed: in this process, or in several. The answer is the same."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Literal

from pipeline.process import Analyse, process
from pipeline.read import SourceDocument
from pipeline.records import Quarantined
from pipeline.settings import Settings
from pipeline.tables.rows import DocumentRows

Engine = Literal["inline", "processes"]
ENGINES: tuple[Engine, ...] = ("inline", "processes")
Results = list[DocumentRows | Quarantined]


def process_batches(
    batches: Iterable[Sequence[SourceDocument]],
    settings: Settings,
    analyse: Analyse | None = None,
    *,
    engine: Engine = "inline",
    workers: int | None = None,
) -> Iterator[Results]:
    """The results of each batch, in order, whatever the engine. `workers` is the number of processes.

    Raises `ValueError` for an engine that is none.
    """
    if engine == "inline":
        return (list(process(batch, settings, analyse)) for batch in batches)
    if engine == "processes":
        return _in_processes(batches, settings, analyse, workers or os.cpu_count() or 1)
    raise ValueError(f"no engine {engine!r}; there are {', '.join(ENGINES)}")


def _in_processes(
    batches: Iterable[Sequence[SourceDocument]], settings: Settings, analyse: Analyse | None, workers: int
) -> Iterator[Results]:
    # spawn, not fork: a forked copy of a process with threads (BLAS has some) can hang
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: deque[Future[Results]] = deque()
        try:
            for batch in batches:
                waiting.append(pool.submit(_work, batch, settings, analyse))
                if len(waiting) > 2 * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _work(batch: Sequence[SourceDocument], settings: Settings, analyse: Analyse | None) -> Results:
    return list(process(batch, settings, analyse))
