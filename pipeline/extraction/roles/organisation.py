"""In which organisation a job title is held: what its words say, what it is linked to, what it is in charge of."""

from __future__ import annotations

import re
from itertools import chain

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import JobTitle, Links
from pipeline.extraction.roles.wording import wording_of
from pipeline.records import Mention, MentionLabel

SAID = 0.9
"""Chance that the organisation that stands in a job title's own words is the one in which it is held."""
IN_CHARGE = 0.8
"""Chance that a “Minister of Law” is held in the “Ministry of Law” that the release names."""
_OF = re.compile(r"\sof\s+(?:the\s+)?$", re.IGNORECASE)
_LAST = re.compile(r"(?:,|\sat|\swith)\s(?:[Tt]he\s)?$")
_WHOSE = re.compile(r"(?:['’]s?)?\s+")
_BEHIND = re.compile(r"(?:,|\s(?:of|at|for|with|in))?\s(?:[Tt]he\s)?")
_REST = re.compile(r"(?:[^\S\n]*,?[^\S\n]*(?:[A-Z&][\w&/’'-]*|and|of|for|the|in))*,\s(?:[Tt]he\s)?")
_ITEM_END = re.compile(r"\)?[^\S\n]*(?:[•;|\n]|\Z)")
_ITEM = 80  # code points of the rest of an item
_NEAR = 10  # code points, in which these words find place
_PORTFOLIO = re.compile(r"\b(?:Minister|Secretary)(?: of State)? (?:of|for) (?:the )?(?=[A-Z])(.+?)(?: of .*)?$")
_MINISTRY = re.compile(r"\b(?:Ministry|Department) (?:of|for) (?:the )?(.+?)(?: of .*)?$")


def chances_of(analysis: Analysis, links: Links, label: MentionLabel) -> dict[str, float]:
    """The chance of each entity: the sum over the places where it is named.

    A name that the reader took for an organisation may be a person's in the end, or a country's: “U S [Senators]”.
    """
    chances: dict[str, float] = {}
    for number, chance in zip(links.names, links.chances, strict=True):
        row = analysis.named.get(number)
        if row is not None and row.entity_id and row.label == label:
            chances[row.entity_id] = chances.get(row.entity_id, 0.0) + chance
    return chances


def organisation_of(analysis: Analysis, title: JobTitle, start: int, end: int) -> tuple[str | None, float]:
    """The organisation in which the job title at `start` … `end` is held, or None; and the chance of that."""
    said = _said(analysis, start, end)
    linked, chance = _likeliest(analysis, title.organisation)
    if said is not None and said != linked:
        return said, SAID
    if linked is None and (body := _in_charge(analysis, start, end)):
        return body, IN_CHARGE
    return linked, chance


def _likeliest(analysis: Analysis, links: Links) -> tuple[str | None, float]:
    """The organisation that a job title is linked to, or None; and the chance of that."""
    chances = chances_of(analysis, links, "ORGANISATION")
    best = max(chances, key=lambda key: (chances[key], key), default=None)
    if best is None or chances[best] <= links.none:
        return None, links.none
    return best, chances[best]


def _said(analysis: Analysis, start: int, end: int) -> str | None:
    """The organisation that the words of a job title and those beside it say.

    “Head of the [Academy] in Lindmoor”, “[Zed Bank] Director”, “[Zed Bank]'s Director”, “Director, [Zed Bank]”.
    """
    text = analysis.release.text
    bodies = [m for m in sorted(analysis.mentions, key=lambda m: m.start) if m.label == "ORGANISATION"]
    within = [m for m in bodies if start < m.start and m.end <= end]
    of = (m for m in within if _OF.search(text[start : m.start]))
    before = (m for m in bodies if m.end < end and (m.start == start or _WHOSE.fullmatch(text, m.end, start)))
    behind = (m for m in bodies if end <= m.start <= end + _NEAR and _BEHIND.fullmatch(text, end, m.start))
    ending = (m for m in bodies if end <= m.start <= end + _ITEM and _ends_item(text, end, m))
    last = (m for m in within if m.end == end and _LAST.search(text[start : m.start]))
    return next((m.entity_id for m in chain(of, before, behind, ending, last)), None)


def _ends_item(text: str, end: int, body: Mention) -> bool:
    """Whether an organisation is the last of a list's item: “• Ada Lund, Head of Sales, Asia, [Zed Bank]”."""
    return _REST.fullmatch(text, end, body.start) is not None and _ITEM_END.match(text, body.end) is not None


def _in_charge(analysis: Analysis, start: int, end: int) -> str | None:
    """The one ministry or department of the portfolio that a job title names: “Minister of [Law]”."""
    portfolio = _PORTFOLIO.search(" ".join(analysis.release.text[start:end].split()))
    if portfolio is None:
        return None
    bodies = ((o.organisation_id, _MINISTRY.search(o.name)) for o in analysis.organisations)
    fitting = {key for key, body in bodies if body and wording_of(body[1]) == wording_of(portfolio[1])}
    return fitting.pop() if len(fitting) == 1 else None
