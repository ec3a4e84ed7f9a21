"""The rows made of the reader's names: mentions, organisations, aliases, countries."""

from __future__ import annotations

import pytest

from pipeline.records import Organisation
from tests.extraction.organisations.marked import analysed, keys, mentioned

EDGES = [
    ("[the Zed Bank]", "Zed Bank", "an article"),
    ("[ The\nZed Bank]", "Zed Bank", "a line end"),
    ("[Zed Bank’s] plan", "Zed Bank", "a possessive"),
    ("[ZED BANK’S] PLAN", "ZED BANK", "a possessive in capitals"),
    ("[Zed Bank -] plan", "Zed Bank", "a dash"),
    ("[Zed-Bank] plan", "Zed-Bank", "a hyphen inside"),
    ("[“Zed Bank”,]", "Zed Bank", "marks"),
    ("[Levi’s Ice]", "Levi’s Ice", "a possessive inside"),
    ("[Zed Ice Bank (Inc.]) met", "Zed Ice Bank (Inc.)", "its closing bracket"),
    ("([Zed Ice Bank]) met", "Zed Ice Bank", "a bracket around it"),
    ("[Zed Ice BankApril] 4", "Zed Ice Bank", "a month glued to the name where a line break was lost"),
    ("About [Zed BankAt] us, we lend", "Zed Bank", "a word of the next sentence is glued to it"),
    ("[Zed BankThe] city", "Zed Bank", "the first word of the next sentence is glued to it"),
    ("[ZedPress] grows", "ZedPress", "a name that is spelled with a capital inside"),
    ("[Zed Bank and the] city", "Zed Bank", "“and the” at the end is not part of the name"),
]


def test_a_name_has_a_letter() -> None:
    assert mentioned(analysed("[Zed Bank] and [\u200b\u200b]")) == ["Zed Bank"]


@pytest.mark.parametrize(("marked", "expected", "why"), EDGES)
def test_edges_of_names(marked: str, expected: str, why: str) -> None:
    assert mentioned(analysed(marked)) == [expected], why


def organisation(**columns: str | None) -> Organisation:
    empty = dict.fromkeys(["acronym", "kind", "country", "part_of"])
    return Organisation(**{**empty, **columns})  # type: ignore[arg-type]


ROWS = [
    (
        "[Zed Parks Registry] (“[ZPR]”)",
        organisation(organisation_id="org-zed-parks-registry", name="Zed Parks Registry", acronym="ZPR"),
        "an acronym that the release defines",
    ),
    (
        "[the UNODC]",
        organisation(
            organisation_id="org-united-nations-office-on-drugs-and-crime",
            name="United Nations Office on Drugs and Crime",
            acronym="UNODC",
            kind="intergovernmental",
        ),
        "a listed organisation gets its official name",
    ),
    (
        "[Kenya Ministry of Ice]",
        organisation(
            organisation_id="org-kenya-ministry-of-ice", name="Kenya Ministry of Ice", kind="government", country="KEN"
        ),
        "the name says kind and country",
    ),
    (
        "[Telvane] of [Telvane Mines, Inc.]",
        organisation(organisation_id="org-telvane-mines", name="Telvane Mines, Inc.", kind="company"),
        "the name with a legal form is the full name",
    ),
    (
        "The [National Bank of Georgia] met.",
        organisation(
            organisation_id="org-national-bank-of-georgia",
            name="National Bank of Georgia",
            kind="government",
            country="GEO",
        ),
        "a central bank, so the country, not the state of the United States",
    ),
    (
        "[Alive &amp; Well Inc.] met.",
        organisation(organisation_id="org-alive-and-well", name="Alive & Well Inc.", kind="company"),
        "markup is no part of a name",
    ),
]


@pytest.mark.parametrize(("marked", "expected", "why"), ROWS)
def test_rows(marked: str, expected: Organisation, why: str) -> None:
    assert analysed(marked).organisations == [expected], why


def test_organisations_that_are_parts_of_others() -> None:
    found = analysed("[Audit Unit of the Zed Bank], [Zed Bank Ice Office], the [Zed Bank]").organisations
    assert {o.name: o.part_of for o in found} == {
        "Audit Unit of the Zed Bank": "org-zed-bank",
        "Zed Bank Ice Office": "org-zed-bank",
        "Zed Bank": None,
    }


def test_a_unit_has_the_kind_and_country_of_the_organisation_that_it_is_part_of() -> None:
    found = analysed("[Ministry of Ice of Chad Audit Office], [Ministry of Ice of Chad]").organisations
    assert {(o.kind, o.country) for o in found} == {("government", "TCD")}
    found = analysed("[Zed Agency of Chad], [Zed Agency of Chad Ice Team]").organisations
    assert {(o.name, o.kind, o.country) for o in found} == {
        ("Zed Agency of Chad", "government", "TCD"),
        ("Zed Agency of Chad Ice Team", "government", "TCD"),
    }
    whole = "[Bravo Unit of the Ministry of Mines]; [Ministry of Mines]"
    for unit in ("Audit Unit", "Zulu Unit"):  # whichever key sorts first
        assert [o.kind for o in analysed(f"[{unit} of the {whole[1:]}; {whole}").organisations] == ["government"] * 3


@pytest.mark.parametrize("form", ["Plc", "e.V.", "LIMITED", "PTY LTD", "CIC"])
def test_legal_forms_of_other_countries_and_in_capitals(form: str) -> None:
    found = analysed(f"[Zed Mines] met. [Zed Mines {form}] said so.")
    assert [o.name for o in found.organisations] == [f"Zed Mines {form}"]


OWNED = [
    ("[Zed University]’s [School of Ice] met.", {"org-zed-university-school-of-ice": "org-zed-university"}),
    ("The [School of Ice] at [Zed University] met.", {"org-zed-university-school-of-ice": "org-zed-university"}),
    ("[Zed University]’s [School of Ice] met. The [School of Ice] grew.",
     {"org-zed-university-school-of-ice": "org-zed-university"}),
    ("[Zed Bank]’s [Ada Ice Office] met.", {"org-ada-ice-office": "org-zed-bank"}),
    ("[School of Ice] at [Zed University], and [School of Ice] at [Ada University]", {}),  # two owners are none
    ("[Ada Board]’s [Zed Bank] met. [Zed Bank]’s [Ada Board] met.", {}),  # a circle
    ("{Ghana} said: {Ghana}. The [Office of Ice] at the [Senate] met.",
     {"org-senate-gha-office-of-ice": "org-senate-gha"}),
    ("[Zed Bank]’s [Telvane] met.", {}),  # a partner, a product
    ("The [Zed Bank] in [Vale Port] met.", {}),
    ("The [School of Ice] met the [Zed Bank].", {}),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), OWNED)
def test_an_organisation_is_part_of_its_owner_beside_it(marked: str, expected: dict[str, str]) -> None:
    assert {o.organisation_id: o.part_of for o in analysed(marked).organisations if o.part_of} == expected


def test_a_company_is_not_stored_as_part_of_its_group() -> None:
    found = analysed("[Zed Bank Group], the [Zed Bank]").organisations
    assert {o.part_of for o in found} == {None}


@pytest.mark.parametrize(
    ("marked", "name", "why"),
    [
        (
            "[Zed] met. [Zed] grew. [Zed Podcast] said so. [Zed] left.",
            "Zed",
            "more frequent than the longer name, which comes later",
        ),
        ("[Zed] met. [Zed Podcast] said so.", "Zed Podcast", "not more frequent"),
        ("[Zed Podcast] met. [Zed] grew. [Zed] left. [Zed] said so.", "Zed Podcast", "the longer name comes first"),
        ("[Zed] met. [Zed] grew. [Zed Bank] said so. [Zed] left.", "Zed Bank", "the longer name has a head noun"),
        ("[Zed] met. [Zed] grew. [Zed] left. [Zed Party] said so.", "Zed Party", "its noun only completes the name"),
        (
            "[Zed] met. [Zed] grew. [Zed] left. [Zed Podcast, Inc.] said so.",
            "Zed Podcast, Inc.",
            "the longer name has a legal form",
        ),
        (
            "[Zed] met. [Zed] grew. [Zed] left. [Zed of Chad] said so.",
            "Zed of Chad",
            "the longer name says where it is",
        ),
        (
            "[Zed] left.\n\nAbout [Zed]\n\n[Zed, Inc.] digs.",
            "Zed, Inc.",
            "but a legal form below the heading counts more",
        ),
    ],
)
def test_which_name_an_organisation_has(marked: str, name: str, why: str) -> None:
    assert [o.name for o in analysed(marked).organisations] == [name], why


def test_a_word_in_other_names_has_no_parts_unless_it_is_an_acronym() -> None:
    found = analysed("[Lund Ice Trust], [Lund]; [University of Lund], [ZPR Ice Office], [ZPR]").organisations
    assert {o.name: o.part_of for o in found if o.part_of} == {"ZPR Ice Office": "org-zpr"}


@pytest.mark.parametrize(
    ("marked", "expected", "why"),
    [
        ("The [Council] of the city met the [Office].", [], "words by which many organisations go"),
        ("The [Zed Council], the [Council].", ["org-zed-council"], "a short form of an organisation that is named"),
        ("The [Sub-Committee] met.", [], "a listed word with a hyphen"),
        ("The [Alliance] won.", ["org-alliance"], "the name of a party"),
        ("The [Senate] voted.", ["org-senate"], "a national institution"),
    ],
)
def test_words_that_many_organisations_go_by_are_no_organisation(marked: str, expected: list[str], why: str) -> None:
    found = analysed(marked)
    assert [o.organisation_id for o in found.organisations] == expected, why
    assert {m.entity_id for m in found.mentions} == ({*expected} or {None}), why


NATIONAL = [
    ("{Poland} votes. {Poland} waits for the [Senate].", ["org-senate-pol"], ["POL"],
     "that of the country that the release is about"),
    ("{Ghana} hires. The [Ministry of Health], the [Ministry of Ice and Snow of Chad].",
     ["org-ministry-of-health-gha", "org-ministry-of-ice-and-snow-of-chad"], ["GHA", "TCD"],
     "a ministry that states no country, and one that does"),
    ("{Ghana} hires. The [Ministry of Trade & Industry].", ["org-ministry-of-trade-and-industry-gha"], ["GHA"],
     "the same key as with “and”"),
    ("{U.S.} news: the [Ministry of Defence] met.", ["org-ministry-of-defence"], [None],
     "the ministry of another country, as the United States have none"),
    ("The [Senate] voted.", ["org-senate"], [None], "a release without a country"),
    ("{Poland} and {Kenya} wait for the [Senate].", ["org-senate"], [None], "a release about two countries"),
    ("{Kenya}! {Kenya}! The [U.S. Congress], the [Congress].", ["org-congress-ken", "org-united-states-congress"],
     ["KEN", "USA"], "that of the release's country, although that of another country is named"),
    ("Ada Lund (D-N.Y.) on {Poland}: {Poland} asks [Congress].", ["org-united-states-congress"], ["USA"],
     "a member of the U.S. Congress is named"),
    ("Ada Lund (CA-17): the [House] met.", ["org-united-states-house-of-representatives"], ["USA"],
     "a member's seat: “House” is short for the U.S. House"),
    ("Rep. Ada Lund (CA-17) on {Poland}: the [Parliament] met.", ["org-parliament"], [None],
     "the U.S. Congress is not called parliament"),
    ("{Ghana} hires. U.S. Reporters asked {Ghana}. The [Senate] met.", ["org-senate-gha"], ["GHA"],
     "“Reporters” are no “Rep.”"),
    ("Congresswoman Lund on {Poland}: the [Senate] met.", ["org-united-states-senate"], ["USA"],
     "a title of members of the U.S. Congress"),
    ("Congressman Cruz of the {Philippines}: the [Senate] met.", ["org-senate-phl"], ["PHL"],
     "a congressman of another country"),
    ("{Ghana}: the [FDA] warned. {Ghana} waits.", ["org-fda"], [None],
     "not the listed organisation of another country"),
    ("{U.S.} news: the [FDA] warned.", ["org-food-and-drug-administration"], ["USA"],
     "the listed organisation of that country"),
    ("The [FDA] warned.", ["org-food-and-drug-administration"], ["USA"],
     "the listed organisation in a release without a country"),
    (
        "The [United States Food and Drug Administration] ([FDA]) met.",
        ["org-food-and-drug-administration"],
        ["USA"],
        "the release explains the acronym by another form of the name",
    ),
    ("{Ghana}: the [Department of Justice] met.", ["org-department-of-justice"], [None],
     "the same name in another country"),
    ("{Ghana}: the [U.S. Department of State] met. {Ghana} waits.", ["org-department-of-state"], ["USA"],
     "the listed name with its country, in a release about another"),
    ("{Ghana}: the [U.S. National Science Foundation] met.", ["org-national-science-foundation"],
     ["USA"], "a name that is listed without its country"),
    ("{Ghana}: the [U.S. National Crime Agency] met.", ["org-united-states-national-crime-agency"], ["USA"],
     "listed for another country than the name says"),
    ("{Ghana}: the [FBI] met. {Ghana} waits.", ["org-federal-bureau-of-investigation"], ["USA"],
     "only one country has one"),
    ("The [U.S. Army] left.", ["org-us-army"], ["USA"], "the armed forces of a state"),
    ("The [ISIL] left.", ["org-islamic-state-of-iraq-and-the-levant"], [None], "armed forces of no state"),
    ("The [International Club of Jurists] ([ICJ]) met. The [ICJ] left.", ["org-international-club-of-jurists"], [None],
     "the release explains the acronym otherwise than the list"),
    ("The [Agricultural Development Bank] met. [ADB] lends.", ["org-agricultural-development-bank"], [None],
     "a name in the release has these initials, and other words than the listed one"),
    ("The [Asian Development Bank] met. [ADB] lends.", ["org-asian-development-bank"], [None],
     "the listed name is in the release too"),
    ("{U.S.} news: the [Congress] voted.", ["org-united-states-congress"], ["USA"],
     "listed for that country, which the release is about"),
    ("{Poland}: the [Polish Senate] met; the [Senate] voted.", ["org-polish-senate"], ["POL"],
     "the full name is in the release too"),
    ("{U.S.} news: the [Ohio Senate] met; the [Senate] voted.", ["org-ohio-senate", "org-united-states-senate"],
     ["USA", "USA"], "the country's is not that of one of its states"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "ids", "countries", "why"), NATIONAL)
def test_organisations_that_every_country_has(
    marked: str, ids: list[str], countries: list[str | None], why: str
) -> None:
    found = analysed(marked)
    assert [(o.organisation_id, o.country) for o in found.organisations] == list(zip(ids, countries, strict=True)), why
    assert set(found.countries) >= {c for c in countries if c}


def test_a_listed_acronym_of_another_country_has_no_kind() -> None:
    kinds = [analysed(f"{country} news: the [FDA] warned.").organisations[0].kind for country in ("{Ghana}", "{U.S.}")]
    assert kinds == [None, "government"]


def test_mentions_have_the_probability_of_their_name_and_are_found_by_its_number() -> None:
    found = analysed("<Ada Roe> of the [Zed Bank] spoke.", probability=0.93)
    (mention,) = [m for m in found.mentions if m.label == "ORGANISATION"]
    assert found.mention_of == {1: mention}
    assert (mention.confidence, mention.how, mention.rule) == (0.93, "name", "organisations.reader")


def test_how_a_mention_names_its_organisation() -> None:
    found = analysed("[Telvane Mines, Inc.] (“[TMX]”); [Telvane] said.")
    assert [m.how for m in found.mentions] == ["name", "acronym", "short"]
    assert {(a.alias, a.kind) for a in found.aliases} == {
        ("TMX", "acronym"),
        ("Telvane", "short"),
        ("Telvane Mines", "short"),
    }


def test_a_name_without_its_legal_form_does_not_end_in_and() -> None:
    for name in ("Brandt & Co.", "Brandt and Company"):
        assert {a.alias for a in analysed(f"[{name}] met.").aliases} == {"Brandt"}


def test_a_name_that_is_not_joined_is_no_short_form() -> None:
    found = analysed("[Zed Ghana] grew. [Zed Ghana Chad] left.")  # of two countries
    assert [m.how for m in found.mentions] == ["name", "name"]


def test_a_word_in_capitals_that_stands_elsewhere_without_is_no_acronym() -> None:
    assert [m.how for m in analysed("[PARLIAMENT] meets. The [Parliament] said.").mentions] == ["name", "name"]
    found = analysed("[ZEDA] GROWS\n\n[Zeda Mines Ltd] said.")
    assert [m.how for m in found.mentions] == ["short", "name"]
    assert [o.acronym for o in found.organisations] == [None]


FRENCH = (
    "Le [Conseil de la Glace] a dit que les canaux de la ville sont gelés depuis hier, et que le conseil des ministres "
    "se réunit dans la journée pour en parler."
)


def test_a_paragraph_in_another_language_makes_no_rows() -> None:
    found = analysed(f"Ada spoke.\n\n{FRENCH}\n\nThe [Zed Bank] met.")
    assert keys(found) == ["org-zed-bank"]
    assert set(found.mention_of) == {1}


@pytest.mark.parametrize(
    ("marked", "expected", "why"),
    [
        (
            "the [Academy] of the [Ministry of Canals]",
            ["Academy of the Ministry of Canals"],
            "a bare head noun is part of the name after “of the”",
        ),
        ("[Zed Academy] of the [Ministry of Canals]", ["Zed Academy", "Ministry of Canals"], "a name of its own stays"),
        (
            "the [Academy] and the [Ministry of Canals]",
            ["Academy", "Ministry of Canals"],
            "two names joined by “and” stay",
        ),
        (
            "the [Organization for Security and Co-]operation in Europe met",
            ["Organization for Security and Co-operation in Europe"],
            "a listed name that the reader cut is completed",
        ),
    ],
)
def test_which_names_that_the_reader_cut_are_completed(marked: str, expected: list[str], why: str) -> None:
    assert mentioned(analysed(marked, 0.95)) == expected, why


def test_former_names() -> None:
    found = analysed("[Zed Bank], formerly the [Ada Credit Fund of Lindmoor], grows.")
    assert [o.name for o in found.organisations] == ["Zed Bank"]
    assert [(a.alias, a.kind) for a in found.aliases] == [("Ada Credit Fund of Lindmoor", "former")]
