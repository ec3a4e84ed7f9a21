"""Where organisations are named: the reader's names that are sure, and these and known names where it saw none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import Links, Reading
from pipeline.extraction.organisations.joining import joined_names
from pipeline.extraction.organisations.names import head_of, known_by
from pipeline.extraction.text.forms import opens_bracket
from pipeline.extraction.text.gazetteer import Gazetteer
from pipeline.extraction.text.lexicon import known_gazetteer

SURE = 0.9
"""Probability from which a name of the reader's makes its organisation sure: names and organisations of publishers held
out are best from .87 to .9."""
LINKED = 0.7
"""Chance from which a link of a job title or a quotation does: from .5 exact names lose .2 points there, from .9 the
organisations of roles .8."""
LOOKED_FOR = 0.85
"""Probability from which a name is looked for in the rest of the release: .8 of a point of exact names over .9."""
FOUND = 0.67
"""Share of the names not read but found, listed or again, that are right on the same releases."""
_LEAD = re.compile(r"(?:[\s\"“”‘’'(*_]|(?i:the)\s)+")
_TRAIL = re.compile(r"(?:['’]s?|[\s\"“”‘,;:(*_™®]|\s(?i:and|&|of|the|to|for|in|on|at|by|with))+$")
_OF = re.compile(r"\s+of\s+(?:the\s+)?")
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
    found = sorted(c for c in headed if not analysis.release.is_residue(c.start, c.end))
    chosen = _sure(text, found, _linked(reading))
    return sorted(_with_rementions(analysis, reading, chosen))


def _read(text: str, reading: Reading) -> Iterator[Candidate]:
    """The reader's names, without article, marks, possessive and “of” at their edges."""
    for number, name in enumerate(reading.names):
        if name.label != "ORG":
            continue
        start, end = name.start, name.end
        lead, trail = _LEAD.match(text, start, end), _TRAIL.search(text[start:end])
        if lead and lead.end() < end:
            start = lead.end()
        end -= len(trail[0]) if trail and len(trail[0]) < end - start else 0
        if not any(map(str.isalnum, text[start:end])):  # zero-width blanks
            continue
        yield Candidate(start, end, name.probability, "reader", (number,))


def _headed(text: str, names: Iterable[Candidate]) -> Iterator[Candidate]:
    """“[Academy] of the [Ministry of Mines]”, “[Zed Mines] ([Ghana) Ltd]” as one name.

    A bare noun that heads names is none before “of”.
    """
    last: Candidate | None = None
    for c in names:
        if last is not None and (
            (head_of(text[last.start : last.end]) and _OF.fullmatch(text, last.end, c.start))
            or opens_bracket(text, last.end, c.start, c.end)
        ):
            last = Candidate(last.start, c.end, min(last.probability, c.probability), c.rule, last.numbers + c.numbers)
            continue
        if last is not None:
            yield last
        last = c
    if last is not None:
        yield last


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
    return [c for c in found if names.root(names.places[c.start, c.end]) in sure]


def _is_sure(name: str, probability: float) -> bool:
    return probability >= SURE or known_by(name) is not None


def _with_rementions(analysis: Analysis, reading: Reading, found: list[Candidate]) -> list[Candidate]:
    """The same, and sure or listed names where the reader saw none, or saw a part of them only."""
    text = analysis.release.text
    sure = {text[c.start : c.end] for c in found if c.probability >= LOOKED_FOR and c.end - c.start >= _SHORTEST}
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
    return not any(n.start < end and start < n.end for n in reading.names)
