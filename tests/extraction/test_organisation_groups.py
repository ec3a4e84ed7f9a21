"""Which names are one body's: committees of chambers, lost apostrophes, parts and wholes."""

from __future__ import annotations

import pytest

from pipeline.extraction.acronyms import definitions
from pipeline.extraction.organisation_names import Names
from pipeline.extraction.organisation_variants import first_word
from pipeline.records import Organisation


def grouped(text: str, *names: str) -> list[set[int]]:
    """The names by number, those of one body together."""
    found = Names(text, list(definitions(text)))
    for name in names:
        found.add(name, text.index(name), text.index(name) + len(name))
    found.resolve()
    groups: dict[str, set[int]] = {}
    for i, name in enumerate(names):
        groups.setdefault(found.group(name), set()).add(i)
    return sorted(groups.values(), key=min)


CASES: list[tuple[tuple[str, ...], list[set[int]], str]] = [
    (("Senate Committee on the Canals and Locks", "CANALS AND LOCKS COMMITTEE"), [{0, 1}], "the field at either end"),
    (("Senate Canals and Locks Committee", "CL Committee"), [{0, 1}], "the initials of the field"),
    (("Senate Canals and Locks Committee", "DL Committee"), [{0}, {1}], "other initials"),
    (("Senate Special Committee on Ageing", "Ageing Committee"), [{0, 1}], "a special committee"),
    (("Senate Canals Committee", "House Canals Committee"), [{0}, {1}], "each chamber has one"),
    (("Senate Canals Committee", "House Canals Subcommittee"), [{0}, {1}], "a part of a committee"),
    (("Zed Bank Audit Committee", "Canal Bank Audit Committee"), [{0}, {1}], "of two banks"),
    (("Norvane Bureau’s Ice Division", "Norvane Bureaus Ice Division"), [{0, 1}], "a lost apostrophe"),
    (("Norvane Bureau Ice Division", "Norvane Bureaus Ice Division"), [{0, 1}], "a lost possessive"),
    (("Norvane Bureau Ice Division", "Velora Bureaus Ice Division"), [{0}, {1}], "of another bureau"),
    (("Ice Section of the Canal Bureau", "Canal Bureaus Ice Section"), [{0, 1}], "the whole at either end"),
    (("Ice Section of the Canal Bureau", "Canal Bureau Ice Office"), [{0}, {1}], "two parts of one whole"),
    (("U.S. ZCAX", "ZCAX"), [{0, 1}], "an acronym with its state"),
    (("Norvane", "Norvane Ice Board", "Norvane de Velora"), [{0, 2}, {1}], "a board is of a company, and is none"),
    (("ZCAX", "ZCAX Experimental Physics"), [{0}, {1}], "a field names a part"),
    (("ZCAX", "ZCAX Tonics"), [{0, 1}], "a word in full"),
    (("ZCAX", "ZCAX Holdings Ltd"), [{0, 1}], "a legal form"),
    (("Ada Norvane Ice Institute", "Norvane Institute"), [{0, 1}], "its outline"),
    (("Ice Section of the Norvane Institute", "Norvane Institute"), [{0}, {1}], "of the other"),
    (("Ada Norvane Ice Institute", "Lund Norvane Bay Institute", "Norvane Institute"), [{0}, {1}, {2}], "of two"),
    (("Ada Norvane Ice Institute", "& Institute"), [{0}, {1}], "a name of one word"),
    (("Norvane Board", "Norvane Boards"), [{0, 1}], "a lost apostrophe at the end"),
    (("U.S. Zed Water Service", "ZWS"), [{0}, {1}], "the state is among its initials"),
    (("U.S. Zed Water Service", "USZWS"), [{0, 1}], "initials of its state"),
    (("Lindmoor", "Lindmoor Water Board"), [{0}, {1}], "a town and its board"),
    (("White House", "House"), [{0}, {1}], "no chamber"),
    (("Zedland House", "House"), [{0, 1}], "a chamber"),
]


@pytest.mark.parametrize(("names", "expected", "why"), CASES)
def test_names_of_one_body(names: tuple[str, ...], expected: list[set[int]], why: str) -> None:
    assert grouped(" met. ".join(names), *names) == expected, why


PARTS = [
    ("Ice Section of the Zed Canal Bank (ZCB)", "ZCB", False, "the acronym is the whole's"),
    ("Court of the Zed Canal Centre (ZCC)", "ZCC", False, "the court of a centre"),
    ("Department of Ice and Canal Guard Office (ICGO)", "ICGO", True, "one word before “of” is no unit"),
    ("Department of Ice and Canal Banks (ICB)", "ICB", True, "what is behind “of” is no body alone"),
]


@pytest.mark.parametrize(("name", "short", "same", "why"), PARTS)
def test_acronyms_of_wholes(name: str, short: str, same: bool, why: str) -> None:
    long = name[: name.index(" (")]
    groups = grouped(name, long, short)
    assert (groups == [{0, 1}]) == same, why


def test_an_acronym_of_two_letters_is_looked_for_where_it_has_a_longer_name() -> None:
    text = "Zed Vestnes (ZV) grew. QX grew."
    found = Names(text, list(definitions(text)))
    for name in ("Zed Vestnes", "QX"):
        found.add(name, text.index(name), text.index(name) + len(name))
    found.resolve()
    assert "ZV" in set(found.searchable())
    assert "QX" not in set(found.searchable())


def test_a_first_word_that_is_a_word_in_small_letters_too_names_no_company() -> None:
    for text, looked_for in (
        ("Norvane Mines Ltd grew. Norvane leads.", True),
        ("Norvane Mines Ltd grew. Less norvane was mined. Norvane is rare.", False),
        ("Norvane Mines Ltd grew. See norvane.example and info@norvane.example.", True),
    ):
        found = Names(text, [])
        found.add("Norvane Mines Ltd", 0, len("Norvane Mines Ltd"))
        found.resolve()
        assert ("Norvane" in set(found.searchable())) == looked_for, text


def test_possessives_are_looked_for_where_a_text_lost_its_apostrophes() -> None:
    for text, looked_for in (
        ("Norvane grew. Norvanes plan failed. " + "It rained. " * 60, True),
        ("Norvane grew. Norvanes plan failed. Zed's plan held. " + "It rained. " * 60, False),
        ("Norvane grew. Norvanes plan failed.", False),
    ):
        found = Names(text, [])
        found.add("Norvane", 0, len("Norvane"))
        found.resolve()
        assert ("Norvanes" in set(found.searchable())) == looked_for, text[:60]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ZVX Optics", "ZVX"),
        ("ZV Optics", None),  # two letters are an acronym of many things
        ("LED Optics", None),  # a concept
        ("Zed Optics", None),
        ("Norvane Optics", "Norvane"),
    ],
)
def test_first_words_of_companies(name: str, expected: str | None) -> None:
    assert first_word(name, f"{name} Ltd") == expected


def test_names_that_are_left_out_are_forgotten_with_their_short_forms() -> None:
    text = "Norvane Mines Ltd met the Canal Board. Norvane and the Canal Board agreed."
    found = Names(text, list(definitions(text)))
    for name in ("Norvane Mines Ltd", "Canal Board"):
        found.add(name, text.index(name), text.index(name) + len(name))
    found.resolve()
    assert "Norvane" in set(found.searchable())
    assert found.group("Norvane") == found.group("Norvane Mines Ltd")
    found.leave_out({found.group("Norvane Mines Ltd")})
    assert sorted(found.searchable()) == ["Canal Board"]
    assert found.group("Norvane") == "norvane"  # a name of its own, should it stand somewhere else
    assert {row.name for row in found.records() if isinstance(row, Organisation)} == {"Canal Board", "Norvane"}
