"""Full-text search in the store, and the real Datasette over it."""

from __future__ import annotations

import asyncio
import json
import sqlite3

import pytest

from benchmarks.analysis import PAGE
from benchmarks.analysis import questions as of_page
from pipeline.cli import main
from pipeline.paths import STORE
from pipeline.tables.export import METADATA, metadata
from tests.corpus import corpus as corpus
from tests.corpus import decision as decision

FIND = (
    "SELECT document_id FROM search_releases JOIN releases ON id = search_releases.rowid WHERE search_releases MATCH ?"
)


def found(corpus, words: str) -> list[str]:
    with sqlite3.connect(corpus.out / STORE) as db:
        db.execute("INSERT INTO search_releases(search_releases, rank) VALUES ('integrity-check', 1)")
        return sorted(row[0] for row in db.execute(FIND, (words,)))


EVERY = ["r0", "r1", "r2"]


@pytest.mark.parametrize(
    ("words", "want"),
    [("dahl", EVERY), ('"berg of ABC"', EVERY), ('"Berg Anna"', []), ("zürich", []), ("1", ["r1"])],
)
def test_words_and_phrases(corpus, words, want):
    assert found(corpus, words) == want


def test_search_follows_changes_removals_and_corrections(corpus, decision):
    (corpus.raw / "r1.txt").write_text("Anna Berg of ABC spoke in Zürich.\n", "utf-8")
    (corpus.raw / "r2.txt").unlink()
    corpus.run()
    assert found(corpus, "zurich") == ["r1"], "without accents"
    assert found(corpus, "dahl") == ["r0"]
    corpus.decide(decision("set", "documents", field="headline", value="A lighthouse opens"))
    assert found(corpus, "headline:lighthouse") == ["r1"]
    corpus.file.write_text("")
    corpus.run()
    assert found(corpus, "lighthouse") == []


def test_names_and_aliases(corpus):
    with sqlite3.connect(corpus.out / STORE) as db:
        rows = db.execute("SELECT entity_id FROM search_names WHERE search_names MATCH 'abc'").fetchall()
    assert {r[0] for r in rows} == {"org-abc"}


def test_the_questions_are_those_of_the_page():
    queries = metadata()["databases"]["communique"]["queries"]
    asked = {q["title"]: q["sql"] for name, q in queries.items() if name.startswith("question")}
    assert asked == {q.title: q.sql.strip() for q in of_page(PAGE.read_text("utf-8"))}


@pytest.mark.parametrize("words", ["", "U.S.", "O'Neil", "C++", "AT&T", "NOT", "tax-cut", '"x'])
@pytest.mark.parametrize("query", ["search", "names"])
def test_any_words_can_be_searched_for(corpus, query, words):
    sql = metadata()["databases"]["communique"]["queries"][query]["sql"]
    with sqlite3.connect(corpus.out / STORE) as db:
        db.execute(sql, {"words": words}).fetchall()


def test_datasette_shows_tables_search_and_questions(corpus):
    from datasette.app import Datasette  # imported here: it takes a second, and every test process reads this file

    assert main(["tables", str(corpus.out)]) == 0
    told = json.loads((corpus.out / METADATA).read_text("utf-8"))

    async def look() -> None:
        shown = Datasette([str(corpus.out / STORE)], metadata=told)
        await shown.invoke_startup()
        home = (await shown.client.get("/communique.json")).json()
        hidden = {t["name"] for t in home["tables"] if t["hidden"]}
        seen = {t["name"] for t in home["tables"]} - hidden
        assert not {n for n in seen if n.startswith(("state_", "contributed_", "search_"))}
        assert {"quotes", "people"} <= seen
        assert {q["name"] for q in home["queries"]} == set(told["databases"]["communique"]["queries"])
        for query in home["queries"]:
            answer = await shown.client.get(f"/communique/{query['name']}.json?words=berg&_shape=array")
            assert answer.status_code == 200, query["name"]
        rows = (await shown.client.get("/communique/releases.json?_search=dahl&_shape=array")).json()
        assert len(rows) == 3

    asyncio.run(look())
