"""A separate process that works for this one within limits of time and memory, and is replaced if it breaks.

It is started as a program, neither forked (a fork of a process with threads can hang) nor spawned by `multiprocessing`
(which would run the user's script again). Tasks and results go through a pipe of its own.
"""

import os
import pickle
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal, TypeVar

from pipeline.errors import RunError

T = TypeVar("T")
TooMuch = Literal["time", "memory"]
Cause = Literal["died", TooMuch]
ENDED: dict[Cause, str] = {"died": "died", "time": "took too long", "memory": "took too much memory"}
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")  # read when a process loads numpy
_SLACK = 8  # seconds by the clock for each second of CPU time, as other processes may have the cores
_STANDARD_ERROR = 2
STARTS = 600  # seconds by the clock within which a worker must start; a loaded machine takes up to half a minute
MEMORY = 4_000_000_000
"""Bytes that a task may take in addition to what the worker holds, if the system can limit this (Linux)."""


class BrokenWorkerError(Exception):
    """The worker ended, or was ended, during a task: it died, took too long, or took too much memory."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause)
        self.cause = cause


class Worker:
    """A worker, started with its first task and restarted after a task that it did not survive. Only one thread at a
    time may give it tasks; any thread may close it."""

    def __init__(self) -> None:
        self._started: tuple[subprocess.Popen[bytes], Connection] | None = None
        self._closed = False

    def do(self, function: Callable[..., T], *arguments: Any, seconds: float, memory: int = MEMORY) -> T:
        """The result of a module-level function, computed by the worker within `seconds` of CPU time. Raises
        `BrokenWorkerError` (also if it was closed), `RunError` if none starts, and what the function raises."""
        (process, pipe), loaded = self._running(), False
        try:
            _await(pipe)
            pipe.send((function, arguments, seconds, memory))
            _await(pipe)  # until it has loaded the function; the time counts from now on
            loaded = True
            if not pipe.poll(seconds * _SLACK):
                raise TimeoutError
            found: T = pipe.recv()
        except (OSError, EOFError) as error:
            self._end()
            if not loaded and not self._closed:  # no document is at fault
                why = "a worker ended before its task began; mend what is reported above, and run again"
                raise RunError(f"{sys.executable}: {why}") from error
            late = isinstance(error, TimeoutError) or process.returncode == -signal.SIGPROF
            raise BrokenWorkerError("time" if late else "died") from error
        if isinstance(found, MemoryError):
            self._end()
            raise BrokenWorkerError("memory")
        if isinstance(found, BaseException):
            raise found
        return found

    def _running(self) -> tuple[subprocess.Popen[bytes], Connection]:
        """The process, started if there is none, and the pipe to it."""
        if not self._closed and (self._started is None or self._started[0].poll() is not None):
            self._started = _start()
        if self._closed or self._started is None:  # it may have been closed while it started
            self._end()
            raise BrokenWorkerError("died")
        return self._started

    def close(self) -> None:
        """End the process for good, whatever it is doing."""
        self._closed = True
        self._end()

    def _end(self) -> None:
        started, self._started = self._started, None
        if started is not None:
            started[0].kill()
            started[0].wait()


def _start() -> tuple[subprocess.Popen[bytes], Connection]:
    ours, theirs = Pipe()
    path = os.pathsep.join(str(Path(p).absolute()) for p in sys.path)  # where this process imports from, and no more
    with theirs:
        handle = theirs.fileno()
        # Ctrl-C reaches all processes of a terminal; the parent ends this one
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process = subprocess.Popen(
                [sys.executable, "-P", "-c", f"from pipeline.runs.worker import serve; serve({handle})"],
                pass_fds=[handle],
                stdin=subprocess.DEVNULL,
                stdout=_STANDARD_ERROR,  # prints of libraries must not mix with our output
                env={**dict.fromkeys(_THREADS, "1"), **os.environ, "PYTHONPATH": path},
            )
        except OSError as error:
            raise RunError(f"{sys.executable}: no worker can be started ({error.strerror}); run again") from error
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return process, ours


def _await(pipe: Connection) -> None:
    if not pipe.poll(STARTS):
        raise RunError(f"{sys.executable}: no worker started in {STARTS} s; is memory short, or a disk not answering?")
    pipe.recv()


def serve(handle: int) -> None:
    """Do tasks until the other end of the pipe is closed, which happens when the parent process ends."""
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    with suppress(EOFError, ConnectionError), Connection(handle) as pipe:
        while True:
            pipe.send(None)
            function, arguments, seconds, memory = pipe.recv()
            pipe.send(None)
            _limit(seconds, memory)
            found: Any
            try:
                found = function(*arguments)
                found = list(found) if isinstance(found, Iterator) else found
            except Exception as error:
                found = error
            _limit(0, 0)
            try:
                pipe.send(found)
            except (pickle.PicklingError, TypeError, AttributeError):
                pipe.send(RuntimeError(f"{type(found).__name__}: {found}"))


def _end_with_parent(parent: int) -> None:
    """End this process once its parent is gone, as a task could otherwise run on for minutes."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _limit(seconds: float, memory: int) -> None:
    """Set the limits of a task, 0 for none. When time is up, the system ends the process, even within a library."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    if sys.platform == "linux":
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        held = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
        most = held + memory if memory else hard
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
