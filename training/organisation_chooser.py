"""Fit the weights by which `organisation_chooser` tells bodies from what only looks like one.

    python -m training.organisation_chooser ROWS.json            # read each fold with the network of the others, fit
    python -m training.organisation_chooser ROWS.json --refit    # fit again on the rows of an earlier run

A row is what the names of one body look like in a release that the recogniser was not trained on; it is right where
the annotation has a body of one of these names. Rows of optional bodies teach nothing. The networks
of the folds are trained where `training.fold_networks` has none yet.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

import pipeline.extraction.country_mentions
import pipeline.extraction.sentences  # noqa: F401
from pipeline.extraction.analysis import Analysis, analysis_of
from pipeline.extraction.model import load_model
from pipeline.extraction.organisation_chooser import BIAS
from pipeline.extraction.organisation_features import NAMES
from pipeline.extraction.organisations import Finder
from pipeline.structure import structure
from training.corpus import SHARED, Release, releases
from training.evaluate import scorer
from training.fold_networks import fold_networks, use_network
from training.folds import FOLDS, fold_of

TABLE = Path(__file__).parents[1] / "pipeline" / "data" / "organisations" / "chooser.tsv"
HEAD = """\
# How much each feature of a body's names speaks for it: feature, weight (pipeline/extraction/organisation_chooser.py).
# Source: fitted on 363 press releases, annotated by readers, by training/organisation_chooser.py; no text of theirs is
# in here.
"""
PENALTY = 1 / 0.03
STEPS = 30
Row = tuple[list[float], bool]
Numbers = NDArray[np.float64]


def rows_of(doc: Doc, note: dict[str, Any]) -> Iterator[Row]:
    """The rows of one release whose countries are found, each with whether it is a body by the annotation."""
    analysis = analysis_of(doc)
    finder = Finder(analysis.tokens(doc), analysis)
    names, mentions = finder.named(finder.candidates())
    norm = scorer().norg
    bodies = [
        ({norm(n) for n in (b["name"], *b.get("aliases", []))}, b.get("optional", False)) for b in note["organisations"]
    ]
    for group, row in finder.rows(names, mentions):
        mine = {norm(n) for n in names.names_of(group)}
        found = [optional for known, optional in bodies if known & mine]
        if not (found and all(found)):
            yield row, bool(found)


def read(nlp: Language, documents: Sequence[Release]) -> Iterator[Row]:
    """The rows of releases as `nlp` reads them, countries included."""
    for release in documents:
        doc = nlp.make_doc(release.text)
        parts = structure(release.text, published=release.annotation.get("meta_date"))
        doc._.communique = Analysis(release=parts, document_id=release.id, published=parts.published)
        yield from rows_of(nlp(doc), release.annotation)


def fit(rows: Sequence[Row]) -> tuple[float, Numbers]:
    """Bias and weights of the features as they are, by Newton's method on scaled ones with an L2 penalty."""
    values = np.array([features for features, _ in rows])
    right = np.array([float(label) for _, label in rows])
    mean, spread = values.mean(axis=0), values.std(axis=0)
    spread[spread == 0] = 1
    scaled = np.hstack([(values - mean) / spread, np.ones((len(values), 1))])
    penalty = np.diag([PENALTY] * len(NAMES) + [0.0])
    weights = np.zeros(scaled.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (chance - right) + penalty @ weights
        weights -= np.linalg.solve((scaled * (chance * (1 - chance))[:, None]).T @ scaled + penalty, slope)
    own = weights[:-1] / spread
    return float(weights[-1] - own @ mean), own


def write(bias: float, weights: Numbers, path: Path = TABLE) -> None:
    """Write the table."""
    lines = [f"{name}\t{weight:.4f}\n" for name, weight in zip((BIAS, *NAMES), (bias, *weights), strict=True)]
    path.write_text(HEAD + "".join(lines), "utf-8")


def main() -> None:
    """Train, read, fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path, help="a JSON file that keeps the rows")
    parser.add_argument("--refit", action="store_true", help="take the rows from the file")
    arguments = parser.parse_args()
    if not arguments.refit:
        documents = releases(SHARED / "train")
        fold = fold_of({r.id: r.text for r in documents})
        fold_networks(range(FOLDS))
        nlp = load_model()
        nlp.add_pipe("communique_sentences", before="parser")
        nlp.add_pipe("communique_countries")
        rows: list[Row] = []
        for number in range(FOLDS):
            use_network(nlp, number)
            rows += read(nlp, [r for r in documents if fold[r.id] == number])
        arguments.rows.write_text(json.dumps(rows), "utf-8")
    write(*fit(json.loads(arguments.rows.read_text("utf-8"))))


if __name__ == "__main__":
    main()
