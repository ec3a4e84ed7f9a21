"""`communique_entities`: people, bodies, dates, places and the rest of the base model's labels, and spans of offices.

It stands in the place of the base model's `ner` and needs its `tok2vec` before it (`doc.tensor`). The network and what
it sees: `pipeline/extraction/entity_network.py`; its weights: `pipeline/data/model`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice, pairwise

import srsly
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.data import data_file
from pipeline.extraction.entity_network import FIRST_TAGS, PLACES, ROLE_TAGS, TAGS, Reading, inputs_of, read
from pipeline.extraction.layers import Floats, Weights
from pipeline.extraction.lexicon import BODIES, GIVEN, lexicon_bits
from pipeline.extraction.tagging import decode

NAME = "communique_entities"
WEIGHTS = "entities.msgpack"
"""File of the weights below `pipeline/data/model`; its hash is in the manifest that `load_shipped` checks."""
ROLES = "roles"
"""Name of the span group of offices; `group.attrs["scores"]` has each span's probability (0 to 1)."""
REACH = 32
"""Tokens on either side of a PERSON where offices are looked for."""
BIAS = 1.0
"""Against “no office”, see `decode`; chosen on fold 1 (benchmarks/ner.md)."""
PERSON, PERSON_NAMED = 0.2, 0.1
"""Probability of PERSON from which what reads likelier as a body is a person, without and with a known given name.

Of names of two to four words that the network of the other folds took for bodies, none with a word of bodies, 10 of 18
from .2 on were people and 4 bodies; with a given name 5 of 7 from .1 on were people and 2 bodies.
"""
GAP = 3
"""Blanks that part columns of a text whose line ends were lost."""
_PERSON_COLUMNS = [i for i, tag in enumerate(TAGS) if tag[2:] == "PERSON"]
_PERSON_BEGINS = TAGS.index("B-PERSON")
_PLACE_COLUMNS = {label: [i for i, tag in enumerate(FIRST_TAGS) if tag[2:] == label] for label in PLACES}

if not Doc.has_extension("communique_readings"):
    Doc.set_extension("communique_readings", default=None)


@Language.factory(NAME)
def make_entities(nlp: Language, name: str) -> Entities:
    """Factory of the component."""
    return Entities()


class Entities:
    """Sets `doc.ents`, `doc.spans["roles"]` and `doc._.communique_readings`.

    The last are the probabilities of `entity_network.TAGS`, one row a token. `weights`: others than the shipped ones.
    """

    labels = tuple(sorted({tag[2:] for tag in FIRST_TAGS[1:]}))

    def __init__(self, weights: Weights | None = None) -> None:
        self.weights = weights

    def __call__(self, doc: Doc) -> Doc:
        """Find the entities and offices of one document."""
        self._mark([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Find the entities and offices of many documents, `batch_size` of them at once."""
        stream = iter(stream)
        while batch := list(islice(stream, batch_size)):
            self._mark(batch)
            yield from batch

    def _mark(self, docs: Sequence[Doc]) -> None:
        weights = self.weights if self.weights is not None else shipped_weights()
        written = [doc for doc in docs if len(doc)]
        readings = read(weights, inputs_of(written)) if written else []
        for doc, reading in zip(written, readings, strict=True):
            set_entities(doc, reading)
            set_roles(doc, reading.roles)
        for doc in docs:
            if not len(doc):
                doc.spans[ROLES] = []
                doc.spans[ROLES].attrs["scores"] = []


@cache
def shipped_weights() -> Weights:
    """The weights in the package."""
    return weights_of(data_file("model").joinpath(WEIGHTS).read_bytes())


def weights_of(data: bytes) -> dict[str, Floats]:
    """The weights as `training/ship.py` writes them: half precision, by name."""
    return {name: array.astype("float32") for name, array in srsly.msgpack_loads(data).items()}


def set_entities(doc: Doc, reading: Reading) -> None:
    """Set `doc.ents` and the readings from the probabilities of the tags."""
    doc._.communique_readings = reading.second
    ents = []
    for first, last, label, _ in decode(reading.second, TAGS):
        start, end = longest_piece(doc, first, last)
        person = person_inside(doc, reading.second, start, end) if label == "ORG" else end
        if person < end:
            ents.append(Span(doc, person, end, label="PERSON"))
        if start < person:
            name = _place_label(reading.first[start:person]) if label == "PLACE" else label
            ents.append(Span(doc, start, person, label=name))
    doc.set_ents(ents)


def person_inside(doc: Doc, probabilities: Floats, start: int, end: int) -> int:
    """Where in a span read as a body a person's name begins that runs to its end; `end` where none does.

    The whole (“Katalin Roe, Hungary's Ambassador”), or behind a body or an office with a known given name (“Director of
    the Museum of Belarus Iryna Roe”).
    """
    found = end
    for at in range(end - 1, max(start, end - 4) - 1, -1):
        bits = lexicon_bits(doc[at].text)
        if bits & BODIES or not doc[at].text[0].isupper():
            break
        if at == start:
            chance = float(probabilities[start:end, _PERSON_COLUMNS].sum(axis=1).mean())
            if end == found > start + 1 and chance >= (PERSON_NAMED if bits & GIVEN else PERSON):
                found = start
        elif bits & GIVEN and at + 1 < end and probabilities[at, _PERSON_BEGINS] >= PERSON_NAMED:
            found = at
    return found


def _place_label(rows: Floats) -> str:
    return max(PLACES, key=lambda label: float(rows[:, _PLACE_COLUMNS[label]].sum()))


def set_roles(doc: Doc, probabilities: Floats) -> None:
    """Set `doc.spans["roles"]`: candidates near people, for `communique_roles` to say which of them is whose.

    They do not overlap and are in order of the text.
    """
    found, scores = [], []
    for start, end in passages(doc):
        for first, last, label, score in decode(probabilities[start:end], ROLE_TAGS, BIAS):
            found.append(Span(doc, start + first, start + last, label=label))
            scores.append(score)
    doc.spans[ROLES] = found
    doc.spans[ROLES].attrs["scores"] = scores


def passages(doc: Doc) -> Iterator[tuple[int, int]]:
    """Token ranges within `REACH` of a PERSON, joined where they touch."""
    start = end = -1
    for ent in doc.ents:
        if ent.label_ != "PERSON":
            continue
        first, last = max(0, ent.start - REACH), min(len(doc), ent.end + REACH)
        if first > end >= 0:
            yield start, end
            start = first
        elif start < 0:
            start = first
        end = last
    if end >= 0:
        yield start, end


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
