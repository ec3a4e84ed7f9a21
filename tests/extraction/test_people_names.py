"""Honorifics, post-nominals, given and family names, and which names can be one person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.people_honorifics import gender_of_honorific, honorific_before
from pipeline.extraction.people_names import same_person, split_name, without_ends
from pipeline.extraction.people_pieces import before_predicate, pieces
from pipeline.extraction.people_shape import is_name

HONORIFICS = [
    ("by H.E. Ilse Brandt", "Ilse", "H.E."),
    ("met Maj. Gen. Ilse Brandt", "Ilse", "Maj. Gen."),
    ("thanked Dato' Sri Faisal Tan", "Faisal", "Dato' Sri"),
    ("and His Excellency Mr. Ilse Brandt", "Ilse", "His Excellency Mr."),
    ("told judge Ilse Brandt", "Ilse", ""),  # a lower-case word is an office, not an address
    ("In March Ilse Brandt", "Ilse", ""),
    ("Mr.\nIlse Brandt", "Ilse", ""),
    ("Permanent Secretary Mr Tan Wei", "Tan", "Mr"),  # the office is “Permanent Secretary”
    ("the Secretary Mr Tan Wei", "Tan", "Secretary Mr"),
    ("(Dr. Ilse Brandt", "Ilse", "Dr."),  # the bracket is no part of it
    ("**Dr.** Ilse Brandt", "Ilse", "Dr.**"),
    ("First Lady Ilse Brandt", "Ilse", ""),
]


@pytest.mark.parametrize(("text", "name", "expected"), HONORIFICS)
def test_honorific_before(text: str, name: str, expected: str) -> None:
    start = text.index(name)
    assert text[honorific_before(text, start) : start].strip() == expected


@pytest.mark.parametrize(
    ("honorific", "gender"),
    [("H.E. Ms.", "f"), ("Mr", "m"), ("Dame", "f"), ("Dr.", None), (None, None), ("Senator", None)],
)
def test_gender(honorific: str | None, gender: str | None) -> None:
    assert gender_of_honorific(honorific) == gender


SPLITS = [
    ("Ilse Brandt", "Ilse", "Brandt"),
    ("Tessa van der Meer", "Tessa", "van der Meer"),
    ("Umarov Bekzod Rustamovich", "Bekzod Rustamovich", "Umarov"),  # patronymic last: family name first
    ("Lim Wei Hock", "Wei Hock", "Lim"),
    ("Wen-Li Zhang", "Wen-Li", "Zhang"),
    ("Guðrún Einarsdóttir", "Guðrún", None),
    ("Omar bin Hamad", "Omar", "bin Hamad"),
    ("Suharno", None, None),
    ("John Q. Smith Jr.", "John Q.", "Smith"),
    ("Aziz Sherzodo'g'li", "Aziz", None),
    ("Jon Petersson", "Jon", None),
    ("Jon Sson", "Jon", "Sson"),  # an ending alone is none
    ("Umarov Bekzod Rustam-ogly", "Umarov Bekzod", "Rustam-ogly"),
]


@pytest.mark.parametrize(("name", "given_names", "family"), SPLITS)
def test_split_name(name: str, given_names: str | None, family: str | None) -> None:
    assert split_name(name) == (given_names, family)


PAIRS = [
    ("Tom Harnett", "Thomas E. Harnett, Jr.", True),
    ("Ilse M. Brandt", "Ilse Brandt", True),
    ("Ana María Ruiz", "Ana María Ruiz Soto", True),
    ("José Peña", "Jose Pena", True),
    ("Henrik Sund", "Maja Sund", False),
    ("John A. Smith", "John B. Smith", False),
    ("Sund", "Henrik Sund", False),  # short forms are for `merge`
]


@pytest.mark.parametrize(("a", "b", "expected"), PAIRS)
def test_same_person(a: str, b: str, expected: bool) -> None:
    assert same_person(a, b) is expected
    assert same_person(b, a) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ilse Brandt KC", "Ilse Brandt"),
        ("Ilse Brandt, Ph.D.", "Ilse Brandt"),
        ("Ilse Brandt's", "Ilse Brandt"),
        ("John Smith Jr.", "John Smith Jr."),
        ("Ilse Brandt.", "Ilse Brandt"),
    ],
)
def test_without_ends(name: str, expected: str) -> None:
    assert without_ends(name) == expected


NAMES = [
    ("Maja Sund", " Institute", False),  # followed by what names a body
    ("Maja Sund", " spoke", True),
    ("Petra Hall", " spoke", True),
    ("Larkfield Foundation", "", False),
    ("H. P. ten Have", "", True),
    ("X200 Series", "", False),
    ("Phase II", "", False),
    ("AI", "", False),
    ("Larkfield North America", "", False),
    ("America Sund", " spoke", True),
    ("Maja Sund Collection", "", False),
    ("Maja Sund", " Productions", False),
    ("Labrador Retriever", "", False),
    ("His Excellency", "", False),
    ("Ha Sund", " spoke", True),  # no form of “has”
    ("Maja I. Sund", " spoke", True),
]


@pytest.mark.parametrize(("name", "after", "expected"), NAMES)
def test_is_name(name: str, after: str, expected: bool) -> None:
    assert is_name(name + after, 0, len(name)) is expected


def test_pieces_of_a_model_span() -> None:
    text = "Mr. Jan Roe\nActing Head of Supplies"
    assert next(text[s:e] for s, e in pieces(text, 0, len(text))) == "Jan Roe"
    wrapped = "The briefing was opened on the same day by the envoy Jan\nRoe in Turku"
    at = wrapped.index("Jan")
    assert [wrapped[s:e] for s, e in pieces(wrapped, at, at + 7, {at + 3})] == ["Jan\nRoe"]
    for joined, expected in (
        ("AND LUND", ["LUND"]),  # “SENATORS ROE AND LUND”
        ("Lund –- Lund", ["Lund", "Lund"]),  # a speaker begins anew
        ("Jan Roe - Lund", ["Jan Roe", "Lund"]),
        ("Jan Roe-Lund", ["Jan Roe-Lund"]),
        ("WASHINGTON - Jan Roe", ["Jan Roe"]),  # of a dateline
        ("Andy Lund", ["Andy Lund"]),
    ):
        assert [joined[s:e] for s, e in pieces(joined, 0, len(joined))] == expected


PREDICATES = [
    ("Ada Lund Press Club|", "Ada Lund Press Club"),
    ("Ada Lund D| MA", "Ada Lund"),
    ("Ada Lund AR| 04", "Ada Lund"),
    ("Ada Lund Joins Board|", "Ada Lund"),
    ("ROE CALLS| FOR CALM", "ROE"),
    ("Ada Lund| D MA", "Ada Lund"),
    ("Ada Lund Is Changing Lives|", "Ada Lund"),
    ("Ada Islund|", "Ada Islund"),
]


@pytest.mark.parametrize(("span", "expected"), PREDICATES)
def test_before_predicate(span: str, expected: str) -> None:
    """The span ends at the bar."""
    text = span.replace("|", "")
    assert text[: before_predicate(text, 0, span.index("|"))] == expected


@given(st.text(alphabet="ABCabc .,'’-\n()Jr", max_size=40))
def test_pieces_stay_inside_the_text(text: str) -> None:
    assert all(0 <= s < e <= len(text) for s, e in pieces(text, 0, len(text)))


@given(st.text(max_size=30), st.text(max_size=30))
def test_same_person_is_symmetric(a: str, b: str) -> None:
    assert same_person(a, b) == same_person(b, a)
