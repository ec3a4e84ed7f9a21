"""Releases that mark what the reader found: [organisation], [~doubtful organisation], {country}, {~place}, <person>."""

from __future__ import annotations

import re

from pipeline.extraction.countries.component import add_countries
from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import JobTitle, Name, Quotation, Reading
from pipeline.extraction.organisations.component import add_organisations
from pipeline.settings import OwnNames
from pipeline.structure import structure
from tests.extraction.blank import blank

LABELS = {"[": "ORG", "[~": "ORG", "{": "COUNTRY", "{~": "PLACE", "<": "PERSON"}
DOUBTFUL = 0.6
NONE_OWN = OwnNames()
_MARKED = re.compile(r"([\[{]~|[\[{<])(.+?)[\]}>]", re.DOTALL)


def analysed(
    marked: str,
    probability: float = 0.95,
    titles: tuple[JobTitle, ...] = (),
    quotations: tuple[Quotation, ...] = (),
    own: OwnNames = NONE_OWN,
) -> Analysis:
    """The analysis of a marked text by the components."""
    text, names = "", []
    for i, piece in enumerate(_MARKED.split(marked)):
        if i % 3 == 1:
            label, chance = LABELS[piece], DOUBTFUL if piece == "[~" else probability
        elif i % 3 == 2:
            names.append(Name(len(text), len(text) + len(piece), label, chance))
            text += piece
        else:
            text += piece
    analysis = Analysis(structure(text), reading=Reading(tuple(names), titles, quotations), own=own)
    doc = blank().make_doc(text)
    doc._.communique = analysis
    add_organisations(add_countries(doc))
    return analysis


def mentioned(analysis: Analysis) -> list[str]:
    """The mentions of organisations, as in the text."""
    return [m.text for m in analysis.mentions if m.label == "ORGANISATION"]


def keys(analysis: Analysis) -> list[str | None]:
    """The keys of the mentioned organisations, in the order of the text."""
    return [m.entity_id for m in analysis.mentions if m.label == "ORGANISATION"]
