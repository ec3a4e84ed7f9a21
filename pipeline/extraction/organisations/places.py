"""Where organisations are named: the reader's names that are sure, and these and known names where it saw none."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import NamedTuple

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import Links, Reading
from pipeline.extraction.organisations.joining import joined_names
from pipeline.extraction.organisations.names import is_head_noun, known_by
from pipeline.extraction.text.forms import GLUED
from pipeline.extraction.text.gazetteer import Gazetteer
from pipeline.extraction.text.lexicon import known_gazetteer

SURE = 0.7
"""Probability from which a name of the reader's makes its organisation sure, and is looked for in the rest of the
release: from .7 to .8 names and organisations of publishers held out differ by .4 of a point, each way."""
LINKED = 0.7
"""Chance from which a link of a job title or a quotation does: from .5 exact names lose .2 points there, from .9 the
organisations of roles .8."""
FOUND = 0.67  # share that is right of listed names and re-mentions where the reader missed them, held-back releases
_NAME = re.compile(
    r"(?s)(?:[\s\"“”‘’'(*_–—]|(?i:the)(?:\s|$))*+(?P<name>.*?)"
    rf"(?:{GLUED}|['’]s?|[\s\"“”‘,;:(*_™®–—]|\s(?i:and|&|of|the|to|for|in|on|at|by|with))*"
)
"""A name and what the reader may take into it: article, marks, possessive and “of” at its edges."""
_OF = re.compile(r"\s+of\s+(?:the\s+)?")
_AMOUNT = re.compile(r"\s?[$€£]\s?\d")  # “AU[ $3] million”
_TWICE = re.compile(r"(?s)(\w.{2,}?)\s+\1")
_GOES_ON = re.compile(r" [A-Z][a-z]|-")
_SHORTEST = 3  # letters of a name that is looked for


class NamedPlace(NamedTuple):
    """A place that names an organisation; `numbers` are those of the reader's names there."""

    start: int
    end: int
    probability: float
    rule: str
    numbers: tuple[int, ...] = ()


def named_places(analysis: Analysis) -> list[NamedPlace]:
    """The places that name an organisation, in order."""
    text, reading = analysis.release.text, analysis.reading
    countries = {number for number, row in analysis.mention_of.items() if row.label == "COUNTRY"}
    whole = (c for c in _whole(text, _read(text, reading)) if not countries.issuperset(c.numbers))  # “the U.S. said”
    found = sorted(c for c in whole if not analysis.release.is_residue(c.start, c.end))
    return sorted(_with_rementions(analysis, _sure(text, found, _linked(reading))))


def _read(text: str, reading: Reading) -> Iterator[NamedPlace]:
    """The reader's names, without what is none of them at their edges; not one of zero-width blanks.

    One that ends in “of the” has the country after it: “[Ministry of Mines of the] Republic of Chad”.
    """
    for number, (name, following) in enumerate(zip_longest(reading.names, reading.names[1:])):
        m = _NAME.fullmatch(text, name.start, name.end) if name.label == "ORG" else None
        if m and any(map(str.isalnum, m["name"])) and not _AMOUNT.match(text, m.end("name")):
            start, end = m.span("name")
            end += text[end : end + 1] == ")" and text.count("(", start, end) > text.count(")", start, end)
            if twice := _TWICE.fullmatch(text, start, end):  # two columns: “Zed Bank   Zed Bank”
                end = twice.end(1)
            is_of = following is not None and following.label == "COUNTRY" and end < name.end
            if is_of and _OF.fullmatch(text, end, following.start):
                end = following.end
            yield NamedPlace(start, end, name.probability, "reader", (number,))


def _whole(text: str, names: Iterable[NamedPlace]) -> list[NamedPlace]:
    """The names, those that the reader split as one: “[Zed Mines] ([Ghana) Ltd]”, “[Academy] of the [Ministry]”."""
    found: list[NamedPlace] = []
    for c in names:
        last, name = found[-1] if found else None, text[c.start : c.end]
        if last and (
            (is_head_noun(text[last.start : last.end]) and _OF.fullmatch(text, last.end, c.start))
            or (text[last.end : c.start] == " (" and name.count(")") > name.count("("))
        ):
            probability = min(last.probability, c.probability)
            found[-1] = NamedPlace(last.start, c.end, probability, c.rule, last.numbers + c.numbers)
        else:
            found.append(c)
    return found


def _linked(reading: Reading) -> set[int]:
    """The names to which a job title or a quotation belongs, more likely than not."""
    linking: list[tuple[float, Links]] = [(t.probability, t.organisation) for t in reading.job_titles]
    linking += [(q.speech, q.speaker) for q in reading.quotations]
    return {
        number
        for probability, links in linking
        for number, chance in zip(links.numbers, links.probabilities, strict=True)
        if probability * chance >= LINKED
    }


def _sure(text: str, found: Sequence[NamedPlace], linked: set[int]) -> list[NamedPlace]:
    """The places of organisations that one of their places makes sure: listed, linked, or read with a high chance."""
    names = joined_names(text, (c[:2] for c in found))
    keys = {c: names.places[c.start, c.end] for c in found}
    certain = (c for c in found if c.probability >= SURE or linked.intersection(c.numbers))
    sure = {keys[c] for c in (*certain, *(c for c in found if known_by(text[c.start : c.end])))}
    roots = {names.roots[key] for key in sure}
    return [c for c in found if keys[c] in sure or (names.roots[keys[c]] in roots and not _is_cut(text, c))]


def _is_cut(text: str, c: NamedPlace) -> bool:
    """Whether a word may be cut off another name, so that a longer name does not make it sure: “[Zed] Ice Parade”."""
    name = text[c.start : c.end]
    return " " not in name and not is_head_noun(name) and _GOES_ON.match(text, c.end) is not None


def _with_rementions(analysis: Analysis, found: list[NamedPlace]) -> list[NamedPlace]:
    """The places found, and those of sure or listed names where the reader saw none, or saw a part of them only."""
    text = analysis.release.text
    sure = {text[c.start : c.end] for c in found if c.probability >= SURE and c.end - c.start >= _SHORTEST}
    gazetteers = Gazetteer(dict.fromkeys(sorted(sure), "")), known_gazetteer()
    for start, end, *_ in chain.from_iterable(g.find(text, analysis.words()) for g in gazetteers):
        parts = [c for c in found if c.start < end and start < c.end]
        if _is_free(analysis, start, end, parts):
            numbers: tuple[int, ...] = sum((c.numbers for c in parts), ())
            found = [*(c for c in found if c not in parts), NamedPlace(start, end, FOUND, "known name", numbers)]
    return found


def _is_free(analysis: Analysis, start: int, end: int, parts: Sequence[NamedPlace]) -> bool:
    """Whether a known name may stand at a place: over the `parts` of it that were found, or where nothing was read.

    “Organization for Security and Co-” is a part of a listed name; “$[3M]” is an amount.
    """
    if parts:
        return all(start <= c.start and c.end <= end for c in parts) and [c[:2] for c in parts] != [(start, end)]
    is_read = any(n.start < end and start < n.end for n in analysis.reading.names)
    text = analysis.release.text
    is_amount = text[start - 1 : start] in ("$", "€", "£") or _AMOUNT.match(text, end) is not None
    return not (is_read or is_amount or analysis.release.is_residue(start, end))
