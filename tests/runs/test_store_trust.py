"""Only a run changes a store; a store of another version is kept until it is made again; damage is found."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.corrections.decisions import Decision
from pipeline.errors import OutputError, RunError
from pipeline.exports import write_export
from pipeline.report import write_report
from pipeline.review.session import Session
from pipeline.runs.run import run, settings_of, write_tables
from pipeline.runs.terminal import plan
from pipeline.tables.opening import DAMAGED, OLD
from pipeline.tables.sql import FORMAT, declared_schema
from pipeline.tables.store import Store
from tests.corpus import append
from tests.runs.releases import fresh, go, outputs, write_releases
from tests.runs.test_never_lose import as_nobody, open_folder  # noqa: F401
from tests.stubs import analyse


def judge_at_the_page(out: Path) -> None:
    session = Session(out, reviewer="eva")
    rows = session.listed()["rows"]
    session.accept(rows[0]["key"])
    session.reject(rows[1]["key"])
    assert session.undo()["told"].startswith("undone: rejected")


READERS: dict[str, Callable[[Path], object]] = {
    "tables": write_tables,
    "xlsx": lambda out: write_tables(out, form="xlsx"),
    "jsonld": lambda out: write_export(out, "jsonld"),
    "report": write_report,
    "review": lambda out: Session(out).queue(),
    "page": judge_at_the_page,
}


def plan_of(out: Path) -> None:
    """What a dry run does, which looks at no table."""
    list(plan(out.parent / "raw", out, settings_of(out.parent / "raw", None), None))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve releases and their output, copied by each test."""
    folder = tmp_path_factory.mktemp("made")
    write_releases(folder / "raw", 12)
    go(folder / "raw")
    return folder


@pytest.fixture
def raw(tmp_path: Path, made: Path) -> Path:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "raw"


def store(raw: Path) -> Path:
    return raw.parent / "out" / "communique.sqlite"


def changed(raw: Path, *statements: str) -> None:
    with sqlite3.connect(store(raw), isolation_level=None) as db:
        for statement in statements:
            db.execute(statement)
    db.close()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("statements", "told"),
    [
        ([], ""),
        ([f"PRAGMA user_version = {FORMAT - 1}"], "another version of this program; `communique run` brings it up"),
        (["ALTER TABLE people ADD COLUMN x TEXT"], "another version"),
        ([f"PRAGMA user_version = {FORMAT + 1}"], "newer version"),
        (
            ["UPDATE state_texts SET text = 'Wrong' WHERE document_id = 'release-03'"],
            "damaged; `communique run` rebuilds it",
        ),
    ],
)
def test_commands_that_read_do_not_change_the_store(raw: Path, reader: str, statements: list[str], told: str) -> None:
    append(raw.parent / "corrections.csv", [Decision(table="people", text="carl-dahl", field="name", decision="edit",
                                                     value="Karl Dahl")])  # fmt: skip
    changed(raw, *statements)
    before = store(raw).read_bytes()
    if told:
        with pytest.raises(OutputError, match=told):
            READERS[reader](raw.parent / "out")
    else:
        READERS[reader](raw.parent / "out")
    assert store(raw).read_bytes() == before


@pytest.mark.parametrize("reader", ["tables", "review", "plan"])
def test_a_half_done_transaction_is_rolled_back_only_in_a_copy(raw: Path, reader: str) -> None:
    before, journal = outputs(raw), store(raw).with_name(store(raw).name + "-journal")
    with closing(sqlite3.connect(store(raw), isolation_level=None)) as db:
        db.execute("PRAGMA cache_size = 1")  # changes are written to the file before the transaction ends
        db.execute("BEGIN")
        db.execute("UPDATE state_texts SET text = text || 'half done'")
        db.execute("UPDATE mentions SET text = 'half done'")
        left = {path: path.read_bytes() for path in (store(raw), journal)}
        db.execute("ROLLBACK")
    for path, data in left.items():
        path.write_bytes(data)
    (READERS | {"plan": plan_of})[reader](raw.parent / "out")
    assert {path: path.read_bytes() for path in left} == left
    assert b"half done" in left[store(raw)]
    assert outputs(raw) == before
    assert go(raw).processed == 0
    assert outputs(raw) == before


def test_the_command_tables_writes_what_the_next_run_would(raw: Path) -> None:
    edit = Decision(table="people", text="carl-dahl", field="name", decision="edit", value="Karl Dahl")
    append(raw.parent / "corrections.csv", [edit])
    write_tables(raw.parent / "out")
    found = outputs(raw)
    assert b"Karl Dahl" in found["tables/people.csv"]
    go(raw)
    assert outputs(raw) == found


@pytest.mark.parametrize("reader", ["report", "review", "tables"])
def test_a_store_can_be_read_in_a_read_only_folder(open_folder: Path, reader: str) -> None:  # noqa: F811
    raw, out = open_folder / "raw", open_folder / "out"
    write_releases(raw, 3)
    go(raw)
    os.environ["TMPDIR"] = "/tmp"
    for path in (out, *out.rglob("*")):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & 0o555)
    code, told = as_nobody(lambda: READERS[reader](out))
    if reader == "review":
        assert code == 0, told
    else:
        assert (code, "cannot be written" in told) == (2, True), told
    for path in (out, *out.rglob("*")):
        path.chmod(0o755)


def test_a_store_of_an_earlier_version_is_kept_until_it_is_made_again(raw: Path) -> None:
    before = outputs(raw)
    changed(raw, "PRAGMA user_version = 1")
    calls = iter(range(100))

    def failing(prepared, settings):
        if next(calls) == 0:
            raise RunError("stopped")
        return analyse(prepared, settings)

    with pytest.raises(RunError, match="stopped"):
        run(raw, raw.parent / "out", analyse=failing)
    assert store(raw).with_name(store(raw).name + OLD).exists()
    again = run(raw, raw.parent / "out", analyse=failing)
    assert (again.processed, again.documents) == (12, 12)
    assert not store(raw).with_name(store(raw).name + OLD).exists()
    assert outputs(raw) == before


@pytest.mark.parametrize(("how", "told"), [({"read_only": True}, "read"), ({"copy": True}, "read"), ({}, "written")])
def test_an_error_says_what_could_not_be_done(tmp_path: Path, how: dict[str, bool], told: str) -> None:
    with pytest.raises(OutputError, match=rf"cannot be {told} \(unable to open"):
        Store(tmp_path / "no" / "store.sqlite", **how)


def test_a_newer_store_is_refused_and_left(raw: Path) -> None:
    changed(raw, f"PRAGMA user_version = {FORMAT + 1}")
    before = store(raw).read_bytes()
    with pytest.raises(OutputError, match="newer version"):
        go(raw)
    assert store(raw).read_bytes() == before


def test_documents_of_an_earlier_version_are_removed_only_on_request(raw: Path) -> None:
    changed(raw, "PRAGMA user_version = 1")
    for n in range(4):
        (raw / f"release-{n:02}.txt").unlink()
    with pytest.raises(RunError, match="4 of 12 documents are missing from the input"):
        go(raw)
    assert run(raw, raw.parent / "out", analyse=analyse, allow_removal=True).documents == 8
    assert outputs(raw) == fresh(raw)


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 1, 1, 8])):
        data[chance.randrange(100, len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


@pytest.mark.parametrize("seeds", [range(12), pytest.param(range(12, 212), marks=pytest.mark.slow)], ids=["few", "all"])
def test_a_damaged_store_gives_no_wrong_table(raw: Path, seeds: range) -> None:
    before, out = outputs(raw), raw.parent / "out"
    shutil.copytree(out, raw.parent / "kept")
    told = 0
    for seed in seeds:
        shutil.rmtree(out)
        shutil.copytree(raw.parent / "kept", out)
        flip(store(raw), random.Random(seed))
        try:
            write_tables(out)
        except OutputError:
            told += 1
        assert outputs(raw) == before, seed
        try:
            told += bool(go(raw).told)
        except OutputError:  # the flipped bit made its version a newer one, which is reported
            told += 1
        assert outputs(raw) == before, seed
    assert told


def test_a_destroyed_store_is_kept_and_made_again(raw: Path) -> None:
    before = outputs(raw)
    data = bytearray(store(raw).read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    for damaged in (b"no database", bytes(data)):
        store(raw).write_bytes(damaged)
        with pytest.raises(OutputError, match="damaged; `communique run` rebuilds it"):
            write_tables(raw.parent / "out")
        again = go(raw)
        assert "rebuilt from the releases" in again.told[0]
        assert outputs(raw) == before
        assert store(raw).with_name(store(raw).name + DAMAGED).read_bytes() == damaged


def test_a_changed_cell_makes_one_document_be_processed_again(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = outputs(raw)
    changed(raw, "UPDATE mentions SET text = 'Wrong' WHERE document_id = 'release-03'", "UPDATE people SET name = 'W'")
    again = go(raw)
    assert (again.processed, again.unchanged) == (1, 11)
    assert "1 documents were damaged (release-03)" in again.told[0]
    assert outputs(raw) == before
    assert go(raw).told == ()


@pytest.mark.parametrize(
    ("statement", "processed"),
    [
        ("DELETE FROM documents WHERE document_id = 'release-03'", 1),
        ("PRAGMA foreign_keys = ON; DELETE FROM documents WHERE document_id = 'release-03'", 1),  # with all its rows
        ("DELETE FROM state_documents WHERE document_id = 'release-03'", 1),
        ("DELETE FROM state_checksums WHERE document_id = 'release-03'", 1),
        ("DELETE FROM quotes WHERE document_id = 'release-03'", 1),
        ("INSERT INTO quarantine VALUES ('a.txt', '0', 'read', 'empty', 'x')", 0),
    ],
)
def test_rows_deleted_or_added_are_noticed_and_mended(raw: Path, statement: str, processed: int) -> None:
    before = outputs(raw)
    changed(raw, *statement.split("; "))
    if processed and "ON;" not in statement:
        with pytest.raises(OutputError, match="damaged; `communique run` rebuilds it"):
            write_tables(raw.parent / "out")
    assert go(raw).processed == processed
    assert outputs(raw) == before


def test_damaged_texts_are_rewritten_and_orphans_removed(raw: Path) -> None:
    before = outputs(raw)
    text = raw.parent / "out" / "text"
    data = (text / "release-03.txt").read_bytes()
    (text / "release-03.txt").write_bytes(data[:-3] + b"xx\n")  # with the same size
    (text / "nobodys.txt").write_text("left by a version that crashed", "utf-8")
    assert go(raw).processed == 0
    assert outputs(raw) == before


def test_a_changed_schema_needs_a_new_format_number() -> None:
    """Where this fails, a table was changed: raise FORMAT in pipeline/tables/sql.py and note the new number here."""
    import hashlib

    digest = hashlib.sha256("\n".join(declared_schema()).encode()).hexdigest()[:12]
    assert (FORMAT, digest) == (9, "86110a79aa3c")


def test_the_command_reports_what_was_repaired(
    raw: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.runs.process.spacy_records", analyse)
    changed(raw, "UPDATE state_texts SET text = 'Wrong' WHERE document_id = 'release-03'")
    assert main(["run", str(raw), str(raw.parent / "out"), "--engine", "inline"]) == 0
    assert "1 documents were damaged (release-03); they are processed again" in capsys.readouterr().err
