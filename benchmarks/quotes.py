"""Compare the quotes of this project with textacy and with a regular expression, on the texts of a scorer.

    python -m benchmarks.quotes SCORER TEXTS [--limit N] [--only ours regex textacy]

SCORER is the folder that holds the scorer of quotes (score.py), TEXTS what it calls --polnear. textacy is compared
where it is installed, a paragraph at a time, because it raises on an odd number of marks and would lose whole articles.
"""

from __future__ import annotations

import argparse
import importlib
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import adapters
from pipeline.extract.model import DEFAULT_MODEL, load_model

Predictor = Callable[[str], list[dict[str, Any]]]
MARKED = re.compile(r"[“\"«„]([^“”\"«»„\n]{12,})[”\"»]")


def by_regex() -> Predictor:
    """Marks by a regular expression; the nearest person of the model speaks."""
    nlp = load_model(DEFAULT_MODEL)

    def predict(text: str) -> list[dict[str, Any]]:
        people = [e for e in nlp(text).ents if e.label_ == "PERSON"]
        rows = []
        for m in MARKED.finditer(text):
            outside = [e for e in people if e.end_char <= m.start() or e.start_char >= m.end()]
            near = min(outside, key=lambda e: max(m.start() - e.end_char, e.start_char - m.end()), default=None)
            rows.append(row(m.start(1), m.end(1), near))
        return rows

    return predict


def by_textacy() -> Predictor:
    """textacy's direct quotations, a paragraph at a time."""
    direct_quotations = importlib.import_module("textacy.extract").direct_quotations
    nlp = load_model(DEFAULT_MODEL)

    def predict(text: str) -> list[dict[str, Any]]:
        return [r for start, line in paragraphs(text) for r in found(start, line)]

    def found(start: int, line: str) -> Iterator[dict[str, Any]]:
        try:
            quotes = list(direct_quotations(nlp(line)))
        except ValueError:  # an odd number of marks
            return
        for q in quotes:
            made = row(q.content.start_char, q.content.end_char, None)
            if q.speaker:
                first, last = q.speaker[0], q.speaker[-1]
                made |= {"speaker_start": start + first.idx, "speaker_end": start + last.idx + len(last)}
                made["speaker_text"] = line[first.idx : last.idx + len(last)]
            yield made | {"start": start + q.content.start_char, "end": start + q.content.end_char}

    return predict


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1


def row(start: int, end: int, speaker: Any) -> dict[str, Any]:
    return {
        "start": start,
        "end": end,
        "speaker_start": speaker.start_char if speaker is not None else None,
        "speaker_end": speaker.end_char if speaker is not None else None,
        "speaker_text": speaker.text if speaker is not None else None,
        "cue": None,
        "kind": None,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare quote extractors.")
    parser.add_argument("scorer", type=Path)
    parser.add_argument("texts")
    parser.add_argument("--limit", type=int, default=60)
    parser.add_argument("--only", nargs="*", default=["ours", "regex", "textacy"])
    args = parser.parse_args()
    sys.path.insert(0, str(args.scorer))
    score = importlib.import_module("score")
    makers: dict[str, Callable[[], Predictor]] = {
        "ours": lambda: adapters.quotes,
        "regex": by_regex,
        "textacy": by_textacy,
    }
    for name in args.only:
        try:
            predict = makers[name]()
        except ImportError:
            print(f"{name}: not installed")
            continue
        total, began = score.Acc(), time.perf_counter()
        for doc in score.load_polnear(args.texts, args.limit):
            total.add(doc, predict(doc["text"]))
        table = total.table()
        figures = "  ".join(
            f"{k} {table[k][2]:.3f}" for k in ("direct end-to-end", "marked end-to-end", "attribution IoU.8")
        )
        taken = f"{total.c['neg_hit']}/{total.c['neg']}"
        print(f"{name:8} {figures}  wrongly taken {taken}  {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
