"""Unreadable files keep their rows, and many documents are removed from the tables only on request."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO

import pytest

from pipeline.cli import main
from pipeline.errors import NoInputError, RemovalError
from pipeline.read import files
from pipeline.runs.run import run
from tests.corpus import table_of
from tests.runs.releases import fresh, go, outputs, write_releases
from tests.stubs import analyse


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    write_releases(folder, 12)
    (folder / "sub").mkdir()
    write_releases(folder / "sub", 6, said="Below.\n")
    return folder


def rows(raw: Path, source: str) -> set[str]:
    documents = table_of(raw.parent / "out", "documents")
    return set(documents[documents["source"] == source]["document_id"])


def failing(monkeypatch: pytest.MonkeyPatch, name: str, error: OSError) -> None:
    """Within this context, reading and listing fail below this name."""
    local, scandir = files.open_local, files.os.scandir

    def opened(path: Path) -> IO[bytes]:
        if name in path.as_posix():
            raise error
        return local(path)

    def listed(path):
        if name in str(path):
            raise error
        return scandir(path)

    monkeypatch.setattr(files, "open_local", opened)
    monkeypatch.setattr(files.os, "scandir", listed)


@pytest.mark.parametrize(
    ("name", "quarantined", "stay"),
    [
        ("raw/release-03.txt", "release-03.txt", 1),
        ("raw/sub", "sub", 6),
        ("raw", ".", 18),
    ],
)
@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), TimeoutError("timed out")])
def test_rows_of_unreadable_files_stay_and_the_files_are_reported(
    raw: Path, monkeypatch: pytest.MonkeyPatch, name: str, quarantined: str, stay: int, error: OSError
) -> None:
    go(raw)
    before = outputs(raw)
    with monkeypatch.context() as patched:
        failing(patched, name, error)
        told = go(raw)
    assert (told.removed, told.unchanged, told.documents, told.exit_code) == (0, 18, 18, 1)
    (row,) = table_of(raw.parent / "out", "quarantine").to_dict("records")
    assert (row["source"], row["reason"]) == (quarantined, "unreadable")
    assert f"its {stay} documents are kept as they were" in row["detail"]
    assert {n for n, data in outputs(raw).items() if before[n] != data} == {"tables/quarantine.csv"}
    assert go(raw).exit_code == 0
    assert outputs(raw) == before


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("metadata.csv", "file,date\nrelease-03.txt,2023-05-04\n"),
        ("release-03.txt.meta.json", '{"date": "2023-05-04"}'),
        ("release-03.meta.json", '{"date": "2023-05-04"}'),
    ],
)
def test_an_unreadable_sidecar_leaves_its_releases_as_they_are(
    raw: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: str
) -> None:
    (raw / "sub" / name).write_text(data, "utf-8")
    go(raw)
    before = outputs(raw)
    with monkeypatch.context() as patched:
        failing(patched, name, OSError(5, "Input/output error"))
        told = go(raw)
    assert (told.processed, told.removed, told.exit_code) == (0, 0, 1)
    go(raw)
    assert outputs(raw) == before


def test_a_release_with_two_unreadable_sidecars_counts_once(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("release-03.txt.meta.json", "release-03.meta.json"):
        (raw / "sub" / name).write_text('{"date": "2023-05-04"}', "utf-8")
    documents = go(raw).documents
    failing(monkeypatch, "meta.json", OSError(5, "Input/output error"))
    told = go(raw)
    assert (told.processed, told.unchanged, told.quarantined) == (0, documents, 2)


def test_a_partly_read_file_is_not_taken_for_the_whole(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go(raw)
    local = files.open_local
    monkeypatch.setattr(
        files, "open_local", lambda path: BytesIO(path.read_bytes()[:40]) if "03" in path.name else local(path)
    )
    assert (go(raw).processed, go(raw).quarantined) == (0, 2)


@pytest.mark.parametrize(
    ("documents", "gone", "refused"),
    [(4, 3, False), (5, 1, False), (5, 2, True), (12, 2, False), (12, 3, True), (12, 11, True)],
)
def test_many_documents_are_removed_only_on_request(tmp_path: Path, documents: int, gone: int, refused: bool) -> None:
    raw = tmp_path / "raw"
    write_releases(raw, documents)
    go(raw)
    before = outputs(raw)
    for path in sorted(raw.iterdir())[:gone]:
        path.unlink()
    if refused:
        with pytest.raises(RemovalError, match=f"{gone} of {documents} documents are missing from the input") as told:
            go(raw)
        assert told.value.exit_code == 2
        assert outputs(raw) == before
    assert run(raw, tmp_path / "out", analyse=analyse, allow_removal=refused).removed == gone
    assert outputs(raw) == fresh(raw)


def test_records_that_leave_a_file_count_too(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    lines = [f'{{"id": "r{n}", "text": "Release {n} of ABC"}}\n' for n in range(10)]
    (raw / "a.jsonl").write_text("".join(lines), "utf-8")
    go(raw)
    before = outputs(raw)
    (raw / "a.jsonl").write_text("".join(lines[:7]), "utf-8")
    with pytest.raises(RemovalError, match="3 of 10"):
        go(raw)
    assert outputs(raw) == before


def test_the_command_takes_the_option(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(raw.parent / "out")
    go(raw)
    for path in (raw / "sub").iterdir():
        path.unlink()
    assert main(["run", str(raw), out]) == 2
    assert "--allow-removal" in capsys.readouterr().err


class Storage:
    """A file system of fsspec that fails."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def open(self, name: str, mode: str) -> None:
        raise self._error

    def find(self, root: str, detail: bool) -> dict[str, object]:
        raise self._error


@pytest.mark.parametrize("error", [TimeoutError(), PermissionError(13, "no"), RuntimeError("NoCredentialsError")])
def test_a_failing_storage_is_reported(error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsspec = pytest.importorskip("fsspec")
    with pytest.raises(files.ReadError, match="cannot be read"):
        files.read_bytes(files.SourceFile("a.txt", partial(Storage(error).open, "a.txt", "rb"), 5), 100)
    monkeypatch.setattr(fsspec.core, "url_to_fs", lambda address: (Storage(error), "root"))
    with pytest.raises(NoInputError, match="cannot be listed"):
        run("s3://bucket/releases", tmp_path / "out", analyse=analyse)
