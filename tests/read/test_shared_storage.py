"""Releases in shared storage: the same tables as from a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import NoInputError
from pipeline.read.files import discover_shared, input_folder, read_bytes
from pipeline.runs.run import run
from tests.stubs import analyse

fsspec = pytest.importorskip("fsspec")
FILES = {
    "a.txt": b"A headline\n\nAnna Berg of ABC spoke.",
    "more/b.txt": "Another\n\nCarl Dahl of XYZ said “It is so.”".encode(),
    ".hidden/c.txt": b"hidden",
    "more/.d.txt": b"hidden",
}


@pytest.fixture
def address() -> Iterator[str]:
    storage = fsspec.filesystem("memory")
    for name, data in FILES.items():
        storage.pipe_file(f"/releases/{name}", data)
    yield "memory://releases"
    storage.rm("/releases", recursive=True)


def test_files_are_found_sorted_and_hidden_ones_are_not(address: str) -> None:
    assert [(f.source, f.bytes) for f in discover_shared(address)] == [
        (name, len(FILES[name])) for name in ("a.txt", "more/b.txt")
    ]


def test_a_storage_need_not_know_the_sizes(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = fsspec.filesystem("memory")
    found = {name: about | {"size": None} for name, about in storage.find("/releases", detail=True).items()}
    monkeypatch.setattr(type(storage), "find", lambda *_, **__: found)
    files = discover_shared(address)
    assert [read_bytes(file, 1000) for file in files] == [FILES["a.txt"], FILES["more/b.txt"]]


def test_the_same_tables_as_from_a_folder(address: str, tmp_path: Path) -> None:
    for name, data in FILES.items():
        (tmp_path / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "raw" / name).write_bytes(data)
    assert run(address, tmp_path / "shared", analyse=analyse).processed == 2
    assert run(address, tmp_path / "shared", analyse=analyse).unchanged == 2
    run(tmp_path / "raw", tmp_path / "folder", analyse=analyse)
    for path in (tmp_path / "folder" / "tables").iterdir():
        assert (tmp_path / "shared" / "tables" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("address", ["memory://nothing-here", "steam://releases"])
def test_a_storage_without_releases_is_reported(address: str, tmp_path: Path) -> None:
    with pytest.raises(NoInputError):
        run(address, tmp_path / "out", analyse=analyse)


@pytest.mark.parametrize(
    ("raw", "folder"),
    [
        ("raw", Path("raw")),
        (Path("/a/b"), Path("/a/b")),
        ("file:///a%20b/raw", Path("/a b/raw")),
        ("file://localhost/a", Path("/a")),
        ("s3://bucket/raw", None),
        ("-", None),
    ],
)
def test_a_storage_address_is_distinguished_from_a_folder(raw: str | Path, folder: Path | None) -> None:
    assert input_folder(raw) == folder


def test_the_address_of_a_file_is_refused_as_a_path_is(address: str) -> None:
    with pytest.raises(NoInputError, match="is a file, not a folder"):
        discover_shared(f"{address}/a.txt")
