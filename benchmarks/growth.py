"""Measure how the time per release grows from a hundred to fifty thousand releases, with a stub for the extraction.

    python -m benchmarks.growth                   # 100, 1,000, 10,000, 50,000
    python -m benchmarks.growth --sizes 100 1000

The extraction stage is a stub (`tests/stubs.py`, which looks for one pattern); all else is a real run: reading, repair,
structure, store, corpus tables, CSV. Then ten releases are added to the last size. The export is timed separately.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pipeline.runs.run as runs
from benchmarks.generated import releases, sources, write_json_lines
from tests.stubs import analyse

SIZES = (100, 1_000, 10_000, 50_000)
NAMED = "\n\nMinister {name} of the ABC said “We have sold {n} boards.”\n"


def timed_run(raw: Path, out: Path) -> tuple[float, float]:
    """CPU seconds of a run without its export, and of the export."""
    spent = 0.0
    export = runs.export_tables

    def timed_export(*args: Any, **named: Any) -> Any:
        nonlocal spent
        begun = time.process_time()
        result = export(*args, **named)
        spent += time.process_time() - begun
        return result

    runs.export_tables = timed_export
    try:
        begun = time.process_time()
        runs.run(raw, out, analyse=analyse)
        return time.process_time() - begun - spent, spent
    finally:
        runs.export_tables = export


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure the time per release, by the number of releases.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    args = parser.parse_args(argv)
    texts = [
        # “CRASH” and “RAISE” would make the stub crash or raise
        text[:1200].replace("CRASH", "Crash").replace("RAISE", "Raise") + NAMED.format(name=f"Anna{n} Berg{n}", n=n)
        for n, text in enumerate(sources(args.shared))
    ]
    print(f"{'releases':>10}{'ms/release':>14}{'export, s':>11}", flush=True)
    for size in args.sizes:
        with tempfile.TemporaryDirectory() as scratch:
            raw, out = Path(scratch, "raw"), Path(scratch, "out")
            write_json_lines(raw, releases(texts, size))
            seconds, export = timed_run(raw, out)
            print(f"{size:10,}{1000 * seconds / size:14.2f}{export:11.2f}", flush=True)
            if size == args.sizes[-1]:
                write_json_lines(raw, releases(texts, 10, seed=1), "new")
                seconds, export = timed_run(raw, out)
                print(f"10 more: {seconds:.2f} s, export {export:.2f} s", flush=True)
                seconds, export = timed_run(raw, out)
                print(f"nothing new: {seconds:.2f} s, export {export:.2f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
