"""The component `communique` in a user's own spaCy pipeline."""

from __future__ import annotations

import json
import tomllib
from importlib.metadata import entry_points

import pytest
import spacy
from spacy import displacy

from pipeline import extract
from pipeline.extraction.component import Communique
from pipeline.version import __version__
from tests.conftest import ROOT

TEXT = (
    "Bridge opens\n\nVISEU, 27 September 2023 – “It is done,” said Anna Berg, president of the European Investment "
    "Bank, in Portugal. She thanked France.\n"
)


@pytest.fixture(scope="module")
def nlp() -> spacy.Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("communique")
    return nlp


def test_it_finds_what_extract_finds(nlp: spacy.Language) -> None:
    found, want = nlp(TEXT)._.communique, extract(TEXT)
    for table in ("people", "organisations", "countries", "roles", "quotes", "mentions", "dates", "entities"):
        assert getattr(found, table) == getattr(want, table)
    assert [q.speaker_text for q in found.quotes] == ["Anna Berg"]


def test_entities_and_spans_are_what_displacy_draws(nlp: spacy.Language) -> None:
    doc = nlp(TEXT)
    labels = {(e.text, e.label_) for e in doc.ents}
    assert {("Anna Berg", "PERSON"), ("Portugal", "COUNTRY"), ("27 September 2023", "DATE")} <= labels
    assert {s.label_ for s in doc.spans["communique"]} >= {"ROLE", "QUOTE", "PERSON", "ORGANISATION"}
    assert "Anna Berg" in displacy.render(doc, style="ent", jupyter=False)
    drawn = displacy.render(doc, style="span", options={"spans_key": "communique"}, jupyter=False)
    assert "QUOTE" in drawn


def test_a_word_that_a_line_end_breaks_is_one_name(nlp: spacy.Language) -> None:
    found = nlp("The minister, Mihai Pop-\nșoi, spoke in Chișinău on Monday.")._.communique
    assert [p.name for p in found.people] == ["Mihai Popșoi"]


def test_documents_in_a_pipe_do_not_affect_each_other(nlp: spacy.Language) -> None:
    docs = list(nlp.pipe([TEXT, "Nothing here.", TEXT]))
    assert [len(d._.communique.quotes) for d in docs] == [1, 0, 1]


def test_the_day_of_publication_can_be_given() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("communique", config={"published": "2023-09-28"})
    assert [d.value for d in nlp("The bridge opened on Monday.")._.communique.dates] == ["2023-09-25"]


def test_it_declares_what_it_sets(nlp: spacy.Language) -> None:
    found = nlp.analyze_pipes()
    assert found["problems"] == {"communique": []}
    assert found["summary"]["communique"]["assigns"] == ["doc._.communique", "doc.ents", "doc.spans"]


def test_it_loads_as_a_pipeline_of_its_own() -> None:
    assert spacy.util.load_model_from_package("communique").pipe_names == ["communique"]
    assert spacy.util.load_model_from_package("communique", disable=["communique"]).pipe_names == []
    about = json.loads((ROOT / "communique" / "meta.json").read_text("utf-8"))
    assert about["version"] == __version__
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert f"spacy{about['spacy_version']}" in wanted


def test_spacy_knows_it_without_an_import() -> None:
    # where spaCy looks for factories of other packages
    found = entry_points(group="spacy_factories", name="communique")
    if not found:
        pytest.skip("the project is installed without its entry points: install it anew")
    assert [point.load() for point in found] == [Communique]
