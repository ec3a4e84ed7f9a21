"""Whole runs with a stub for the extraction: new, removed and faulty releases."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from pipeline import load_tables
from pipeline.errors import NoInputError, NoModelError, OutputError, OutputInUseError
from pipeline.read import blob
from pipeline.runs import run as run_module
from pipeline.runs import versions
from pipeline.runs.output_folder import mark
from pipeline.runs.run import Progress, run
from pipeline.settings import Limits
from pipeline.tables.files import locked
from tests.corpus import table_of
from tests.runs.releases import RELEASE, fresh, go, outputs, write_releases
from tests.stubs import analyse


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    write_releases(folder, 12)
    return folder


def test_unchanged_documents_are_not_processed(raw: Path) -> None:
    assert go(raw).processed == 12
    before = outputs(raw)
    again = go(raw)
    assert (again.processed, again.unchanged, again.documents, again.exit_code) == (0, 12, 12, 0)
    assert outputs(raw) == before


def test_one_changed_document_is_processed_alone(raw: Path) -> None:
    go(raw)
    (raw / "release-05.txt").write_text(RELEASE.format(n=99, middle=""), "utf-8")
    again = go(raw)
    assert (again.processed, again.unchanged) == (1, 11)
    assert outputs(raw) == fresh(raw), "the rows of the old version about Anna Maria Berg are gone"


def test_removed_files_disappear_from_tables_and_texts(raw: Path) -> None:
    go(raw)
    (raw / "release-05.txt").unlink()
    again = go(raw)
    assert (again.removed, again.documents) == (1, 11)
    assert "text/release-05.txt" not in outputs(raw)
    assert outputs(raw) == fresh(raw)


@pytest.mark.parametrize(
    ("changed", "processed"),
    [
        ({"limits": Limits(text_characters=1000)}, 0),
        ({"limits": Limits(text_characters=84)}, 3),  # three have 85 bytes or more, which may be as many characters
        ({"limits": Limits(page_bytes=10)}, 0),
        ({"model": "another"}, 13),
        ({"fields": (("text", "story"),)}, 1),  # of the record; the files have no fields
        ({"fields": (("text", "text"),)}, 0),
    ],
)
def test_a_changed_setting_processes_what_it_affects(raw: Path, changed: dict[str, Any], processed: int) -> None:
    (raw / "batch.jsonl").write_text(json.dumps({"text": "One", "story": "Another"}))
    go(raw)
    again = run(raw, raw.parent / "out", analyse=analyse, **changed)
    assert (again.processed, again.documents) == (processed, 13)
    before = outputs(raw)
    shutil.rmtree(raw.parent / "out")
    run(raw, raw.parent / "out", analyse=analyse, **changed)
    assert outputs(raw) == before


@pytest.mark.parametrize(
    ("bodies", "told", "why"),
    [
        (["The pier opens.", "A ship sinks.", "Trams are free.", "It rains.", "Buses stop."], 1, "a site's name"),
        (["The pier opens.", "A ship sinks.", "Trams are free.", "It rains."], 0, "four releases"),
        (["The pier of Halden was opened today by the mayor, who thanked all workers for it."] * 5, 0, "one release"),
    ],
)
def test_a_run_tells_of_a_headline_that_many_releases_share(
    tmp_path: Path, bodies: list[str], told: int, why: str
) -> None:
    (tmp_path / "raw").mkdir()
    for number, body in enumerate(bodies):
        (tmp_path / "raw" / f"{number}.txt").write_text(f"Halden harbour bulletin\n\n{body}\n")
    first = go(tmp_path / "raw")
    assert len(first.told) == told, why
    assert all("5 releases have the headline “Halden harbour bulletin”" in line for line in first.told)
    assert go(tmp_path / "raw").told == ()


@pytest.mark.parametrize(("code", "processed"), [("rows", 12), ("tables", 0)])
def test_changed_code_processes_what_it_affects(
    raw: Path, monkeypatch: pytest.MonkeyPatch, code: str, processed: int
) -> None:
    before = fresh(raw)
    real = versions.code_version
    for module in (versions, run_module):
        monkeypatch.setattr(module, "code_version", lambda c: "other" if c == code else real(c))
    with sqlite3.connect(raw.parent / "out" / "communique.sqlite") as db:  # rows as other code may have made them
        db.execute("UPDATE people SET name = 'of old'")
        db.execute("DELETE FROM duplicates")
    again = go(raw)
    assert (again.processed, again.documents) == (processed, 12)
    assert outputs(raw) == before


@pytest.mark.parametrize(
    ("code", "library"), [("rows", "spacy"), ("rows", "phonenumbers"), ("read", "lxml"), ("read", "pypdf")]
)
def test_a_new_version_of_a_library_counts_as_changed_code(
    monkeypatch: pytest.MonkeyPatch, code: versions.Code, library: str
) -> None:
    code_version, installed = versions.code_version.__wrapped__, versions.installed  # the uncached function
    before = code_version(code)
    monkeypatch.setattr(versions, "installed", lambda name: "another" if name == library else installed(name))
    assert code_version(code) != before


def test_a_folder_with_the_name_of_the_model_is_not_taken_for_it(tmp_path, monkeypatch):
    before = versions.model_version("communique")
    (tmp_path / "communique").mkdir()
    monkeypatch.chdir(tmp_path)
    assert versions.model_version("communique") == before


def test_the_version_of_a_model_in_a_folder_depends_on_its_files_whatever_their_names(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text("[nlp]", "utf-8")
    before = versions.model_version(str(tmp_path))
    (tmp_path / "odd\udcff").write_bytes(b"")
    assert versions.model_version(str(tmp_path)) != before


def test_a_lost_text_is_written_again(raw: Path) -> None:
    go(raw)
    before = outputs(raw)
    (raw.parent / "out" / "text" / "release-03.txt").unlink()
    (raw.parent / "out" / "text" / "release-04.txt").write_text("edited", "utf-8")
    (raw.parent / "out" / "text" / "notes.md").write_text("not ours", "utf-8")
    assert go(raw).processed == 0
    assert outputs(raw) == {**before, "text/notes.md": b"not ours"}


def test_lost_or_edited_tables_are_written_again(raw: Path) -> None:
    go(raw)
    before = outputs(raw)
    tables = raw.parent / "out" / "tables"
    (tables / "people.csv").write_text("edited", "utf-8")
    (tables / "quotes.csv").unlink()
    assert go(raw).processed == 0
    assert outputs(raw) == before


def test_the_order_of_arrival_does_not_matter(raw: Path) -> None:
    want = fresh(raw)
    files = {path.name: path.read_bytes() for path in raw.iterdir()}
    for seed in range(3):
        shutil.rmtree(raw.parent / "out")
        for name in files:
            (raw / name).unlink()
        names = random.Random(seed).sample(sorted(files), len(files))
        for some in (names[:3], names[3:8], names[8:]):
            for name in some:
                (raw / name).write_bytes(files[name])
            go(raw)
        assert outputs(raw) == want


def test_the_fullest_name_wins_and_the_others_are_aliases(raw: Path) -> None:
    go(raw)
    tables = load_tables(raw.parent / "out")
    assert set(tables["people"]["name"]) == {"Anna Maria Berg", "Carl Dahl"}
    aliases = tables["aliases"].set_index("alias")["entity_id"]
    assert aliases["Anna Berg"] == "anna-berg"
    assert tables["countries"]["alpha2"].tolist() == ["NA"]


def test_a_failing_document_does_not_affect_its_neighbours(raw: Path) -> None:
    want = fresh(raw)
    (raw / "release-04b.txt").write_text("RAISE an error", "utf-8")
    failed = go(raw)
    assert (failed.quarantined, failed.exit_code, failed.documents) == (1, 1, 12)
    (row,) = table_of(raw.parent / "out", "quarantine").to_dict("records")
    assert (row["source"], row["stage"], row["reason"]) == ("release-04b.txt", "extract", "error")
    assert "ValueError: told to" in row["detail"]
    changed = {name for name, data in outputs(raw).items() if want.get(name) != data}
    assert changed == {"tables/quarantine.csv"}
    (raw / "release-04b.txt").write_text("Nothing wrong", "utf-8")
    assert go(raw).exit_code == 0


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"\xff\xfe \0\n\0", "empty"), (b"\xef\xbb\xbf\n", "empty"), (b"\xff\xfe" + b"\1\0" * 90, "empty")],
)
def test_a_file_that_turns_out_to_be_no_text_is_reported(raw: Path, data: bytes, reason: str) -> None:
    (raw / "none.txt").write_bytes(data)
    go(raw)
    (row,) = table_of(raw.parent / "out", "quarantine").to_dict("records")
    assert (row["stage"], row["reason"]) == ("repair", reason)


def test_of_two_documents_with_one_id_the_first_is_kept(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = blob.document_id

    def the_same(source: str, record: str | None = None) -> str:
        return "same" if source in ("a.txt", "release-03.txt") else real(source, record)

    monkeypatch.setattr(blob, "document_id", the_same)
    alone = fresh(raw)
    (raw / "a.txt").write_text("Another Text of ABC", "utf-8")
    go(raw)
    told = table_of(raw.parent / "out", "quarantine")
    assert told[["source", "reason"]].to_numpy().tolist() == [["release-03.txt", "same_id"]]
    assert outputs(raw) == fresh(raw), "the first by name, whichever was processed first"
    (raw / "a.txt").unlink()
    go(raw)
    assert outputs(raw) == alone, "the other one has its place again"


def test_records_of_one_file_are_documents_of_their_own(raw: Path) -> None:
    lines = [
        json.dumps({"id": "a-1", "title": "First", "text": "Text of it", "date": "2023-09-27"}),
        "{broken",
        json.dumps({"headline": "Second", "body": "More of it"}),
        json.dumps({"id": "a-1", "text": "The same id again"}),
    ]
    (raw / "batch.jsonl").write_text("\n".join(lines), "utf-8")
    assert go(raw).quarantined == 1
    tables = load_tables(raw.parent / "out")
    found = tables["documents"].query("source == 'batch.jsonl'")
    assert found["document_id"].tolist() == ["batch.jsonl.3", "batch.jsonl.a-1", "batch.jsonl.a-1-2"]
    assert tables["quarantine"]["record"].tolist() == ["2"]
    lines[1] = json.dumps({"text": "Repaired"})
    (raw / "batch.jsonl").write_text("\n".join(lines), "utf-8")
    again = go(raw)
    assert (again.processed, again.quarantined) == (1, 0)
    assert outputs(raw) == fresh(raw)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**OSLO,  Norway, May 4, 2022**:", "OSLO, Norway, May 4, 2022:"),
        ("OSLO - [Zed Newswire](https://zed.example) - 4 May 2022 -", "OSLO - Zed Newswire - 4 May 2022 -"),
    ],
)
def test_the_dateline_of_a_document_has_no_markup(raw: Path, written: str, shown: str) -> None:
    text = f"Zed opens its new pier\n\n{written} The pier of Zed opened today, as planned.\n"
    (raw / "dateline.md").write_text(text, "utf-8")
    go(raw)
    found = load_tables(raw.parent / "out")["documents"].set_index("document_id")["dateline"]
    assert found["dateline.md"] == shown


@pytest.mark.parametrize("title", ["The cafâ€™s pier opens today", '"The cafâ€™s pier opens today"'])
def test_repairs_of_a_headline_from_the_front_matter_have_their_place_in_the_file(raw: Path, title: str) -> None:
    data = f"---\ndate: 2024-05-03\ntitle: {title}\ntags: [pier]\n---\nIt is Zedâ€™s pier, and itâ€™s open.\n".encode()
    (raw / "front.md").write_bytes(data)
    go(raw)
    found = load_tables(raw.parent / "out")["repairs"].query("document_id == 'front.md'")
    assert [data[r.source_start : r.source_end].decode() for r in found.itertuples()] == ["â€™"] * 3
    assert found["source_start"].is_monotonic_increasing


def test_too_long_a_text_is_stored_without_extraction(raw: Path) -> None:
    run(raw, raw.parent / "out", analyse=analyse, limits=Limits(text_characters=79))
    tables = load_tables(raw.parent / "out")
    assert tables["findings"]["document_id"].tolist() == ["release-05", "release-10", "release-11"]
    assert set(tables["findings"]["kind"]) == {"too_long"}
    assert "release-05" not in set(tables["mentions"]["document_id"])


@pytest.mark.parametrize("make", ["missing", "file", "empty"])
def test_missing_input_is_reported(tmp_path: Path, make: str) -> None:
    raw = tmp_path / "raw"
    if make == "file":
        raw.write_text("x")
    elif make == "empty":
        raw.mkdir()
    with pytest.raises(NoInputError, match=str(raw)) as caught:
        run(raw, tmp_path / "out")
    assert caught.value.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_a_missing_model_is_reported(raw: Path) -> None:
    with pytest.raises(NoModelError, match="no_such_model"):
        run(raw, raw.parent / "out", model="no_such_model")


def test_a_second_run_on_one_output_stops(raw: Path) -> None:
    go(raw)
    with locked(raw.parent / "out"), pytest.raises(OutputInUseError) as caught:
        go(raw)
    assert caught.value.exit_code == 3


def test_a_file_that_is_no_store_is_reported_and_left(raw: Path) -> None:
    out = raw.parent / "out"
    out.mkdir()
    (out / "communique.sqlite").write_bytes(b"something else" * 1000)
    with pytest.raises(OutputError, match="move that away"):
        go(raw)
    assert (out / "communique.sqlite").read_bytes().startswith(b"something")


def test_a_database_of_another_program_is_reported_and_left(raw: Path) -> None:
    out = raw.parent / "out"
    out.mkdir()
    with sqlite3.connect(out / "communique.sqlite") as db:
        db.execute("CREATE TABLE precious (x)")
    before = (out / "communique.sqlite").read_bytes()
    with pytest.raises(OutputError, match="not our output"):
        go(raw)
    mark(out)
    with pytest.raises(OutputError, match="another program's database; move it away"):
        go(raw)
    assert (out / "communique.sqlite").read_bytes() == before


def test_an_output_folder_that_cannot_be_made_is_reported(raw: Path) -> None:
    (raw.parent / "out").write_text("a file")
    with pytest.raises(OutputError, match="out"):
        go(raw)


def test_progress_and_log(raw: Path) -> None:
    told: list[Progress] = []
    run(raw, raw.parent / "out", analyse=analyse, progress=told.append)
    assert told[-1].documents == 12
    assert told[-1].bytes_read == told[-1].bytes_total
    (raw / "batch.jsonl").write_text("".join(json.dumps({"text": f"Text {n}"}) + "\n" for n in range(100)), "utf-8")
    told.clear()
    run(raw, raw.parent / "out", analyse=analyse, progress=told.append)
    shares = [progress.bytes_read / progress.bytes_total for progress in told]
    assert shares == sorted(shares)
    assert shares[0] < 0.5, "progress within one large file"
    assert shares[-1] == 1
    go(raw)
    head, first, _, last = (raw.parent / "out" / "runs.csv").read_text("utf-8").splitlines()
    assert head.startswith("started,seconds,documents,processed")
    assert first.split(",")[2:6] == ["12", "12", "0", "0"]
    assert last.split(",")[2:6] == ["112", "0", "112", "0"]
