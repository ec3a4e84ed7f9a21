"""A process of its own that works for this one, within limits of time and memory; one that breaks is replaced.

It is started as a program, not forked (a copy of a process with threads can hang) nor spawned by `multiprocessing`
(which would run a script of the user's again). Tasks and results go through its standard input and output.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Literal

Cause = Literal["died", "time", "memory"]
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")  # read when a process loads numpy
_SLACK = 8  # times the processor time that may pass by the clock: others may have the cores
MEMORY = 4_000_000_000
"""Bytes that one task may take beside what the worker holds, where the system can limit it (Linux)."""


class BrokenWorkerError(Exception):
    """The worker ended over a task, or was ended: it died, took too long, or too much memory."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause)
        self.cause = cause


class Worker:
    """One worker, started with its first task and again after one that it did not survive. For one thread at a time,
    but that any may close it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def do(self, function: Callable[..., Any], *arguments: Any, seconds: float, memory: int = MEMORY) -> Any:
        """What a function of a module gives, computed by the worker within so many seconds of a processor.

        Raises `BrokenWorkerError`, also where the worker was closed, and what the function raises.
        """
        if self._closed:
            raise BrokenWorkerError("died")
        if self._process is None or self._process.poll() is not None:
            self._process = _started()
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        timer = threading.Timer(seconds * _SLACK, process.kill)
        try:
            _send(process.stdin, (function, arguments, seconds, memory))
            pickle.load(process.stdout)  # it has started and loaded the function: from now on time counts
            timer.start()
            found = pickle.load(process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            rang = timer.ident is not None and not timer.is_alive()
            late = rang or (sys.platform != "win32" and process.wait() == -signal.SIGPROF)
            self._end()
            raise BrokenWorkerError("time" if late else "died") from error
        finally:
            timer.cancel()
        if isinstance(found, MemoryError):
            self._end()
            raise BrokenWorkerError("memory")
        if isinstance(found, BaseException):
            raise found
        return found

    def close(self) -> None:
        """End the process, whatever it does, for good."""
        self._closed = True
        self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", "from pipeline.runs.worker import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={
            **dict.fromkeys(_THREADS, "1"),
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
    )


def _send(pipe: IO[bytes], what: object) -> None:
    pipe.write(pickle.dumps(what, pickle.HIGHEST_PROTOCOL))  # at once: what cannot be pickled leaves no half behind
    pipe.flush()


def serve() -> None:
    """Work until standard input ends, which it does with the process that started this one, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the first ends the rest
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    tasks, results = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no result
    while True:
        try:
            function, arguments, seconds, memory = pickle.load(tasks)
            _send(results, None)
        except (EOFError, BrokenPipeError):
            return
        _limit(seconds, memory)
        found: Any
        try:
            found = function(*arguments)
            found = list(found) if hasattr(found, "__next__") else found
        except Exception as error:
            found = error
        _limit(0, 0)
        try:
            _send(results, found)
        except (pickle.PicklingError, TypeError, AttributeError):
            _send(results, RuntimeError(f"{type(found).__name__}: {found}"))
        except BrokenPipeError:
            return


def _end_with_parent(parent: int) -> None:
    """A task may go on for minutes after the process that wants its result was killed."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _limit(seconds: float, memory: int) -> None:
    """Set the limits of one task, 0 for none. Past that of time the system ends the process, also within a library."""
    if sys.platform == "win32":
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    if sys.platform == "linux":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        held = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
        most = held + memory if memory else hard
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
