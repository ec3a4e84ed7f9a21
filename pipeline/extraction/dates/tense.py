"""Whether the words around a date speak of the past or of the future."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import pairwise

from pipeline.data import word_table
from pipeline.extraction.dates.tokens import Token

_REACH = 40  # tokens on either side
_GROUP = 4  # tokens between an auxiliary and its verb (“will also be formally opened”)


class Tense(IntEnum):
    """Direction from the reference time."""

    SINCE = -2  # “since January”: the past, however near the next January is
    PAST = -1
    UNKNOWN = 0
    FUTURE = 1


_PAST = re.compile(r"(?!united).+(?:[^e]|[rt]e)ed")  # “agreed”, not “need”
_TENSES = {"will": Tense.FUTURE, "future": Tense.FUTURE, "past": Tense.PAST}
_CLASSES = {word: cls for cls, word in word_table("dates/tense.txt")}


class Tenses:
    """The tense at each place of a text."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.lowers = [t.lower for t in tokens]
        self.breaks = [0, *(i for i in range(1, len(tokens)) if _breaks(tokens, i)), len(tokens)]
        self.classes = [_class_of(word, after) for word, after in pairwise([*self.lowers, ""])]

    def at(self, first: int, end: int) -> Tense:
        """The tense of the clause nearest to the expression at `tokens[first:end]`, within its sentence."""
        lo = max(self.breaks[bisect_right(self.breaks, first) - 1], first - _REACH)
        hi = min(self.breaks[bisect_left(self.breaks, end)], end + _REACH)
        class_before = _CLASSES.get(self.lowers[max(first - 1, 0)])
        if class_before == "since":
            return Tense.SINCE
        if class_before == "before":
            # “By Friday the crews had restored power” looks back, “power should return by Friday” ahead
            return Tense.PAST if "had" in self.lowers[end:hi] else Tense.FUTURE
        verbs = [(i, tense) for i, tense in self._tensed(lo, hi) if tense]
        nearest = min(verbs, key=lambda t: first - t[0] if t[0] < first else t[0] - end + 1, default=None)
        return nearest[1] if nearest else Tense.UNKNOWN

    def _tensed(self, lo: int, hi: int) -> Iterator[tuple[int, Tense]]:
        """The numbers of the words from `lo` up to `hi`, with the tense that each shows."""
        auxiliary, reach = Tense.UNKNOWN, -1  # tense of the last auxiliary, and how far its verb is searched for
        for i in range(lo, hi):
            cls = self.classes[i]
            if i <= reach and cls in ("past", "open"):
                yield i, auxiliary  # “will be opened”, “had been due to expire”; none in “may be opened”
                continue
            tense = _TENSES.get(cls, Tense.UNKNOWN)
            if self.lowers[i] == "had" or cls in ("will", "open"):
                auxiliary, reach = tense, i + _GROUP
            if self.lowers[i] in ("was", "were") and "future" in self.classes[i + 1 : i + 3]:
                tense = Tense.UNKNOWN  # “they were planning a march on Saturday”
            yield i, tense


def _breaks(tokens: Sequence[Token], i: int) -> bool:
    """Whether a sentence ends before token `i`; not at the full stop of “Sept. 9”, “U.S. Army”, “Mr. Ito”."""
    token, before = tokens[i], tokens[i - 1]
    if token.blank_before or before.text in ("!", "?"):
        return True
    word = tokens[max(i - 2, 0)]
    short = len(word.text) == 1 or (len(word.text) <= 3 and word.capital) or "month" in word.names
    return before.text == "." and token.capital and not token.glued and not short


def _class_of(word: str, after: str) -> str:
    """The class (tense.txt) of a word, alone or with the word after it; empty for most words."""
    return _CLASSES.get(f"{word} {after}") or _CLASSES.get(word) or ("past" if _PAST.fullmatch(word) else "")
