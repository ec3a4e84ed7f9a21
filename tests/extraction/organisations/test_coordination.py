"""Coordinated organisations that share a plural noun get a name each."""

from __future__ import annotations

import pytest

from pipeline.extraction.organisations.coordination import coordinations
from tests.extraction.organisations.marked import analysed, keys, mentioned

SHARED = [
    ("the Ministries of Health and Finance", ["Ministry of Health", "Ministry of Finance"], "two complements"),
    ("Departments of Labor and Health and Human Services in",
     ["Department of Labor", "Department of Health and Human Services"], "a known name that contains “and”"),
    ("Departments of Health and Human Services and Labor",
     ["Department of Health and Human Services", "Department of Labor"], "the longer known name comes first"),
    ("the Departments of Health and Human Services", [], "a single known name that contains “and”"),
    ("Ministries of Law, Trade and the Mint Authority", ["Ministry of Law", "Ministry of Trade"],
     "an item with a noun of its own ends the list"),
    ("Ministries of Law and Trade, the Zed Council, and Ada Lund", ["Ministry of Law", "Ministry of Trade"],
     "a list that goes on with other names"),
    ("The Environment Ministries of Chad and Peru",
     ["Environment Ministry of Chad", "Environment Ministry of Peru"], "a modifier before the noun"),
    ("U.S. Departments of Labor and Energy", ["U.S. Department of Labor", "U.S. Department of Energy"],
     "an abbreviated country with dots"),
    ("the Foreign and Defence Ministries of Chad",
     ["Foreign Ministry of Chad", "Defence Ministry of Chad"], "two modifiers"),
    ("the House and Senate Ice Committees", [], "names that share more than the noun"),
    ("the Zed Council and Ice Committees", [], "the first name has a noun of its own"),
    ("the Bank of Ice and Snow Departments", [], "the words before belong to another name"),
    ("Ministries of Law\n\nTrade and Finance", [], "no list over two paragraphs"),
    ("Ministries of Law and Mines and the Mint Authority With Respect", ["Ministry of Law", "Ministry of Mines"],
     "an item with a noun and words after it ends the list too"),
    ("the Departments of State", [], "a plural noun that is part of a single name"),
    ("the Departments of Mines  Law  and Ice", [], "a list whose commas are lost"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), SHARED)
def test_names(text: str, expected: list[str], why: str) -> None:
    found = [c for group in coordinations(text) for c in group]
    assert [name for _, _, name in found] == expected, why


MENTIONED = [
    ("the [Ministries of Ice and Law] met", ["Ministries of Ice", "Law"],
     ["org-ministry-of-ice", "org-ministry-of-law"], "the reader found one name"),
    ("the [Universities of Leeds], {~York} and {~Hull} met", ["Universities of Leeds", "York", "Hull"],
     ["org-university-of-leeds", "org-university-of-york", "org-university-of-hull"], "the reader found places"),
    ("[Ice] and [Law Ministries of Chad]. Ice is cold.", ["Ice", "Law Ministries of Chad"],
     ["org-ice-ministry-of-chad", "org-law-ministry-of-chad"], "the bare complement is no name elsewhere"),
    ("the [Ice]  and [Law Ministries] met", ["Ice", "Law Ministries"], ["org-ice-ministry", "org-law-ministry"],
     "two blanks between the names"),
    ("Ministries of Ice and Law met", [], [], "the reader found nothing"),
    ("the [Ministries of Ice] and <Ada Lund> met", ["Ministries of Ice"], ["org-ministry-of-ice"],
     "a person is none of the items"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected", "organisations", "why"), MENTIONED)
def test_mentions(marked: str, expected: list[str], organisations: list[str], why: str) -> None:
    analysis = analysed(marked)
    assert (mentioned(analysis), keys(analysis)) == (expected, organisations), why
