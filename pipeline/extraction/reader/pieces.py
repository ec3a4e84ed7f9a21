"""Word pieces and windows: how a text of any length goes through an encoder that takes 512 pieces.

The pieces are those of BERT's uncased vocabulary, found as BERT's WordPiece does (Wu et al. 2016, §4.1): a word in
lower case and without accents, cut greedily into the longest pieces that the vocabulary has.
"""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pipeline.extraction.reader.tags import Ints

ONE_WINDOW = 510  # pieces that fit into one window, beside the two that BERT puts around them
WINDOW, SHARED = 382, 64  # pieces of a window of a longer text, and how many of them it shares with its neighbour
_MOST, _LONGEST = 8, 100  # most pieces read of one word, and most letters of a word: a longer one is unknown


class WordPieces:
    """Cuts words into pieces; the number of a piece is its position in `vocabulary`."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self.first, self.last, self._unknown = (self._numbers[piece] for piece in ("[CLS]", "[SEP]", "[UNK]"))

    def __call__(self, word: str) -> list[int]:
        """The numbers of the pieces of one word; `[UNK]` where the vocabulary cannot spell it."""
        letters = unicodedata.normalize("NFD", word.lower()) if len(word) <= _LONGEST else ""
        plain = "".join(c for c in letters if unicodedata.category(c) != "Mn")
        pieces: list[int] = []
        start = 0
        while start < len(plain) and len(pieces) < _MOST:
            mark = "##" if start else ""
            ends = (end for end in range(len(plain), start, -1) if mark + plain[start:end] in self._numbers)
            end = next(ends, None)
            if end is None:
                return [self._unknown]
            pieces.append(self._numbers[mark + plain[start:end]])
            start = end
        return pieces or [self._unknown]


class Windows(NamedTuple):
    """A text's pieces in windows of one length. `pieces` and `words` are windows × length: numbers of pieces, and of
    the word that each belongs to (-1 for the pieces around a window). `at` has for each word the position of its first
    piece in the flattened windows, in the window where it is farther from the edge."""

    pieces: Ints
    words: Ints
    at: Ints


def windows_of(words: Sequence[str], cut: WordPieces) -> Windows:
    """The windows of a text given as words."""
    pieces_of = {word: cut(word) for word in dict.fromkeys(words)}
    of_words = [pieces_of[word] for word in words]
    counts = np.array([len(found) for found in of_words])
    total = int(counts.sum())
    number = 1 if total <= ONE_WINDOW else -(-(total - SHARED) // (WINDOW - SHARED))
    length = -(-(total + SHARED * (number - 1)) // number)
    starts = np.round(np.arange(number) * (total - length) / max(number - 1, 1)).astype("int64")
    rows = starts[:, None] + np.arange(length)
    pieces = np.array([piece for found in of_words for piece in found], dtype="int64")[rows]
    word_of_piece = np.repeat(np.arange(len(words)), counts)[rows]
    first = np.cumsum(counts) - counts
    window = np.searchsorted(starts[1:] + SHARED // 2, first, side="right")
    around = ((0, 0), (1, 1))
    return Windows(
        np.pad(pieces, around, constant_values=((0, 0), (cut.first, cut.last))),
        np.pad(word_of_piece, around, constant_values=-1),
        window * (length + 2) + first - starts[window] + 1,
    )
