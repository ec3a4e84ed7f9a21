"""Offices of one person that are told as one: “President and CEO of Velora”; styles that another office explains."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.extraction.roles_bind import Bound
from pipeline.extraction.roles_nouns import COMPANY_HEADS

_AND = re.compile(r"\s*(?:and|&amp;|&|/)\s*")
_COMMA = re.compile(r",\s*")
_PAIR = re.compile(r"\s(?:and|&amp;|&|/)\s")  # what closes “Chair, Founder and CEO”


def together(text: str, bound: Iterable[Bound]) -> list[Bound]:
    """Offices in companies that only “and” parts, as one: “[Founder & CEO of Velora]”, “[Chair, Founder and CEO]”.

    The first names no body or field of its own; “Minister of Mines and Minister for Law” are two, and so are “founder
    and former chair”.
    """
    kept: list[Bound] = []
    for b in sorted(bound, key=lambda b: (b.span.start, b.span.end)):
        if kept and _is_one(text, kept[-1], b, _AND):
            b = _one(kept.pop(), b)
        if _PAIR.search(text, b.span.start, b.span.head):
            while kept and _is_one(text, kept[-1], b, _COMMA):
                b = _one(kept.pop(), b)
        kept.append(b)
    return kept


def _is_one(text: str, first: Bound, second: Bound, link: re.Pattern[str]) -> bool:
    a, b = first.span.phrase, second.span.phrase
    if first.person is not second.person or a.plural or b.plural or first.former != second.former:
        return False
    if a.end != a.head_end or a.noun not in COMPANY_HEADS or b.noun not in COMPANY_HEADS:
        return False
    opening = re.compile(r"\w+").match(text, second.span.start)
    if opening and opening.group().casefold() in _HELD:
        return False
    return link.fullmatch(text, first.span.end, second.span.start) is not None


_HELD = frozenset(["former", "acting", "interim", "incoming", "outgoing", "ex", "past", "current", "then"])


def _one(first: Bound, second: Bound) -> Bound:
    phrase = second.span.phrase._replace(
        first=first.span.phrase.first, owner=first.span.phrase.owner or second.span.phrase.owner
    )
    span = second.span._replace(start=first.span.start, phrase=phrase, owner_start=first.span.owner_start)
    return first._replace(span=span)


_STYLES = frozenset(
    [
        "ambassador",
        "general",
        "judge",
        "justice",
        "captain",
        "colonel",
        "lieutenant",
        "sergeant",
        "admiral",
        "inspector",
    ]
)


def without_styles(bound: list[Bound]) -> list[Bound]:
    """Offices without mere forms of address, ranks that a person keeps for life: “[Ambassador] Jan Roe” where Jan Roe
    is “Trade Representative”."""
    return [b for b in bound if not _is_style(b, bound)]


def _is_style(b: Bound, bound: list[Bound]) -> bool:
    phrase = b.span.phrase
    if b.rule != "title" or phrase.noun not in _STYLES or phrase.end - phrase.first != 1 or phrase.owner:
        return False
    return any(
        o.person.entity_id == b.person.entity_id and o.span.phrase.noun != phrase.noun and not o.former for o in bound
    )
