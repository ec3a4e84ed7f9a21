"""Country codes: names and demonyms to ISO 3166-1 (XKX for Kosovo; parts of the United Kingdom count as GBR).

The table is data/countries/countries.tsv; names in other languages that look nothing like the English ones are in
exonyms.tsv. A name of no country or of several (“Paris”, “Korea”) has the code None: a wrong one is worse than none.
"""

import re
from collections import ChainMap, Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from pipeline.data import word_list, word_table
from pipeline.extraction.text.forms import folded
from pipeline.extraction.text.gazetteer import FoldedWords, Gazetteer, ListedName
from pipeline.records import Country, Mention

_ARTICLE = re.compile(r"(?i)^the\s+")
_ENDING = re.compile(r"(?:['’]s?|[\s,;:*.]+)$")
NOT_COUNTRY, NEVER, DEMONYM, CONTEXT = "PLACE", "NEVER", "demonym:", "context:"
"""Values of listed names other than alpha-3 codes: NOT_COUNTRY is a place (“Gulf of Mexico”); NEVER is no country even
where the reader says so (“in French”); a code follows `demonym:`, a name of several countries `context:`."""
FEDERAL_STATES: dict[str, str] = {row[0]: row[1] for row in word_table("countries/states.tsv")}
"""Name of a listed federal state or province -> its country; these names are never a country's."""
_CITIES: dict[str, str] = {row[0]: row[1] for row in word_table("countries/cities.tsv")}
_STATES_SITE = re.compile(
    r"(?i)https?://(?:[^/:]*\.)?(?:(?:govt?|gob|gouv|gc|mil|parliament)\.([a-z]{2})|gov|mil)(?:[:/?#]|$)"
)
_MEMBER = re.compile(
    r"\((?:[DRI]-[A-Z]|[A-Z]{2}-(?:\d\d?|AL)\))|\bU\.?S\.? (?:Senator|Rep(?:resentative)?)s?\b"
)  # “(D-NY)”, “(CA-07)”
_CONGRESSMAN = re.compile(rf"{_MEMBER.pattern}|\bCongress(?:wo)?m[ae]n\b")
"""Members of the U.S. Congress: a quarter of 1,197 texts gave their “House” to the country that they discuss."""
_STATES = FEDERAL_STATES | {row[0]: row[1] for row in word_table("countries/state_abbreviations.tsv")}
_STATE = re.compile(
    rf"\b(?:{'|'.join(map(re.escape, sorted(FEDERAL_STATES, reverse=True)))})\b"
    rf"|(?<=[a-zA-Z], )(?:{'|'.join(map(re.escape, _STATES))})(?=\.?(?:[-–—,;:)\n]|\s[-–—(\d]))"
)
"""“Ohio”, “Athens, [GA] – …”, “Paris, [Tex.], met”; not “His address, CA Ada Lund said” (in India)."""
_AROUND = 30  # code points of context on either side of a demonym
_NO_PEOPLE = re.compile("|".join(word_list("countries/no_peoples.txt")))


class CountryEntry(NamedTuple):
    """A row of the table; `searched` has a value for those of its names and demonyms that are searched for in texts."""

    record: Country
    names: tuple[str, ...]  # demonyms too
    searched: dict[str, str]


@cache
def country_table() -> dict[str, CountryEntry]:
    """Every country by its alpha-3 code."""
    table = {}
    for code, alpha2, name, others, peoples in word_table("countries/countries.tsv"):
        names, demonyms = ([*filter(None, cell.split("|"))] for cell in (f"{name}|{others}", peoples))
        listed = dict.fromkeys(demonyms, DEMONYM + code) | dict.fromkeys(names, code)
        searched = {n: value for n, value in listed.items() if n[0] != "~"}
        bare = tuple(n.removeprefix("~") for n in listed)
        table[code] = CountryEntry(Country(country=code, alpha2=alpha2, name=name), bare, searched)
    return table


def country_of_city(name: str) -> str | None:
    """The country (alpha-3) of a large city; None for “Victoria”, since several countries have one."""
    return _CITIES.get(folded(name))


def country_key(name: str) -> str:
    """The key by which names are compared: no article, case, accents and punctuation; “St.” is “Saint”."""
    words = FoldedWords(_ARTICLE.sub("", _ENDING.sub("", name.strip()).replace(".", ""))).folded
    return " ".join("saint" if w == "st" else w for w in words)


@cache
def _known() -> dict[str, str]:
    names = {country_key(name): code for name, code in word_table("countries/exonyms.tsv")}
    return names | {country_key(name): code for code, entry in country_table().items() for name in entry.names}


_DENIED = frozenset(map(country_key, (*FEDERAL_STATES, *word_list("countries/places.txt"))))
_FORMS_OF_STATE = sorted(map(country_key, word_list("countries/forms_of_state.txt")), key=len, reverse=True)
_FORM_OF_STATE = re.compile(rf"^(?:{'|'.join(_FORMS_OF_STATE)}) (?:the )?")  # the longest that fits: “republic of the”


def country_code(name: str) -> str | None:
    """ISO 3166-1 alpha-3 code of a country's name or demonym; None where it is no country or belongs to several.
    Articles, case, accents, dots and line ends do not matter."""
    key = country_key(name)
    if key == "us" and not {"U", "S"} <= {*name}:
        return None  # the pronoun
    if key not in _known() and key not in _DENIED:
        key = _FORM_OF_STATE.sub("", key)
        return None if key in _DENIED else _known().get(key)
    return _known().get(key)


def alpha2_of_domain(domain: str) -> str:
    """The alpha-2 code of a country by the end of its web addresses: GB for “uk”, US for “gov” and “mil”."""
    return {"uk": "GB", "gov": "US", "mil": "US"}.get(domain, domain.upper())


def country_of_site(url: str | None) -> str | None:
    """The country (alpha-3) of a state's own web address (`https://zed.gov.sg/news`); None for any other."""
    m = _STATES_SITE.match(url or "")
    alpha2 = alpha2_of_domain((m[1] or "us").lower()) if m else ""
    return next((code for code, entry in country_table().items() if entry.record.alpha2 == alpha2), None)


def country_record(code: str) -> Country:
    """The row of a country by its alpha-3 code. Raises `KeyError` for an unknown code."""
    return country_table()[code].record


@cache
def country_gazetteer() -> Gazetteer:
    """A gazetteer of all names searched for in running text; the first value of a name counts."""
    countries = (entry.searched for entry in country_table().values())
    others = (*word_list("countries/phrases.txt"), *word_list("countries/places.txt"), *FEDERAL_STATES)
    contexts = {name: CONTEXT + name for name in _contexts()}
    return Gazetteer(ChainMap(contexts, *countries, dict.fromkeys(others, NOT_COUNTRY)))


def listed_countries(words: FoldedWords) -> list[ListedName]:
    """The listed names in a text with their values there: NEVER for a demonym that means no country (“in French”)."""
    found, text = list(country_gazetteer().find(words)), words.text
    values = {value: _value_by_context(value, text) for value in {m.value for m in found}}
    never = {m.start for m in found if values[m.value].startswith(DEMONYM) and _is_no_people(text, m.start, m.end)}
    return [m._replace(value=NEVER if m.start in never else values[m.value]) for m in found]


def _value_by_context(value: str, text: str) -> str:
    """A listed value; for a name of several countries, the one with the most cue words in the text."""
    if not value.startswith(CONTEXT):
        return value
    return max(_contexts()[value.removeprefix(CONTEXT)], key=lambda listed: len(set(listed[1].findall(text))))[0]


def _is_no_people(text: str, start: int, end: int) -> bool:
    """Whether the context of a demonym shows that it means no country: “in French”."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return _NO_PEOPLE.search(f"{before}⟦{text[start:end]}⟧{after}") is not None


@cache
def _contexts() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """Name -> [(value, its cue words)], the default first."""
    contexts: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for names, code, cell in word_table("countries/contexts.tsv"):
        cues = cell.split("|")
        pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(c) for c in cues if c != "*") + r")(?!\w)")
        for name in names.split("|"):
            contexts.setdefault(name, []).insert(0 if "*" in cues else len(contexts[name]), (code, pattern))
    return contexts


def main_country(text: str, mentions: Sequence[Mention]) -> tuple[str | None, float]:
    """The United States if the release names a member of Congress, else the country with most of the mentions of
    countries, demonyms and federal states (“Ohio”), or of large cities if there are none of these; and its share."""
    counts = Counter(m.entity_id for m in mentions if m.label in ("COUNTRY", "DEMONYM") and m.entity_id)
    counts.update(_STATES[name] for name in _STATE.findall(text))
    counts = counts or Counter(filter(None, (country_of_city(m.text) for m in mentions if m.label == "PLACE")))
    code, most = next(iter(counts.most_common(1)), (None, 0))
    member = _MEMBER if code == "PHL" else _CONGRESSMAN  # the Philippines have congressmen as well
    return ("USA", 1.0) if member.search(text) else (code, most / max(counts.total(), 1))
