"""The review queue, and decisions by command, by function and in a notebook."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pandas as pd
import pytest

from pipeline import load_tables
from pipeline.cli import main
from pipeline.corrections.decisions import StaleError
from pipeline.corrections.file import read_corrections
from pipeline.errors import NoInputError
from pipeline.paths import STORE
from pipeline.records import Correction, DateRow, Document, Mention
from pipeline.review import Reviewer, inspect
from pipeline.review.decide import read_to_the_end
from pipeline.review.queue import NO_DAY, Item, excerpt, queue, spread
from pipeline.review.session import Session
from pipeline.tables.schema import key
from pipeline.tables.store import Store
from tests.corpus import Corpus, table_of

ANNA = "r1:person:000000-000009"


def test_doubtful_rows_of_frequent_entities_come_first(corpus):
    with Store(corpus.out / STORE) as store:
        items = queue(store)
        assert items[0].says.startswith("direct quote of Anna Berg"), (
            "the least certain row about the person named most"
        )
        assert len({i.key for i in items}) == len(items)
        gains = {i.key: i.gain for i in items}
        assert next(gain for key, gain in gains.items() if key.startswith("r1:quote")) > gains[ANNA] > 0
        assert [i.row.start for i in queue(store, order="text", document_id="r1")] == sorted(
            i.row.start for i in items if i.row.document_id == "r1"
        )
        assert [i.key for i in queue(store, order="random")] == [i.key for i in queue(store, order="random")]
        assert queue(store, order="random") != items


def test_a_date_of_a_release_that_was_given_its_day_waits_for_the_next_run(corpus):
    session = Session(corpus.out, reviewer="eva")

    def told() -> set[str]:
        with session.opened() as store:
            given = store.select(Correction)
            with store.correcting():
                for document in store.select(Document):
                    store.change(Document, key(document), replace(document, published=None))
                for date in store.select(DateRow):
                    store.change(DateRow, key(date), replace(date, value=None, earliest=None, latest=None))
                store.set_corrected("as given", given)
            return {i.why for i in queue(store, document_id="r1") if isinstance(i.row, DateRow)}

    assert told() == {NO_DAY}
    session.set_release("r1", {"published": "2024-05-04"})
    assert told() == {"the next run decides by the publication date that was set"}


def test_what_is_reviewed_leaves_the_queue(corpus, decision):
    with Store(corpus.out / STORE) as store:
        read = read_to_the_end(store, "r1")
    corpus.decide(*read)
    with Store(corpus.out / STORE) as store:
        assert {i.row.document_id for i in queue(store)} == {"r0", "r2"}


def test_decisions_by_command(corpus, capsys):
    out = str(corpus.out)
    assert main(["review", out, "--number", "1"]) == 0
    assert "rows are not reviewed" in capsys.readouterr().out
    done = main(
        ["review", out, "--accept", ANNA, "--reject", "r0:person:000000-000009",
         "--edit", "r1:organisation:000013-000016", "how=acronym",
         "--add", "r2", "mentions", "Director", "PLACE=", "--published", "r2", "2024-05-04",
         "--merge", "carl-dahl", "anna-berg",
         "--split", "r2", "org-xyz", "Other Body", "--done", "r2", "--reviewer", "eva", "--note", "sure"]
    )  # fmt: skip
    assert done == 0
    told = capsys.readouterr().out
    assert f"decisions added to {corpus.file}: " in told
    assert "next `communique run`" in told
    decisions = read_corrections(corpus.file).decisions
    assert {d.decision for d in decisions} == {"accept", "reject", "edit", "add", "set", "merge", "split"}
    assert {(d.reviewer, d.note) for d in decisions} == {("eva", "sure")}
    assert decisions[0].after.startswith(" of ABC")
    (other_value,) = corpus.run().misfits  # the day of publication gives the accepted date another value
    assert (other_value.table, other_value.value) == ("dates", "2024-05-03")


@pytest.mark.parametrize(
    "arguments",
    [["--reviewer", "eva"], ["--note", "sure"], ["--score", "--reviewer", "eva"], ["--serve", "--note", "x"]],
)
def test_a_signature_without_a_decision_is_refused(corpus, capsys, arguments):
    assert main(["review", str(corpus.out), *arguments]) == 2
    assert "--reviewer and --note sign decisions: give one, as in --accept ROW" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--accept", "no-such-row"],
        ["--edit", ANNA, "section=body"],
        ["--edit", ANNA, "honorific"[:0]],
        ["--edit", ANNA, "honorific"],
        ["--add", "r1", "mentions", "nowhere", "PLACE="],
        ["--add", "r9", "mentions", "Anna", "PLACE="],
        ["--add", "r1", "titles", "Anna", "PLACE="],
        ["--published", "r1", "soon"],
    ],
)
def test_an_impossible_decision_is_reported_and_not_stored(corpus, arguments, capsys):
    assert main(["review", str(corpus.out), *arguments]) == 2
    assert capsys.readouterr().err.startswith("communique: ")
    assert not corpus.file.exists()


def test_decisions_by_function(corpus):
    session = Session(corpus.out, reviewer="eva")
    items = session.queue(5)
    assert len(session.table(items)) == 5
    card = session.show(items[0])
    assert card.startswith(f"{items[0].key}\n    {items[0].says}: {items[0].why}\n")
    assert str(session.accept(ANNA)).startswith("accepted “Anna")
    session.reject("r0:person:000000-000009", note="another")
    session.edit("r1:organisation:000013-000016", "how", "acronym")
    session.add("r2", "dates", "May 2024", value="2024-05")
    session.done("r2")
    session.set_release("r0", {"published": "2024-05-04"})
    session.merge("org-xyz", "org-abc")
    session.apply()
    assert {r["review"] for r in corpus.rows("mentions", "document_id == 'r2'")} == {"accepted", "added"}
    assert session.scores()[0].accepted > 1
    assert "[Anna Berg] of ABC" in session.show(ANNA)
    with pytest.raises(StaleError):
        session.accept("r9:none:0-1")


def test_an_edit_without_effect_is_refused_and_two_rows_can_come_to_say_the_same(corpus):
    session = Session(corpus.out)
    with pytest.raises(StaleError, match="says that already"):
        session.edit(ANNA, "entity_id", "Anna Berg")
    assert not read_corrections(corpus.file).decisions
    assert repr(session.edit(ANNA, "called", "A. Berg")) == "now: person A. Berg, “Anna Berg”"
    session.edit("r1:organisation:000013-000016", "label", "PLACE")
    session.edit("r1:organisation:000034-000037", "label", "PLACE")
    assert session.listed()["judged"] == 2, "a name in all releases judges no row"


@pytest.mark.parametrize(
    ("field", "value"), [("entity_id", "Anna Berg"), ("called", "Anna Berg "), ("called", "Anna  Berg")]
)
def test_an_edit_without_effect_leaves_all_files_alone(corpus, field, value):
    session = Session(corpus.out)
    session.accept("r0:person:000000-000009")
    session.accept("r2:person:000000-000009")
    before = {p: p.stat().st_mtime_ns for p in corpus.file.parent.rglob("*") if "corrections" in str(p)}
    with pytest.raises(StaleError, match=r"says that already \(person Anna Berg\)"):
        session.edit(ANNA, field, value)
    assert {p: p.stat().st_mtime_ns for p in before} == before
    assert set(before) == {p for p in corpus.file.parent.rglob("*") if "corrections" in str(p)}


def test_rows_are_counted_as_judged_however_many_decisions_they_took(corpus):
    session = Session(corpus.out)
    left = session.listed()["left"]
    session.edit("r1:quote:000054-000062", cells={"kind": "partial", "closed": "false", "speaker_id": "carl-dahl"})
    session.accept("r1:date:000041-000051")
    session.reject(ANNA)
    session.add("r1", "mentions", "Director", field="PLACE")
    counts = session.listed()
    assert (counts["judged"], counts["left"]) == (4, left - 4)


def test_rows_of_a_release_stand_together_in_the_list_of_the_page(corpus):
    documents = [r["document"] for r in Session(corpus.out).listed()["rows"]]
    assert documents == sorted(documents, key=documents.index)


def test_of_dates_that_lack_the_same_day_only_one_is_at_the_top(tmp_path):
    """One judgement settles all four relative dates of a release without a publication date, whatever their words."""
    made = Corpus(tmp_path)
    made.run()
    with Store(made.out / STORE) as store:
        (date,) = store.select(DateRow, document_id="r1")
        assert store.select(Document, document_id="r1")[0].published is None
        items = [Item(replace(date, value=None, start=n, text=f"day {n}"), "", NO_DAY, 0.5) for n in range(4)]
        other = Item(store.select(Mention, document_id="r1")[0], "", "", 0.3)
        assert spread([*items, other])[1] is other


def test_the_notebook_shows_the_page_in_a_frame_and_decides_nothing(corpus):
    reviewer = Reviewer(corpus.out, reviewer="eva")
    try:
        assert f'<iframe src="{reviewer.address}"' in reviewer._repr_html_()
        with urlopen(reviewer.address) as page:
            assert "frame-ancestors http://localhost:*" in page.headers["Content-Security-Policy"]
            assert b'data-reviewer="eva"' in page.read()
    finally:
        reviewer.close()
    assert not corpus.file.exists()


def test_a_release_can_be_inspected_in_one_line(corpus):
    found = inspect("r1", corpus.out)
    assert len(found.tables["roles"]) == found.html.count("job title of") == 1
    assert "Anna Berg" in found._repr_html_()
    with pytest.raises(NoInputError, match="no release r9"):
        inspect("r9", corpus.out)
    assert found.tables.keys() == {n for n, t in load_tables(corpus.out).items() if "document_id" in t}
    quotes = table_of(corpus.out, "quotes").query("document_id == 'r1'").reset_index(drop=True)
    pd.testing.assert_frame_equal(found.tables["quotes"], quotes)
    Session(corpus.out).reject("r1:role:000064-000072:anna-berg")
    found = inspect("r1", corpus.out)
    assert len(found.tables["roles"]) == found.html.count("job title of") == 0, "text and rows have the same decisions"


@pytest.mark.parametrize(
    ("start", "end", "shown", "why"),
    [
        (21, 30, ("Anna Berg of ABC met ", "Carl Dahl", " of XYZ on 3 May 2024. “It is"), "spaces are kept"),
        (0, 9, ("", "Anna Berg", " of ABC met Carl Dahl of XYZ o"), "at the beginning of the text"),
    ],
)
def test_an_excerpt_keeps_its_spaces(corpus, start, end, shown, why):
    with Store(corpus.out / STORE) as store:
        (row,) = store.select(Mention, document_id="r1", start=start, end=end)
        before, words, after = excerpt(store, row, 30)
    assert (before, words) == shown[:2], why
    assert after.startswith(shown[2]), why


def test_without_a_run_there_is_nothing_to_review(tmp_path: Path, capsys):
    assert main(["review", str(tmp_path)]) == 2
    with pytest.raises(NoInputError):
        Session(tmp_path)
