"""Organisations that share a plural noun, each with its name."""

from __future__ import annotations

import pytest

from pipeline.extraction.organisations.coordination import coordinations
from tests.extraction.organisations.marked import analysed, keys, mentioned

SHARED = [
    ("the Ministries of Health and Finance", ["Ministry of Health", "Ministry of Finance"], "two complements"),
    ("Departments of the Treasury, Labor,\nand Health and Human Services",
     ["Department of the Treasury", "Department of Labor", "Department of Health and Human Services"], "a list"),
    ("Departments of Labor and Health and Human Services in",
     ["Department of Labor", "Department of Health and Human Services"], "one is known"),
    ("Departments of Health and Human Services and Labor",
     ["Department of Health and Human Services", "Department of Labor"], "the longer one is known"),
    ("the Departments of Health and Human Services", [], "one name, known"),
    ("Ministries of Law, Trade and the Mint Authority", ["Ministry of Law", "Ministry of Trade"], "one with a noun"),
    ("Ministries of Law and Trade, the Zed Council, and Ada Lund", ["Ministry of Law", "Ministry of Trade"], "goes on"),
    ("The Environment Ministries of Chad and Peru",
     ["Environment Ministry of Chad", "Environment Ministry of Peru"], "a modifier too"),
    ("U.S. Departments of Labor and Energy", ["U.S. Department of Labor", "U.S. Department of Energy"], "with dots"),
    ("the Foreign and Defence Ministries of Chad",
     ["Foreign Ministry of Chad", "Defence Ministry of Chad"], "two modifiers"),
    ("the House and Senate Ice Committees", [], "the chambers share more than the noun"),
    ("the Zed Council and Ice Committees", [], "the first is one by itself"),
    ("the Bank of Ice and Snow Departments", [], "the words before are another's"),
    ("Ministries of Law\n\nTrade and Finance", [], "two paragraphs"),
    ("Ministries of Law and Mines and the Mint Authority With Respect", ["Ministry of Law", "Ministry of Mines"],
     "nor with words after it"),
    ("the Departments of State", [], "none shares it"),
    ("the Departments of Mines  Law  and Ice", [], "commas are lost"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), SHARED)
def test_names(text: str, expected: list[str], why: str) -> None:
    found = [c for group in coordinations(text) for c in group]
    assert [name for _, _, name in found] == expected, why


MENTIONED = [
    ("the [Ministries of Ice and Law] met", ["Ministries of Ice", "Law"],
     ["org-ministry-of-ice", "org-ministry-of-law"], "read as one"),
    ("the [Universities of Leeds], {~York} and {~Hull} met", ["Universities of Leeds", "York", "Hull"],
     ["org-university-of-leeds", "org-university-of-york", "org-university-of-hull"], "read as places"),
    ("[Ice] and [Law Ministries of Chad]. Ice is cold.", ["Ice", "Law Ministries of Chad"],
     ["org-ice-ministry-of-chad", "org-law-ministry-of-chad"], "its word is no name elsewhere"),
    ("the [Ice]  and [Law Ministries] met", ["Ice", "Law Ministries"], ["org-ice-ministry", "org-law-ministry"],
     "two blanks"),
    ("Ministries of Ice and Law met", [], [], "nothing was read"),
    ("the [Ministries of Ice] and <Ada Lund> met", ["Ministries of Ice"], ["org-ministry-of-ice"], "a person"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected", "organisations", "why"), MENTIONED)
def test_mentions(marked: str, expected: list[str], organisations: list[str], why: str) -> None:
    analysis = analysed(marked)
    assert (mentioned(analysis), keys(analysis)) == (expected, organisations), why
