"""Parse, attributes and lemmas where they are read: the rules of quotes read them, in about half of a text.

The parser of spaCy reads tokens by the vectors that the document has already (`Doc.tensor`), and paragraphs are
sentences of their own (`communique_sentences`). So a passage is parsed as a short document of its own, the passages of
a batch of documents together, which takes the parser less time too than a few long ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD, LEMMA, ORTH, POS, SENT_START, SPACY, TAG  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.pipeline import DependencyParser
from spacy.pipeline.tok2vec import Tok2VecListener
from spacy.symbols import dep  # type: ignore[import-not-found]
from spacy.tokens import Doc

from pipeline.extraction.analysis import analysis_of
from pipeline.extraction.attributes import FastAttributes
from pipeline.extraction.lemmas import AskedLemmas
from pipeline.extraction.quotes.scope import CueForms, Range, cue_forms, passages

NAME = "communique_parse"
POS_NAME = "communique_parts_of_speech"
_AHEAD = 2
"""Tokens after a passage that the parser looks at as well (`StateC.set_context_tokens`); their parse is dropped."""
_START = 1
_ANY_RELATION = dep
_MOST = 2_500
"""Tokens that are parsed together: what the parser works out for each of them beforehand fits a core's cache."""


class ScopedParse:
    """The component that stands in for parser, attribute ruler and lemmatiser."""

    def __init__(self, parser: Any, attributes: FastAttributes, lemmas: AskedLemmas) -> None:
        self._parser, self._attributes, self._lemmas = parser, attributes, lemmas
        self._cues: CueForms = cue_forms(lemmas.exceptions, lemmas.rules)

    def __call__(self, doc: Doc) -> Doc:
        """Parse the passages of one document."""
        return next(self.pipe([doc], batch_size=1))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Parse the passages of documents together, however many there are in a batch."""
        batch = list(docs)
        pieces = [piece for doc in batch for piece in self._pieces(doc)]
        short = [piece.short for piece in pieces]
        for some in _groups(short):
            self._parser.set_annotations(some, self._parser.predict(some))
        at = 0
        for doc in batch:
            mine = [p for p in pieces[at:] if p.doc is doc]
            at += len(mine)
            _write(doc, mine)
            # lemmas depend on morphology, and nothing else does
            self._attributes.write(doc, [TAG, DEP, POS, LEMMA], morph_of=self._lemmas.asked(doc))
            yield self._lemmas(doc)

    def _pieces(self, doc: Doc) -> Iterator[_Piece]:
        analysis = analysis_of(doc)
        array: NDArray[Any] = doc.to_array([ORTH, SPACY, SENT_START]).reshape(-1, 3)
        words, spaces = array[:, 0].tolist(), (array[:, 1] != 0).tolist()
        starts = sorted({0, *np.flatnonzero(array[:, 2] == _START).tolist()})
        for first, end in passages(analysis, analysis.tokens(doc), starts, self._cues):
            yield _Piece(doc, (first, end), words, spaces, array[:, 2])


class _Piece:
    """A passage of a document, and the short document made of it."""

    def __init__(
        self, doc: Doc, place: Range, words: list[int], spaces: list[bool], starts: NDArray[np.uint64]
    ) -> None:
        self.doc, self.place = doc, place
        first, end = place
        beyond = min(end + _AHEAD, len(words))
        given = starts[first:beyond].copy()
        given[0] = _START
        if beyond > end:
            given[end - first] = _START
        words_given: Any = words[first:beyond]  # by number: spaCy's type says strings only
        self.short = Doc(doc.vocab, words=words_given, spaces=spaces[first:beyond])
        self.short.from_array([SENT_START], given)  # type: ignore[arg-type]
        self.short.tensor = doc.tensor[first:beyond]


def _groups(docs: list[Doc]) -> Iterator[list[Doc]]:
    """Documents in groups of about `_MOST` tokens."""
    group: list[Doc] = []
    size = 0
    for doc in docs:
        if group and size + len(doc) > _MOST:
            yield group
            group, size = [], 0
        group.append(doc)
        size += len(doc)
    if group:
        yield group


def _write(doc: Doc, pieces: list[_Piece]) -> None:
    """Copy the parse of the passages; elsewhere no token has a head or a relation, and sentences start as they did.

    The edges of tokens are set in every document: those that the tokenizer makes by special cases (“Md.” of “D-Md.”)
    have none, and to ask such a token for its children ends the process. spaCy sets them where a relation is written.
    """
    if not len(doc):
        return
    starts = doc.to_array([SENT_START]).reshape(-1)
    tree = np.zeros((len(doc), 2), dtype=np.uint64)
    for piece in pieces:
        first, end = piece.place
        parsed = piece.short.to_array([HEAD, DEP, SENT_START])[: end - first]
        tree[first:end] = parsed[:, :2]
        starts[first:end] = parsed[:, 2]
    unparsed = not tree[:, 1].any()
    if unparsed:
        tree[0, 1] = _ANY_RELATION
    doc.from_array([HEAD, DEP], tree)  # type: ignore[arg-type]  # sets edges, and sentence starts by the heads
    if unparsed:
        doc[0].dep = 0
    doc.from_array([SENT_START], starts)  # type: ignore[arg-type]


class PartsOfSpeech:
    """Sets what the attribute ruler says of parts of speech by tag and form alone."""

    def __init__(self, attributes: FastAttributes) -> None:
        self._attributes = attributes

    def __call__(self, doc: Doc) -> Doc:
        """Set the parts of speech of one document."""
        return self._attributes.write(doc, [POS])


def use_scoped_parse(nlp: Language, before: str) -> None:
    """Let one component before `before` stand in for the parser, the attributes and the lemmas of a pipeline.

    Parts of speech are set where the attributes were, as far as they can be told without a parse. Only where they are
    those of this package, and the parser reads `Doc.tensor`; other pipelines stay as they are.
    """
    parts = dict(nlp.pipeline)
    parser: Any = parts.get("parser")
    if (
        isinstance(parser, DependencyParser)
        and any(isinstance(node, Tok2VecListener) for node in parser.model.walk())
        and isinstance(parts.get("communique_attributes"), FastAttributes)
        and isinstance(parts.get("communique_lemmas"), AskedLemmas)
    ):
        nlp.add_pipe(POS_NAME, before="communique_attributes")
        for name in ("parser", "communique_attributes", "communique_lemmas"):
            nlp.disable_pipe(name)
        nlp.add_pipe(NAME, before=before)


@Language.factory(POS_NAME)
def make_parts_of_speech(nlp: Language, name: str) -> PartsOfSpeech:
    """Parts of speech by the attributes that `nlp` has, in use or not."""
    parts: dict[str, Any] = dict(nlp.components)
    return PartsOfSpeech(parts["communique_attributes"])


@Language.factory(NAME)
def make_scoped_parse(nlp: Language, name: str) -> ScopedParse:
    """The component over the parser, the attributes and the lemmas that `nlp` has, in use or not."""
    parts: dict[str, Any] = dict(nlp.components)
    return ScopedParse(parts["parser"], parts["communique_attributes"], parts["communique_lemmas"])
