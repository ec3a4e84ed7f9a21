"""A document that crashes, blocks or outgrows its worker loses only itself; so does a file that cannot be read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline import load_tables
from pipeline.errors import RunError
from pipeline.read.blob import SUFFIXES
from pipeline.runs import engines, incremental
from pipeline.runs import worker as module
from pipeline.runs.run import run
from pipeline.runs.worker import BrokenWorkerError, Worker
from tests.runs.releases import fresh, go, outputs, write_releases
from tests.runs.tasks import answer, grow, hostile, loop, sleep

linux = pytest.mark.skipif(sys.platform != "linux", reason="the system cannot limit memory")


@pytest.mark.parametrize(
    ("task", "seconds", "cause"),
    [
        (loop, 0.2, "time"),
        (sleep, 0.1, "time"),
        pytest.param(grow, 30.0, "memory", marks=linux),
        (os.abort, 30, "died"),
    ],
)
def test_a_worker_that_breaks_is_replaced(task, seconds: float, cause: str) -> None:
    worker = Worker()
    try:
        assert worker.do(answer, 1, seconds=30) == 2
        with pytest.raises(BrokenWorkerError) as broken:
            worker.do(task, seconds=seconds)
        assert broken.value.cause == cause
        assert worker.do(answer, 2, seconds=30) == 3
    finally:
        worker.close()


def test_a_worker_that_is_closed_while_it_starts_does_nothing_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    worker, started = Worker(), []

    class ClosedMeanwhile(subprocess.Popen):
        def __init__(self, *args: Any, **named: Any) -> None:
            super().__init__(*args, **named)
            started.append(self)
            worker.close()

    monkeypatch.setattr(subprocess, "Popen", ClosedMeanwhile)
    with pytest.raises(BrokenWorkerError):
        worker.do(answer, 1, seconds=30)
    assert started[0].poll() is not None


def test_a_worker_imports_nothing_from_the_folder_it_is_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "random.py").write_text("x = 1\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*filter(None, sys.path)])
    worker = Worker()
    assert worker.do(answer, 1, seconds=30) == 2
    worker.close()


def test_a_worker_that_is_interrupted_while_it_starts_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(subprocess.Popen):
        def __init__(self, *args: Any, **named: Any) -> None:
            super().__init__(*args, **named)
            self.send_signal(signal.SIGINT)

    monkeypatch.setattr(subprocess, "Popen", Interrupted)
    worker = Worker()
    assert worker.do(answer, 1, seconds=30) == 2
    worker.close()


@pytest.mark.parametrize("engine", ["inline", "processes"])
@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("#!/bin/sh\nexec sleep 60", r"python: no worker started in 0\.1 s"),
        ("no program", r"python: no worker can be started \(Exec format error\)"),
        ("#!/bin/sh\nexit 1", r"python: a worker ended before its task began; .* run again"),
    ],
)
def test_a_worker_that_does_not_start_stops_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: engines.Engine, does: str, told: str
) -> None:
    program = tmp_path / "python"
    program.write_text(f"{does}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(module, "STARTS", 0.1 if "sleep" in does else 60)
    write_releases(tmp_path / "raw", 2)
    (tmp_path / "raw" / "page.html").write_text("<p>Anna Berg of ABC.</p>" + " " * 1_000_000, "utf-8")
    with pytest.raises(RunError, match=told):
        run(tmp_path / "raw", tmp_path / "out", analyse=answer, engine=engine)


def test_an_exception_of_a_task_is_raised_in_the_parent() -> None:
    worker = Worker()
    with pytest.raises(ZeroDivisionError):
        worker.do(divmod, 1, 0, seconds=30)
    assert worker.do(divmod, 7, 2, seconds=30) == (3, 1)
    worker.close()


@linux
def test_a_document_that_takes_too_much_is_kept_without_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "SECONDS", 1.2)
    raw, out = tmp_path / "raw", tmp_path / "out"
    write_releases(raw, 4)
    want = fresh(raw)
    for word in ("LOOP", "GROW", "KILL"):
        (raw / f"{word}.txt").write_text(f"A headline\n\nAnna Berg of ABC. {word}\n", "utf-8")
    run(raw, out, analyse=hostile, engine="processes", workers=2)
    tables = load_tables(out)
    assert tables["quarantine"][["source", "reason"]].to_numpy().tolist() == [["KILL.txt", "crashed"]]
    found = tables["findings"][tables["findings"]["kind"] == "too_complex"]
    assert dict(zip(found["document_id"], found["detail"].str.extract(r"too much (\w+)")[0], strict=True)) == {
        "LOOP": "time",
        "GROW": "memory",
    }
    releases = {f"release-{n:02}" for n in range(4)}
    for table in ("documents", "sections"):
        assert set(tables[table]["document_id"]) == releases | {"LOOP", "GROW"}
    assert set(tables["mentions"]["document_id"]) == releases
    assert (out / "text" / "LOOP.txt").exists()
    for name in ("text/release-00.txt", "tables/people.csv", "tables/mentions.csv", "tables/quotes.csv"):
        assert outputs(raw)[name] == want[name]


@linux
def test_a_mail_that_takes_all_memory_is_reported_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incremental, "SECONDS", 4.0)
    raw = tmp_path / "raw"
    write_releases(raw, 2)
    words = "=?utf-8?q?=41?= " * 35_000
    (raw / "odd.eml").write_text(f"Subject: {words}\nContent-Type: text/plain\n\nAnna Berg of ABC spoke.\n", "utf-8")
    (raw / "good.eml").write_text("Subject: Rates\nContent-Type: text/plain\n\nAnna Berg of ABC spoke.\n", "utf-8")
    go(raw)
    tables = load_tables(tmp_path / "out")
    assert set(tables["documents"]["source"]) >= {"good.eml", "release-00.txt", "release-01.txt"}
    refused = tables["quarantine"][["source", "reason"]].to_numpy().tolist()
    assert refused in ([], [["odd.eml", "crashed"]])


@pytest.mark.parametrize("suffix", [s for s in SUFFIXES if s != "gz"])
def test_every_format_but_plain_text_is_read_in_a_worker(suffix: str) -> None:
    assert incremental.is_parsed(f"A release.{suffix.upper()}") != (suffix in incremental.PLAIN)
    assert incremental.is_parsed(f"release.{suffix}.gz") != (suffix in incremental.PLAIN)
