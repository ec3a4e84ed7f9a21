"""Decisions go to the file and take effect at once; those without effect are refused."""

from __future__ import annotations

import re

import pytest

from pipeline.cli import main
from pipeline.corrections.decisions import Decision, StaleError
from pipeline.corrections.file import CorrectionsError, read_corrections
from pipeline.review.session import Session
from pipeline.runs.run import write_tables
from tests.corpus import TWO, append

ANNA, DATE = "r1:person:000000-000009", "r1:date:000041-000051"
ROLE = "r1:role:000064-000072:anna-berg"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--edit", DATE, "value=July"], "not a date value"),
        (["--edit", DATE, "value=2024-02-30"], "not a date value"),
        (["--edit", ANNA, "label=NAME"], "label cannot be"),
        (["--edit", ANNA, "label=DATE"], "a date is a row of `dates`: `--add DOCUMENT dates WORDS =2023-09-27`"),
        (["--add", "r1", "mentions", "Director", "DATE="], "a date is a row of `dates`"),
        (["--edit", ANNA, "label=PLACE", "--edit", ANNA, "entity_id=Anna"], "a PLACE refers to no entity"),
        (["--edit", ANNA, "text=Carl Dahl"], "do not overlap these words"),
        (["--edit", ANNA, "entity_id=org-abc"], "is of the kind organisation, not person"),
        (["--merge", "no-such", "anna-berg"], "there is no person no-such"),
        (["--merge", "anna-berg", "no-such"], "there is no person no-such"),
        (["--apart", "a", "b"], "no such pair"),
        (["--split", "r1", "nobody", "Eva"], "there is no person nobody"),
        (["--add", "r1", "dates", "May 2024", "=soon"], "not a date value"),
        (["--add", "r1", "dates", "May 2024", "2024-05"], "'2024-05' names no value; give FIELD=VALUE"),
        (["--add", "r1", "mentions", "e", "PLACE="], "times; `before` and `after` or a click on the page tell"),
        (["--accept", ANNA, "--merge", "no-such", "other"], "there is no person no-such"),
        (["--document", "no-such"], "there is no document no-such"),
        (["--accept", f"r1:sections:0-{'9' * 20}"], "no row has the key r1:sections:0-9999"),
        (["--add", "r1", "mentions", "Nobody Known", "PERSON="], "the words are not, or no longer, in the text"),
        (["--add", "r1", "mentions", "", "PERSON="], "text is missing: the words"),
        (["--add", "r1", "people", "Anna Berg", "="], "add is not for people; it is for mentions"),
        (["--accept", "r1:contacts:0-9"], "for contacts and sections, write DOCUMENT:TABLE:START-END"),
    ],
)
def test_a_decision_without_effect_is_refused_at_once(corpus, arguments, told, capsys):
    assert main(["review", str(corpus.out), *arguments]) == 2
    assert told in capsys.readouterr().err
    assert not corpus.file.exists(), "no decision of the command is kept"
    machine = corpus.tables()
    write_tables(corpus.out)
    assert corpus.tables() == machine


@pytest.mark.parametrize(
    "options",
    [
        ["--accept", ANNA, "--score"], ["--accept", ANNA, "--export", "a.json"], ["--accept", ANNA, "--serve"],
        ["--accept", ANNA, "--import", "a.json"], ["--import", "a.json", "--score"],
        ["--score", "--serve", "--no-browser"], ["--score", "--export", "a.json"],
    ],
)  # fmt: skip
def test_two_tasks_in_one_command_are_refused(corpus, options, capsys):
    assert main(["review", str(corpus.out), *options]) == 2
    assert "a command of their own" in capsys.readouterr().err
    assert not corpus.file.exists()


def test_a_missing_file_is_reported_before_a_new_one_is_begun(corpus, capsys):
    assert main(["review", str(corpus.out), "--accept", ANNA]) == 0
    assert main(["tables", str(corpus.out)]) == 0  # the tables contain the decision now
    corpus.file.unlink()
    capsys.readouterr()
    assert main(["review", str(corpus.out), "--accept", DATE]) == 2
    told = capsys.readouterr().err
    assert "is missing, but the tables hold 1 of its decisions" in told
    assert "earlier versions may be in .corrections.csv.versions" in told
    with pytest.raises(CorrectionsError):
        Session(corpus.out)


def test_the_file_lies_beside_an_output_folder_given_as_two_dots(corpus, monkeypatch):
    monkeypatch.chdir(corpus.out / "tables")
    assert main(["review", "..", "--accept", ANNA]) == 0
    assert [d.text for d in read_corrections(corpus.file).decisions] == ["Anna Berg"]


def test_a_merge_can_be_undone_and_made_again(corpus):
    for people, option in (
        (["anna-berg"], ["--merge", "Carl Dahl", "Anna Berg"]),
        (["anna-berg", "carl-dahl"], ["--apart", "carl-dahl", "anna-berg"]),
        (["anna-berg"], ["--merge", "carl-dahl", "anna-berg"]),
    ):
        assert main(["review", str(corpus.out), *option]) == 0
        write_tables(corpus.out)
        assert [r["person_id"] for r in corpus.rows("people")] == people


def test_organisations_are_merged_by_their_names(corpus):
    assert main(["review", str(corpus.out), "--merge", "XYZ", "ABC"]) == 0
    write_tables(corpus.out)
    assert [r["organisation_id"] for r in corpus.rows("organisations")] == ["org-abc"]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_corrections_of_one_row_combine_in_any_order(corpus, order):
    cells = ["text=Director Berg", "country=France", "status=former"]
    edits = [part for n in order for part in ("--edit", ROLE, cells[n])]
    assert main(["review", str(corpus.out), *edits]) == 0
    write_tables(corpus.out)
    (role,) = corpus.rows("roles", "document_id == 'r1'")
    assert (role["role"], role["country"], role["status"], role["review"]) == (
        "Director Berg", "FRA", "former", "edited",
    )  # fmt: skip
    assert [r["status"] for r in corpus.rows("corrections")] == ["applied"] * 3


@pytest.mark.parametrize("keys", [(ANNA, ROLE), (ROLE, ANNA)])
def test_a_name_and_its_job_title_are_rejected_together(corpus, keys):
    assert main(["review", str(corpus.out), "--reject", keys[0], "--reject", keys[1]]) == 0
    session = Session(corpus.out)
    assert not {ANNA, ROLE} & {i.key for i in session.queue(1000)}
    assert [s.rejected for s in session.scores() if s.table in ("mentions", "roles")] == [1, 1]


def test_corrections_of_one_row_combine_one_after_the_other(corpus):
    session = Session(corpus.out)
    session.edit(ROLE, "text", "Director Berg")
    session.edit(ROLE, "country", "France")
    session.edit(ROLE, "text", "Director")
    session.accept(ROLE)
    session.apply()
    (role,) = corpus.rows("roles", "document_id == 'r1'")
    assert (role["role"], role["country"], role["review"]) == ("Director", "FRA", "edited")
    assert {r["status"] for r in corpus.rows("corrections")} == {"applied"}


def test_an_edit_of_one_of_two_rows_at_the_same_words_leaves_the_other(corpus):
    session = Session(corpus.out)
    session.add("r1", "roles", "Director", value="Carl Dahl")
    session.edit(ROLE, "country", "France")
    session.apply()
    roles = {r["person_id"]: r["country"] for r in corpus.rows("roles", "document_id == 'r1'")}
    assert roles == {"anna-berg": "FRA", "carl-dahl": None}


def test_a_row_leaves_the_queue_as_soon_as_it_is_decided(corpus):
    session = Session(corpus.out)
    before = {i.key for i in session.queue(1000)}
    session.accept(ANNA)
    session.reject(DATE)
    assert before - {i.key for i in session.queue(1000)} == {ANNA, DATE}
    append(corpus.file, [Decision(document_id="r2", table="dates", text="3 May 2024", start=41, decision="accept")])
    assert "r2:date:000041-000051" not in {i.key for i in session.queue(1000)}, (
        "also if the file was changed by hand or by git"
    )


def test_the_command_tables_reports_decisions_that_do_not_fit(corpus, capsys):
    corpus.file.write_text("# of May\ndocument_id,table,text,decision\n\nr1,mentions,Nobody Known,accept\n", "utf-8")
    assert main(["tables", str(corpus.out)]) == 0
    told = "corrections.csv, line 4 (r1 mentions accept 'Nobody Known'): the words are not, or no"
    assert told in capsys.readouterr().err


def test_the_command_tables_says_that_the_database_waits_for_the_next_run(corpus, capsys):
    told = "the database takes the decisions at the next run"
    for arguments, waits in ((["tables"], False), (["review", "--accept", ANNA], False), (["tables"], True)):
        assert main([arguments[0], str(corpus.out), *arguments[1:]]) == 0
        assert (told in capsys.readouterr().out) == waits, arguments
    corpus.run()
    assert main(["tables", str(corpus.out), "--format", "xlsx"]) == 0
    assert told not in capsys.readouterr().out, "the run has brought it up to date"
    corpus.file.write_text("")
    assert main(["tables", str(corpus.out)]) == 0
    assert told in capsys.readouterr().out, "the database still has the decision that was removed"


def test_a_row_that_was_judged_is_not_accepted_again(corpus, capsys):
    assert main(["review", str(corpus.out), "--accept", ANNA, "--edit", DATE, "value=2024-05"]) == 0
    before = corpus.file.read_bytes()
    for key, review in ((ANNA, "accepted"), (DATE, "edited")):
        assert main(["review", str(corpus.out), "--accept", key]) == 2
        assert f"{key} is {review} already" in capsys.readouterr().err
    assert corpus.file.read_bytes() == before


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("person_id=Carl Dahl", ""),
        ("person_id=Nobody", "new person: Nobody (nobody)\n"),
        ("organisation_id=Zeta", "new organisation: Zeta (org-zeta)\n"),
        ("country=France", ""),  # of the list of countries, so no mistyped name
    ],
)
def test_an_unknown_name_is_told_as_it_may_be_mistyped(corpus, capsys, cell, told):
    assert main(["review", str(corpus.out), "--edit", ROLE, cell]) == 0
    printed = capsys.readouterr().out
    assert told in printed
    assert ("new " in printed) == bool(told)


def test_a_publication_date_waits_for_the_next_run_and_is_no_misfit(corpus, capsys):
    assert main(["review", str(corpus.out), "--published", "r1", "2024-05-01"]) == 0
    assert main(["tables", str(corpus.out)]) == 0
    printed = capsys.readouterr()
    assert "publication dates that wait for the next run: 1" in printed.out
    assert printed.err == ""
    assert [r["reason"] for r in corpus.rows("corrections")] == ["waits for the next `communique run`"]
    assert corpus.run().misfits == ()
    assert main(["tables", str(corpus.out)]) == 0
    assert "that wait" not in capsys.readouterr().out


def test_a_refused_decision_leaves_those_before_it(corpus):
    session = Session(corpus.out)
    session.accept(ANNA)
    assert main(["review", str(corpus.out), "--merge", "no-such", "other"]) == 2
    assert ANNA not in {i.key for i in session.queue(1000)}
    assert len(read_corrections(corpus.file).decisions) == 1


@pytest.mark.parametrize(
    ("text", "key", "why"),
    [
        ("Anna Berg of ABC: “It is so\rand so it is”", "r1:quote:000019-000040", "a bare \\r"),
        (
            "Anna Berg of ABC: “It is so” she said on Thursdays\r\n",
            "r1:quote:000019-000027",
            "the context ends after \\r",
        ),
    ],
)
def test_line_ends_of_a_release_do_not_break_the_rows_of_the_file(corpus, text, key, why):
    (corpus.raw / "r1.txt").write_bytes(text.encode())
    corpus.run()
    session = Session(corpus.out)
    session.reject(key)
    assert key not in {row["key"] for row in session.listed()["rows"]}, why
    (made,) = read_corrections(corpus.file).decisions
    assert not re.search(r"[\r\n]", made.text + made.after), why  # else git merges halves of rows
    assert " ".join(f"{made.text}{made.after}".split()) in " ".join(text.split()), why
    session.undo()
    assert key in {row["key"] for row in session.listed()["rows"]}, why


def test_an_edit_of_one_of_two_roles_lasts_although_its_context_ends_within_a_line_end(two_roles):
    Session(two_roles.out).edit(TWO + "UZB", "status", "former")
    two_roles.run()
    assert [r["status"] for r in two_roles.rows("roles", "document_id == 'two'")] == ["current", "former"]


def test_the_page_offers_no_label_that_is_refused(corpus):
    fields = (f for row in Session(corpus.out).release("r1")["rows"] for f in row["fields"] if f["name"] == "label")
    assert {tuple(f["choices"]) for f in fields} == {("PERSON", "ORGANISATION", "COUNTRY", "PLACE", "DEMONYM")}


@pytest.mark.parametrize(
    "nothing", [lambda s: s.accept(), lambda s: s.judge("reject", []), lambda s: s.set_release("r1", {})]
)
def test_a_decision_about_nothing_is_refused(corpus, nothing):
    with pytest.raises(StaleError, match="nothing was decided"):
        nothing(Session(corpus.out))
    assert not corpus.file.exists()


@pytest.mark.parametrize("name", ["Carl Dahl", "carl-dahl", "Eva New"])
def test_further_cells_of_an_added_row_leave_other_rows_at_the_words(corpus, name):
    session = Session(corpus.out)
    session.add("r1", "roles", "Director", value=name, cells={"organisation_id": "org-xyz"})
    session.apply()
    roles = sorted((r["person_id"], r["organisation_id"]) for r in corpus.rows("roles", "document_id == 'r1'"))
    assert roles == [("anna-berg", "org-abc"), (name.lower().replace(" ", "-"), "org-xyz")]


def test_a_row_may_be_told_from_another_by_its_empty_cell(two_roles):
    session = Session(two_roles.out)
    session.edit(TWO + "UZB", "country", "")
    session.reject(TWO + "UZB")
    session.apply()
    assert [r["country"] for r in two_roles.rows("roles", "document_id == 'two'")] == ["NAM"]


@pytest.mark.parametrize(
    ("edits", "want", "why"),
    [
        ([{"country": "KAZ", "status": "former"}], ("Director", "KAZ", "former"), "both name the cell that it had"),
        (
            [{"country": "Kazakhstan"}, {"text": "Director Berg"}],
            ("Director Berg", "KAZ", "current"),
            "moved first",
        ),
        ([{"text": "Director Berg"}, {"country": "KAZ"}], ("Director Berg", "KAZ", "current"), "alone at its words"),
        ([{"country": "KAZ"}, {"country": "TJK"}, {"status": "former"}], ("Director", "TJK", "former"), "twice"),
        ([{"country": "KAZ"}, {"country": "UZB"}, {"status": "former"}], ("Director", "UZB", "former"), "and back"),
        ([{"country": ""}, {"country": "KAZ"}, {"status": "former"}], ("Director", "KAZ", "former"), "empty meanwhile"),
    ],
)
def test_edits_of_one_of_two_rows_follow_it(two_roles, edits, want, why):
    session = Session(two_roles.out)
    for cells in edits:
        session.edit(TWO + "UZB", cells=cells)
    session.accept(TWO + "UZB")
    session.apply()
    rows = two_roles.rows("roles", "document_id == 'two'")
    found = sorted((r["role"], r["country"], r["status"], r["review"]) for r in rows)
    assert found == sorted([("Director", "NAM", "current", "unreviewed"), (*want, "edited")]), why
    assert {r["status"] for r in two_roles.rows("corrections")} == {"applied"}, why


@pytest.mark.parametrize(
    ("edits", "want", "why"),
    [
        (["UZB country=France", "NAM country=France"], [("Director", "FRA", "org-abc")], "the title is for France"),
        (["UZB country=Namibia"], [("Director", "NAM", "org-abc")], "as the other row says already"),
        (
            ["UZB country=Namibia", "UZB organisation_id=XYZ"],
            [("Director", "NAM", "org-abc"), ("Director", "NAM", "org-xyz")],
            "equal only between two edits",
        ),
    ],
)
def test_of_rows_that_edits_make_equal_one_is_kept(two_roles, edits, want, why):
    options = [part for row, cell in map(str.split, edits) for part in ("--edit", TWO + row, cell)]
    assert main(["review", str(two_roles.out), "--accept", TWO + "NAM", *options]) == 0
    two_roles.run()
    rows = two_roles.rows("roles", "document_id == 'two'")
    assert sorted((r["role"], r["country"], r["organisation_id"]) for r in rows) == want, why
    assert "edited" in {r["review"] for r in rows}, why
    assert "stale" not in {r["status"] for r in two_roles.rows("corrections")}, why


def test_what_is_said_of_the_row_left_at_the_words_is_not_said_of_the_one_moved_away(two_roles):
    session = Session(two_roles.out)
    session.edit(TWO + "UZB", "text", "Director Berg")
    session.edit(TWO + "NAM", "status", "former")
    session.apply()
    rows = {r["country"]: r["status"] for r in two_roles.rows("roles", "document_id == 'two'")}
    assert rows == {"NAM": "former", "UZB": "current"}
