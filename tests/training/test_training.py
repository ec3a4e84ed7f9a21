"""Training examples of the reader: tags and links are right, and no publisher is in both training and test folds."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest

from pipeline.extraction.reader.pieces import WordPieces
from pipeline.extraction.reader.tags import NAME_TAGS, TITLE_TAGS
from training.corpus import SHARED, Release, releases
from training.folds import FOLDS, GROUPS, fold_of
from training.made_up import made_up, unmarked
from training.reader.data import UNKNOWN, document, example
from training.reader.variants import Variants, capitals, variant

TEXT = (
    "“We dug,” said Amina Okoye, director of the Water Board. Okoye met Lars Berg in Peru.\n\n"
    "Lars Berg, chairman of Veloria, read “Rivers”."
)
CUT = WordPieces(["[UNK]", "[CLS]", "[SEP]"])


def at(words: str, nth: int = 0) -> int:
    return [i for i in range(len(TEXT)) if TEXT.startswith(words, i)][nth]


def mention(words: str, label: str, nth: int = 0, **more: Any) -> dict[str, Any]:
    return {"start": at(words, nth), "end": at(words, nth) + len(words), "label": label, **more}


def role(title: str, organisation: str | None) -> dict[str, Any]:
    return {"role": title, "organisation": organisation, "country": None}


ANNOTATION: dict[str, Any] = {
    "mentions": [
        mention("Amina Okoye", "PERSON"), mention("Water Board", "ORG"), mention("Okoye", "PERSON", 1),
        mention("Lars Berg", "PERSON"), mention("Peru", "COUNTRY", iso3="PER"), mention("Lars Berg", "PERSON", 1),
        mention("Veloria", "ORG", optional=True),
    ],
    "people": [
        {"name": "Amina Okoye", "aliases": ["Okoye"], "roles": [role("director", "Water Board")]},
        {"name": "Lars Berg", "roles": [role("chairman", "Nordaria") | {"country": "KEN"}]},
    ],
    "organisations": [{"name": "Water Board"}],
    "quotes": [
        {"start": at("We dug"), "end": at("We dug") + 7, "kind": "direct", "speaker": ["Amina Okoye"]},
        {"start": at("Rivers"), "end": at("Rivers") + 6, "kind": "title_or_scare", "speaker": []},
    ],
}  # fmt: skip
RELEASE = Release("made01", TEXT, ANNOTATION)


def texts(numbers: tuple[int, ...] | None) -> list[str] | None:
    names = document(RELEASE).names
    return None if numbers is None else [TEXT[names[i][0] : names[i][1]] for i in numbers]


def test_links_lead_to_every_mention_of_the_holder() -> None:
    director, chairman = document(RELEASE).titles
    assert texts(director.person) == ["Amina Okoye", "Okoye"]
    assert texts(director.organisation) == ["Water Board"]
    assert director.country == ()
    assert texts(chairman.person) == ["Lars Berg", "Lars Berg"]
    assert chairman.organisation is None, "an organisation that the text does not name is not learned"
    assert chairman.country == (), (
        "the country is not in the text, and Peru, which is, must not be learned in its place"
    )


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        ("Trial Attorneys Ada Lund and Bo Berg led the case, said Cy Roe.", ["Ada Lund", "Bo Berg"]),
        ("Trial Attorneys Ada Lund (Tax), Bo Berg, and Cy Roe led the case.", ["Ada Lund", "Bo Berg", "Cy Roe"]),
        ("Ada Lund, Bo Berg and the Trial Attorneys met Cy Roe.", []),  # not beside the title
    ],
)
def test_a_title_in_the_plural_is_linked_to_all_who_are_named_with_it(text: str, holders: list[str]) -> None:
    people = ["Ada Lund", "Bo Berg", "Cy Roe"]
    places = [{"start": text.find(p), "end": text.find(p) + len(p), "label": "PERSON"} for p in people]
    annotated = [{"name": p, "roles": [role("Trial Attorney", None)]} for p in people]
    annotation = {"mentions": places, "people": annotated, "organisations": [], "quotes": []}
    read = document(Release("made02", text, annotation))
    assert [[text[slice(*read.names[i][:2])] for i in t.person] for t in read.titles] == ([holders] if holders else [])


def test_speakers_and_titles_in_marks() -> None:
    said, title = document(RELEASE).quotations
    assert (said.speech, texts(said.speaker)) == (True, ["Amina Okoye", "Okoye"])
    assert (title.speech, title.speaker) == (False, None)


def test_tags() -> None:
    made = example(document(RELEASE), TEXT, CUT)
    assert made is not None
    tags = {made.words.forms[i]: made.name_tags[i] for i in range(len(made.words))}
    assert tags["Amina"] == NAME_TAGS.index("B-PERSON")
    assert tags["Board"] == NAME_TAGS.index("I-ORG")
    assert tags["Veloria"] == UNKNOWN, "an optional name"
    assert tags["met"] == 0
    assert [made.words.forms[i] for i in np.flatnonzero(made.title_tags == TITLE_TAGS.index("B-TITLE"))] == [
        "director", "chairman",
    ]  # fmt: skip


def test_every_link_has_a_right_pair() -> None:
    made = example(document(RELEASE), TEXT, CUT)
    assert made is not None
    for relation, links in made.links.items():
        assert links.right.any(axis=1).all(), relation
        assert links.pairs.shape[:2] == (len(links.heads), links.right.shape[1] - 1), relation


@pytest.mark.parametrize(
    "shares",
    [Variants(straight_quotes=1), Variants(capitals=1), Variants(wrapped=1), Variants(stripped=1)],
    ids=["straight", "capitals", "wrapped", "stripped"],
)
def test_variants_keep_the_offset_of_every_character(shares: Variants) -> None:
    new = variant(TEXT, shares, Random(1))
    assert len(new) == len(TEXT)
    assert new != TEXT
    assert new[at("Amina Okoye") : at("Amina Okoye") + 11].split() in (["Amina", "Okoye"], ["AMINA", "OKOYE"])


def test_capitals_keep_offsets() -> None:
    assert len(capitals("Straße in Gießen")) == len("Straße in Gießen")


@pytest.mark.skipif(not (SHARED / "train").is_dir(), reason="needs ../shared/train")
def test_folds_are_the_groups() -> None:
    assert sorted(f for group in GROUPS for f in group) == list(range(FOLDS))
    assert set(fold_of().values()) == set(range(FOLDS))


def test_a_folder_without_releases_is_an_error(tmp_path: Any) -> None:
    with pytest.raises(FileNotFoundError, match="no annotated releases"):
        releases(tmp_path)


def test_made_up_texts_are_marked_whole() -> None:
    texts = made_up()
    assert len(texts) > 700
    assert len({t.id for t in texts}) == len(texts)


def test_marks_of_made_up_texts() -> None:
    assert unmarked("{PERSON Jan Roe} left {COUNTRY Peru}.") == (
        "Jan Roe left Peru.",
        [
            {"start": 0, "end": 7, "label": "PERSON", "optional": False},
            {"start": 13, "end": 17, "label": "COUNTRY", "optional": False},
        ],
    )
    with pytest.raises(ValueError, match="mark no name"):
        unmarked("{NAME Jan}")
