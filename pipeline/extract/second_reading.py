"""The second reading: `communique_second_reading` corrects what `ner` found, with the whole document in view.

`ner` sees four tokens on either side, so that an unknown company is a person here and nothing there. This network
sees of every word also how it was read, and in what surroundings, in all its places in the document. It decides on
people, bodies, dates and places; other labels (NORP, MONEY …) stay `ner`'s where nothing else is found.
Trained by `training/second_reading.py`.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.extract.layers import Floats, Groups
from pipeline.extract.tagging import Network, decode, shipped_network, tags_of, token_features

NAME = "communique_second_reading"
PLACES = frozenset(["GPE", "LOC", "FAC"])
"""Labels that are one to the network; a place keeps the one it had, and is GPE where it is new."""
TAGS = tags_of(["PERSON", "ORG", "DATE", "PLACE"])
WIDTH = 96
_CLASSES = {"PERSON": 0, "ORG": 1, "GPE": 2, "LOC": 2, "FAC": 2, "DATE": 3, "NORP": 4}
_OTHER, _NONE = 5, 6

if not Doc.has_extension("communique_readings"):
    Doc.set_extension("communique_readings", default=None)

GAP = 3
"""Blanks that part columns of a text whose line ends were lost."""


@Language.factory(NAME)
def make_second_reading(nlp: Language, name: str) -> SecondReading:
    """Factory of the component. It needs `tok2vec` and `ner` of the `communique` model before it."""
    return SecondReading()


class SecondReading:
    """Sets `doc.ents` again, and `doc._.communique_readings`: the probabilities of `TAGS`, one row a token.

    `network`: another than the shipped one.
    """

    def __init__(self, network: Network | None = None) -> None:
        self.network = network

    def __call__(self, doc: Doc) -> Doc:
        """Read the entities of one document again."""
        if len(doc) == 0:
            return doc
        network = self.network or shipped_network("second", len(TAGS), WIDTH)
        probabilities = network.predict([features_of(doc)])[0]
        doc._.communique_readings = probabilities
        ents = []
        taken = np.zeros(len(doc), dtype=bool)
        for first, last, label, _ in decode(probabilities, TAGS):
            start, end = longest_piece(doc, first, last)
            if start == end:
                continue
            ents.append(Span(doc, start, end, label=_place_label(doc, start, end) if label == "PLACE" else label))
            taken[start:end] = True
        kept = [e for e in doc.ents if _CLASSES.get(e.label_, _OTHER) > _CLASSES["DATE"]]
        ents += [e for e in kept if not taken[e.start : e.end].any()]
        doc.set_ents(sorted(ents, key=lambda e: e.start))
        return doc


def longest_piece(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """A span less what stands beyond the end of a paragraph or a gap: names do not run from one column to the next."""
    breaks = [t.i for t in doc[start:end] if t.is_space and _parts(t.text)]
    edges = [start - 1, *breaks, end]
    pieces = [(a + 1, b) for a, b in pairwise(edges)]
    start, end = max(pieces, key=lambda piece: piece[1] - piece[0])
    while start < end and doc[start].is_space:
        start += 1
    while start < end and doc[end - 1].is_space:
        end -= 1
    return start, end


def _parts(blanks: str) -> bool:
    """Whether blanks part columns or paragraphs; a line end with the indentation of the next line does not."""
    lines = blanks.count("\n")
    return lines > 1 or (lines == 0 and len(blanks) >= GAP)


def _place_label(doc: Doc, start: int, end: int) -> str:
    return next((t.ent_type_ for t in doc[start:end] if t.ent_type_ in PLACES), "GPE")


def features_of(doc: Doc) -> Floats:
    """One row a token: the token, the entity it is in, and the means over all places of the same word.

    The means are of the labels and of the shared vectors; beside them how often the word stands in the document
    (logarithm), and the share of its places where it is in lower case.
    """
    entities = np.zeros((len(doc), _NONE + 3), dtype="float32")
    entities[:, _NONE] = 1
    for ent in doc.ents:
        entities[ent.start : ent.end, _NONE] = 0
        entities[ent.start : ent.end, _CLASSES.get(ent.label_, _OTHER)] = 1
        entities[ent.start, _NONE + 1] = 1
        entities[ent.end - 1, _NONE + 2] = 1
    same, spelt = Groups(doc.to_array("ORTH")), Groups(doc.to_array("LOWER"))
    rows = np.hstack([entities[:, : _NONE + 1], doc.tensor])
    means = np.hstack([same.means(rows), np.log(same.counts)[:, None] / 2])[same.of]
    lower = spelt.means(doc.to_array("IS_LOWER")[:, None].astype("float32"))[spelt.of]
    return np.hstack([*token_features(doc), entities, means, lower], dtype="float32")
