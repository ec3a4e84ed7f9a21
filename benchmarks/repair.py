"""Compare the repair with ftfy, plsfix, chardet and charset-normalizer on one set of damaged and clean texts and files.

The result is a page. It needs the development set in ../shared/mojibake with its scorer, rapidfuzz, plsfix and
charset-normalizer, and says what is missing. The test files of chardet (the folder `tests` of its repository) and of
char-dataset are looked for in the folders `chardet` and `char-dataset` of DIR.

    python -m benchmarks.repair [--every N] [--files DIR] [--write docs/repair-comparison.md]
    python -m benchmarks.repair --laws        # only check: edits can be undone, a second repair changes nothing
    python -m benchmarks.repair --floors      # only this project's figures; exit code 1 if one fell (see `floors`)
"""

from __future__ import annotations

import argparse
import base64
import importlib
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks import floors
from benchmarks.repair_files import file_tables
from pipeline.repair import NotTextError, repair_bytes, repair_text
from pipeline.repair.decoding import decode_file

ROOT = Path(__file__).resolve().parents[1]
MEASURE = ROOT.parent / "shared/mojibake"
TOOLS = ("ftfy", "plsfix", "chardet", "charset-normalizer")
FUNCTIONS = {
    "text": {
        "this project": "benchmarks.repair:repaired_text",
        "ftfy (encodings only)": "baselines:ftfy_encoding_only",
        "plsfix": "baselines:plsfix_text",
        "chardet on runs": "baselines:regex_chardet",
        "charset-normalizer": "baselines:whole_charset_normalizer",
    },
    "bytes": {
        "this project": "benchmarks.repair:repaired_from_bytes",
        "ftfy": "baselines:b_ftfy",
        "chardet": "baselines:b_chardet",
        "charset-normalizer": "baselines:b_charset_normalizer",
    },
}
FLOORS = Path(__file__).with_suffix(".json")
ESCAPES = ROOT / "tests/repair/escapes.tsv"
REASONS = {
    "clean-native": "what changes is damage of the source: Czech in ISO 8859-2 read as cp1250, `&#229;` in Swedish",
    "clean-upper": "what changes is damage of the source: Czech in ISO 8859-2 read as cp1250",
    "johab in pieces of 12": "two pieces are a drawing of ▒ without a word",
    "bytes-long": "a single sign (œ or ½, š or ą) in a long file that is in two encodings alike but for it",
}
"""Why another tool is better at a family: found by reading the files that failed."""

WARM_UP, TURN = 20, 50  # documents: repaired before the clock starts; repaired by each tool in turn
INTRODUCTION = """# Repair: comparison

Written by `make bench-repair`: {set},
with {versions}.
Clean families show the share of documents changed, damaged ones documents exactly right · share of the damage undone.
Speed is in megabytes of UTF-8 (for files: of the file) per CPU second, in one process, with the tools taking turns
on 50 documents each; it depends on the machine and on what else it was doing.
ftfy and plsfix are faster because they look for misread UTF-8 only and do not compare words of eighty languages;
chardet on runs and charset-normalizer are faster where they find nothing to do. In files, ftfy tries four encodings;
chardet decides once for the whole file, which is only one step of this project's decision for each line."""


def repaired_text(text: str) -> str:
    """The repaired text only, as the scorer wants it."""
    return repair_text(text).text


def repaired_from_bytes(data: bytes) -> str:
    """The repaired text of a file's bytes only."""
    return repair_bytes(data).text


def decoded(data: bytes) -> str:
    """The text of a file's bytes, decoded only: damage in it is not repaired."""
    return decode_file(data).text


def documents(kind: str, every: int) -> Iterator[tuple[str, str | bytes]]:
    """Family and input of every Nth document of a set (N is `every`)."""
    with (MEASURE / f"dev/{kind}.jsonl").open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            row = json.loads(line)
            if number % every == 0:
                yield row["family"], row["input"] if kind == "text" else base64.b64decode(row["bytes"])


def measured(kind: str, function: str, every: int) -> dict[str, dict[str, float]]:
    """The scorer's table for a function: figures by family."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [sys.executable, str(MEASURE / "score.py"), f"--{kind}", function, "--json", file.name]
        subprocess.run([*command, "--every", str(every)], cwd=ROOT, capture_output=True, check=True)
        table: dict[str, dict[str, float]] = json.loads(Path(file.name).read_text("utf-8"))[kind]
        return table


def own_figures() -> floors.Figures:
    """By kind and family: the share of documents that are exactly right (of clean ones: that did not change)."""
    tables = {kind: measured(kind, functions["this project"], 1) for kind, functions in FUNCTIONS.items()}
    return {
        kind: {family: row["exact"] for family, row in rows.items() if not family.startswith("==")}
        for kind, rows in tables.items()
    }


def groups_of(family: str) -> tuple[str, str]:
    """The two rows of the table of speeds in which a document counts."""
    if family.startswith("bytes"):
        return family, "all"
    return family, "clean" if family.startswith("clean") else "damaged"


def called(function: str) -> Callable[[Any], Any]:
    """The function that `module:name` names."""
    if str(MEASURE) not in sys.path:
        sys.path.insert(0, str(MEASURE))
    module, attribute = function.split(":")
    found: Callable[[Any], Any] = getattr(importlib.import_module(module), attribute)
    return found


def speeds(kind: str, functions: dict[str, str], every: int) -> dict[str, dict[str, float]]:
    """MB/s by family (and for all clean and all damaged documents, or all files), then by function."""
    tools = {name: called(function) for name, function in functions.items()}
    rows = list(documents(kind, every))
    for _, source in rows[:WARM_UP]:
        for call in tools.values():
            with suppress(UnicodeError):
                call(source)
    size: dict[str, int] = defaultdict(int)
    seconds: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(tools, 0.0))
    for first in range(0, len(rows), TURN):
        for name, call in tools.items():
            for family, source in rows[first : first + TURN]:
                started = time.process_time()
                with suppress(UnicodeError):  # by ftfy on files that it takes for UTF-16; the scorer counts it as wrong
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
    """The cell of a family: documents changed if it is clean, else documents exactly right and damage undone."""
    if family.startswith("clean"):
        return f"{row['worse']:.1%} changed"
    return f"{row['exact']:.0%} · {row['undone']:.0%}"


def _better(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether one row of the scorer is better than another: more documents exactly right, or else fewer made worse."""
    return (one["exact"], -one["worse"]) > (other["exact"], -other["worse"])


def tables(kind: str, every: int) -> Iterator[str]:
    """Two Markdown tables of all functions of a kind: quality and speed."""
    functions = FUNCTIONS[kind]
    results = {name: measured(kind, function, every) for name, function in functions.items()}
    first = next(iter(results.values()))
    head = " | ".join(functions)
    yield f"\n| {kind} | n | {head} |\n|---|---:|" + "---|" * len(functions)
    for family in (family for family in first if not family.startswith("==")):
        cells = " | ".join(cell(family, rows[family]) for rows in results.values())
        yield f"| {family} | {first[family]['n']:.0f} | {cells} |"
    ours = results["this project"]
    yield from reasons(
        f for f in ours if not f.startswith("==") and any(_better(rows[f], ours[f]) for rows in results.values())
    )
    yield f"\n| {kind}, MB/s | {head} |\n|---|" + "---:|" * len(functions)
    for family, row in sorted(speeds(kind, functions, every).items()):
        yield f"| {family} | " + " | ".join(f"{speed:.2f}" for speed in row.values()) + " |"


def reasons(families: Iterable[str]) -> Iterator[str]:
    """A sentence for each family in which another tool is better."""
    for family in families:
        yield f"\nAnother tool is better at {family}: {REASONS.get(family, 'the reason is not known')}."


def escapes_right() -> str:
    """A sentence: how many escapes of the tests this project and ftfy get right."""
    from ftfy import fix_text

    rows = [line.split("\t") for line in ESCAPES.read_text("utf-8").splitlines() if not line.startswith("#")]
    total: Counter[str] = Counter()
    for source, expected, *_ in rows:
        text, wanted = (
            re.sub("⟨([0-9A-F]{4})⟩", lambda m: chr(int(m[1], 16)), cell.replace("⏎", "\n"))
            for cell in (source, expected)
        )
        total["this project"] += repair_text(text).text == wanted
        total["ftfy"] += fix_text(text, uncurl_quotes=False) == wanted
    return (
        f"Of {len(rows)} escapes (`=E2=80=99`, `%u2019`, `caf&eacute;` …; `tests/repair/escapes.tsv`), among them some "
        f"that must stay, this project gets {total['this project']} right, ftfy {total['ftfy']}."
    )


def laws(every: int) -> str:
    """How many documents of both sets are not restored by undoing their edits, or change when repaired again."""
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
        f"Of {count} documents, {not_back} are not restored when their edits are undone, and {again} change when their "
        "repaired text is repaired again."
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, help="file to write the page to")
    parser.add_argument("--files", type=Path, help="folder with the test files of chardet and of char-dataset")
    parser.add_argument("--every", type=int, default=1, help="only every Nth document")
    parser.add_argument(
        "--laws", action="store_true", help="only check that edits can be undone and a second repair changes nothing"
    )
    parser.add_argument("--floors", action="store_true", help="only compare this project's figures with their floors")
    floors.add_options(parser)
    options = parser.parse_args()
    missing = [name for name in ("rapidfuzz", "charset_normalizer", "plsfix") if find_spec(name) is None]
    if not (MEASURE / "score.py").exists() or missing:
        print(f"nothing measured: {', '.join(missing) or '../shared/mojibake'} is missing")
        return 1
    if options.laws:
        print(laws(options.every))
        return 0
    if options.floors:
        figures = own_figures()
        for kind, row in figures.items():
            print(*(f"{kind:6}{family:20}{value:7.3f}" for family, value in row.items()), sep="\n")
        return floors.check(figures, FLOORS, options)
    part = "the whole development set" if options.every == 1 else f"one document in {options.every}"
    versions = ", ".join(f"{name} {version(name)}" for name in TOOLS)
    lines = [INTRODUCTION.format(set=part, versions=versions)]
    for kind in FUNCTIONS:
        lines += tables(kind, options.every)
    if options.files:
        others = {name: called(FUNCTIONS["bytes"][name]) for name in ("chardet", "charset-normalizer")}
        lines += file_tables(options.files, {"this project": decoded, **others}, reasons)
    else:
        lines.append("\nThe test files of chardet and char-dataset were not asked for (`--files`).")
    page = "\n".join([*lines, "", escapes_right(), "", laws(options.every)]) + "\n"
    if options.write:
        options.write.write_text(page, "utf-8")
    print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
