"""The shipped entity component: loading, its hash, its labels, and the base model as a choice."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.data import data_file
from pipeline.extraction.entities import NAME, WEIGHTS
from pipeline.extraction.model import BASE_MODEL, DEFAULT_MODEL, DamagedModelError, load_model, load_shipped


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of the shipped weights that a test may damage."""
    return Path(shutil.copytree(str(data_file("model")), tmp_path / "model"))


def entities(model: str) -> set[tuple[str, str]]:
    doc = load_model(model)("GENEVA, 4 May 2021 – Amina Okoye of the World Food Bureau met Joao Prado in Maputo.")
    return {(e.text, e.label_) for e in doc.ents}


@pytest.mark.parametrize("model", [DEFAULT_MODEL, BASE_MODEL])
def test_both_models_find_a_person(model: str) -> None:
    assert ("Joao Prado", "PERSON") in entities(model)


def test_the_shipped_labels_are_those_of_the_base_model() -> None:
    nlp = load_model(DEFAULT_MODEL)
    assert nlp.get_pipe(NAME).labels == load_model(BASE_MODEL).get_pipe("ner").labels
    assert "ner" not in nlp.pipe_names


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("<p>4 May 2019</p>", "2019"),
        ("<p>4 May 2019.</p>", "2019"),
        ("<br>**MINISTRY OF HEALTH**<br>", "HEALTH"),
        ("by [Joao Prado](https://a.example/x)", "Prado"),
        ("thanked ACME.The grant", "ACME"),
        ("in the U.S. today", "U.S."),
        ("see https://a.example/x for x->y", "https://a.example/x"),
        ("Okoye Jr. spoke", "Jr."),
    ],
)
def test_words_are_parted_from_markup_and_nothing_else(text: str, token: str) -> None:
    assert token in [t.text for t in load_model(DEFAULT_MODEL).make_doc(text)]


def test_damaged_weights_are_named(shipped: Path) -> None:
    weights = shipped / WEIGHTS
    weights.write_bytes(weights.read_bytes()[:-1] + b"\0")
    with pytest.raises(DamagedModelError, match=rf"{WEIGHTS}: SHA-256 .* expected"):
        load_shipped(shipped)


def test_weights_of_another_base_model_are_refused(shipped: Path) -> None:
    manifest = json.loads((shipped / "manifest.json").read_text("utf-8"))
    manifest["base"]["version"] = "1.0.0"
    (shipped / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(DamagedModelError, match=r"trained on .*1\.0\.0"):
        load_shipped(shipped)


def test_an_unknown_model_is_an_os_error() -> None:
    with pytest.raises(OSError, match="no_such_model"):
        load_model("no_such_model")


def test_the_words_of_the_vector_table_are_not_read() -> None:
    text = "Veloria's ministers weren't saying that the harbours of Oslo froze."
    with_words, without = (load_model(BASE_MODEL, strings=strings) for strings in (True, False))
    assert len(without.vocab.strings) < 20_000 < len(with_words.vocab.strings)

    def read(nlp: Language) -> list[tuple[str, ...]]:
        return [(t.text, t.norm_, t.tag_, t.dep_, t.lemma_, t.ent_type_, str(t.has_vector)) for t in nlp(text)]

    assert read(without) == read(with_words)
