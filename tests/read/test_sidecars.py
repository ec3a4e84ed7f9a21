"""Publication dates from files beside the releases."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.read.files import SourceFile, discover
from pipeline.read.sidecars import is_affected_by, is_sidecar, read_sidecars
from pipeline.runs.run import run
from pipeline.settings import Publisher, Settings
from tests.corpus import table_of
from tests.stubs import analyse

SETTINGS = Settings(publishers=(Publisher("f/", time_zone="Asia/Tashkent"),))


def sidecars(folder: Path, files: dict[str, str]) -> tuple[dict[str, str | None], dict[str, str]]:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    files = [f for f in discover(folder) if isinstance(f, SourceFile)]
    sources = {f.source for f in files} | {"a.txt", "b.txt", "f/a.txt", "f/b.txt"}
    found, refused = read_sidecars((f for f in files if is_sidecar(f.source)), sources, SETTINGS)
    return {source: known.published for source, known in found.items()}, {q.source: q.reason for q in refused}


@pytest.mark.parametrize(
    ("files", "published", "wrong"),
    [
        ({"a.txt.meta.json": '{"published": "2023-09-27"}'}, {"a.txt": "2023-09-27"}, {}),
        (
            {"f/metadata.csv": "file,date\na.txt,27 September 2023\nb.txt,\n"},
            {"f/a.txt": "2023-09-27", "f/b.txt": None},
            {},
        ),
        (
            {"metadata.csv": "file,date\na.txt,2020-01-01\n", "a.txt.meta.json": '{"date": "2023-09-27"}'},
            {"a.txt": "2023-09-27"},
            {},
        ),
        ({"a.meta.json": '{"published": "2023-09-27"}'}, {"a.txt": "2023-09-27"}, {}),
        ({"a.txt.gz": "", "c.meta.json": '{"date": "2023-09-27"}', "c.txt.gz": ""}, {"c.txt.gz": "2023-09-27"}, {}),
        # it is unknown which of the two it belongs to
        ({"c.txt": "", "c.html": "", "c.meta.json": '{"date": "2023-09-27"}'}, {}, {"c.meta.json": "bad_metadata"}),
        (
            {"c.txt": "", "c.html": "", "c.txt.meta.json": '{"date": "2023-09-27"}'},
            {"c.txt": "2023-09-27"},
            {},
        ),
        (
            {"metadata.csv": "File;Date\n a.txt ;27 September 2023\n"},
            {"a.txt": "2023-09-27"},
            {},
        ),  # written by Excel in a European country
        # a sidecar without its file
        ({"d.txt.meta.json": '{"date": "2023-09-27"}'}, {}, {"d.txt.meta.json": "bad_metadata"}),
        (
            {"metadata.csv": "file,date\na.txt,2023-09-27\nnone.txt,2023-09-27\nneither.txt,2023-09-27\n"},
            {"a.txt": "2023-09-27"},
            {"metadata.csv": "bad_metadata"},
        ),
        ({"a.txt.meta.json": "{"}, {}, {"a.txt.meta.json": "bad_metadata"}),
        ({"a.txt.meta.json": "[]"}, {}, {"a.txt.meta.json": "bad_metadata"}),
        ({"a.txt.meta.json": '{"other": 1}'}, {}, {"a.txt.meta.json": "bad_metadata"}),
        ({"metadata.csv": "name,date\na.txt,2020-01-01\n"}, {}, {"metadata.csv": "bad_metadata"}),
        ({"metadata.csv": "file,date\na.txt,2020-01-01,more,cells\n"}, {"a.txt": "2020-01-01"}, {}),
        (
            {"metadata.csv": "file,date\na.txt,soon\nb.txt,2020-01-01\n"},
            {"a.txt": None, "b.txt": "2020-01-01"},
            {"metadata.csv": "bad_metadata"},
        ),
        ({"a.txt.meta.json": '{"url": "https://example.org/a"}'}, {"a.txt": None}, {}),
        ({"metadata.csv": "file,date\n./a.txt,2020-01-01\n"}, {"a.txt": "2020-01-01"}, {}),  # as `find .` prints it
        # the month comes first, as the other date of the file shows
        (
            {"metadata.csv": "file,date\na.txt,5/31/2022\nb.txt,5/1/2022\n"},
            {"a.txt": "2022-05-31", "b.txt": "2022-05-01"},
            {},
        ),
        # evening in UTC is the next day in the publisher's time zone
        ({"f/a.txt.meta.json": '{"date": "2023-09-27T22:30:00Z"}'}, {"f/a.txt": "2023-09-28"}, {}),
        ({"f/metadata.csv": "file,date\na.txt,2023-09-27T22:30:00Z\n"}, {"f/a.txt": "2023-09-28"}, {}),
    ],
)
def test_sidecars_give_dates(
    tmp_path: Path, files: dict[str, str], published: dict[str, str], wrong: dict[str, str]
) -> None:
    assert sidecars(tmp_path, files) == (published, wrong)


@pytest.mark.parametrize(
    ("source", "unread", "affected"),
    [
        ("a/x.txt", "a", True),
        ("a/x.txt", ".", True),
        ("a/x.txt", "a/metadata.csv", True),
        ("a/x.txt", "a/x.meta.json", True),
        ("a/x.txt", "a.meta.json", False),  # about `a.txt`, not about the folder
        ("ab.txt", "a", False),
    ],
)
def test_which_unreadable_paths_affect_a_file(source: str, unread: str, affected: bool) -> None:
    assert is_affected_by(source, unread) == affected


def test_a_changed_sidecar_makes_its_file_be_processed_again(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in ("a.txt", "b.txt"):
        (raw / name).write_text("A release.")
    run(raw, tmp_path / "out", analyse=analyse)
    (raw / "a.txt.meta.json").write_text('{"published": "2023-09-27"}')
    again = run(raw, tmp_path / "out", analyse=analyse)
    assert (again.processed, again.documents, again.quarantined) == (1, 2, 0)
    assert table_of(tmp_path / "out", "documents")["published"].tolist()[0] == "2023-09-27"
