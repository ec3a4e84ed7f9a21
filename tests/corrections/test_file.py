"""The file of corrections: what is read, what is refused, and that adding to it keeps what stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.corrections.decisions import Decision, problem
from pipeline.corrections.file import COLUMNS, CorrectionsError, append, read_corrections

ACCEPT = Decision(document_id="d", table="mentions", start=0, end=9, text="Anna Berg", decision="accept")


def test_no_file_is_no_corrections_unless_it_was_named(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "corrections.csv").decisions == ()
    with pytest.raises(CorrectionsError, match="no such file"):
        read_corrections(tmp_path / "corrections.csv", required=True)


def test_what_is_added_is_read_back_and_what_stood_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    odd = Decision(document_id="d", table="quotes", text='a “b”, "c"\nd', decision="reject", note="=1+1")
    assert append(path, [ACCEPT]) == 1
    first = path.read_bytes()
    assert append(path, [odd]) == 1
    assert path.read_bytes().startswith(first)
    assert read_corrections(path).decisions == (ACCEPT, odd)
    assert append(path, []) == 0


def test_a_file_of_ones_own_keeps_its_columns_and_its_last_line(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text("table,document_id,decision,text,note\nmentions,d,accept,Anna,mine", "utf-8")
    append(path, [ACCEPT])
    lines = path.read_text("utf-8").splitlines()
    assert lines == [
        "table,document_id,decision,text,note", "mentions,d,accept,Anna,mine", "mentions,d,accept,Anna Berg,",
    ]  # fmt: skip
    with pytest.raises(CorrectionsError, match="no column 'reviewer'"):
        append(path, [Decision(document_id="d", table="roles", text="x", decision="accept", reviewer="me")])
    assert len(path.read_text("utf-8").splitlines()) == 3


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"document_id,table,text,decison\n", "'decison' is not known"),
        (b"document_id,table,text\n", "'decision' is missing"),
        (b"document_id,table,text,decision,start\nd,dates,x,accept,one\n", "line 2: start is 'one'"),
        (b"document_id,table,text,decision\nd,dates,a, b,accept\n", "line 2: more cells"),
        ("document_id,table,text,decision\nd,dates,Zürich,accept\n".encode("latin-1"), "UTF-8"),
    ],
)
def test_what_is_no_file_of_corrections_is_refused_with_its_place(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "corrections.csv"
    path.write_bytes(data)
    with pytest.raises(CorrectionsError, match=message) as refused:
        read_corrections(path)
    assert str(path) in str(refused.value)
    if data:
        with pytest.raises(CorrectionsError):
            append(path, [ACCEPT])
        assert path.read_bytes() == data


def row(**cells: str) -> Decision:
    return Decision(**{"document_id": "d", "table": "mentions", "text": "x", "decision": "accept", **cells})


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (row(), None),
        (row(decision="maybe"), "no decision"),
        (row(table="aliases"), "not for aliases"),
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
def test_what_can_never_be_done_is_told(decision: Decision, told: str | None) -> None:
    found = problem(decision)
    assert (found is None) == (told is None), found
    assert told is None or told in (found or "")


def test_every_column_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "review.md").read_text("utf-8")
    assert [c for c in COLUMNS if f"`{c}`" not in text] == []
