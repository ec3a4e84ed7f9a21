"""Corpus rows are computed from the rows of documents, whatever their order."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterable

import pytest

from pipeline.records import Alias, Entity, Organisation, Person, Record
from pipeline.tables.recompute import recompute
from pipeline.tables.schema import cells, columns
from pipeline.tables.sql import contributed, create
from pipeline.tables.store import R


def merged(said: Iterable[Record], record: type[R]) -> list[R]:
    """The corpus rows of a table, if each given row is from a different document."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    create(db)
    for number, row in enumerate(said):
        values = (f"d{number}", *cells(row))
        db.execute(f"INSERT INTO {contributed(type(row))} VALUES ({', '.join('?' * len(values))})", values)
    assert recompute(db)
    assert not recompute(db)
    names = [c.name for c in columns(record)]
    return [record(**dict(zip(names, row, strict=True))) for row in db.execute(f"SELECT * FROM {record.TABLE.name}")]


def person(name: str, given: str | None = None, family: str | None = None) -> Person:
    return Person(person_id="anna-berg", name=name, given_names=given, family_name=family)


def body(name: str, acronym: str | None, country: str | None) -> Organisation:
    return Organisation(organisation_id="org-x", name=name, acronym=acronym, kind=None, country=country, part_of=None)


@pytest.mark.parametrize(
    ("names", "want"),
    [
        (["Anna Berg", "Anna Maria Berg"], "Anna Maria Berg"),
        (["Dana", "Anna"], "Anna"),
        (["Anna"], "Anna"),
        (["Anna Berg", "Berg -"], "Anna Berg"),
        (["Anna Berg Lund", "Anna Berg-Lund", "Anna Berg- Lund"], "Anna Berg Lund"),
    ],
)
def test_the_fullest_name_is_the_longest_then_the_first(names: list[str], want: str) -> None:
    for order in itertools.permutations(names):
        assert [p.name for p in merged(map(person, order), Person)] == [want]


@pytest.mark.parametrize(
    ("said", "want"),
    [("bba", "b"), ("ba", "a"), ([None, None, "a"], "a"), ([None], None)],
)
def test_the_usual_value_is_the_most_frequent_then_the_first(said: Iterable[str | None], want: str | None) -> None:
    assert [o.acronym for o in merged([body("X", a, None) for a in said], Organisation)] == [want]


def test_the_family_name_of_a_person_fits_the_fullest_name() -> None:
    short, full = person("Anna Berg", "Anna", "Berg"), person("Anna M. Berg", "Anna M.", "Berg")
    assert merged([*[short] * 9, full], Person) == [full]
    assert merged([full, *[short] * 9], Person) == [full]
    assert merged([person("Anna Berg"), short], Person) == [short], "of equally frequent rows, one with more values"


def test_of_equally_long_names_the_most_usual_spelling_wins() -> None:
    said = [person("Anna] Berg"), person("ANNA BERG"), person("Anna Berg"), person("Anna Berg")]
    for order in itertools.permutations(said):
        assert merged(order, Person) == [person("Anna Berg")]
    said = [person("Anna Berg Lund"), person("Anna Berg-Lund"), person("Anna Berg-Lund")]
    assert merged(said, Person) == [person("Anna Berg-Lund")], "a hyphen separates words"
    assert merged([person("ANNA BERG"), person("Anna Berg")], Person) == [person("Anna Berg")], (
        "a spelling in capitals comes last"
    )


def test_an_organisation_has_the_values_that_most_documents_give() -> None:
    said = [body("X", "XX", "NAM"), body("X", None, "ZAF"), body("X", None, "ZAF"), body("X Office", None, None)]
    for order in itertools.permutations(said):
        assert merged(order, Organisation) == [body("X Office", "XX", "ZAF")]


def test_all_other_names_become_aliases() -> None:
    entities = [Entity(entity_id="e", kind="organisation", name=n) for n in ("United Nations", "The UN Organization")]
    kinds = [Alias(entity_id="e", alias="UN", kind=kind) for kind in ("short", "acronym", "acronym")]
    assert merged([*entities, *kinds], Alias) == [
        Alias(entity_id="e", alias="UN", kind="acronym"),
        Alias(entity_id="e", alias="United Nations", kind="variant"),
    ]
    assert merged(entities[:1], Alias) == []


def test_an_alias_given_by_a_document_keeps_its_kind() -> None:
    entities = [Entity(entity_id="e", kind="person", name=n) for n in ("Berg", "Anna Berg")]
    short = Alias(entity_id="e", alias="Berg", kind="short")
    assert merged([*entities, short], Alias) == [short]
