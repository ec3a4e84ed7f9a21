"""Score the reader alone, without the rules after it: `python -m training.reader.evaluate WEIGHTS --folds …`.

This is for choosing settings of the training: people are joined by their last names and nothing else is normalised.
`benchmarks.held_out` measures the whole pipeline, which is what users get.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch

from pipeline.extraction.document.reading import Links, Reading
from pipeline.extraction.quotes.speech import SPEECH
from pipeline.extraction.reader.model import Model, load
from pipeline.extraction.reader.network import read
from pipeline.extraction.text.quotation_marks import quoted_spans
from pipeline.structure import structure
from training.corpus import SHARED, Release, releases
from training.folds import fold_of
from training.reader.base import base_weights
from training.reader.export import export
from training.reader.network import Dropouts, Reader
from training.scoring import f1


def model_of(weights: Path, folder: Path, *, small: bool) -> Model:
    """The model that the pipeline would run with the weights of a training; `small`: quantised to 8 bits."""
    reader = Reader(Dropouts())
    reader.load_state_dict(torch.load(weights))
    export(reader, base_weights()[0], folder, small=small)
    return load(folder)


def prediction(model: Model, text: str) -> dict[str, Any]:
    """The reading of one text in the format of ../shared/gold/score.py."""
    quoted = quoted_spans(text, structure(text).paragraphs)
    reading = read(model, text, [(span.outer_start, span.outer_end) for span in quoted])
    surfaces = [" ".join(text[n.start : n.end].split()) for n in reading.names]
    people = _people(s for s, n in zip(surfaces, reading.names, strict=True) if n.label == "PERSON")
    held: dict[str, list[dict[str, Any]]] = {name: [] for name in people.values()}
    who = [people.get(s, s) if n.label == "PERSON" else s for s, n in zip(surfaces, reading.names, strict=True)]
    for t in reading.job_titles:
        organisation = _best(t.organisation, who)
        for holder in _all(t.person, who):
            held[holder].append({"role": " ".join(text[t.start : t.end].split()), "organisation": organisation})
    quotes = [
        {"start": span.start, "end": span.end, "speaker": ";".join(_all(q.speaker, who))}
        for span, q in zip(quoted, reading.quotations, strict=False)
        if q.speech >= SPEECH
    ]
    return {
        "mentions": [{"start": n.start, "end": n.end, "label": n.label} for n in reading.names],
        "people": [{"name": name, "roles": roles} for name, roles in held.items()],
        "organisations": [{"name": s} for s in sorted(_names(reading, surfaces, "ORG"))],
        "quotes": quotes,
    }


def _names(reading: Reading, surfaces: list[str], label: str) -> set[str]:
    return {s for s, n in zip(surfaces, reading.names, strict=True) if n.label == label}


def _people(surfaces: Iterable[str]) -> dict[str, str]:
    """For each name of a person, the longest name in the text that contains its last word."""
    known = list(dict.fromkeys(surfaces))
    found = {}
    for name in known:
        words = name.casefold().split()
        longer = [o for o in known if len(o.split()) > len(words) and words[-1] in o.casefold().split()]
        found[name] = max(longer, key=len, default=name)
    return found


def _chances(links: Links, who: list[str]) -> dict[str, float]:
    chances: dict[str, float] = {}
    for number, chance in links.names:
        chances[who[number]] = chances.get(who[number], 0.0) + chance
    return chances


def _best(links: Links, who: list[str]) -> str | None:
    chances = _chances(links, who)
    best = max(chances, key=chances.__getitem__, default=None)
    return best if best is not None and chances[best] > links.no_link else None


def _all(links: Links, who: list[str]) -> list[str]:
    chances = _chances(links, who)
    best = max(chances.values(), default=0.0)
    return [
        name for name, chance in chances.items() if chance >= max(0.3, links.no_link) or chance == best > links.no_link
    ]


def score(model: Model, documents: list[Release]) -> str:
    """The output of the scorer for some releases."""
    return f1(documents, {r.id: prediction(model, r.text) for r in documents})[1]


def main() -> None:
    """Score weights on folds that were held out when they were trained."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--folds", type=int, nargs="+", required=True)
    parser.add_argument("--full", action="store_true", help="do not quantise encoder and tagger to 8 bits")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        model = model_of(arguments.weights, Path(folder), small=not arguments.full)
        chosen = [r for r in releases(SHARED / "train") if fold_of()[r.id] in arguments.folds]
        print(score(model, chosen))


if __name__ == "__main__":
    main()
