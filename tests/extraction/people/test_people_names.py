"""Given and family names, and which names can belong to one person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.people.names import same_person, split_name

SPLITS = [
    ("Judith ‘Jude’ Roe", "Judith Jude", "Roe"),
    ("Rajan s/o Lund", "Rajan", "s/o Lund"),
    ("Ada Ng Kok Lund", "Ada Kok Lund", "Ng"),
    ("Ilse Brandt", "Ilse", "Brandt"),
    ("Tessa van der Meer", "Tessa", "van der Meer"),
    ("van der Meer", None, "van der Meer"),
    (
        "Umarov Bekzod Rustamovich",
        "Bekzod Rustamovich",
        "Umarov",
    ),  # patronymic last: family name first
    ("Lim Wei Hock", "Wei Hock", "Lim"),
    ("Lim J. Brandt", "Lim J.", "Brandt"),  # an initial says that the first name comes first
    ("Kim Brandt", "Kim", "Brandt"),  # also an English given name
    ("Kim Ha-ri", "Ha-ri", "Kim"),  # but not before two syllables
    ("Kim Ha Ri", "Ha Ri", "Kim"),
    ("Tan Wei Lim", "Wei Lim", "Tan"),  # never a given name, so that the last word may be a family name
    ("Wei Han Li", "Wei Han", "Li"),
    ("Ilse Van Brandt", "Ilse", "Van Brandt"),  # a particle with a capital
    ("Ilse St. Brandt", "Ilse", "St. Brandt"),
    ("Van Brandt", "Van", "Brandt"),  # a first name
    ("Omar Nasser Al Brandt", "Omar Nasser", "Al Brandt"),
    ("Omar Bin Nasser", "Omar", "Bin Nasser"),
    ("Al Hussein Bin Nasser II", "Al Hussein", "Bin Nasser"),
    ("Al Brandt", "Al", "Brandt"),
    ("Omar Abdel Nasser", "Omar", "Abdel Nasser"),
    ("Rico dela Cruz", "Rico", "dela Cruz"),
    ("Wen-Li Zhang", "Wen-Li", "Zhang"),
    ("Omar bin Hamad", "Omar", "bin Hamad"),
    ("Suharno", None, None),
    ("John Q. Smith Jr.", "John Q.", "Smith"),
    ("John Smith Jnr", "John", "Smith"),
    ("Jon Petersson", "Jon", "Petersson"),  # a family name in Sweden
    ("Jon Sson", "Jon", "Sson"),  # an ending of patronymics alone is no patronymic
    ("Umarov Bekzod Rustam-ogly", "Umarov Bekzod", "Rustam-ogly"),
    ("J.R. Brandt", "J.R.", "Brandt"),  # initials, not “Jr.”
    ("I.V. Brandt", "I.V.", "Brandt"),  # and not “IV”
    ("I.V.Brandt", "I.V.", "Brandt"),  # without a space
    ("JR Brandt", "JR", "Brandt"),
    ("ILSE BRANDT JR.", "ILSE", "BRANDT"),
    ("ILSE DE LA CRUZ", "ILSE", "DE LA CRUZ"),  # particles in capitals
    ("TESSA VAN DER MEER", "TESSA", "VAN DER MEER"),
    ("Tessa Van Der Meer", "Tessa", "Van Der Meer"),
    ("Rico Da Cruz", "Rico", "Da Cruz"),
    ("JP DE BRANDT", "JP", "DE BRANDT"),
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
    ("Ilse Tom Brandt", "Ilse Thomas Maria Brandt", True),  # a middle name is shortened as a first one is
    ("Tom Harnett", "Henrik Thomas Harnett", False),  # two given names
    ("T. Harnett", "Henrik Thomas Harnett", False),  # an initial is not enough
    ("Sund", "Henrik Sund", False),  # a short form is no variant
    ("Henrik Sund Sr.", "Henrik Sund, Jr.", False),  # father and son
    ("Henrik Sund Jr", "Henrik L. Sund, JR.", True),
    ("J.R. Sund", "John Sund", True),
    ("Ilse Marchetti", "Ilse Marcheti", True),  # a misprint
    ("Ilse Marchetti", "Ilse Marchesti", True),
    ("Ilse Marchetti", "Maja Marcheti", False),  # another given name
    ("Ilse Marchetti", "Ilse Marcheta", False),  # the last letter may mark the gender
    ("Ilse Brandt", "Ilse Brundt", False),  # a short name with another letter is another name
]


@pytest.mark.parametrize(("a", "b", "expected"), PAIRS)
def test_same_person(a: str, b: str, expected: bool) -> None:
    assert same_person(a, b) is expected
    assert same_person(b, a) is expected


@given(st.text(max_size=30), st.text(max_size=30))
def test_same_person_is_symmetric(a: str, b: str) -> None:
    assert same_person(a, b) == same_person(b, a)
