"""This project beside ftfy, chardet and charset-normalizer on one set of damaged and clean texts, as a page.

Needs the development set in ../shared/mojibake with its scorer, and rapidfuzz and charset-normalizer; says so where
they are missing. Usage: python -m benchmarks.repair [--write docs/repair-comparison.md]
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MEASURE = ROOT.parent / "shared/mojibake"
TEXT = {
    "this project": "pipeline.repair:repaired_text",
    "ftfy (encodings only)": "baselines:ftfy_encoding_only",
    "chardet on runs": "baselines:regex_chardet",
    "charset-normalizer": "baselines:whole_charset_normalizer",
}
BYTES = {
    "this project": "pipeline.repair:repaired_from_bytes",
    "ftfy": "baselines:b_ftfy",
    "chardet": "baselines:b_chardet",
    "charset-normalizer": "baselines:b_charset_normalizer",
}


def measured(kind: str, function: str, every: int) -> tuple[dict[str, dict[str, float]], str]:
    """The scorer's table of a function, and the speed it tells."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [sys.executable, str(MEASURE / "score.py"), f"--{kind}", function, "--json", file.name]
        ran = subprocess.run(
            [*command, "--every", str(every)], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8"
        )
        speed = ran.stdout.rsplit("speed over all: ", 1)[-1].split(" (")[0]
        return json.loads(Path(file.name).read_text("utf-8"))[kind], speed


def cell(family: str, row: dict[str, float]) -> str:
    """Clean families: documents changed; damaged ones: exactly right and share of the damage undone."""
    if family.startswith("clean"):
        return f"{row['worse']:.1%} changed"
    return f"{row['exact']:.0%} · {row['undone']:.0%}"


def table(kind: str, functions: dict[str, str], every: int, out: io.StringIO) -> None:
    results = {name: measured(kind, function, every) for name, function in functions.items()}
    families = [family for family in next(iter(results.values()))[0] if not family.startswith("==")]
    print(f"| {kind} | n | " + " | ".join(results) + " |", file=out)
    print("|---|---:|" + "---|" * len(results), file=out)
    for family in families:
        cells = [cell(family, rows[family]) for rows, _ in results.values()]
        number = next(iter(results.values()))[0][family]["n"]
        print(f"| {family} | {number} | " + " | ".join(cells) + " |", file=out)
    print("| speed | | " + " | ".join(speed for _, speed in results.values()) + " |\n", file=out)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, help="file to write the tables to")
    parser.add_argument("--every", type=int, default=1, help="only each Nth document")
    options = parser.parse_args()
    missing = [name for name in ("rapidfuzz", "charset_normalizer") if find_spec(name) is None]
    if not (MEASURE / "score.py").exists() or missing:
        print(f"nothing measured: needs {MEASURE.parent.name}/mojibake beside the project" if not missing else
              f"nothing measured: needs {', '.join(missing)}")  # fmt: skip
        return 1
    out = io.StringIO()
    part = "" if options.every == 1 else f", one document in {options.every}"
    print("# Repair: comparison\n\nWritten by `make bench-repair`; one run, one process,", file=out)
    print(f"the development set{part}.", file=out)
    print("Damaged families: documents exactly right · share of the damage undone.\n", file=out)
    table("text", TEXT, options.every, out)
    table("bytes", BYTES, options.every, out)
    page = out.getvalue().rstrip() + "\n"
    if options.write:
        options.write.write_text(page, "utf-8")
    print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
