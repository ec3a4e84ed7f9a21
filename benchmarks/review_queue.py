"""Measure how many of the first rows of the review queue are wrong, compared with rows drawn at random.

    python -m benchmarks.review_queue [--group 0] [--folds 0]

It runs the pipeline over training releases with a reader that was not trained on their publishers
(`training.reader.groups`) and compares each row with the annotation: a name by span and label, a date by words and
value, a job title by holder and words, a quote by overlap and speaker. What is not annotated (demonyms, pronouns,
reported speech) is left out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.held_out import FOLDER, use_reader
from benchmarks.role_countries import overlap
from pipeline import run
from pipeline.corrections.rows import Row
from pipeline.paths import STORE
from pipeline.records import DateRow, Document, Entity, Mention, Quote, Role
from pipeline.review.queue import Item, queue
from pipeline.tables.store import Store
from training.corpus import SHARED, releases
from training.folds import fold_of

FIRST = 50
_LABELS = {"ORGANISATION": "ORG"}


def right(row: Row, annotation: dict[str, Any], names: dict[str, str]) -> bool | None:
    """Whether a row agrees with the annotation; None for rows of a kind that is not annotated, or is optional."""
    if isinstance(row, Mention):
        if row.label == "DEMONYM" or row.how in ("pronoun", "title"):
            return None
        label = _LABELS.get(row.label, row.label)
        return any((m["start"], m["end"], m["label"]) == (row.start, row.end, label) for m in annotation["mentions"])
    if isinstance(row, DateRow):
        span = (row.start, row.end, "DATE")
        if any((m["start"], m["end"], m["label"]) == span and m.get("optional") for m in annotation["mentions"]):
            return None
        found = [d["value"] for d in annotation["dates"] if _words(d["text"]) == _words(row.text)]
        return row.value in found
    if isinstance(row, Role):
        return any(
            _alike(names[row.person_id], p["name"]) and any(overlap(row.role, r["role"]) >= 0.5 for r in p["roles"])
            for p in annotation["people"]
        )
    if isinstance(row, Quote) and row.kind != "indirect":
        said = names.get(row.speaker_id or "", "")
        spoken = [q for q in annotation["quotes"] if q["start"] < row.end and row.start < q["end"]]
        speakers = [s for q in spoken for s in (q["speaker"] if isinstance(q["speaker"], list) else [q["speaker"]])]
        return any(_alike(said, one) for joined in speakers if joined for one in joined.split(";"))
    return None


def _words(text: str) -> list[str]:
    return text.casefold().split()


def _alike(one: str, other: str) -> bool:
    """Whether two names have the same last word, or at least half of all their words in common."""
    a, b = _words(one), _words(other)
    return bool(a and b) and (a[-1] == b[-1] or overlap(one, other) >= 0.5)


def judged(items: list[Item], annotations: dict[str, Any], names: dict[str, str]) -> list[bool]:
    """Whether each item is wrong; items that the annotation does not cover are left out."""
    found = (right(i.row, annotations[i.row.document_id], names) for i in items)
    return [not r for r in found if r is not None]


def main() -> int:
    """Print the share of wrong rows among the first of the queue, and among all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--group", type=int, default=0)
    parser.add_argument("--folds", type=int, nargs="+", default=[0])
    parser.add_argument("--readers", type=Path, default=FOLDER)
    parser.add_argument("--out", type=Path, help="output folder of an earlier run over these releases")
    args = parser.parse_args()
    fold = fold_of()
    documents = [r for r in releases(SHARED / "train") if fold[r.id] in args.folds]
    with tempfile.TemporaryDirectory() as folder:
        raw, out = Path(folder) / "raw", args.out or Path(folder) / "out"
        if not args.out:
            raw.mkdir()
            for release in documents:
                (raw / f"{release.id}.txt").write_text(release.text, "utf-8", newline="")
            use_reader(args.readers / f"group{args.group}")
            run(raw, out)
        with Store(out / STORE) as store:
            stored = {d.document_id for d in store.select(Document)}
            read = [r for r in documents if r.id in stored]
            same = {r.id: r.annotation for r in read if store.text(r.id) == r.text}  # same offsets
            names = {e.entity_id: e.name for e in store.select(Entity)}
            items = [i for i in queue(store) if i.row.document_id in same]
    wrong = judged(items, same, names)
    first, every = wrong[:FIRST], sum(wrong) / max(len(wrong), 1)
    share = sum(first) / max(len(first), 1)
    print(f"{len(same)} releases, {len(wrong)} rows that the annotation covers")
    print(f"wrong of the first {FIRST}: {share:.2f}; of all, as of {FIRST} drawn at random: {every:.2f}")
    print(f"ratio: {share / max(every, 1e-9):.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
