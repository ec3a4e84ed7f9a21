"""The structure of the code: no circular imports, and no folder with too many files."""

from __future__ import annotations

import pytest

from benchmarks.structure import arrows, by_folder, circles, files

LARGEST = 25
"""The most files of one folder: with more, a newcomer cannot take in their names."""


@pytest.fixture(scope="module")
def imports() -> dict[str, set[str]]:
    """For each module the modules that it imports."""
    return arrows()


def test_no_folder_of_extraction_imports_one_above_it(imports: dict[str, set[str]]) -> None:
    folders = by_folder(imports)
    assert [c for c in circles(folders) if "pipeline.extraction" in c[0]] == []
    assert "pipeline.extraction" not in {
        used for name, found in folders.items() for used in found if ".extraction." in name
    }


def test_no_circular_imports_of_files(imports: dict[str, set[str]]) -> None:
    assert circles(imports) == []


def test_circles_are_found() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": set[str]()}
    assert circles(graph) == [["a", "b", "c"]]


def test_folders_are_small() -> None:
    folders = {p.parent for p in files()}
    large = {f.name: n for f in folders if (n := len(list(f.glob("*.py")))) > LARGEST}
    assert large == {}
