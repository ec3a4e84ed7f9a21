"""Entities go to OpenRefine and back: what a person clusters, renames or reconciles there becomes decisions."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from pipeline.cli import main
from pipeline.corrections.file import read_corrections
from pipeline.errors import NoInputError
from pipeline.exports import write_export
from pipeline.paths import STORE
from pipeline.review.openrefine import read_entities
from pipeline.runs.output_folder import reading
from pipeline.tables.store import Store
from tests.corpus import Corpus, copied

MORE = {
    "r7.txt": "Al B. Xu of ABC met Carl Dahl of XYZ on 3 May 2024.\n",
    "r8.txt": "Ana Berg of ABC met Carla Dahl of XYZ on 3 May 2024.\n",
    "r9.txt": "Anna Bergh of ABC met Carl Dahl of XYZ on 3 May 2024.\n",
}


@pytest.fixture
def corpus(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return copied(tmp_path_factory, tmp_path, MORE)


def back(corpus: Corpus, path: Path, cells: dict[str, dict[str, str]]) -> list[tuple[str, str, str]]:
    """The decisions that come back if OpenRefine changes these cells of these entities: decision, entity, value."""
    table = pd.read_csv(write_export(corpus.out, "openrefine"), dtype=str, keep_default_na=False)
    table = table.set_index("entity_id")
    for key, changed in cells.items():
        for column, value in changed.items():
            if column not in table:
                table[column] = ""
            table.loc[key, column] = value
    mark = "\t" if path.suffix == ".tsv" else ";" if ";" in path.name else ","
    table.reset_index().to_csv(path, index=False, sep=mark, quoting=csv.QUOTE_ALL)
    with reading(corpus.out, read_corrections(corpus.file)) as store:
        made, told = read_entities(store, path, "eva")
    assert told == []
    return sorted((d.decision, d.text, d.value) for d in made)


def test_a_row_says_who_it_is_and_where_it_is_named(corpus: Corpus) -> None:
    table = pd.read_csv(write_export(corpus.out, "openrefine"), keep_default_na=False).set_index("entity_id")
    assert set(table["kind"]) == {"person", "organisation"}
    anna = table.loc["anna-berg"]
    assert (anna["name"], anna["mentions"], anna["roles"]) == ("Anna Berg", 3, "Director")
    assert "[Anna Berg] of ABC met Carl Dahl" in anna["context_1"]
    assert list(table["mentions"]) == sorted(table["mentions"], reverse=True)


@pytest.mark.parametrize(
    ("cells", "want"),
    [
        ({}, []),
        ({"carl-dahl": {"name": "Carl M. Dahl"}}, [("edit", "carl-dahl", "Carl M. Dahl")]),
        ({"carl-dahl": {"name": ""}}, []),  # emptied by mistake
        ({"anna-bergh": {"name": "Anna Berg"}}, [("merge", "anna-bergh", "anna-berg")]),
        (  # clustered under a name that neither had
            {"anna-bergh": {"name": "Dr Anna Berg"}, "anna-berg": {"name": "Dr Anna Berg"}},
            [("edit", "anna-berg", "Dr Anna Berg"), ("merge", "anna-bergh", "anna-berg")],
        ),
        (  # reconciled with an item of Wikidata or of the user's own list
            {"org-abc": {"identifier": "Q1"}, "org-xyz": {"identifier": "Q1"}, "anna-berg": {"identifier": "Q2"}},
            [("merge", "org-xyz", "org-abc")],
        ),
        (  # the name with more words, then the longer one, stays, however often each is named
            {"anna-berg": {"identifier": "Q1"}, "al-xu": {"identifier": "Q1"}},
            [("merge", "anna-berg", "al-xu")],
        ),
        (
            {"carl-dahl": {"identifier": "Q1"}, "carla-dahl": {"identifier": "Q1"}},
            [("merge", "carl-dahl", "carla-dahl")],
        ),
        (  # two by name and two by identifier: all three are one
            {"anna-berg": {"identifier": "Q1"}, "ana-berg": {"identifier": "Q1"}, "anna-bergh": {"name": "Ana Berg"}},
            [("merge", "ana-berg", "anna-berg"), ("merge", "anna-bergh", "anna-berg")],
        ),
        (
            {"org-abc": {"name": "Carl Dahl"}},
            [("edit", "org-abc", "Carl Dahl")],
        ),  # a person and a company are never merged
    ],
)
@pytest.mark.parametrize("name", ["back.csv", "back.tsv", "from a spreadsheet;.csv"])
def test_changes_come_back_as_decisions(
    corpus: Corpus, tmp_path: Path, name: str, cells: dict[str, dict[str, str]], want: list[tuple[str, str, str]]
) -> None:
    assert back(corpus, tmp_path / name, cells) == want


def test_the_decisions_fit_and_change_the_tables(corpus: Corpus, tmp_path: Path) -> None:
    cells = {"anna-bergh": {"name": "Dr Anna Berg"}, "anna-berg": {"name": "Dr Anna Berg"}}
    back(corpus, tmp_path / "back.csv", cells)
    assert main(["review", str(corpus.out), "--import", str(tmp_path / "back.csv"), "--reviewer", "eva"]) == 0
    assert {d.reviewer for d in read_corrections(corpus.file).decisions} == {"eva"}
    assert main(["tables", str(corpus.out)]) == 0
    people = {row["person_id"]: row["name"] for row in corpus.rows("people")}
    assert people["anna-berg"] == "Dr Anna Berg"
    assert "anna-bergh" not in people
    assert back(corpus, tmp_path / "again.csv", {}) == []


def test_foreign_files_and_entities_are_reported(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    with Store(corpus.out / STORE) as store:
        with pytest.raises(NoInputError, match="entity_id"):
            read_entities(store, path)
        path.write_text("entity_id,name\nnobody,Nobody\n", "utf-8")
        made, told = read_entities(store, path)
    assert (made, len(told)) == ([], 1)
