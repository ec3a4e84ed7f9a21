"""Where the words of a decision stand now: in the same place, moved, or nowhere.

The text moves when a release is amended, when its headline is repaired or when a new version of the code repairs more
of it. Words are found again by what they are and by what stands around them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.corrections.decisions import Decision, StaleError

CONTEXT = 24  # code points kept on either side: about four words, which seldom stand twice around the same name
NEAR = 300  # code points that words may have moved and still count as the same place: a paragraph


@dataclass(frozen=True, slots=True)
class Context:
    """What stands before and after a span."""

    before: str
    after: str


def context(text: str, start: int, end: int) -> Context:
    """The context of a span, as decisions keep it."""
    return Context(text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT])


def anchor(text: str, decision: Decision) -> tuple[int, int]:
    """The span of the decision's words in `text`.

    The same place where the words and their surroundings are the same; else the place with the same surroundings;
    else the nearest one within a paragraph; else the only one. Raises `StaleError` where there is none or several.
    """
    places = _places(text, decision.text)
    if not places:
        raise StaleError("the words no longer stand in the text")
    likeness = {p: _likeness(text, p, decision) for p in places}
    best, *others = sorted(places, key=lambda p: (-likeness[p], _distance(p, decision), p))
    alone = not others or (_known(decision) and likeness[best] > likeness[others[0]])
    if alone:
        return best
    alike = [p for p in places if likeness[p] == likeness[best] and _distance(p, decision) <= NEAR]
    nearest = _nearest(alike, decision)
    if nearest is None:
        raise StaleError(f"the words stand {len(places)} times in the text, none at or near the place given")
    return nearest


def _nearest(places: list[tuple[int, int]], decision: Decision) -> tuple[int, int] | None:
    """The one place that is nearer than all others; None where there is none."""
    ranked = sorted(places, key=lambda p: _distance(p, decision))
    if len(ranked) > 1 and _distance(ranked[0], decision) == _distance(ranked[1], decision):
        return None
    return ranked[0] if ranked else None


def _places(text: str, words: str) -> list[tuple[int, int]]:
    """Where the words stand, over one another too (“aa” in “aaa”); white space may have become other white space."""
    pattern = r"\s+".join(map(re.escape, words.split())) or r"(?!)"
    return [m.span(1) for m in re.finditer(f"(?=({pattern}))", text)]


def _known(decision: Decision) -> bool:
    return bool(decision.before or decision.after)


def _likeness(text: str, place: tuple[int, int], decision: Decision) -> int:
    """Characters of the kept surroundings that stand around a place, from the words outward."""
    before, after = decision.before, decision.after
    left = text[max(place[0] - len(before), 0) : place[0]]
    right = text[place[1] : place[1] + len(after)]
    return _common(before[::-1], left[::-1]) + _common(after, right)


def _common(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _distance(place: tuple[int, int], decision: Decision) -> int:
    return abs(place[0] - decision.start) if decision.start is not None else NEAR + 1
