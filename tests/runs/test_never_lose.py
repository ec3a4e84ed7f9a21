"""A run that is killed, interrupted or cannot write loses no existing output, and the next run ends the same."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sqlite3
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.errors import OutputError, RunError
from pipeline.runs.run import run
from pipeline.tables.files import locked
from tests.runs.releases import ROOT, Forked, child, fresh, go, outputs, write_releases
from tests.stubs import analyse, stopping


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    write_releases(folder, 12)
    return folder


def old_and_new(raw: Path, count: int) -> tuple[dict[str, bytes], dict[str, bytes], Path]:
    """The outputs before and after half of the releases changed; `raw` is the new state, a copy of the old output is
    kept beside it."""
    write_releases(raw, count, said="Old words.\n")
    old = fresh(raw)
    shutil.copytree(raw.parent / "out", raw.parent / "old")
    write_releases(raw, count // 2, said="New words.\n")
    new = fresh(raw)
    return old, new, raw.parent / "old"


def restored(raw: Path, kept: Path) -> None:
    shutil.rmtree(raw.parent / "out")
    shutil.copytree(kept, raw.parent / "out")


@pytest.mark.parametrize(("trials", "count"), [(4, 24), pytest.param(100, 200, marks=pytest.mark.slow)])
def test_killed_at_any_moment_nothing_is_torn_and_the_next_run_ends_the_same(
    raw: Path, trials: int, count: int
) -> None:
    old, new, kept = old_and_new(raw, count)
    restored(raw, kept)
    begun = time.perf_counter()
    Forked(raw).end()
    whole = time.perf_counter() - begun
    assert outputs(raw) == new
    chance = random.Random(trials)
    killed = 0
    while killed < trials:
        restored(raw, kept)
        if killed % 4 == 3:
            shutil.rmtree(raw.parent / "out")  # the very first run
        running = Forked(raw, engine="processes" if killed % 10 == 9 else "inline")
        time.sleep(chance.uniform(0, whole))
        running.end(signal.SIGKILL)
        killed += running.returncode != 0
        if not running.returncode:
            whole *= 0.9  # the machine was busier when the whole run was timed
        there = outputs(raw) if (raw.parent / "out" / "text").exists() else {}
        torn = {name for name, data in there.items() if data not in (old.get(name), new.get(name))}
        assert {name for name in torn if not name.endswith(".part")} == set()
        go(raw)
        assert outputs(raw) == new


@pytest.mark.slow
def test_killed_with_the_real_model_the_next_run_ends_the_same(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    shutil.copytree(ROOT / "raw", raw)
    write_releases(raw, 2)
    run(raw, out)
    want = outputs(raw)
    begun = time.perf_counter()
    shutil.rmtree(out)
    child(raw, analyse="None").communicate()
    whole = time.perf_counter() - begun
    assert outputs(raw) == want
    chance = random.Random(10)
    for _ in range(10):
        shutil.rmtree(out)
        running = child(raw, analyse="None")
        time.sleep(chance.uniform(whole * 0.3, whole))
        running.kill()
        running.communicate()
        run(raw, out)
        assert outputs(raw) == want


def test_interrupted_a_run_keeps_what_is_done(raw: Path) -> None:
    want = fresh(raw)
    shutil.rmtree(raw.parent / "out")
    running = Forked(raw, analyse=partial(stopping, gate=raw.parent / "gate"))
    _wait_for(lambda: _stored(raw) > 0)
    assert "Traceback" not in running.end(signal.SIGINT)
    assert running.returncode == 130
    again = go(raw)
    assert again.unchanged >= 3
    assert again.processed + again.unchanged == 12
    assert outputs(raw) == want


def test_the_command_says_that_what_is_done_is_saved(monkeypatch: pytest.MonkeyPatch, capsys, raw: Path) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.runs.run.run", interrupted)
    assert main(["run", str(raw), str(raw.parent / "out")]) == 130
    assert "what was done is saved" in capsys.readouterr().err


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_no_process_is_left_behind(raw: Path, sign: signal.Signals) -> None:
    running = Forked(raw, analyse=partial(stopping, gate=raw.parent / "gate"), engine="processes", workers=1)
    _wait_for(lambda: _stored(raw) > 0)
    running.end(sign, all_of_it=sign is signal.SIGINT)  # a terminal sends the signal to all processes
    assert running.returncode != 0
    (raw.parent / "gate").touch()

    def gone() -> bool:
        try:
            os.killpg(running.pid, 0)
        except ProcessLookupError:
            return True
        return False

    _wait_for(gone)
    go(raw)
    assert outputs(raw) == fresh(raw)


def _stored(raw: Path) -> int:
    """The number of releases stored so far."""
    store = raw.parent / "out" / "communique.sqlite"
    if not store.exists():
        return 0
    db = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    try:
        return int(db.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.OperationalError:  # the tables are being made
        return 0
    finally:
        db.close()


def _wait_for(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 180
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize(
    "share", [0.0, 0.9, *(pytest.param(s, marks=pytest.mark.slow) for s in (0.01, 0.1, 0.5, 0.99))]
)
def test_a_full_disk_is_reported_and_leaves_the_old_outputs(raw: Path, share: float) -> None:
    old, new, kept = old_and_new(raw, 12)
    restored(raw, kept)
    largest = int((raw.parent / "out" / "communique.sqlite").stat().st_size * share)
    running = Forked(raw, limit=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)))
    told = running.end()
    assert running.returncode == 2, told
    assert "cannot be written" in told
    assert "Traceback" not in told
    assert outputs(raw) == old
    go(raw)
    assert outputs(raw) == new


@pytest.mark.parametrize("at", [0, 7, 22, 24])
def test_a_disk_that_fills_up_while_tables_are_written(raw: Path, at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new, kept = old_and_new(raw, 12)
    restored(raw, kept)
    calls = iter(range(1000))

    def full(_: int) -> None:
        if next(calls) == at:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"out: cannot be written \(No space left"):
        go(raw)
    assert outputs(raw) in (old, new)
    assert not list((raw.parent / "out").rglob("*.part"))
    monkeypatch.undo()
    go(raw)
    assert outputs(raw) == new
    assert all(line.count(",") > 10 for line in (raw.parent / "out" / "runs.csv").read_text("utf-8").splitlines())


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may read; those of pytest belong to one user only."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def as_nobody(work: Callable[[], object]) -> tuple[int, str]:
    """Exit code and message of a run by a user without permissions (root may write everywhere)."""
    read, write = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            if not os.geteuid():
                os.setuid(65534)
            work()
            os._exit(0)
        except RunError as error:
            os.write(write, str(error).encode())
            os._exit(error.exit_code)
        finally:
            os._exit(99)
    os.close(write)
    told = os.read(read, 10_000).decode()
    os.close(read)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), told


@pytest.mark.parametrize("existing", [True, False])
def test_a_read_only_output_is_reported_and_left(open_folder: Path, existing: bool) -> None:
    raw, out = open_folder / "raw", open_folder / "out"
    write_releases(raw, 3)
    if existing:
        go(raw)
        before = outputs(raw)
        (raw / "release-01.txt").write_text("Changed.", "utf-8")
        for path in (out, *out.rglob("*")):
            path.chmod(stat.S_IMODE(path.stat().st_mode) & 0o555)
    else:
        open_folder.chmod(0o555)
    code, told = as_nobody(lambda: go(raw))
    assert (code, "cannot be written (Permission denied)" in told) == (2, True), told
    open_folder.chmod(0o755)
    for path in (out, *out.rglob("*")) if existing else ():
        path.chmod(0o755)
    assert outputs(raw) == before if existing else not out.exists()


def test_the_second_of_two_runs_stops_with_its_own_exit_code(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    running = Forked(raw, analyse=partial(stopping, gate=raw.parent / "gate"))
    _wait_for(lambda: (raw.parent / "out" / "communique.sqlite").exists())
    assert main(["run", str(raw), str(raw.parent / "out")]) == 3
    assert "another run is writing here" in capsys.readouterr().err
    assert main(["tables", str(raw.parent / "out")]) == 3
    (raw.parent / "gate").touch()
    assert running.end() == "12 0\n"
    assert running.returncode == 0
    with locked(raw.parent / "out"):
        pass


BACKWARDS = """
class _Listed(list):
    def __init__(self, found): super().__init__(reversed(list(found)))
    def __enter__(self): return self
    def __exit__(self, *_): pass
real = os.scandir
os.scandir = lambda at: _Listed(real(at))
"""


def test_the_outputs_depend_on_the_input_alone(raw: Path) -> None:
    """All at once: another order of files and of sets, another locale and time zone, other processes."""
    (raw / "café-ñ.txt").write_text("Ünï of ÄÖÜ said “é”.", "utf-8")
    want = fresh(raw)
    shutil.rmtree(raw.parent / "out")
    env = {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONUTF8": "0"}
    running = child(raw, before=BACKWARDS, engine="processes", workers=1, env=env)
    assert running.communicate()[1] == ""
    assert outputs(raw) == want


@pytest.mark.slow
def test_the_outputs_of_the_real_model_depend_on_the_input_alone(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    shutil.copytree(ROOT / "raw", raw)
    run(raw, out)
    want = outputs(raw)
    for engine, workers, env in (
        ("inline", 1, {"PYTHONHASHSEED": "1", "LC_ALL": "C", "OMP_NUM_THREADS": "2", "TZ": "Asia/Tokyo"}),
        ("processes", 2, {"PYTHONHASHSEED": "2"}),
    ):
        shutil.rmtree(out)
        child(raw, analyse="None", engine=engine, workers=workers, env=env).communicate()
        assert outputs(raw) == want
    files = {path.name: path.read_bytes() for path in raw.iterdir()}
    shutil.rmtree(out)
    for path in list(raw.iterdir()):
        path.unlink()
    for name in sorted(files, reverse=True):  # one by one, so that each release is analysed alone
        (raw / name).write_bytes(files[name])
        run(raw, out)
    assert outputs(raw) == want


def test_a_log_line_is_written_whole_or_not_at_all(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go(raw)
    log = raw.parent / "out" / "runs.csv"
    before = log.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.runs.versions.write_whole", full)
    with pytest.raises(OutputError):
        run(raw, raw.parent / "out", analyse=analyse)
    assert log.read_bytes() == before
