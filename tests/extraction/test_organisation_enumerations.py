"""What stands between two bodies of an enumeration."""

from __future__ import annotations

import time

import pytest

from pipeline.extraction.organisation_enumerations import enumerated
from pipeline.extraction.organisation_spans import Candidate

CASES = [
    ("Norvane, Quiet Pear, Velora and Zed", ["Norvane", "Velora", "Zed"], "", ["Quiet Pear"], "one between two"),
    ("Norvane®, Quiet Pear®, Lund & Sons, and the Zed", ["Norvane", "Zed"], "", ["Quiet Pear", "Lund & Sons"], "marks"),
    ("Norvane, Quiet Pear and Zed", ["Norvane", "Zed"], "Quiet Pear", [], "known to be something else"),
    ("Norvane, Managing Director, Velora", ["Norvane", "Velora"], "", [], "an office between two bodies"),
    ("Norvane, quiet pears, Velora", ["Norvane", "Velora"], "", [], "in small letters"),
    ("Norvane, 2024, Velora", ["Norvane", "Velora"], "", [], "a number"),
    ("Norvane grew. Quiet Pear, Velora", ["Norvane", "Velora"], "", [], "no enumeration"),
    ("Norvane, Velora", ["Norvane", "Velora"], "", [], "nothing between"),
]


@pytest.mark.parametrize(("text", "bodies", "other", "found", "why"), CASES)
def test_enumerations(text: str, bodies: list[str], other: str, found: list[str], why: str) -> None:
    known = [Candidate(text.index(b), text.index(b) + len(b), "recognised") for b in bodies]
    taken = (text.index(other), text.index(other) + len(other)) if other else (0, 0)
    new = enumerated(text, known, lambda start, end: start < taken[1] and taken[0] < end)
    assert [text[c.start : c.end] for c in new] == found, why


@pytest.mark.parametrize(
    "between", [", " + "A & " * 35 + "x, ", ", " + "The A, " * 20 + "x, ", ", " + "A and " * 25 + "x, "]
)
def test_doubtful_enumerations_are_left_soon(between: str) -> None:
    text = "Norvane" + between + "Zed"
    known = [Candidate(0, 7, "recognised"), Candidate(len(text) - 3, len(text), "recognised")]
    started = time.process_time()
    assert list(enumerated(text, known, lambda start, end: False)) == []
    assert time.process_time() - started < 1
