"""Generate releases for measurements of scale: existing texts with other names and numbers."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

_VARIED = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}|\d+")
_BEGIN = (
    "Bal",
    "Cor",
    "Dan",
    "Fer",
    "Gal",
    "Hol",
    "Kar",
    "Lin",
    "Mor",
    "Nor",
    "Per",
    "Ros",
    "Sal",
    "Tor",
    "Ven",
    "Wil",
)
_MIDDLE = ("a", "e", "i", "o", "an", "er", "in", "ol", "av", "et", "il", "or")
_END = ("berg", "dal", "field", "holm", "land", "man", "ov", "sen", "son", "ster", "ton", "vik", "wood", "ez")
PER_FILE = 1000


def sources(shared: Path) -> list[str]:
    """The texts to vary: the training releases in ../shared if they exist, else those of raw/."""
    folder = shared / "train" / "texts"
    paths = sorted(folder.glob("*.txt")) if folder.is_dir() else sorted(Path("raw").glob("*.txt"))
    return [p.read_bytes().decode("utf-8", "replace") for p in paths]


def releases(texts: Sequence[str], count: int, *, seed: int = 0, most: int = 1_000_000) -> Iterator[str]:
    """`count` texts of at most `most` characters, no two alike."""
    made = random.Random(seed)

    def other(m: re.Match[str]) -> str:
        if m.group().isdigit():
            return "".join(made.choice("123456789") for _ in m.group())
        return (
            made.choice(_BEGIN) + made.choice(_MIDDLE) * made.randint(0, 2) + made.choice(_MIDDLE) + made.choice(_END)
        )

    for n in range(count):
        yield _VARIED.sub(other, texts[n % len(texts)][:most])


def write_json_lines(folder: Path, texts: Iterator[str], name: str = "part") -> int:
    """Write texts as JSONL files of `PER_FILE` records each, and return the number of texts."""
    folder.mkdir(parents=True, exist_ok=True)
    written, lines = 0, list[str]()

    def flush() -> None:
        if lines:
            path = folder / f"{name}-{(written - 1) // PER_FILE:05}.jsonl"
            path.write_text("".join(lines), "utf-8")
            lines.clear()

    for text in texts:
        lines.append(json.dumps({"id": f"{name}-{written:07}", "text": text}) + "\n")
        written += 1
        if len(lines) == PER_FILE:
            flush()
    flush()
    return written
