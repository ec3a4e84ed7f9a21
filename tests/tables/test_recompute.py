"""Rows of the corpus from what documents say, whatever their order."""

from __future__ import annotations

import itertools

import pytest

from pipeline.records import Alias, Entity, Organisation, Person
from pipeline.tables.recompute import fullest, merge, merge_aliases, usual


@pytest.mark.parametrize(
    ("names", "want"),
    [
        (["Anna Berg", "Anna Maria Berg"], "Anna Maria Berg"),
        (["Dana", "Anna"], "Anna"),
        (["Anna"], "Anna"),
    ],
)
def test_the_fullest_name_is_the_longest_then_the_first(names: list[str], want: str) -> None:
    assert all(fullest(order) == want for order in itertools.permutations(names))


@pytest.mark.parametrize(
    ("values", "want"),
    [({"b": 2, "a": 1}, "b"), ({"b": 1, "a": 1}, "a"), ({None: 9, "a": 1}, "a"), ({None: 1}, None), ({}, None)],
)
def test_the_usual_value_is_the_most_frequent_then_the_first(values: dict[str | None, int], want: str | None) -> None:
    assert usual(values) == want


def test_a_persons_family_name_fits_the_fullest_name() -> None:
    short = Person(person_id="anna-berg", name="Anna Berg", given_names="Anna", family_name="Berg")
    full = Person(person_id="anna-berg", name="Anna M. Berg", given_names="Anna M.", family_name="Berg")
    for said in ({short: 9, full: 1}, {full: 1, short: 9}):
        assert merge(said) == full


def test_an_organisation_is_what_most_documents_say() -> None:
    def body(name: str, acronym: str | None, country: str | None) -> Organisation:
        return Organisation(
            organisation_id="org-x", name=name, acronym=acronym, kind=None, country=country, part_of=None
        )

    said = {body("X", "XX", "NAM"): 1, body("X", None, "ZAF"): 2, body("X Office", None, None): 1}
    for order in itertools.permutations(said.items()):
        assert merge(dict(order)) == body("X Office", "XX", "ZAF")


def test_names_that_lost_are_aliases() -> None:
    said = {Alias(entity_id="e", alias="UN", kind="acronym"): 2, Alias(entity_id="e", alias="UN", kind="short"): 1}
    found = merge_aliases("e", said, ["United Nations", "The UN Organization"])
    assert found == [
        Alias(entity_id="e", alias="UN", kind="acronym"),
        Alias(entity_id="e", alias="United Nations", kind="variant"),
    ]
    assert merge_aliases("e", {}, []) == []


def test_what_cannot_be_merged_is_not_guessed() -> None:
    entity = Entity(entity_id="e", kind="person", name="A")
    assert merge({entity: 3}) == entity
