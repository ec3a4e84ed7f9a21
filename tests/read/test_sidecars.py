"""Publication dates from files beside the releases."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.read.files import SourceFile, discover
from pipeline.read.sidecars import is_sidecar, read_sidecars
from pipeline.runs.run import run
from tests.corpus import table_of
from tests.stubs import analyse


def sidecars(folder: Path, files: dict[str, str]) -> tuple[dict[str, str | None], dict[str, str]]:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    files = [f for f in discover(folder) if isinstance(f, SourceFile)]
    sources = {f.source for f in files} | {"a.txt", "b.txt", "f/a.txt", "f/b.txt"}
    found, refused = read_sidecars((f for f in files if is_sidecar(f.source)), sources)
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
    ],
)
def test_sidecars_give_dates(
    tmp_path: Path, files: dict[str, str], published: dict[str, str], wrong: dict[str, str]
) -> None:
    assert sidecars(tmp_path, files) == (published, wrong)


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
