"""What the words of an organisation's name say: legal form, kind, country, and the key that all spellings share."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from html import unescape
from itertools import pairwise
from typing import cast

from pipeline.data import word_list, word_table
from pipeline.extraction.countries import country_table
from pipeline.extraction.countries.codes import DEMONYM, FEDERAL_STATES, NOT_COUNTRY, listed_countries
from pipeline.extraction.text.gazetteer import FoldedWords, ListedName, folded_and
from pipeline.extraction.text.lexicon import KnownOrganisation, known_organisations
from pipeline.records import Organisation, OrganisationKind, one_line, organisation_key

_ARTICLE = re.compile(r"(?i)^(?:the|a|an)\s+")
_POSSESSIVE = re.compile(r"['’][sS]?$")
_SHORT_ACRONYM = 3  # letters up to which a known acronym must be in capitals
_HYPHEN = re.compile(r"(?i)\b(co(?=-)|counter)[- ](?=\w)")  # “Co-operation”, “Counter Terrorism”
_APOSTROPHE_S = re.compile("['’][sS] ")
_WRITTEN_OUT = {"US": "United States", "UK": "United Kingdom", "NZ": "New Zealand"}
_ABBREVIATED_COUNTRY = re.compile(r"^(U\.?\s?[SK]\.?|NZ)\s(?=[A-Z])")
LEADING_COUNTRY = re.compile("united (?:states|kingdom) ")  # in a key
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&")
_OF_CONGRESS = re.compile(r"^(?:Congressional|White House [A-Z])|\b(?:House|Senate) .*\bCaucus")
_TOPIC = re.compile(r"\b(?:on|against|with|to)(?: the)? $")  # “Observers’ Mission [on ]Chad” is not Chad’s
_COMPLEMENT = re.compile(r"\s+(?:of|for|on|to|in|at|against|de|des|du|di|da|für|pro)\s+")
FUNCTION_WORDS = frozenset(["of", "for", "on", "the", "at", "in", "and", "to", "de", "by", "with"])
_PIECE = re.compile(r"[A-Z][^\WA-Z_]*")
BLEND = re.compile(f"(?:{_PIECE.pattern}){{2,}}")  # “MinIce”, “UZed”
_SPELLINGS = {row[0]: row[1] for row in word_table("organisations/spellings.tsv")}
_GOVERNMENTAL = frozenset(["government", "court", "armed_force"])
_KIND_OF_HEAD = {folded_and(head): "".join(kind) for head, _, *kind in word_table("organisations/heads.tsv")}
"""Head noun of organisation names, folded -> the kind that it says, or ""."""
_PART_NOUNS = {folded_and(noun): bool(whole) for noun, *whole in word_table("organisations/units.tsv")}
"""Noun of a part of an organisation, folded -> whether it alone may complete a name: “Ice” for “Ice Committee”."""
_UNIT = re.compile(
    r"(?:School|Department|Dept\.?|Faculty|Division|College|Office|Section|Unit|Lab(?:oratory)?)\s(?:of|for)\b"
)
_PHRASES = [(re.compile(f"(?i){phrase}"), kind) for phrase, kind, *_ in word_table("organisations/kinds.tsv")]


def is_acronym(name: str) -> bool:
    """Whether a name is one word with at least half of its letters in capitals: `ZPR`, `ZPRs`, `MoD`, not `YouTube`."""
    letters = [c for c in name if c.isalpha()]
    return " " not in name and 1 < len(letters) < 2 * sum(c.isupper() for c in letters) + 1


def initials(name: str) -> set[str]:
    """The initials of a name (“BOZ”, “BZ”) with and without legal form, and of its first or last words: “ZSU PRESS”."""
    found = set[str]()
    for spelled in (name, without_legal_form(name)):
        words = re.split(r"\W+", spelled.replace(".", ""))  # “[US] Ice Guild”
        parts = [w if w.isupper() and len(w) == 2 else w[:1] for w in words]
        for n in range(len(words) - 1):
            before, after = "".join(f"{w} " for w in words[:n]), "".join(f" {w}" for w in words[len(words) - n :])
            for letters in (parts, [p if p.isupper() else "" for p in parts]):
                found |= {(before + "".join(letters[n:])).upper(), ("".join(letters[: len(words) - n]) + after).upper()}
    return found


def blends(word: str, name: str) -> bool:
    """Whether a word (`BLEND`) is made of the beginnings of a name's words: “[Min]istry of [Ice]”, “MinIce”."""
    beginnings, words = _PIECE.findall(word), [w for w in _WORD.findall(name) if w not in FUNCTION_WORDS]
    return len(words) == len(beginnings) and all(map(str.startswith, words, beginnings))


def is_part(rest: str) -> bool:
    """Whether the words that a longer name adds mean a part of the organisation or its members: “Press Office”."""
    words = _WORD.findall(folded_and(rest))
    return any(w in _PART_NOUNS and not (_PART_NOUNS[w] and len(words) == 1) for w in words)


def is_unit(name: str) -> bool:
    """Whether a name says which unit it is but not of what organisation: “School of Ice”, and is not listed."""
    return _UNIT.match(name) is not None and known_by(name) is None


def is_head_noun(word: str) -> bool:
    """Whether a word is a noun that heads names of organisations: “Ministry”, “MINISTRY”, not “ministry”."""
    return word[:1].isupper() and folded_and(word) in _KIND_OF_HEAD


def _written(form: str) -> str:
    """A pattern for a legal form; its full stops are optional except in lower case: “SA”, but no “as”."""
    dot = r"\.\s?" if form.islower() else r"\.?\s?"
    return re.escape(form).replace(r"\.", dot).replace(r"\ ", r"\s+")


_FORMS = word_list("organisations/legal_forms.txt")
_CAPITALS = (form.upper() for form in _FORMS if form.istitle() and len(form) > 2)  # in headlines; not “SPA”, “CO”
_LEGAL_FORMS = "|".join(map(_written, sorted({*_FORMS, *_CAPITALS}, key=lambda form: (-len(form), form))))
_LEGAL_FORM = re.compile(rf"(?:,\s*|\s+)(?:{_LEGAL_FORMS})\.?$")


def without_legal_form(name: str) -> str:
    """`without_legal_form("Crane & Daughters plc")` is `Crane & Daughters`."""
    while (m := _LEGAL_FORM.search(name)) and m.start():
        name = name[: m.start()]
    return name


def is_legal_form(name: str) -> bool:
    """Whether a name is nothing but a legal form: “Limited”."""
    return _LEGAL_FORM.fullmatch(f" {name}") is not None


@lru_cache(maxsize=1 << 14)
def name_key(name: str) -> str:
    """The key that all spellings of a name share: no article, possessive, legal form, case, accents or punctuation."""
    name = _POSSESSIVE.sub("", _ARTICLE.sub("", one_line(unescape(name))))
    name = _ABBREVIATED_COUNTRY.sub(lambda m: _WRITTEN_OUT[re.sub(r"\W", "", m[1])] + " ", name)
    bare = _HYPHEN.sub(r"\1", without_legal_form(name)).replace(".", "")
    words = (folded_and(w).replace("’", "").replace("'", "") for w in _WORD.findall(_APOSTROPHE_S.sub(" ", bare)))
    return " ".join(_SPELLINGS.get(w, w) for w in words) or one_line(folded_and(name))  # “. Inc.”, misread


def kind_of(name: str) -> OrganisationKind | None:
    """The kind of organisation that the legal form, a phrase or the head noun of a name says; None if none does."""
    bare = without_legal_form(name)
    if bare != name and _KIND_OF_HEAD.get(folded_and(bare.split()[-1])) != "ngo":  # “Zed Foundation, Inc.”
        return "company"
    kind = _kind_in_words(name)
    if kind == "national":
        return "government" if country_of(name) or is_national(name) else None
    return cast(OrganisationKind | None, kind or None)


def _kind_in_words(name: str) -> str:
    """The kind that a phrase says, else the last head noun before “of”, else one of a state: “[Senate] Committee”."""
    of_phrases = [kind for phrase, kind in _PHRASES if phrase.search(name)]
    kinds = of_phrases or _kinds(_COMPLEMENT.split(name)[0]) or _kinds(name) or [""]
    return kinds[0] or next((k for k in kinds if k in _GOVERNMENTAL), "")


def _kinds(name: str) -> list[str]:
    """The kinds that the head nouns of a name say ("" for none), from the last noun to the first."""
    return [_KIND_OF_HEAD[folded_and(word)] for word in reversed(_WORD.findall(name)) if is_head_noun(word)]


def is_governmental(organisation: Organisation) -> bool:
    """Whether an organisation is a state's, by its kind or a noun in its name: “Academy of the [Ministry] of Law”."""
    return organisation.kind in _GOVERNMENTAL or not _GOVERNMENTAL.isdisjoint(_kinds(organisation.name))


@lru_cache(maxsize=1 << 12)
def country_of(name: str, about: str | None = None) -> str | None:
    """The country that a name states (“French Space Agency”); a bare “Senate” belongs to `about`, a country code."""
    if is_national(name):
        return None if about in _NATIONAL[_national_key(name)] else about
    return _country_in(_ARTICLE.sub("", name))


def _country_in(name: str) -> str | None:
    """The country that a name states: the United States if first, else the last, a demonym's or a federal state's."""
    matches = listed_countries(FoldedWords(name))
    stated = [(m, code) for m in matches if (code := m.value.removeprefix(DEMONYM)) in country_table()]
    if _are_coupled(name, stated):
        return None
    countries = [(m.start, code) for m, code in stated if code == m.value and not _TOPIC.search(name, 0, m.start)]
    if _OF_CONGRESS.search(name) or (0, "USA") in countries:
        return "USA"  # “U.S. Embassy in Ghana”
    return countries[-1][1] if countries else _country_without_name(name, matches)


def _are_coupled(name: str, stated: Sequence[tuple[ListedName, str]]) -> bool:
    """Whether a name couples two of the countries that it states: “Chad-Ghana Chamber”, “Polish/Czech Council”."""
    pairs = ((a, b) for (a, one), (b, other) in pairwise(stated) if one != other)
    return any(name[a.end : b.start].strip() in {"-", "–", "/"} for a, b in pairs)


def _country_without_name(name: str, matches: Sequence[ListedName]) -> str | None:
    """The country of a demonym in a name, or of the federal state of an authority: “Ohio Department of Mines”."""
    demonyms = [m.value.removeprefix(DEMONYM) for m in matches if m.value.startswith(DEMONYM)]
    if demonyms and matches[0].value != NOT_COUNTRY:
        return demonyms[0]
    if {"national", *_GOVERNMENTAL}.isdisjoint(_kinds(name)):
        return None
    words = (name[m.start : m.end] for m in matches)
    return next((FEDERAL_STATES[state] for state in words if state in FEDERAL_STATES), None)


_NATIONAL = {name_key(name): without for name, *without in word_table("organisations/national.tsv")}
"""Key of a national organisation's name -> the countries that have none of this name."""


def is_national(name: str) -> bool:
    """Whether many countries have an organisation of this name: “Senate”, “Supreme Court”, “Ministry of Health”."""
    return _national_key(name) in _NATIONAL


def _national_key(name: str) -> str:
    """The key of a name in the list of national ones; that of all ministries that state no country is “ministry of”."""
    key = name_key(name)
    return "ministry of" if key.startswith("ministry of ") and not _country_in(name) else key


@cache
def _by_key() -> dict[str, KnownOrganisation]:
    """The known organisations by the keys of their names; of equals, the first."""
    listed = ((spelling, known) for known in reversed(known_organisations()) for spelling in known.spellings())
    return {name_key(s): known for s, known in listed if not is_national(s)}  # “Congress”: the release tells which


def known_by(name: str, about: str | None = None) -> KnownOrganisation | None:
    """The known organisation with a name or acronym (“Nato”, not “Au”); None for “FDA” if `about` is Ghana."""
    key = name_key(name) if len(name) > _SHORT_ACRONYM or name.isupper() else ""
    bare = LEADING_COUNTRY.sub("", key, 1)  # “U.S. Securities and Exchange Commission”
    known = _by_key().get(key) or _by_key().get(bare)
    if not known or (key == bare and known.is_shared and about not in (None, known.country)):
        return None
    return known if key in _by_key() or known.country == _country_in(name) else None


def organisation_id(name: str) -> str:
    """The organisation_id of all spellings of a name: “U.S. Ice & Sons, Inc.” is `org-united-states-ice-and-sons`."""
    key, known = name_key(name), known_by(name)
    if known and name_key(known.name) == key:
        return organisation_key(known.name)  # as it writes itself: “Centre”
    return organisation_key(re.sub("(?: and)+$", "", key))  # “Brandt & Co.”
