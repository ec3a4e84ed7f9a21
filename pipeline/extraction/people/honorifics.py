"""Forms of address: which there are, which stand before a name or at its head.

Plain functions over strings; the lists are in `pipeline/data/people`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.data import word_list, word_table
from pipeline.extraction.text.forms import plain


@dataclass(frozen=True, slots=True)
class Honorific:
    """A form of address and its kind."""

    kind: str  # courtesy academic rank clergy noble style office
    full: bool = False  # only before a name of two words or more


@cache
def honorifics() -> dict[tuple[str, ...], Honorific]:
    """Forms of address by their plain words."""
    table: dict[tuple[str, ...], Honorific] = {}
    for form, kind, *full in word_table("people/honorifics.tsv"):
        table.setdefault(tuple(plain(w) for w in form.split()), Honorific(kind, bool(full)))
    return table


_GENERALS = frozenset(word_list("people/generals.txt"))
_WORDS = re.compile(r"\S+")
_OPENING = "(“\"'‘*_["
_LONGEST = 3  # words of an honorific


def honorific_before(text: str, start: int) -> int:
    """Where the honorifics that end at `start` begin; `start` itself where there are none.

    "by H.E. Ms. Jane Roe": the honorific of "Jane Roe" is "H.E. Ms.". A lower-case word is none, so that
    "told judge Roe" keeps its judge for the roles. Never goes over a line break.
    """
    if not start or text[start - 1] not in " \u00a0.*":
        return start
    line = max(text.rfind("\n", 0, start) + 1, start - 80)
    before = list(_WORDS.finditer(text, line, start))
    first = start
    while size := _honorific_at_end([m.group() for m in before]):
        printed = before[-size].group()
        first = before[-size].start() + len(printed) - len(printed.lstrip(_OPENING))
        del before[-size:]
    return first


def _honorific_at_end(printed: Sequence[str]) -> int:
    """How many of the last words are one honorific."""
    for size in range(min(_LONGEST, len(printed)), 0, -1):
        tail = [w.lstrip(_OPENING) for w in printed[-size:]]
        key = tuple(plain(w.rstrip("*")) for w in tail)
        if (
            key in honorifics()
            and all(w[:1].isupper() or w == "the" for w in tail)
            and "He" not in tail  # the pronoun; “H.E.” is an honorific
            and not _is_part_of_title(key, printed[:-size])
        ):
            return size
    return 0


def _is_part_of_title(key: tuple[str, ...], before: Sequence[str]) -> bool:
    """Whether the word before makes an honorific a job title: “Attorney [General] Roe”."""
    last = plain(before[-1].split("-")[-1]) if before else ""
    return key == ("general",) and last in _GENERALS


@lru_cache(maxsize=8192)
def honorific_inside(name: str) -> int:
    """Length of the honorifics at the head of a name, with the space after: 4 for "Mr. Roe"."""
    found = list(_WORDS.finditer(name))
    first = 0
    while size := _honorific_at_head([m.group() for m in found[first:]]):
        first += size
    return found[first].start() if first else 0


def _honorific_at_head(printed: Sequence[str]) -> int:
    """How many of the first words are one honorific, with a name behind it."""
    for size in range(min(_LONGEST, len(printed)), 0, -1):
        known = honorifics().get(tuple(plain(w) for w in printed[:size]))
        behind = len(printed) - size
        if known is not None and behind > known.full and printed[0][0].isupper() and printed[0] != "He":
            return size
    return 0
