"""Listed names of countries, their demonyms and places, to be found in running text."""

from __future__ import annotations

import re
from functools import cache

from pipeline.data import word_list, word_table
from pipeline.extraction.countries.codes import country_table
from pipeline.extraction.text.gazetteer import Gazetteer

PLACE, DEMONYM, CONTEXT = "PLACE", "demonym:", "context:"
"""Values of listed names beside alpha-3 codes: PLACE names no country (“Gulf of Mexico”, “African American”),
`demonym:` is followed by a code, `context:` by a name of several countries.
"""


@cache
def country_gazetteer() -> Gazetteer:
    """Every name that is looked for in running text; what is listed first counts."""
    names: dict[str, str] = {}
    for name, *_ in word_table("countries/contexts.tsv"):
        names.setdefault(name, CONTEXT + name)
    for file in ("phrases", "places", "us_states"):
        for name in word_list(f"countries/{file}.txt"):
            names.setdefault(name, PLACE)
    for code, entry in country_table().items():
        for name in entry.searched:
            names.setdefault(name, code)
        for name in entry.searched_demonyms:
            names.setdefault(name, DEMONYM + code)
    return Gazetteer(names)


def meaning(value: str, text: str) -> str:
    """The value of a listed name in its text: a name of several countries gets the code that most words speak for."""
    if not value.startswith(CONTEXT):
        return value
    codes = _contexts()[value.removeprefix(CONTEXT)]
    return max((len(set(cues.findall(text))), -i, code) for i, (code, cues) in enumerate(codes))[2]


@cache
def _contexts() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """Name -> [(code, its cue words)], the one that holds by default first."""
    contexts: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for name, code, cell in word_table("countries/contexts.tsv"):
        cues = [c.strip() for c in cell.split("|")]
        pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(c) for c in cues if c != "*") + r")(?!\w)")
        contexts.setdefault(name, []).insert(0 if "*" in cues else len(contexts[name]), (code, pattern))
    return contexts
