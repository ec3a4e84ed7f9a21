"""Tasks for workers in tests, in a module that is quick to load, because each worker loads it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.records import Record
    from pipeline.runs.process import Prepared
    from pipeline.settings import Settings


def hostile(prepared: Sequence[Prepared], settings: Settings) -> Iterator[Sequence[Record]]:
    """Like the stub, except for releases that name what they do to the process."""
    from tests.stubs import records_of

    for item in prepared:
        text = item.repaired.text
        if "LOOP" in text:
            loop()
        if "GROW" in text:
            grow()
        if "KILL" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        yield records_of(item)


def loop() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(600)


def grow() -> int:
    return len(bytearray(30_000_000_000))


def answer(number: int) -> int:
    return number + 1


def no_rows(batch: object, *, too_much: object) -> list[object]:
    """The work of `process_batches` without results."""
    return []
