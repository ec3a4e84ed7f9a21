"""A release gives the same rows whatever it came in: a folder with a file of each kind, the real model."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline import load_tables
from pipeline.runs.run import run
from tests.read.releases_in_formats import FILES

ROWS = {
    "mentions": ["text", "label", "entity_id", "how", "honorific", "section"],
    "roles": ["person_id", "role", "organisation_id", "country", "status"],
    "dates": ["text", "value", "granularity"],
    "quotes": ["text", "kind", "speaker_id", "speaker_text", "cue"],
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    folder = tmp_path_factory.mktemp("formats")
    raw = folder / "raw"
    raw.mkdir()
    for name, make in FILES.items():
        (raw / name.replace("release", f"from-{name.partition('.')[2].replace('.', '-')}")).write_bytes(make())
    summary = run(raw, folder / "out")
    assert (summary.documents, summary.quarantined) == (len(FILES), 0)
    return load_tables(folder / "out")


@pytest.mark.parametrize("table", ROWS)
def test_the_rows_of_each_document_are_the_same(tables: dict[str, pd.DataFrame], table: str) -> None:
    found = tables[table]
    rows = {
        document: sorted(map(str, some[ROWS[table]].itertuples(index=False)))
        for document, some in found.groupby("document_id")
    }
    assert len(rows) == len(FILES)
    assert rows["from-txt"], "the release has rows of each kind"
    assert {document: found for document, found in rows.items() if found != rows["from-txt"]} == {}


def test_the_head_of_each_document_is_the_same(tables: dict[str, pd.DataFrame]) -> None:
    documents = tables["documents"]
    assert set(documents["headline"]) == {"Minister opens new bridge over the Halden"}
    assert set(documents["published"]) == {"2023-09-27"}
    assert set(documents["words"]) == {documents["words"][0]}
