"""What the words of a name say: whether it names a body at all, of which kind, and how two spellings compare."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise

from pipeline.data import word_list, word_table
from pipeline.extraction.gazetteer import Words, fold
from pipeline.records import OrganisationKind

_DATA = "organisations/"
_BEFORE_FORM = frozenset(",\n\t \u00a0")
_LETTERS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&")
ARTICLE = re.compile(r"(?i)^(?:the|a|an)\s+")
POSSESSIVE = re.compile(r"(?:['’]s?|(?<=s)['’])$")
ACRONYM = re.compile(r"[A-Z][A-Za-z0-9&.-]*[A-Z0-9][A-Za-z0-9]*s?")
_IN_CAPITALS = re.compile(r"\s+[^\Wa-z\d_]{2,}\b")
_VENUE = re.compile(r"\b(?:Convention|Exhibition|Conference|Congress|Justice|Civic|Expo) Cent(?:er|re)$")
LOST_OWNER = re.compile(
    r"\b(?:Administration|Agency|Authority|Bureau|Commission|Department|Division|Enforcement|Service)s\s(?=[A-Z])"
)
"""“Zed [Divisions] Audit Section” for “Division’s”, in a text that lost its apostrophes."""
_DISTRICT = re.compile(r"(?:[A-Z0-9][\w-]+ ){0,3}District\s+of\s+[A-Z][\w.]+(?:\s+[A-Z][\w.]+)*")
_ON_LAW = re.compile(r"\s(?:(?:on|for|under|to)|of the)\s")
_COMPLEMENT = re.compile(r"\s+(?:of|for|on|to|in|at|against|de|des|du|di|da|für|pro)\s+")


@cache
def listed(name: str) -> frozenset[str]:
    """A word list of `data/organisations` by name, as printed there."""
    return frozenset(word_list(f"{_DATA}{name}.txt"))


@cache
def connectors() -> dict[str, frozenset[str]]:
    """Head noun -> words beside “of” that join a complement to it."""
    return {head: frozenset(cell.split()) for head, cell in word_table(f"{_DATA}connectors.tsv")}


@cache
def heads() -> dict[str, tuple[str, OrganisationKind | None]]:
    """Head noun -> (strong or weak, kind)."""
    rows = ((*row, "", "")[:3] for row in word_table(f"{_DATA}heads.tsv"))
    return {head: (strength, kind or None) for head, strength, kind in rows}  # type: ignore[misc]


@cache
def _folded_heads() -> dict[str, str]:
    return {fold(h): h for h in heads()}


def head_places(words: Words) -> list[int]:
    """Where head nouns stand among the words of a text: numbers of words, in order."""
    places, heads = words.places(), _folded_heads()
    found = [i for word in heads.keys() & places.keys() for i in places[word] if words.texts[i][0].isupper()]
    return sorted(found)


@cache
def _first_words_of_forms() -> frozenset[str]:
    return frozenset(Words(form).folded[0] for form in word_list(f"{_DATA}legal_forms.txt"))


def places_before_forms(words: Words) -> list[int]:
    """Words with a capital or digit that may stand before a legal form, by the word after them: numbers, in order."""
    places = words.places()
    following = (i for word in _first_words_of_forms() & places.keys() for i in places[word] if i)
    return sorted(i - 1 for i in following if (first := words.texts[i - 1][0]).isupper() or first.isdigit())


@lru_cache(maxsize=8192)
def head_of(word: str) -> str | None:
    """The head noun that a word is, in any case: `head_of("MINISTRY")` is `Ministry`."""
    return _folded_heads().get(fold(word)) if word[:1].isupper() else None


@lru_cache(maxsize=4096)
def heads_of(name: str) -> frozenset[str]:
    """The head nouns among the words of a name."""
    return frozenset(head for word in name.split() if (head := head_of(word)))


@cache
def _legal_forms() -> re.Pattern[str]:
    """Dots do not matter in forms with capitals (“S.A.”, “SA”); “a.s.” without them is a word."""
    forms = []
    first = "".join(sorted({form[0] for form in word_list(f"{_DATA}legal_forms.txt")}))  # few words go past it
    for form in sorted(word_list(f"{_DATA}legal_forms.txt"), key=len, reverse=True):
        dot = r"\.\s?" if form.islower() else r"\.?\s?"
        forms.append(re.escape(form).replace(r"\.", dot).replace(r"\ ", r"\s+"))
    return re.compile(rf"(?:,\s*|[ \t\u00a0]+\n?|\n)(?=[{first}])(" + "|".join(forms) + r")(?![\w‐‑-])(\.?)")


@cache
def _last_letters() -> frozenset[str]:
    """The letters behind the last mark of a legal form: of “S.A.” these are “A”, and “SA” without dots."""
    forms = [form.split()[-1].split("/")[-1].split(".") for form in word_list(f"{_DATA}legal_forms.txt")]
    return frozenset("".join(letters[k:]) for letters in forms for k in range(len(letters)))


def legal_form_after(text: str, at: int) -> int | None:
    """Where the legal form that follows at `at` ends (“, Inc.”), several in a row included; None where none does."""
    end = None
    while text[at : at + 1] in _BEFORE_FORM and (m := _legal_forms().match(text, at)):
        if m[1] == "AS" and _IN_CAPITALS.match(text, m.end(1)) and text[at - 2 : at].isupper():
            break  # "ROE VOTES AGAINST CUTS AS COMMITTEE MEETS"
        # the dot after "Corporation" is the sentence's
        at = end = m.end(1) if m[1].rstrip(".").lower() in listed("written_out_forms") else m.end()
    return end


@lru_cache(maxsize=16384)
def without_legal_form(name: str) -> str:
    """`without_legal_form("Crane & Daughters plc")` is `Crane & Daughters`."""
    if _LETTERS.split(name.removesuffix("."))[-1] not in _last_letters():
        return name
    for m in _legal_forms().finditer(name):
        if m.start() and legal_form_after(name, m.start()) == len(name):
            return name[: m.start()]
    return name


_IN_FULL = {"assn": "association", "assoc": "association", "dept": "department", "intl": "international"}


@lru_cache(maxsize=16384)
def name_key(name: str) -> str:
    """Spellings of one name have one key: no article, possessive, legal form, case, accents or punctuation."""
    name = ARTICLE.sub("", " ".join(name.replace("&amp;", "&").split()))
    if "'" in name or "’" in name:
        name = POSSESSIVE.sub("", name)
    key = " ".join(_IN_FULL.get(w, w) for w in map(fold, _WORD.findall(without_legal_form(name).replace(".", ""))))
    key = key.replace("organisation", "organization").replace("centre", "center").replace("programme", "program")
    key = key.replace("’", "'").replace("'s", "").replace("'", "").replace("co operation", "cooperation")
    return key.replace("counter terrorism", "counterterrorism")


@cache
def _generic() -> frozenset[str]:
    return frozenset(name_key(n) for n in word_list(f"{_DATA}generic.txt"))


@cache
def _not_acronyms() -> frozenset[str]:
    return frozenset(word_list(f"{_DATA}not_acronyms.txt"))


@cache
def _things() -> frozenset[str]:
    return frozenset(fold(n) for n in word_list(f"{_DATA}not_organisations.txt"))


@cache
def _offices() -> frozenset[str]:
    return frozenset(fold(n) for n in word_list(f"{_DATA}offices.txt"))


def is_thing_word(word: str) -> bool:
    """A noun that ends the names of treaties, laws, programmes, events, awards."""
    return word[:1].isupper() and fold(word) in _things() and head_of(word) is None


@cache
def common_first_words() -> frozenset[str]:
    """Words that alone are no short form of a name."""
    return frozenset(fold(n) for n in word_list(f"{_DATA}common_first_words.txt"))


@cache
def headline_verbs() -> frozenset[str]:
    """Verbs that end a name in a headline, folded."""
    return frozenset(fold(n) for n in word_list(f"{_DATA}headline_verbs.txt"))


def is_concept(acronym: str) -> bool:
    """An acronym of a concept, a measure, a market: `is_concept("GDP")`."""
    return acronym in _not_acronyms()


def is_generic(name: str) -> bool:
    """What a text calls a body without naming it: “the Ministry”."""
    return name_key(name) in _generic()


def is_district(name: str) -> bool:
    """“Northern District of Zed”: where an attorney or judge serves, a place and no body."""
    return _DISTRICT.fullmatch(name) is not None and not any(map(head_of, name.split()))


@lru_cache(maxsize=8192)
def is_thing(name: str) -> bool:
    """Whether a name is of a treaty, a law, a programme, an event or an office, as the noun before its complement says.

    “Turku Convention on Amber” is a thing, “Secretariat of the Turku Convention” is none.
    """
    core = _COMPLEMENT.split(ARTICLE.sub("", name))[0]
    words = [w for w in _WORD.findall(core) if not w.isdigit()]
    if not words:
        return True
    if words[0] in listed("place_starts") and head_of(_WORD.findall(name)[-1]) is None:
        return True
    if words[0] in {"Operation", "Article", "Section"} and len(words) > 1:
        head = head_of(words[-1])
        return head is None or (words[0] == "Operation" and heads()[head][0] == "weak")
    if _VENUE.search(name):
        return True
    if name.endswith(" Act") and not _ON_LAW.search(name):
        return True  # “Supreme Court of Judicature Act”, not “Office of the Canal Act”
    halves = name.split(" and ")
    if len(halves) == 2 and all(len(half.split()) > 1 and is_thing(half) for half in halves):
        return True  # “the Green Deal and Operation Blue Net”
    if head_of(words[-1]) is not None or (_COMPLEMENT.search(name) and any(head_of(w) for w in words)):
        return False
    ends = {fold(words[-1]), fold(_WORD.findall(name)[-1])}
    return bool(ends & (_things() | _offices()))


@lru_cache(maxsize=4096)
def says_body(name: str) -> bool:
    """Whether a name ends with a legal form, or has a strong head noun at an end or before a complement.

    “Company” is a word of armies and brochures too.
    """
    words = name.split()
    ends = [words[0], words[-1], *(w for w, after in pairwise(words) if after.lower() in ("of", "for", "on"))]
    if len(words) > 1 and any((h := head_of(w)) and heads()[h][0] == "strong" for w in ends):
        return True
    if LOST_OWNER.search(name) and head_of(words[-1]):
        return True
    name = name.title() if name.isupper() else name  # “VELORA MINING LTD”
    return words[-1] != "Company" and without_legal_form(name) != name


@lru_cache(maxsize=8192)
def kind_of(name: str) -> OrganisationKind | None:
    """The kind that the head noun of a name, or its legal form, says."""
    if without_legal_form(name) != name:
        return "company"
    words = _WORD.findall(_COMPLEMENT.split(name)[0]) or _WORD.findall(name)
    for word in reversed(words):
        if head := head_of(word):
            return heads()[head][1]
    return None
