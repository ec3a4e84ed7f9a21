"""Offices whose body another office names: colleagues told in one breath, “head of the charity”."""

from __future__ import annotations

import re

from pipeline.extraction.roles_bind import Bound

_COLLEAGUES = frozenset(
    ["attorney", "counsel", "chief", "agent", "prosecutor", "analyst", "investigator", "detective", "inspector"]
)
_AND = re.compile(r"(?:,? and |, )")
_DISTRICT = re.compile(r"\bDistrict of\b")
_GENERIC = re.compile(
    r"\s+(?:of|for|at|with) the (?:[a-z]+ )?(?:company|firm|charity|organi[sz]ation|foundation|centre|center|institute)"
)


def generic(complement: str) -> bool:
    """Whether an office is that of the body the text is about: “director [of the research centre]”."""
    return _GENERIC.fullmatch(complement) is not None


def fellow(text: str, bound: Bound, everything: list[Bound]) -> Bound | None:
    """The office beside a title whose body is that of the title too: the next colleague's in the same breath, or the
    headship behind the name."""
    if bound.rule != "title":
        return None
    for other in everything:
        if other.span.start < bound.person.end:
            continue
        gap = text[bound.person.end : other.span.start]
        if other.person is bound.person and other.span.phrase.noun == "head" and len(gap) < 8:
            return other
        if other.rule != "title" or not _AND.fullmatch(gap):
            continue
        return other if _are_colleagues(text, bound, other) else None
    return None


def _are_colleagues(text: str, bound: Bound, other: Bound) -> bool:
    if bound.span.phrase.noun not in _COLLEAGUES or other.span.phrase.noun not in _COLLEAGUES:
        return False
    words = text[bound.span.start : bound.span.end]
    behind = text[other.person.end : other.person.end + 60].split(".")[0]
    # an attorney of Washington's is not of the district that the next one is of
    return not ("U.S." in words or ("Trial" in words and _DISTRICT.search(behind)))
