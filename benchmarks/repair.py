"""This project beside ftfy, chardet and charset-normalizer on one set of damaged and clean texts and files, as a page.

Needs the development set in ../shared/mojibake with its scorer, and rapidfuzz and charset-normalizer; says so where
they are missing.

    python -m benchmarks.repair [--every N] [--write docs/repair-comparison.md]
    python -m benchmarks.repair --laws        # only: is every document given back, does a second repair change any
"""

from __future__ import annotations

import argparse
import base64
import importlib
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.repair import NotTextError, repair_bytes, repair_text

ROOT = Path(__file__).resolve().parents[1]
MEASURE = ROOT.parent / "shared/mojibake"
TOOLS = ("ftfy", "chardet", "charset-normalizer")
FUNCTIONS = {
    "text": {
        "this project": "pipeline.repair:repaired_text",
        "ftfy (encodings only)": "baselines:ftfy_encoding_only",
        "chardet on runs": "baselines:regex_chardet",
        "charset-normalizer": "baselines:whole_charset_normalizer",
    },
    "bytes": {
        "this project": "pipeline.repair:repaired_from_bytes",
        "ftfy": "baselines:b_ftfy",
        "chardet": "baselines:b_chardet",
        "charset-normalizer": "baselines:b_charset_normalizer",
    },
}
WARM_UP, TURN = 20, 50  # documents: read before the clock runs; read by one tool after the other
INTRODUCTION = """# Repair: comparison

Written by `make bench-repair`: {set},
with {versions}.
Clean families: documents changed. Damaged ones: documents exactly right · share of the damage undone.
Speed in megabytes of UTF-8 (of the file) a second of processor time, in one process,
the tools in turn on 50 documents each; it is that of the machine and of what else it was doing."""


def documents(kind: str, every: int) -> Iterator[tuple[str, str | bytes]]:
    """Family and input of each document of a set."""
    with (MEASURE / f"dev/{kind}.jsonl").open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            row = json.loads(line)
            if number % every == 0:
                yield row["family"], row["input"] if kind == "text" else base64.b64decode(row["bytes"])


def measured(kind: str, function: str, every: int) -> dict[str, dict[str, float]]:
    """The scorer's table of a function."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [sys.executable, str(MEASURE / "score.py"), f"--{kind}", function, "--json", file.name]
        subprocess.run([*command, "--every", str(every)], cwd=ROOT, capture_output=True, check=True)
        table: dict[str, dict[str, float]] = json.loads(Path(file.name).read_text("utf-8"))[kind]
        return table


def groups_of(family: str) -> tuple[str, str]:
    """The rows of the table of speeds that a document counts for."""
    if family.startswith("bytes"):
        return family, "all"
    return family, "clean" if family.startswith("clean") else "damaged"


def speeds(kind: str, functions: dict[str, str], every: int) -> dict[str, dict[str, float]]:
    """MB/s by family (and “clean” and “damaged” for all of a kind), then by function."""
    sys.path.insert(0, str(MEASURE))
    called: dict[str, Callable[[Any], Any]] = {}
    for name, function in functions.items():
        module, attribute = function.split(":")
        called[name] = getattr(importlib.import_module(module), attribute)
    rows = list(documents(kind, every))
    for _, source in rows[:WARM_UP]:
        for call in called.values():
            with suppress(UnicodeError):
                call(source)
    size: dict[str, int] = defaultdict(int)
    seconds: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(called, 0.0))
    for first in range(0, len(rows), TURN):
        for name, call in called.items():
            for family, source in rows[first : first + TURN]:
                started = time.process_time()
                with suppress(UnicodeError):  # ftfy on a file that it takes for UTF-16; the scorer counts it as wrong
                    call(source)
                taken = time.process_time() - started
                for group in groups_of(family):
                    seconds[group][name] += taken
    for family, source in rows:
        length = len(source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass"))
        for group in groups_of(family):
            size[group] += length
    return {group: {name: size[group] / 1e6 / max(s, 1e-9) for name, s in seconds[group].items()} for group in size}


def cell(family: str, row: dict[str, float]) -> str:
    """Clean families: documents changed; damaged ones: exactly right and share of the damage undone."""
    if family.startswith("clean"):
        return f"{row['worse']:.1%} changed"
    return f"{row['exact']:.0%} · {row['undone']:.0%}"


def tables(kind: str, every: int) -> Iterator[str]:
    """The quality and the speed of all functions of a kind, as two tables."""
    functions = FUNCTIONS[kind]
    results = {name: measured(kind, function, every) for name, function in functions.items()}
    first = next(iter(results.values()))
    head = " | ".join(functions)
    yield f"\n| {kind} | n | {head} |\n|---|---:|" + "---|" * len(functions)
    for family in (family for family in first if not family.startswith("==")):
        cells = " | ".join(cell(family, rows[family]) for rows in results.values())
        yield f"| {family} | {first[family]['n']:.0f} | {cells} |"
    yield f"\n| {kind}, MB/s | {head} |\n|---|" + "---:|" * len(functions)
    for family, row in sorted(speeds(kind, functions, every).items()):
        yield f"| {family} | " + " | ".join(f"{speed:.2f}" for speed in row.values()) + " |"


def laws(every: int) -> str:
    """How many documents of both sets are not given back from their repair, or change when it is repaired again."""
    count = not_back = again = 0
    for kind in FUNCTIONS:
        for _, source in documents(kind, every):
            count += 1
            try:
                repaired = repair_bytes(source) if isinstance(source, bytes) else repair_text(source)
            except NotTextError:
                continue
            not_back += (repaired.undo_bytes() if isinstance(source, bytes) else repaired.undo()) != source
            again += bool(repair_text(repaired.text).repairs)
    return (
        f"Of {count} documents, {not_back} are not given back by the edits applied backwards, and {again} change when "
        "what was repaired is repaired again."
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, help="file to write the page to")
    parser.add_argument("--every", type=int, default=1, help="only each Nth document")
    parser.add_argument(
        "--laws", action="store_true", help="only these: edits go back, a second repair changes nothing"
    )
    options = parser.parse_args()
    missing = [name for name in ("rapidfuzz", "charset_normalizer") if find_spec(name) is None]
    if not (MEASURE / "score.py").exists() or missing:
        print(f"nothing measured: needs {', '.join(missing) or '../shared/mojibake beside the project'}")
        return 1
    if options.laws:
        print(laws(options.every))
        return 0
    part = "the whole development set" if options.every == 1 else f"one document in {options.every}"
    versions = ", ".join(f"{name} {version(name)}" for name in TOOLS)
    lines = [INTRODUCTION.format(set=part, versions=versions)]
    for kind in FUNCTIONS:
        lines += tables(kind, options.every)
    page = "\n".join([*lines, "", laws(options.every)]) + "\n"
    if options.write:
        options.write.write_text(page, "utf-8")
    print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
