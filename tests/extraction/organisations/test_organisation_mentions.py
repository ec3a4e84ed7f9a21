"""Which spans are mentions of organisations: the reader's sure names, and sure or listed names found again."""

from __future__ import annotations

import pytest

from pipeline.extraction.document.reading import JobTitle, Links, Quotation
from pipeline.extraction.organisations.mentions import LISTED
from tests.extraction.organisations.marked import analysed, mentioned

FOUND_HERE = [
    ("[Telvane] grows. [~Velora] too.", ["Telvane"], "a doubtful name is no mention"),
    ("[~Telvane] grows, says [Telvane].", ["Telvane", "Telvane"], "doubtful here, but sure in another place"),
    (
        "[~ZWB] grows, says the [Zed Water Board].",
        ["ZWB", "Zed Water Board"],
        "doubtful, but the initials of a sure name",
    ),
    (
        "[Telvane Foundation] met. [~Telvane] grows.",
        ["Telvane Foundation", "Telvane"],
        "doubtful, but short for a sure name",
    ),
    (
        "[Telvane] met at the [~Telvane] Ice Parade.",
        ["Telvane", "Telvane"],
        "doubtful before a capital, but sure in another place",
    ),
    ("[Ice Committee] met: [~Committee] Chairman Lund", ["Ice Committee", "Committee"], "a doubtful head noun"),
    ("The [~OSCE] met.", ["OSCE"], "doubtful, but listed"),
    ("The OSCE met.", ["OSCE"], "listed, but not found by the reader"),
    ("The Lok Sabha and the Rajya Sabha met.", ["Lok Sabha", "Rajya Sabha"], "the houses of a parliament"),
    ("[The] Ada Band met [the Zed Bank].", ["Zed Bank"], "an article is not a name"),
    (
        "The [bipartisan Zed Board] met the [provincial Ice Office].",
        ["Zed Board", "Ice Office"],
        "adjectives",
    ),
    ("[de Zed Museum] and [ilse Brands] grow.", ["de Zed Museum", "ilse Brands"], "small letters in names"),
    ("[Zed Mines –] 75 shops — [– Zed Bank]", ["Zed Mines", "Zed Bank"], "a dash beside a name is not part of it"),
    ("[Zed Mines Ltd .] and [Vale Inc.] grow.", ["Zed Mines Ltd", "Vale Inc."], "a full stop after a space"),
    ("[Zed Mines] (UK) [Limited] grows.", ["Zed Mines (UK) Limited"], "a legal form apart, after a country"),
    ("[Zed Mines], [S.A. de C.V.] grows.", ["Zed Mines, S.A. de C.V."], "a legal form apart, after a comma"),
    ("[Zed Mines], [Limited Brands] grow.", ["Zed Mines", "Limited Brands"], "a name that begins like a legal form"),
    ("It took in $3M.", [], "a listed name that is part of an amount"),
    ("It took in $61.3M, not $1,3M.", [], "a listed name behind the point of an amount"),
    ("It sold tape. 3M grows.", ["3M"], "a listed name behind a full stop"),
    ("WHAT: a bridge opens\nWHO: the mayor", [], "a label of the same letters"),
    ("**WHO:** the mayor", [], "a label of the same letters in bold"),
    ("The WHO: five rules", ["WHO"], "a colon after a listed name"),
    ("[Telvane] took in [AU] $3m.", ["Telvane"], "a listed name before an amount"),
    (
        "The [ZEDA.]gov team and [Vale.Zed.]com met.",
        ["ZEDA.gov", "Vale.Zed"],
        "a name that is the beginning of a domain",
    ),
    (
        "[Zed Bank.]is a bank at [Gate 12]A.",
        ["Zed Bank.", "Gate 12A"],
        "the end of a sentence is no domain; a letter glued to a name",
    ),
    ("[Telvane Mines Telvane Mines] digs.", ["Telvane Mines"], "a name twice: two columns, or a heading and its text"),
    ("[Telvane MinesTelvane Mines] digs.", ["Telvane Mines"], "twice, glued together: a caption"),
    ("[DugDug] digs.", ["DugDug"], "a short word that repeats itself"),
    (
        "Shops: [Telvane’s], [Vale]'s, and more.",
        ["Telvane’s", "Vale's"],
        "an “s” of the name: nothing is named after it",
    ),
    ("[Telvane]’s mine is better than [Vale]’s.", ["Telvane", "Vale"], "possessives, one of them compares"),
    ("Head of [West Coast] sales, Vale, [Northeast USA], [East]", [], "a point of the compass names nobody"),
    ("By 5 p.m. [Eastern Standard Time] or 2 p.m. [Pacific Time]", [], "a time zone names nobody"),
    ("[Central Asia Bank] and [Time] grow.", ["Central Asia Bank", "Time"], "names with a part of these words"),
    ("[Southwest] flies to [North Vale].", ["Southwest", "North Vale"], "names that begin like a point of the compass"),
    ("[ZEDA]’s, as they say.", ["ZEDA"], "an acronym has no “s” of its own"),
    ("<Ada Osce> met.", [], "a listed name inside another name"),
    (
        "[Telvane] grows. We like Telvane.",
        ["Telvane", "Telvane"],
        "a known name that the reader missed in another place",
    ),
    ("[Telvane] grows, says <Ada Telvane>.", ["Telvane"], "a known name inside another name"),
    ("[ZB] grows. We like ZB.", ["ZB"], "too short to be looked for again"),
    (
        "[Zed Ice Bank] grows. [~Zed Ice] Bank fell.",
        ["Zed Ice Bank", "Zed Ice Bank"],
        "the reader found a part of a known name",
    ),
    (
        "[Zed Ice Bank] grows. [Zed] [Ice Bank] fell.",
        ["Zed Ice Bank", "Zed Ice Bank"],
        "the reader found two parts of a known name",
    ),
    ("[Zed] grows. [Zed Ice Bank] fell.", ["Zed", "Zed Ice Bank"], "a longer name is left as it is"),
    (
        "[Peru] Ice Minister Ada Lund met [Peru Ice Bank].",
        ["Peru Ice Bank"],
        "the name of a country is no organisation",
    ),
    ("[Zed A&M] grows. {~Zed} fell.", ["Zed A&M"], "the reader's place is the beginning of a known name"),
    ("The [Ministry] of [Peru] met.", ["Ministry of Peru"], "the name of a country may end a name"),
    (
        "[Ice Office of the] {Republic of Peru} met.",
        ["Ice Office of the Republic of Peru"],
        "“of the” continues with the name of a country",
    ),
    (
        "The [Ice Office] of {Peru} met.",
        ["Ice Office"],
        "“of” and the country are added only where the reader's name ends in “of”",
    ),
    ("The [High] Commissioner and the [Ghanaian] Envoy met.", [], "an adjective of a longer name"),
    ("The [High]’s ships met [World].", ["High", "World"], "the same words where they are names"),
    ("[Zed] grows. They live in {~Zed}.", ["Zed"], "a place of the same name"),
    ("[Zed A&M] grows. <Zed> A&M fell.", ["Zed A&M"], "the reader's person is the beginning of a known name"),
]


@pytest.mark.parametrize(("marked", "expected", "why"), FOUND_HERE)
def test_mentions(marked: str, expected: list[str], why: str) -> None:
    assert mentioned(analysed(marked)) == expected, why


def title(probability: float, chance: float) -> JobTitle:
    return JobTitle(0, 5, probability, Links(1.0), Links(1 - chance, ((0, chance),)), Links(1.0))


LINKED = [
    ([title(0.9, 0.9)], [], ["Velora"], "sure, because a job title is held there"),
    ([title(0.9, 0.4)], [], [], "the job title is more likely held elsewhere"),
    ([title(0.5, 0.9)], [], [], "the job title itself is doubtful"),
    ([], [Quotation(6, 9, 0.9, Links(0.1, ((0, 0.9),)))], ["Velora"], "sure, because it speaks"),
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
        ("organisations.known name", LISTED),
        ("organisations.known name", LISTED),
    ]


def test_names_that_the_reader_split_lead_to_the_whole_mention() -> None:
    found = analysed("[Zed Ice Bank] grows. [Zed] [Ice Bank] fell.")
    assert {number: m.text for number, m in found.mention_of.items()} == dict.fromkeys(range(3), "Zed Ice Bank")
