"""Compare a run on a Dask cluster of two workers with one in a single process: CPU time, wall-clock time, output bytes.

    python -m benchmarks.cluster                  # 240 releases of ../shared, else those of raw/ repeated
    python -m benchmarks.cluster --releases 1000

The cluster is on this machine, so wall-clock time means something only where nothing else runs; CPU time always does.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.speed import texts, written
from pipeline.runs.run import run


def cpu_of(client: Any) -> float:
    """The CPU seconds of the workers that are alive."""
    return sum(client.run(time.process_time).values())


def outputs(out: Path) -> dict[str, bytes]:
    """The bytes of tables and texts, by path."""
    files = (path for folder in ("tables", "text") for path in (out / folder).iterdir())
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def kill_one(client: Any, at: int) -> Any:
    """A progress listener that kills one worker (SIGKILL) once `at` releases are done."""
    killed: list[int] = []

    def listen(progress: Any) -> None:
        if progress.documents >= at and not killed:
            killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    listen.killed = killed  # type: ignore[attr-defined]
    return listen


def on_cluster(raw: Path, out: Path, kill_at: int | None) -> tuple[float, float, float]:
    """Wall-clock seconds, CPU seconds of the driver, and CPU seconds of the workers that are alive at the end."""
    import dask
    import distributed

    with dask.config.set({"distributed.comm.timeouts.connect": "300s"}):  # a busy machine takes its time
        made = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1")
        client = distributed.Client(made.scheduler_address, set_as_default=False)
        client.wait_for_workers(2)
        before = cpu_of(client)
        listen = kill_one(client, kill_at) if kill_at is not None else None
        begun, driver = time.perf_counter(), time.process_time()
        run(raw, out, engine="dask", scheduler=made.scheduler_address, progress=listen)
        clock, driver = time.perf_counter() - begun, time.process_time() - driver
        spent = cpu_of(client) - (0 if listen else before)
        if listen is not None and not listen.killed:
            raise SystemExit("no worker was killed: the run was over too soon; take more --releases")
        with suppress(TimeoutError):  # how the workers end is not part of the run
            client.close()
            made.close(timeout=60)
    return clock, driver, spent


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Compare two Dask workers with one process.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--releases", type=int, default=240)
    args = parser.parse_args(argv)
    releases = texts(args.shared, args.releases)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        raw = written(releases, folder / "raw")
        begun, spent = time.perf_counter(), time.process_time()
        run(raw, folder / "one", engine="inline")
        clock, spent = time.perf_counter() - begun, time.process_time() - spent
        print(f"{len(releases)} releases, {sum(len(t.split()) for t in releases):,} words", flush=True)
        print(f"one process: {spent:.1f} s of CPU, {clock:.1f} s wall-clock", flush=True)
        want = outputs(folder / "one")
        same = True
        for name, kill_at in (("two workers", None), ("two workers, one killed", len(releases) // 3)):
            out = folder / name
            clock, driver, workers = on_cluster(raw, out, kill_at)
            equal = outputs(out) == want
            same &= equal
            print(
                f"{name}: {driver:.1f} s of CPU in the driver, {workers:.1f} s in the workers alive at the end, "
                f"{clock:.1f} s wall-clock; {'same bytes' if equal else 'DIFFERENT BYTES'}",
                flush=True,
            )
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
