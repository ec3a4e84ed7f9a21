"""Other spellings of a body's name: without its country, turned round, in syllables, in short."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.data import word_list
from pipeline.extraction.countries import country_table, listed_code
from pipeline.extraction.country_mentions import DEMONYM, PLACE, country_gazetteer
from pipeline.extraction.gazetteer import Match, fold
from pipeline.extraction.organisation_words import (
    common_first_words,
    head_of,
    heads,
    is_concept,
    kind_of,
    name_key,
    without_legal_form,
)

_FORMS = re.compile(r"(?:" + "|".join(word_list("countries/forms_of_state.txt")) + r")\s+(?:the\s+)?$", re.IGNORECASE)
_OF = re.compile(r"\s+of\s+(?:the\s+)?(?=[A-Z])")
_STATE = re.compile(r"(?:U\.?S\.?|U\.?K\.?|United States|United Kingdom) (?=[A-Z])")
_CHAMBER = re.compile(r"(?i)(?:(?:U\.?\s?S\.?|United States)\s+)?(Senate|House)\s+")
_KIND_OF = r"(?i:(?:Select |Special |Standing |Permanent )*)"
_COMMITTEE_ON = re.compile(rf"{_KIND_OF}(?P<noun>(?i:(?:Sub)?Committee)) (?i:on|for) (?:(?i:the) )?(?P<field>.+)")
_COMMITTEE = re.compile(rf"(?P<field>.+?) {_KIND_OF}(?P<noun>(?i:(?:Sub)?Committee))")
_ENDING = re.compile(r" (?:Foundation|Group|Holdings?|Corporation|Company|International|Association|Institute|Network)")
_SITE = re.compile(r"(\w[\w-]+)\.(?:com|org|net|co|io|ai|eu|es|ng|de|fr|uk|in|us|ca)")


@lru_cache(maxsize=4096)
def committee_of(name: str) -> tuple[str, str] | None:
    """The field of a committee, in words that all its spellings share, and its chamber where the name says it.

    “Senate Committee on the Environment and Canals”, “ENVIRONMENT AND CANALS COMMITTEE”.
    """
    if "committee" not in name.lower():
        return None
    chamber = _CHAMBER.match(name)
    rest = name[chamber.end() :] if chamber else name
    m = _COMMITTEE_ON.fullmatch(rest) or _COMMITTEE.fullmatch(rest)
    if m is None:
        return None
    return name_key(f"{m['field']} {m['noun']}"), chamber[1].lower() if chamber else ""


def is_initialled(short: str, long: str) -> bool:
    """Whether the first word of a committee is the initials of another's field: “ECX Committee”."""
    first, _, noun = short.partition(" ")
    words = [w for w in long.split() if w not in ("and", "of", "the")]
    return len(first) > 1 and first == "".join(w[0] for w in words[:-1]) and noun == words[-1]


@lru_cache(maxsize=4096)
def _nations_in(name: str) -> tuple[Match, ...]:
    """The countries, demonyms and places in a name."""
    return tuple(country_gazetteer().find(name))


@lru_cache(maxsize=4096)
def without_country(name: str) -> str | None:
    """`Ministry of Water` for “Kenya Ministry of Water” and “Ministry of Water of Kenya”."""
    for chamber in ("Senate ", "House "):
        if name.startswith(chamber) and len(name.split()) > 2 and committee_of(name) is None:
            return name.removeprefix(chamber)
    for m in _nations_in(name):
        if m.value == PLACE:
            continue
        if m.start == 0 and head_of(name[m.end :].split()[0] if name[m.end :].split() else ""):
            return name[m.end :].strip(" '’s")
        if m.end == len(name) and (cut := re.search(r"\s+(?:of|for)\s+(?:the\s+)?$", _FORMS.sub("", name[: m.start]))):
            return name[: cut.start()]
    return None


def same_state(name: str) -> Iterator[str]:
    """“Coast Guard” and “United States Coast Guard” for “U.S. Coast Guard”; “Zed” for “Zed.com”."""
    if name.startswith("U") and (m := _STATE.match(name)):
        if " " in name[m.end() :] or name[m.end() :].isupper():
            yield name[m.end() :]
        if "United" not in m[0]:
            yield ("United Kingdom " if "K" in m[0] else "United States ") + name[m.end() :]
    if "." in name and (m := _SITE.fullmatch(without_legal_form(name))):
        yield m[1]


def turned(name: str) -> str | None:
    """`Ministry of Law` for “Law Ministry”, `Canal Bank Audit Unit` for “Audit Unit of the Canal Bank”."""
    unit, _, whole = name.partition(" of the ")
    if whole and head_of(unit.split()[-1]):
        return f"{whole} {unit}"
    if name.endswith((" Ministry", " Department")) and "of" not in (words := name.split()):
        return f"{words[-1]} of {' '.join(words[:-1])}"
    return None


def syllables_begin(parts: list[str], name: str) -> bool:
    """Whether the parts of “MinLaw” begin the words of “Ministry of Law”, one each."""
    words = [fold(w) for w in name.split() if w[:1].isupper()]
    return len(words) == len(parts) and all(w.startswith(p) for w, p in zip(words, parts, strict=True))


def is_fuller(a: str, b: str) -> bool:
    """Whether `a` has a legal form that `b` lacks."""
    return without_legal_form(b) == b and without_legal_form(a) != a


def is_concept_of_thing(short: str, long: str) -> bool:
    """An acronym on the list of concepts, defined for words that name no body."""
    return is_concept(short) and not any(head_of(w) for w in long.split())


@lru_cache(maxsize=4096)
def is_distinctive(name: str) -> bool:
    """Whether a name says which body it is: not “National”, not “Ministry”, not a country."""
    words = without_legal_form(name).split()
    if len(words) == 1:
        return fold(words[0]) not in common_first_words() and head_of(words[0]) is None and not listed_code(words[0])
    return not all(fold(w) in common_first_words() or head_of(w) for w in words)


def is_unit(name: str, units: frozenset[str]) -> bool:
    """“Telvane Board” and “Telvane Ice Foundation” are of Telvane or another's; “Telvane Optics” is Telvane."""
    last = head_of(name.split()[-1])
    return without_legal_form(name) == name and (last in units or (last is not None and heads()[last][1] == "ngo"))


def initials(name: str) -> str:
    """The capitals that begin the words of a name: “USZB” of “U.S. Zed Bank”."""
    words = (w.replace(".", "") if w in ("U.S.", "U.K.") else w[0] for w in name.split() if w[:1].isupper())
    return "".join(words)


def is_outline(short: str, long: str) -> bool:
    """“zorn institute” of “ada zorn ice institute”, by its last and one of its inner words."""
    ends, words = short.split(), long.split()
    if len(ends) != 2 or len(words) < 3 or {"of", "for"} & set(words):
        return False
    return words[-1] == ends[1] and ends[0] in words[1:-1]


def is_short_of(short: str, long: str) -> bool:
    """“Telvane” is short of “Telvane Holdings”, but “University of Lund” not of “University of Lund Press”."""
    rest = long[len(short) :].strip(" ,")
    if kind_of(long) == "company" and head_of(short.split()[-1]) and kind_of(short) in ("company", "media", None):
        return True  # “Telvane Media” of “Telvane Media Partners”
    return (
        _OF.match(" " + rest) is not None
        or not any(head_of(word) for word in short.split())
        or rest.startswith(("of ", "for ", "on "))
    )


def first_word(bare: str, spelling: str) -> str | None:
    """The distinctive first word of a company's name, by which texts go on to call it."""
    words = bare.split()
    if len(words) < 2 or (bare == spelling and not head_of(words[-1])):
        return None
    in_capitals = words[0].isupper() and len(words[0]) == 3 and not is_concept(words[0])  # “ZVX” of “ZVX Optics Ltd”
    if kind_of(spelling) != "company" or not words[0][:1].isupper() or not (len(words[0]) > 3 or in_capitals):
        return None
    word = words[0].strip(",")
    return word if word.isalnum() and is_distinctive(word) and words[1] not in {"&", "and", "of"} else None


def apostrophes_lost(key: str) -> Iterator[str]:
    """“ZPRs Audit Unit” is “ZPR’s Audit Unit”: the key with each “s” left out that may have been a possessive."""
    if "s " not in key:
        return
    words = key.split()
    for i, word in enumerate(words[:-1]):
        if word.endswith("s") and len(word) > 3:
            yield " ".join([*words[:i], word[:-1], *words[i + 1 :]])


@lru_cache(maxsize=4096)
def country_of(name: str) -> str | None:
    """The country that a name says: “Republic of Uzbekistan” in a ministry's, “French” in an agency's."""
    matches = _nations_in(name)
    codes = [m.value for m in matches if m.value in country_table()]
    if codes:
        return codes[-1]
    demonyms = [m.value.removeprefix(DEMONYM) for m in matches if m.value.startswith(DEMONYM)]
    return demonyms[0] if demonyms and matches[0].value != PLACE else None


def goes_on(rest: str) -> bool:
    """Whether what follows capitals leaves them a name: “GÜX [Tonics]”, not “UND [School of Mines]”."""
    one = len(rest.split()) == 1 and not rest.isupper()  # a field, “UND [Experimental Physics]”, names a part of it
    return _ENDING.fullmatch(rest) is not None or (one and not any(map(head_of, rest.split())))
