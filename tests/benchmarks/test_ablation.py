"""Conditions that `benchmarks.ablation` removes, and the code that remains."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from benchmarks.ablation import conditions, without

SOURCE = """
def longest(words):
    if not words:
        return None
    return max([w for w in words if w.isalpha() and len(w) < 5], key=len)
"""
CASES = [
    (0, "not words", ["abc", "abcdef", "x1y2"], "abc"),
    (1, "w.isalpha() and len(w) < 5", ["abc", "abcdef", "x1y2"], "abcdef"),
    (2, "w.isalpha()", ["abc", "abcdef", "x1y2"], "x1y2"),
    (3, "len(w) < 5", ["abc", "abcdef", "x1y2"], "abcdef"),
]


@pytest.mark.parametrize(("number", "words", "given", "expected"), CASES, ids=[case[1] for case in CASES])
def test_a_condition_is_removed(number: int, words: str, given: list[str], expected: str, tmp_path: Path) -> None:
    path = tmp_path / "words.py"
    path.write_text(SOURCE, "utf-8")
    assert [c.words for c in conditions(ast.parse(SOURCE))][number] == words
    namespace: dict[str, object] = {}
    exec(SOURCE, namespace)
    function = namespace["longest"]
    function.__code__ = without(path, number)
    assert function(given) == expected
