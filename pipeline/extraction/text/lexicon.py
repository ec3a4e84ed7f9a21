"""Known organisations, and word lists as features of the reader: whether a word is a given name, a town and so on.

The lists cover names that the training releases lack; the network learns how far to trust each list. Adding a word to
a list changes the network's input without training: after more than a few additions, train the reader again.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.data import word_list, word_table
from pipeline.extraction.text.forms import folded
from pipeline.extraction.text.gazetteer import Gazetteer
from pipeline.records import OrganisationKind


class KnownOrganisation(NamedTuple):
    """A known organisation; the acronym is empty where there is none or where it has other meanings too.

    `country` (alpha-3) is the state that it belongs to, or empty. `is_shared` says that other countries have one of
    this name or acronym too: “FDA”, but not “FBI”, whose country has “=” before it in the list.
    """

    name: str
    acronym: str
    others: tuple[str, ...]
    kind: OrganisationKind | None
    country: str
    is_shared: bool

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


def _lists(*names: str) -> Callable[[], Iterator[str]]:
    return lambda: (word for name in names for word in word_list(name))


def _of_kind(table: str, *kinds: str) -> Callable[[], Iterator[str]]:
    return lambda: (row[0] for row in word_table(table) if row[1] in kinds)


def _names_in(table: str, *columns: int) -> Callable[[], Iterator[str]]:
    return lambda: (name for row in word_table(table) for c in columns if c < len(row) for name in row[c].split("|"))


LISTS: dict[str, Callable[[], Iterable[str]]] = {
    "given": _lists("people/given_names.txt", "people/given_names_more.txt"),
    "family": _lists("names/family_names.txt", "people/family_first.txt"),
    "town": _lists("names/towns.txt", "countries/places.txt", "structure/dateline_cities.txt"),
    "state": _of_kind("countries/states.tsv", "USA", "CAN"), "country": _names_in("countries/countries.tsv", 2, 3, 4),
    "head": _of_kind("organisations/heads.tsv", "strong"), "weak head": _of_kind("organisations/heads.tsv", "weak"),
    "legal form": _lists("organisations/legal_forms.txt"),
    "honorific": _of_kind("people/honorifics.tsv", "academic", "clergy", "courtesy", "noble", "rank", "style"),
    "title honorific": _of_kind("people/honorifics.tsv", "office"), "post": _lists("roles/heads.txt"),
    "post-nominal": _lists("people/post_nominals.txt"),
    "known organisation": _names_in("organisations/known.tsv", 0, 1, 3),
    "no acronym": _lists("organisations/not_acronyms.txt"),
    "no organisation": _lists("organisations/not_organisations.txt", "organisations/generic.txt"),
}  # fmt: skip
_WORD = re.compile(r"[\w'’&-]+")
SEVERAL_WORDS = ("town", "country", "known organisation")
"""Lists with names of several words; a word that is only part of such a name has a feature of its own (“part of …”)."""
FEATURES = (*LISTS, *(f"part of {name}" for name in SEVERAL_WORDS))


@cache
def _known() -> dict[str, int]:
    """Each listed word with its features as a bit mask."""
    known: dict[str, int] = {}
    for number, (name, entries) in enumerate(LISTS.items()):
        part_of = 1 << FEATURES.index(f"part of {name}") if name in SEVERAL_WORDS else 0
        for words in (_WORD.findall(folded(entry)) for entry in entries()):
            bit, shortest = (1 << number, 1) if len(words) == 1 else (part_of, 4)
            for word in words:
                if len(word) >= shortest:
                    known[word] = known.get(word, 0) | bit
    return known


@lru_cache(maxsize=1 << 16)
def lexicon_bits(word: str) -> int:
    """The features of a word as a bit mask, ignoring case and accents."""
    return _known().get(folded(word), 0)
