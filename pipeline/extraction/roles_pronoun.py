"""Whom “He” or “She” before an office means."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extraction.people_honorifics import gender_of_honorific
from pipeline.records import Mention

_BLOCK = re.compile(r"\n[ \t\u00a0]*\n\s*|•\s*|\n[ \t]*[-*]\s+")
"""Where a paragraph or an item of a list begins."""
_OPENS = re.compile(r"(?:^|[a-z)”\"][.!?]\s|\n\s*\n)\s*(?:(?:Mrs?|Ms|Dr|Prof)\.?\s)?$")
_ITEM = re.compile(r"•|\n[ \t]*[-*]\s")
_OPENING = 30  # characters of a paragraph in which the one whom it is about is named
_REACH = 700  # characters back to any other
_PARAGRAPH = 3000  # characters that are searched for the beginning of the paragraph


def antecedent(text: str, people: Sequence[Mention], pronoun: str, at: int) -> Mention | None:
    """The person that “He” or “She” at `at` likely means: whom its paragraph begins with, else the nearest before; not
    of the other gender. `people` are mentions in order of their places."""
    wanted = "m" if pronoun in ("He", "he") else "f"
    last = bisect_left(people, at, key=lambda m: m.start) - 1
    floor = max(0, at - _PARAGRAPH)
    begun = max((m.end() for m in _BLOCK.finditer(text, floor, at)), default=floor)
    first = bisect_left(people, begun, key=lambda m: m.start)
    opens = first <= last and people[first].start - begun < _OPENING
    near = list(range(last, max(-1, last - 6), -1))
    near.sort(key=lambda k: not _is_subject(text, people[k], at))
    for k in [first, *near] if opens else near:
        told = {gender_of_honorific(p.honorific) for p in people if p.entity_id == people[k].entity_id}
        if not told - {None} or wanted in told:
            return people[k] if (opens and k == first) or at - people[k].end < _REACH else None
    return None


def _is_subject(text: str, m: Mention, at: int) -> bool:
    """Whether a sentence of the list item around `at` begins with a name: “[Jan] met Eva Lund. He …”."""
    before = text[max(0, m.start - 12) : m.start]
    return _OPENS.search(before) is not None and _ITEM.search(text, m.end, at) is None
