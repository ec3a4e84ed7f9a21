"""What word lists know of a word, as features of the entity network: given name, town, head noun of bodies and so on.

The network learns how far to believe each of them; a name that the 363 training releases lack is known to a list. Most
of the lists belong to rules: a word added to one changes what the network sees of that word too, untrained.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.data import word_list, word_table
from pipeline.extraction.layers import Floats
from pipeline.extraction.people_names import plain


def _lists(*names: str) -> Callable[[], Iterator[str]]:
    return lambda: (word for name in names for word in word_list(name))


def _heads(strength: str) -> Callable[[], Iterator[str]]:
    return lambda: (row[0] for row in word_table("organisations/heads.tsv") if row[1] == strength)


def _honorifics(office: bool) -> Callable[[], Iterator[str]]:
    return lambda: (row[0] for row in word_table("people/honorifics.tsv") if (row[2] == "office") == office)


def _countries() -> Iterator[str]:
    for _, _, *cells in word_table("countries/countries.tsv"):
        for cell in cells:
            yield from cell.replace("~", "").split("|")


def _bodies() -> Iterator[str]:
    for name, acronym, _, *others in word_table("organisations/bodies.tsv"):
        yield from (name, acronym, *(o for cell in others for o in cell.split("|")))


LISTS: dict[str, Callable[[], Iterable[str]]] = {
    "given": _lists(
        "people/given_names.txt", "people/given_names_more.txt", "quotes/female_names.txt", "quotes/male_names.txt"
    ),
    "family": _lists("names/family_names.txt", "people/family_first.txt"),
    "town": _lists("names/towns.txt", "countries/places.txt", "structure/dateline_cities.txt"),
    "state": _lists("countries/us_states.txt"),
    "country": _countries,
    "head": _heads("strong"),
    "weak head": _heads("weak"),
    "legal form": _lists("organisations/legal_forms.txt"),
    "honorific": _honorifics(False),
    "office": _honorifics(True),
    "post": _lists("roles/heads.txt"),
    "post-nominal": _lists("people/post_nominals.txt"),
    "body": _bodies,
    "no acronym": _lists("organisations/not_acronyms.txt"),
    "no body": _lists("organisations/not_organisations.txt", "organisations/generic.txt"),
}
_WORD = re.compile(r"[\w'’&-]+")
PARTS = ("town", "country", "body")
"""Lists with names of several words: a word that is only a part of one has another feature."""
FEATURES = (*LISTS, *(f"part of {name}" for name in PARTS))

GIVEN = 1 << FEATURES.index("given")
BODIES = sum(1 << FEATURES.index(name) for name in ("head", "weak head", "legal form", "body"))
"""Bits of given names, and of words that speak for a body."""


@cache
def _known() -> dict[str, int]:
    """The features of each word as bits."""
    known: dict[str, int] = {}
    for number, (name, words) in enumerate(LISTS.items()):
        part = 1 << FEATURES.index(f"part of {name}") if name in PARTS else 0
        for entry in words():
            simple = entry.isascii() and entry.isalpha() and entry.islower()
            parts = [entry] if simple else _WORD.findall(plain(entry))
            if len(parts) == 1:
                known[parts[0]] = known.get(parts[0], 0) | 1 << number
            elif part:
                for word in parts:
                    if len(word) > 3:
                        known[word] = known.get(word, 0) | part
    return known


@lru_cache(maxsize=1 << 16)
def lexicon_bits(word: str) -> int:
    """The features of a word as bits, whatever its case and accents."""
    return _known().get(plain(word), 0)


def unpacked(bits: NDArray[np.uint64]) -> Floats:
    """Bits as one row a word, one column a feature, 0 or 1."""
    features: Floats = (bits[:, None] >> np.arange(len(FEATURES), dtype="uint64") & np.uint64(1)).astype("float32")
    return features
