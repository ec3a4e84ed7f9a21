"""Made-up lists of organisations for training: every name has the right offsets, in every layout."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from training.made_up_lists import Names, made_up_lists, names_of
from training.reader.data import Document

NAMES = Names(
    [f"{word} {kind}" for word in ("Zed", "Velora", "Ada", "Green Earth") for kind in ("Bank", "Club", "Union")],
    ["Ada Lund", "Jan Roe"],
    ["Ovalle", "Port Sudan"],
    ["Kenya", "Laos"],
)


@given(st.integers(0, 10_000))
def test_names_have_the_right_offsets(seed: int) -> None:
    for made in made_up_lists(NAMES, 3, Random(seed)):
        for start, end, label in made.names:
            words = " ".join(made.text[start:end].split()).casefold()
            known = {"ORG": NAMES.organisations, "PERSON": NAMES.people, "PLACE": NAMES.places}
            names = [n.casefold() for n in known.get(label, NAMES.countries)]
            assert words in names or (label == "ORG" and words.startswith(tuple(names)))


def test_the_same_seed_gives_the_same_lists() -> None:
    assert made_up_lists(NAMES, 5, Random(3)) == made_up_lists(NAMES, 5, Random(3))


def test_no_two_layouts_alike() -> None:
    assert len({made.text for made in made_up_lists(NAMES, 40, Random(0))}) == 40


def test_names_over_line_ends_optional_and_lower_case_names_are_left_out() -> None:
    text = "Zed\nBank, Ovalle Union, ada, Roe, Jan Roe, Ovalle and Kenya"
    places = [("ORG", "Zed\nBank"), ("ORG", "Ovalle Union"), ("ORG", "ada"), ("PERSON", "Jan Roe"), ("PERSON", "Roe")]
    names = [(text.index(n), text.index(n) + len(n), label) for label, n in places]
    more = [(text.rindex("Ovalle"), text.rindex("Ovalle") + 6, "PLACE"), (len(text) - 5, len(text), "COUNTRY")]
    found = names_of([Document("a", text, (*names, *more), optional=(names[1][:2],))])
    assert found == Names([], ["Jan Roe"], ["Ovalle"], ["Kenya"])
