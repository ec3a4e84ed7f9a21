"""Where documents are processed: in this process, or in several. The answer is the same."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Literal

from pipeline.engines.processes import Batch, Results, in_processes
from pipeline.process import Analyse, process
from pipeline.settings import Settings

Engine = Literal["inline", "processes"]
ENGINES: tuple[Engine, ...] = ("inline", "processes")


def process_batches(
    batches: Iterable[Batch],
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
        return in_processes(batches, settings, analyse, workers or os.cpu_count() or 1)
    raise ValueError(f"no engine {engine!r}; there are {', '.join(ENGINES)}")
