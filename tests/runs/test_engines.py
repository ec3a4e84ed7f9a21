"""Unknown engines are refused, and memory does not grow with the words of releases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.extraction.extraction import analyse
from pipeline.extraction.pipeline import load_nlp
from pipeline.runs.engines import process_batches
from pipeline.runs.process import Batch, process
from pipeline.settings import DEFAULT_MODEL
from pipeline.structure import structure
from tests.runs.tasks import no_rows


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no engine 'steam'; the engines are inline, processes, dask"):
        process_batches([], process, "steam")  # type: ignore[arg-type]


def test_no_more_batches_are_in_flight_than_two_per_worker() -> None:
    drawn: list[int] = []

    def batches() -> Iterator[Batch]:
        for n in range(9):
            drawn.append(n)
            yield []

    results = process_batches(batches(), no_rows, "processes", workers=1)
    next(results)
    assert len(drawn) == 2
    assert len(list(results)) == 8


def test_words_of_a_release_are_forgotten_but_its_rows_stay() -> None:
    nlp = load_nlp(DEFAULT_MODEL)
    release = structure("Timber sells\n\nOslo, 3 May 2022. Minister Qwxlberg Zzyxson said: “Timber sells well.”")
    first = list(analyse([("a", release)]))
    before = len(nlp.vocab.strings)
    assert "Qwxlberg" not in nlp.vocab.strings
    assert "Zzyxson" not in nlp.vocab.strings
    for n in range(3):
        other = structure(f"Paper sells\n\nMinister Plmq{n}berg Zzyx{n}son said that paper sells in Oslo.")
        list(analyse([("b", other)]))
    assert len(nlp.vocab.strings) == before
    assert list(analyse([("a", release)])) == first
    assert any("Zzyxson" in m.text for m in first[0].mentions)


def test_the_other_releases_of_a_batch_do_not_change_what_is_found() -> None:
    texts = [f"Timber sells {n}\n\nMinister Anna Berg said on {n} May 2022 that timber sells in Oslo." for n in (3, 4)]
    items = [(str(n), structure(text)) for n, text in enumerate(texts)]
    together = list(analyse(items))
    assert together == [found for item in items for found in analyse([item])]
