"""The tokens of a document as columns, read from spaCy once: its `Token` objects cost as much as the rules do.

A loop over a `Doc` makes a Python object a token every time, and `Doc.text` joins the whole text at every access.
Rules look at few of the tokens, so that tuples of our own would cost more than they save.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import compress
from operator import sub
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc  # names of tables are compared without spaCy, which takes half a second to load


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


_ENT = partial(tuple.__new__, Ent)


@lru_cache(maxsize=512)  # some two hundred labels, each asked for in every text
def _string(store: StringStore, number: int) -> str:
    return store[number]


@dataclass(eq=False)
class Columns:
    """Tokens, a list for each thing that is known of them."""

    numbers: Sequence[int]  # in the document
    starts: list[int]  # in code points of the text, as the ends
    ends: list[int]
    texts: list[str]
    lowers: list[str]
    tags: list[str]  # `tag_` of spaCy's tokens
    parts: list[str]  # `pos_`
    labels: list[str]  # of the entities that they are in; "" outside
    spaced: list[int]  # 1 where a space follows

    def __len__(self) -> int:
        return len(self.starts)

    def some(self, is_wanted: list[bool]) -> Columns:
        """Some of the tokens, as if there were no others."""
        numbers = list(compress(self.numbers, is_wanted))
        if len(numbers) == len(self):
            return self
        return Columns(
            numbers,
            list(compress(self.starts, is_wanted)),
            list(compress(self.ends, is_wanted)),
            list(compress(self.texts, is_wanted)),
            list(compress(self.lowers, is_wanted)),
            list(compress(self.tags, is_wanted)),
            list(compress(self.parts, is_wanted)),
            list(compress(self.labels, is_wanted)),
            list(compress(self.spaced, is_wanted)),
        )


class Tokens(Columns):
    """The tokens and entities of one document, looked up by number or by character."""

    def __init__(self, doc: Doc, text: str) -> None:
        self.text = text
        columns: list[list[int]] = doc.to_array(_COLUMNS).T.tolist()
        starts, orths, tags, parts, types, marks, spaced = columns
        size = len(orths)
        # tokens and the single spaces behind some of them are the whole text
        ends = list(map(sub, [*starts[1:], len(text)], spaced))
        places = dict(zip(orths, range(size), strict=True))  # a place of each form
        forms = {orth: text[starts[i] : ends[i]] for orth, i in places.items()}
        lowers = {orth: form.lower() for orth, form in forms.items()}
        strings = {number: _string(doc.vocab.strings, number) for number in {*tags, *parts, *types}}
        super().__init__(
            range(size),
            starts,
            ends,
            list(map(forms.__getitem__, orths)),
            list(map(lowers.__getitem__, orths)),
            list(map(strings.__getitem__, tags)),
            list(map(strings.__getitem__, parts)),
            list(map(strings.__getitem__, types)),
            spaced,
        )
        self.spaces = list(compress(range(size), map(str.isspace, self.texts)))
        """Numbers of the tokens that are white space."""
        self._places: dict[Callable[[str], bool], list[int]] = {}
        self.readings: NDArray[np.float32] | None = None
        """What `communique_entities` left of its probabilities, one row a token; None without it."""
        if doc.has_extension("communique_readings"):
            self.readings = doc._.communique_readings
        self.ents = list(self._entities(marks))
        self._votes = Counter(
            [(" ".join(text[ent.start : ent.end].split()), _CLASS.get(ent.label, "")) for ent in self.ents]
        )

    def _entities(self, marks: list[int]) -> Iterator[Ent]:
        """The entities by the numbers that stand for B, I and O in `ENT_IOB`."""
        size = len(marks)
        for first in [i for i, mark in enumerate(marks) if mark == _BEGINS]:
            stop = first + 1
            while stop < size and marks[stop] == _INSIDE:
                stop += 1
            if label := self.labels[first]:  # spaCy marks tokens that no entity may hold as beginnings without a label
                yield _ENT((self.starts[first], self.ends[stop - 1], label, first, stop))

    def votes(self, surface: str, label: Literal["PERSON", "ORG", "PLACE"]) -> int:
        """How often the recogniser takes a name (in full, one space between words) for one of these."""
        return self._votes[surface, label]

    def places(self, is_wanted: Callable[[str], bool]) -> list[int]:
        """Numbers of the tokens whose form in lower case is wanted, in order; found once for each `is_wanted`.

        Every token is asked for: with `__contains__` of a set that is faster than an index of the forms.
        """
        if is_wanted not in self._places:
            self._places[is_wanted] = list(compress(range(len(self.lowers)), map(is_wanted, self.lowers)))
        return self._places[is_wanted]

    def touching(self, start: int, end: int) -> range:
        """Numbers of the tokens that share a character with `start` … `end` (or the white space after them)."""
        if not self.starts or end <= start:
            return range(0)
        return range(max(bisect_right(self.starts, start) - 1, 0), bisect_left(self.starts, end))
