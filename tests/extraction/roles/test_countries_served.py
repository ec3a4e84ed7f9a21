"""Which country a job title serves."""

from __future__ import annotations

import re

import pytest

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import JobTitle, Links, Name, Reading
from pipeline.extraction.roles.publisher import serves_a_state
from pipeline.records import Organisation, OrganisationKind
from pipeline.structure import structure
from tests.extraction.blank import blank
from tests.extraction.roles.reading import NONE, place, read

COUNTRY = [
    ("Polish Minister Jan Roe spoke.", "Minister", ["POL"], "a demonym before the title"),
    ("Ghana’s Minister Jan Roe spoke.", "Minister", ["GHA"], "a country with a possessive before the title"),
    (
        "Jan Roe, Ambassador of Ghana to Chad",
        "Ambassador of Ghana to Chad",
        ["GHA"],
        "an ambassador serves the state that sends",
    ),
    (
        "Jan Roe, Ambassador to Chad",
        "Ambassador to Chad",
        ["TCD"],
        "without it, the country where the ambassador serves",
    ),
    (
        "Jan Roe, Ambassador of the People’s Republic of China to Chad",
        "Ambassador of the People",  # where the reader's title ends
        ["CHN"],
        "a name of a country that the reader's title cuts",
    ),
    ("Ghana's Ambassador to Chad, Jan Roe", "Ambassador to Chad", ["GHA"], "the state that sends is a possessive"),
    ("President Jan Roe of Chad met Ghana", "President", ["TCD"], "the country after the holder"),
    ("Jan Roe, the President of Chad, spoke.", "President", ["TCD"], "the reader's title ends before its country"),
    ("Jan Roe, the first ever President of Chad", "President", ["TCD"], "words before the title"),
    ("Jan Roe thanked the President of Chad.", "President", [], "somebody else's title, who is not named"),
    (f"Jan Roe {'spoke ' * 9}and met the President of Chad.", "President", [], "the holder is not named"),
    (
        f"Jan Roe {'spoke ' * 9}and met our Director for Chad.",
        "Director for Chad",
        ["TCD"],
        "not an office of a state, so it need not be named",
    ),
    (
        f"Jan Roe {'spoke ' * 9}and is the President of Chad.",
        "President",
        ["TCD"],
        "the holder is named further before",
    ),
    ("Jan Roe, Clerk in Nepal and Bhutan", "Clerk in Nepal and Bhutan", ["NPL", "BTN"], "two countries, two rows"),
    ("Jan Roe, Envoy to Nepal and Bhutan", "Envoy to Nepal and Bhutan", [None], "an envoy does not serve the host"),
    (
        "Jan Roe, Mayor of Lindmoor, went to Chad and Ghana.",
        "Mayor of Lindmoor",
        [None],
        "countries elsewhere in the text do not count",
    ),
    (
        "Jan Roe, Mayor of Lindmoor, spoke. It rained in Ohio.",
        "Mayor of Lindmoor",
        ["USA"],
        "a place's country, if it is the only one named",
    ),
    (
        "Jan Roe, Director of Zed, spoke. It rained in Ohio.",
        "Director of Zed",
        [None],
        "not for a title that serves no state",
    ),
]


@pytest.mark.parametrize(
    ("title", "name", "kind", "expected"),
    [
        ("Mayor of Lindmoor", None, None, True),
        ("President", None, None, True),
        ("Head Coach", None, None, False),
        ("Mınıster of ſtate", None, None, False),  # letters that match “i” and “s” if case is ignored
        ("Senator for Zed", "Zed Greens", None, True),
        ("President", "Zed Greens", None, False),  # companies and clubs have presidents, too
        ("Secretary", "Zed Ltd", "company", False),
        ("Attorney General", None, None, True),
        ("Attorney-General of Zed", None, None, True),
        ("Attorney‑General of Zed", None, None, True),  # with a non-breaking hyphen
        ("Attorney\nGeneral", None, None, True),  # broken over two lines
        ("Attorney\xa0General", None, None, True),
        ("Commonwealth’s Attorney", None, None, True),  # a public prosecutor of Kentucky or Virginia
        ("Assistant U.S. Attorney", None, None, True),
        ("Staff Attorney", "Zed Rights Fund", None, False),  # a lawyer, of whomever
        ("civil rights attorney", None, None, False),
        ("Clerk", "Ministry of Ice", "government", True),
        ("Clerk", "Senate Ice Committee", None, True),
        ("Captain", "Joint Command", "armed_force", False),  # it belongs to several states
        ("Judge", "International Ice Court", "intergovernmental", False),
    ],
)
def test_which_titles_serve_a_state(
    title: str, name: str | None, kind: OrganisationKind | None, expected: bool
) -> None:
    own = Organisation(
        organisation_id="org-x", name=name, acronym=None, kind=kind, country=None, part_of=None
    ) if name else None  # fmt: skip
    assert serves_a_state(title, own) is expected


@pytest.mark.parametrize(("text", "title", "expected", "why"), COUNTRY, ids=[c[-1] for c in COUNTRY])
def test_country(text: str, title: str, expected: list[str | None], why: str) -> None:
    nlp = blank("countries", "people", "roles")
    doc = nlp.make_doc(text)
    countries = re.finditer("Ghana|Chad|Nepal|Bhutan|People’s Republic of China", text)
    names = (
        Name(*place(text, "Jan Roe"), "PERSON", 0.9),
        *(Name(*m.span(), "COUNTRY", 0.9) for m in countries),
    )
    found = (JobTitle(*place(text, title), 0.8, Links(0.1, ((0, 0.9),)), NONE, NONE),)
    doc._.communique = analysis = Analysis(release=structure(text), reading=Reading(names, found))
    for _, component in nlp.pipeline:
        component(doc)
    assert {r.country for r in analysis.roles} == set(expected), why


SERVED = [
    (
        "Jan Roe, Governor of the Bank of Ghana",
        "Bank of Ghana",
        "Governor of the Bank of Ghana",
        "GHA",
        "a central bank, which is listed",
    ),
    (
        "Jan Roe, Director of the Ice Bank of Ghana",
        "Ice Bank of Ghana",
        "Director of the Ice Bank of Ghana",
        None,
        "another bank with a country in its name",
    ),
    ("Jan Roe, Head of Ghana Airways Inc.", "Ghana Airways Inc.", "Head of Ghana Airways Inc.", None, "a company"),
    ("Jan Roe, Clerk at the Ministry of Mines of Ghana", "Ministry of Mines of Ghana", "Clerk", "GHA", "a ministry"),
]


@pytest.mark.parametrize(("text", "organisation", "title", "expected", "why"), SERVED, ids=[c[-1] for c in SERVED])
def test_a_role_in_a_state_organisation_serves_its_country(
    text: str, organisation: str, title: str, expected: str | None, why: str
) -> None:
    names = [(organisation, "ORG"), ("Jan Roe", "PERSON")]
    (role,) = read(text, names, title, [("Jan Roe", 0.9)], [(organisation, 0.9)]).roles
    assert role.country == expected, why


@pytest.mark.parametrize(("chance", "expected"), [(0.7, "TCD"), (0.55, None)])
def test_a_linked_country_is_served_if_the_link_is_likely(chance: float, expected: str | None) -> None:
    text = "Minister Jan Roe and guests from Kenya and Chad met."
    marked = [("Jan Roe", "PERSON"), ("Kenya", "COUNTRY"), ("Chad", "COUNTRY")]
    names = tuple(Name(*place(text, n), label, 0.9) for n, label in marked)
    title = JobTitle(*place(text, "Minister"), 0.8, Links(0.1, ((0, 0.9),)), NONE, Links(1 - chance, ((2, chance),)))
    nlp = blank("countries", "people", "roles")
    doc = nlp.make_doc(text)
    doc._.communique = analysis = Analysis(release=structure(text), reading=Reading(names, (title,)))
    for _, component in nlp.pipeline:
        component(doc)
    assert [r.country for r in analysis.roles] == [expected]


OTHERS_COUNTRY = [
    ("UN Chair Jan Roe on Chad.", "UN Chair", None, "an organisation of several states"),
    ("Chad's UN Chair Jan Roe spoke.", "Chad's UN Chair", "TCD", "a country that the title names"),
    (
        "Ambassador to the UN Jan Roe on Chad.",
        "Ambassador to the UN",
        "TCD",
        "of a state, to an organisation of several states",
    ),
    ("UN guests met Mayor Jan Roe on Chad.", "Mayor", "TCD", "the title is not held in that organisation"),
]


@pytest.mark.parametrize(("text", "words", "expected", "why"), OTHERS_COUNTRY, ids=[c[-1] for c in OTHERS_COUNTRY])
def test_a_country_that_the_holder_only_speaks_of_is_not_served(
    text: str, words: str, expected: str | None, why: str
) -> None:
    names = tuple(Name(*place(text, n), k, 0.9) for n, k in (("Jan Roe", "PERSON"), ("UN", "ORG"), ("Chad", "COUNTRY")))
    organisation = Links(0.1, ((1, 0.9),)) if "UN" in words else NONE
    title = JobTitle(*place(text, words), 0.8, Links(0.1, ((0, 0.9),)), organisation, Links(0.1, ((2, 0.9),)))
    nlp = blank("countries", "people", "organisations", "roles")
    doc = nlp.make_doc(text)
    doc._.communique = analysis = Analysis(release=structure(text), reading=Reading(names, (title,)))
    for _, component in nlp.pipeline:
        component(doc)
    assert [r.country for r in analysis.roles] == [expected], why


CITIES = [
    ("LAGOS – Minister Jan Roe spoke.", ["LAGOS"], "NGA", "a large city"),
    ("In Lagos and Paris Minister Jan Roe spoke.", ["Lagos", "Paris"], None, "cities of two countries"),
    ("In Lagos Minister Jan Roe spoke of Ohio.", ["Lagos"], "USA", "a city speaks only where no country is named"),
    ("In Victoria Minister Jan Roe spoke.", ["Victoria"], None, "a city and a state in several countries"),
]


@pytest.mark.parametrize(("text", "places", "expected", "why"), CITIES, ids=[c[-1] for c in CITIES])
def test_the_country_of_a_release_that_names_none(text: str, places: list[str], expected: str | None, why: str) -> None:
    names = [("Jan Roe", "PERSON"), *((name, "PLACE") for name in places)]
    (role,) = read(text, names, "Minister", [("Jan Roe", 0.9)], []).roles
    assert role.country == expected, why
