"""The tokens of a document as columns, read from spaCy once: its `Token` objects cost as much as the rules do.

A loop over a `Doc` makes a Python object a token every time, and `Doc.text` joins the whole text at every access.
The rules look at one token in ten; a plain tuple is made of each of these, once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc  # names of tables are compared without spaCy, which takes half a second to load


class Token(NamedTuple):
    """A token; names are those of spaCy's. `idx` and `end` count code points of the text."""

    i: int
    idx: int
    end: int
    text: str
    lower_: str
    tag_: str
    pos_: str
    ent_type_: str
    whitespace_: str
    is_space: bool


class Ent(NamedTuple):
    """An entity of the recogniser: its place in code points and in tokens."""

    start: int
    end: int
    label: str
    first: int
    stop: int


_COLUMNS: list[int | str] = ["IDX", "ORTH", "TAG", "POS", "ENT_TYPE", "ENT_IOB", "SPACY"]
_INSIDE, _BEGINS = 1, 3  # what `ENT_IOB` has for I and B
_CLASS = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE"}
_NOBODY: Counter[str] = Counter()


class _Strings(dict[int, str]):
    """Strings by spaCy's numbers, asked of its store once each."""

    def __init__(self, store: StringStore) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, number: int) -> str:
        found = self[number] = self._store[number]
        return found


class Tokens:
    """The tokens and entities of one document, looked up by number or by character."""

    def __init__(self, doc: Doc, text: str) -> None:
        self.text = text
        self.starts: list[int]
        columns: list[list[int]] = doc.to_array(_COLUMNS).T.tolist()
        self.starts, orths, self._tags, self._parts, self._labels, marks, self._spaced = columns
        self._strings = _Strings(doc.vocab.strings)
        self.texts: list[str] = list(map(self._strings.__getitem__, orths))
        lowers = {form: form.lower() for form in set(self.texts)}
        self.lowers: list[str] = list(map(lowers.__getitem__, self.texts))
        self._made: list[Token | None] = [None] * len(self.texts)
        self._places: dict[Callable[[str], bool], list[int]] = {}
        self.readings: NDArray[np.float32] | None = None
        """What `communique_entities` left of its probabilities, one row a token; None without it."""
        if doc.has_extension("communique_readings"):
            self.readings = doc._.communique_readings
        self.ents = list(self._entities(marks))
        self._votes: dict[str, Counter[str]] = {}
        for ent in self.ents:
            surface = " ".join(text[ent.start : ent.end].split())
            votes = self._votes.get(surface)
            if votes is None:
                votes = self._votes[surface] = Counter()
            votes[_CLASS.get(ent.label, "")] += 1

    def _entities(self, marks: list[int]) -> Iterator[Ent]:
        """The entities by the numbers that stand for B, I and O in `ENT_IOB`."""
        size = len(marks)
        for first in compress(range(size), map(_BEGINS.__eq__, marks)):
            stop = first + 1
            while stop < size and marks[stop] == _INSIDE:
                stop += 1
            label = self._strings[self._labels[first]]
            if label:  # spaCy marks tokens that no entity may hold as beginnings without a label
                yield Ent(self.starts[first], self.end(stop - 1), label, first, stop)

    @cached_property
    def spaces(self) -> list[int]:
        """Numbers of the tokens that are white space."""
        return list(compress(range(len(self.texts)), map(str.isspace, self.texts)))

    def end(self, i: int) -> int:
        """Where token `i` ends."""
        return self.starts[i] + len(self.texts[i])

    def votes(self, surface: str) -> Counter[str]:
        """How often the recogniser takes a name (in full, one space between words) for PERSON, ORG or PLACE."""
        return self._votes.get(surface, _NOBODY)

    def places(self, is_wanted: Callable[[str], bool]) -> list[int]:
        """Numbers of the tokens whose form in lower case is wanted, in order; found once for each `is_wanted`.

        Every token is asked for: with `__contains__` of a set that is faster than an index of the forms.
        """
        if is_wanted not in self._places:
            self._places[is_wanted] = list(compress(range(len(self.lowers)), map(is_wanted, self.lowers)))
        return self._places[is_wanted]

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, i: int) -> Token:
        return self._made[i] or self._make(i)

    def _make(self, i: int) -> Token:
        text, start, strings = self.texts[i], self.starts[i], self._strings
        token = self._made[i] = Token(
            i,
            start,
            start + len(text),
            text,
            self.lowers[i],
            strings[self._tags[i]],
            strings[self._parts[i]],
            strings[self._labels[i]],
            " " if self._spaced[i] else "",
            text.isspace(),
        )
        return token

    def tag(self, i: int) -> str:
        """The tag of token `i`, without the token."""
        return self._strings[self._tags[i]]

    def touching(self, start: int, end: int) -> range:
        """Numbers of the tokens that share a character with `start` … `end` (or the white space after them)."""
        if not self.starts or end <= start:
            return range(0)
        return range(max(bisect_right(self.starts, start) - 1, 0), bisect_left(self.starts, end))


class Kept:
    """Some tokens of a document, as if there were no others; `numbers` are theirs in the document."""

    def __init__(self, tokens: Tokens, numbers: list[int]) -> None:
        self._tokens, self.numbers = tokens, numbers
        self.texts = list(map(tokens.texts.__getitem__, numbers))
        self.lowers = list(map(tokens.lowers.__getitem__, numbers))

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, i: int) -> Token:
        return self._tokens[self.numbers[i]]

    def tag(self, i: int) -> str:
        """The tag of token `i`."""
        return self._tokens.tag(self.numbers[i])
