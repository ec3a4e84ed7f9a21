"""Where organisations are named: the reader's names, listed ones, and the names so known where the reader saw none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import Links, Reading
from pipeline.extraction.organisations.joining import JoinedNames, joined_names
from pipeline.extraction.organisations.names import head_of, is_acronym, known_by
from pipeline.extraction.people.honorifics import honorifics
from pipeline.extraction.text.forms import plain
from pipeline.extraction.text.gazetteer import Gazetteer
from pipeline.extraction.text.lexicon import known_gazetteer
from pipeline.extraction.text.spans import Cover

SURE = 0.9
"""Probability from which a name of the reader's makes its organisation sure. Of .8 to .96 it is the best for exact
names and organisations together on publishers held out, and gains 1.3 and 3.0 points there."""
SURE_ACRONYM = 0.95
"""The same for an acronym that stands alone: of those between the two one in four is an organisation's (“DBT”)."""
LINKED = 0.5
"""Chance from which a link of a job title or a quotation does."""
FOUND = 0.67
"""Share of the names not read but found, listed or again, that are right on the same releases."""
ENUMERATED = 0.6
"""Probability from which a name beside a sure one in an enumeration does: half a point of organisations there."""
_LIST = re.compile(r"(?:,|,?\s(?:and|or|&|y))\s(?:the\s)?")
_LEAD = re.compile(r"(?:[\s\"“”‘’'(*_]|(?i:the)\s)+")
_TRAIL = re.compile(r"(?:['’]s?|[\s\"“”‘,;:(*_™®]|\s(?i:and|&|of|the|to|for|in|on|at|by|with))+$")
_OF = re.compile(r"\s+of\s+(?:the\s+)?")
_PARTED = re.compile(r"[ \t\u00a0]{2,}|\n\s*\n")
_TWICE = re.compile(r"(.{3,}?)\s*\1", re.DOTALL)
_PROGRAMME = re.compile(r"\bProgram(?:me)?s?(?:\s(?:on|for|of|in|to)\s.*)?\Z", re.DOTALL)
"""“Zed Bank Global [Programme on Ice]”: of 98 names annotated so 87 were optional, five of the others are known."""
_SHORTEST = 3  # letters of a name that is looked for


class Candidate(NamedTuple):
    """A place that names an organisation; `numbers` are those of the reader's names there."""

    start: int
    end: int
    probability: float
    rule: str
    numbers: tuple[int, ...] = ()


def candidates(analysis: Analysis, reading: Reading) -> list[Candidate]:
    """The places that name an organisation, in order."""
    text = analysis.release.text
    countries = {number for number, row in analysis.mention_of.items() if row.label == "COUNTRY"}
    headed = (c for c in _headed(text, _read(text, reading)) if not countries.issuperset(c.numbers))  # “the U.S. said”
    read = [c for c in headed if not analysis.release.is_residue(c.start, c.end)]
    found = sorted([*read, *_listed(analysis, reading)])
    chosen = _sure(text, found, _linked(reading))
    return sorted(_with_rementions(analysis, reading, chosen))


def _read(text: str, reading: Reading) -> Iterator[Candidate]:
    """The reader's names, without article, marks, possessive and “of” at their edges, and parted where they are two."""
    for number, name in enumerate(reading.names):
        for start, end in _parts(text, name.start, name.end) if name.label == "ORG" else ():
            lead, trail = _LEAD.match(text, start, end), _TRAIL.search(text[start:end])
            if lead and lead.end() < end:
                start = lead.end()
            end -= len(trail[0]) if trail and len(trail[0]) < end - start else 0
            if not any(map(str.isalnum, text[start:end])) or _is_rank(text, start, end):  # zero-width blanks
                continue
            if _PROGRAMME.search(text, start, end) and known_by(text[start:end]) is None:
                continue
            yield Candidate(start, end, name.probability, "reader", (number,))


def _is_rank(text: str, start: int, end: int) -> bool:
    """Whether a name is the rank of the person behind it: “[Col]. Roe”."""
    honorific = honorifics().get((plain(text[start:end]),))
    return text.startswith(".", end) and honorific is not None and honorific.kind == "rank"


def _headed(text: str, names: Iterable[Candidate]) -> Iterator[Candidate]:
    """“[Academy] of the [Ministry of Mines]” as one name: a bare noun that heads names is none before “of”."""
    last: Candidate | None = None
    for c in names:
        if last is not None and head_of(text[last.start : last.end]) and _OF.fullmatch(text, last.end, c.start):
            last = Candidate(last.start, c.end, min(last.probability, c.probability), c.rule, last.numbers + c.numbers)
            continue
        if last is not None:
            yield last
        last = c
    if last is not None:
        yield last


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """“Zed Bank   Ada Bank”, where wide gaps stand for lost marks; “Zed BankZed Bank”, a heading and its text."""
    for gap in _PARTED.finditer(text, start, end):
        yield start, gap.start()
        start = gap.end()
    twice = _TWICE.fullmatch(text, start, end)
    if twice:
        yield start, twice.end(1)
        start = end - len(twice[1])
    yield start, end


def _listed(analysis: Analysis, reading: Reading) -> Iterator[Candidate]:
    """Known organisations where the reader saw no name."""
    taken = Cover((n.start, n.end) for n in reading.names)
    for m in known_gazetteer().find(analysis.release.text, analysis.words()):
        if not taken.touches(m.start, m.end) and not analysis.release.is_residue(m.start, m.end):
            yield Candidate(m.start, m.end, FOUND, "listed")


def _linked(reading: Reading) -> set[int]:
    """The names to which a job title or a quotation belongs, more likely than not."""
    heads: list[tuple[float, Links]] = [(t.probability, t.organisation) for t in reading.job_titles]
    heads += [(q.speech, q.speaker) for q in reading.quotations]
    return {
        number
        for probability, links in heads
        for number, chance in zip(links.names, links.chances, strict=True)
        if probability * chance >= LINKED
    }


def _sure(text: str, found: Sequence[Candidate], linked: set[int]) -> list[Candidate]:
    """The places of organisations that one of their places makes sure: listed, linked, or read with a high chance."""
    names = joined_names(text, (c[:2] for c in found))
    sure = {
        names.root(names.places[c.start, c.end])
        for c in found
        if _is_sure(text[c.start : c.end], c.probability) or linked.intersection(c.numbers)
    }
    sure |= set(_enumerated(text, found, names, sure))
    return [c for c in found if names.root(names.places[c.start, c.end]) in sure]


def _enumerated(text: str, found: Sequence[Candidate], names: JoinedNames, sure: set[str]) -> Iterator[str]:
    """The organisations that stand beside a sure one in an enumeration: “Zed Bank, [Velora] and Ada Board”."""
    for a, b in pairwise(found):
        if _LIST.fullmatch(text, a.end, b.start):
            for one, other in ((a, b), (b, a)):
                if names.root(names.places[one.start, one.end]) in sure and other.probability >= ENUMERATED:
                    yield names.root(names.places[other.start, other.end])


def _is_sure(name: str, probability: float) -> bool:
    return probability >= (SURE_ACRONYM if is_acronym(name) else SURE) or known_by(name) is not None


def _with_rementions(analysis: Analysis, reading: Reading, found: list[Candidate]) -> list[Candidate]:
    """The same, and sure or listed names where the reader saw none, or saw a part of them only."""
    text = analysis.release.text
    sure = {text[c.start : c.end] for c in found if c.probability >= SURE and c.end - c.start >= _SHORTEST}
    gazetteer = Gazetteer(dict.fromkeys(sorted(sure), ""))
    known = known_gazetteer()  # “Organization for Security and Co-” is a part of a listed name
    for m in [*gazetteer.find(text, analysis.words()), *known.find(text, analysis.words())]:
        parts = [c for c in found if c.start < m.end and m.start < c.end]
        if _is_free(text, reading, m.start, m.end, parts) and not analysis.release.is_residue(m.start, m.end):
            numbers = tuple(n for c in parts for n in c.numbers)
            found = [*(c for c in found if c not in parts), Candidate(m.start, m.end, FOUND, "known name", numbers)]
    return found


def _is_free(text: str, reading: Reading, start: int, end: int, parts: Sequence[Candidate]) -> bool:
    """Whether a known name may stand at a place: over the `parts` of it that were found, or where nothing was read."""
    if parts:
        return all(start <= c.start and c.end <= end for c in parts) and [c[:2] for c in parts] != [(start, end)]
    inside = any(n.start < end and start < n.end for n in reading.names)
    return not inside or _holds(text, reading, start, end)


def _holds(text: str, reading: Reading, start: int, end: int) -> bool:
    """Whether a listed name holds all names read in it, and none is a person's: “[Bank for] Trade in [Europe]”."""
    inside = [n for n in reading.names if n.start < end and start < n.end]
    whole = all(start <= n.start and n.end <= end and n.label != "PERSON" for n in inside)
    return whole and known_by(text[start:end]) is not None
