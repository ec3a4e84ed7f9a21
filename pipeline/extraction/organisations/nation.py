"""Which country the name of an organisation says, and which one a release is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

from pipeline.data import word_list
from pipeline.extraction.countries import country_table
from pipeline.extraction.countries.codes import DEMONYM, PLACE, country_gazetteer
from pipeline.extraction.organisations.names import name_key
from pipeline.extraction.text.gazetteer import ListedName
from pipeline.records import Mention


@lru_cache(maxsize=1 << 12)
def _nations_in(name: str) -> tuple[ListedName, ...]:
    """The countries, demonyms and places in a name."""
    return tuple(country_gazetteer().find(name))


def country_of(name: str) -> str | None:
    """The country that a name says: “Republic of Uzbekistan” in a ministry's, “French” in an agency's."""
    matches = _nations_in(name)
    codes = [m.value for m in matches if m.value in country_table()]
    if codes:
        return codes[-1]
    demonyms = [m.value.removeprefix(DEMONYM) for m in matches if m.value.startswith(DEMONYM)]
    return demonyms[0] if demonyms and matches[0].value != PLACE else None


@cache
def _national() -> frozenset[str]:
    return frozenset(name_key(n) for n in word_list("organisations/national.txt"))


def is_national(name: str) -> bool:
    """Whether every country has an organisation of this name: “Senate”, “Supreme Court”."""
    return name_key(name) in _national()


def country_named_most(mentions: Iterable[Mention]) -> str | None:
    """The country that a release is about: more than half of its countries and demonyms name it."""
    counts = Counter(m.entity_id for m in mentions if m.label in ("COUNTRY", "DEMONYM") and m.entity_id)
    code, most = max(counts.items(), key=lambda c: c[1], default=(None, 0))
    return code if 2 * most > counts.total() else None
