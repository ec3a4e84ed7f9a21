"""Lemmas for the rules of quotes: those that are asked for are spaCy's, and the rest is left out."""

from __future__ import annotations

import re

import pytest

from pipeline.extraction.lemmas import forms_of, use_asked_lemmas
from pipeline.extraction.model import load_model
from pipeline.extraction.quotes.cues import LEMMA_LISTS, asked_lemmas
from pipeline.settings import BASE_MODEL
from tests.conftest import ROOT

EXCEPTIONS = {"verb": {"told": ["tell"], "felt": ["feel", "fell"]}, "noun": {"men": ["man"]}}
RULES = {"verb": [["ies", "y"], ["ing", "e"], ["ing", ""], ["ed", "e"]], "noun": [["s", ""]]}


@pytest.mark.parametrize(
    ("lemma", "form", "can"),
    [
        ("tell", "told", True),  # irregular
        ("tell", "tell", True),  # the lemma itself
        ("deny", "denies", True),  # “ies” for “y”
        ("note", "noting", True),  # “ing” for “e”
        ("note", "noted", True),
        ("add", "adding", True),  # “ing” for nothing
        ("man", "men", True),
        ("fell", "felt", True),  # one of several
        ("tell", "men", False),
        ("deny", "deed", False),
    ],
)
def test_forms(lemma: str, form: str, can: bool) -> None:
    assert (form in forms_of([lemma], EXCEPTIONS, RULES)) is can


def test_lemmas_are_those_of_the_lemmatiser() -> None:
    texts = [
        "She SAID he Claims that they were denying it; reports say so, and the Ministries' statements were quoted.",
        *(path.read_text("utf-8", "replace") for path in sorted((ROOT / "raw").glob("*.txt"))),
        "",
    ]
    nlp = load_model(BASE_MODEL)
    every = [[t.lemma_.lower() for t in doc] for doc in nlp.pipe(texts)]
    use_asked_lemmas(nlp)
    assert "lemmatizer" not in nlp.pipe_names
    asked = asked_lemmas()
    few = [[t.lemma_.lower() for t in doc] for doc in nlp.pipe(texts)]
    assert [[w for w in doc if w in asked] for doc in few] == [[w for w in doc if w in asked] for doc in every]
    assert sum(w != "" for doc in few for w in doc) < 0.25 * sum(map(len, few))


def test_every_list_that_a_lemma_is_looked_up_in_is_asked_for() -> None:
    """A rule that looks a lemma up in another list would never find one."""
    rules = "".join(p.read_text("utf-8") for p in sorted((ROOT / "pipeline/extraction/quotes").glob("*.py")))
    named = set(re.findall(r'word_list\(f?"quotes/([a-z_]+)\.txt"\)', rules)) | set(LEMMA_LISTS)
    read_by_form = {
        "abbreviations", "female", "female_names", "male", "male_names", "first_person", "small_words", "title_cues"
    }  # fmt: skip
    assert named - read_by_form <= set(LEMMA_LISTS)
