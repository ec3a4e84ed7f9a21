"""Which known organisation a name is."""

from __future__ import annotations

from functools import cache
from itertools import filterfalse

from pipeline.extraction.organisations.names import name_key
from pipeline.extraction.organisations.nation import is_national
from pipeline.extraction.text.lexicon import KnownOrganisation, known_organisations


@cache
def _by_key() -> dict[str, KnownOrganisation]:
    """The known organisations by the keys of their names."""
    found: dict[str, KnownOrganisation] = {}
    for known in known_organisations():
        for spelling in filterfalse(is_national, known.spellings()):  # “Congress”: which one, the release tells
            found.setdefault(name_key(spelling), known)
    return found


def known_by(name: str) -> KnownOrganisation | None:
    """The known organisation of a name or acronym."""
    return _by_key().get(name_key(name))
