"""Extend annotated job titles by an organisation in the same phrase, as ../shared/train has them.

For “Director of Mercy Ships”, annotators of this project marked “Director” in one release and the whole phrase in the
next. In ../shared/train 19 of 20 such titles are the whole phrase, and 143 of 147 with the organisation before the
title (“Senate Banking Committee Chair”). Titles that “and” joins are one there for heads of a company (“President and
CEO”: 74 of 80 places), and two otherwise (“Deputy Prime Minister” and “Minister for Law”: some 110 of 125); annotators
of this project had two of the first in some rounds, and one of the second in others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pipeline.extraction.roles.wording import has_head_noun

_BETWEEN = r"[^\S\n]*\n?[^\S\n]*"
"""White space with at most one line end."""
_OF = rf"{_BETWEEN}\b(?:of|at|for|in|with){_BETWEEN}(?:the{_BETWEEN})?"

_AND = rf"{_BETWEEN}(?:and|&|/){_BETWEEN}"
_HEAD = (
    r"(?:president|(?:co-?)?founder|chair(?:man|woman|person)?|c[a-z]o|chief(?: \w+)+ officer|chief executive|owner"
    r"|principal|(?:managing|executive) (?:director|partner))"
)
_FIRST, _SECOND = re.compile(rf"(?i)(?:^|[\s’]){_HEAD}$"), re.compile(rf"(?i)^(?:executive |managing )?{_HEAD}\b")
_PREPOSITION = re.compile(r"\b(?:of|at|for|in|to|on)\b")


def phrased_titles(text: str, roles: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The roles of one person, with “President and CEO” as one and “Dean of Arts and Chair” as two.

    Only roles in the same organisation and of the same country are joined.
    """
    found: list[dict[str, Any]] = []
    parts = (role | {"role": words} for role in roles for words in _parts(role["role"]))
    for role in parts:
        before = found[-1] if found else {}
        if before and all(before[key] == role[key] for key in ("organisation", "country")):
            pattern = _pattern(before["role"]).pattern + _AND + _pattern(role["role"]).pattern
            if _are_one(before["role"], role["role"]) and (match := re.search(pattern, text)):
                found[-1] = role | {"role": " ".join(match[0].split())}
                continue
        found.append(role)
    return found


def _are_one(first: str, second: str) -> bool:
    return bool(_FIRST.search(first) and _SECOND.search(second)) and not _PREPOSITION.search(first)


def _parts(title: str) -> list[str]:
    """A title cut at its first “and” between two titles, unless they are heads of a company."""
    for match in re.finditer(r",?\s(?:and|&)\s(?:the\s)?", title):
        first, second = title[: match.start()], title[match.end() :]
        if has_head_noun(_last_before_preposition(first)) and has_head_noun(_last_before_preposition(second)):
            return [title] if _are_one(first, second) else [first, *_parts(second)]
    return [title]


def _last_before_preposition(title: str) -> str:
    return _PREPOSITION.split(title)[0].strip(" ,").split(",")[0].rpartition(" ")[2]


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
