"""`communique doctor` finds what is missing, the completion scripts complete, and the man page matches the code."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from benchmarks import reference
from pipeline import doctor
from pipeline.cli import main
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_doctor_knows_the_extras_of_the_project() -> None:
    assert set(doctor.PURPOSES) == set(PROJECT["optional-dependencies"])


def test_doctor_says_what_is_installed_and_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = version
    monkeypatch.setattr(doctor, "installed", lambda name: None if name == "warcio" else there(name))
    assert main(["doctor", str(tmp_path / "out")]) == 0
    out = capsys.readouterr().out
    assert f"ok      spacy {there('spacy')}" in out
    assert "ok      the model works" in out
    remedy = f"{sys.executable} -m pip install 'communique[warc]'"
    assert f"missing extra warc (web archives (WARC)): no warcio; {remedy}" in out
    assert "GB free" in out


def test_a_program_that_is_not_installed_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = version
    monkeypatch.setattr(doctor, "installed", lambda name: None if name == "communique" else there(name))
    assert main(["doctor", str(tmp_path)]) == 0
    assert "missing communique runs from its sources" in capsys.readouterr().out


def test_a_damaged_model_and_a_full_disk_are_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def damaged(text: str) -> None:
        raise ValueError("cut off")

    monkeypatch.setattr("pipeline.extract", damaged, raising=False)
    monkeypatch.setattr(doctor, "ROOM", 10**18)
    assert main(["doctor", str(tmp_path)]) == 2
    out = capsys.readouterr().out
    assert "WRONG   the model does not work (ValueError: cut off)" in out
    assert "a run needs more" in out


@pytest.mark.parametrize(
    ("words", "want"),
    [
        (["communique", "exp"], ["explain"]),
        (["communique", "run", "--dry"], ["--dry-run"]),
        (["communique", "tables", "--format", "gra"], ["graphml"]),
        (["communique", "run", "READ"], ["README.md"]),
    ],
)
def test_bash_completes(words: list[str], want: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "bash"]) == 0
    script = capsys.readouterr().out
    quoted = " ".join(f"'{w}'" for w in words)
    ask = f"COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _communique; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    done = subprocess.run(["bash", "-c", f"{script}\n{ask}"], capture_output=True, text=True, cwd=ROOT)
    assert (done.stdout.split(), done.stderr) == (want, "")


@pytest.mark.parametrize(("shell", "check"), [("zsh", ["zsh", "-n"]), ("fish", ["fish", "--no-execute"])])
def test_scripts_of_other_shells_are_well_formed(
    shell: str, check: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "--dry-run" in script or "-l dry-run" in script
    if shutil.which(check[0]):
        path = tmp_path / "script"
        path.write_text(script, "utf-8")
        assert subprocess.run([*check, str(path)], capture_output=True).returncode == 0


def test_the_man_page_matches_the_code_and_is_installed() -> None:
    assert reference.MAN_PAGE.read_text("utf-8") == reference.man_page(), "run `python -m benchmarks.reference`"
    files = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["data-files"]
    assert files == {"share/man/man1": [reference.MAN_PAGE.relative_to(ROOT).as_posix()]}


@pytest.mark.skipif(not shutil.which("groff"), reason="groff reads man pages")
def test_groff_reads_the_man_page_without_a_warning() -> None:
    command = ["groff", "-man", "-ww", "-K", "utf8", "-T", "utf8", str(reference.MAN_PAGE)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    for command in ("run", "review", "completion"):
        assert f"\n   {command}\n" in re.sub(r"\x1b\[[\d;]*m", "", done.stdout)
