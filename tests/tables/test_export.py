"""The data package as other tools read it, and files that are never half written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import frictionless
import pytest

from pipeline import load_tables
from pipeline.errors import NoInputError
from pipeline.runs.run import run
from pipeline.tables import TABLES
from pipeline.tables.files import write_set, write_whole
from tests.corpus import table_of
from tests.stubs import analyse


@pytest.fixture
def out(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    raw.mkdir()
    texts = {
        "one.txt": "Anna Berg of ABC said “One, two,\r three”. Carl Dahl of XYZ said “NA”.",
        "two.txt": "Anna Maria Berg of ABC; Carl Dahl of ABC; “= 1 + 1”",
        "empty.txt": "  ",
    }
    for name, text in texts.items():
        (raw / name).write_text(text, "utf-8", newline="")
    run(raw, tmp_path / "out", analyse=analyse)
    return tmp_path / "out"


def test_frictionless_finds_the_package_valid_with_foreign_keys(out: Path) -> None:
    report = frictionless.validate(str(out / "tables" / "datapackage.json"))
    assert report.valid, report.to_summary()
    assert len(report.tasks) == len(TABLES)


def test_frictionless_finds_a_broken_reference(out: Path) -> None:
    people = out / "tables" / "people.csv"
    people.write_text(people.read_text("utf-8").replace("carl-dahl,", "carl-dahlia,"), "utf-8", newline="")
    assert not frictionless.validate(str(out / "tables" / "datapackage.json")).valid


def test_tables_load_with_their_types(out: Path) -> None:
    tables = load_tables(out)
    assert tables["countries"]["alpha2"].tolist() == ["NA"]
    assert str(tables["quotes"]["closed"].dtype) == "boolean"
    assert str(tables["mentions"]["start"].dtype) == "Int64"
    assert tables["quotes"]["speaker_id"].isna().all()
    assert "NA" in set(tables["quotes"]["text"])


def test_views_count_mentions_by_document(out: Path) -> None:
    found = table_of(out, "document_organisations")
    rows = list(found.itertuples(index=False, name=None))
    assert rows == [("one", "org-abc", 1, 13), ("one", "org-xyz", 1, 55), ("two", "org-abc", 2, 19)]


def test_spans_point_into_the_written_texts(out: Path) -> None:
    quotes = table_of(out, "quotes")
    for row in quotes.itertuples():
        with (out / "text" / f"{row.document_id}.txt").open(encoding="utf-8", newline="") as file:
            assert file.read()[int(row.start) : int(row.end)] == row.text


def test_missing_tables_are_reported(tmp_path: Path) -> None:
    with pytest.raises(NoInputError, match="communique run"):
        load_tables(tmp_path)


def test_a_set_of_files_is_replaced_together_or_not_at_all(tmp_path: Path) -> None:
    write_set([(tmp_path / "a", ["old"]), (tmp_path / "b", ["old"])])

    def failing() -> Iterator[str]:
        yield "new"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_set([(tmp_path / "a", ["new"]), (tmp_path / "b", failing())])
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"a": "old", "b": "old"}


@pytest.mark.parametrize("text", ["a\r\nb\rc\n", "\x85\u2028", ""])
def test_texts_are_written_as_they_are(tmp_path: Path, text: str) -> None:
    write_whole(tmp_path / "t.txt", text)
    assert (tmp_path / "t.txt").read_bytes().decode() == text
