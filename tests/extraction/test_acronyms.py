"""Acronyms that a text defines: which words they stand for, and what a bracket does not define."""

from __future__ import annotations

import pytest

from pipeline.extraction.acronyms import concepts, definitions, is_plural

DEFINED = [
    ("The Office of Canal Reserves (OCR) met.", {"OCR": "Office of Canal Reserves"}, "no name begins with its “of”"),
    ("The Opera of Lindmoor (OOL) met.", {"OOL": "Opera of Lindmoor"}, "an “of” with a letter of its own"),
    ("CanalWireDesk (“CWD”) grew.", {"CWD": "CanalWireDesk"}, "a name in one word, by its capitals"),
    ("CanalWireDesk (“DWC”) grew.", {}, "other letters"),
    ("Canal (C) grew.", {}, "one letter"),
    ("Velora and the Chartered Institute of Canals (Velora) agreed.", {}, "a place that stands in the name is none"),
    ("Dr Jan Meng (Member of the Norvane Guild) spoke.", {}, "a word with one capital is spelled by chance"),
    ("MNG (the Moor Norvane Guild) met.", {"MNG": "Moor Norvane Guild"}, "the reverse"),
    ("The Council of MorGuild (MorGuild Council) met.", {}, "a longer name of what stands before the bracket"),
    ("Norvane S.A. (Sund Andes) met.", {}, "a legal form"),
]


@pytest.mark.parametrize(("text", "expected", "why"), DEFINED)
def test_definitions(text: str, expected: dict[str, str], why: str) -> None:
    assert {d.short: text[d.long_start : d.long_end] for d in definitions(text)} == expected, why


def test_an_acronym_of_words_written_small_names_no_body_in_the_singular_either() -> None:
    assert set(concepts("The small canal operators (SCOs) grew, and each SCO paid.")) == {"SCOs", "SCO"}


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("RCCs", "Regional Canal Centers", True),
        ("RCS", "Regional Canal Services", False),  # the S is a word
        ("RCCs", "Regional Canal Centre", False),
    ],
)
def test_bodies_of_a_kind(short: str, long: str, expected: bool) -> None:
    assert is_plural(short, long) == expected
