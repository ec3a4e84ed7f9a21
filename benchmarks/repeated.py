"""How much of a corpus earlier releases had word for word: what a cache of boilerplate could save.

    python -m benchmarks.repeated                     # the training releases of ../shared
    python -m benchmarks.repeated FOLDER [FOLDER…]    # every .txt and .md below each folder, as one corpus

Compared are paragraphs (blank lines part them, and lines that begin with a capital) of 40 characters or more, white
space made one space. Order is that of the file names.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from pathlib import Path

LEAST = 40  # characters of a paragraph
_PARTED = re.compile(r"\n\s*\n|\n(?=[A-Z])")


def repeated(texts: Iterable[str]) -> tuple[int, int]:
    """The characters in paragraphs, and those in paragraphs that an earlier text had."""
    seen: set[str] = set()
    every = again = 0
    for text in texts:
        paragraphs = [" ".join(part.split()) for part in _PARTED.split(text)]
        long = [p for p in paragraphs if len(p) >= LEAST]
        every += sum(map(len, long))
        again += sum(len(p) for p in long if p in seen)
        seen.update(long)
    return every, again


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Share of a corpus that earlier releases had word for word.")
    parser.add_argument("folders", type=Path, nargs="*", default=[Path("../shared/train/texts")])
    for folder in parser.parse_args(argv).folders:
        paths = sorted(p for p in folder.rglob("*") if p.suffix in (".txt", ".md"))
        every, again = repeated(p.read_bytes().decode("utf-8", "replace") for p in paths)
        print(f"{folder}: {len(paths):,} texts, {every:,} characters, {again / max(every, 1):.1%} repeated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
