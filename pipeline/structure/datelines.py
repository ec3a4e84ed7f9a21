"""Datelines: the place, date and wire before the first words of the body.

“GENEVA, 27 September 2023 (WHO) –”, “Springfield, Ohio (Examplewire) Tuesday May 6, 2025 @ 7:15 AM Central —”,
“OSLO, NORWAY - Examplewire - 2 July 2026 -”, “LIMA —”, “May 9 2011 WASHINGTON D C”. A dateline is read piece
by piece; it counts when a date or a wire stands in it, or when its place is known to be one and a dash follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.data import word_list
from pipeline.structure.head_dates import HeadDate, date_at

_LONGEST = 220  # code points of a dateline with two wires and a link
_SMALL = r"(?:de|del|la|le|of|the|and|upon|on|sur|am|an|al|el|da|do|dos|du|in)"
_IN_WORD = r"(?:[\w.'’‘]|(?<=\w)[-/](?=[^\W\d_]))*"  # “Port-au-Prince”, “DALLAS/FORT WORTH”; not “D.C.-Senator”
_NAME = rf"[^\W\d_a-z]{_IN_WORD}(?:[ \xa0](?:{_SMALL}[ \xa0])?[^\W\d_a-z]{_IN_WORD}){{0,4}}"
_PLACE = re.compile(
    rf"{_NAME}(?:,[ \xa0]{{0,2}}{_NAME}){{0,2}}(?:[ \xa0](?:and|&)[ \xa0]{_NAME}(?:,[ \xa0]?{_NAME})?)?"
)
_SEPARATOR = re.compile(r"[\s,|/:;–—―‒-]+")
_DASH = re.compile(r"[^\S\n]{0,3}(?:--+|[–—―‒-])(?=\s|$)|[—–]|[^\S\n]--|(?<=\.)-(?=[A-Z])")
_BRACKET = re.compile(r"\(([^()\n]{1,90})\)|/\s?([^/\n]{1,60}?)\s?/|\[([^\[\]\n]{1,60})\]")
_TIME = re.compile(
    r"(?:@|at|,)?\s{0,2}\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\.?)?(?:\s(?:America/\w+|[A-Z][A-Za-z]+\b))?", re.IGNORECASE
)
_WIRE = re.compile(
    r"(?:[A-Z][\w.&'-]*\s){0,4}(?:[Nn]ews\s?[Ww]ire|NEWS\s?WIRE|[Ww]ire|WIRE|MediaWire|Newswire|News|Press)\b"
)
_WIRE_NAME = re.compile(r"[A-Z][\w .&'-]{0,40}(?:wire|news)(?:\.[a-z]{2,4})?", re.IGNORECASE)
_KNOWN = frozenset(
    p.casefold() for p in (*word_list("structure/regions.txt"), *word_list("structure/dateline_cities.txt"))
)
_NOT_PLACES = frozenset(p.casefold() for p in word_list("structure/not_places.txt"))


@dataclass(frozen=True, slots=True)
class FoundDateline:
    """A dateline as read: its span, place, date and wire."""

    start: int
    end: int
    place: str | None
    date: HeadDate | None
    wire: str | None
    alone: bool  # the whole paragraph is the dateline


def dateline_at(text: str, start: int, end: int) -> FoundDateline | None:
    """The dateline that the paragraph `start` to `end` of the blanked text begins with."""
    limit = min(end, start + _LONGEST)
    at = start
    while at < limit and (text[at].isspace() or text[at] in "*_>"):
        at += 1
    if item := _ITEM_NUMBER.match(text, at, limit):
        at = item.end()
    begin = at
    wire, at = _wire_first(text, at, limit)
    date = None
    if at < limit and (text[at].isdigit() or text[at].isalpha()):
        date = date_at(text, at, limit)
        if date is not None:
            at = _skip(text, date.end, limit)
    if wire and date and (dash := _DASH.match(text, _blank(text, date.end, limit), limit)):
        m = _PLACE.match(text, at, limit)
        if m is None or not _is_place(m.group()) or not _dash_follows(text, m.end(), limit):
            return FoundDateline(begin, dash.end(), None, date, wire, alone=False)
    place_start = at + (text[at : at + 1] == "(")
    m = _PLACE.match(text, place_start, limit)
    if m is None:
        return None
    place, at = _place_before_date(text, m, limit)
    if not place or place.casefold().rstrip(".") in _NOT_PLACES or _has_other_word(place):
        return None
    if date and not (_is_place(place) or place.isupper() or _STRIPPED_REGION.match(text, at, limit)):
        dash = _DASH.match(text, _blank(text, at, limit), limit)
        if dash is None:  # “June 28  2007 Ministry asks for the report”: a date before a headline
            return None
    if region := _STRIPPED_REGION.match(text, at, limit):
        place, at = f"{place}, {region.group().strip().replace(' ', '')}", region.end()
    if text[place_start - 1 : place_start] == "(" and text[at : at + 1] == ")":
        at += 1
    return _read_on(text, begin, place, at, date, wire, limit, end, stripped=region is not None)


# scrapers that strip punctuation leave wide gaps: “Hilo  HI    The senator”, “WASHINGTON  D C    Today”
_STRIPPED_REGION = re.compile(r"[^\S\n]{1,3}(?:[A-Z]{2}|[A-Z] [A-Z])(?=\s{2})")
_ITEM_NUMBER = re.compile(r"\d{1,2}[.)][^\S\n]+")


def _wire_first(text: str, at: int, limit: int) -> tuple[str | None, int]:
    """The wire in brackets that stands before all else, and where it goes on: “(WIRE) - May 3, 2022 - OSLO —”."""
    m = _BRACKET.match(text, at, limit)
    inside = next((g for g in m.groups() if g is not None), "").strip() if m else ""
    if m is None or not _WIRE_NAME.fullmatch(inside):
        return None, at
    return inside, _skip(text, m.end(), limit)


def _has_other_word(place: str) -> bool:
    """Whether a place begins or ends with a word that no place has; a state's letters are no such word."""
    words = place.split()
    ends = (words[0], *(w for w in words[-1:] if len(w) > 2))
    return any(w.casefold().strip(".,") in _NOT_PLACES for w in ends)


def _place_before_date(text: str, m: re.Match[str], limit: int) -> tuple[str, int]:
    """The place of a match and where it ends: before a month or weekday that looks like a part of the name."""
    for piece in re.finditer(r"[\s,]+(?=\S)", m.group()):
        at = m.start() + piece.end()
        if date_at(text, at, limit, yearless=True):
            name = m.group()[: piece.start()].rstrip("-' ")
            return name, m.start() + len(name)
    return m.group().rstrip("-' "), m.start() + len(m.group().rstrip("-' "))


def _skip(text: str, at: int, limit: int) -> int:
    m = _SEPARATOR.match(text, at, limit)
    return m.end() if m else at


def _read_on(
    text: str,
    begin: int,
    place: str,
    at: int,
    date: HeadDate | None,
    wire: str | None,
    limit: int,
    end: int,
    *,
    stripped: bool,
) -> FoundDateline | None:
    """Read date, wires and time after the place, up to the dash before the body or the paragraph's end."""
    date_first = date is not None
    unparted = False  # nothing but a space between place and date: “Weekly Bulletin May 3, 2011”
    stop = at  # where the last piece ended
    bracketed = False
    while at < limit:
        here = _skip(text, stop, limit)
        if date is None and (found := date_at(text, here, limit, yearless=True)):
            unparted = stop == at and text[stop:here].isspace()
            date, stop = found, found.end
            continue
        if m := _bracket_before(text, stop, limit):
            inside = next(g for g in m.groups() if g is not None)
            inner = m.start() + m.group().index(inside)
            found = date_at(text, inner, m.end(), yearless=True) if date is None else None
            if found is not None:
                date, bracketed = found, True
            elif wire is None:
                wire = inside.strip()
            stop = m.end()
            continue
        if date is not None and (m := _TIME.match(text, _blank(text, stop, limit), limit)):
            stop = m.end()
            continue
        if (
            here > stop
            and (m := _WIRE.match(text, here, limit))
            and (date is not None or _dash_follows(text, m.end(), limit))
        ):
            wire = wire or m.group()
            stop = m.end()
            continue
        break
    dash = _DASH.match(text, _blank(text, stop, limit), limit)
    alone = not text[stop:end].strip(" \t\xa0-–—*")
    finish = dash.end() if dash else stop
    if date is not None or wire is not None:
        marked = dash is not None or alone or bracketed or text[stop : stop + 1] in (",", ":") or date_first
        if not marked or (wire is not None and date is None and dash is None) or (unparted and not date_first):
            return None
        if dash is None and text[stop : stop + 1] == ",":
            finish = stop + 1
        return FoundDateline(begin, finish, place, date, wire, alone)
    if dash is not None and (_is_place(place) or (place.isupper() and len(place) > 3 and len(place.split()) <= 2)):
        return FoundDateline(begin, finish, place, None, None, alone)
    gap = text[stop : stop + 2]
    if len(gap) == 2 and gap.isspace() and "\n" not in gap and ((place.isupper() and _is_place(place)) or stripped):
        return FoundDateline(begin, stop, place, None, None, alone)
    return None


def _bracket_before(text: str, at: int, limit: int) -> re.Match[str] | None:
    m = _SEPARATOR.match(text, at, limit)
    here = m.end() if m else at
    if m and "/" in m.group():
        here = at + m.group().index("/")
    return _BRACKET.match(text, here, limit)


def _dash_follows(text: str, at: int, limit: int) -> bool:
    return _DASH.match(text, _blank(text, at, limit), limit) is not None


def _blank(text: str, at: int, limit: int) -> int:
    while at < limit and text[at].isspace():
        at += 1
    return at


def _is_place(place: str) -> bool:
    """Whether a place without a date beside it is one: a known city, or one with its region or country."""
    name = place.replace("’", "'").rstrip(".")
    pieces = [p.strip().rstrip(".").casefold() for p in name.split(",")]
    if pieces[0] in _KNOWN or (len(pieces) > 1 and pieces[-1] in _KNOWN):
        return True
    squeezed = " ".join(pieces[0].split())
    if squeezed in _KNOWN:
        return True
    first, _, last = squeezed.rpartition(" ")
    return bool(first and (last in _KNOWN or first in _KNOWN))
