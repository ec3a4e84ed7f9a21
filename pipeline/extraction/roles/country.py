"""Which country a job title serves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import JobTitle
from pipeline.records import Mention

_SERVES_IN = re.compile(r"\b(?:to|in)\s+(?:the\s+)?(?:[^,]*(?:,|\band)\s+)?(?:the\s+)?$")
"""Words before a country in which the title's holder serves: “Ambassador to [Chad]”, “to Nepal and [Bhutan]”."""
_POSSESSIVE = re.compile(r"(?:['’]s?)?\s")
"""What parts a country from the title that it stands before: “Chad's [President]”, “the Polish [minister]”."""


def countries_of(analysis: Analysis, title: JobTitle, places: Sequence[Mention]) -> list[str]:
    """The countries (alpha-3) that a job title serves: those its words say, else the one the reader links it to.

    `places` are the mentions of countries and demonyms of the document.
    """
    text = analysis.release.text
    inside = [m for m in places if title.start <= m.start and m.end <= title.end]
    served = [m for m in inside if _SERVES_IN.search(text, title.start, m.start)]
    if served:
        return _codes(served)
    if inside:
        return _codes(inside[:1])
    before = [m for m in places if m.end < title.start and _POSSESSIVE.fullmatch(text, m.end, title.start)]
    if before:
        return _codes(before)
    if (own := _of_organisation(analysis, title)) is not None:
        return [own]
    linked = list(zip(title.country.chances, title.country.names, strict=True))
    chance, number = max(linked, default=(0.0, -1))
    row = analysis.mention_of.get(number)
    return _codes([row]) if row is not None and chance > title.country.none else []


def _of_organisation(analysis: Analysis, title: JobTitle) -> str | None:
    """The country in the name of an organisation in the title's words: “Head of the [Bank of Ghana]”."""
    countries = {o.organisation_id: o.country for o in analysis.organisations}
    inside = (m for m in analysis.mentions if title.start <= m.start and m.end <= title.end)
    return next((country for m in inside if (country := countries.get(m.entity_id or ""))), None)


def _codes(mentions: Iterable[Mention]) -> list[str]:
    return list(dict.fromkeys(m.entity_id for m in mentions if m.entity_id))
