"""`run --dry-run` says what the run then does, and `run --watch` runs when files arrive."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from pipeline.config import ConfigError
from pipeline.corrections.file import CorrectionsError
from pipeline.errors import NoInputError, RemovalError, RunError
from pipeline.runs.run import run, settings_of
from pipeline.runs.terminal import plan, watch
from tests.stubs import analyse

CONFIG = "[[publisher]]\nfiles = '*.txt'\nname = '{name}'\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / name).write_text(f"A release {name}.")
    return folder


def steps(raw: Path, **options: bool) -> dict[str, str]:
    found = plan(raw, raw.parent / "out", settings_of(raw, None), None, **options)
    return {s.source: f"{s.what}: {s.why}" for s in found}


def test_a_dry_run_says_why_each_file_is_processed(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.runs.terminal.model_version", lambda model: "none")  # the stub has no model
    out = raw.parent / "out"
    assert steps(raw) == dict.fromkeys(("a.txt", "b.txt", "c.txt"), "process: new")
    assert not out.exists(), "nothing is written"
    (raw / "g.txt").write_bytes(b"\xef\xbb\xbf\n")  # nothing is left of it after the repair
    run(raw, out, analyse=analyse)
    assert steps(raw) == dict.fromkeys(("a.txt", "b.txt", "c.txt", "g.txt"), "keep: nothing changed")
    assert run(raw, out, analyse=analyse).quarantined == 1
    (raw / "g.txt").unlink()
    (raw / "a.txt").write_text("Another.")
    (raw / "b.txt").unlink()
    (raw / "d.txt").write_text("")
    (raw / "f.pages").write_text("A letter.")
    (raw / "e.txt.meta.json").write_text('{"date": "2023-09-27"}')
    found = steps(raw)
    assert found.pop("d.txt").startswith("refuse: the file is empty")
    assert found.pop("f.pages").endswith("save it as .docx or .pdf")
    assert found.pop("e.txt.meta.json").startswith("refuse: e.txt: no such file")
    assert found == {
        "a.txt": "process: changed: the file, its metadata or a decision about its date",
        "b.txt": "remove: it is no longer there", "c.txt": "keep: nothing changed",
    }  # fmt: skip
    summary = run(raw, out, analyse=analyse)
    assert (summary.processed, summary.unchanged, summary.removed, summary.quarantined) == (1, 1, 1, 3)
    (raw.parent / "communique.toml").write_text(CONFIG.format(name="Ministry"))
    assert steps(raw)["c.txt"] == "process: changed: the settings"


CHANGED = "process: changed: the settings"


@pytest.mark.parametrize(
    ("before", "after", "want", "why"),
    [
        ("files = 'a*'", "files = 'a*'\ncountry = 'UZB'", {"a.txt"}, "one entry has changed"),
        ("files = 'a*'\ncountry = 'UZB'", "files = 'b*'\ncountry = 'UZB'", {"a.txt", "b.txt"}, "fits other files"),
        ("files = 'a*'\ncountry = 'UZB'", "files = 'a.txt'\ncountry = 'UZB'", set(), "fits the same file"),
        ("files = 'z*'", "files = 'z*'\ncountry = 'UZB'", set(), "no file fits"),
    ],
)
def test_a_dry_run_lists_the_files_that_a_setting_of_a_publisher_affects(
    raw: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str, want: set[str], why: str
) -> None:
    monkeypatch.setattr("pipeline.runs.terminal.model_version", lambda model: "none")
    (raw.parent / "communique.toml").write_text(f"[[publisher]]\n{before}\n")
    run(raw, raw.parent / "out", analyse=analyse)
    (raw.parent / "communique.toml").write_text(f"[[publisher]]\n{after}\n")
    assert {source for source, step in steps(raw).items() if step == CHANGED} == want, why
    assert run(raw, raw.parent / "out", analyse=analyse).processed == len(want), why


def test_a_dry_run_refuses_what_the_run_would_refuse(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.runs.terminal.model_version", lambda model: "none")
    for n in range(3):
        (raw / f"{n}.txt").write_text(f"A release {n}.")
    run(raw, raw.parent / "out", analyse=analyse)
    for n in range(3):
        (raw / f"{n}.txt").unlink()
    with pytest.raises(RemovalError, match="3 of 6 documents are missing"):
        steps(raw)
    assert steps(raw, allow_removal=True)["0.txt"] == "remove: it is no longer there"


@pytest.mark.parametrize("address", ["{raw}", "file://{raw}"])
def test_watching_waits_until_a_file_is_whole_and_then_runs(
    address: str, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    parts = iter(range(8))

    def once() -> None:
        seen.append(sorted(p.read_text()[-9:] for p in raw.iterdir()))
        if len(seen) == 2:
            raise KeyboardInterrupt

    def another_writes(_: float) -> None:  # while the watch sleeps, so that the test depends on no clock
        with (raw / "d.txt").open("a") as file:
            file.writelines(f"part {n} of 8" for n in itertools.islice(parts, 1))

    monkeypatch.setattr("pipeline.runs.terminal.time.sleep", another_writes)
    with pytest.raises(KeyboardInterrupt):
        watch(address.format(raw=raw), once, print)
    assert len(seen[0]) == 3
    assert "rt 7 of 8" in seen[1]


@pytest.mark.parametrize(
    "error",
    [
        RemovalError("3 of 3 releases are gone"),
        ConfigError("line 2: is wrong"),
        CorrectionsError("line 3: open"),
        NoInputError("the folder is empty"),
    ],
)
def test_watching_continues_after_what_is_being_changed_is_wrong_for_a_while(
    raw: Path, monkeypatch: pytest.MonkeyPatch, error: RunError
) -> None:
    runs = 0
    told: list[str] = []

    def once() -> None:
        nonlocal runs
        runs += 1
        if runs == 2:
            raise KeyboardInterrupt
        (raw / "back.txt").write_text("A release that comes back.")
        raise error

    monkeypatch.setattr("pipeline.runs.terminal.INTERVAL", 0.05)
    with pytest.raises(KeyboardInterrupt):
        watch(raw, once, told.append)
    assert told == [f"{error}; trying again after a change"]
