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


def test_the_readme_lists_every_command() -> None:
    """By its name, or by the target of the Makefile that runs it."""
    readme = (BENCHMARKS / "README.md").read_text("utf-8")
    made = re.findall(r"(?m)^([a-z-]+):.*\n((?:\t.*\n)+)", (BENCHMARKS.parent / "Makefile").read_text("utf-8"))
    listed = {
        name for target, lines in made if f"make {target}" in readme for name in re.findall(r"benchmarks\.(\w+)", lines)
    }
    listed |= set(re.findall(r"benchmarks\.(\w+)", readme))
    commands = {path.stem for path in BENCHMARKS.glob("*.py") if "__main__" in path.read_text("utf-8")}
    assert commands
    assert commands <= listed
