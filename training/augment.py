"""Variants of training texts: what press releases do to their own words, and names from elsewhere."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from training.corpus import Labelled, chunks
from training.exchange import Brands, Exchange

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})
_STRIPPED = frozenset("“”‘’\"'")


@dataclass(frozen=True, slots=True)
class Augment:
    """Shares (0 to 1) of the chunks of one pass that each change falls on (`names`, `brands`: of the documents)."""

    straight_quotes: float = 0.0
    stripped_quotes: float = 0.0
    capitals: float = 0.0
    wrapped: float = 0.0
    names: float = 0.0
    brands: float = 0.0

    def __call__(self, piece: Labelled, random: Random, salt: str) -> Labelled:
        """The piece, changed or not; offsets of its spans go with the text.

        `salt` and the document's id decide whether and how its names change: alike in all pieces of a document.
        """
        document = Random(f"{salt}|{piece.id}")
        if document.random() < self.names:
            piece = Exchange(f"{salt}|{piece.id}")(piece)
        elif document.random() < self.brands:
            piece = Brands(f"{salt}|{piece.id}")(piece)
        changes: list[tuple[float, Callable[[Labelled], Labelled]]] = [
            (self.straight_quotes, lambda p: replace(p, text=p.text.translate(_STRAIGHT))),
            (self.stripped_quotes, stripped_quotes),
            (self.capitals, lambda p: replace(p, text=capitals(p.text))),
            (self.wrapped, wrapped),
        ]
        for share, change in changes:
            if share and random.random() < share:
                piece = change(piece)
        return piece


def augmented(document: Labelled, change: Augment, random: Random, salt: str, words: int) -> Labelled:
    """The whole document, each piece of about `words` words changed for itself; its roles go with the text."""
    text, spans = "", []
    for piece in chunks(document, words):
        new = change(piece, random, salt)
        spans += [(start + len(text), end + len(text), label) for start, end, label in new.spans]
        text += new.text
    old = [0, *(offset for start, end, _ in document.spans for offset in (start, end))]
    now = [0, *(offset for start, end, _ in spans for offset in (start, end))]

    def moved(offset: int) -> int:
        at = bisect_right(old, offset) - 1
        return min([now[at] + offset - old[at], *now[at + 1 : at + 2]])  # within a name no further than its new end

    def kept(places: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        both = ((moved(start), moved(end)) for start, end in places)
        return tuple((start, end) for start, end in both if start < end)

    return Labelled(document.id, text, tuple(spans), kept(document.roles), kept(document.maybe_roles))


def capitals(text: str) -> str:
    """Upper case, code point by code point: a letter whose capital is longer (“ß”) stays."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def stripped_quotes(piece: Labelled) -> Labelled:
    """Without quotation marks and apostrophes, as scrapers leave it (“the ZPRs office”).

    A span before a glued possessive keeps its place; `training.corpus.example` takes its tokens as unknown.
    """
    at = [0]
    for c in piece.text:
        at.append(at[-1] + (c not in _STRIPPED))
    text = "".join(c for c in piece.text if c not in _STRIPPED)
    return replace(piece, text=text, spans=tuple((at[s], at[e], label) for s, e, label in piece.spans))


def wrapped(piece: Labelled, width: int = 72) -> Labelled:
    """Lines broken at `width` characters, inside names too: a blank becomes a line end."""
    text = list(piece.text)
    start = last = 0
    for i, c in enumerate(text):
        if c == "\n":
            start = i + 1
        elif c == " ":
            last = i
        if i - start >= width and last > start:
            text[last] = "\n"
            start = last + 1
    return replace(piece, text="".join(text))
