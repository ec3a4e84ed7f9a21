"""The limits of the size and the shape of the code: a change that needs more lines pays for them elsewhere.

The figures are those of `make structure`.
"""

from __future__ import annotations

import pytest

from benchmarks import structure

MOST_FILES, MOST_LINES = 170, 20_000
MOST_COMPLEX = 0.06
"""Share of functions over `structure.HIGH`."""


def test_the_package_keeps_its_size() -> None:
    files = structure.files()
    assert len(files) <= MOST_FILES
    assert sum(len(path.read_text("utf-8").splitlines()) for path in files) <= MOST_LINES


def test_few_functions_are_complex_and_none_very() -> None:
    pytest.importorskip("radon")
    functions = structure.complexities()
    high = [name for complexity, name in functions if complexity > structure.HIGH]
    assert len(high) <= MOST_COMPLEX * len(functions), high
    assert functions[0][0] <= structure.TOO_HIGH, functions[0]


def test_no_imports_in_a_circle() -> None:
    assert structure.circles(structure.arrows()) == []
    assert structure.circles(structure.by_folder(structure.arrows())) == []
