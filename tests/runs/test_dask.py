"""A run on a Dask cluster of two workers gives the same bytes as one process, even if a worker is killed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.cluster import kill_one
from pipeline import cli
from pipeline.records import Record
from pipeline.runs import process as process_module
from pipeline.runs.engines import NoClusterError
from pipeline.runs.process import Prepared
from pipeline.runs.run import run
from pipeline.settings import Settings
from tests import stubs
from tests.conftest import ROOT
from tests.corpus import table_of

dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")
RELEASE = "A headline for number {n}\n\nAnna {middle}Berg of ABC and Carl Dahl of XYZ said “It is {n}.”\n"
COUNT = 40


def analyse(prepared: Sequence[Prepared], settings: Settings) -> Iterator[Sequence[Record]]:
    """The stub, slowed down; the first worker that meets the mark KILL dies, the second continues."""
    for item in prepared:
        time.sleep(0.02)
        if "KILL" in item.repaired.text:
            flag = Path(item.repaired.text.split("KILL ")[1].split()[0])
            if not flag.exists():
                flag.touch()
                os._exit(1)
    yield from stubs.analyse(prepared, settings)


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(process_module, "BATCH_DOCUMENTS", 4)
    folder = tmp_path / "raw"
    folder.mkdir()
    for n in range(COUNT):
        middle = "Maria " if n == 5 else ""
        (folder / f"release-{n:02}.txt").write_text(RELEASE.format(n=n, middle=middle), "utf-8")
    return folder


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        yield cluster.scheduler_address


def outputs(out: Path) -> dict[str, bytes]:
    files = [path for folder in ("tables", "text") for path in (out / folder).iterdir()]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes_and_does_nothing_twice(raw: Path, tmp_path: Path, scheduler: str) -> None:
    run(raw, tmp_path / "one", analyse=analyse)
    done = run(raw, tmp_path / "cluster", analyse=analyse, engine="dask", scheduler=scheduler)
    assert done.processed == COUNT
    assert outputs(tmp_path / "cluster") == outputs(tmp_path / "one")
    again = run(raw, tmp_path / "cluster", analyse=analyse, engine="dask", scheduler=scheduler)
    assert (again.processed, again.unchanged) == (0, COUNT)


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes_with_the_real_model(tmp_path: Path, scheduler: str) -> None:
    run(ROOT / "raw", tmp_path / "one")
    done = run(ROOT / "raw", tmp_path / "cluster", engine="dask", scheduler=scheduler)
    assert done.processed > 0
    assert outputs(tmp_path / "cluster") == outputs(tmp_path / "one")


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_costs_nothing(raw: Path, tmp_path: Path, scheduler: str) -> None:
    (raw / "release-20b.txt").write_text(f"A headline\n\nAnna Berg of ABC. KILL {tmp_path / 'killed'} now.", "utf-8")
    done = run(raw, tmp_path / "cluster", analyse=analyse, engine="dask", scheduler=scheduler)
    assert (tmp_path / "killed").exists()
    assert (done.processed, done.quarantined) == (COUNT + 1, 0)
    run(raw, tmp_path / "one", analyse=analyse)
    assert outputs(tmp_path / "cluster") == outputs(tmp_path / "one")


@pytest.mark.slow
def test_a_worker_killed_over_the_real_model_costs_nothing(
    tmp_path: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_module, "BATCH_DOCUMENTS", 1)
    with distributed.Client(scheduler, set_as_default=False) as client:
        client.wait_for_workers(2)
        listen = kill_one(client, 2)
        done = run(ROOT / "raw", tmp_path / "cluster", engine="dask", scheduler=scheduler, progress=listen)
    assert listen.killed, "the run was over before a worker was killed"
    assert done.quarantined == 0
    run(ROOT / "raw", tmp_path / "one")
    assert outputs(tmp_path / "cluster") == outputs(tmp_path / "one")


@pytest.mark.slow
def test_a_document_that_kills_every_worker_is_quarantined(raw: Path, tmp_path: Path) -> None:
    (raw / "release-20b.txt").write_text("A headline\n\nCRASH here", "utf-8")
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
    ):
        out = tmp_path / "cluster"
        done = run(raw, out, analyse=analyse, engine="dask", scheduler=cluster.scheduler_address)
    assert done.processed == COUNT
    (row,) = table_of(out, "quarantine").to_dict("records")
    assert (row["source"], row["stage"], row["reason"]) == ("release-20b.txt", "extract", "crashed")


@pytest.mark.slow
def test_a_stopped_run_continues_where_it_was(raw: Path, tmp_path: Path, scheduler: str) -> None:
    class StoppedError(Exception):
        pass

    def stop(progress: Any) -> None:
        if progress.documents >= COUNT // 2:
            raise StoppedError

    out = tmp_path / "cluster"
    with pytest.raises(StoppedError):
        run(raw, out, analyse=analyse, engine="dask", scheduler=scheduler, progress=stop)
    done = run(raw, out, analyse=analyse, engine="dask", scheduler=scheduler)
    assert (done.processed, done.unchanged) == (COUNT // 2, COUNT // 2)
    run(raw, tmp_path / "one", analyse=analyse)
    assert outputs(out) == outputs(tmp_path / "one")


@pytest.mark.parametrize("address", [None, "", "zed", "tcp://zed"], ids=["none", "empty", "a word", "no port"])
def test_an_address_is_needed(
    raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], address: str | None
) -> None:
    with pytest.raises(NoClusterError, match="--scheduler tcp://HOST:8786"):
        run(raw, tmp_path / "out", analyse=analyse, engine="dask", scheduler=address)
    assert cli.main(["run", str(raw), str(tmp_path / "out"), "--engine", "dask"]) == 2
    assert "--scheduler" in capsys.readouterr().err
