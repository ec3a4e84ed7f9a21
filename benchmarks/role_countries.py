"""Measure how often the countries of job titles are right: `roles.country` against the annotated countries.

    python -m benchmarks.role_countries            # exit code 1 if a figure fell below its floor (role_countries.json)
    python -m benchmarks.role_countries --update   # and raise the floors that are exceeded (see `benchmarks.floors`)

The scorer of ../shared/gold does not look at this column. This command counts the roles found whose person and job
title are annotated (as in that scorer, titles with at least half of their words in common count as the same). A role is
right if both have the same country, or both have none. Development and new releases are those of ../shared/gold, held
back those of training/annotated.jsonl that nothing was trained on. Annotators did not always agree: state attorneys and
departments have the country United States in ../shared/train, and none in some of these.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import floors
from benchmarks.adapters import people
from pipeline.extraction.extraction import extract
from pipeline.extraction.text.gazetteer import folded_and
from training.annotated import held_back
from training.corpus import SHARED, Release, releases

FLOORS = Path(__file__).with_suffix(".json")
SETS: dict[str, Callable[[], list[Release]]] = {
    "development": lambda: releases(SHARED / "gold" / "dev"),
    "new": lambda: releases(SHARED / "gold" / "new"),
    "held back": held_back,
}
_SMALL = frozenset(["the", "of", "for", "and", "to", "in", "at", "a", "an", "s", "on", "by", "with", "his", "her"])


def pairs(release: Release) -> Iterator[tuple[str | None, str | None]]:
    """The annotated country and the country found, for each role that is both annotated and found."""
    named = {_key(name): p for p in release.annotation["people"] for name in (p["name"], *p.get("aliases", []))}
    found = extract(release.text, release.annotation.get("meta_date"), document_id=release.id)
    for person in people(found):
        annotated = named.get(_key(person["name"]), {}).get("roles", [])
        for role in person["roles"]:
            best: Any = max(annotated, key=lambda r, role=role: overlap(r["role"], role["role"]), default=None)
            if best and overlap(best["role"], role["role"]) >= 0.5:
                yield best.get("country"), role["country"]


def figures(documents: Sequence[Release]) -> dict[str, float]:
    """Precision, recall and F1 of the countries; `same`: share of roles with the right country or rightly none."""
    counts = Counter[str]()
    for release in documents:
        for annotated, found in pairs(release):
            counts["both"] += annotated == found
            counts["right"] += found is not None and annotated == found
            counts["found"] += found is not None
            counts["annotated"] += annotated is not None
            counts["all"] += 1
    right, found, annotated = counts["right"], counts["found"], counts["annotated"]
    return {
        "precision": right / max(found, 1), "recall": right / max(annotated, 1),
        "F1": 2 * right / max(found + annotated, 1), "same": counts["both"] / max(counts["all"], 1),
    }  # fmt: skip


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", folded_and(name)))


def overlap(a: str, b: str) -> float:
    """The share of the words of two job titles or names that are in both (Jaccard index, without small words)."""
    x, y = ({*re.findall(r"\w+", folded_and(words))} - _SMALL for words in (a, b))
    return len(x & y) / max(len(x | y), 1)


def main() -> int:
    """Print the figures; return exit code 1 if one fell below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    floors.add_options(parser)
    args = parser.parse_args()
    made = {name: figures(load()) for name, load in SETS.items()}
    for name, row in made.items():
        print(f"{name:12}", *(f"{k} {v:.3f}" for k, v in row.items()))
    return floors.check(made, FLOORS, args, floors.TWO_TRAININGS)


if __name__ == "__main__":
    raise SystemExit(main())
