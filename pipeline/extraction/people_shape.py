"""The shape of a personal name in text: what can be one by its own words and those beside it."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipeline.data import word_list, word_table
from pipeline.extraction.people_honorifics import honorific_before, honorifics
from pipeline.extraction.people_names import (
    given_names,
    is_generational,
    is_initial,
    is_particle,
    is_title_and_name,
    plain,
)
from pipeline.extraction.roles_nouns import head_noun_of
from pipeline.structure import Release

WORD = re.compile(r"[^\W_][\w'’\-‐‑]*(?:\.[^\W\d_]\b\.?)*\.?")
_GLUED = re.compile(r"[a-zß-ÿ]{4,}[A-Z][a-z]{2,}")  # no “McRoe”, “DeRoe”, “LaRoe”
_NEXT_WORD = re.compile(r"[ \u00a0]+([^\s,;:()\"“”]+)")
FUNCTION_WORDS = frozenset(word_list("people/function_words.txt"))
_TRIGGERS = frozenset(word_list("people/triggers.txt"))
LETTER = re.compile(r"[^\W\d_]")
_NO_NAME = re.compile(r"[\d@/#&<>{}=+|~^%$]|www|http|\w{3}[.:;!?]\s")
_IN_CAPITALS = re.compile(r"\s+[A-Z]{2}")
_POSSESSIVE = re.compile(r"['’][sS]?$")
_ARTICLE = re.compile(r"(?:al|el|an|as|ad|ar|ash|at|az|ben|ibn)[-‐‑][A-Z]")
_OPENING = frozenset(["on", "at", "for", "by", "from", "with", "under", "since"])
_STREET = re.compile(r"\s(?:St|Ave|Blvd|Rd|Hwy|Pkwy|Ln)\.?$")
_PARTY = re.compile(r"[RDI] +(?:[A-Z][a-z]{1,4}|[A-Z]{2})\.?")  # “R Colo” of a text without marks
# an acronym at the end of a name that is no capital of a degree, rank or suffix
_REGION = re.compile(r"\s(?:(?:North|South|Latin|Central) America|Asia Pacific|Middle East)$", re.IGNORECASE)
_ACRONYM_END = re.compile(r"\s(?!III\b|VIII\b)[B-DF-HJ-NP-TV-Z]{3,}$")


def _owner(word: str) -> str:
    """A word without its possessive ending."""
    return _POSSESSIVE.sub("", word)


@cache
def _not_names() -> dict[str, str]:
    return {row[0]: row[1] for row in word_table("people/not_names.tsv")}


@cache
def _no_parts() -> frozenset[str]:
    return frozenset(word for word, where in _not_names().items() if where == "inside")


@cache
def _concepts() -> frozenset[str]:
    return frozenset(word_list("organisations/not_acronyms.txt"))


@cache
def _not_people() -> frozenset[str]:
    styles = (form for form, _, kind, *_ in word_table("people/honorifics.tsv") if kind == "style")  # “His Excellency”
    return frozenset(w.casefold() for w in (*word_list("people/not_people.txt"), *styles))


def is_name(text: str, start: int, end: int, *, known: bool = False) -> bool:
    """Whether a span has the shape of a personal name and no word in or after it that tells of something else.

    `known`: it is one elsewhere, so that a headline in capitals is no reason against it.
    """
    name = text[start:end]
    if not _reads_as_name(name):
        return False
    if name.isupper() and not known and _is_headline(name, _IN_CAPITALS.match(text, end) is not None):
        return False  # a headline in capitals of which the model took more than the name
    after = _NEXT_WORD.match(text, end)
    if after and after.group(1)[0].isupper():
        following = after.group(1).split("’")[0].split("'")[0].casefold()
        where = _not_names().get(following.rstrip("."))
        if where:
            alone = len(name.replace(",", " ").split()) == 1
            addressed = alone and honorific_before(text, start) < start  # “SEN. ROE AMENDMENT PASSES”
            return name.isupper() and (where == "after" or addressed)
    return True


def _is_headline(name: str, goes_on: bool) -> bool:
    """Whether a name in capitals is too long for one; `goes_on`: capitals follow it."""
    parts = name.replace(",", " ").split()
    signed = any(is_initial(w) or is_generational(w) for w in parts[1:])
    return not signed and len(parts) > 2 and (len(parts) > 3 or goes_on)


@lru_cache(maxsize=8192)
def _reads_as_name(name: str) -> bool:
    """Whether the words of a span alone can be a personal name."""
    parts = name.replace(",", " ").split()
    if not parts or len(name) < 2 or len(parts) > 8 or _NO_NAME.search(name):
        return False
    if name.casefold() in _not_people() or name in _concepts() or _PARTY.fullmatch(name):
        return False
    if _STREET.search(name) or _REGION.search(name):
        return False
    if len(parts) == 1 and plain(name) in _TRIGGERS:
        return False  # “Maj [Gen] (ret) Jan Roe”
    if not LETTER.match(name) or not any(w[0].isupper() or _ARTICLE.match(w) for w in parts):
        return False
    if any(w[0].islower() and not is_particle(w) and "-" not in w and "'" not in w for w in parts):
        return False
    if any(w.casefold().rstrip(".") in _no_parts() for w in parts) or name.casefold().startswith("the "):
        return False
    if _GLUED.search(name) or all(head_noun_of(_owner(w)) or w.casefold() in FUNCTION_WORDS for w in parts):
        return False  # “DetailsJan Roe”; “THE PRESIDENT”, “NOMINEE'S”; “We”
    if len(parts) > 1 and _ACRONYM_END.search(name) and not name.isupper():
        return False  # “Member of Parliament for Lund Roe GRC”
    if (
        len(parts) > 1
        and parts[0].istitle()
        and parts[0].upper() in headline_verbs()
        and plain(parts[0]) not in given_names()
    ):
        return False  # “Senators [Urge Velora] to …”
    return not (len(parts) > 1 and (parts[0].casefold() in _OPENING or _has_title(parts)))  # “[On Market Day], the …”


def _has_title(parts: list[str]) -> bool:
    """Whether a word behind the first is a title; not the surname of “Eva [Provost]”."""
    titles = [w for w in parts[1:] if len(w) > 4 and head_noun_of(w)]
    surname = titles == parts[-1:] and is_title_and_name(plain(titles[0]))
    return bool(titles) and not (surname and plain(parts[0]) in given_names())


def is_forename(word: str) -> bool:
    """Whether a capitalised word can be a given name: no title, form of address, verb of a headline or small word."""
    return not (
        head_noun_of(word)
        or (plain(word),) in honorifics()
        or word.casefold() in FUNCTION_WORDS
        or word.casefold() in _not_names()
        or word in headline_verbs()
        or not (word.isalpha() or is_initial(word))
    )


def soft_breaks(release: Release) -> frozenset[int]:
    """The line breaks inside paragraphs: they only wrap a line, and a name or an office goes on over them."""
    text = release.text
    found = set()
    for p in release.paragraphs:
        at = text.find("\n", p.start, p.end)
        while at >= 0:
            if text[at - 1] != "\n":
                found.add(at)
            at = text.find("\n", at + 1, p.end)
    return frozenset(found)


@cache
def headline_verbs() -> frozenset[str]:
    """Verbs of headlines; without their s too, which only capitals make look like a name (“ROE AND LUND CALL”)."""
    files = ("organisations/headline_verbs.txt", "people/headline_verbs.txt")
    verbs = {w.casefold() for file in files for w in word_list(file)}
    return frozenset(
        verbs | {w[:-1].upper() for w in verbs if w.endswith("s") and len(w) > 3} | {w.upper() for w in verbs}
    )
