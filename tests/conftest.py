"""One real run over raw/, shared by the tests that read its tables."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def processed(tmp_path_factory):
    """The output folder of a run over the project's own raw/, with the real model."""
    from pipeline import run

    out = tmp_path_factory.mktemp("processed")
    run(ROOT / "raw", out)
    return out


@pytest.fixture(scope="session")
def tables(processed):
    """The tables of that run as data frames."""
    from pipeline import load_tables

    return load_tables(processed)
