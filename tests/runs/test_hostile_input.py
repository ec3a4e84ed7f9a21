"""Bad input: nothing crashes, each case is a document or in quarantine, neighbours are unaffected, all is quick."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from pipeline import load_tables
from pipeline.read.blob import Blob, SourceDocument
from pipeline.read.formats import read_documents
from pipeline.runs.run import run
from tests.runs.hostile import BROKEN_LINES, BROKEN_ROWS, GOOD, LARGE, write_cases, write_names
from tests.stubs import analyse

ROOT = Path(__file__).parents[2]
SECONDS, MEGABYTES = 5, 850
SAMPLE = ["bomb.zip", "bomb.docx", "entities.docx", "out.zip", "entities.html", "parts.eml", "quotes.csv", "nuls.txt"]


def reason_codes() -> set[str]:
    told = (ROOT / "docs" / "quarantine.md").read_text("utf-8")
    return set(re.findall(r"^\| `(\w+)` \|", told, re.MULTILINE))


def of(documents: list[str], out: Path) -> dict[str, pd.DataFrame]:
    """All rows of these documents, by table."""
    tables = load_tables(out)
    return {
        name: table[table["document_id"].isin(documents)].reset_index(drop=True)
        for name, table in tables.items()
        if "document_id" in table
    }


def measured(raw: Path) -> list[tuple[str, float, int, str]]:
    """Source, CPU seconds, megabytes without libraries, and reasons of each file, measured in a separate process."""
    command = [sys.executable, "-m", "tests.runs.hostile", str(raw)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("cases", [100, pytest.param(2000, marks=pytest.mark.slow)])
def test_generated_bad_input(tmp_path: Path, cases: int) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    good = ["aa-good", "zz-good"]
    for name in good:
        (raw / f"{name}.txt").write_text(GOOD, "utf-8")
    run(raw, tmp_path / "alone", analyse=analyse)
    names = write_names(raw, tmp_path / "secret.txt")
    sources = {f"{name}.txt" for name in good} | write_cases(raw, cases, cases) | names.keys()
    run(raw, tmp_path / "out", analyse=analyse)
    tables = load_tables(tmp_path / "out")
    quarantine = tables["quarantine"]
    assert quarantine[quarantine["reason"].isin(["error", "crashed"])]["detail"].tolist() == []
    assert set(quarantine["reason"]) <= reason_codes()
    assert all(quarantine["detail"].str.len() > 10)
    assert sources <= set(tables["documents"]["source"]) | set(quarantine["source"])
    reasons = dict(zip(quarantine["source"], quarantine["reason"], strict=True))
    assert {name: want for name, want in names.items() if reasons.get(name, "read") not in want.split()} == {}
    assert "Not for the tables" not in "".join(p.read_text("utf-8") for p in (tmp_path / "out" / "text").iterdir())
    alone = of(good, tmp_path / "alone")
    for name, rows in of(good, tmp_path / "out").items():
        if name != "duplicates":  # the damaged files are copies of the good ones
            pd.testing.assert_frame_equal(rows, alone[name])
    for name in good:
        texts = [(tmp_path / out / "text" / f"{name}.txt").read_bytes() for out in ("out", "alone")]
        assert texts[0] == texts[1]


@pytest.mark.slow
def test_each_generated_case_is_processed_quickly(tmp_path: Path) -> None:
    write_cases(tmp_path, 1500, 9)
    found = measured(tmp_path)
    assert len(found) == 1500
    assert max(found, key=lambda case: case[1])[1] < SECONDS
    assert found[-1][2] < MEGABYTES
    assert [case for case in found if "error" in case[3]] == []


@pytest.mark.parametrize("names", [SAMPLE, pytest.param(sorted(LARGE), marks=pytest.mark.slow)], ids=["some", "all"])
def test_large_bad_input_is_processed_quickly(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_bytes(LARGE[name][0]())
    found = measured(tmp_path)
    assert [case[0] for case in found] == sorted(names)
    wrong = [
        case for case in found
        if case[1] > SECONDS or case[2] > MEGABYTES or not set(case[3].split()) <= set(LARGE[case[0]][1].split())
    ]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize("seed", range(30))
def test_good_records_among_broken_ones_are_all_read(seed: int) -> None:
    chance = random.Random(seed)
    texts = [f"{GOOD} {n}" for n in range(chance.randrange(1, 12))]
    for name, rows, broken, head in (
        ("a.jsonl", [json.dumps({"text": text}) for text in texts], [*BROKEN_LINES, "\xff"], []),
        ("a.csv", [f'{n},"{text}"' for n, text in enumerate(texts)], BROKEN_ROWS, ["id,text"]),
    ):
        lines = list(rows)
        for _ in range(chance.randrange(1, 5)):
            lines.insert(chance.randrange(len(lines) + 1), chance.choice(broken))
        data = "\n".join([*head, *lines]).encode()
        found = list(read_documents(Blob(name, name, data)))
        read = [d.content for d in found if isinstance(d, SourceDocument)]
        assert [text for text in read if str(text).startswith("Rates")] == texts, (name, lines)
        assert len(found) > len(texts), (name, lines)  # each broken one is reported, or is a release of its own


def test_broken_files_of_one_name_in_an_archive_are_one_row(tmp_path: Path) -> None:
    """A second row with the key of the first ended the run."""
    (tmp_path / "raw").mkdir()
    with zipfile.ZipFile(tmp_path / "raw" / "a.zip", "w") as archive:
        archive.writestr("a.txt", b"")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", b"\0\1\2" * 400)
    run(tmp_path / "raw", tmp_path / "out", analyse=analyse)
    assert load_tables(tmp_path / "out")["quarantine"][["source", "record"]].to_numpy().tolist() == [["a.zip", "a.txt"]]
