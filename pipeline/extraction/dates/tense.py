"""Whether the words around a date speak of the past or of the future."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cache

from pipeline.data import word_table
from pipeline.extraction.dates.tokens import Tokens

_REACH = 40  # tokens on either side
_GROUP = 4  # tokens between an auxiliary and its verb (“will also be formally opened”)


class Tense(IntEnum):
    """Direction from the reference time."""

    SINCE = -2  # “since January”: the past, however near the next January is
    PAST = -1
    UNKNOWN = 0
    FUTURE = 1


@cache
def _cues() -> dict[str, str]:
    return {word: cls for cls, word in word_table("dates/tense.txt")}


class Tenses:
    """The tenses of a text; its sentences and the words that tell a tense are looked for once."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.breaks = [i for i in range(1, len(tokens)) if _breaks(tokens, i)]
        self.telling = [i for i in range(len(tokens)) if _class_of(tokens, i, len(tokens))]

    def at(self, first: int, end: int) -> Tense:
        """The tense of the clause nearest to the expression at `tokens[first:end]`, within its sentence."""
        lo, hi = self.sentence(first, end)
        at_once = _tense_before(self.tokens, lo, hi, first, end)
        if at_once is not None:
            return at_once
        telling = self.telling[bisect_left(self.telling, lo) : bisect_left(self.telling, hi)]
        verbs = [(i, tense) for i, tense in _tensed(self.tokens, telling, hi) if tense and not first <= i < end]
        nearest = min(verbs, key=lambda t: first - t[0] if t[0] < first else t[0] - end + 1, default=None)
        return nearest[1] if nearest else Tense.UNKNOWN

    def sentence(self, first: int, end: int) -> tuple[int, int]:
        """First token and end of the sentence around `tokens[first:end]`, cut to a reach on either side."""
        before, after = bisect_right(self.breaks, first), bisect_left(self.breaks, end)
        lo = self.breaks[before - 1] if before else 0
        hi = self.breaks[after] if after < len(self.breaks) else len(self.tokens)
        return max(lo, first - _REACH), min(hi, end + _REACH)


def _tense_before(tokens: Tokens, lo: int, hi: int, first: int, end: int) -> Tense | None:
    """What the words right before an expression say: “since Friday”, “by Friday”, “after her March speech”."""
    lowers = tokens.lowers
    before = _cues().get(lowers[first - 1]) if first > lo else None
    if before == "as":  # “as early as Friday” is still to come, “as recently as Friday” is not, “as Friday began” open
        before = _cues().get(f"{lowers[first - 2]} as") if first - 1 > lo else None
    if before == "since":
        return Tense.SINCE
    if before == "before":
        # “By Friday the crews had restored power” looks back, “power should return by Friday” ahead
        return Tense.PAST if "had" in lowers[end:hi] else Tense.FUTURE
    return None


def _breaks(tokens: Tokens, i: int) -> bool:
    """Whether a sentence ends before token `i`."""
    token, before = tokens[i], tokens[i - 1]
    if token.newlines > 1 or before.text in ("!", "?"):
        return True
    return before.text == "." and token.capital and not token.glued and not _abbreviates(tokens, i - 1)


def _abbreviates(tokens: Tokens, stop: int) -> bool:
    """Whether a full stop only ends a short word: “Sept. 9”, “U.S. Army”, “Mr. Ito”."""
    word = tokens[max(stop - 1, 0)]
    return len(word.text) == 1 or (len(word.text) <= 3 and word.capital) or "month" in word.classes


def _tensed(tokens: Tokens, telling: Iterable[int], hi: int) -> Iterator[tuple[int, Tense]]:
    """Which tense the words of a sentence tell that tell one; the sentence ends before `hi`.

    The verb behind an auxiliary has its tense: “will be opened”, “had been due to expire”, “may be opened” none.
    """
    auxiliary, reach = Tense.UNKNOWN, -1  # the tense of the last auxiliary, and up to where its verb is looked for
    for i in telling:
        lower, cls = tokens.lowers[i], _class_of(tokens, i, hi)
        if i <= reach and cls in ("past", "open"):
            yield i, auxiliary
            continue
        tense = _TENSES.get(cls, Tense.UNKNOWN)
        if lower == "had" or cls in ("will", "open"):
            auxiliary, reach = tense, i + _GROUP
        if lower in ("was", "were") and any(_cues().get(w) == "future" for w in tokens.lowers[i + 1 : i + 3]):
            tense = Tense.UNKNOWN  # “they were planning a march on Saturday”
        yield i, tense


_TENSES = {"will": Tense.FUTURE, "future": Tense.FUTURE, "past": Tense.PAST}


def _class_of(tokens: Tokens, i: int, hi: int) -> str:
    """The class of a word that tells the tense, alone or with its neighbour; mostly none."""
    cues, lower = _cues(), tokens.lowers[i]
    if tokens[i].kind != "word":
        return ""
    if lower.endswith(("'ll", "’ll")):
        return "will"
    pair = " ".join(tokens.lowers[i : min(i + 2, hi)])
    return cues.get(pair) or cues.get(lower) or ("past" if lower.endswith("ed") and len(lower) > 3 else "")
