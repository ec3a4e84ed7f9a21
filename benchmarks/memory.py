"""Measure whether the memory of one process stays constant over many releases, no two of them alike.

    python -m benchmarks.memory                   # 20,000 releases, about half an hour
    python -m benchmarks.memory --releases 4000 --most 1500

The releases are existing texts with other names and numbers (`benchmarks.generated`), so that each brings new words.
The command prints the resident memory after every thousand, and its growth since the first thousand.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.generated import releases, sources, write_json_lines
from pipeline.extraction.pipeline import load_nlp
from pipeline.runs.run import Progress, run
from pipeline.settings import DEFAULT_MODEL

STEP = 1000


def resident() -> float:
    """Resident memory of this process now, in MB (Linux)."""
    (line,) = [ln for ln in Path("/proc/self/status").read_text().splitlines() if ln.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure the memory of one process over many releases.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--releases", type=int, default=20_000)
    parser.add_argument("--most", type=int, default=1_000_000, help="characters of a release at most")
    args = parser.parse_args(argv)
    steps: list[tuple[int, float, int]] = []

    def note(progress: Progress) -> None:
        if progress.documents // STEP > len(steps):
            steps.append((progress.documents, resident(), len(load_nlp(DEFAULT_MODEL).vocab.strings)))
            print(f"{steps[-1][0]:8,} releases {steps[-1][1]:8.0f} MB {steps[-1][2]:10,} strings", flush=True)

    with tempfile.TemporaryDirectory() as scratch:
        texts = releases(sources(args.shared), args.releases, most=args.most)
        write_json_lines(Path(scratch, "raw"), texts)
        run(Path(scratch, "raw"), Path(scratch, "out"), progress=note)
    if steps:
        grown = steps[-1][1] / steps[0][1] - 1
        print(f"grown by {grown:.1%} since the first {STEP:,}; after the export {resident():.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
