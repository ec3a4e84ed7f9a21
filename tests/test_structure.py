"""The structure of the code: no circular imports, no folder with too many files, no test of private names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.structure import arrows, by_folder, circles, files
from tests.conftest import ROOT

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


def private_names(source: str) -> Iterator[str]:
    """Names with an underscore that a test imports or patches."""
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("setattr", "patch", "patch.object")):
            words = [a.value for a in node.args[:2] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            names = [word.rpartition(".")[2] for word in words[:1]]  # `setattr("a.b", 1)` or `setattr(a, "b", 1)`
        yield from (name for name in names if name.startswith("_") and not name.startswith("__"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from pipeline.cli import main, _told", ["_told"]),
        ("from __future__ import annotations", []),
        ("from pipeline import __version__", []),
        ("def test():\n    from pipeline.cli import _told", ["_told"]),
        ("monkeypatch.setattr('pipeline.cli._told', 1)", ["_told"]),
        ("monkeypatch.setattr(cli, '_told', 1)", ["_told"]),
        ("monkeypatch.setattr(cli, 'told', '_told')", []),
    ],
)
def test_private_names_are_found(source: str, expected: list[str]) -> None:
    assert list(private_names(source)) == expected


def test_no_test_needs_a_private_name() -> None:
    tests = sorted(Path(ROOT, "tests").rglob("*.py"))
    assert len(tests) > 150
    found = {str(path.relative_to(ROOT)): list(private_names(path.read_text("utf-8"))) for path in tests}
    assert {path: names for path, names in found.items() if names} == {}
