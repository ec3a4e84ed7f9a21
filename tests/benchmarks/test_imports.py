"""Every benchmark can be imported, so that a name that moved in pipeline/ does not break one unnoticed."""

import importlib

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
