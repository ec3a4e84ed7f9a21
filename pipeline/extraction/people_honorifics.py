"""Forms of address: which there are, which stand before a name or at its head, what they tell of gender.

Plain functions over strings; the lists are in `pipeline/data/people`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Literal

from pipeline.data import word_list, word_table
from pipeline.extraction.people_names import is_title_and_name, plain
from pipeline.extraction.roles_nouns import head_noun_of

Gender = Literal["m", "f"]


@dataclass(frozen=True, slots=True)
class Honorific:
    """A form of address: the gender it tells (None: neither) and its kind."""

    gender: Gender | None
    kind: str  # courtesy academic rank clergy noble style office
    full: bool = False  # only before a name of two words or more


@cache
def honorifics() -> dict[tuple[str, ...], Honorific]:
    """Forms of address by their plain words."""
    genders: dict[str, Gender | None] = {"m": "m", "f": "f", "-": None}
    table: dict[tuple[str, ...], Honorific] = {}
    for form, gender, kind, *full in word_table("people/honorifics.tsv"):
        table.setdefault(tuple(plain(w) for w in form.split()), Honorific(genders[gender], kind, bool(full)))
    return table


# "Attorney General Roe": the rank before the name belongs to an office
_GENERALS = frozenset(word_list("people/generals.txt"))
_LAST_WORDS = re.compile(r"\S+")


def honorific_before(text: str, start: int, floor: int = 0) -> int:
    """Where the honorifics that end at `start` begin; `start` itself where there are none.

    "by H.E. Ms. Jane Roe": the honorific of "Jane Roe" is "H.E. Ms.". A lower-case word is none, so that
    "told judge Roe" keeps its judge for the roles. Never goes below `floor` or over a line break.
    """
    if not start or text[start - 1] not in " \u00a0.*":
        return start
    line = max(text.rfind("\n", floor, start) + 1, floor, start - 80)
    before = text[line:start]
    *_, last = before.rsplit(None, 1) or [""]
    last = last.lstrip(_OPENING)
    if not last[:1].isupper() or plain(last.rstrip("*")) not in _last_words_of_honorifics():
        return start  # as nearly everywhere
    return start - _length_of_honorifics(before)


_OPENING = "(“\"'‘*_["


@cache
def _last_words_of_honorifics() -> frozenset[str]:
    return frozenset(key[-1] for key in honorifics())


@lru_cache(maxsize=8192)
def _length_of_honorifics(before: str) -> int:
    """How many of the last characters are honorifics, with the space after them."""
    table = honorifics()
    found = [(m.start(), m.group()) for m in _LAST_WORDS.finditer(before)]
    first = len(before)
    while found:
        for size in (3, 2, 1):
            tail = found[-size:]
            if len(tail) < size:
                continue
            printed = [w.lstrip(_OPENING) for _, w in tail]
            if len(printed[-1]) > 6 and printed[-1].endswith("."):
                continue  # “… Vice Chairman. Jan Roe”: a full stop, no abbreviation
            if all(w[:1].isupper() or plain(w) in ("the",) for w in printed) and not any(
                w.endswith(",") for w in printed
            ):
                key = tuple(plain(w.rstrip("*")) for w in printed)
                rest = found[: len(found) - size]
                if first < len(before) and key in table and table[key].kind == "office" and _is_titled(rest):
                    found = []  # “Permanent [Secretary] Mr Jan Roe”
                    break
                if key in table and "He" not in printed and not _is_part_of_office(key, rest):
                    first = tail[0][0] + len(tail[0][1]) - len(printed[0])
                    opened = len(printed[0]) != len(tail[0][1])
                    found = [] if opened else found[:-size]
                    break
        else:
            break
    return len(before) - first


def is_given_after_title(word: str, before: str) -> bool:
    """Whether a title that is a name too is one, as another title stands before it: “Congressman [Earl] Roe”."""
    return is_title_and_name(plain(word)) and head_noun_of(before) is not None


def _is_titled(before: list[tuple[int, str]]) -> bool:
    """Whether the word before an office belongs to it: one with a capital that is no form of address."""
    return bool(before) and before[-1][1][:1].isupper() and plain(before[-1][1]) not in _last_words_of_honorifics()


def _is_part_of_office(key: tuple[str, ...], before: list[tuple[int, str]]) -> bool:
    if len(key) == 1 and before and is_given_after_title(key[0], before[-1][1]):
        return True
    if key in (("lady",), ("gentleman",)):  # “First Lady Eva Lund”
        return bool(before) and plain(before[-1][1]) in ("first", "second")
    if key == ("general",):
        return bool(before) and plain(before[-1][1].split("-")[-1]) in _GENERALS
    return False


def honorific_inside(name: str) -> int:
    """Length of the honorifics at the head of a candidate, with the space after: 4 for "Mr. Roe"."""
    first, *_ = name.split(None, 1) or [""]
    return _honorifics_inside(name) if plain(first) in _first_words_of_honorifics() else 0


@cache
def _first_words_of_honorifics() -> frozenset[str]:
    return frozenset(key[0] for key in honorifics())


@lru_cache(maxsize=8192)
def _honorifics_inside(name: str) -> int:
    table, cut = honorifics(), 0
    while True:
        rest = name[cut:]
        found = list(islice(_LAST_WORDS.finditer(rest), 4))
        for size in (3, 2, 1):
            if len(found) <= size:
                continue
            key = tuple(plain(m.group()) for m in found[:size])
            if any(len(m.group()) > 6 and m.group().endswith(".") for m in found[:size]):
                continue  # “Mr. President. Next time …”
            if (
                key in table
                and rest[0].isupper()
                and found[0].group() != "He"
                and not (table[key].full and len(found) - size < 2)
            ):
                cut += found[size].start()
                break
        else:
            return cut


@lru_cache(maxsize=4096)
def gender_of_honorific(honorific: str | None) -> Gender | None:
    """What an honorific as printed tells of gender: `gender_of_honorific("H.E. Ms.")` is "f"."""
    parts = [plain(w) for w in (honorific or "").split()]
    for size in (3, 2, 1):
        for i in range(len(parts) - size + 1):
            known = honorifics().get(tuple(parts[i : i + size]))
            if known and known.gender:
                return known.gender
    return None
