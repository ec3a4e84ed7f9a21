"""Countries, demonyms and places of a text, with the names that a reader gives."""

from __future__ import annotations

import pytest

from pipeline.extraction.document.analysis import Analysis, analysis_of
from pipeline.extraction.document.reading import Name, Reading
from tests.extraction.blank import blank

Marked = list[tuple[str, str]]  # names that the reader gives, in the order of the text, with their labels


def analysed(text: str, marked: Marked, probability: float = 0.75) -> Analysis:
    """The analysis of a text in which the reader finds these names, all with the same probability."""
    doc = blank("countries").make_doc(text)
    analysis = analysis_of(doc)
    names, at = [], 0
    for words, label in marked:
        at = text.index(words, at)
        names.append(Name(at, at + len(words), label, probability))
        at += len(words)
    analysis.reading = Reading(tuple(names))
    blank("countries")(doc)
    return analysis


COUNTRIES: list[tuple[str, Marked, list[str], str]] = [
    ("Talks in Peru.", [("Peru", "COUNTRY")], ["PER"], "a name that reader and list know"),
    ("Talks in Peru.", [], [], "a listed name that the reader left unmarked"),
    ("The Republic of Zambia signed.", [("Republic of Zambia", "COUNTRY")], ["ZMB"], "with its form of state"),
    ("Gespräche in Suomi.", [("Suomi", "COUNTRY")], ["FIN"], "a name in another language"),
    ("Chad Ellis paid.", [("Chad Ellis", "PERSON")], [], "a name of a person"),
    ("The Bank of Ghana paid.", [("Bank of Ghana", "ORG")], [], "part of the name of an organisation"),
    ("Ferries cross the Gulf of Oman.", [("Gulf of Oman", "PLACE")], [], "part of a longer place name"),
    ("Roe of PCA Peru paid.", [("PCA Peru", "ORG")], [], "part of the name of a company"),
    (
        "Aid that Peru gave.",
        [("Peru", "ORG")],
        ["PER"],
        "the reader says organisation, but it is only a country's name",
    ),
    ("Talks in Peru.", [("Peru", "PLACE")], ["PER"], "the reader says place, but it is a listed country"),
    ("Georgia met Armenia.", [("Georgia", "COUNTRY"), ("Armenia", "COUNTRY")], ["GEO", "ARM"], "the country"),
    ("Floods closed roads in Georgia.", [("Georgia", "PLACE")], [], "a state of the United States"),
    ("Floods closed roads in Georgia.", [], [], "nothing says which of the two Georgias"),
    (
        "Senator Roe of Georgia met Rep. Lund.",
        [("Georgia", "COUNTRY")],
        [],
        "the release says that it is the U.S. state",
    ),
    (
        "Senator Roe asks NATO to take in Georgia and Ukraine.",
        [("Georgia", "COUNTRY"), ("Ukraine", "COUNTRY")],
        ["GEO", "UKR"],
        "the country, with as much evidence for it",
    ),
    (
        "Courts in England and Wales.",
        [("England", "PLACE"), ("Wales", "COUNTRY")],
        ["GBR", "GBR"],
        "parts of one country",
    ),
    ("Ships cross the Taiwan Strait.", [("Taiwan", "COUNTRY")], [], "a listed place begins with its name"),
    (
        "The RSA and St. Vincent agree.",
        [("RSA", "ORG"), ("St. Vincent", "ORG")],
        [],
        "names that mostly mean a society or a hospital",
    ),
    ("Korean choirs sang.", [("Korean", "PLACE")], [], "a demonym names no country"),
    (
        "The camp near Goma in Congo.",
        [("Goma", "PLACE"), ("Congo", "COUNTRY")],
        ["COD"],
        "the city decides which Congo",
    ),
    (
        "Read www.canals.example/2020\nGhana opens a canal.",
        [("Ghana", "COUNTRY")],
        ["GHA"],
        "after a URL, not part of it",
    ),
    (
        "Visitors from Niger and Nigeria.",
        [("Niger", "COUNTRY"), ("Nigeria", "COUNTRY")],
        ["NER", "NGA"],
        "one name is the start of another",
    ),
    (
        "Bosnia and Herzegovina signed.",
        [("Bosnia", "COUNTRY"), ("Herzegovina", "COUNTRY")],
        ["BIH"],
        "one listed name where the reader found two",
    ),
    ("Aid for the United\nStates.", [("United\nStates", "COUNTRY")], ["USA"], "a line break inside the name"),
]


@pytest.mark.parametrize(("text", "marked", "codes", "why"), COUNTRIES)
def test_countries(text: str, marked: Marked, codes: list[str], why: str) -> None:
    analysis = analysed(text, marked)
    assert [m.entity_id for m in analysis.mentions if m.label == "COUNTRY"] == codes, why
    assert analysis.countries == codes


DEMONYMS = [
    ("English choirs sang.", ["English"], "the demonym of England"),
    ("English and Welsh choirs sang.", ["English", "Welsh"], "demonyms of two parts of one country"),
    ("Read it in English.", [], "a language"),
    ("Download: English | Burmese", [], "two languages"),
    ("Guides in German, English and French are free.", [], "a list of languages"),
    ("The English version and an English teacher.", [], "a noun of languages behind it"),
    ("Spanish-speaking families read a Polish translation.", [], "a noun of languages behind it"),
    ("Songs in French, sung by French ministers in French towns.", ["French", "French"],
     "once a language, twice a people"),
    ("Aid was cut in half for Americans.", ["Americans"], "a people"),
    ("Japanese Americans and the Thai-American club.", ["Americans", "American"], "people of the United States"),
    ("The Mexican-American War ended.", ["Mexican", "American"], "two states"),
    ("The Zed Indian Tribe and its tribal court met; Indian women spoke.", [], "a first nation"),
    ("The Band of Zed Indians met.", [], "a first nation"),
    ("Indian women of New Delhi met a tribe.", ["Indian"], "the people of India, with as much evidence for it"),
    ("Indian firms paid.", ["Indian"], "the demonym of India"),
    ("Georgians called on Congress.", [], "people of the U.S. state"),
    ("Georgian envoys met.", ["Georgian"], "people of the country"),
    ("New Mexicans and Great Danes.", [], "phrases that only contain a demonym"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "demonyms", "why"), DEMONYMS)
def test_demonyms(text: str, demonyms: list[str], why: str) -> None:
    assert [m.text for m in analysed(text, []).mentions if m.label == "DEMONYM"] == demonyms, why


def test_names_of_the_reader_have_their_rows_and_its_confidence() -> None:
    analysis = analysed(
        "Ms Roe of Lund, Peru, met French envoys.", [("Roe", "PERSON"), ("Lund", "PLACE"), ("Peru", "COUNTRY")]
    )
    assert {number: row.entity_id for number, row in analysis.mention_of.items()} == {2: "PER"}
    assert [(m.text, m.label, m.entity_id, m.rule) for m in analysis.mentions] == [
        ("Lund", "PLACE", None, "countries.reader"),
        ("Peru", "COUNTRY", "PER", "countries.reader"),
        ("French", "DEMONYM", "FRA", "countries.listed"),
    ]
    assert [m.confidence for m in analysis.mentions][:2] == [0.75, 0.75]


def test_a_place_needs_a_high_probability_and_a_listed_country_does_not() -> None:
    analysis = analysed("Talks in Veld and Peru.", [("Veld", "PLACE"), ("Peru", "PLACE")], 0.5)
    assert [(m.text, m.label) for m in analysis.mentions] == [("Peru", "COUNTRY")]


def test_a_name_includes_its_full_stop_and_a_demonym_is_no_country() -> None:
    analysis = analysed("The U.S. aids Ghanaians.", [("U.S", "COUNTRY"), ("Ghanaians", "COUNTRY")])
    assert [(m.text, m.label, m.entity_id) for m in analysis.mentions] == [
        ("U.S.", "COUNTRY", "USA"),
        ("Ghanaians", "DEMONYM", "GHA"),
    ]


def test_the_component_works_alone() -> None:
    nlp = blank("countries")
    analysis = analysis_of(nlp("African American choirs sang French songs in Ghana."))
    assert [(m.text, m.label) for m in analysis.mentions] == [("French", "DEMONYM")]
