"""Which places name an organisation: sure names of the reader's, listed ones, and known names found again."""

from __future__ import annotations

import pytest

from pipeline.extraction.document.reading import JobTitle, Links, Quotation
from pipeline.extraction.organisations.candidates import FOUND, SURE, SURE_ACRONYM
from tests.extraction.organisations.marked import analysed, mentioned

FOUND_HERE = [
    ("[Telvane] grows. [~Velora] too.", ["Telvane"], "a doubtful name makes none"),
    ("[Velora], [~Telvane] and [Zed Bank] grow.", ["Velora", "Telvane", "Zed Bank"], "sure beside sure ones in a list"),
    ("[Velora] met [~Telvane] twice.", ["Velora"], "not beside one elsewhere"),
    ("[~Telvane] grows, says [Telvane].", ["Telvane", "Telvane"], "sure in another place"),
    ("[~ZWB] grows, says the [Zed Water Board].", ["ZWB", "Zed Water Board"], "sure by another name"),
    ("The [~OSCE] met.", ["OSCE"], "doubtful and listed"),
    ("The OSCE met.", ["OSCE"], "listed, and not read"),
    (
        "The [~Organization for Security and Co]-operation in Europe met.",
        ["Organization for Security and Co-operation in Europe"],
        "doubtful, read in part, and listed",
    ),
    ("The [Zed Global Programme on Ice] and [Zed Bank] met.", ["Zed Bank"], "a programme is none"),
    ("The [World Food Programme] met.", ["World Food Programme"], "but a listed one is"),
    ("[Col]. <Jan Roe> met [Zed Bank].", ["Zed Bank"], "a rank is none"),
    ("<Ada Osce> met.", [], "listed, in another name"),
    ("[Telvane] grows. We like Telvane.", ["Telvane", "Telvane"], "known, and not read again"),
    ("[Telvane] grows, says <Ada Telvane>.", ["Telvane"], "known, in another name"),
    ("[ZB] grows. We like ZB.", ["ZB"], "too short to look for"),
    ("[Zed Ice Bank] grows. [~Zed Ice] Bank fell.", ["Zed Ice Bank", "Zed Ice Bank"], "read in part"),
    ("[Zed Ice Bank] grows. [Zed] [Ice Bank] fell.", ["Zed Ice Bank", "Zed Ice Bank"], "read in two parts"),
    ("[Zed] grows. [Zed Ice Bank] fell.", ["Zed", "Zed Ice Bank"], "a longer name is left as it is"),
    ("[Zed Bank   Ada Board]", ["Zed Bank", "Ada Board"], "a wide gap parts two"),
    ("[Zed Bank\n\nAda Board]", ["Zed Bank", "Ada Board"], "an empty line does"),
    ("[Zed\nBank]", ["Zed\nBank"], "a line end does not"),
    ("[Zed BankZed Bank] grows.", ["Zed Bank", "Zed Bank"], "one name twice"),
    ("[Zed Bank Zed Bank] grows.", ["Zed Bank", "Zed Bank"], "with a blank"),
    ("[ABAB] grows.", ["ABAB"], "too short to be two"),
    ("[Peru] Ice Minister Ada Lund met [Peru Ice Bank].", ["Peru Ice Bank"], "a country's name is none of its own"),
    ("[Zed A&M] grows. {~Zed} fell.", ["Zed A&M"], "a place and not its beginning"),
    ("[Zed] grows. They live in {~Zed}.", ["Zed"], "a place of the same name"),
    ("[Zed A&M] grows. <Zed> A&M fell.", ["Zed A&M"], "its beginning is a person"),
    ("The [Ministry] of [Peru] met.", ["Ministry of Peru"], "but it may end one"),
]


@pytest.mark.parametrize(("name", "expected"), [("Velora", ["Velora"]), ("DBT", [])])
def test_an_acronym_alone_needs_a_higher_chance(name: str, expected: list[str]) -> None:
    found = analysed(f"Chief of [{name}] spoke.", probability=(SURE + SURE_ACRONYM) / 2)
    assert mentioned(found) == expected


@pytest.mark.parametrize(("marked", "expected", "why"), FOUND_HERE)
def test_places(marked: str, expected: list[str], why: str) -> None:
    assert mentioned(analysed(marked)) == expected, why


def title(probability: float, chance: float) -> JobTitle:
    return JobTitle(0, 5, probability, Links(1.0), Links(1 - chance, (0,), (chance,)), Links(1.0))


LINKED = [
    ([title(0.9, 0.9)], [], ["Velora"], "a job title is held there"),
    ([title(0.9, 0.4)], [], [], "more likely elsewhere"),
    ([title(0.5, 0.9)], [], [], "a job title that may be none"),
    ([], [Quotation(6, 9, 0.9, Links(0.1, (0,), (0.9,)))], ["Velora"], "it speaks"),
]


@pytest.mark.parametrize(("titles", "quotations", "expected", "why"), LINKED)
def test_links_make_a_doubtful_name_sure(
    titles: list[JobTitle], quotations: list[Quotation], expected: list[str], why: str
) -> None:
    found = analysed("Chief of [~Velora] spoke.", titles=tuple(titles), quotations=tuple(quotations))
    assert mentioned(found) == expected, why


def test_found_names_bear_their_share_of_right_ones() -> None:
    found = analysed("[Telvane] grows. We like Telvane and the OSCE.")
    told = [(m.rule, m.confidence) for m in found.mentions]
    assert told == [
        ("organisations.reader", 0.95),
        ("organisations.known name", FOUND),
        ("organisations.listed", FOUND),
    ]


def test_the_numbers_of_parts_lead_to_the_whole() -> None:
    found = analysed("[Zed Ice Bank] grows. [Zed] [Ice Bank] fell.")
    assert {number: m.text for number, m in found.mention_of.items()} == dict.fromkeys(range(3), "Zed Ice Bank")
