"""Bodies in text: spans, names, acronyms, short forms, and what is none."""

from __future__ import annotations

from functools import cache

import pytest
from spacy.language import Language

from pipeline.extraction import Extraction, assemble
from pipeline.extraction.analysis import analysis_of
from pipeline.extraction.model import load_model
from pipeline.extraction.organisation_words import legal_form_after
from pipeline.repair import repair_text


@cache
def nlp() -> Language:
    """The two components in a pipeline of their own, as anybody may use them."""
    made = load_model()
    made.add_pipe("communique_countries")
    made.add_pipe("communique_organisations")
    return made


def extract(text: str) -> Extraction:
    analysis = analysis_of(nlp()(text))
    return assemble(repair_text(text), analysis.release, analysis)


def names(x: Extraction) -> list[set[str]]:
    """The names of each organisation, in reading order of its first mention."""
    firsts = {m.entity_id: m.start for m in reversed(x.mentions) if m.label == "ORGANISATION"}
    return [
        {o.name, *(a.alias for a in x.aliases if a.entity_id == o.organisation_id)}
        for o in sorted(x.organisations, key=lambda o: firsts.get(o.organisation_id, 0))
    ]


FOUND = [
    (
        "Skagen Subsea AS (OSE: SKGS) has bought Vestnes Diving ASA. The price was not told.",
        ["Skagen Subsea AS", "Vestnes Diving ASA"],
        "exchange and ticker are no bodies; the full stop is the sentence's",
    ),
    (
        "Ministry opens canal\n\nThe Ministry of Canals and Locks opened a canal on Monday.\n\nMedia contact:\n"
        "Adwoa Mensimah\nPress Office, Ministry of Canals and Locks\nTel: +233 20 555 0100\n"
        "E-mail: press@locks.example\n",
        ["Ministry of Canals and Locks"],
        "no name runs over a line of a contact, and its person is no body",
    ),
    (
        "The Organization for Security and Co-operation in Europe met the United Nations Office on Drugs and Crime.",
        ["OSCE", "UNODC"],
        "listed acronyms of long names",
    ),
    ("Trainers of UNODC/INTERPOL came.", ["UNODC", "INTERPOL"], "a pair with a slash"),
    ("The Zambian Centre for River Fisheries (ZCRF) opened.", ["ZCRF"], "defined in a bracket"),
    ("ZCRF (the Zambian Centre for River Fisheries) opened.", ["Zambian Centre for River Fisheries"], "the reverse"),
    ("Norvane Optics, Inc. grew. Norvane sells lenses.", ["Norvane"], "short form of a company"),
    (
        "The Ministry of Trade and Industry of Malawi agreed.",
        ["Ministry of Trade and Industry of Malawi"],
        "whole",
    ),
    ("The Nairobi-based Zambezi Fisheries Foundation paid.", ["Zambezi Fisheries Foundation"], "“X-based” is no name"),
    ("Three Court of Canals judges sat.", ["Court of Canals"], "a number is no name"),
    ("She left the University of Lindmoor, Norvane Optics, Inc. and the Zed Bank.",
     ["University of Lindmoor", "Norvane Optics, Inc.", "Zed Bank"], "a list is no complement of “University of”"),
    ("She wrote to the Governor’s Council on Canals.", ["Governor’s Council on Canals"], "owned by an office"),
    ("She wrote to the Lindmoor County Sheriff's Office.", ["Lindmoor County Sheriff's Office"], "an office's office"),
    ("SUPREME COURT OF GHANA REJECTS APPEAL", ["SUPREME COURT OF GHANA"], "in capitals, up to the country"),
    ("U.S. Attorney's Office for the Northern District of Velora",
     ["U.S. Attorney's Office for the Northern District of Velora"], "a district in a name"),
    ("The Canal Safety Commission (CSC) acted.", ["Canal Safety Commission"], "no law follows its acronym"),
    ("Zed Water Bureau and Internal Revenue Service came.", ["Zed Water Bureau", "Internal Revenue Service"],
     "a listed body behind “and”"),
    ("Velora Mining Ltd (VML) grew.", ["VML"], "no exchange makes it a ticker"),
    ("She wrote to the governor's office.", [], "written small it is no name"),
    ("Call NorvaneNews.desk512.354.7000 for more.", [], "a telephone number glued on"),
    ("Eva Lund leads the Lindmoor Institute Dr. Jan Roe founded.", ["Lindmoor Institute"], "an honorific is no name"),
    ("Norvane makes lenses.\n\nAbout Norvane Norvane Optics, Inc. is a maker of lenses.",
     ["Norvane Optics, Inc."], "a heading glued to its paragraph"),
]  # fmt: skip


LISTED_COMPANIES = [
    ("The lenders, Barclays among them, agreed on Monday.", ["Barclays"], "known without a word that says so"),
    ("Ada Zorn worked for Morgan Stanley until May.", ["Morgan Stanley"], "no person"),
    ("Deloitte & Touche LLP audits the fund.", ["Deloitte & Touche LLP"], "a longer name is another's, and one body"),
    ("Barclays Africa Ltd and Norvane Ltd agreed.", ["Barclays Africa Ltd", "Norvane Ltd"], "of two the first is long"),
    ("She had a lyft of her own, and a gsk on the shelf.", [], "in small letters it is a word"),
]


@pytest.mark.parametrize(("text", "expected", "why"), LISTED_COMPANIES, ids=[w for _, _, w in LISTED_COMPANIES])
def test_listed_companies(text: str, expected: list[str], why: str) -> None:
    assert [m.text for m in extract(text).mentions if m.label == "ORGANISATION"] == expected, why


@pytest.mark.parametrize(("text", "expected", "why"), FOUND)
def test_each_body_is_one_row_with_its_names(text: str, expected: list[str], why: str) -> None:
    found = names(extract(text))
    assert len(found) == len(expected), (why, found)
    for known, name in zip(found, expected, strict=True):
        assert name in known, why


SAME = [
    (
        "The Food & Agriculture Organization met. The Food and Agriculture Organization of the United Nations paid.",
        1,
        "an ampersand in a listed name",
    ),
    ("The Kenya Ministry of Health wrote. The Ministry of Health of Kenya agreed.", 1, "the country at either end"),
    ("The Ministry of Water (MinWater) wrote. MinWater agreed.", 1, "initial syllables"),
    ("The European Commission and the World Bank agreed.", 2, "two bodies joined by “and”"),
    ("The Ministries of Water and Fisheries agreed.", 2, "two bodies with one noun"),
    ("The Ministry of Water and Fisheries agreed.", 1, "one body with “and” in its name"),
    ("<p>The Ministry of Water and&nbsp;Fisheries met.</p> The Ministry of Water and Fisheries agreed.", 1, "markup"),
    ("The World Bank and the World Bank Group agreed.", 2, "a listed name is no short form of another"),
    ("The U.S. Canal Guard met. The Canal Guard agreed.", 1, "of the state, and in short"),
    ("The Lindmoor Water Board met. The Water Board agreed.", 1, "the end of one longer name"),
    (
        "The Lindmoor Water Board and the Velora Water Board met. The Water Board agreed.",
        3,
        "the end of two longer names",
    ),
    ("Norvane Optics Inc. owns Norvane Media Ltd. Norvane Media Ltd grew.", 2, "a company and its daughter"),
    ("Velora Media Partners Ltd grew. Velora Media leads.", 1, "a company in short, with a head noun"),
    ("NVX Optics, Inc. grew. NVX leads.", 1, "capitals that begin a company's name"),
    ("Velora.com Ltd grew. Velora leads.", 1, "with the domain and without"),
    (
        "The Lindmoor Canal Association met. LCA members agreed.",
        1,
        "capitals of one name that the text leaves undefined",
    ),
    ("The U.S. Canal Guard met. The United States Canal Guard agreed.", 1, "the state, in short and in full"),
    ("The University of Lindmoor agreed. The University of Lindmoor Press disagreed.", 2, "a body's own press"),
    ("The Lindmoor Canal Assn met. The Lindmoor Canal Association agreed.", 1, "an abbreviated head noun"),
    (
        "The Justice Department met. A lawyer of the Justice Departments office left.",
        1,
        "a listed name, apostrophe lost",
    ),
    ("The US Small Business Administration met. The SBA agreed.", 1, "a listed body with its state"),
    ("The U.S. Small Canal Administration met. The SBA agreed.", 2, "another body with its state"),
    ("GÜX Tonics grew. GÜX leads.", 1, "capitals that begin a name without a head noun"),
    ("Velora Franchise Union™ (VFU) met. VFU agreed.", 1, "defined behind a mark"),
    ("The Audit Board of the Canal Bank met. The Canal Bank agreed.", 2, "what it is of is another body"),
    ("INTERPOL thanked UNESCO. INTERPOLs officers agreed.", 2, "a lost apostrophe"),
]


@pytest.mark.parametrize(("text", "number", "why"), SAME)
def test_how_many_bodies(text: str, number: int, why: str) -> None:
    found = names(extract(text))
    assert len(found) == number, (why, found)


IN_CONTEXT = [
    ("The European Union will pay. The Commission proposed it.", ["European Union", "Commission"], "its noun"),
    (
        "The Fair Trade Commission met. The Commission ruled on a case for the EU.",
        ["Fair Trade Commission", "EU"],
        "named",
    ),
    ("The Commission ruled on a case in Fiji.", [], "nothing says which"),
    ("The Minister for Canals spoke. MinCanal may pay.", ["MinCanal"], "a ministry by its syllables"),
    ("The Minister for Canals likes a MinIX and minCanal@velora.example.", [], "other words"),
]


@pytest.mark.parametrize(("text", "spans", "why"), IN_CONTEXT)
def test_common_nouns_in_context(text: str, spans: list[str], why: str) -> None:
    assert [m.text for m in extract(text).mentions if m.label == "ORGANISATION"] == spans, why


NONE = [
    ("Each SME sent a PDF with its FAQ.", "concept acronyms"),
    ("The Ministry and the Department met the Board.", "generic"),
    ("Parties to the Basel Convention adopted the Kigali Amendment.", "treaties"),
    ("Shares (NYSE: QQZX) rose.", "a ticker"),
    ("During the talks, AQUA NET Partner States shared their plans.", "a group of states"),
    ("Restore the Oyster Beds                                        Senator Lund Spoke To The Press", "two columns"),
    ("Trooper Ben Lundqvist spoke. Ben Lundqvist left.", "a title and a person"),
    ("Jan Roe, MPH, and Ada Zorn, FACS, spoke.", "letters behind names"),
    ("**New Board Members** came.", "a board without a name"),
    ("Eight F-16s flew.", "a model"),
    ("She left Delaware (Delaware is a state without a canal).", "a remark in a bracket defines nothing"),
    ("It opens at the Lindmoor Convention and Exhibition Centre in May.", "a venue"),
    ("It opens at the Velora Civic Auditorium in May.", "a hall"),
    ("It is an ERC-20 token.", "a standard that begins like a listed acronym"),
    ("Police opened Operation Silver Bank.", "an operation"),
    ("ESG (Environment, Society, and Governance) counts.", "no acronym of a list's first word"),
    ("Ada Zornik was caught. Police searched Zorniks home.", "a person whose apostrophe was lost"),
    ("It is shown on connected television (CTV) too. CTV grows.", "defined for words written small"),
    ("Ada Zorn is Minister for Water and Energy of Kenya.", "the half of an office's field"),
    ("It went to the Northern District of Velora.", "a district"),
    ("The Canal Safety Commission (CSC) Act passed. The CSC Act helps.", "a law"),
    ("The Regional Canal Committees (RCCs) and an RCC met.", "bodies of a kind"),
    ("She was sworn in as Queen’s Counsel.", "an office"),
    ("She won Zorn v. Lindmoor Canal Commission.", "a case"),
    ("The Green Deal and Operation Blue Net were discussed.", "two things joined"),
    ("It met Title IV.NoneNo student should feel afraid, said Jan Roe.", "a scraper's empty field"),
    ("Missiles of the Democratic People’s Republic of Korea (DPRK) fell. The DPRK said no.", "a country's acronym"),
    ("She is Secretary for Canals and Water Services.", "the half of a field with a noun of bodies"),
    ("It is a part of the Canal Infrastructure Law.", "a law"),
    ("The USS Velora sailed, and the USS Norvane left.", "ships"),
    ("First Nations and Tribal Nations came. Coalition Forces came.", "generic"),
    ("It is in the Lindmoor Canal Code.", "laws"),
    ("See the Supreme Court of Judicature Act.", "a law of a court"),
    ("It is in the Rules of Court and the Canal Procedure Rules.", "rules"),
    ("The site is off I35w near the lake.", "a road"),
    ("She went to the Velora State Capitol.", "a building"),
    ("It lies in the Velora National Wildlife Refuge.", "a place"),
    ("Allies and Federal Agencies agreed.", "generic"),
    ("The Global Programme on Rivers and New Canals has ended.", "what a programme is on"),
]


@pytest.mark.parametrize(("text", "why"), NONE)
def test_what_is_no_body(text: str, why: str) -> None:
    assert [m.text for m in extract(text).mentions if m.label == "ORGANISATION"] == [], why


def test_countries_inside_names_are_not_countries() -> None:
    x = extract("The Ministry of Fisheries of the Republic of Angola wrote to Latvia.")
    assert [m.text for m in x.mentions if m.label == "COUNTRY"] == ["Latvia"]
    assert [c.country for c in x.countries] == ["AGO", "LVA"]  # the ministry's country is a row too


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("The Audit Unit of the Zed Bank met. The Zed Bank agreed.", "Audit Unit of the Zed Bank", "Zed Bank"),
        ("The Lindmoor University Press Office called. Lindmoor University grew.",
         "Lindmoor University Press Office", "Lindmoor University"),
        ("Lindmoor University grew. The Velora University Press Office called.", "Velora University Press Office",
         None),
    ],
)  # fmt: skip
def test_bodies_inside_bodies(text: str, part: str, whole: str | None) -> None:
    x = extract(text)
    names_by_key = {o.organisation_id: o.name for o in x.organisations}
    found = next(o for o in x.organisations if o.name == part)
    assert (names_by_key[found.part_of] if found.part_of else None) == whole


def test_what_is_no_acronym() -> None:
    x = extract("SENATE PASSES BILL\n\nThe Senate passed a bill on canals. The Zed Canal Office (ZCO) agreed.")
    assert {o.name: o.acronym for o in x.organisations} == {"United States Senate": None, "Zed Canal Office": "ZCO"}


def test_a_substance_is_no_mention_of_its_maker() -> None:
    x = extract("ZVX Optics Ltd sells ZVX-4059 and ZVX lenses.")
    assert [m.text for m in x.mentions if m.label == "ORGANISATION"] == ["ZVX Optics Ltd", "ZVX"]


def test_a_ticker_is_no_acronym() -> None:
    x = extract("Velora Mining Ltd (VMLQ) grew. Velora Mining (OTCQB: VMLQ) leads.")
    assert "VMLQ" not in {a.alias for a in x.aliases}


def test_references_are_whole() -> None:
    x = extract("The Audit Office of the Ministry of Finance of Kenya (AOMF) and Zed Bank Ltd wrote to the World Bank.")
    keys = {o.organisation_id for o in x.organisations}
    assert {m.entity_id for m in x.mentions if m.label == "ORGANISATION"} <= keys
    assert {a.entity_id for a in x.aliases} <= keys
    assert {o.part_of for o in x.organisations} - {None} <= keys
    assert {o.country for o in x.organisations} - {None} <= {c.country for c in x.countries}


@pytest.mark.parametrize(
    ("text", "at", "form"),
    [
        ("ROE VOTES FOR CUTS AS RAIN FALLS", 18, None),  # a line in capitals goes on
        ("SKAGEN SUBSEA AS has won", 13, " AS"),
        ("SKAGEN SUBSEA AS", 13, " AS"),
        ("Skagen Subsea AS IMO", 13, " AS"),
    ],
)
def test_a_conjunction_in_capitals_is_no_legal_form(text: str, at: int, form: str | None) -> None:
    end = legal_form_after(text, at)
    assert (None if end is None else text[at:end]) == form
