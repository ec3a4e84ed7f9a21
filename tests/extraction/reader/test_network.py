"""The shipped reader on odd texts: it reads them like others, and gives the same reading every time."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from pipeline.data import data_file
from pipeline.extraction.document.reading import Name
from pipeline.extraction.reader.model import Model, load
from pipeline.extraction.reader.network import read


@pytest.fixture(scope="module")
def model() -> Model:
    return load(data_file("reader"))


TEXT = "Ada Lund, director of the Velin Institute in Peru, said: “We begin in May.”"


@pytest.mark.parametrize(
    "text",
    ["", " \n", "A", "12", "…", "缅北禁地", "“”", "ADA LUND SPOKE.", "a" * 500, "12 34\n" * 400, TEXT * 150],
    ids=["empty", "blanks", "letter", "number", "sign", "no case", "marks", "capitals", "one word", "table", "long"],
)
def test_odd_texts(model: Model, text: str) -> None:
    found = read(model, text, [(0, len(text))])
    assert all(0 <= n.start < n.end <= len(text) for n in found.names)
    assert all(a.end <= b.start for a, b in pairwise(found.names))


def test_the_same_text_gives_the_same_reading(model: Model) -> None:
    other = load(data_file("reader"))
    assert read(model, TEXT) == read(model, TEXT) == read(other, TEXT)


def test_probabilities_of_a_link_sum_to_one(model: Model) -> None:
    found = read(model, TEXT, [(TEXT.index("“"), len(TEXT))])
    links = [link for t in found.job_titles for link in (t.person, t.organisation, t.country)]
    for link in [*links, *(q.speaker for q in found.quotations)]:
        assert link.no_link + sum(p for _, p in link.names) == pytest.approx(1, abs=0.01)


def test_names_of_another_model_replace_those_of_the_reader(model: Model) -> None:
    given = [Name(0, 8, "PERSON", 1.0)]
    assert read(model, TEXT, names=given).names == (Name(0, 8, "PERSON", 1.0),)


@pytest.mark.parametrize("unit", [",", "“”", "😀", ".\n", "<b>", "1,", "a,", "said,", "May 3, "])
def test_a_text_of_signs_is_read_quickly(model: Model, unit: str) -> None:
    text = unit * (50_000 // len(unit))
    begun = time.process_time()
    read(model, text, [(at, at + 2) for at in range(0, len(text) - 2, 2)])
    assert time.process_time() - begun < 1.5, "CPU seconds for 50 kB; a slower version took ten"
