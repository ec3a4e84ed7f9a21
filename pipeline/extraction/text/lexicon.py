"""Known organisations, and word lists as features of the reader: whether a word is a given name, a town and so on.

The lists cover names that the training releases lack; the network learns how far to trust each list. Adding a word to
a list changes the network's input without training: after more than a few additions, train the reader again.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.data import word_list, word_table
from pipeline.extraction.text.forms import folded
from pipeline.extraction.text.gazetteer import Gazetteer
from pipeline.records import OrganisationKind

LISTS = {feature: sources for feature, *sources in word_table("text/features.tsv")}
_WORD = re.compile(r"[\w'’&-]+")
SEVERAL_WORDS = ("town", "country", "known organisation")
"""Lists with names of several words; a word that is only part of such a name has a feature of its own (“part of …”)."""
FEATURES = (*LISTS, *(f"part of {name}" for name in SEVERAL_WORDS))


class KnownOrganisation(NamedTuple):
    """A known organisation."""

    name: str
    acronym: str  # empty where there is none or where it has other meanings too
    others: tuple[str, ...]
    kind: OrganisationKind | None
    country: str  # alpha-3, of the state that it belongs to, or empty
    is_shared: bool  # other countries have one too: “FDA”; not “FBI”, whose country has “=” before it in the list

    def spellings(self) -> Iterator[str]:
        """Its names with their spelling variants: “Organisation”, “Center”, “Health & Human Services”."""
        for name in filter(None, (self.name, self.acronym, *self.others)):
            yield name
            for ours, theirs in (("rganization", "rganisation"), ("Centre", "Center"), (" and ", " & ")):
                if ours in name:
                    yield name.replace(ours, theirs)


@cache
def known_organisations() -> tuple[KnownOrganisation, ...]:
    """All known organisations, in the order of the lists."""
    listed = (*word_table("organisations/known.tsv"), *word_table("organisations/known_more.tsv"))
    rows = ((*row, "", "", "", "")[:5] for row in listed)
    return tuple(
        KnownOrganisation(name, short, tuple(filter(None, more.split("|"))), kind or None, of.strip("="), of.isalpha())  # type: ignore[arg-type]
        for name, short, kind, more, of in rows
    )


@cache
def known_gazetteer() -> Gazetteer:
    """A gazetteer of all known names and acronyms, for running text."""
    return Gazetteer({spelling: known.name for known in known_organisations() for spelling in known.spellings()})


def entries(source: str) -> Iterator[str]:
    """The entries of a list of `text/features.tsv`, which explains the forms."""
    name, _, columns = source.partition(":")
    name, _, kinds = name.partition("=")
    if columns:
        cells = (row[int(c)] for row in word_table(name) for c in columns.split(",") if int(c) < len(row))
        return (part for cell in cells for part in cell.split("|"))
    return (row[0] for row in word_table(name) if row[1] in kinds.split(",")) if kinds else iter(word_list(name))


@cache
def _known() -> dict[str, int]:
    """Each listed word with its features as a bit mask."""
    known: dict[str, int] = {}
    for number, (name, sources) in enumerate(LISTS.items()):
        part_of = 1 << FEATURES.index(f"part of {name}") if name in SEVERAL_WORDS else 0
        for words in (_WORD.findall(folded(entry)) for source in sources for entry in entries(source)):
            bit, shortest = (1 << number, 1) if len(words) == 1 else (part_of, 4)
            for word in words:
                if len(word) >= shortest:
                    known[word] = known.get(word, 0) | bit
    return known


@lru_cache(maxsize=1 << 16)
def lexicon_bits(word: str) -> int:
    """The features of a word as a bit mask, ignoring case and accents."""
    return _known().get(folded(word), 0)
