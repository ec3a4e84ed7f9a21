"""Names of countries are resolved to codes."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.countries import country_code, country_record, country_table
from pipeline.extraction.countries.codes import country_of_city, country_of_site

NAMES = [
    ("Norway", "NOR", "short name"),
    ("the Netherlands", "NLD", "with an article"),
    ("The Gambia", "GMB", "with a capitalised article"),
    ("Republic of Zambia", "ZMB", "with the form of state"),
    ("the Kingdom of Tonga", "TON", "with the form of state and an article"),
    ("State of Qatar", "QAT", "listed with its form of state"),
    ("Peru’s", "PER", "with a possessive ending"),
    ("NEW\nZEALAND", "NZL", "capitals over a line end"),
    ("Cote d’Ivoire", "CIV", "no accent, curly apostrophe"),
    ("St Lucia", "LCA", "abbreviated saint without a dot"),
    ("Suomi", "FIN", "a listed name in another language"),
    ("Scotland", "GBR", "part of the United Kingdom"),
    ("Kosovo", "XKX", "no official ISO code"),
    ("Senegalese", "SEN", "demonym"),
    ("Korea", None, "two states have the name"),
    ("Congolese", None, "two states have the demonym"),
    ("State of Georgia", None, "a state of the United States"),
    ("Commonwealth of Virginia", None, "no country has the name"),
    ("Nairobi", None, "a city"),
    ("Czechoslovakia", None, "a state that no longer exists"),
    ("us", None, "a pronoun"),
    ("", None, "empty"),
    ("Kenya Walker", None, "a person"),
]


@pytest.mark.parametrize(("name", "code", "why"), NAMES)
def test_country_code(name: str, code: str | None, why: str) -> None:
    assert country_code(name) == code, why


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://roe.house.gov/news/open", "USA"),
        ("https://www.zed.gov.sg", "SGP"),
        ("http://www.zed.govt.nz:80/open", "NZL"),
        ("https://www.gov.uk/news", "GBR"),
        ("https://gov.br/zed", "BRA"),
        ("https://WWW.ZED.GOV.SG/", "SGP"),
        ("https://zed.com.sg/", None),
        ("https://zed.example/zed.gov/", None),
        (None, None),
    ],
)
def test_country_of_a_government_website(url: str | None, code: str | None) -> None:
    assert country_of_site(url) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [("New Delhi", "IND"), ("SÃO PAULO", "BRA"), ("Birmingham", "GBR"), ("Victoria", None), ("Lindmoor", None)],
)
def test_country_of_a_large_city(name: str, code: str | None) -> None:
    assert country_of_city(name) == code


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
def test_a_code_is_one_of_the_table(name: str) -> None:
    code = country_code(name)
    assert code is None or code in country_table()


def test_codes_need_no_spacy() -> None:
    script = "import sys; from pipeline import country_code; assert country_code('Suomi') == 'FIN'; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()
    assert not {"spacy", "numpy", "onnxruntime"} & {*loaded}
