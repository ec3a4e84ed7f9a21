"""A text as the grammar reads it: a letter a token, which stands for the names that elements of patterns call it by.

Most words have no name: of “On Friday, 5 May the mayor spoke”, only “Friday, 5 May the” have letters of their own.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import repeat

from pipeline.extraction.dates.grammar import WORD, first_names, glued_names, lone_names, names
from pipeline.extraction.dates.tokens import PLAIN_SIGNS, Tokens, vocabulary

NAMELESS = " "
GLUED = "_"
"""A name beside others, where an element asks for it: no space stands before the token."""
LONE, STARTS = "\ue000-\ue7ff", "\ue000-\uefff"
"""Ranges of letters: of tokens that can be an expression alone, and of those that can start one."""
_LONE_FROM, _STARTS_FROM, _OTHERS_FROM = 0xE000, 0xE800, 0xF000
_BY_PLACE = "?"  # in place of a letter: the word is not known by its form alone
_CASED = frozenset(("month", "weekday"))
_POSSESSIVES = ("'s", "’s")

Names = frozenset[str]
_NAMES: dict[str, Names] = {}  # by letter, about a hundred: what the grammar tells apart


def spelled(tokens: Tokens) -> list[str]:
    """The letters of all tokens."""
    lowers, known, named = tokens.lowers, _letters(), names()
    letters = list(map(known.get, lowers, repeat(NAMELESS)))
    for i in [i for i, letter in enumerate(letters) if letter == _BY_PLACE]:
        letters[i] = _letter("", lowers[i], tokens.is_proper(i), tokens.is_glued(i))
    for i in [i for i, word in enumerate(lowers) if not word.isalpha() and word not in known]:
        kind = tokens.kind(i)
        if kind in named:  # a number, an ordinal, …
            letters[i] = _letter(kind, lowers[i], False, tokens.is_glued(i))
    return letters


def names_of(letter: str) -> Names:
    """The names that a letter stands for."""
    return _NAMES[letter]


@cache
def _letters() -> dict[str, str]:
    """Word -> its letter, or `_BY_PLACE` where case or a space before it matter."""
    words = {name.removeprefix(WORD) for name in names() if name.startswith(WORD)}
    found = dict.fromkeys(PLAIN_SIGNS, NAMELESS)
    found |= {word: _letter("possessive", word, False, False) for word in _POSSESSIVES}
    for word in [word for word in words.union(vocabulary()) if not word[0].isdigit()]:  # “13th” is an ordinal as well
        letters = {_letter("", word, proper, glued) for proper in (False, True) for glued in (False, True)}
        found[word] = letters.pop() if len(letters) == 1 else _BY_PLACE
    return found


@lru_cache(maxsize=4096)
def _letter(kind: str, lower: str, proper: bool, glued: bool) -> str:
    """The letter of a token; `proper` as `Tokens.is_proper`."""
    if kind == "number":
        called = _numeric(lower)
    else:
        called = {kind, WORD + lower}.union(vocabulary().get(lower, ()))
        called -= frozenset() if proper else _CASED
    called &= names()
    if glued and not called.isdisjoint(glued_names()):
        called.add(GLUED)
    return _letter_of(frozenset(called))


@cache
def _letter_of(called: Names) -> str:
    if not called:
        return NAMELESS
    ranges = ((lone_names(), _LONE_FROM), (first_names(), _STARTS_FROM))
    letter = chr(next((at for some, at in ranges if not some.isdisjoint(called)), _OTHERS_FROM) + len(_NAMES))
    _NAMES[letter] = called
    return letter


def _numeric(digits: str) -> set[str]:
    """The classes of a number that stands alone."""
    length = len(digits)
    value = int(digits) if length <= 4 else 0
    classes = {
        "year": length == 4 and 1000 <= value <= 2199,
        "day": length <= 2 and 1 <= value <= 31,
        "yy": length == 2,
        "mm": length == 2 and 1 <= value <= 12,
        "number": length <= 3,
    }
    return {name for name, holds in classes.items() if holds}
