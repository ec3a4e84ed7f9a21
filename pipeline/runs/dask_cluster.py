"""Documents processed on a Dask cluster, results in order; the driver alone writes to the store.

A task is a batch, as it is for `processes`, so the tables are the same to the byte. The model is loaded once in each
worker process. A worker that is lost costs nothing: the scheduler gives its batches to others; a batch that loses one
worker after another is halved down to the document at fault.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Generator, Iterable
from typing import Any

from pipeline.errors import NoExtraError, RunError
from pipeline.runs.batches import Batch, Results, crashed
from pipeline.runs.process import Analyse, process
from pipeline.settings import Settings

WAITING = 3  # batches a thread of the cluster: one under way, the next already there
_ONE_AT_A_TIME = threading.Lock()  # in a worker of several threads: the model is not made for them


Client = Any  # `distributed` has no types
Future = Any


class NoClusterError(RunError):
    """No Dask scheduler answers at the address."""


def in_dask(
    batches: Iterable[Batch], settings: Settings, analyse: Analyse | None, scheduler: str | None
) -> Generator[Results]:
    """The results of each batch, in order. `scheduler` is the address, as in `tcp://10.0.0.1:8786`.

    Raises `NoClusterError` where it cannot be reached, `NoExtraError` where Dask is not installed.
    """
    client = _client(scheduler)
    waiting: deque[tuple[Batch, Future]] = deque()
    try:
        for batch in batches:
            waiting.append((batch, _submit(client, batch, settings, analyse)))
            while len(waiting) >= WAITING * max(sum(client.nthreads().values()), 1):
                yield _result(client, *waiting.popleft(), settings, analyse)
        while waiting:
            yield _result(client, *waiting.popleft(), settings, analyse)
    finally:
        client.cancel([future for _, future in waiting])
        client.close()


def _client(scheduler: str | None) -> Client:
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


def _submit(client: Client, batch: Batch, settings: Settings, analyse: Analyse | None) -> Future:
    # not pure: two files with the same text are two documents, and a result is wanted once
    return client.submit(_work, batch, settings, analyse, pure=False)


def _result(client: Client, batch: Batch, future: Future, settings: Settings, analyse: Analyse | None) -> Results:
    from distributed import KilledWorker

    try:
        results: Results = future.result()
    except KilledWorker:
        if len(batch) == 1:
            return [crashed(batch[0])]
        half = len(batch) // 2
        halves = [(part, _submit(client, part, settings, analyse)) for part in (batch[:half], batch[half:])]
        return [row for part, again in halves for row in _result(client, part, again, settings, analyse)]
    return results


def _work(batch: Batch, settings: Settings, analyse: Analyse | None) -> Results:
    with _ONE_AT_A_TIME:
        return list(process(batch, settings, analyse))
