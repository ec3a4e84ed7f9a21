"""Extend annotated job titles by an organisation in the same phrase, as ../shared/train has them.

For “Director of Mercy Ships”, annotators of this project marked “Director” in one release and the whole phrase in the
next. In ../shared/train 19 of 20 such titles are the whole phrase, and 143 of 147 with the organisation before the
title (“Senate Banking Committee Chair”).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_BETWEEN = r"[^\S\n]*\n?[^\S\n]*"
"""White space with at most one line end."""
_OF = rf"{_BETWEEN}\b(?:of|at|for|in|with){_BETWEEN}(?:the{_BETWEEN})?"


def whole_title(text: str, title: str, organisation: Iterable[str], person: Iterable[str]) -> str:
    """The job title with “of ORGANISATION” after it or the organisation before it, where the text has either.

    `organisation` and `person` are the names of its organisation and of its holder; of several places of the title, the
    one nearest to the holder counts.
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
