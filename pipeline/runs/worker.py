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
from typing import IO, Any, Literal, cast

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
    """One worker, started with its first task and again after one that it did not survive. For one thread at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def do(self, function: Callable[..., Any], *arguments: Any, seconds: float, memory: int = MEMORY) -> Any:
        """What a function of a module gives, computed by the worker within so many seconds of a processor.

        Raises `BrokenWorkerError`, and what the function raises.
        """
        process = self._started()
        timer = threading.Timer(seconds * _SLACK, process.kill)
        timer.start()
        try:
            _send(cast("IO[bytes]", process.stdin), (function, arguments, seconds, memory))
            found = pickle.load(cast("IO[bytes]", process.stdout))
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            late = not timer.is_alive()
            raise BrokenWorkerError(self._cause(late)) from error
        finally:
            timer.cancel()
        if isinstance(found, MemoryError):
            self.close()
            raise BrokenWorkerError("memory")
        if isinstance(found, BaseException):
            raise found
        return found

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            added = {name: "1" for name in _THREADS if name not in os.environ}
            self._process = subprocess.Popen(
                [sys.executable, "-c", "from pipeline.runs.worker import serve; serve()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, **added, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            )
        return self._process

    def _cause(self, late: bool) -> Cause:
        assert self._process is not None
        code = self._process.wait()
        self.close()
        return "time" if late or (sys.platform != "win32" and code == -signal.SIGPROF) else "died"

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except OSError:  # what was under way to it
                        continue
            self._process.wait()
            self._process = None


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
        except EOFError:
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
    import resource

    signal.setitimer(signal.ITIMER_PROF, seconds)
    if sys.platform == "linux":
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = resource.RLIM_INFINITY if not memory else _held() + memory
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard) if most != resource.RLIM_INFINITY else hard
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _held() -> int:
    """Bytes of addresses that this process holds (Linux)."""
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
