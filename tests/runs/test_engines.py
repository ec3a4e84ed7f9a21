"""Which engine a run takes, and that memory of words does not grow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.extraction import analyse, load_nlp
from pipeline.runs import engines
from pipeline.runs.engines import FEW_BATCHES, in_pieces, process_batches
from pipeline.settings import Settings
from pipeline.structure import structure


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The engines that were taken, with the engines themselves stubbed: a batch is its own result."""
    took: list[str] = []

    def in_processes(batches, settings, analyse, workers) -> Iterator[list[str]]:
        took.append(f"{workers} processes")
        yield from batches

    monkeypatch.setattr(engines, "in_processes", in_processes)
    monkeypatch.setattr(engines, "process", lambda batch, settings, analyse: iter(batch))
    return took


@pytest.mark.parametrize(
    ("count", "workers", "want", "why"),
    [
        (0, 2, ["1 processes"], "which is started with the first batch"),
        (1, 2, ["1 processes"], "done before a second process has loaded the model"),
        (FEW_BATCHES, 2, ["1 processes"], "the same"),
        (FEW_BATCHES + 1, 2, ["2 processes"], "worth it"),
        (50, 1, ["1 processes"], "one core"),
    ],
)
def test_auto(taken: list[str], count: int, workers: int, want: list[str], why: str) -> None:
    batches = [[f"document {n}"] for n in range(count)]
    found = process_batches(batches, Settings(), engine="auto", workers=workers)
    assert list(found) == batches
    assert taken == want, why


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(ValueError, match="no engine 'steam'; there are auto, inline, processes, dask"):
        process_batches([], Settings(), engine="steam")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sizes", "workers", "want", "why"),
    [
        ([], 2, [], "nothing"),
        ([8, 8, 8, 8], 2, [8, 8, 2, 2, 2, 2, 2, 2, 2, 2], "the last two in four pieces each"),
        ([8, 3], 4, [2, 2, 2, 2, 1, 1, 1], "fewer batches than workers, fewer documents than pieces"),
        ([9], 1, [3, 3, 3], "pieces of one size, fewer of them"),
    ],
)
def test_the_last_batches_are_handed_out_in_pieces(sizes: list[int], workers: int, want: list[int], why: str) -> None:
    numbers = iter(range(100))
    batches = [[next(numbers) for _ in range(size)] for size in sizes]
    pieces = list(in_pieces(batches, workers))  # type: ignore[arg-type]
    assert [len(piece) for piece in pieces] == want, why
    assert [n for piece in pieces for n in piece] == [n for batch in batches for n in batch]


def test_words_of_a_release_are_forgotten_and_rows_are_not() -> None:
    nlp = load_nlp()
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


def test_the_company_of_a_release_does_not_change_what_is_found_in_it() -> None:
    texts = [f"Timber sells {n}\n\nMinister Anna Berg said on {n} May 2022 that timber sells in Oslo." for n in (3, 4)]
    items = [(str(n), structure(text)) for n, text in enumerate(texts)]
    together = list(analyse(items))
    assert together == [found for item in items for found in analyse([item])]
