"""Datelines: the place, date and wire service before the first words of the body.

“GENEVA, 27 September 2023 (WHO) –”, “Springfield, Ohio (Examplewire) Tuesday May 6, 2025 @ 7:15 AM Central —”,
“OSLO, NORWAY - Examplewire - 2 July 2026 -”, “LIMA —”, “May 9 2011 WASHINGTON D C”. They are read piece by piece.
A dateline with a date ends in a dash, another closing mark or the line end. One without a date has a wire, a known
place or one or two words in capitals, and ends in a dash; after a known place a colon or a wide gap will do as well.
"""

import re
from dataclasses import dataclass

from pipeline.data import word_list
from pipeline.records import one_line
from pipeline.structure.head_dates import HeadDate, date_at
from pipeline.structure.lines import Span

_TEXT = 80  # code points of text that must follow a certain dateline
_LONGEST = 220  # code points of a dateline with two wires and a link
_SMALL = r"(?:de|del|la|le|of|the|and|upon|on|sur|am|an|al|el|da|do|dos|du|in)"
_IN_WORD = r"(?:[\w.'’‘]|(?<=\w)[-/](?=[^\W\d_]))*"  # “Port-au-Prince”, “DALLAS/FORT WORTH”; not “D.C.-Senator”
_NAME = rf"[^\W\d_a-z]{_IN_WORD}(?:[ \xa0](?:{_SMALL}[ \xa0])?[^\W\d_a-z]{_IN_WORD}){{0,4}}"
_NAMES = re.compile(
    rf"{_NAME}(?:,[ \xa0]{{0,2}}{_NAME}){{0,2}}(?:[ \xa0](?:and|&|/(?=[A-Z ]+,))[ \xa0]{_NAME}(?:,[ \xa0]?{_NAME})?)?"
)
_SEPARATORS = r"[\s\xad,|/:;–—―‒−-]"  # a soft hyphen too, which may stand for a dash
_SEPARATOR = re.compile(rf"{_SEPARATORS}+")
_DASH = re.compile(
    r"[\s\xad]*(?:(?:--+|\.?[–—―‒−-])(?=\s|$)|[—–―]|--(?=[A-Z])|(?<=\.)-(?=[A-Z])|(?<=\s)-(?=[“\"]|[A-Z][a-z]))"
)
_BRACKET = re.compile(rf"{_SEPARATORS}*?(?:\(([^()\n]{{1,90}})\)|/\s?([^/\n]{{1,60}}?)\s?/|\[([^\[\]\n]{{1,60}})\])")
_TIME = re.compile(
    r"\s*,?\s{0,2}(?:@|at)?\s{0,2}\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?:\s(?:[A-Z]\w{1,9}/\w+|[A-Z][A-Za-z]+\b))?",
    re.IGNORECASE,
)
_WIRE = re.compile(r"(?:[A-Z][\w.&'-]*\s){0,4}(?:[Nn]ews\s?[Ww]ire|NEWS\s?WIRE|[Ww]ire|WIRE|MediaWire|News|Press)\b")
_WIRE_NAME = re.compile(r"[A-Z][\w .&'-]{0,40}(?:wire|news)(?:\.[a-z]{2,4})?", re.IGNORECASE)
_ONE_OR_TWO = re.compile(r"(?=.{4})\S+(?:\s\S+)?")  # words; more words in capitals before a dash are a headline
_NO_DASH = re.compile(r":[^\S\n]{1,2}(?=[“\"]?[A-Z])|[^\S\n]{2}")  # “NEW DELHI: The minister”, “Oslo, NO  Today”
_ENDS = frozenset(",:;|.")  # may follow the date instead of a dash
_CITIES = {p.casefold() for p in word_list("structure/dateline_cities.txt")}
_KNOWN = _CITIES | {p.casefold() for p in word_list("structure/regions.txt")}
_NOT_PLACES = frozenset(p.casefold() for p in word_list("structure/not_places.txt"))
# scrapers that strip punctuation leave wide gaps behind: “Hilo  HI    The senator”, “WASHINGTON  D C    Today”
_STRIPPED_REGION = re.compile(r"[^\S\n]{1,3}(?:[A-Z]{2}|[A-Z] [A-Z])(?=\s{2})")
_EMPHASIS = re.compile(r"(?<=[\w.)\]])(?:\*{1,3}|_{1,3}|[^\S\n]{2,6})(?=\s?[:–—-])")  # “**OSLO[**]: The pier”
_BEFORE = re.compile(r"[\s*_>]*(?:\d{1,2}[.)][^\S\n]+)?")  # emphasis marks, and the number of a paragraph


@dataclass(frozen=True, slots=True)
class Dateline(Span):
    """Place, date and wire service at the head of the body (“GENEVA, 27 September 2023 (WHO) –”)."""

    place: str | None
    written: HeadDate | None  # the date as written
    alone: bool  # whether it is the whole paragraph
    date: str | None = None  # ISO 8601 day, filled in once the publication date is known; None without a date


def dateline_at(text: str, start: int, end: int) -> Dateline | None:
    """The dateline at the beginning of the paragraph `start:end` of the unmarked text, if there is one."""
    limit = min(end, start + _LONGEST)
    m = _BEFORE.match(text, start, limit)
    parser = _Parser(text, m.end() if m else start, limit)
    while parser.read_next():
        pass
    return parser.dateline(end)


def is_certain(text: str, dateline: Dateline) -> bool:
    """Whether it can be nothing but a dateline: a known place with its region or a date, and text after it."""
    is_marked = "," in (dateline.place or "") or dateline.written is not None
    return is_marked and is_known_place(dateline.place or "") and len(text[dateline.end :].partition("\n")[0]) >= _TEXT


class _Parser:
    """Reads the pieces of a dateline (date, bracket, place, time, wire) in any order, up to anything else. The methods
    `_read_…` return whether there was such a piece, and move `stop` to its end."""

    def __init__(self, text: str, begin: int, limit: int) -> None:
        self.text, self.begin, self.limit = text, begin, limit
        self.bracket = text[begin : begin + 1] in ("(", "[")  # “(KAMPALA, 5 May 2021) –”
        self.stop = begin  # where the last piece ended
        self.place_end = -1
        self.place: str | None = None
        self.date: HeadDate | None = None
        self.has_wire = self.date_first = self.only_space = self.dated_bracket = self.stripped = False

    def read_next(self) -> bool:
        """Read the next piece; False if there is none."""
        if self.bracket and self.place is not None and self.text[self.stop : self.stop + 1] in (")", "]"):
            self.bracket, self.stop = False, self.stop + 1  # “(OSLO, Norway) 5 May 2021 –”
            self.dated_bracket = self.date is not None  # “(OSLO, 5 May 2021) The pier”
        elif m := _EMPHASIS.match(self.text, self.stop, self.limit):
            self.stop = m.end()
        m = _SEPARATOR.match(self.text, self.stop, self.limit)
        here = m.end() if m else self.stop
        return self._read_bracket() or self._read_date(here) or self._read_place(here) or self._read_time_or_wire(here)

    def dateline(self, end: int) -> Dateline | None:
        """The dateline that was read, if its pieces and what follows it make it one."""
        text, stop = self.text, self.stop
        stop += self.bracket and text[stop : stop + 1] in (")", "]")
        dash = self._dash(stop)
        alone = not text[stop:end].strip(" \t\xa0-–—*")
        if not self._is_dateline(dash is not None, alone, stop):
            return None
        finish = dash.end() if dash else stop + (text[stop : stop + 1] in (",", ":"))
        return Dateline(self.begin, finish, self.place, self.date, alone)

    def _is_dateline(self, dash: bool, alone: bool, stop: int) -> bool:
        if self.date is None:
            return self.place is not None and self._is_undated(self.place, dash, stop)
        if self.place is None:
            return dash
        marked = any((dash, alone, self.dated_bracket, self.text[stop : stop + 1] in _ENDS))
        return self.date_first or (marked and not (self.only_space and not (dash and is_known_place(self.place))))

    def _is_undated(self, place: str, dash: bool, stop: int) -> bool:
        """Whether a place without a date makes a dateline."""
        known, capitals = is_known_place(place), place.isupper()
        if dash:
            return any((self.has_wire, known, capitals and _ONE_OR_TWO.fullmatch(place)))
        return bool(_NO_DASH.match(self.text, stop)) and (self.stripped or (known and (capitals or "," in place)))

    def _dash(self, at: int) -> re.Match[str] | None:
        return _DASH.match(self.text, at, self.limit)

    def _date(self, at: int, limit: int, *, yearless: bool) -> HeadDate | None:
        return date_at(self.text, at, limit, yearless=yearless) if self.date is None else None

    def _read_bracket(self) -> bool:
        m = _BRACKET.match(self.text, self.stop, self.limit)
        if m is None:
            return False
        inside = next(filter(None, m.groups()), "").strip()
        if not any((self.place, self.date, _WIRE_NAME.fullmatch(inside))):
            return False
        wire, dash, day = inside.rpartition(" - ")  # “(Newsfile Corp. - February 12, 2025)”
        if found := self._date(m.start() + m.group().index(day), m.end(), yearless=not dash):
            self.date, self.dated_bracket = found, True
        self.has_wire = self.has_wire or bool(wire if found else inside)
        self.stop = m.end()
        return True

    def _read_date(self, here: int) -> bool:
        at = here + (self.bracket and here == self.begin)
        found = self._date(at, self.limit, yearless=self.place is not None)
        if found is None:
            return False
        self.date_first = self.place is None
        # only a space between place and date: “Weekly Bulletin May 3, 2011”
        self.only_space = self.stop == self.place_end and self.text[self.stop : here].isspace()
        self.date, self.stop = found, found.end
        return True

    def _read_place(self, here: int) -> bool:
        text, limit = self.text, self.limit
        m = _NAMES.match(text, here + (self.bracket and here == self.begin), limit) if self.place is None else None
        if m is None:
            return False
        place, at = _place_before_date(text, m, limit)
        region = _STRIPPED_REGION.match(text, at, limit)
        # not a place but a headline after a date: “June 28  2007 Ministry asks for the report”
        if _is_ruled_out(place) or (self.date_first and not (self._dash(at) or is_known_place(place))):
            return False
        if region:
            place, at, self.stripped = f"{place}, {region.group().strip().replace(' ', '')}", region.end(), True
        self.place, self.stop, self.place_end = place, at, at
        return True

    def _read_time_or_wire(self, here: int) -> bool:
        """Read a time, or a wire before the dash."""
        text, limit = self.text, self.limit
        if m := _TIME.match(text, self.stop, limit):
            self.stop = m.end()
            return True
        m = _WIRE.match(text, here, limit) if self.place is not None and here > self.stop else None
        # “May 3, 2021 -- Zed News has opened” has no wire
        is_subject = m and self._dash(self.stop) and "wire" not in m.group().casefold()
        if m is None or not (self._dash(m.end()) or (self.date and not is_subject)):
            return False
        self.has_wire, self.stop = True, m.end()
        return True


def _is_ruled_out(place: str) -> bool:
    """Whether a place is not in the lists and begins or ends with a word that no place begins or ends with."""
    words = place.casefold().split()
    no_places = _NOT_PLACES & {place.casefold().rstrip("."), *(w.strip(".,") for w in words[:1] + words[-1:])}
    return not words or (bool(no_places) and not is_known_place(place))


def _place_before_date(text: str, m: re.Match[str], limit: int) -> tuple[str, int]:
    """The place in a match, without a month or weekday that looks like part of the name, and where it ends."""
    gaps = re.finditer(r"[\s,/]+(?=\S)", m[0])
    before_date = (gap.start() for gap in gaps if date_at(text, m.start() + gap.end(), limit, yearless=True))
    name = m[0][: next(before_date, None)].rstrip("-' ")
    return name, m.start() + len(name)


def is_known_place(place: str) -> bool:
    """Whether a place is recognised without a date: a known city, or a name with a known region or country."""
    pieces = [one_line(p).rstrip(".").casefold() for p in place.replace("’", "'").rstrip(".").split(",")]
    first, _, last = pieces[0].rpartition(" ")
    # a region stands after its town: “IN BRIEF:” and “MS LUND:” do not begin with Indiana and Mississippi
    return not _KNOWN.isdisjoint((pieces[0], pieces[-1], last)) or first in _CITIES
