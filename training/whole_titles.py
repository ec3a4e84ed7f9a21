"""Job titles with the organisation that stands in one phrase with them, as ../shared/train has them.

Annotators of this project wrote “Director” of “Director of Mercy Ships” in one release and the whole in the next; in
../shared/train 19 of 20 have the whole, and 143 of 147 “Senate Banking Committee Chair”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_BETWEEN = r"[^\S\n]*\n?[^\S\n]*"
"""White space within a sentence: a line end at most."""
_OF = rf"{_BETWEEN}\b(?:of|at|for|in|with){_BETWEEN}(?:the{_BETWEEN})?"


def whole_title(text: str, title: str, organisation: Iterable[str], person: Iterable[str]) -> str:
    """The words of a job title with “of ORGANISATION” after or the organisation before them, where the text has it so.

    `organisation` and `person` are names of those whose title it is; its place nearest to the person counts.
    """
    holders = [m.start() for name in person for m in _pattern(name).finditer(text)]
    places = [m.span() for m in _pattern(title).finditer(text)]
    if not places or not holders:
        return title
    start, end = min(places, key=lambda p: min(abs(p[0] - h) for h in holders))
    for name in sorted(organisation, key=len, reverse=True):
        if name.casefold() in title.casefold():
            break
        words = r"\s+".join(map(re.escape, name.split()))
        if m := re.compile(_OF + words + r"(?!\w)").match(text, end):
            end = m.end()
            break
        if m := re.search(rf"(?<![\w’'-]){words} $", text[:start]):
            start = m.start()
            break
    return " ".join(text[start:end].split())


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)", re.IGNORECASE)
