"""Which words before a name, or at its beginning, are forms of address."""

from __future__ import annotations

import pytest

from pipeline.extraction.people.honorifics import honorific_before, honorific_inside
from tests.extraction.roles.reading import read as reading

BEFORE = [
    ("by H.E. Ilse Brandt", "H.E.", "an abbreviation"),
    ("ELKO - Congresswoman Ilse Brandt", "Congresswoman", "a dash before it"),
    ("first - Ilse Brandt", "", "a dash alone"),
    ("by Amb. Ilse Brandt", "Amb.", "an office, abbreviated"),
    ("by Hajia Ilse Brandt", "Hajia", "an honorific of Nigeria"),
    ("by Barr. Ilse Brandt", "Barr.", "a barrister"),
    ("met Maj. Gen. Ilse Brandt", "Maj. Gen.", "two words"),
    ("met Lt.-Gen. Ilse Brandt", "Lt.-Gen.", "two words with a hyphen"),
    ("thanked Dato' Sri Ilse Brandt", "Dato' Sri", "two words with a mark"),
    ("and His Excellency Mr. Ilse Brandt", "His Excellency Mr.", "two in a row"),
    ("told judge Ilse Brandt", "", "in lower case it is a job title, not an honorific"),
    ("In March Ilse Brandt", "", "“March” as a month is no honorific"),
    ("Mr.\nIlse Brandt", "", "alone on the line before"),
    ("the Secretary Mr Ilse Brandt", "Secretary Mr", "an office and a form of address"),
    ("(Dr. Ilse Brandt", "Dr.", "a bracket is no part of it"),
    ("**Dr.** Ilse Brandt", "Dr.**", "neither are the marks of bold type"),
    ("Lady Ilse Brandt", "Lady", "a style"),
    ("Attorney General Ilse Brandt", "", "“Attorney General” is a job title, not a rank"),
    ("General Ilse Brandt", "General", "a rank"),
    ("He Ilse Brandt", "", "“He” is no honorific"),
    ("It chose a Senator. Ilse Brandt", "", "the end of a sentence"),
    ("Messrs. Ilse Brandt", "Messrs.", "a long abbreviation"),
    ("She lives in 12 Velin Dr\nIlse Brandt", "", "a street"),
    ("by M.S. Ilse Brandt", "", "initials, not “Ms.”"),
    ("by 1st Lt. Ilse Brandt", "1st Lt.", "a rank with a number"),
]


@pytest.mark.parametrize(("text", "expected", "why"), BEFORE)
def test_honorific_before(text: str, expected: str, why: str) -> None:
    start = text.index("Ilse")
    assert text[honorific_before(text, start) : start].strip() == expected, why


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mr. Ilse Brandt", "Mr."),
        ("H.E. Dr. Ilse Brandt", "H.E. Dr."),
        ("Ilse Brandt", ""),
        ("Vice-Admiral Brandt", "Vice-Admiral"),
        ("Mr.", ""),  # no name follows
        ("Raja Razali", ""),  # also a name, unless two words follow
        ("Raja Razali Yusof", "Raja"),
        ("He Rong", ""),
        ("Earl Brandt", ""),  # more often a given name
        ("M.S. Brandt", ""),  # initials, not “Ms.”
        ("D.R. Brandt", ""),
        ("DR. BRANDT", "DR."),
        ("Seri Utama Razali Yusof", "Seri Utama"),  # after “Datuk”, which the reader leaves outside
    ],
)
def test_honorific_inside(name: str, expected: str) -> None:
    assert name[: honorific_inside(name)].strip() == expected


@pytest.mark.parametrize(
    ("text", "title", "honorific", "why"),
    [
        ("District Attorney Ilse Brandt spoke.", "District Attorney", None, "the end of a longer job title"),
        ("Cabinet Secretary Hon. Ilse Brandt spoke.", "Cabinet Secretary", "Hon.", "what follows the job title stays"),
        ("Governor Ilse Brandt spoke.", "Governor", "Governor", "the whole job title"),
    ],
)
def test_an_honorific_is_not_the_end_of_a_job_title(text: str, title: str, honorific: str | None, why: str) -> None:
    (mention,) = reading(text, [("Ilse Brandt", "PERSON")], title, [("Ilse Brandt", 0.9)], []).mentions
    assert mention.honorific == honorific, why
