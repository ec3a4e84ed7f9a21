"""One real run over raw/, shared by the tests that read its tables."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]
MEMORY = Path("/dev/shm")
ROOM = 4_000_000_000

if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    # a run syncs to disk after each batch and each table, and the tests make a thousand runs
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


# so that a test does not fail because the machine is busy
settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")


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
