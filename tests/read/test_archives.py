"""Compressed files, within limits."""

from __future__ import annotations

import gzip
import json
import stat
import zipfile
from io import BytesIO

import pytest

from pipeline.read.blob import Blob
from pipeline.read.formats import read_documents
from pipeline.records import Quarantined
from pipeline.settings import Limits, Settings

TEXT = b"A release with a text."


def read(name: str, data: bytes, limits: Limits | None = None) -> dict[str | None, str]:
    """A dict from record to document id, or to the reason why there is none."""
    found = read_documents(Blob(name, name, data, Settings(limits=limits or Limits())))
    return {d.record: d.reason if isinstance(d, Quarantined) else d.document_id for d in found}


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_compressed_file_is_read_as_the_file_in_it() -> None:
    assert read("a.txt.gz", gzip.compress(TEXT)) == {None: "a.txt.gz"}
    lines = json.dumps({"id": "x", "text": "T"}).encode()
    assert read("a.jsonl.gz", gzip.compress(lines)) == {"x": "a.jsonl.gz.x"}


def test_a_sidecar_in_an_archive_is_reported_as_not_read() -> None:
    data = packed({"a.txt": TEXT, "a.txt.meta.json": b'{"published": "2023-09-27"}', "metadata.csv": b"file,date\n"})
    assert read("p.zip", data) == {
        "a.txt": "p-zip-a-47b28e3f84", "a.txt.meta.json": "bad_archive", "metadata.csv": "bad_archive"
    }  # fmt: skip


def test_an_archive_gives_its_files_sorted_and_passes_over_hidden_ones() -> None:
    lines = json.dumps({"id": "x", "text": "T"}).encode() + b"\n{"
    data = packed({"b/two.txt": TEXT, "a.jsonl": lines, ".DS_Store": b"x", "__MACOSX/a.txt": b"x", "no.xyz": b"x"})
    found = read("p.zip", data)
    assert list(found) == ["a.jsonl/x", "a.jsonl/2", "b/two.txt", "no.xyz"]
    assert found["a.jsonl/2"] == "bad_record"
    assert found["no.xyz"] == "unknown_format"
    assert (found["b/two.txt"] or "").startswith("p-zip-b-two-")


REFUSED = [
    ("bomb.txt.gz", gzip.compress(b"a" * 15_000_000), "too_large"),
    ("large.txt.gz", gzip.compress(bytes(range(32, 127)) * 300_000), "too_large"),
    ("cut.txt.gz", gzip.compress(TEXT)[:-9], "bad_archive"),
    ("no.txt.gz", b"no archive", "bad_archive"),
    ("empty.txt.gz", gzip.compress(b""), "empty"),
    ("nested.zip.gz", gzip.compress(packed({"a.txt": TEXT})), "bad_archive"),
    ("no.zip", b"PK\x03\x04 no archive", "bad_archive"),
    ("no_files.zip", packed({}), "no_text"),
    ("hidden_files.zip", packed({".hidden": TEXT}), "no_text"),
    ("cut.zip", packed({"a.txt": TEXT})[:60], "bad_archive"),
]


@pytest.mark.parametrize(
    ("name", "data", "want"), REFUSED, ids=[name for name, *_ in REFUSED]
)  # the data contain the time
def test_which_compressed_files_are_refused(name: str, data: bytes, want: str) -> None:
    assert read(name, data) == {"0": want}


@pytest.mark.parametrize("name", ["../up.txt", "/etc/root.txt", "a/../../b.txt", "..\\up.txt"])
def test_a_path_out_of_the_archive_is_refused_and_its_neighbour_read(name: str) -> None:
    found = read("p.zip", packed({name: TEXT, "good.txt": TEXT}))
    assert sorted(v for v in found.values() if v == "outside") == ["outside"]
    assert found["good.txt"].startswith("p-zip-good-")


def test_which_members_are_refused() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(link, "/etc/hostname")
        archive.writestr("bomb.txt", b"a" * 15_000_000)
        archive.writestr("empty.txt", b"")
        archive.writestr("inner.zip", packed({"a.txt": TEXT}))
        archive.writestr("good.txt", TEXT)
    found = read("p.zip", out.getvalue())
    assert found.pop("good.txt").startswith("p-zip-good-")
    assert found == {"bomb.txt": "too_large", "empty.txt": "empty", "inner.zip": "bad_archive", "link.txt": "outside"}


def test_a_damaged_member_leaves_its_neighbours() -> None:
    data = bytearray(packed({"a.txt": b"A" * 50, "b.txt": TEXT}, zipfile.ZIP_STORED))
    at = data.index(b"AAAA")
    data[at] = 0x42
    found = read("p.zip", bytes(data))
    assert found["a.txt"] == "bad_archive"
    assert found["b.txt"].startswith("p-zip-b-")
