"""Networks that did not see one fold each, kept in a folder: to measure and fit on releases that they do not know."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from spacy.language import Language

from pipeline.extraction.entities import NAME, Entities, weights_of
from pipeline.extraction.layers import Floats
from training.corpus import SHARED, releases
from training.folds import fold_of
from training.ship import packed
from training.train import read_tuning, train, training_documents

FOLDER = Path("build/folds")


def fold_networks(numbers: Sequence[int], folder: Path = FOLDER, *, fresh: bool = False) -> None:
    """Train the networks of these folds that are not in the folder, or all of them: about five minutes each."""
    missing = [n for n in numbers if fresh or not _file(folder, n).exists()]
    if not missing:
        return
    documents = releases(SHARED / "train")
    fold = fold_of({r.id: r.text for r in documents})
    tuning = read_tuning()
    labelled = training_documents(tuning, documents)
    folder.mkdir(parents=True, exist_ok=True)
    for number in missing:
        _, weights = train([d for d in labelled if fold.get(d.id) != number], tuning)
        _file(folder, number).write_bytes(packed(weights))


def use_network(nlp: Language, number: int | None, folder: Path = FOLDER) -> None:
    """Let `communique_entities` of a pipeline read with the network of a fold, or (None) with the shipped one."""
    entities = nlp.get_pipe(NAME)
    assert isinstance(entities, Entities)
    entities.weights = None if number is None else _weights(_file(folder, number))


@cache
def _weights(path: Path) -> dict[str, Floats]:
    return weights_of(path.read_bytes())


def _file(folder: Path, number: int) -> Path:
    return folder / f"fold{number}.msgpack"
