"""The file of corrections: what is read, what is refused, and that adding to it keeps what is in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.corrections.decisions import Decision, StaleError, problem
from pipeline.corrections.file import COLUMNS, CorrectionsError, read_corrections, take_out
from tests.corpus import append

ACCEPT = Decision(document_id="d", table="mentions", start=0, end=9, text="Anna Berg", decision="accept")


def test_a_missing_file_means_no_corrections_unless_it_was_named(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "corrections.csv").decisions == ()
    with pytest.raises(CorrectionsError, match="no such corrections file"):
        read_corrections(tmp_path / "corrections.csv", required=True)


def test_added_decisions_are_read_back_and_existing_ones_stay(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    odd = Decision(document_id="d", table="quotes", text='a “b”, "c"\nd', decision="reject", note="=1+1")
    append(path, [ACCEPT])
    first = path.read_bytes()
    append(path, [odd])
    assert path.read_bytes().startswith(first)
    assert read_corrections(path).decisions == (ACCEPT, odd)
    whole = path.read_bytes()
    append(path, [])
    assert path.read_bytes() == whole


NEEDS = replace(ACCEPT, start=None, end=None)
HEADER = "table,document_id,decision,text,note"


@pytest.mark.parametrize(
    ("own", "made", "want", "why"),
    [
        (f"{HEADER}\nmentions,d,accept,A,mine", NEEDS, f"{HEADER}\nmentions,d,accept,A,mine\n", "none is missing"),
        (f"{HEADER}\n", ACCEPT, f"{HEADER},start,end\n", "which of several places; 0 is one"),
        (f"# a\n{HEADER}\r\n# b\r\n", ACCEPT, f"# a\n{HEADER},start,end\r\n# b\r\n", "other lines stay as they are"),
        (f"#{HEADER}\n{HEADER}", ACCEPT, f"#{HEADER}\n{HEADER},start,end\n", "a comment is no header"),
        (HEADER.replace(",", ";"), ACCEPT, f"{HEADER},start,end\n".replace(",", ";"), "as a spreadsheet saves it"),
        (HEADER.replace(",", "\t"), ACCEPT, f"{HEADER},start,end\n".replace(",", "\t"), "as cells are pasted"),
        ("table;document_id;decision;text;why, who", NEEDS, "table;document_id;decision;text;why, who\n", "in a name"),
        (f"{HEADER}\n", replace(NEEDS, before="a", after="b"), f"{HEADER},before,after\n", "found again in a new text"),
        (f"{HEADER}\n", replace(NEEDS, reviewer="me"), f"{HEADER},reviewer\n", "who"),
    ],
)  # fmt: skip
def test_a_handwritten_file_gets_the_columns_that_a_decision_needs(
    tmp_path: Path, own: str, made: Decision, want: str, why: str
) -> None:
    path = tmp_path / "corrections.csv"
    path.write_bytes(own.encode())
    before = read_corrections(path).decisions
    append(path, [made])
    assert path.read_bytes().decode().startswith(want), why
    assert read_corrections(path).decisions == (*before, made), why
    take_out(path, [made])
    assert path.read_bytes().decode() == want, why


def test_a_row_can_be_taken_out_after_columns_were_added(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(f"{HEADER}\n")
    append(path, [NEEDS])
    append(path, [ACCEPT])
    take_out(path, [NEEDS])
    assert read_corrections(path).decisions == (ACCEPT,)


OWN = """# Decisions of the spring, "checked" by two
my ticket,table,document_id,decision,text,notes
#12,mentions,d,accept,Not a row, it is a remark
T-1,mentions,d,accept,Anna,in hand

T-2,quotes,d,reject,"a
# no remark, but words of a quote",
T-3,,,,,to be looked at by Eva
"# written, by a spreadsheet",,,,,
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lines", "spreadsheet"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "byte order mark"])
def test_the_users_own_columns_rows_and_comments_are_kept(tmp_path: Path, end: str, mark: str) -> None:
    path = tmp_path / "corrections.csv"
    own = (mark + OWN.replace("\n", end)).encode()
    path.write_bytes(own)
    assert [(d.text.replace("\r", ""), d.decision) for d in read_corrections(path).decisions] == [
        ("Anna", "accept"), ("a\n# no remark, but words of a quote", "reject"),
    ]  # fmt: skip
    made = [NEEDS, Decision(document_id="d", table="roles", text="Head", decision="accept")]
    append(path, made)
    assert path.read_bytes() == own + b",mentions,d,accept,Anna Berg,\n,roles,d,accept,Head,\n"
    assert read_corrections(path).decisions[2:] == tuple(made)
    take_out(path, made)
    assert path.read_bytes() == own


@pytest.mark.parametrize("first", ["", "# note;;;;\r\n", '"# note; a, b";;;;\r\n'])
def test_a_file_that_a_spreadsheet_saved_with_semicolons_keeps_them(tmp_path: Path, first: str) -> None:
    path = tmp_path / "corrections.csv"
    header = f"\ufeff{first}document_id;table;text;decision;note\r\n"
    own = header + '# mine;;;;\r\nd;quotes;"We won; they lost, too";reject\r\n'
    path.write_text(own, "utf-8", newline="")
    assert [(d.text, d.decision) for d in read_corrections(path).decisions] == [("We won; they lost, too", "reject")]
    append(path, [NEEDS])
    assert path.read_bytes().decode("utf-8") == own + "d;mentions;Anna Berg;accept;\n"
    take_out(path, [NEEDS])
    assert path.read_bytes().decode("utf-8") == own


def test_only_our_own_versions_of_the_file_are_counted_and_removed(tmp_path: Path) -> None:
    path, folder = tmp_path / "corrections.csv", tmp_path / ".corrections.csv.versions"
    folder.mkdir()
    own = {"1 (copy).csv", "2024-05 before the big merge.csv", "7.csv", "notes.txt"}
    for name in own:
        (folder / name).write_text("mine", "utf-8")
    for _ in range(14):
        append(path, [ACCEPT])
    assert {p.name for p in folder.iterdir()} - own == {f"{n:06}.csv" for n in range(4, 14)}
    assert {(folder / name).read_text("utf-8") for name in own} == {"mine"}


def test_removing_decisions_keeps_what_was_written_between_and_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text("document_id,table,text,decision,about\n", "utf-8")
    made = [NEEDS, Decision(document_id="d", table="dates", text="May", decision="reject")]
    append(path, made)
    path.write_text(path.read_text("utf-8").replace("d,dates", "# why?\nd,dates"), "utf-8")
    take_out(path, made)
    assert path.read_text("utf-8") == "document_id,table,text,decision,about\n# why?\n"
    append(path, made)
    noted = path.read_text("utf-8").replace("reject,", "reject,ask Eva")
    path.write_text(noted, "utf-8")
    with pytest.raises(StaleError):  # the row now has a word that the user wrote
        take_out(path, made)
    assert path.read_text("utf-8") == noted


def test_comments_alone_are_no_corrections_and_stay_at_the_top(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text("# ours", "utf-8")
    assert read_corrections(path).decisions == ()
    append(path, [ACCEPT])
    assert path.read_text("utf-8").startswith(f"# ours\n{','.join(COLUMNS)}\nd,mentions,")
    assert read_corrections(path).decisions == (ACCEPT,)


def test_a_release_whose_id_begins_like_a_comment_is_no_comment(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    made = replace(ACCEPT, document_id="#7")
    append(path, [made])
    assert read_corrections(path).decisions == (made,)
    take_out(path, [made])
    assert read_corrections(path).decisions == ()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"document_id,table,text,decison\n", "'decision' is missing"),
        (b"document_id,table,text,decision,vaule\n", "'vaule' is unknown; did you mean 'value'?"),
        (b"document_id,table,text,decision,Field\n", "'Field' is unknown; did you mean 'field'?"),
        (b"document_id,table,text,decision,text\n", "'text' occurs twice"),
        (b"document_id,table,text\n", "'decision' is missing"),
        (b'document_id,table,"text,decision\nd,dates,a,accept\n', "line 1: a quotation mark"),
        (b'# mine\ndocument_id,"table"s,text,decision\nd,dates,a,accept\n', "line 2: a quotation mark"),
        (
            "document_id,table,text,decision\nd,dates,Zürich,accept\n".encode("latin-1"),
            "line 2: not in UTF-8; in a spreadsheet, save as “CSV UTF-8”",
        ),
        ("document_id,table,text,decision\n".encode("utf-16"), "line 1: not in UTF-8; in a"),
    ],
)
def test_a_malformed_file_is_refused_with_the_place_of_the_error(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "corrections.csv"
    path.write_bytes(data)
    with pytest.raises(CorrectionsError, match=message) as refused:
        read_corrections(path)
    assert str(path) in str(refused.value)
    if data:
        with pytest.raises(CorrectionsError):
            append(path, [ACCEPT])
        assert path.read_bytes() == data


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("d,dates,x,accept,one", "start is 'one', not a number of at most 18 digits; correct or empty it"),
        ("d,dates,x,accept,,1.5", "end is '1.5'"),
        ("d,dates,x,accept,-1", "start is '-1'"),
        ("d,dates,x,accept,٣", "start is '٣'"),
        (f"d,dates,x,accept,{'9' * 19}", "start is '9999"),
        (f"d,dates,x,accept,{'9' * 5000}", "start is '9999"),
        ("d,dates,a, b,accept,3,4,", "more cells than columns; quote cells that hold a separator"),
        ('d,dates,"x,accept,3,4', "a quotation mark is not closed"),
        ('d,dates,"He said "no" twice",reject,3,4', "a quotation mark is not closed, or one within"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lines", "spreadsheet", "old Mac"])
def test_a_slip_in_one_row_is_told_with_its_line_and_the_other_rows_hold(
    tmp_path: Path, row: str, told: str, end: str
) -> None:
    path = tmp_path / "corrections.csv"
    good = "d,mentions,Anna Berg,accept,0,9"
    data = end.join(["# mine", "document_id,table,text,decision,start,end", good, row, good, ""]).encode()
    path.write_bytes(data)
    first, slipped, last = read_corrections(path).decisions
    assert (problem(first), problem(last)) == (None, None)
    assert told in (problem(slipped) or "")
    assert [d.line for d in (first, slipped, last)] == [3, 4, 5]
    append(path, [ACCEPT])
    assert path.read_bytes().startswith(data)
    assert read_corrections(path).decisions == (first, slipped, last, ACCEPT)


OPENED = "d,dates,{}x,accept,,"  # a quotation mark that nobody closed, in a row of five cells


@pytest.mark.parametrize(
    ("after", "told", "why"),
    [
        (['d,roles,Head,accept,", the"'], [3], "whose comma comes right after a mark: the cell seems to be closed"),
        (["d,roles,Head,accept,", 'd,roles,Chair,reject,", the"'], [3], "the same two rows later"),
        (['d,roles,"",accept,'], [3, 4], "an empty cell in marks is no mark within a cell; such a row says no words"),
        (['d,roles,"Head, Ice",accept,'], [3], "one that begins a cell"),
        (['d,roles,"Head",accept,', OPENED.format('"'), "d,roles,Chair,accept,"], [3, 5], "two of them"),
        ([OPENED.format('"'), OPENED.format('"')], [3, 4, 5], "three in a row"),
        (["# a remark, so", "", "d,roles,Chair,accept,"], [3], "remarks and empty lines stay what they are"),
    ],
)
def test_a_mark_that_is_not_closed_swallows_no_row_after_it(
    tmp_path: Path, after: list[str], told: list[int], why: str
) -> None:
    path = tmp_path / "corrections.csv"
    lines = ["document_id,table,text,decision,after", "d,roles,Clerk,accept,", OPENED.format('"'), *after, ""]
    path.write_text("\n".join(lines), "utf-8")
    found = read_corrections(path).decisions
    rows = [n for n, line in enumerate(lines[:-1], 1) if n > 1 and line[:1] not in ("", "#")]
    assert [d.line for d in found] == rows, why
    assert [d.line for d in found if problem(d)] == told, why
    append(path, [ACCEPT])
    assert [replace(d, slip="") for d in read_corrections(path).decisions] == [
        *(replace(d, slip="") for d in found), ACCEPT,
    ], why  # fmt: skip
    take_out(path, [ACCEPT])
    assert read_corrections(path).decisions == found, why


def test_a_spreadsheet_that_writes_a_capital_does_not_make_another_decision(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text("document_id,table,text,decision\nD,Mentions,Anna,Accept\nD\n", "utf-8")
    first, _ = read_corrections(path).decisions
    assert first == row(document_id="D", text="Anna")


def test_a_row_of_several_lines_has_the_number_of_its_first(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text('document_id,table,text,decision\nd,quotes,"a\nb",accept\nd,dates,c,accept\n', "utf-8")
    assert [(d.line, d.text) for d in read_corrections(path).decisions] == [(2, "a\nb"), (4, "c")]


@pytest.mark.parametrize(
    ("written", "value", "why"),
    [
        ("Anna\nBerg", "Anna Berg", "a line break in a cell of a spreadsheet; a name of the tables holds none"),
        ("  Anna   Berg\u00a0", "Anna Berg", "spaces"),
        ("Anna\x1b\0Berg", "Anna Berg", "signs that no XML file may hold"),
        ("Anna\u200cBerg", "Anna\u200cBerg", "the non-joiner belongs to names in Persian"),
    ],
)
def test_a_value_is_one_line(tmp_path: Path, written: str, value: str, why: str) -> None:
    path = tmp_path / "corrections.csv"
    append(path, [row(decision="edit", table="people", field="name", value=written)])
    assert read_corrections(path).decisions[0].value == value, why


def row(**cells: str) -> Decision:
    return Decision(**{"document_id": "d", "table": "mentions", "text": "x", "decision": "accept", **cells})


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (row(), None),
        (row(decision="maybe"), "not a decision"),
        (row(table="aliases"), "not for aliases"),
        (row(which="UZB"), "give the column and cell"),
        (row(document_id=""), "document_id is missing"),
        (row(text=""), "the words"),
        (row(decision="edit", field="section"), "cannot be edited"),
        (row(decision="edit", field="label", value="PLACE"), None),
        (row(decision="merge", table="people", document_id="", value=""), "the entity that stays"),
        (row(decision="merge", table="people", document_id="", value="y"), None),
        (row(decision="split", table="people", document_id="", value="Y"), "document_id"),
        (row(decision="set", table="documents", field="published", value="27.9.2023", text=""), "2023-09-27"),
        (row(decision="set", table="documents", field="published", value="2023-09-27", text=""), None),
        (row(decision="accept", table="documents", text=""), None),
    ],
)
def test_an_impossible_decision_is_reported(decision: Decision, told: str | None) -> None:
    found = problem(decision)
    assert (found is None) == (told is None), found
    assert told is None or told in (found or "")


def test_every_column_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "review.md").read_text("utf-8")
    assert [c for c in COLUMNS if f"`{c}`" not in text] == []


def test_a_cell_may_be_as_long_as_a_release(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(f"document_id,table,text,decision\na,mentions,{'x' * 140_000},accept\n")
    (decision,) = read_corrections(path).decisions
    assert len(decision.text) == 140_000
