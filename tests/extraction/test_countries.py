"""Names of countries to codes, and countries in text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction import extract
from pipeline.extraction.countries import country_code, country_record, country_table

NAMES = [
    ("Norway", "NOR", "short name"),
    ("the Netherlands", "NLD", "article"),
    ("The Gambia", "GMB", "capital article"),
    ("Republic of Zambia", "ZMB", "form of state"),
    ("the Kingdom of Tonga", "TON", "form of state, article"),
    ("State of Qatar", "QAT", "listed with its form"),
    ("Peru’s", "PER", "possessive"),
    ("NEW\nZEALAND", "NZL", "capitals over a line end"),
    ("Cote d’Ivoire", "CIV", "no accent, curly apostrophe"),
    ("St Lucia", "LCA", "abbreviated saint without a dot"),
    ("Italien", "ITA", "another language, much alike"),
    ("Suomi", "FIN", "another language, listed"),
    ("Scotland", "GBR", "part of the United Kingdom"),
    ("Kosovo", "XKX", "no ISO code"),
    ("Senegalese", "SEN", "demonym"),
    ("Korea", None, "two states"),
    ("Congolese", None, "two states"),
    ("State of Georgia", None, "one of the United States"),
    ("Commonwealth of Virginia", None, "no country has the name"),
    ("Nairobi", None, "a capital"),
    ("Norfolk", None, "`countrynames` has the counties of England"),
    ("Parisienne", None, "`countrynames` has people of cities"),
    ("Czechoslovakia", None, "dissolved"),
    ("us", None, "a pronoun"),
    ("", None, "nothing"),
    ("Kenya Walker", None, "a person"),
]


@pytest.mark.parametrize(("name", "code", "why"), NAMES)
def test_country_code(name: str, code: str | None, why: str) -> None:
    assert country_code(name) == code, why


def test_every_name_of_the_table_resolves_to_its_code() -> None:
    for code, entry in country_table().items():
        assert len(code) == 3
        assert len(entry.record.alpha2) == 2
        for name in entry.names:
            assert country_code(name) == code, name


def test_country_record() -> None:
    assert country_record("XKX").alpha2 == "XK"
    with pytest.raises(KeyError):
        country_record("XXX")


@given(st.text())
def test_no_name_raises(name: str) -> None:
    code = country_code(name)
    assert code is None or code in country_table()


TEXTS = [
    ("The locks cost US$3 million, and the US paid.", ["USA"], "a sum names no country"),
    ("A canal from the Gulf of California to mainland China.", ["CHN"], "a water is named for a state, a word before"),
    ("Georgia's largest clinic, in California and Ohio, on Nasdaq.", [], "one of the United States"),
    ("Georgia and Armenia met in California.", ["GEO", "ARM"], "its neighbour"),
    ("The ministers of Bosnia and Herzegovina and Serbia met.", ["BIH", "SRB"], "a name with “and” is one"),
    ("Aid for the United\nStates and the U.S. Virgin Islands.", ["USA", "VIR"], "hard wrap; longest name"),
    ("GHANA AND TOGO OPEN A BRIDGE", ["GHA", "TGO"], "capitals"),
    ("The farm in Lebanon, Ohio, ships to Canada.", ["CAN"], "a town in a state"),
    ("Floods in Georgia closed roads from Atlanta to Savannah.", [], "the state"),
    ("Georgia and Armenia agreed in Tbilisi.", ["GEO", "ARM"], "the country"),
    ("The camp near Goma in the Congo was closed.", ["COD"], "a city decides"),
    ("Mexico City and the Gulf of Mexico are warm.", [], "places with a country's name"),
    ("Visitors from Niger and Nigeria.", ["NER", "NGA"], "one name is the start of another"),
    ("CONTACT US AT ONCE", [], "a pronoun in capitals"),
    ("The African American choir sang French songs.", [], "no country is named"),
    ("Read www.canals.example/2020/locks\nGhana opens a canal.", ["GHA"], "after an address, not in it"),
    ("Ferries cross the Gulf of Oman.", [], "a longer place"),
    ("Write to desk@kenya.example or see www.Kenya.example now.", [], "addresses"),
]


@pytest.mark.parametrize(("text", "codes", "why"), TEXTS)
def test_country_mentions(text: str, codes: list[str], why: str) -> None:
    x = extract(text)
    assert [m.entity_id for m in x.mentions if m.label == "COUNTRY"] == codes, why
    assert [c.country for c in x.countries] == sorted(codes)


def test_demonyms_are_no_countries() -> None:
    x = extract("Estonian and Latvian officers trained in Riga.")
    assert [(m.text, m.entity_id) for m in x.mentions if m.label == "DEMONYM"] == [
        ("Estonian", "EST"),
        ("Latvian", "LVA"),
    ]
    assert [m.text for m in x.mentions if m.label == "PLACE"] == ["Riga"]
    assert x.countries == ()


def test_an_acronym_that_is_explained_is_no_state() -> None:
    x = extract("The Department of Veterans Affairs (VA) spoke. The VA will open an office in Lindmoor, VA.")
    assert [m.start for m in x.mentions if m.label == "PLACE" and m.text == "VA"] in ([], [x.text.rindex("VA")])
