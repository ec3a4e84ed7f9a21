"""Whether the words around a date speak of the past or of the future."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import IntEnum
from functools import cache

from pipeline.data import word_table
from pipeline.extraction.dates.tokens import Tokens

_AFTER_WEIGHT = 2.0
_REACH = 40  # tokens on either side
_GROUP = 4  # tokens between an auxiliary and its verb (“will also be formally opened”)
_CLAUSE = 6.0  # what a comma or bracket between adds: “Orr, who won in Leeds on Friday, will stand again”
_AFTER = ("after", "following")
_MARKS = frozenset("\"”“’‘'`»«)]")
_ENDS = _MARKS | frozenset(".!?")
_CUTS = frozenset(",;:()—")
_ENDINGS = frozenset(("ed", "ll"))  # “opened”, “they'll”


class Tense(IntEnum):
    """Direction from the reference time."""

    PAST = -1
    UNKNOWN = 0
    FUTURE = 1


@cache
def _cues() -> dict[str, str]:
    return {word: cls for cls, word in word_table("dates/tense.txt")}


@cache
def _paired() -> frozenset[str]:
    """The words that begin a cue of two words."""
    return frozenset(word.split()[0] for word in _cues() if " " in word)


@cache
def _telling() -> frozenset[str]:
    """The words and signs that the tense can depend on, beside those that end like one."""
    return _MARKS.union(_cues(), _paired(), ";,")


def tense_at(tokens: Tokens, first: int, end: int) -> Tense:
    """The tense of the clause nearest to the expression at `tokens[first:end]`, within its sentence."""
    lo, hi = sentence(tokens, first, end)
    lowers = tokens.lowers
    before = _cues().get(lowers[first - 1]) if first > lo else None
    if before == "as":  # “as early as Friday” is still to come, “as recently as Friday” is not, “as Friday began” open
        before = _cues().get(f"{lowers[first - 2]} as") if first - 1 > lo else None
    if before == "since":
        return Tense.PAST
    if before == "before":
        # “By Friday the crews had restored power” looks back, “power should return by Friday” ahead
        return Tense.PAST if "had" in lowers[end:hi] else Tense.FUTURE
    if first - 2 >= lo and lowers[first - 2] in _AFTER and "owner" in tokens[first - 1].classes:
        return Tense.PAST  # “after her March speech”
    told = [(i, found) for i, found in _tensed(tokens, lo, hi, first) if not first <= i < end]
    if not told:
        return Tense.UNKNOWN
    cuts = [i for i in range(lo, hi) if tokens.texts[i] in _CUTS]
    fronted = not any(i < first for i, _ in told)
    best, tense = float("inf"), Tense.UNKNOWN
    for i, found in told:
        if i < first:
            distance = first - i + _CLAUSE * sum(i < c < first for c in cuts)
        else:
            # a comma right after an expression in front parts nothing: “On Friday, the town will vote”
            distance = (i - end) * _AFTER_WEIGHT + 1 + _CLAUSE * sum(end + fronted <= c < i for c in cuts)
        if distance < best:
            best, tense = distance, found
    return tense


def sentence(tokens: Tokens, first: int, end: int) -> tuple[int, int]:
    """First token and end of the sentence around `tokens[first:end]`, cut to a reach on either side."""
    texts, parted = tokens.texts, tokens.parted
    n = bisect_right(parted, first)
    lowest = max(first - _REACH, parted[n - 1] if n else 0)
    n = bisect_left(parted, end)
    highest = min(end + _REACH, parted[n] if n < len(parted) else tokens.size)
    lo, hi = first, end
    # a sentence can end at a mark only, and most words are none
    while lo > lowest and not ((texts[lo] in _MARKS or texts[lo - 1] in _ENDS) and _breaks(tokens, lo)):
        lo -= 1
    while hi < highest and not ((texts[hi] in _MARKS or texts[hi - 1] in _ENDS) and _breaks(tokens, hi)):
        hi += 1
    return lo, hi


def _breaks(tokens: Tokens, i: int) -> bool:
    """Whether a sentence ends before token `i` at marks there; closing ones stay with it (“… on Monday.” She …)."""
    last = i - 1
    token = tokens.at(i)
    if token.text in _MARKS:
        if token.glued:
            return False
        opened = next((n for n in range(i + 1, len(tokens)) if tokens.texts[n] not in _MARKS), i)
        token = tokens[opened]  # “… on Monday. ‘If …”: the opening mark begins the sentence
    elif tokens.at(i - 1).text in _MARKS and tokens.at(i - 1).glued and not token.glued:
        while last > 0 and tokens.texts[last] in _MARKS:
            last -= 1
    before = tokens.at(last)
    if before.text in "!?":
        return True
    if before.text != "." or tokens[i].glued:
        return False
    word = tokens[last - 1] if last > 0 else before
    # “Sept. 9”, “U.S. Army”, “Mr. Ito”: a short word before the full stop abbreviates
    short = len(word.text) == 1 or (len(word.text) <= 3 and word.capital)
    return token.capital and not short and "month" not in word.classes


def _tensed(tokens: Tokens, lo: int, hi: int, first: int) -> list[tuple[int, Tense]]:
    """The words of a sentence that tell the tense of an expression at `first`, and which."""
    found: list[tuple[int, Tense]] = []
    group, group_end = "", -1
    cues, pairs = _cues(), _paired()
    telling = _telling()
    for i in [i for i, word in enumerate(tokens.lowers[lo:hi], lo) if word in telling or word[-2:] in _ENDINGS]:
        lower = tokens.lowers[i]
        if lower == ";" or lower in _MARKS or (lower == "," and group == "open"):
            group_end = i  # “how good it is,” Orr said: “said” is no part of “is”
        if tokens.kind(i) != "word":
            continue
        cls = cues.get(lower, "")
        if lower in pairs and i + 1 < hi:
            cls = cues.get(f"{lower} {tokens.lowers[i + 1]}", cls)
        if lower.endswith(("'ll", "’ll")):
            cls = "will"
        if not cls and lower.endswith("ed") and len(lower) > 3:
            cls = "past"
        if cls == "past" and i > lo and cues.get(tokens.lowers[i - 1]) == "if":
            cls = "if"  # “if approved by the board in May, it will open”
        if i <= group_end and group == "had" and cls == "future":
            cls = "past"  # “it had been due to expire on Friday”
        if i <= group_end and cls in ("past", "open"):
            if group in ("had", "perfect"):
                found.append((i, Tense.PAST))
            if group == "will":
                found.append((i, Tense.FUTURE))
            group_end = i + _GROUP if cls == "open" or lower in ("have", "has") else group_end
            continue
        if cls in ("will", "open", "perfect") or lower == "had":
            group, group_end = "had" if lower == "had" else cls, i + _GROUP
        if lower in ("was", "were") and any(cues.get(near) == "future" for near in tokens.lowers[i + 1 : i + 3]):
            continue  # “they were planning a march on Saturday”
        if cls in ("will", "future") or (cls == "if" and i < first):
            found.append((i, Tense.FUTURE))
        elif cls == "past":
            found.append((i, Tense.PAST))
    return found
