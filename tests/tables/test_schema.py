"""The schema derived from the record classes, and the validation of rows against it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from pipeline.records import RECORDS, Document, Entity, Mention, Person, Quote, Record, Repair, Section, slug
from pipeline.tables import TABLES
from pipeline.tables.schema import (
    CELL_CHARACTERS,
    ContractError,
    columns,
    document_rows,
    references,
    table_schema,
)
from pipeline.tables.sql import create_table

TEXT = "Anna Berg spoke."
DOCUMENT = Document(
    document_id="d", source="d.txt", record=None, sha256="0" * 64, bytes=16, media_type="text/plain", encoding="utf-8",
    language=None, headline=None, dateline=None, published=None, published_from=None, characters=16, words=3,
    repairs=0, findings=0,
)  # fmt: skip
ENTITY = Entity(entity_id="anna-berg", kind="person", name="Anna Berg")
PERSON = Person(person_id="anna-berg", name="Anna Berg", given_names="Anna", family_name="Berg")
MENTION = Mention(
    mention_id="d:person:000000-000009", document_id="d", start=0, end=9, text="Anna Berg", label="PERSON",
    entity_id="anna-berg", how="name", honorific=None, confidence=1.0, section="body", rule="test",
)  # fmt: skip


@pytest.mark.parametrize(
    ("record", "column", "kind", "optional", "has_enum"),
    [
        (Document, "bytes", "integer", False, False),
        (Document, "language", "string", True, False),
        (Document, "published_from", "string", True, True),
        (Quote, "closed", "boolean", False, False),
        (Quote, "confidence", "number", False, False),
        (Quote, "speaker_start", "integer", True, False),
        (Section, "kind", "string", False, True),
    ],
)
def test_columns_come_from_the_annotations(
    record: type[Record], column: str, kind: str, optional: bool, has_enum: bool
) -> None:
    found = {c.name: c for c in columns(record)}[column]
    assert (found.type, found.optional, bool(found.enum)) == (kind, optional, has_enum)


@pytest.mark.parametrize("record", TABLES, ids=lambda r: r.TABLE.name)
def test_every_column_is_described_and_every_reference_is_made(record: type[Record]) -> None:
    assert all(c.description for c in columns(record))
    assert set(record.TABLE.key) <= {c.name for c in columns(record)}
    assert len(table_schema(record).get("foreignKeys", [])) == len(references(record))


@pytest.mark.parametrize(
    ("column", "value"),
    [("kind", "'other'"), ("start", "'one'"), ("document_id", "NULL")],
)
def test_sql_refuses_what_the_schema_forbids(column: str, value: str) -> None:
    db = sqlite3.connect(":memory:")
    db.execute(create_table(Section))
    cells = {"document_id": "'d'", "start": "0", "end": "1", "kind": "'body'", "review": "'unreviewed'"}
    db.execute(f"INSERT INTO sections VALUES ({', '.join(cells.values())})")
    cells |= {"start": "5", column: value}
    with pytest.raises(sqlite3.IntegrityError):
        db.execute(f"INSERT INTO sections VALUES ({', '.join(cells.values())})")


def test_referenced_tables_come_before_those_that_refer_to_them() -> None:
    seen: set[str] = set()
    for record in RECORDS:
        seen.add(record.TABLE.name)
        assert set(references(record).values()) <= seen


def test_valid_rows_pass_and_equal_rows_count_once() -> None:
    rows = document_rows(DOCUMENT, TEXT, [ENTITY, PERSON, MENTION, MENTION])
    assert rows.tables == {Document: [DOCUMENT], Entity: [ENTITY], Person: [PERSON], Mention: [MENTION]}


def test_a_name_broken_by_a_line_end_is_whole_in_its_row() -> None:
    broken = replace(MENTION, end=MENTION.end + 2)
    document_rows(DOCUMENT, f"{TEXT[:2]}-\n{TEXT[2:]}", [ENTITY, PERSON, broken])


def test_an_empty_text_in_an_optional_cell_counts_as_missing_and_in_a_required_one_stays() -> None:
    repair = Repair(
        document_id="d", start=0, end=0, source_start=0, source_end=1, source_unit="byte", before="\x01", after="",
        kind="control", written_as=None, read_as=None, confidence=1.0,
    )  # fmt: skip
    assert document_rows(DOCUMENT, TEXT, [repair]).tables[Repair] == [repair]


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([MENTION], "entity_id names no row of entities"),
        ([PERSON], "person_id names no row of entities"),
        ([ENTITY, replace(MENTION, end=8)], "text differs from that at 0-8"),
        ([ENTITY, replace(MENTION, start=12, end=99)], "outside the text"),
        ([ENTITY, MENTION, replace(MENTION, rule="other")], "two rows with the key"),
        ([ENTITY, replace(MENTION, document_id="e")], "names no row of documents|another document"),
        ([replace(ENTITY, kind="place")], "kind is 'place'"),
        ([replace(ENTITY, name=None)], "name is missing"),
        ([ENTITY, replace(MENTION, start=True)], "start is a bool"),
        ([replace(ENTITY, name="a\0b")], "NUL"),
        ([replace(ENTITY, name="\ud800")], "lone surrogate"),
        ([replace(ENTITY, name="a" * (CELL_CHARACTERS + 1))], "longer than"),
    ],
)
def test_invalid_rows_are_refused(records: list[Record], message: str) -> None:
    with pytest.raises(ContractError, match=message):
        document_rows(DOCUMENT, TEXT, records)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Dato’ José Ñ.", "dato-jose-n"),
        ("Sæbø Łódź", "saebo-lodz"),
        ("SÆBØ ŁÓDŹ", "saebo-lodz"),
        ("Straße", "strasse"),
        ("İbrahim Işık", "ibrahim-isik"),
        ("研究所", "研究所"),
        ("…", "unnamed"),
    ],
)
def test_a_name_in_small_letters_and_in_capitals_has_one_key(name: str, key: str) -> None:
    assert slug(name) == key
