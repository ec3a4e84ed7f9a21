"""Which files are read, which ids they get, and why a file is not read."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from pipeline import load_tables
from pipeline.read.blob import Blob, ReadError, SourceDocument, document_id
from pipeline.read.files import SourceFile, discover, read_bytes
from pipeline.read.formats import read_documents
from pipeline.records import Quarantined
from pipeline.runs.run import run
from pipeline.settings import Limits, Settings
from tests.stubs import analyse


@pytest.mark.parametrize(
    ("source", "record", "want"),
    [
        ("ct-tech.txt", None, "ct-tech"),
        ("CT_tech.2.txt", None, "CT_tech.2.txt"),
        ("page.html", None, "page.html"),
        ("batch.jsonl", "7", "batch.jsonl.7"),
        ("batch.jsonl", "a_B-1", "batch.jsonl.a_B-1"),
        ("2023/a b.txt", None, "2023-a-b-"),
        ("a b.html", None, "a-b-html-"),
        ("Ташкент.txt", None, "ташкент-"),
        ("-.txt", None, "unnamed-"),
        ("batch.jsonl", "html", "batch-jsonl-html-"),
        ("batch.jsonl", "x/y", "batch-jsonl-x-y-"),
        ("a\nb.txt", None, "a-b-"),
        ("x" * 200 + ".txt", None, "x" * 50 + "-"),
    ],
)
def test_ids_are_readable(source: str, record: str | None, want: str) -> None:
    found = document_id(source, record)
    assert found == want or (want.endswith("-") and found.startswith(want) and len(found) == len(want) + 10)
    assert len(f"{found}.txt".encode()) < 255
    assert "/" not in found


def test_ids_of_different_sources_differ() -> None:
    sources = [
        ("a.txt", None), ("a", None), ("a.txt.txt", None), ("a.md", None), ("b/a.txt", None), ("b-a.txt", None),
        ("b a.txt", None), ("a.jsonl.txt", None), ("a.jsonl", "1"), ("a.jsonl.1.txt", None), ("a.jsonl", "txt"),
        ("a.jsonl.html", None), ("a.jsonl", "html"), ("a.jsonl", "1.txt"), ("A.txt", None), ("a .txt", None),
    ]  # fmt: skip
    ids = [document_id(*source) for source in sources]
    assert len(set(ids)) == len(sources) - 1, "only a.txt and a (which no format reads) have the same id"


def reasons(raw: Path, limits: Limits | None = None) -> dict[str, str]:
    """A dict from source to reason code, or to "read"."""
    found: dict[str, str] = {}
    for item in discover(raw):
        if isinstance(item, Quarantined):
            found[item.source] = item.reason
            continue
        try:
            data = read_bytes(item, (limits or Limits()).file_bytes)
        except ReadError as error:
            found[item.source] = error.reason
            continue
        for document in read_documents(Blob(item.source, item.name, data, Settings(limits=limits or Limits()))):
            found[item.source] = document.reason if isinstance(document, Quarantined) else "read"
    return found


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("good.txt", b"A release.", "read"),
        ("upper.TXT", b"A release.", "read"),
        ("line\nbreak.txt", b"A release.", "read"),
        ("utf-16.txt", "A release.".encode("utf-16"), "read"),
        ("utf-16-bare.txt", "A release, with a text.".encode("utf-16-le"), "read"),
        ("gb.txt", "新闻稿：今天".encode("gb18030"), "read"),
        ("few-nuls.txt", b"A release with a \0 in a long enough line of text", "read"),
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t ", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
        ("document.txt", b"%PDF-1.7 ...", "binary"),
        ("noise.txt", bytes(range(256)) * 40, "binary"),
        ("nuls.txt", b"\0" * 1000, "binary"),
        ("large.txt", b"x" * 2000, "too_large"),
        ("table.xyz", b"A release.", "unknown_format"),
        ("no-suffix", b"A release.", "unknown_format"),
        ("front.md", b"---\ntitle: x\n---\n", "empty"),
        ("script.html", b"<html><script>var a = 1</script></html>", "no_text"),
        ("lines.jsonl", b"not json\n", "bad_record"),
        ("list.jsonl", b"[1, 2]\n", "bad_record"),
        ("other.jsonl", b'{"a": "b"}\n', "no_text"),
        ("deep.jsonl", b"[" * 1500, "bad_record"),
    ],
)
def test_what_keeps_a_file_out(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert reasons(tmp_path, Limits(file_bytes=1999 if name == "large.txt" else 20_000)) == {name: reason}


def test_the_first_bytes_of_another_format_are_told_in_plain_characters() -> None:
    (found,) = read_documents(Blob("document.txt", "document.txt", b"%PDF-1.7 ..."))
    assert isinstance(found, Quarantined)
    assert found.detail == "not text: begins like a '%PDF-' file; convert it first"


def test_links_pipes_and_names(tmp_path: Path) -> None:
    raw, outside = tmp_path / "raw", tmp_path / "secret.txt"
    (raw / "folder" / "deeper").mkdir(parents=True)
    outside.write_text("Not for the tables.")
    (raw / "good.txt").write_text("A release.")
    (raw / "folder" / "deeper" / "good.txt").write_text("A release.")
    (raw / ".hidden.txt").write_text("Passed over.")
    (raw / "inside.txt").symlink_to(raw / "good.txt")
    (raw / "out.txt").symlink_to(outside)
    (raw / "gone.txt").symlink_to(raw / "nothing.txt")
    (raw / "circle.txt").symlink_to(raw / "circle.txt")
    (raw / "loop").symlink_to(raw)
    os.mkfifo(raw / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(raw / "socket.txt"))  # an address has at most 108 characters
    with (Path(os.fsdecode(os.fsencode(raw) + b"/bad\xff.txt"))).open("w") as file:
        file.write("A release.")
    expected = {
        "bad\\xff.txt": "file_name",
        "circle.txt": "broken_link",
        "folder/deeper/good.txt": "read",
        "gone.txt": "broken_link",
        "good.txt": "read",
        "inside.txt": "read",
        "loop": "not_a_file",
        "out.txt": "outside",
        "pipe.txt": "not_a_file",
        "socket.txt": "not_a_file",
    }
    assert reasons(raw) == expected
    run(f"file://{raw}", tmp_path / "out", analyse=analyse)
    tables = load_tables(tmp_path / "out")
    told = {row.source: row.reason for row in tables["quarantine"].itertuples()}
    assert told | dict.fromkeys(tables["documents"]["source"], "read") == expected


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "closed.txt").write_text("x")
    (tmp_path / "closed.txt").chmod(0)
    (tmp_path / "folder").mkdir(mode=0)
    assert reasons(tmp_path) == {"closed.txt": "unreadable", "folder": "unreadable"}


def test_a_file_that_vanishes_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(SourceFile("gone.txt", tmp_path / "gone.txt", 5), 100)
    assert caught.value.reason == "unreadable"


def test_every_reason_code_is_documented() -> None:
    root = Path(__file__).parents[2]
    documented = (root / "docs" / "quarantine.md").read_text("utf-8")
    code = "\n".join(p.read_text("utf-8") for p in (root / "pipeline").rglob("*.py"))
    import re

    used = set(re.findall(r"ReadError\(\s*\"(\w+)\"", code)) | {"error", "empty"}
    assert len(used) > 8
    assert {reason for reason in used if f"`{reason}`" not in documented} == set()


def test_a_source_document_says_where_it_is_from(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "one.txt").write_bytes(b"A release.")
    (file,) = discover(tmp_path)
    assert isinstance(file, SourceFile)
    (found,) = read_documents(Blob(file.source, file.name, b"A release."))
    assert isinstance(found, SourceDocument)
    assert (found.source, found.file_name, found.record, found.bytes) == ("folder/one.txt", "one.txt", None, 10)


@pytest.mark.parametrize(
    ("source", "plain"), [("con.txt", False), ("CON.notes.txt", False), ("lpt1.html", False), ("console.txt", True)]
)
def test_no_document_has_the_name_of_a_device(source: str, plain: bool) -> None:
    assert (document_id(source) == source.removesuffix(".txt")) is plain


def test_folders_nested_too_deep_are_quarantined(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(70):
        folder = folder / "d"
        folder.mkdir()
    (folder / "deep.txt").write_text("deep", "utf-8")
    (tmp_path / "a.txt").write_text("near", "utf-8")
    found = {f.source: getattr(f, "reason", "read") for f in discover(tmp_path)}
    assert found.pop("a.txt") == "read"
    assert list(found.values()) == ["too_deep"]


def test_records_that_differ_only_in_case_have_different_ids(tmp_path: Path) -> None:
    data = b'{"id": "a", "text": "One"}\n{"id": "A", "text": "Two"}\n'
    found = read_documents(Blob("x.jsonl", "x.jsonl", data))
    assert [f.document_id for f in found] == ["x.jsonl.a", "x.jsonl.A-2"]  # type: ignore[union-attr]
