"""Score the entity model alone, without any of the project's rules, on gold releases and on worldwide newswire.

    python -m benchmarks.ner [--base] [--limit 60] [--mirror ../.mirror]
    python -m benchmarks.ner --speed

Needs ../shared (gold releases, scorers) and the newswire repository named in ../shared/ner/README.md.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from spacy.language import Language

from pipeline.extraction.entities import NAME
from pipeline.extraction.model import BASE_MODEL, DEFAULT_MODEL, load_model
from training.corpus import SHARED, releases
from training.crossvalidate import READERS, model_counts
from training.evaluate import summary

BATCH = 8
CLASSES = {"PERSON": "PERSON", "ORG": "ORGANISATION", "GPE": "PLACE", "LOC": "PLACE"}


@cache
def model(name: str) -> Language:
    nlp = load_model(name)
    nlp.select_pipes(enable=[part for part in READERS if part in nlp.pipe_names])
    return nlp


def read(text: str, name: str) -> list[dict[str, int | str]]:
    """Entities in the form that ../shared/ner/score.py reads."""
    return [
        {"start": e.start_char, "end": e.end_char, "label": CLASSES[e.label_]}
        for e in model(name)(text).ents
        if e.label_ in CLASSES
    ]


def predict(text: str) -> list[dict[str, int | str]]:
    """The shipped model as a predictor of ../shared/ner/score.py."""
    return read(text, DEFAULT_MODEL)


def predict_base(text: str) -> list[dict[str, int | str]]:
    """The base model as a predictor of ../shared/ner/score.py."""
    return read(text, BASE_MODEL)


def speed(texts: Sequence[str]) -> None:
    """CPU time of both recognisers and of the whole bare model; they take turns in one process."""
    names = {BASE_MODEL: "ner", DEFAULT_MODEL: NAME}
    models = {name: load_model(name) for name in names}
    seconds = dict.fromkeys(("bare model", *names.values()), 0.0)
    tokens = 0
    for turn in range(0, len(texts), BATCH):
        part = texts[turn : turn + BATCH]
        for name, pipe in names.items():
            with models[name].select_pipes(enable=["tok2vec"]):
                docs = list(models[name].pipe(part, batch_size=BATCH))
            begun = time.process_time()
            for _ in models[name].get_pipe(pipe).pipe(docs, batch_size=BATCH):
                pass
            seconds[pipe] += (time.process_time() - begun) * (turn > 0)  # the first turn warms up
        begun = time.process_time()
        for _ in models[BASE_MODEL].pipe(part, batch_size=BATCH):
            pass
        seconds["bare model"] += (time.process_time() - begun) * (turn > 0)
        tokens += sum(map(len, docs)) * (turn > 0)
    for name, spent in seconds.items():
        share = spent / seconds["bare model"]
        print(f"{name:20} {spent / tokens * 1e6:.1f} µs a token, {share:.3f} of the bare model")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", action="store_true", help="the base model's own recogniser")
    parser.add_argument("--limit", type=int, help="only so many newswire articles")
    parser.add_argument("--mirror", type=Path, default=SHARED.parent / ".mirror")
    parser.add_argument("--speed", action="store_true", help="CPU time beside the base model's `ner`, nothing else")
    arguments = parser.parse_args()
    if arguments.speed:
        speed([r.text for r in releases(SHARED / "train")][::3])
        return
    nlp = load_model(BASE_MODEL if arguments.base else DEFAULT_MODEL)
    print("gold releases")
    for measure, row in summary(model_counts(nlp, releases(SHARED / "gold" / "dev"))).items():
        print(f"{measure:16}", *(f"{key} {value:.3f}" for key, value in row.items()))
    command = [sys.executable, str(SHARED / "ner" / "score.py"), "--mirror", str(arguments.mirror)]
    command += ["--predictor", f"benchmarks.ner:{'predict_base' if arguments.base else 'predict'}"]
    command += ["--limit", str(arguments.limit)] if arguments.limit else []
    sys.exit(subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    main()
