"""Ownership of output folders: foreign folders are not touched, and outputs are never read as input."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.paths import MARKER
from pipeline.runs.run import run
from tests.runs.releases import go, write_releases
from tests.stubs import analyse


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    write_releases(folder, 3)
    return folder


def state(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("there", "refused"),
    [
        ([], ""),
        (["README.md", ".gitignore", ".DS_Store"], ""),
        (["thesis.docx"], "holds 'thesis.docx', which is not our output"),
        (["report/index.html", "tables/people.csv", "text/a.txt.part"], "'report' and 2 more"),
        (["communique.sqlite"], "which is not our output"),
    ],
)
def test_a_folder_with_other_things_is_refused(raw: Path, there: list[str], refused: str) -> None:
    out = raw.parent / "out"
    out.mkdir()
    for name in there:
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_text("mine", "utf-8")
    before = state(out)
    if refused:
        with pytest.raises(OutputError, match=refused):
            go(raw)
        assert state(out) == before
    else:
        assert go(raw).documents == 3
        assert (out / MARKER).is_file()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "out: is a file; give a folder"),
        (MARKER, rf"out/{MARKER}: cannot be written \(Is a directory\)"),
        ("tables/people.csv", r"out/tables/people\.csv: cannot be written \(Is a directory\)"),
    ],
)
def test_a_file_in_place_of_a_folder_or_the_other_way_round_is_named(raw: Path, name: str, told: str) -> None:
    out = raw.parent / "out"
    if name:
        go(raw)
        (out / name).unlink()
        (out / name).mkdir()
    else:
        out.write_text("mine", "utf-8")
    with pytest.raises(OutputError, match=told):
        go(raw)


def test_the_output_of_an_earlier_version_is_ours(raw: Path) -> None:
    go(raw)
    (raw.parent / "out" / MARKER).unlink()
    assert go(raw).unchanged == 3


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"store_sha256": 7, "decisions": "x"}', b"[" * 100_000])
def test_a_folder_with_a_damaged_marker_is_recognised_by_its_store(raw: Path, damage: bytes) -> None:
    go(raw)
    (raw.parent / "out" / MARKER).write_bytes(damage)
    assert go(raw).unchanged == 3


@pytest.mark.parametrize(
    ("source", "out"),
    [("raw", "raw"), ("raw", "raw/out"), ("raw/sub", "raw"), ("raw", "raw/sub/../out"), ("link", "raw/out"),
     ("file://{}/raw", "raw/out")],
)  # fmt: skip
def test_an_output_that_the_run_would_read_is_refused(raw: Path, source: str, out: str) -> None:
    root = raw.parent
    (raw / "sub").mkdir()
    (root / "link").symlink_to(raw)
    before = state(root)
    place = source.format(root) if "://" in source else root / source
    with pytest.raises(OutputError, match="a run would read what it wrote"):
        run(place, root / out, analyse=analyse)
    assert state(root) == before


def test_a_disk_without_locks_is_not_taken_for_another_run(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refused)
    with pytest.raises(OutputError, match="No locks available"):
        go(raw)
