"""In which organisation a job title is held."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import JobTitle, Links, Name, Reading
from pipeline.extraction.people.component import add_people
from pipeline.extraction.roles.component import add_roles
from pipeline.structure import structure
from tests.extraction.blank import blank
from tests.extraction.roles.reading import NONE, Link, place, read


def test_the_rule_says_that_a_ministry_was_chosen_by_its_portfolio() -> None:
    names = [("Ministry of Ports", "ORG"), ("Jan Roe", "PERSON")]
    text = "The Ministry of Ports said Minister for Ports Jan Roe left."
    (role,) = read(text, names, "Minister for Ports", [("Jan Roe", 0.9)], []).roles
    assert (role.organisation_id, role.rule) == ("org-ministry-of-ports", "roles.ministry")


BOTH = [("Jan Roe", "PERSON"), ("Eva Lund", "PERSON")]


CHOICES = [
    (
        "The Department of Ports: Ports Secretary Jan Roe left.",
        [("Department of Ports", "ORG"), ("Jan Roe", "PERSON")], "Ports Secretary", [("Jan Roe", 0.9)], [],
        [("jan-roe", "Ports Secretary", "org-department-of-ports")], "a portfolio before the noun",
    ),
    (
        "The Ministry of Ice Ports: Ports Secretary Jan Roe left.",
        [("Ministry of Ice Ports", "ORG"), ("Jan Roe", "PERSON")], "Ports Secretary", [("Jan Roe", 0.9)], [],
        [("jan-roe", "Ports Secretary", None)], "another portfolio",
    ),
    (
        "Jan Roe met the Director, Ms. Eva Lund.", BOTH, "Director", [("Jan Roe", 0.5), ("Eva Lund", 0.45)], [],
        [("eva-lund", "Director", None)], "a person right after the title goes before a likelier one",
    ),
    (
        "Jan Roe came as Director, Ms. Eva Lund.", BOTH, "Director", [("Jan Roe", 0.8), ("Eva Lund", 0.01)], [],
        [("jan-roe", "Director", None)], "but not if that link is very unlikely",
    ),
    (
        "Jan Roe wrote to the Director in May.", [("Jan Roe", "PERSON")], "Director", [("Jan Roe", 0.8)], [],
        [], "a title of somebody who is not named",
    ),
    (
        "Jan Roe spoke. She is also the Director.", [("Jan Roe", "PERSON")], "Director", [("Jan Roe", 0.8)], [],
        [("jan-roe", "Director", None)], "the holder is named further before",
    ),
    (
        "Jan Roe spoke. As the Director, I object.", [("Jan Roe", "PERSON")], "Director", [("Jan Roe", 0.8)], [],
        [("jan-roe", "Director", None)], "a title at the beginning of a sentence",
    ),
    (
        "Director Jan Roe and Eva Lund left.", BOTH, "Director", [("Jan Roe", 0.6), ("Eva Lund", 0.35)], [],
        [("jan-roe", "Director", None)], "one title has one holder",
    ),
    (
        "Jan Roe, Permanent Secretary (Public Ice Division), left.",
        [("Public Ice Division", "ORG"), ("Jan Roe", "PERSON")], "Permanent Secretary (Public",
        [("Jan Roe", 0.9)], [],
        [("jan-roe", "Permanent Secretary (Public Ice Division)", None)], "a name that it cuts, and the bracket after",
    ),
    (
        "Jan Roe, teacher at the Ice School in Port Vale, left.",
        [("Ice School", "ORG"), ("Port Vale", "PLACE"), ("Jan Roe", "PERSON")], "teacher at the Ice School in Port",
        [("Jan Roe", 0.9)], [],
        [("jan-roe", "teacher at the Ice School in Port Vale", "org-ice-school")], "a place that it cuts",
    ),
    (
        "the Head of the Velin Institute at Zed Bank, Jan Roe",
        [("Velin Institute", "ORG"), ("Zed Bank", "ORG"), ("Jan Roe", "PERSON")],
        "Head of the Velin Institute at Zed Bank",
        [("Jan Roe", 0.9)], [("Zed Bank", 0.6), ("Velin Institute", 0.3)],
        [("jan-roe", "Head of the Velin Institute at Zed Bank", "org-velin-institute")], "the organisation after “of”",
    ),
    (
        "Ada Bank met Jan Roe, Adviser for Zed Bank.",
        [("Zed Bank", "ORG"), ("Jan Roe", "PERSON"), ("Ada Bank", "ORG")],
        "Adviser for Zed Bank", [("Jan Roe", 0.9)], [("Ada Bank", 0.6)],
        [("jan-roe", "Adviser for Zed Bank", "org-zed-bank")], "the organisation after another preposition",
    ),
    (
        "the Fellow at Zed Bank's Velin Institute, Jan Roe",
        [("Zed Bank", "ORG"), ("Velin Institute", "ORG"), ("Jan Roe", "PERSON")],
        "Fellow at Zed Bank's Velin Institute", [("Jan Roe", 0.9)], [("Zed Bank", 0.6)],
        [("jan-roe", "Fellow at Zed Bank's Velin Institute",
        "org-velin-institute")], "not the organisation to which that organisation belongs",
    ),
    (
        "Ministers Jan Roe (D-MI), Rev. Eva Lund and Ada Berg, and Mayor Omar Diallo spoke.",
        [(n, "PERSON") for n in ("Jan Roe", "Eva Lund", "Ada Berg", "Omar Diallo")], "Ministers",
        [("Jan Roe", 0.9)], [],
        [("ada-berg", "Ministers", None), ("eva-lund", "Ministers", None), ("jan-roe", "Ministers", None)],
        "a plural title before coordinated names",
    ),
    (
        "Jan Roe, Treasurer – Eva Lund, Chair", BOTH, "Treasurer", [("Jan Roe", 0.9), ("Eva Lund", 0.05)], [],
        [("jan-roe", "Treasurer", None)], "not if the holder stands before the title",
    ),
    (
        "Ada Bank thanked fashion designer Jan Roe.", [("Ada Bank", "ORG"), ("Jan Roe", "PERSON")],
        "fashion designer", [("Jan Roe", 0.9)], [("Ada Bank", 0.9)], [("jan-roe", "fashion designer", None)],
        "a profession is held nowhere",
    ),
    (
        "Ada Bank designer Jan Roe left.", [("Ada Bank", "ORG"), ("Jan Roe", "PERSON")], "designer", [("Jan Roe", 0.9)],
        [], [("jan-roe", "designer", "org-ada-bank")], "but where the words beside it say so",
    ),
    (
        "ZRC Director Jan Roe met Ada Bank.", [("ZRC", "ORG"), ("Jan Roe", "PERSON"), ("Ada Bank", "ORG")],
        "ZRC Director", [("Jan Roe", 0.9)], [("Ada Bank", 0.6)], [("jan-roe", "ZRC Director", "org-zrc")],
        "the organisation that a title begins with",
    ),
    (
        "Ada Bank met Zed Bank (ZB) Director Jan Roe.",
        [("Zed Bank", "ORG"), ("ZB", "ORG"), ("Jan Roe", "PERSON"), ("Ada Bank", "ORG")],
        "ZB) Director", [("Jan Roe", 0.9)], [("Ada Bank", 0.6)],
        [("jan-roe", "Director", "org-zed-bank")], "an acronym in brackets before the title",
    ),
    (
        "Ada Bank met Zed Bank's Director, Jan Roe.", [("Zed Bank", "ORG"), ("Jan Roe", "PERSON"), ("Ada Bank", "ORG")],
        "Director", [("Jan Roe", 0.9)], [("Ada Bank", 0.6)], [("jan-roe", "Director", "org-zed-bank")],
        "the organisation with a possessive before the title",
    ),
    (
        "Ada Bank met Jan Roe, Director, Zed Bank.", [("Zed Bank", "ORG"), ("Jan Roe", "PERSON"), ("Ada Bank", "ORG")],
        "Director", [("Jan Roe", 0.9)], [("Ada Bank", 0.6)], [("jan-roe", "Director", "org-zed-bank")],
        "the organisation right after the title",
    ),
    (
        "Governor of the Bank of Ghana, Jan Roe", [("Bank of Ghana", "ORG"), ("Jan Roe", "PERSON")],
        "Governor of the Bank of", [("Jan Roe", 0.9)], [("Bank of Ghana", 0.9)],
        [("jan-roe", "Governor of the Bank of Ghana", "org-bank-of-ghana")], "not only a part of a name",
    ),
    (
        "Ministry of Mines\nSecretary Jan Roe, Department of Ports\n",
        [("Ministry of Mines", "ORG"), ("Department of Ports", "ORG"), ("Jan Roe", "PERSON")],
        "Secretary", [("Jan Roe", 0.9)], [("Ministry of Mines", 0.9)],
        [("jan-roe", "Secretary",
        "org-department-of-ports")], "the organisation after the holder, not the one on the line above",
    ),
    (
        "The Ministry of Mines said Minister for Ports Jan Roe left.",
        [("Ministry of Mines", "ORG"), ("Jan Roe", "PERSON")], "Minister for Ports", [("Jan Roe", 0.9)], [],
        [("jan-roe", "Minister for Ports", None)], "not the ministry of another portfolio",
    ),
    (
        "The Ministry of Ports and Canals said Minister of State for Ports & Canals of Chad Jan Roe left.",
        [("Ministry of Ports and Canals", "ORG"), ("Jan Roe", "PERSON")],
        "Minister of State for Ports & Canals of Chad", [("Jan Roe", 0.9)], [],
        [("jan-roe", "Minister of State for Ports & Canals of Chad", "org-ministry-of-ports-and-canals")],
        "the ministry of the portfolio",
    ),
    (
        "The Ministry of Health said Jan Roe will be Permanent Secretary (Health).",
        [("Ministry of Health", "ORG"), ("Jan Roe", "PERSON")], "Permanent Secretary (Health)", [("Jan Roe", 0.9)], [],
        [("jan-roe", "Permanent Secretary (Health)", "org-ministry-of-health")], "a portfolio in brackets",
    ),
    (
        "The Ministry of Mines said Minister of State (Independent Charge) for Mines Jan Roe left.",
        [("Ministry of Mines", "ORG"), ("Jan Roe", "PERSON")],
        "Minister of State (Independent Charge) for Mines", [("Jan Roe", 0.9)], [],
        [("jan-roe", "Minister of State (Independent Charge) for Mines", "org-ministry-of-mines")],
        "brackets that are no portfolio",
    ),
    (
        "The Department of Mines wrote to the Ministry of Mines and Minister for Mines Jan Roe.",
        [("Department of Mines", "ORG"), ("Ministry of Mines", "ORG"), ("Jan Roe", "PERSON")],
        "Minister for Mines", [("Jan Roe", 0.9)], [], [("jan-roe", "Minister for Mines", None)], "two ministries fit",
    ),
    (
        "Minister of Mines of Norway Jan Roe was received at the Ministry of Mines of Chad.",
        [("Ministry of Mines of Chad", "ORG"), ("Norway", "COUNTRY"), ("Jan Roe", "PERSON")],
        "Minister of Mines of Norway", [("Jan Roe", 0.9)], [], [("jan-roe", "Minister of Mines of Norway", None)],
        "not the ministry of another country",
    ),
    (
        "Jan Roe is at the Office of the Chief Clerk.", [("Office of the Chief Clerk", "ORG"), ("Jan Roe", "PERSON")],
        "Chief Clerk", [("Jan Roe", 0.9)], [], [], "words that are part of the name of an organisation",
    ),
    (
        "MINISTER FOR CANALS\n\nSENATOR FOR LINDMOOR\n\nCHAIRMAN\n\nJan Roe spoke.", [("Jan Roe", "PERSON")],
        "MINISTER FOR CANALS\n\nSENATOR FOR LINDMOOR\n\nCHAIRMAN", [("Jan Roe", 0.9)], [],
        [
            ("jan-roe", "CHAIRMAN", None), ("jan-roe", "MINISTER FOR CANALS", None),
            ("jan-roe", "SENATOR FOR LINDMOOR", None),
        ],
        "each line of a letterhead is a title of its own",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names", "title", "person", "organisation", "expected", "why"), CHOICES, ids=[c[-1] for c in CHOICES]
)
def test_choices(
    text: str,
    names: Sequence[tuple[str, str]],
    title: str,
    person: Sequence[Link],
    organisation: Sequence[Link],
    expected: list[tuple[str, str, str | None]],
    why: str,
) -> None:
    found = read(text, names, title, person, organisation).roles
    assert sorted((r.person_id, r.role, r.organisation_id) for r in found) == expected, why


OTHERS_ORGANISATION = [
    ("Mayor Jan Roe met Zed Bank Director Eva Lund.", None, "not the organisation of somebody else's title"),
    (
        "Mayor Jan Roe met Zed Bank Director Eva Lund at Zed Bank.",
        "org-zed-bank",
        "but that organisation, if it is named again",
    ),
    ("Zed Bank Director Eva Lund and Mayor Jan Roe spoke.", "org-zed-bank", "“and” may continue with the organisation"),
    (
        "Mayor Jan Roe of Zed Bank met Director Eva Lund.",
        "org-zed-bank",
        "somebody else's title that names no organisation",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), OTHERS_ORGANISATION, ids=[c[-1] for c in OTHERS_ORGANISATION])
def test_an_organisation_in_which_somebody_else_holds_a_title(text: str, expected: str | None, why: str) -> None:
    marked = [("Jan Roe", "PERSON"), ("Eva Lund", "PERSON"), ("Zed Bank", "ORG")]
    names = tuple(Name(*place(text, n), label, 0.9) for n, label in marked)
    links = Links(0.2, ((2, 0.8),))
    titles = tuple(
        JobTitle(*place(text, words), 0.8, Links(0.1, ((holder, 0.9),)), links, NONE)
        for words, holder in (("Mayor", 0), ("Zed Bank Director" if "Zed Bank D" in text else "Director", 1))
    )
    nlp = blank("people", "organisations", "roles")
    doc = nlp.make_doc(text)
    doc._.communique = analysis = Analysis(release=structure(text), reading=Reading(names, titles))
    for _, component in nlp.pipeline:
        component(doc)
    assert next(r.organisation_id for r in analysis.roles if r.person_id == "jan-roe") == expected, why


NAMED_LATER = [
    ("Jan Roe was Chair of its board. She advises Zed Bank.", None, "a sentence later"),
    ("Jan Roe was Chair; she advises Zed Bank.", None, "after a semicolon"),
    ("Jan Roe was Chair after leaving Zed Bank.", "org-zed-bank", "in the same sentence"),
    ("Jan Roe spoke as Chair, with Prof. Lund of Zed Bank.", "org-zed-bank", "after an abbreviation"),
    ("Jan Roe spoke as Chair, with Capt. Lund of Zed Bank.", "org-zed-bank", "after a rank"),
    ("Jan Roe was Chair with Ice Bros. and Zed Bank.", "org-zed-bank", "after a full stop before a small letter"),
    ("Jan Roe was Chair. Zed Bank grew. She likes Zed Bank.", "org-zed-bank", "an organisation named twice"),
    ("Jan Roe is the Chair.\n\nZed Bank opens today.", "org-zed-bank", "in another paragraph"),
]


@pytest.mark.parametrize(("text", "expected", "why"), NAMED_LATER, ids=[c[-1] for c in NAMED_LATER])
def test_an_organisation_that_is_named_after_the_sentence_of_the_title(
    text: str, expected: str | None, why: str
) -> None:
    names = [("Jan Roe", "PERSON"), ("Zed Bank", "ORG")]
    roles = read(text, names, "Chair", [("Jan Roe", 0.9)], [("Zed Bank", 0.8)]).roles
    assert [r.organisation_id for r in roles] == [expected], why


def test_a_name_of_a_known_person_is_no_organisation() -> None:
    """The reader's organisation “Roe” is the person Jan Roe once the people of the release are known."""
    text = "Jan Roe, treasurer of Roe, spoke."
    title = JobTitle(*place(text, "treasurer"), 0.8, Links(0.1, ((0, 0.9),)), Links(0.1, ((0, 0.9),)), NONE)
    doc = blank().make_doc(text)
    reading = Reading((Name(*place(text, "Jan Roe"), "PERSON", 0.9),), (title,))
    doc._.communique = analysis = Analysis(release=structure(text), reading=reading)
    add_roles(add_people(doc))
    assert [(r.person_id, r.organisation_id) for r in analysis.roles] == [("jan-roe", None)]
