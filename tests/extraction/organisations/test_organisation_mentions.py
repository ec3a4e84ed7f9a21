"""Which spans are mentions of organisations: sure names of the reader's, and sure and listed names found again."""

from __future__ import annotations

import pytest

from pipeline.extraction.document.reading import JobTitle, Links, Quotation
from pipeline.extraction.organisations.mentions import FOUND
from tests.extraction.organisations.marked import analysed, mentioned

FOUND_HERE = [
    ("[Telvane] grows. [~Velora] too.", ["Telvane"], "a doubtful name makes none"),
    ("[~Telvane] grows, says [Telvane].", ["Telvane", "Telvane"], "sure in another place"),
    ("[~ZWB] grows, says the [Zed Water Board].", ["ZWB", "Zed Water Board"], "sure by another name"),
    ("[Telvane Foundation] met at the [~Telvane] Ice Parade.", ["Telvane Foundation"], "a word cut off another name"),
    ("[Telvane Foundation] met. [~Telvane] grows.", ["Telvane Foundation", "Telvane"], "short for a sure one"),
    ("[Telvane] met at the [~Telvane] Ice Parade.", ["Telvane", "Telvane"], "sure itself, before a capital"),
    ("[Ice Committee] met: [~Committee] Chairman Lund", ["Ice Committee", "Committee"], "a head noun"),
    ("The [~OSCE] met.", ["OSCE"], "doubtful and listed"),
    ("The OSCE met.", ["OSCE"], "listed, and not read"),
    ("The Lok Sabha and the Rajya Sabha met.", ["Lok Sabha", "Rajya Sabha"], "the houses of a parliament"),
    ("[The] Ada Band met [the Zed Bank].", ["Zed Bank"], "an article is no name"),
    ("[Zed Mines –] 75 shops — [– Zed Bank]", ["Zed Mines", "Zed Bank"], "a dash beside a name is none of it"),
    ("It took in $3M.", [], "listed, but an amount"),
    ("[Telvane] took in [AU] $3m.", ["Telvane"], "listed, but an amount after it"),
    ("The [ZEDA.]gov team and [Vale.Zed.]com met.", ["ZEDA.gov", "Vale.Zed"], "a domain goes on"),
    ("[Zed Bank.]is a bank at [Gate 12]A.", ["Zed Bank.", "Gate 12A"], "a sentence and no domain; a letter more"),
    ("[Telvane Mines Telvane Mines] digs.", ["Telvane Mines"], "twice: two columns, a heading"),
    ("<Ada Osce> met.", [], "listed, in another name"),
    ("[Telvane] grows. We like Telvane.", ["Telvane", "Telvane"], "known, and not read again"),
    ("[Telvane] grows, says <Ada Telvane>.", ["Telvane"], "known, in another name"),
    ("[ZB] grows. We like ZB.", ["ZB"], "too short to look for"),
    ("[Zed Ice Bank] grows. [~Zed Ice] Bank fell.", ["Zed Ice Bank", "Zed Ice Bank"], "read in part"),
    ("[Zed Ice Bank] grows. [Zed] [Ice Bank] fell.", ["Zed Ice Bank", "Zed Ice Bank"], "read in two parts"),
    ("[Zed] grows. [Zed Ice Bank] fell.", ["Zed", "Zed Ice Bank"], "a longer name is left as it is"),
    ("[Peru] Ice Minister Ada Lund met [Peru Ice Bank].", ["Peru Ice Bank"], "a country's name is none of its own"),
    ("[Zed A&M] grows. {~Zed} fell.", ["Zed A&M"], "a place and not its beginning"),
    ("The [Ministry] of [Peru] met.", ["Ministry of Peru"], "a country's name may end one"),
    ("[Ice Office of the] {Republic of Peru} met.", ["Ice Office of the Republic of Peru"], "“of the” goes on"),
    ("The [Ice Office] of {Peru} met.", ["Ice Office"], "“of” is none of the name"),
    ("[Zed] grows. They live in {~Zed}.", ["Zed"], "a place of the same name"),
    ("[Zed A&M] grows. <Zed> A&M fell.", ["Zed A&M"], "its beginning is a person"),
]


@pytest.mark.parametrize(("marked", "expected", "why"), FOUND_HERE)
def test_mentions(marked: str, expected: list[str], why: str) -> None:
    assert mentioned(analysed(marked)) == expected, why


def title(probability: float, chance: float) -> JobTitle:
    return JobTitle(0, 5, probability, Links(1.0), Links(1 - chance, ((0, chance),)), Links(1.0))


LINKED = [
    ([title(0.9, 0.9)], [], ["Velora"], "a job title is held there"),
    ([title(0.9, 0.4)], [], [], "more likely elsewhere"),
    ([title(0.5, 0.9)], [], [], "a job title that may be none"),
    ([], [Quotation(6, 9, 0.9, Links(0.1, ((0, 0.9),)))], ["Velora"], "it speaks"),
]


@pytest.mark.parametrize(("titles", "quotations", "expected", "why"), LINKED)
def test_links_make_a_doubtful_name_sure(
    titles: list[JobTitle], quotations: list[Quotation], expected: list[str], why: str
) -> None:
    found = analysed("Chief of [~Velora] spoke.", titles=tuple(titles), quotations=tuple(quotations))
    assert mentioned(found) == expected, why


def test_names_found_again_have_the_measured_precision_as_confidence() -> None:
    found = analysed("[Telvane] grows. We like Telvane and the OSCE.")
    told = [(m.rule, m.confidence) for m in found.mentions]
    assert told == [
        ("organisations.reader", 0.95),
        ("organisations.known name", FOUND),
        ("organisations.known name", FOUND),
    ]


def test_names_that_the_reader_split_lead_to_the_whole_mention() -> None:
    found = analysed("[Zed Ice Bank] grows. [Zed] [Ice Bank] fell.")
    assert {number: m.text for number, m in found.mention_of.items()} == dict.fromkeys(range(3), "Zed Ice Bank")
