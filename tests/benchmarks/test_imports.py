"""Every benchmark can be imported, so that a moved name does not break one unnoticed, and is listed in the README."""

import importlib
import re

import pytest

from tests.conftest import ROOT

BENCHMARKS = ROOT / "benchmarks"
OURS = ("benchmarks", "notebooks", "pipeline", "training")


@pytest.mark.parametrize("name", sorted(path.stem for path in BENCHMARKS.glob("[!_]*.py")))
def test_a_benchmark_can_be_imported(name: str) -> None:
    try:
        importlib.import_module(f"benchmarks.{name}")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in OURS:
            raise
        pytest.skip(f"needs {error.name}")


def test_the_readme_lists_every_command():
    rows = (BENCHMARKS / "README.md").read_text("utf-8").splitlines()
    listed = {name for row in rows for name in re.findall(r"`([a-z_]+)[^`]*`", row.split("|")[1] if "|" in row else "")}
    commands = {path.stem for path in BENCHMARKS.glob("*.py") if "__main__" in path.read_text("utf-8")}
    assert commands
    assert commands <= listed
