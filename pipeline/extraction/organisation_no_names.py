"""Words that name no body wherever they stand: codes, sums, generic words, laws, concepts, ships, markup."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.extraction.organisation_words import is_concept, is_district, is_generic, is_thing

_CODE = re.compile(
    r"[A-Z]{1,5}-\d{1,5}[A-Z]?s?|.*\bFY ?(?:20)?\d\d\b.*|"
    r"I\d{1,3}[A-Za-z]?|(?:[A-Z]{2,3})?[$€£]?\d[\d.,]* ?(?:million|billion|bn|m)?|\d+(?:st|nd|rd|th) Floor\b.*"
)
_EMPTY = re.compile(r"(?:None)+(?:None|[A-Z]\w*)")  # of a scraper, glued to a word: “NoneNo student”
_NUMBERED = re.compile(r"[A-Z]{1,2}\.? ?(?:Res|Rept|Con|J|No)?\.?(?: ?\d+)?")  # "S. Res"
_SHIP = re.compile(r"(?:HMAS|HMCS|HMS|INS|MV|RMS|RV|SS|USCGC|USNS|USS) [A-Z][a-z].*", re.DOTALL)
_STAGE = re.compile(r"(?:New|Reappointed|Outgoing|Incoming|Entire|Current|Former|My|Our)\s+")
_PHONE = re.compile(r"\d{3}[.-]\d{4}(?!\d)")
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=4096)
def is_no_name(surface: str) -> bool:
    """Whether the words alone say that they name no body: generic ones, a law, a concept, a ship, markup."""
    return (
        surface.lower() == surface
        or "@" in surface
        or "\\" in surface
        or _PHONE.search(surface) is not None
        or is_generic(surface)
        or is_generic(_STAGE.sub("", surface))
        or is_thing(surface)
        or is_concept(surface)
        or is_district(surface)
        or any(pattern.fullmatch(surface) for pattern in (_NUMBERED, _EMPTY, _SHIP))
    )


def is_code(surface: str) -> bool:
    """A model, a fiscal year, a sum, a floor, a road (“I35w”)."""
    return _DIGIT.search(surface) is not None and _CODE.fullmatch(surface) is not None
