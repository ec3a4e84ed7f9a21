"""Decisions applied to the tables of a run: what each does, that it can be undone, and that it lasts."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.corrections.apply import decide
from pipeline.corrections.decisions import Decision
from pipeline.corrections.file import COLUMNS
from pipeline.corrections.rows import Working
from pipeline.paths import STORE
from pipeline.records import Entity, Organisation, Role
from pipeline.review.decide import about_row, read_to_the_end, signed
from pipeline.review.session import Session
from pipeline.runs.run import write_tables
from pipeline.tables.store import Store
from tests.corpus import TEXT, Corpus, append

ANNA = "document_id == 'r1' and text == 'Anna Berg'"


def status(corpus: Corpus) -> list[tuple[object, object]]:
    return [(r["status"], r["rows"]) for r in corpus.rows("corrections")]


def test_only_accepted_rows_are_marked_as_accepted(corpus, decision):
    before = corpus.tables()
    summary = corpus.decide(decision("accept", "mentions", "Anna Berg"))
    assert (summary.processed, summary.corrections, summary.misfits) == (0, 1, ())
    assert [r["review"] for r in corpus.rows("mentions", ANNA)] == ["accepted"]
    assert len(corpus.rows("mentions", "review != 'unreviewed'")) == 1
    assert {n for n, data in corpus.tables().items() if data != before[n]} == {"mentions.csv", "corrections.csv"}


def test_words_that_look_like_the_key_of_a_country_can_name_an_organisation(corpus):
    with Store(corpus.out / STORE) as store:
        assert store.get(Entity, "NAM").kind == "country"
        assert Working(store).key_for("organisation", "NAM", words=True) == "org-nam"


def test_rejecting_a_person_removes_all_rows_that_depend_on_it(corpus, decision):
    for n in (0, 2):
        (corpus.raw / f"r{n}.txt").unlink()
    corpus.decide(decision("reject", "mentions", "Anna Berg"))
    assert corpus.rows("roles") == []
    assert {r["speaker_id"] for r in corpus.rows("quotes")} == {None}
    assert [r["person_id"] for r in corpus.rows("people")] == ["carl-dahl"]
    assert "anna-berg" not in {r["entity_id"] for t in ("entities", "aliases") for r in corpus.rows(t)}


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ((("mentions", "Anna Berg"), ("roles", "Director")), "a job title goes with the only name"),
        ((("mentions", "Anna Berg"), ("quotes", "It is 1,")), "a quote stays, without its speaker"),
        ((("mentions", "3 May 2024"), ("dates", "3 May 2024")), "a date and its mention go together"),
    ],
)
@pytest.mark.parametrize("step", [1, -1])
def test_rows_that_depend_on_each_other_may_all_be_rejected(corpus, decision, rows, why, step):
    made = [decision("reject", *row) for row in rows[::step]]
    assert corpus.decide(*made).misfits == (), why
    assert status(corpus) == [("applied", 1)] * 2, "both were wrong, and are counted so"
    for d in made:
        assert corpus.rows(d.table, f"document_id == 'r1' and start == {d.start} and end == {d.end}") == [], why


@pytest.mark.parametrize("order", [("reject", "add"), ("add", "reject")])
def test_when_a_row_is_both_added_and_rejected_the_later_decision_counts(corpus, decision, order):
    made = {"reject": decision("reject", "mentions", "ABC"), "add": decision("add", "mentions", "ABC", field="PLACE")}
    assert corpus.decide(*(made[verdict] for verdict in order)).misfits == ()
    labels = [r["label"] for r in corpus.rows("mentions", "document_id == 'r1' and text == 'ABC'")]
    assert labels == (["PLACE"] if order[-1] == "add" else [])


def test_a_row_that_was_added_rejected_and_added_again_exists_and_no_decision_is_a_misfit(corpus, decision):
    add, reject = (decision(v, "mentions", "It is 1", field="PLACE" * (v == "add")) for v in ("add", "reject"))
    assert corpus.decide(add, reject, add).misfits == ()
    assert [state for state, _ in status(corpus)] == ["replaced", "replaced", "applied"]
    assert [r["label"] for r in corpus.rows("mentions", "document_id == 'r1' and text == 'It is 1'")] == ["PLACE"]


def test_a_name_that_was_rejected_and_added_again_keeps_its_job_title(corpus, decision):
    made = (decision(verdict, "mentions", "Anna Berg") for verdict in ("reject", "add"))
    assert corpus.decide(*made).misfits == ()
    assert [r["person_id"] for r in corpus.rows("roles", "document_id == 'r1'")] == ["anna-berg"]


def test_an_edited_name_of_a_person_is_split_into_given_and_family_name(corpus):
    corpus.decide(Decision(table="people", text="anna-berg", field="name", decision="edit", value="Eva Strand"))
    (person,) = corpus.rows("people", "person_id == 'anna-berg'")
    assert (person["name"], person["given_names"], person["family_name"]) == ("Eva Strand", "Eva", "Strand")


def test_rejecting_a_date_removes_its_mention(corpus, decision):
    corpus.decide(decision("reject", "dates", "3 May 2024"))
    assert [r["document_id"] for r in corpus.rows("dates")] == ["r0", "r2"]
    assert [r["document_id"] for r in corpus.rows("mentions", "label == 'DATE'")] == ["r0", "r2"]


def test_a_mention_stays_while_a_date_stands_at_its_words(corpus, decision):
    add = decision("add", "dates", "3 May 2024", value="2024-05")
    corpus.decide(add, decision("reject", "dates", "3 May 2024", field="value", value="2024-05-03"))
    assert [r["value"] for r in corpus.rows("dates", "document_id == 'r1'")] == ["2024-05"]
    assert [r["text"] for r in corpus.rows("mentions", "document_id == 'r1' and label == 'DATE'")] == ["3 May 2024"]


@pytest.mark.parametrize(
    ("table", "words", "field", "value", "cells"),
    [
        ("mentions", "Anna Berg", "honorific", "Ms.", {"honorific": "Ms."}),
        ("mentions", "ABC", "entity_id", "Alpha Body", {"entity_id": "org-alpha-body"}),
        ("mentions", "ABC", "label", "PLACE", {"label": "PLACE", "entity_id": None}),
        ("mentions", "ABC", "label", "PERSON", {"label": "PERSON", "entity_id": "abc"}),
        ("mentions", "Anna Berg", "text", "Anna", {"text": "Anna", "start": 0, "end": 4}),
        ("roles", "Director", "text", "Director Berg", {"role": "Director Berg"}),
        (
            "mentions",
            "Carl Dahl",
            "text",
            "Carl\u00a0 Dahl of\nXYZ",
            {"text": "Carl Dahl of XYZ"},
        ),  # other white space in the words
        ("roles", "Director", "country", "France", {"country": "FRA"}),
        ("roles", "Director", "organisation_id", "", {"organisation_id": None}),
        ("roles", "Director", "person_id", "Carl Dahl", {"person_id": "carl-dahl"}),
        ("roles", "Director", "status", "former", {"status": "former"}),
        ("dates", "3 May 2024", "value", "2024-05", {"latest": "2024-05-31", "granularity": "month"}),
        ("dates", "3 May 2024", "value", "2024-04/2024-06", {"earliest": "2024-04-01", "granularity": "quarter"}),
        ("dates", "3 May 2024", "value", "2024-Q2", {"latest": "2024-06-30", "granularity": "quarter"}),
        ("dates", "3 May 2024", "value", "2024-05-06/2024-05-12", {"granularity": "week"}),
        ("dates", "3 May 2024", "value", "", {"value": None, "latest": None}),
        ("quotes", "It is 1,", "speaker_id", "carl-dahl", {"speaker_id": "carl-dahl", "speaker_text": "Carl Dahl"}),
        ("quotes", "It is 1,", "speaker_id", "", {"speaker_id": None, "speaker_type": "unknown"}),
        ("quotes", "It is 1,", "speaker_id", "Eva New", {"speaker_id": "eva-new", "speaker_text": None}),
        ("quotes", "It is 1,", "closed", "false", {"closed": False}),
        ("quotes", "It is 1,", "kind", "partial", {"kind": "partial"}),
    ],
)
def test_an_edit_changes_its_cell_and_the_rows_that_depend_on_it(corpus, decision, table, words, field, value, cells):
    summary = corpus.decide(decision("edit", table, words, field=field, value=value))
    assert summary.misfits == ()
    (row,) = corpus.rows(table, "review == 'edited' and document_id == 'r1'")
    assert {k: row[k] for k in cells} == cells


@pytest.mark.parametrize(
    ("verdict", "table", "words", "field", "value"),
    [
        ("accept", "roles", "Director", "", ""),
        ("edit", "roles", "Director", "status", "former"),
        ("edit", "roles", "Director", "status", "current"),  # which it says already
        ("add", "roles", "Director", "", "Carl Dahl"),
        ("accept", "dates", "3 May 2024", "", ""),  # with its mention
        ("edit", "dates", "3 May 2024", "text", "May 2024"),
        ("accept", "mentions", "3 May 2024", "", ""),
        ("edit", "quotes", "It is 1,", "kind", "partial"),
        ("edit", "quotes", "It is 1,", "speaker_id", "carl-dahl"),
    ],
)
def test_what_a_person_confirmed_has_the_confidence_1(corpus, decision, verdict, table, words, field, value):
    (quote,) = corpus.rows("quotes", "document_id == 'r1' and start < 60")
    assert quote["confidence"] < 1
    assert corpus.decide(decision(verdict, table, words, field=field, value=value)).misfits == ()
    judged = [r for t in ("mentions", "roles", "quotes") for r in corpus.rows(t, "review != 'unreviewed'")]
    assert {r["confidence"] for r in judged} == {1.0}


@pytest.mark.parametrize(
    ("table", "words", "field", "value", "told"),
    [
        ("mentions", "Anna Berg", "entity_id", "nobody-known", "no entity nobody-known"),
        ("roles", "Director", "organisation_id", "org-zed-co-ltd", "no entity org-zed-co-ltd"),  # an older key
        ("mentions", "Anna Berg", "entity_id", "org-abc", "is of the kind organisation, not person"),
        ("mentions", "ABC", "entity_id", "org-us-ice-centre", "no entity org-us-ice-centre"),  # not a new one's name
        ("mentions", "3 May 2024", "entity_id", "Anna", "a date is a row of `dates`"),
        ("mentions", "3 May 2024", "label", "PERSON", "a date is a row of `dates`"),
        ("mentions", "3 May 2024", "text", "May 2024", "a date is a row of `dates`"),
        ("mentions", "Anna Berg", "label", "DATE", "a date is a row of `dates`"),
        ("mentions", "Anna Berg", "label", "NAME", "label cannot be"),
        ("mentions", "Anna Berg", "how", "", "how cannot be empty"),
        ("mentions", "Anna Berg", "text", "Carl Dahl", "do not overlap these words"),
        ("mentions", "Anna", "honorific", "Ms.", "no row of mentions"),
        ("roles", "Director", "country", "Atlantis", "not a known country"),
        ("roles", "Director", "status", "gone", "status cannot be"),
        ("dates", "3 May 2024", "value", "soon", "not a date value"),
        ("dates", "3 May 2024", "value", "2024-02-30", "not a date value"),
        ("dates", "3 May 2024", "value", "2024-05/2023-01", "backwards"),
        ("quotes", "It is 1,", "closed", "maybe", "true or false"),
        ("quotes", "It is 1,", "speaker_id", "NAM", "a country"),
        ("quotes", "It is 9,", "kind", "partial", "no longer, in the text"),
    ],
)
def test_an_edit_that_does_not_fit_is_reported_and_changes_nothing(corpus, decision, table, words, field, value, told):
    before = corpus.tables()
    summary = corpus.decide(decision("edit", table, words, field=field, value=value))
    (misfit,) = summary.misfits
    assert told in (misfit.reason or "")
    assert {n for n, data in corpus.tables().items() if data != before[n]} == {"corrections.csv"}


def test_a_slip_in_one_row_of_the_file_stops_neither_the_run_nor_the_rows_around_it(corpus, decision):
    append(corpus.file, [decision("accept", "mentions", "Anna Berg"), decision("reject", "mentions", "Carl Dahl")])
    first, second = corpus.file.read_text("utf-8").splitlines()[1:]
    day = "r1,documents,soon,,,published,set,2024-01-01"
    corpus.file.write_text("\n".join([",".join(COLUMNS), first, day, second]), "utf-8")
    before = corpus.file.read_bytes()
    summary = corpus.run()
    (misfit,) = summary.misfits
    assert (misfit.line, (misfit.reason or "")[:15]) == (3, "start is 'soon'")
    assert (summary.corrections, status(corpus)) == (2, [("applied", 1), ("invalid", 0), ("applied", 1)])
    assert corpus.file.read_bytes() == before
    assert [r["published"] for r in corpus.rows("documents", "document_id == 'r1'")] != ["2024-01-01"]


def test_an_edit_that_the_pipeline_now_agrees_with_counts_as_accepted(corpus, decision):
    corpus.decide(decision("edit", "dates", "3 May 2024", field="value", value="2024-05-03"))
    assert [r["review"] for r in corpus.rows("dates", "document_id == 'r1'")] == ["accepted"]


@pytest.mark.parametrize(
    ("table", "words", "field", "value", "cells"),
    [
        ("mentions", "Berg said", "PERSON", "anna-berg", {"entity_id": "anna-berg", "section": "body"}),
        ("mentions", "Director", "PERSON", "", {"entity_id": "director"}),
        ("mentions", "Director", "PLACE", "", {"entity_id": None, "label": "PLACE"}),
        ("dates", "May 2024", "", "2024-05", {"value": "2024-05", "granularity": "month"}),
        ("roles", "met", "", "Carl Dahl", {"person_id": "carl-dahl", "role": "met"}),
        ("quotes", "met Carl", "indirect", "carl-dahl", {"kind": "indirect", "speaker_text": "Carl Dahl"}),
        ("quotes", "met Carl", "", "", {"kind": "direct", "speaker_type": "unknown"}),
        ("quotes", "met Carl", "", "the ABC", {"speaker_id": "org-abc", "speaker_type": "organisation"}),
    ],
)
def test_an_added_row_is_like_any_other(corpus, decision, table, words, field, value, cells):
    assert corpus.decide(decision("add", table, words, field=field, value=value)).misfits == ()
    (row,) = corpus.rows(table, "review == 'added'")
    assert {k: row[k] for k in cells} == cells
    assert TEXT.format(n=1)[row["start"] : row["end"]] == words


@pytest.mark.parametrize(
    ("between", "found", "why"),
    [
        (" ", True, "in the paragraph of the quote"),
        ("\n\n", True, "in the one before it"),
        ("\n\nA paragraph.\n\n", False, "too far to be the words that name the speaker"),
        ("\nA line.\nAnother line.\n\n", True, "lines of one paragraph"),
        ("\nA paragraph.\n", False, "without blank lines, each line is a paragraph"),
    ],
)
@pytest.mark.parametrize("verdict", ["edit", "add"])
def test_words_name_an_edited_speaker_only_if_they_are_near(tmp_path, verdict, between, found, why):
    made = Corpus(tmp_path, {})
    words = "It is so," if verdict == "edit" else "Director Berg said"
    said = "“It is so,” Director Berg said on 3 May 2024.\n"
    (made.raw / "r1.txt").write_text(f"Carl Dahl of XYZ and Anna Berg of ABC met.{between}{said}", "utf-8")
    field, value = ("speaker_id", "carl-dahl") if verdict == "edit" else ("", "carl-dahl")
    decided = Decision(document_id="r1", table="quotes", text=words, decision=verdict, field=field, value=value)
    assert made.decide(decided).misfits == ()
    (quote,) = made.rows("quotes", f"document_id == 'r1' and review == '{verdict}ed'")
    place = (quote["speaker_text"], quote["speaker_start"], quote["speaker_end"], quote["resolution"])
    assert place == (("Carl Dahl", 0, 9, "name") if found else (None, None, None, "none")), why
    assert (quote["speaker_id"], quote["speaker_type"]) == ("carl-dahl", "person")
    spoke = made.rows("quote_speakers", f"quote_id == '{quote['quote_id']}'")
    assert [s["text"] for s in spoke] == ["Carl Dahl"] * found, why
    (statement,) = made.rows("statements", f"quote_id == '{quote['quote_id']}'")
    assert statement["speaker"] == "Carl Dahl"


def test_an_added_row_that_the_pipeline_now_finds_counts_as_accepted(corpus, decision):
    corpus.decide(decision("add", "mentions", "Anna Berg", field="PERSON"))
    assert [r["review"] for r in corpus.rows("mentions", ANNA)] == ["accepted"]


def test_merged_people_are_one_in_every_table(corpus, decision):
    corpus.decide(Decision(table="people", text="carl-dahl", value="anna-berg", decision="merge"))
    assert [r["person_id"] for r in corpus.rows("people")] == ["anna-berg"]
    assert {r["entity_id"] for r in corpus.rows("mentions", "label == 'PERSON'")} == {"anna-berg"}
    assert ("anna-berg", "Carl Dahl") in {(r["entity_id"], r["alias"]) for r in corpus.rows("aliases")}
    assert {r["mentions"] for r in corpus.rows("document_people")} == {2}


@pytest.mark.parametrize(
    ("parts", "want", "why"),
    [
        ({"org-xyz": "org-all"}, "org-all", "the one that stays had none"),
        ({"org-xyz": "org-all", "org-abc": "org-xyz"}, "org-all", "it was part of the one that goes"),
        ({"org-xyz": "org-abc", "org-abc": "org-all"}, "org-all", "the one that goes was part of it"),
        ({"org-xyz": "org-abc"}, None, "it is no part of itself"),
        ({"org-abc": "org-xyz"}, None, "nor of the one that went"),
    ],
)
def test_a_merged_organisation_is_part_of_what_either_was(corpus, parts, want, why):
    with Session(corpus.out).opened() as store, store.correcting():
        work = Working(store)
        work.entity("organisation", "All")
        for part, whole in parts.items():
            work.put(replace(work.get(Organisation, part), part_of=whole))
        decide(work, [Decision(table="organisations", text="org-xyz", value="org-abc", decision="merge")])
        assert work.get(Organisation, "org-abc").part_of == want, why


def test_a_country_that_nothing_names_any_more_is_gone(tmp_path):
    made = Corpus(tmp_path)
    for path in made.raw.iterdir():
        path.unlink()
    (made.raw / "r3.txt").write_text("Anne Dahlberg of ABC spoke.\n", "utf-8")
    made.run()
    assert [r["country"] for r in made.rows("countries")] == ["NAM"]
    made.decide(Decision(table="organisations", text="org-abc", field="country", value="FRA", decision="edit"))
    assert [r["country"] for r in made.rows("countries")] == ["FRA"]
    assert [r["entity_id"] for r in made.rows("entities", "kind == 'country'")] == ["FRA"]


def test_merged_organisations_keep_what_is_known_of_both(corpus, decision):
    corpus.decide(
        Decision(table="organisations", text="org-xyz", field="kind", value="company", decision="edit"),
        Decision(table="organisations", text="XYZ", value="ABC", decision="merge"),
    )
    (body,) = corpus.rows("organisations")
    assert (body["organisation_id"], body["acronym"], body["kind"]) == ("org-abc", "ABC", "company")
    assert [s for s, _ in status(corpus)] == ["applied", "applied"], "the edit is of the one that stays"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_merges_one_after_the_other_may_stand_in_any_order(corpus, order):
    (corpus.raw / "r3.txt").write_text("Bob Cole of ABC spoke.\n", "utf-8")
    pairs = [("bob-cole", "carl-dahl"), ("carl-dahl", "anna-berg")]
    made = [Decision(table="people", text=gone, value=stays, decision="merge") for gone, stays in pairs]
    name = Decision(table="people", text="bob-cole", field="name", value="Anna Bo Berg", decision="edit")
    assert corpus.decide(*(made[n] for n in order), name).misfits == ()
    assert [(r["person_id"], r["name"]) for r in corpus.rows("people")] == [("anna-berg", "Anna Bo Berg")]


_CARL = {"table": "people", "text": "carl-dahl"}
_ANNA = {"table": "people", "text": "anna-berg"}
_DIRECTOR = {"document_id": "r1", "table": "mentions", "field": "PERSON", "decision": "add"}


@pytest.mark.parametrize(
    ("made", "people", "owner", "why"),
    [
        (
            [
                Decision(**_CARL, field="name", value="Carl D. Dahl", decision="edit"),
                Decision(**_CARL, value="anna-berg", decision="merge"),
            ],
            {"anna-berg": "Anna Berg"},
            {"Anna Berg": "anna-berg", "Carl Dahl": "anna-berg"},
            "the name was given to the one that goes, before the merge",
        ),
        (
            [
                Decision(**_CARL, value="anna-berg", decision="merge"),
                Decision(**_ANNA, document_id="r1", field="Carl Dahl", value="Eva Lund", decision="split"),
            ],
            {"anna-berg": "Anna Berg", "eva-lund": "Eva Lund"},
            {"Anna Berg": "anna-berg", "Carl Dahl": "eva-lund"},
            "what was merged before can be split",
        ),
        (
            [
                Decision(**_CARL, value="anna-berg", decision="merge"),
                Decision(**_ANNA, document_id="r1", field="Carl Dahl", value="Carl Dahl", decision="split"),
            ],
            {"anna-berg": "Anna Berg", "carl-dahl": "Carl Dahl"},
            {"Anna Berg": "anna-berg", "Carl Dahl": "carl-dahl"},
            "also to what it was",
        ),
        (
            [
                Decision(**_DIRECTOR, text="Director Berg", value="Anna Berg"),
                Decision(**_ANNA, document_id="r1", value="Anna Berg", decision="split"),
            ],
            {"anna-berg": "Anna Berg", "anna-berg-r1": "Anna Berg", "carl-dahl": "Carl Dahl"},
            {"Anna Berg": "anna-berg-r1", "Carl Dahl": "carl-dahl", "Director Berg": "anna-berg"},
            "when the row was added, the name was that of one person",
        ),
        (
            [
                Decision(**_ANNA, field="name", value="Anna M. Berg", decision="edit"),
                Decision(**_DIRECTOR, text="Director Berg", value="Anna M. Berg"),
            ],
            {"anna-berg": "Anna M. Berg", "carl-dahl": "Carl Dahl"},
            {"Anna Berg": "anna-berg", "Carl Dahl": "carl-dahl", "Director Berg": "anna-berg"},
            "a name that was given by a decision names its person for the next one",
        ),
    ],
)
def test_decisions_about_one_person_follow_each_other(corpus, made, people, owner, why):
    assert corpus.decide(*made).misfits == (), why
    assert {r["person_id"]: r["name"] for r in corpus.rows("people")} == people, why
    mentions = corpus.rows("mentions", "document_id == 'r1' and label == 'PERSON'")
    assert {r["text"]: r["entity_id"] for r in mentions} == owner, why


def test_a_person_can_be_split_by_document(corpus, decision):
    corpus.decide(Decision(document_id="r1", table="people", text="anna-berg", value="Anna Berg", decision="split"))
    owners = {r["document_id"]: r["entity_id"] for r in corpus.rows("mentions", "text == 'Anna Berg'")}
    assert owners == {"r0": "anna-berg", "r1": "anna-berg-r1", "r2": "anna-berg"}
    assert {r["speaker_id"] for r in corpus.rows("quotes", "document_id == 'r1'")} == {"anna-berg-r1"}
    assert [r["person_id"] for r in corpus.rows("roles", "document_id == 'r1'")] == ["anna-berg-r1"]


def test_an_organisation_split_to_its_own_key_becomes_another_of_that_name(corpus):
    corpus.decide(Decision(document_id="r1", table="organisations", text="org-xyz", value="org-xyz", decision="split"))
    assert [r["entity_id"] for r in corpus.rows("mentions", "text == 'XYZ'")] == ["org-xyz", "org-xyz-r1", "org-xyz"]
    names = [r["name"] for r in corpus.rows("organisations", "organisation_id.str.startswith('org-xyz')")]
    assert names == ["XYZ", "XYZ"], "not its key"


@pytest.mark.parametrize(
    "wrong",
    [
        Decision(document_id="r1", table="people", text="anna-berg", value="org-xyz", decision="split"),
        Decision(document_id="r1", table="people", text="org-xyz", value="Anna", decision="split"),
        Decision(document_id="r1", table="people", text="nobody", value="Anna", decision="split"),
        Decision(document_id="r1", table="people", text="anna-berg", field="XYZ", value="Eva New", decision="split"),
        Decision(document_id="r1", table="organisations", text="org-xyz", value="anna-berg", decision="split"),
        Decision(table="people", text="anna-berg", value="org-xyz", decision="merge"),
        Decision(table="organisations", text="org-xyz", value="org-xyz", decision="merge"),
        Decision(table="organisations", text="org-xyz", field="kind", value="club", decision="edit"),
        Decision(table="candidates", text="anna-berg", value="carl-dahl", decision="reject"),
    ],
)
def test_entities_that_do_not_fit_are_reported_and_nothing_changes(corpus, wrong):
    before = corpus.tables()
    assert len(corpus.decide(wrong).misfits) == 1
    assert {n for n, data in corpus.tables().items() if data != before[n]} == {"corrections.csv"}


def test_an_edited_name_keeps_the_old_one_as_alias(corpus, decision):
    corpus.decide(Decision(table="people", text="anna-berg", field="name", value="Anna M. Berg", decision="edit"))
    assert "Anna M. Berg" in {r["name"] for r in corpus.rows("people")}
    assert "Anna Berg" in {r["alias"] for r in corpus.rows("aliases", "entity_id == 'anna-berg'")}


def test_a_name_edited_to_an_alias_removes_that_alias(corpus, decision):
    corpus.decide(
        Decision(table="people", text="anna-berg", field="name", value="Anna M. Berg", decision="edit"),
        Decision(table="people", text="anna-berg", field="name", value="Anna Berg", decision="edit"),
    )
    (person,) = corpus.rows("people", "person_id == 'anna-berg'")
    assert person["name"] not in {r["alias"] for r in corpus.rows("aliases", "entity_id == 'anna-berg'")}


def test_a_publication_date_processes_only_its_own_document_again(corpus, decision):
    machine = corpus.tables()
    summary = corpus.decide(decision("set", "documents", field="published", value="2022-01-05"))
    assert (summary.processed, summary.unchanged, summary.misfits) == (1, 2, ())
    assert [r["published"] for r in corpus.rows("documents")] == [None, "2022-01-05", None]
    assert [r["value"] for r in corpus.rows("dates")] == ["2024-05-03", "2022-01-05", "2024-05-03"]
    assert corpus.run().processed == 0
    corpus.file.write_text("")
    assert corpus.run().processed == 1
    assert corpus.tables() == machine


def test_a_release_read_to_its_end_has_no_unreviewed_row(corpus, decision):
    corpus.decide(decision("reject", "mentions", "ABC"))
    with Store(corpus.out / STORE) as store:
        read = signed(read_to_the_end(store, "r1"), "eva")
    assert corpus.decide(*read).misfits == ()
    reviews = {
        (r["document_id"], r["review"]) for t in ("mentions", "roles", "dates", "quotes") for r in corpus.rows(t)
    }
    assert reviews == {("r0", "unreviewed"), ("r1", "accepted"), ("r2", "unreviewed")}
    assert status(corpus)[0] == ("applied", 1)


def test_accepting_a_document_does_not_mark_its_rows(corpus, decision):
    assert corpus.decide(decision("accept", "documents")).misfits == ()
    assert {r["review"] for r in corpus.rows("mentions")} == {"unreviewed"}, "nobody has seen rows that are found later"


def test_one_of_two_rows_at_the_same_words_can_be_rejected(corpus, decision):
    add = decision("add", "roles", "Director", value="Carl Dahl")
    corpus.decide(add)
    with Store(corpus.out / STORE) as store:
        rows = store.select(Role, document_id="r1")
        reject = about_row(store, next(r for r in rows if r.person_id == "anna-berg"), "reject")
    assert (len(rows), reject.field, reject.value) == (2, "country", "NAM"), "the added one has no country"
    assert corpus.decide(reject).misfits == ()
    assert [r["person_id"] for r in corpus.rows("roles", "document_id == 'r1'")] == ["carl-dahl"]


@pytest.mark.parametrize(
    ("first", "second", "want"),
    [
        (("accept", {}), ("reject", {}), ("replaced", "applied")),
        (("reject", {}), ("accept", {}), ("replaced", "applied")),
        (("edit", {"field": "how", "value": "short"}), ("accept", {}), ("applied", "applied")),
        (
            ("edit", {"field": "how", "value": "short"}),
            ("edit", {"field": "how", "value": "title"}),
            ("replaced", "applied"),
        ),
        (
            ("edit", {"field": "how", "value": "short"}),
            ("edit", {"field": "honorific", "value": "Ms."}),
            ("applied", "applied"),
        ),
        (("edit", {"field": "how", "value": "short"}), ("reject", {}), ("replaced", "applied")),
    ],
)
def test_of_two_decisions_about_one_row_the_later_one_counts(corpus, decision, first, second, want):
    corpus.decide(*(decision(verdict, "mentions", "Anna Berg", **cells) for verdict, cells in (first, second)))
    assert tuple(s for s, _ in status(corpus)) == want


def test_decisions_survive_when_the_text_moves_and_when_the_document_is_processed_again(corpus, decision):
    corpus.decide(decision("edit", "mentions", "Anna Berg", field="honorific", value="Ms."))
    (corpus.raw / "r1.txt").write_text("Amended version of the day before\n\n" + TEXT.format(n=1), "utf-8")
    assert corpus.run().misfits == ()
    (row,) = corpus.rows("mentions", "review == 'edited'")
    assert (row["honorific"], row["start"]) == ("Ms.", 35)
    (corpus.raw / "r1.txt").write_text("Withdrawn.\n", "utf-8")
    (misfit,) = corpus.run().misfits
    assert "no longer, in the text" in (misfit.reason or "")
    (corpus.raw / "r1.txt").unlink()
    (misfit,) = corpus.run().misfits
    assert "there is no document" in (misfit.reason or "")


def test_without_the_file_the_tables_are_those_of_the_pipeline_again(corpus, decision):
    machine = corpus.tables()
    corpus.decide(
        decision("reject", "mentions", "Anna Berg"),
        decision("edit", "quotes", "It is 1,", field="speaker_id", value="Eva New"),
        Decision(table="people", text="carl-dahl", value="anna-berg", decision="merge"),
    )
    assert corpus.tables() != machine
    corpus.file.write_text("")
    write_tables(corpus.out)
    assert corpus.tables() == machine


def test_corrections_apply_without_a_run_and_only_once(corpus, decision):
    append(corpus.file, [decision("reject", "mentions", "Anna Berg")])
    write_tables(corpus.out)
    once = corpus.tables()
    assert corpus.run().processed == 0
    assert corpus.tables() == once


WORDS = ["Anna Berg", "ABC", "Carl Dahl", "3 May 2024", "Director", "It is 1,", "More.", "Berg", "met"]
ROWS = st.builds(
    Decision,
    document_id=st.sampled_from(["r0", "r1", "r9"]),
    table=st.sampled_from(["mentions", "roles", "dates", "quotes"]),
    text=st.sampled_from(WORDS),
    decision=st.sampled_from(["accept", "reject", "edit", "add"]),
    field=st.sampled_from(["", "text", "label", "entity_id", "speaker_id", "value", "person_id", "PERSON", "country"]),
    value=st.sampled_from(["", "anna-berg", "org-abc", "Eva New", "PERSON", "PLACE", "2024-05", "Carl", "NAM"]),
)
ENTITIES = st.builds(
    Decision,
    document_id=st.sampled_from(["", "r0", "r1"]),
    table=st.sampled_from(["people", "organisations"]),
    text=st.sampled_from(["anna-berg", "carl-dahl", "org-abc", "XYZ", "eva-new"]),
    decision=st.sampled_from(["merge", "split", "edit"]),
    field=st.sampled_from(["", "name", "country", "kind"]),
    value=st.sampled_from(["anna-berg", "Anna Berg", "org-xyz", "Eva New", "NAM", "company"]),
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.one_of(ROWS, ENTITIES), min_size=1, max_size=8))
def test_any_decisions_keep_the_keys_and_can_be_undone(corpus, decisions):
    corpus.file.unlink(missing_ok=True)
    corpus.run()
    machine = corpus.tables()
    corpus.decide(*decisions)
    corrected = corpus.tables()
    with sqlite3.connect(corpus.out / STORE) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    shutil.rmtree(corpus.out)
    corpus.run()
    assert corpus.tables() == corrected, "the tables made from nothing are the same as those updated"
    corpus.file.write_text("")
    corpus.run()
    assert corpus.tables() == machine
