"""The training of `communique_second_reading` (run by `training.train`)."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np
from spacy.tokens import Doc

from pipeline.extract.second_reading import PLACES, TAGS, WIDTH, features_of
from pipeline.extract.tagging import Network
from training.corpus import MISSING, Labelled
from training.tagging import Fit, Piece, Tags, fit, mark, skip

SETTINGS = Fit(seed=1, passes=12, learn_rate=0.003, dropout=0.3, hidden_features=0.1, batch=12)
LENGTH = 250
"""Tokens of a piece; what the network knows of the whole document is in the features."""
_LABELS = frozenset(tag[2:] for tag in TAGS[1:])


def targets(doc: Doc, document: Labelled) -> Tags:
    """The tag of each token. A span that is no whole tokens teaches nothing."""
    wanted: Tags = np.zeros(len(doc), dtype="int64")
    for start, end, label in document.spans:
        name = "PLACE" if label in PLACES else label
        if label == MISSING or doc.char_span(start, end) is None:
            skip(wanted, doc, (start, end))
        elif name in _LABELS:
            mark(wanted, doc, (start, end), TAGS, name)
    return wanted


def train_second_reading(read: Sequence[tuple[Doc, Labelled]], settings: Fit = SETTINGS) -> Network:
    """The network trained on documents as an `ner` reads them that was not trained on them."""
    pieces: list[Piece] = []
    for doc, document in read:
        features, wanted = features_of(doc), targets(doc, document)
        pieces += [(features[i : i + LENGTH], wanted[i : i + LENGTH]) for i in range(0, len(doc), LENGTH)]

    def every(number: int, random: Random) -> Sequence[Piece]:
        return pieces

    return fit(len(TAGS), WIDTH, every, settings)
