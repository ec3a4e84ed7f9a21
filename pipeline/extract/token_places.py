"""From characters to tokens without `Doc.char_span`, which builds the whole text anew at every call."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from spacy.tokens import Doc


class TokenPlaces:
    """Looks up the tokens of a document by character offsets."""

    def __init__(self, doc: Doc) -> None:
        self._starts = [t.idx for t in doc]

    def touching(self, start: int, end: int) -> range:
        """Numbers of the tokens that share a character with `start` … `end` (or the white space after them)."""
        if not self._starts or end <= start:
            return range(0)
        return range(max(bisect_right(self._starts, start) - 1, 0), bisect_left(self._starts, end))
