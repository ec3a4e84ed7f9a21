"""The people component on made-up passages, with the reader's names given by hand."""

from __future__ import annotations

import re

import pytest

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import Name, Reading
from pipeline.extraction.people.component import add_people
from pipeline.structure import structure
from tests.extraction.blank import blank

_MARKED = re.compile(r"⟦(?:(ORG|PLACE):)?(.*?)(?:@(\.\d+))?⟧", re.DOTALL)


def read(marked: str) -> Analysis:
    """Run the component over a text with the reader's names: ⟦a person⟧, ⟦ORG:an organisation⟧, ⟦doubtful@.5⟧."""
    names, parts, at = [], [], 0
    for found in _MARKED.finditer(marked):
        parts += [marked[at : found.start()], found[2]]
        end = sum(map(len, parts))
        names.append(Name(end - len(found[2]), end, found[1] or "PERSON", float(found[3] or 0.99)))
        at = found.end()
    text = "".join([*parts, marked[at:]])
    doc = blank().make_doc(text)
    doc._.communique = analysis = Analysis(release=structure(text), reading=Reading(names=tuple(names)))
    add_people(doc)
    return analysis


def people(analysis: Analysis) -> dict[str, list[str]]:
    """The mentions of each person, by name and in the order of the text."""
    names = {p.person_id: p.name for p in analysis.people}
    found: dict[str, list[str]] = {name: [] for name in names.values()}
    for m in sorted(analysis.mentions, key=lambda m: m.start):
        assert analysis.release.text[m.start : m.end] == m.text
        found[names[m.entity_id or ""]].append(m.text)
    return found


SHORT_FORMS = [
    ("Dr. ⟦Ilse Brandt⟧ spoke. ⟦Brandt⟧ left.", {"Ilse Brandt": ["Ilse Brandt", "Brandt"]}, "a surname"),
    ("⟦Ilse Brandt⟧ spoke. ⟦Ilse⟧ left.", {"Ilse Brandt": 2}, "a given name"),
    ("⟦Ilse Brandt⟧ and ⟦Otto Brandt⟧ met.", {"Ilse Brandt": 1, "Otto Brandt": 1}, "two given names"),
    (
        "⟦Otto Brandt⟧ met ⟦Ilse Brandt⟧. ⟦Brandt⟧ left.",
        {"Otto Brandt": 1, "Ilse Brandt": 2},
        "without honorifics the one named last",
    ),
    ("Mayor ⟦Brandt⟧ met. ⟦Ilse Brandt⟧ left.", {"Ilse Brandt": 2}, "a surname before the full name"),
    ("⟦Velin⟧ spoke. ⟦Ilse Brandt⟧ left.", {"Velin": 1, "Ilse Brandt": 1}, "a lone name of somebody else"),
    ("⟦Ilse Marchetti⟧ spoke. ⟦Marcheti⟧ left.", {"Ilse Marchetti": 2}, "a misprinted surname"),
    ("⟦Ilse Marchetti⟧ spoke. Mr ⟦Marcheti⟧ left.", {"Ilse Marchetti": 1, "Marcheti": 1}, "so called, another person"),
    ("⟦Eva Ruiz Soto⟧ spoke. ⟦Ruiz Soto⟧ left.", {"Eva Ruiz Soto": 2}, "two surnames"),
    ("⟦Tessa van der Meer⟧ spoke. ⟦van der Meer⟧ left.", {"Tessa van der Meer": 2}, "a surname with particles"),
    ("⟦Omar al-Hamad⟧ spoke. ⟦Hamad⟧ left.", {"Omar al-Hamad": 2}, "a surname without its article"),
    ("⟦Timothy Brandt⟧ spoke. ⟦Tim⟧ left.", {"Timothy Brandt": 2}, "a nickname"),
    ("⟦Tim⟧ and ⟦Ilse Brandt⟧ met ⟦Tim Lund⟧.", {"Tim Brandt": 1, "Ilse Brandt": 1, "Tim Lund": 1}, "a couple"),
    ("⟦Tim⟧ met ⟦Ilse Brandt⟧.", {"Tim": 1, "Ilse Brandt": 1}, "no couple"),
    ("Mr. ⟦Tim⟧ and ⟦Ilse Brandt⟧ met.", {"Tim": 1, "Ilse Brandt": 1}, "an honorific is before a family name"),
    ("⟦Tim⟧ and ⟦Ilse Brandt⟧ met ⟦Jan Tim⟧.", {"Jan Tim": 2, "Ilse Brandt": 1}, "a family name"),
    ("⟦T. Brandt⟧ spoke. ⟦Tim⟧ left.", {"T. Brandt": 1, "Tim": 1}, "an initial says too little"),
    ("⟦Adam Lim Wei Jie⟧ left. Mr ⟦Lim⟧ spoke.", {"Adam Lim Wei Jie": 2}, "the family name is inside the name"),
    ("⟦Ana Ruiz Soto⟧ spoke. ⟦Ruiz⟧ left.", {"Ana Ruiz Soto": 2}, "the first of two family names"),
    ("⟦Ana Ruiz Soto⟧ met ⟦Eva Ruiz⟧. ⟦Ruiz⟧ left.", {"Ana Ruiz Soto": 1, "Eva Ruiz": 2}, "rather a last name"),
    (
        "Dr ⟦Ilse Brandt⟧ met Mr ⟦Tim Brandt⟧. Dr ⟦Brandt⟧ spoke.",
        {"Ilse Brandt": 2, "Tim Brandt": 1},
        "who has the same honorific, not who was named last",
    ),
    ("⟦Jacqueline Ruiz⟧ spoke. ⟦Jackie⟧ left.", {"Jacqueline Ruiz": 2}, "another nickname"),
    ("⟦Edgar Chua⟧ spoke. ⟦Ed⟧ left.", {"Edgar Chua": 2}, "a nickname of several names"),
    ("⟦Rebecca Lund⟧ met ⟦Rodney Roe⟧. ⟦Bec⟧ left.", {"Rebecca Lund": 2, "Rodney Roe": 1}, "of the fitting person"),
    ("⟦Rodney Roe⟧ met ⟦Gwendolyn Ruiz⟧. ⟦Ed⟧ left.", {"Rodney Roe": 1, "Gwendolyn Ruiz": 1, "Ed": 1}, "of nobody"),
]

VARIANTS = [
    ("⟦Tom Harnett⟧ spoke. ⟦Thomas E. Harnett, Jr.⟧, left.", {"Thomas E. Harnett, Jr.": 2}, "the fullest form"),
    (
        "⟦Tom Harnett⟧ met ⟦Tom Harnett Sr.⟧ and ⟦Tom Harnett Jr.⟧ there.",
        {"Tom Harnett Sr.": 2, "Tom Harnett Jr.": 1},
        "father and son",
    ),
    ("⟦EVA BRANDT⟧ WINS\n\n⟦Eva Brandt⟧ spoke.", {"Eva Brandt": 2}, "not the form in capitals"),
    ("⟦José Peña⟧ spoke. ⟦Jose Pena⟧ left.", {"José Peña": 2}, "accents lost"),
    ("⟦Jan Lund⟧ met ⟦Jan Lind⟧.", {"Jan Lund": 1, "Jan Lind": 1}, "surnames that differ in a letter"),
    ("⟦Jan Lund⟧ (also known as ⟦Eva Roe⟧) spoke. ⟦Roe⟧ left.", {"Jan Lund": 3}, "another name"),
    ("⟦Jan Lund⟧ (aka) “⟦Lulu⟧” spoke.", {"Jan Lund": 2}, "a byname"),
    ("⟦Jan Lund⟧, aka ⟦Eva Bel Roe⟧ and ⟦Roe⟧, left.", {"Jan Lund": 3}, "a longer name is another all the same"),
    ("⟦Anne Roe⟧ met ⟦Anna Lund⟧, known as ⟦Anne⟧.", {"Anne Roe": 1, "Anna Lund": 2}, "not somebody of that name"),
    ("⟦Jan Lund⟧, known as a friend of ⟦Eva Roe⟧, spoke.", {"Jan Lund": 1, "Eva Roe": 1}, "no other name"),
    ("⟦Jan Lund⟧, known as ⟦Eva Roe⟧’s sister, spoke.", {"Jan Lund": 1, "Eva Roe": 1}, "the name of a relative"),
]

SPANS = [
    ("MINISTER FOR CANALS\n⟦ILSE BRANDT⟧\n\nThe Minister spoke.", {"ILSE BRANDT": 1}, "a letterhead in capitals"),
    (
        "Senators ⟦Ilse Brandt⟧ (D-IN), ⟦Otto Sund⟧ (R-MO) and ⟦Eva Ruiz⟧ wrote.",
        {"Ilse Brandt": 1, "Otto Sund": 1, "Eva Ruiz": 1},
        "a list with marks of parties",
    ),
    ("⟦Ilse Brandt KC⟧ met ⟦Otto Sund, Ph.D.⟧", {"Ilse Brandt": 1, "Otto Sund": 1}, "post-nominals"),
    ("⟦Ilse Brandt’s⟧ canal and ⟦Mr. Otto Sund⟧", {"Ilse Brandt": 1, "Otto Sund": 1}, "a possessive, an honorific"),
    ("⟦H.E.⟧ ⟦Ilse Brandt⟧ met ⟦Dr⟧ ⟦Otto Sund⟧.", {"Ilse Brandt": 1, "Otto Sund": 1}, "an honorific read as a name"),
    ("⟦Earl⟧, ⟦Ilse Brandt⟧ and ⟦Otto Sund⟧ met.", {"Earl": 1, "Ilse Brandt": 1, "Otto Sund": 1}, "a given name"),
    ("Write to ⟦Ilse⟧@velora.example.", {}, "a part of an address"),
    ("Contact: ⟦Ilse Brandt⟧media@velora.example", {"Ilse Brandt": 1}, "a name glued to an address"),
    ("Follow @⟦Ilse⟧_canals.", {}, "a part of an account"),
    ("April 2024\n⟦M T W T F S⟧ S\n1234567", {}, "the days of a calendar"),
    ("⟦Ilse⟧_", {"Ilse": 1}, "a mark of Markdown"),
    ("“[⟦Ilse] Brandt⟧ left,” he said.", {"Ilse Brandt": ["Ilse] Brandt"]}, "a bracket of which it has one side"),
    ("The “⟦Ilse” Brandt⟧ and ⟦Jan “Jo” Roe⟧.", {"Ilse Brandt": ["Ilse” Brandt"], "Jan “Jo” Roe": 1}, "or a mark"),
    ("⟦Ilse Brandt⟧, ⟦OTTO VELIN⟧ met.", {"Ilse Brandt": 1, "OTTO VELIN": 1}, "a whole name in capitals is none"),
]

DOUBTFUL = [
    ("Ada, ⟦FAHA@.8⟧, spoke.", {}, "a lone word of which the reader is not sure"),
    ("⟦Putin@.95⟧ spoke.", {"Putin": 1}, "a lone word of which it is sure"),
    ("Mr. ⟦Velin@.5⟧ spoke.", {"Velin": 1}, "an honorific"),
    ("⟦Ilse Velin@.5⟧ spoke.", {"Ilse Velin": 1}, "two words"),
    ("⟦Ilse Velin⟧ spoke. ⟦Velin@.4⟧ left.", {"Ilse Velin": 2}, "the full name elsewhere"),
]


@pytest.mark.parametrize(("marked", "expected", "why"), [*SHORT_FORMS, *VARIANTS, *SPANS, *DOUBTFUL])
def test_people(marked: str, expected: dict[str, list[str] | int], why: str) -> None:
    found = people(read(marked))
    assert {n: f if isinstance(expected.get(n), list) else len(f) for n, f in found.items()} == expected, why


def test_rows() -> None:
    analysis = read("H.E. Ms. ⟦Ilse M. Brandt⟧ of ⟦ORG:Velora⟧ met.\n\n⟦Brandt@.8⟧ and ⟦Ilse Brandt⟧ left.")
    (person,) = analysis.people
    assert (person.person_id, person.given_names, person.family_name) == ("ilse-m-brandt", "Ilse M.", "Brandt")
    rows = [(m.text, m.how, m.honorific, m.confidence) for m in sorted(analysis.mentions, key=lambda m: m.start)]
    assert rows == [
        ("Ilse M. Brandt", "name", "H.E. Ms.", 0.99),
        ("Brandt", "short", None, 0.8),
        ("Ilse Brandt", "name", None, 0.99),
    ]
    assert {(a.alias, a.kind) for a in analysis.aliases} == {("Brandt", "short"), ("Ilse Brandt", "variant")}
    assert {number: m.text for number, m in analysis.mention_of.items()} == {
        0: "Ilse M. Brandt",
        2: "Brandt",
        3: "Ilse Brandt",
    }


def test_no_people_from_residue_or_without_a_reading() -> None:
    text = "See [the canal](https://velora.example/Ilse-Brandt) there."
    doc = blank().make_doc(text)
    start = text.index("Ilse")
    reading = Reading(names=(Name(start, start + 11, "PERSON", 0.99),))
    doc._.communique = analysis = Analysis(release=structure(text), reading=reading)
    add_people(doc)
    assert (analysis.people, analysis.mentions, analysis.mention_of) == ([], [], {})
    doc._.communique = analysis = Analysis(release=structure(text))
    add_people(doc)
    assert analysis.people == []
