"""What the words of an organisation's name say."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.extraction.organisations.names import (
    country_of,
    is_acronym,
    kind_of,
    known_by,
    name_key,
    organisation_id,
    without_legal_form,
)

LEGAL_FORMS = [
    ("Crane & Daughters plc", "Crane & Daughters"),
    ("Telvane Holdings, Inc.", "Telvane Holdings"),
    ("Telvane S.p.A.", "Telvane"),
    ("Telvane SpA", "Telvane"),
    ("Zed Kft.", "Zed"),
    ("Velora Pty Ltd", "Velora"),
    ("VELORA CORP.", "VELORA"),  # in a headline
    ("ZED MINING COMPANY", "ZED MINING"),
    ("Velora Co., Ltd.", "Velora"),
    ("Company", "Company"),  # without the form, no name would be left
    ("Zed Limitless", "Zed Limitless"),
    ("VELORA INCORPORATED", "VELORA"),
    ("VELORA SDN. BHD.", "VELORA"),
    ("VELORA GMBH", "VELORA"),
    ("ZED SPA", "ZED SPA"),  # a bath
    ("Telvane, CO", "Telvane, CO"),  # Colorado
    ("Velora (Pty) Ltd", "Velora"),
    ("VELORA (PTY) LTD.", "VELORA"),
    ("Velora (Private) Limited", "Velora"),
    ("Zed as", "Zed as"),  # without its dots it is a word
]


@pytest.mark.parametrize(("name", "expected"), LEGAL_FORMS)
def test_legal_forms(name: str, expected: str) -> None:
    assert without_legal_form(name) == expected


SAME_KEY = [
    ("the Zed Bank", "ZED BANK’S", "without article and possessive, in any case"),
    ("Côte Banque", "Cote Banque", "accents"),
    ("Health &amp; Ice", "Health and Ice", "markup"),
    ("U.N.", "UN", "dots"),
    ("Zed Organisation Centre", "Zed Organization Center", "spelling"),
    ("Levi's", "Levi", "a possessive at the end"),
    ("U.S. Ice Board", "United States Ice Board", "an abbreviated country"),
    ("Ice Co-operation Board", "Ice Cooperation Board", "a word with and without its hyphen"),
    ("Ice Counter-Fraud Unit", "Ice Counter Fraud Unit", "a hyphen or a blank"),
    ("Mayor’s Ice Office", "MAYOR’S ICE OFFICE", "a possessive inside the name, in capitals"),
    ("Zed Ice Dept.", "Zed Ice Department", "an abbreviated word"),
]


@pytest.mark.parametrize(("one", "other", "why"), SAME_KEY)
def test_keys_of_names(one: str, other: str, why: str) -> None:
    assert name_key(one) == name_key(other), why


@pytest.mark.parametrize(("one", "other", "why"), [*SAME_KEY, ("Brandt & Co.", "Brandt", "a legal form after “and”")])
def test_organisations_of_two_releases_are_one(one: str, other: str, why: str) -> None:
    assert organisation_id(one) == organisation_id(other), why


LISTED_IDS = [
    ("UN Counter-Terrorism Center", "org-un-counterterrorism-center", "a short form"),
    ("UN Cyber Safety Centre", "org-un-cyber-safety-center", "a name that is not listed"),
    ("United Nations Counter-Terrorism Centre", "org-united-nations-counter-terrorism-centre", "the listed name"),
    ("United Nations Counter-Terrorism Center", "org-united-nations-counter-terrorism-centre", "in another spelling"),
]


@pytest.mark.parametrize(("name", "expected", "why"), LISTED_IDS)
def test_a_listed_organisation_has_the_key_of_its_listed_name(name: str, expected: str, why: str) -> None:
    assert organisation_id(name) == expected, why


def test_key_of_a_name_without_letters() -> None:
    assert name_key("!?") == "!?"


@given(st.text(" .,’'–&aInc\t\u00a0", min_size=1).filter(str.strip))
@example(". Inc.")  # a sign at the beginning of the name: a key that began with a blank failed the whole release
@example(", . ,")  # no words: two blanks would be left between signs
def test_a_key_is_words_with_one_blank_between(name: str) -> None:
    key = name_key(name)
    assert key == " ".join(key.split())


ACRONYMS = [("ZPR", True), ("ZPRs", True), ("MoD", True), ("Z.P.R", True), ("3ZP", True), ("YouTube", False),
            ("Zed", False), ("Z", False), ("ZPR ICE", False)]  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), ACRONYMS)
def test_acronyms(name: str, expected: bool) -> None:
    assert is_acronym(name) is expected


KINDS = [
    ("Ministry of Ice", "government"),
    ("Zed Supreme Court", "court"),
    ("University of Lund Library", "university"),
    ("Telvane GmbH", "company"),
    ("Zed Foundation, Inc.", "ngo"),
    ("Foundation Mines, Inc.", "company"),
    ("Ice Fishing Subcommittee", "government"),
    ("National Ice Authority", "government"),
    ("Lindmoor Ice Authority", "government"),
    ("Central Ice Agency for Chad", "government"),
    ("Lindmoor Ice Agency", None),
    ("National Academy of Ice Administration", None),
    ("Lindmoor Fire Department", "government"),
    ("Lindmoor Ice Department", None),
    ("Lindmoor Fire Department Foundation", "ngo"),
    ("National Association of Police Departments", "ngo"),
    ("Union County Sheriff’s Office", "government"),
    ("Department of Energy", "government"),
    ("Department of Energy Engineering", None),
    ("Lund College Department of Education", None),
    ("Zed Hospital Department of Public Health", None),
    ("Zed Hospital and Ice Clinic Department of Energy", None),
    ("Department of Health and Hospitals", "government"),
    ("Department of Physics", None),
    ("Mayor’s Office", "government"),
    ("Ice Merchant’s Office", None),
    ("Office of the Inspector General", "government"),
    ("House Ice Committee", "government"),
    ("Lindmoor Ice Committee", None),
    ("Lindmoor City Council", "government"),
    ("City of Lindmoor", "government"),
    ("Town of Lindmoor Ice Charity Shop", "ngo"),
    ("City of Lindmoor Symphony Orchestra", None),
    ("City of Lindmoor College", "university"),
    ("Central Bank", "government"),
    ("Zed Bank", "company"),
    ("Lindmoor Food Bank", "ngo"),
    ("Zed Partners", "company"),
    ("Partners for Clean Ice", None),
    ("Congress of Peru", "government"),
    ("Congress", "government"),
    ("Lindmoor Ice Congress", None),
    ("118th Congress", "government"),
    ("12th Lindmoor Congress", None),
    ("12th Congress of the Lindmoor Party", None),
    ("Ice Team", None),
    ("Velora", None),
]


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_kinds(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


COUNTRIES = [
    ("Ministry of Ice of the Republic of Uzbekistan", "UZB"),
    ("French Ice Agency", "FRA"),
    ("Kenya’s Ministry of Ice", "KEN"),
    ("Franco-German Ice Bank of Japan", "JPN"),
    ("New Mexico Ice Board", None),
    ("Japanese American Ice Museum", "USA"),
    ("Zed Indian Tribe", None),
    ("Indian Ice Authority", "IND"),
    ("U.S. Embassy in Ghana", "USA"),
    ("U.S.-Ghana Ice Council", None),
    ("Ghana–Ghana Ice Council", "GHA"),
    ("Ice Campaign of Ghana UK", "GBR"),
    ("U.S. Virgin Islands Ice Board", "VIR"),
    ("Congressional Ghana Caucus", "USA"),
    ("House Ghana Caucus", "USA"),
    ("White House Ghana Task Force", "USA"),
    ("Bank of Korea", "KOR"),
    ("Turkish-Ukrainian Ice Council", None),
    ("School of English", None),
]


@pytest.mark.parametrize(("name", "country"), COUNTRIES)
def test_countries_in_names(name: str, country: str | None) -> None:
    assert country_of(name) == country


def test_known_organisations() -> None:
    official = known_by("Organisation for Security & Co-operation in Europe")
    assert official is not None
    assert official is known_by("the O.S.C.E.")
    assert known_by("Nato") is known_by("NATO")
    assert known_by("Au") is None  # “Au contraire”: short acronyms are in capitals
    assert known_by("PCLOB") is known_by("Privacy & Civil Liberties Oversight Board")
    assert known_by("CISA") is None  # an act of Congress too
    assert known_by("Congress") is None  # many countries have one
