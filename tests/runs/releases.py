"""Releases for tests of whole runs, and what a run over them writes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import traceback
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

from pipeline.errors import RunError
from pipeline.runs import process
from pipeline.runs.engines import Engine
from pipeline.runs.process import Analyse
from pipeline.runs.run import Summary, run
from tests import stubs

ROOT = Path(__file__).parents[2]
RELEASE = "A headline for number {n}\n\nAnna {middle}Berg of ABC and Carl Dahl of XYZ said “It is {n}.”\n"


def write_releases(raw: Path, count: int, *, said: str = "") -> None:
    """Write so many short releases that share a name, which is longer in one of them."""
    raw.mkdir(exist_ok=True)
    for n in range(count):
        text = RELEASE.format(n=n, middle="Maria " if n == 5 else "")
        (raw / f"release-{n:02}.txt").write_text(text + said, "utf-8")


def go(raw: Path, engine: Engine = "inline") -> Summary:
    """A run over `raw` into the folder `out` beside it, with a stub in place of the model."""
    return run(raw, raw.parent / "out", analyse=stubs.analyse, engine=engine)


def outputs(raw: Path) -> dict[str, bytes]:
    """All outputs that must not depend on when and how a run was made."""
    out = raw.parent / "out"
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for folder in ("tables", "text")
        for path in (out / folder).iterdir()
    }


def fresh(raw: Path) -> dict[str, bytes]:
    """The outputs of a single run from scratch over the same input."""
    shutil.rmtree(raw.parent / "out", ignore_errors=True)
    go(raw)
    return outputs(raw)


class Forked:
    """A run in a forked process, which need not load anything and can be killed at any moment.

    `limit` is called in it before the run.
    """

    def __init__(
        self, raw: Path, *, analyse: Analyse = stubs.analyse, engine: Engine = "inline", workers: int = 2,
        limit: Callable[[], object] = lambda: None,
    ) -> None:  # fmt: skip
        read, write = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # pytest-xdist has a thread, but it is idle meanwhile
            self.pid = os.fork()
        if not self.pid:
            self._run(raw, write, analyse, engine, workers, limit)
        os.close(write)
        self._told = os.fdopen(read, encoding="utf-8")
        self.returncode = 0

    @staticmethod
    def _run(
        raw: Path, told: int, analyse: Analyse, engine: Engine, workers: int, limit: Callable[[], object]
    ) -> NoReturn:
        code = 1
        try:
            os.setsid()
            os.dup2(told, 1)
            os.dup2(told, 2)
            sys.stdout = sys.stderr = os.fdopen(told, "w", 1, "utf-8")
            signal.signal(signal.SIGINT, signal.default_int_handler)  # background jobs of a shell ignore it
            process.BATCH_DOCUMENTS = 3
            limit()
            summary = run(raw, raw.parent / "out", analyse=analyse, engine=engine, workers=workers)
            print(summary.processed, summary.unchanged)
            code = 0
        except RunError as error:
            print(error)
            code = error.exit_code
        except KeyboardInterrupt:
            code = 130
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)

    def end(self, number: int | None = None, *, all_of_it: bool = False) -> str:
        """Wait for its end and return what it printed; before that, send a signal to it or to its process group."""
        if number is not None:
            (os.killpg if all_of_it else os.kill)(self.pid, number)
        self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        with self._told:
            return self._told.read()


CHILD = """
import sys, os
sys.path.insert(0, {root!r})
import pipeline.runs.process
from pathlib import Path
from pipeline.runs.run import run
from tests.stubs import analyse
pipeline.runs.process.BATCH_DOCUMENTS = 3
{before}
run(Path({raw!r}), Path({out!r}), analyse={analyse}, engine={engine!r}, workers={workers!r})
"""


def child(
    raw: Path, *, before: str = "", analyse: str = "analyse", engine: Engine = "inline", workers: int = 2,
    env: Mapping[str, str] | None = None,
) -> subprocess.Popen[str]:  # fmt: skip
    """The same run in a new Python process with other environment variables."""
    code = CHILD.format(
        root=str(ROOT), raw=str(raw), out=str(raw.parent / "out"), before=before, analyse=analyse, engine=engine,
        workers=workers,
    )  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, env=os.environ | (env or {})
    )
