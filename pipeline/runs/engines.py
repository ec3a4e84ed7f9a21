"""Where documents are processed: in this process, or in several. The answer is the same."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from itertools import chain, islice
from typing import Literal

from pipeline.runs.batches import Batch, Results
from pipeline.runs.process import Analyse, process
from pipeline.runs.processes import in_processes
from pipeline.settings import Settings

Engine = Literal["auto", "inline", "processes", "dask"]
ENGINES: tuple[Engine, ...] = ("auto", "inline", "processes", "dask")
FEW_BATCHES = 2  # that one process does in the time in which others would have loaded the model


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
        from pipeline.runs.dask_cluster import in_dask  # an extra, and slow to load

        return in_dask(batches, settings, analyse, scheduler)
    workers = workers or cores()
    if engine == "auto":
        ahead = iter(batches)
        first = list(islice(ahead, FEW_BATCHES + 1))
        engine, workers = "processes", workers if len(first) > FEW_BATCHES else 1
        batches = chain(first, ahead)
    if engine == "inline":
        return (list(process(batch, settings, analyse)) for batch in batches)
    return in_processes(batches, settings, analyse, workers)


def cores() -> int:
    """The cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(affinity(0)) if affinity else os.cpu_count() or 1
