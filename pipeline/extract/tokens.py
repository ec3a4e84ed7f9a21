"""The tokens of a document as plain tuples, read from spaCy once: its `Token` objects cost as much as the rules do.

A loop over a `Doc` makes a Python object a token every time, and `Doc.text` joins the whole text at every access.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import compress
from operator import add
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
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


_SPACES = ("", " ")
_TOKEN = partial(tuple.__new__, Token)  # hundreds a text: past the constructor, which is written in Python


class Ent(NamedTuple):
    """An entity of the recogniser: its place in code points and in tokens."""

    start: int
    end: int
    label: str
    first: int
    stop: int


_CLASS = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE"}
_NOBODY: Counter[str] = Counter()


class Tokens:
    """The tokens and entities of one document, looked up by number or by character."""

    def __init__(self, doc: Doc, text: str) -> None:
        self.text = text
        columns: list[list[int]] = [
            doc.to_array(name).tolist() for name in ("IDX", "LENGTH", "TAG", "POS", "ENT_TYPE", "SPACY", "IS_SPACE")
        ]
        strings = doc.vocab.strings
        names = {code: strings[code] for column in columns[2:5] for code in set(column)}
        tags, parts, labels = (map(names.__getitem__, column) for column in columns[2:5])
        self.starts: list[int] = columns[0]
        ends = list(map(add, columns[0], columns[1]))
        self.texts: list[str] = list(map(text.__getitem__, map(slice, columns[0], ends)))
        self._lowers = list(map(str.lower, self.texts))
        rows = zip(
            range(len(ends)), columns[0], ends, self.texts, self._lowers, tags, parts, labels,
            map(_SPACES.__getitem__, columns[5]), map(bool, columns[6]), strict=True,
        )  # fmt: skip
        self.all: list[Token] = list(map(_TOKEN, rows))
        self.spaces = list(compress(range(len(ends)), columns[6]))
        """Numbers of the tokens that are white space."""
        self._places: dict[Callable[[str], bool], list[int]] = {}
        self.readings: NDArray[np.float32] | None = None
        """What `communique_entities` left of its probabilities, one row a token; None without it."""
        if doc.has_extension("communique_readings"):
            self.readings = doc._.communique_readings
        self.ents = [Ent(e.start_char, e.end_char, e.label_, e.start, e.end) for e in doc.ents]

        self._votes: dict[str, Counter[str]] = {}
        for ent in self.ents:
            self._votes.setdefault(" ".join(text[ent.start : ent.end].split()), Counter())[
                _CLASS.get(ent.label, "")
            ] += 1

    def votes(self, surface: str) -> Counter[str]:
        """How often the recogniser takes a name (in full, one space between words) for PERSON, ORG or PLACE."""
        return self._votes.get(surface, _NOBODY)

    def places(self, is_wanted: Callable[[str], bool]) -> list[int]:
        """Numbers of the tokens whose form in lower case is wanted, in order; found once for each `is_wanted`.

        Every token is asked for: with `__contains__` of a set that is faster than an index of the forms.
        """
        if is_wanted not in self._places:
            self._places[is_wanted] = list(compress(range(len(self._lowers)), map(is_wanted, self._lowers)))
        return self._places[is_wanted]

    def __len__(self) -> int:
        return len(self.all)

    def __getitem__(self, i: int) -> Token:
        return self.all[i]

    def touching(self, start: int, end: int) -> range:
        """Numbers of the tokens that share a character with `start` … `end` (or the white space after them)."""
        if not self.starts or end <= start:
            return range(0)
        return range(max(bisect_right(self.starts, start) - 1, 0), bisect_left(self.starts, end))
