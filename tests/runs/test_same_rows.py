"""A release gives the same rows in whatever format it is: a folder with a file of each format, with the real model."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline import load_tables
from pipeline.runs.run import run
from tests.read.releases_in_formats import CHROMIUM, FILES, WRITTEN, printed

# without the country of a role and the place of a dateline: the reader's chances of “Minister Anna Berg … guests from
# Portugal” and “VISEU” stand at the border, and one line end parts the paragraphs of a page, two those of a text
ROWS = {
    "mentions": ["text", "label", "entity_id", "how", "honorific", "section"],
    "roles": ["person_id", "role", "organisation_id", "status"],
    "dates": ["text", "value", "granularity"],
    "quotes": ["text", "kind", "speaker_id", "speaker_text", "cue"],
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    folder = tmp_path_factory.mktemp("formats")
    raw = folder / "raw"
    raw.mkdir()
    files = {**FILES, "release.pdf": printed} if CHROMIUM.exists() else FILES
    for name, make in files.items():
        (raw / name.replace("release", f"from-{name.partition('.')[2].replace('.', '-')}")).write_bytes(make())
    for name, path in WRITTEN.items():
        (raw / name).write_bytes(path.read_bytes())
    (raw / "from-html_files").mkdir()  # as a browser saves it beside a page
    (raw / "from-html_files" / "frame.html").write_bytes(FILES["release.html"]())
    summary = run(raw, folder / "out")
    assert (summary.documents, summary.quarantined) == (len(files) + len(WRITTEN), 0)
    return load_tables(folder / "out")


def on_one_line(cell: object) -> object:
    """A cell without its line ends: quotes from a PDF contain those of the page."""
    return " ".join(cell.split()) if isinstance(cell, str) else cell


@pytest.mark.parametrize("table", ROWS)
def test_the_rows_of_each_document_are_the_same(tables: dict[str, pd.DataFrame], table: str) -> None:
    found = tables[table]
    if table == "mentions":
        found = found[(found["label"] != "PLACE") | (found["section"] != "dateline")]
    rows = {
        document: sorted(map(str, some[ROWS[table]].map(on_one_line).itertuples(index=False)))
        for document, some in found.groupby("document_id")
    }
    assert set(rows) == set(tables["documents"]["document_id"])
    assert rows["from-txt"], "the release has rows in each table"
    assert {document: found for document, found in rows.items() if found != rows["from-txt"]} == {}


def test_the_head_of_each_document_is_the_same(tables: dict[str, pd.DataFrame]) -> None:
    documents = tables["documents"]
    assert set(documents["headline"]) == {"Minister opens new bridge over the Halden"}
    assert set(documents["published"]) == {"2023-09-27"}
    assert set(documents["words"]) == {documents["words"][0]}
