"""Extend annotated job titles by an organisation in the same phrase, as ../shared/train has them.

For “Director of Mercy Ships”, annotators of this project marked “Director” in one release and the whole phrase in the
next. In ../shared/train 19 of 20 such titles are the whole phrase, and 143 of 147 with the organisation before the
title (“Senate Banking Committee Chair”). “President and CEO” were two titles for most annotators; there they are one in
87 of 128 places, but none of 77 if the first has a preposition (“Dean of Arts and Chair of Physics”).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

_BETWEEN = r"[^\S\n]*\n?[^\S\n]*"
"""White space with at most one line end."""
_OF = rf"{_BETWEEN}\b(?:of|at|for|in|with){_BETWEEN}(?:the{_BETWEEN})?"

_JOINED = rf"{_BETWEEN}(?:and|&|/){_BETWEEN}"
_PREPOSITION = re.compile(r"\b(?:of|at|for|in|to|on)\b")


def joined_titles(text: str, roles: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The roles of one person, with those that one phrase of the text joins as one: “President” and “CEO”.

    Roles in different organisations or of different countries stay apart.
    """
    found: list[dict[str, Any]] = []
    for role in roles:
        before = found[-1] if found else {}
        alike = before and all(before[key] == role[key] for key in ("organisation", "country"))
        if alike and not _PREPOSITION.search(before["role"]):
            pattern = _pattern(before["role"]).pattern + _JOINED + _pattern(role["role"]).pattern
            if match := re.search(pattern, text):
                found[-1] = role | {"role": " ".join(match[0].split())}
                continue
        found.append(role)
    return found


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
