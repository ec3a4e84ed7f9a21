"""Made-up job titles for training: every form is filled, and the annotations of the release stay right."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.made_up_lists import Names
from training.made_up_roles import Material, forms, material_of, mixed, sentences, with_roles
from training.reader.data import Document, Quotation, Title

MATERIAL = Material(
    Names(
        [f"{word} {kind}" for word in ("Zed", "Velora", "Green Earth") for kind in ("Bank", "Club", "Union")],
        ["Ada Lund", "Jan Roe", "Bo Berg", "Ilse Brandt", "Tal Orme"],
        ["Ovalle", "Port Sudan"],
        ["Kenya", "Laos"],
    ),
    ["Director", "Minister for Law", "chief clerk", "Deputy Governor"],
    ["Rents rose again, as we feared.", "Nobody told us of it."],
)
TEXT = "Jan Roe, Mayor of Ovalle, spoke.\n\n“It rained,” he said.\n\nAda Lund of Zed Bank left.\n"


def _place(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


RELEASE = Document(
    "a",
    TEXT,
    ((*_place("Jan Roe"), "PERSON"), (*_place("Ada Lund"), "PERSON"), (*_place("Zed Bank"), "ORG")),
    (_place("Zed Bank"),),
    (Title(_place("Mayor of Ovalle"), (0,), (2,), None),),
    (_place("Ada"),),
    (Quotation(_place("“It rained,”"), True, (0,)),),
)


def _said(d: Document) -> list[object]:
    """The annotations of a document, with words in place of offsets."""

    def name(number: int) -> str:
        return d.text[slice(*d.names[number][:2])]

    titles = [
        (d.text[slice(*t.place)], [*map(name, t.person)], [*map(name, t.organisation or ())], t.country)
        for t in d.titles
    ]
    quoted = [(d.text[slice(*q.place)], q.speech, [*map(name, q.speaker or ())]) for q in d.quotations]
    return [*titles, *quoted, *(d.text[s:e] for s, e in (*d.optional, *d.maybe))]


@given(st.integers(0, 10_000))
def test_the_annotations_of_a_release_are_kept(seed: int) -> None:
    made = with_roles(RELEASE, MATERIAL, Random(seed))
    assert len(made.text) > len(TEXT)
    assert made.names == tuple(sorted(made.names))
    said = _said(made)
    assert all(row in said for row in _said(RELEASE))


def test_a_place_across_the_break_covers_the_insertion() -> None:
    made = with_roles(replace(RELEASE, maybe=((0, len(TEXT)),)), MATERIAL, Random(0))
    assert made.maybe == ((0, len(made.text)),)


@pytest.mark.parametrize("form", forms())
def test_every_form_is_filled(form: str) -> None:
    made = sentences([form], MATERIAL, Random(1))
    assert not re.search(r"[{}⏎]|  |\[", made.text)
    words = {"PERSON": MATERIAL.names.people, "ORG": MATERIAL.names.organisations, "COUNTRY": MATERIAL.names.countries}
    for start, end, label in made.names:
        assert made.text[start:end] in words.get(label, MATERIAL.names.places) or made.text[start:end].isupper()
    assert all(t.person and t.place[0] < t.place[1] for t in made.titles)
    assert all(q.speaker for q in made.quotations)


FORMS = [
    (
        "The {T:a@A}, {A}, {Mr a}, spoke.",
        ["Ada Lund"],
        ["Zed Bank"],
        "organisation and person both stand after the title",
    ),
    ("{a}, {t:a of A}, spoke.", ["Ada Lund"], ["Zed Bank"], "the organisation in the title"),
    ("The {T} met {a}, the {T:a}.", ["Ada Lund"], [], "a title that nobody holds is not annotated"),
]


@pytest.mark.parametrize(("form", "people", "organisations", "why"), FORMS)
def test_links(form: str, people: list[str], organisations: list[str], why: str) -> None:
    one = Material(Names(["Zed Bank"], ["Ada Lund"], ["Ovalle"], ["Laos"]), MATERIAL.titles, MATERIAL.quoted)
    made = sentences([form], one, Random(0))
    (title,) = made.titles
    assert [made.text[slice(*made.names[n][:2])] for n in title.person] == people, why
    assert [made.text[slice(*made.names[n][:2])] for n in title.organisation or ()] == organisations, why


def test_all_coordinated_people_hold_a_plural_title() -> None:
    (title,) = sentences(["{T:ab of A} {a} and {b} left."], MATERIAL, Random(2)).titles
    assert len(title.person) == 2


def test_the_organisation_of_a_heading_is_that_of_the_whole_roster() -> None:
    made = [sentences(["* {a}, {T:a@H}⏎"], MATERIAL, Random(seed)) for seed in range(20)]
    named = [d for d in made if any(label == "ORG" for _, _, label in d.names)]
    assert named
    for d in named:
        assert len({t.organisation for t in d.titles}) == 1


def test_titles_and_quotes_with_names_are_no_material() -> None:
    found = material_of([RELEASE])
    assert (found.titles, found.quoted) == (["Mayor of Ovalle"], [])


def test_the_same_share_of_the_releases_is_always_mixed() -> None:
    many = [RELEASE] * 40
    made = mixed(many, MATERIAL, 0.5, Random(0))
    assert 8 < sum(m is not RELEASE for m in made) < 32
    assert made == mixed(many, MATERIAL, 0.5, Random(0))
    glued = Document("b", "Ada Lund left.", (), ())
    assert with_roles(glued, MATERIAL, Random(0)) is glued, "a text of one paragraph has no place for insertions"
