"""A document as the quote rules see it: tokens, runs of marks as opaque blocks, sentences around them.

Sentences of the parser are of little use around marks (“Why?” she asked is two of them), so a sentence here is what
lies between full stops *outside* the marks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD  # type: ignore[import-not-found]
from spacy.symbols import nsubj, nsubjpass  # type: ignore[import-not-found]
from spacy.tokens import Doc, Token

from pipeline.data import word_list
from pipeline.extraction.analysis import analysis_of
from pipeline.extraction.quotes.marks import Run
from pipeline.extraction.quotes.names import Names
from pipeline.extraction.tokens import Tokens
from pipeline.structure import Span

OUTSIDE = -1
_ENDS = frozenset((".", "?", "!", "…"))


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(word_list("quotes/abbreviations.txt"))


class Made(Sequence[Token]):
    """The tokens of a document, each made when it is first asked for: the rules look at few."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._made: list[Token | None] = [None] * len(doc)

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, i: int) -> Token: ...
    @overload
    def __getitem__(self, i: slice) -> list[Token]: ...
    def __getitem__(self, i: int | slice) -> Token | list[Token]:
        if isinstance(i, slice):
            doc, made = self._doc, self._made
            return [made[n] or _keep(made, n, doc[n]) for n in range(*i.indices(len(made)))]
        return self._made[i] or _keep(self._made, i, self._doc[i])


def _keep(made: list[Token | None], i: int, token: Token) -> Token:
    made[i] = token
    return token


class Parse(NamedTuple):
    """What the parse says of all tokens, for rules that look through many: no token is made for it."""

    relations: NDArray[np.uint64]  # by spaCy's numbers
    heads: NDArray[np.int64]


@dataclass(slots=True)
class Frame:
    """One parsed document with its runs of marks. Token ranges are half open."""

    doc: Doc
    runs: Sequence[Run]
    paragraphs: Sequence[Span]
    names: Names
    text: str  # of the document, which spaCy joins anew with every look
    tokens: Made = field(init=False)
    plain: Tokens = field(init=False)  # the same without the parse
    run_of: list[int] = field(init=False)  # per token: the run that holds it, or OUTSIDE
    _starts: list[int] = field(init=False)
    _parse: Parse | None = field(init=False, default=None)
    _subjects: list[int] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.tokens = Made(self.doc)
        self.plain = analysis_of(self.doc).tokens(self.doc)
        self._starts = self.plain.starts
        self.put(self.runs)

    def put(self, runs: Sequence[Run]) -> None:
        """Take other runs of marks in place of those there are."""
        self.runs = runs
        self.run_of = [OUTSIDE] * len(self.tokens)
        for n, run in enumerate(runs):
            for i in range(self.token_from(run.outer_start), self.token_from(run.outer_end)):
                self.run_of[i] = n

    def token_from(self, offset: int) -> int:
        """Index of the first token that starts at or after `offset`."""
        return bisect_left(self._starts, offset)

    def token_at(self, offset: int) -> int:
        """Index of the token that holds `offset` (or the last before it)."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """Tokens that start within `start` and `end`."""
        return self.token_from(start), self.token_from(end)

    def outside(self, i: int) -> bool:
        """Whether token `i` stands outside all marks."""
        return self.run_of[i] == OUTSIDE

    def words(self, zone: range) -> list[Token]:
        """The tokens of a range outside all marks, white space left out."""
        run_of, texts, tokens = self.run_of, self.plain.texts, self.tokens
        return [tokens[i] for i in zone if run_of[i] == OUTSIDE and not texts[i].isspace()]

    def ends_sentence(self, i: int) -> bool:
        """Whether token `i`, outside marks, ends a sentence."""
        texts = self.plain.texts
        text = texts[i]
        if text[-1] not in _ENDS:
            return False
        if text == "." and i and texts[i - 1] + "." in _abbreviations():
            return False
        if text in _ENDS:
            return True
        if not text.endswith(".") or text in _abbreviations() or i + 1 == len(texts):
            return False
        return texts[i + 1][:1].isupper() and bool(self.tokens[i + 1].is_sent_start)

    @property
    def parse(self) -> Parse:
        """The parse as arrays, read where the text has marks."""
        if self._parse is None:
            array: NDArray[np.uint64] = self.doc.to_array([DEP, HEAD]).reshape(-1, 2)  # type: ignore[assignment]
            heads = array[:, 1].astype(np.int64) + np.arange(len(array))  # spaCy gives their distance
            self._parse = Parse(array[:, 0], heads)
        return self._parse

    def subjects(self) -> list[int]:
        """The tokens that are subjects by the parse, in order."""
        if self._subjects is None:
            relations = self.parse.relations
            self._subjects = np.flatnonzero((relations == nsubj) | (relations == nsubjpass)).tolist()
        return self._subjects

    def before(self, run: Run) -> tuple[int, int]:
        """Tokens of the sentence up to `run`; earlier runs of the sentence lie within."""
        first, last = self.token_from(self.paragraphs[run.paragraph].start), self.token_from(run.outer_start)
        i = last
        while i > first:
            j = i - 1
            if self.outside(j):
                if self.ends_sentence(j):
                    break
                i = j
                continue
            earlier = self.runs[self.run_of[j]]
            if self.closes_sentence(earlier):
                break
            i = self.token_from(earlier.outer_start)
        return max(i, first), last

    def after(self, run: Run) -> tuple[int, int]:
        """Tokens of the sentence after `run`, up to its end or the next run."""
        end = self.paragraphs[run.paragraph].end
        if run.text(self.text).endswith(",") and not self.text[run.outer_end : end].strip():
            # a line end stands between a quote and its attribution: “We won,”⏎ Mayor Karim said.
            end = self.paragraphs[min(run.paragraph + 1, len(self.paragraphs) - 1)].end
        first, last = self.token_from(run.outer_end), self.token_from(end)
        i = first
        while i < last and self.outside(i):
            if self.ends_sentence(i) and i > first:
                return first, i + 1
            i += 1
        return first, i

    def sentence_end(self, run: Run) -> int:
        """Token after the sentence that `run` stands in; later runs of the sentence lie within."""
        i, last = self.token_from(run.outer_end), self.token_from(self.paragraphs[run.paragraph].end)
        while i < last:
            if self.outside(i):
                i += 1
                if self.ends_sentence(i - 1):
                    return i
                continue
            later = self.runs[self.run_of[i]]
            i = max(i + 1, self.token_from(later.outer_end))
            if self.closes_sentence(later):
                return i
        return i

    def closes_sentence(self, run: Run) -> bool:
        """Whether the sentence ends with `run`: a full stop in it, and a capital, a mark or nothing after it."""
        inner = run.text(self.text).rstrip()
        following = self.text[run.outer_end : self.paragraphs[run.paragraph].end].lstrip(" \t\u00a0\n")
        if following[:1] in (".", ";"):
            return True
        if not inner.endswith((".", "?", "!", "…")):
            return False
        return not following or not (following[0].islower() or following[0] in ",)—–-")
