"""The nouns that name offices, and the other word lists of `data/roles`."""

from __future__ import annotations

import re
from functools import cache

from pipeline.data import word_list

PREPOSITIONS = frozenset(["of", "for", "to", "in", "at", "on", "with", "from", "within"])
ARTICLES = frozenset(["the", "a", "an"])
_WORD = re.compile(r"\w+")
_OFFICE_WORD = re.compile(r"(?!Justice )\b[\w-]+")  # “Justice Department”


@cache
def role_heads() -> dict[str, tuple[str, bool]]:
    """Forms of the head nouns: form -> (singular, is it a plural)."""
    forms: dict[str, tuple[str, bool]] = {}
    for noun in word_list("roles/heads.txt"):
        plural = noun[:-3] + "men" if noun.endswith("man") else noun[:-1] + "ies" if noun.endswith("ry") else noun + "s"
        forms[plural] = (noun, True)
    forms |= {noun: (noun, False) for noun in word_list("roles/heads.txt")}
    return forms


_HEADS = role_heads()

COMPANY_HEADS = frozenset(
    [*word_list("roles/company.txt"), "director", "manager", "officer", "head", "counsel", "lead", "editor",
     "scientist", "coordinator", "engineer", "analyst", "executive", "curator", "producer", "superintendent"]
)  # fmt: skip
"""Head nouns of offices that companies and bodies like them have, and states have not."""

ACRONYMS = frozenset(["DA", "ADA", "DDA"])
"""Offices that are known by capitals alone: “Deputy DA Jan Roe”, not “da Silva”."""


@cache
def role_words(name: str) -> frozenset[str]:
    """A list of `data/roles`, by name, case folded."""
    return frozenset(w.casefold() for w in word_list(f"roles/{name}.txt"))


def head_noun(word: str) -> tuple[str, bool] | None:
    """The singular head noun that the text of a token is, and whether it is a plural."""
    if word in ACRONYMS:
        return "attorney", False
    return _HEADS.get(word.lower().strip("*_"))


def head_noun_of(word: str) -> str | None:
    """The singular head noun that a word is: `head_noun_of("Chairmen")` is "chairman"."""
    known = _HEADS.get(word.casefold().strip("*_"))
    return known[0] if known else None


def is_word(text: str) -> bool:
    """Whether a token has a letter or digit."""
    return text.isalnum() or any(map(str.isalnum, text))


def is_verb(word: str, tag: str) -> bool:
    """Whether a word that could be a head noun is a verb here, by its tag: “they head the unit”."""
    return word[0].islower() and tag in ("VB", "VBD", "VBP", "VBZ", "MD")


def is_field(name: str) -> bool:
    """Whether a name has words of a field of work alone, as no body has: “Vice President, [Public Policy]”."""
    capitals = [w.casefold() for w in _WORD.findall(name) if w[0].isupper()]
    return bool(capitals) and role_words("fields").issuperset(capitals)


def names_office(words: str) -> bool:
    """Whether words name another office, whose body is another's: “CFO – a leader and founder of [Velora]”."""
    return any(head_noun_of(w) for w in _OFFICE_WORD.findall(words))


def has_body_noun(name: str) -> bool:
    """Whether a name has a noun that names bodies: “Canal [Institute]”."""
    return not role_words("bodies").isdisjoint(w.casefold() for w in _WORD.findall(name))
