"""Who publishes a release, as metadata or a setting say: whom “the Minister” serves, and whose “our President” is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.organisations.names import country_named_most, name_key
from pipeline.records import Mention
from pipeline.structure import Release

_LINE = re.compile(r"\S[^\n]*")
_KIND = r"(?:(?:press|media|news) (?:release|statement|notice|advisory)|communiqué|press communiqué)s?"
_BESIDE = re.compile(rf"\W*+(?:{_KIND})?\W*+", re.IGNORECASE)
"""What may stand in the line beside the publisher: “Zed Bank[ – Press release]”, “[PRESS RELEASE | ]Zed Bank”."""
_ADDRESS = re.compile(r"\s*<[^>]*>")
"""“Ministry of Transport[ <press@ministry.example>]”."""
_OURS = re.compile(r"\b[Oo]ur\s+(?:[a-z]+\s+)?$")
"""“[our ]President”, “[our new ]Director”."""
_OF_A_STATE = re.compile(r"\b(?:minister|president|secretary|head of (?:state|government))\b", re.IGNORECASE)
"""Job titles of a state, where they have no organisation: “the Minister” serves the publisher's country."""
_ABOUT = 0.8
"""Share of the places that name countries from which “the Minister” serves one: in 542 releases of the
fifth round so in 13 places, in 4 another."""


class Publisher(NamedTuple):
    """What is known of a publisher; `country` (alpha-3) of one that is a state's."""

    organisation_id: str | None = None
    country: str | None = None

    def country_of(self, text: str, start: int, end: int) -> str | None:
        """The country that a job title serves of which nothing else says it."""
        return self.country if _OF_A_STATE.search(text, start, end) else None

    def organisation_of(self, text: str, start: int) -> str | None:
        """The organisation in which a job title is held of which nothing else says it."""
        return self.organisation_id if _OURS.search(text, max(start - 40, 0), start) else None


def publisher_of(analysis: Analysis) -> Publisher:
    """The publisher of a release, as far as metadata or a setting tell it."""
    named = _organisation_called(analysis, analysis.publisher) if analysis.publisher else None
    row = next((o for o in analysis.organisations if o.organisation_id == named and o.kind == "government"), None)
    return Publisher(named, analysis.serves or (row.country if row else country_named_most(analysis.mentions, _ABOUT)))


def _organisation_called(analysis: Analysis, name: str) -> str | None:
    """The organisation of this release that bears a name, by its name or another of its names."""
    wanted = name_key(_ADDRESS.sub("", name).strip(" \"'"))
    names = [(o.organisation_id, o.name) for o in analysis.organisations]
    names += [(a.entity_id, a.alias) for a in analysis.aliases]
    return next((key for key, called in names if key.startswith("org-") and name_key(called) == wanted), None)


def letterhead(release: Release, mentions: Iterable[Mention]) -> Mention | None:
    """The organisation that has a line over the text to itself, or with “Press release” beside it."""
    organisations = [m for m in mentions if m.label == "ORGANISATION"]
    for line in _LINE.finditer(release.text):
        start, end = line.span()
        if release.section_at(start) not in ("header", "headline"):
            return None
        for m in organisations:
            if start <= m.start and m.end <= end:
                rest = release.text[start : m.start], release.text[m.end : end]
                if all(_BESIDE.fullmatch(part) for part in rest):
                    return m
    return None
