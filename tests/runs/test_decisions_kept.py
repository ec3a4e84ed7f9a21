"""Decisions of people are never lost: writers wait for each other, links and modes stay, a lost file stops the run."""

from __future__ import annotations

import csv
import os
import stat
import subprocess
import sys
import threading
from itertools import chain
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.corrections.decisions import Decision
from pipeline.corrections.file import VERSIONS, CorrectionsError, read_corrections
from pipeline.runs.run import write_tables
from tests.corpus import append
from tests.runs.releases import ROOT, go, outputs, write_releases
from tests.tables.test_formulas import is_run

EDIT = Decision(table="people", text="carl-dahl", field="name", decision="edit", value="Karl Dahl")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    write_releases(folder, 3)
    return folder


def test_writers_in_threads_and_processes_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "corrections.csv"
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\nfrom pipeline.corrections.decisions import Decision\n"
        "from tests.corpus import append\n"
        f"for n in range(40): append(Path({str(file)!r}), [Decision(text=f'p{{n}}')])"
    )
    others = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    threads = [
        threading.Thread(target=lambda t=t: [append(file, [Decision(text=f"{t}-{n}")]) for n in range(40)])
        for t in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [other.wait() for other in others] == [0, 0]
    assert len(read_corrections(file).decisions) == 160
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*.part"))


def test_a_symbolic_link_stays_a_link_and_the_file_mode_stays(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    file, link = tmp_path / "shared" / "decisions.csv", tmp_path / "corrections.csv"
    append(file, [EDIT])
    file.chmod(0o640)
    link.symlink_to(file)
    append(link, [EDIT])
    assert link.is_symlink()
    assert len(read_corrections(file).decisions) == 2
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_the_last_versions_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "corrections.csv"
    states = []
    for n in range(VERSIONS + 3):
        append(file, [Decision(text=str(n))])
        states.append(file.read_bytes())
    kept = sorted((tmp_path / ".corrections.csv.versions").iterdir())
    assert [path.read_bytes() for path in kept] == states[-VERSIONS - 1 : -1]


@pytest.mark.parametrize("how", ["gone", "folder"])
def test_a_lost_file_of_corrections_stops_the_run_and_undoes_nothing(raw: Path, how: str) -> None:
    file = raw.parent / "corrections.csv"
    append(file, [EDIT])
    go(raw)
    before = outputs(raw)
    assert b"Karl Dahl" in before["tables/people.csv"]
    file.unlink()
    if how == "folder":
        file.mkdir()
    for work in (lambda: go(raw), lambda: write_tables(raw.parent / "out")):
        with pytest.raises(CorrectionsError, match=r"is missing|cannot be read"):
            work()
        assert outputs(raw) == before
    if how == "gone":
        file.write_text("", "utf-8")
        go(raw)
        assert b"Carl Dahl" in outputs(raw)["tables/people.csv"], (
            "an empty file means that all decisions shall be undone"
        )


CELLS = [
    "=1+1",
    "'=1+1",
    "''=x",
    "+44 20",
    " @SUM(A1)",
    "'quoted'",
    "' =x",
    "plain",
    "",
    "'",
    "-5 %",
    "\u200b=x",
    "\n=x",
]


@pytest.mark.parametrize("cell", CELLS)
def test_no_cell_is_run_by_a_spreadsheet_and_each_reads_back_the_same(tmp_path: Path, cell: str) -> None:
    made = Decision(document_id="d", text=cell, before=cell, after=cell, table="mentions", decision="accept")
    append(tmp_path / "c.csv", [made])
    assert read_corrections(tmp_path / "c.csv").decisions == (made,)
    with (tmp_path / "c.csv").open(encoding="utf-8", newline="") as file:
        assert not any(map(is_run, chain.from_iterable(csv.reader(file))))


def test_a_cell_written_by_a_person_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("document_id,table,text,decision\nd,mentions,=1+1,accept\n", "utf-8")
    assert read_corrections(tmp_path / "c.csv").decisions[0].text == "=1+1"


def test_the_command_tables_reports_what_does_not_fit(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    go(raw)
    append(raw.parent / "corrections.csv", [Decision(document_id="x", table="mentions", text="No", decision="accept")])
    assert main(["tables", str(raw.parent / "out")]) == 0
    assert "there is no document" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read and write everything")
def test_a_file_that_cannot_be_read_or_written_is_reported(tmp_path: Path) -> None:
    append(tmp_path / "c.csv", [EDIT])
    (tmp_path / "c.csv").chmod(0)
    with pytest.raises(CorrectionsError, match="cannot be read"):
        read_corrections(tmp_path / "c.csv")


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    with pytest.raises(CorrectionsError, match="cannot be written"):
        append(tmp_path / "no-such-folder" / "c.csv", [EDIT])
