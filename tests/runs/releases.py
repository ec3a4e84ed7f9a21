"""Releases for tests of whole runs, and what a run over them writes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from pipeline.runs.engines import Engine
from pipeline.runs.run import Summary, run
from tests.stubs import analyse

ROOT = Path(__file__).parents[2]
RELEASE = "A headline for number {n}\n\nAnna {middle}Berg of ABC and Carl Dahl of XYZ said “It is {n}.”\n"


def write_releases(raw: Path, count: int, *, said: str = "") -> None:
    """So many short releases, with one name that is longer in one of them."""
    raw.mkdir(exist_ok=True)
    for n in range(count):
        text = RELEASE.format(n=n, middle="Maria " if n == 5 else "")
        (raw / f"release-{n:02}.txt").write_text(text + said, "utf-8")


def go(raw: Path, engine: Engine = "inline") -> Summary:
    """A run over `raw` into the folder `out` beside it, with the model stubbed."""
    return run(raw, raw.parent / "out", analyse=analyse, engine=engine)


def outputs(raw: Path) -> dict[str, bytes]:
    """All that must not depend on when and how a run was made."""
    out = raw.parent / "out"
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for folder in ("tables", "text")
        for path in (out / folder).iterdir()
    }


def fresh(raw: Path) -> dict[str, bytes]:
    """The outputs of one run from nothing over the same input."""
    shutil.rmtree(raw.parent / "out", ignore_errors=True)
    go(raw)
    return outputs(raw)


CHILD = """
import sys, os, time, resource, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
sys.path.insert(0, {root!r})
import pipeline.runs.process
from pathlib import Path
from pipeline.runs.run import run
from pipeline.errors import RunError
from tests.stubs import analyse, slowly
raw, out = Path({raw!r}), Path({out!r})
pipeline.runs.process.BATCH_DOCUMENTS = 3
{before}
print("started", flush=True)
try:
    summary = run(raw, out, analyse={analyse}, engine={engine!r}, workers={workers!r})
except RunError as error:
    print(error, file=sys.stderr)
    sys.exit(error.exit_code)
except KeyboardInterrupt:
    sys.exit(130)
print(summary.processed, summary.unchanged)
"""


def child(
    raw: Path,
    *,
    before: str = "",
    analyse: str = "analyse",
    engine: Engine = "inline",
    workers: int = 2,
    env: Mapping[str, str] | None = None,
) -> subprocess.Popen[str]:
    """The same run in a process of its own, which prints `started` when it begins and what it did at the end."""
    code = CHILD.format(
        root=str(ROOT), raw=str(raw), out=str(raw.parent / "out"), before=before, analyse=analyse, engine=engine,
        workers=workers,
    )  # fmt: skip
    started = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, env={**os.environ, **(env or {})},
    )  # fmt: skip
    assert started.stdout
    line = started.stdout.readline()
    assert line == "started\n", started.communicate()
    return started
