"""The parts of a personal name: given and family names, initials, particles; which names can be one person's.

Plain functions over strings; the lists are in `pipeline/data/people`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipeline.data import word_list, word_table
from pipeline.extraction.text.forms import plain

# one word of a name as printed: letters with inner apostrophes, hyphens and full stops ("O'Dowd", "H.P.J.", "Mi-sook")
_WORD = re.compile(r"[^\W\d_][\w'’‘.\-‐‑]*(?<![-‐‑])|['’]t\b|[as]/[lpo]\b")
# no short surname at the end of a sentence ("Koh."), but Russian and English two-letter ones ("Yu. Roe", "Wm. Roe")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?){1,4}|[A-Z]-?[A-Z]\.|(?:Yu|Ya|Ye|Ch|Kh|Sh|Zh|Ts|Th|Ph|Wm)\.")
_OF_FATHERS = ("vich", "vych", "ovna", "evna", "ivna", "zoda", "ogly", "oglu", "ogli", "kizi", "qizi", "uulu", "kyzy")
_OGLI = re.compile(r"\w+o['’‘]g['’‘]li")
_ICELANDIC = ("dóttir", "dottir", "sson")
_PARTICLES = frozenset(map(plain, word_list("people/particles.txt")))
_GENERATIONAL = frozenset([*word_list("people/generational.txt"), "JR", "SR"])
_CHILD_OF = ("bin", "binti", "bint")


def words(name: str) -> list[str]:
    """The words of a name: `words("H. P. van der Meer, Jr.")` is `["H.", "P.", "van", "der", "Meer", "Jr."]`."""
    return _WORD.findall(name)


def is_particle(word: str) -> bool:
    """Whether a word is a lower-case link inside a name ("van", "bin")."""
    return word[:1].islower() and plain(word.rstrip("-")) in _PARTICLES


def is_generational(word: str) -> bool:
    """Whether a word is "Jr.", "Sr.", "II" … at the end of a name."""
    return word.replace(".", "") in _GENERATIONAL


@lru_cache(maxsize=16384)
def is_initial(word: str) -> bool:
    """Whether a word is an initial or several ("J.", "J.W.H.", "J.-P.")."""
    return bool(_INITIAL.fullmatch(word)) or (len(word) == 1 and word.isupper())


@lru_cache(maxsize=16384)
def split_name(name: str) -> tuple[str | None, str | None]:
    """Given and family names where the name shows them: `("Charlotte", "Adriaen")`; None where it does not.

    Patronymics ("Xatamov Rustam Abduganiyevich") and frequent East Asian surnames show the family name first;
    Icelandic names and single words have none.
    """
    parts = [w for w in words(name) if not is_generational(w)]
    if len(parts) < 2:
        return None, None
    if _ends_with(parts[-1], _ICELANDIC):
        return parts[0], None
    if _is_patronymic(parts[-1].lower()):
        return (" ".join(parts[1:]), parts[0]) if len(parts) == 3 else (" ".join(parts[:-1]), None)
    if _puts_family_first(parts):
        return " ".join(parts[1:]), parts[0]
    at = next((i for i, w in enumerate(parts) if w in _CHILD_OF), None)
    if at is None:
        at = len(parts) - 1
        while at > 0 and is_particle(parts[at - 1]):
            at -= 1
    return (" ".join(parts[:at]) or None), " ".join(parts[at:])


def _ends_with(word: str, endings: tuple[str, ...]) -> bool:
    """Whether a word of letters has one of the endings, and something before it."""
    return word.endswith(endings) and word not in endings and word.isalnum()


def _is_patronymic(word: str) -> bool:
    return _ends_with(word, _OF_FATHERS) or (word.endswith("li") and _OGLI.fullmatch(word) is not None)


def _puts_family_first(parts: list[str]) -> bool:
    """Whether the first word alone is a surname that stands first: “Lim Wei Hock”, not “Lim J. Roe”."""
    first = _family_first()
    return parts[0].casefold() in first and parts[-1].casefold() not in first and not is_initial(parts[1])


@cache
def _family_first() -> frozenset[str]:
    return frozenset(w.casefold() for w in word_list("people/family_first.txt"))


@cache
def given_names() -> frozenset[str]:
    """Given names, plain."""
    lists = (
        "people/given_names.txt",
        "people/given_names_more.txt",
        "quotes/female_names.txt",
        "quotes/male_names.txt",
    )
    return frozenset(name for file in lists for name in word_list(file))


@cache
def _full_names(short: str) -> frozenset[str]:
    return frozenset(w for nick, full in word_table("people/nicknames.tsv") if nick == short for w in full.split())


def same_given(a: str, b: str) -> bool:
    """Whether two given names can be one person's: equal, an initial, a nickname, a part ("Mary" – "Mary-Ann")."""
    x, y = plain(a), plain(b)
    if x == y or x in _full_names(y) or y in _full_names(x) or _full_names(x) & _full_names(y):
        return True
    if len(x) == 1 or len(y) == 1 or is_initial(a) or is_initial(b):
        return x[:1] == y[:1]
    return y.startswith(x + "-") or x.startswith(y + "-")


def is_variant_given(a: str, b: str) -> bool:
    """Whether two words are one given name or a nickname of it; an initial says too little."""
    return not (is_initial(a) or is_initial(b)) and same_given(a, b)


@lru_cache(maxsize=8192)
def same_person(a: str, b: str) -> bool:
    """Whether two full names in one text name one person: "Tom Roe" – "Thomas E. Roe, Jr."; not two given names."""
    x, y = ([w for w in words(n) if not is_generational(w)] for n in (a, b))
    if len(x) > len(y):
        x, y = y, x
    if len(x) < 2:
        return False
    plain_x, plain_y = [plain(w) for w in x], [plain(w) for w in y]
    if sorted(plain_x) == sorted(plain_y):
        return True
    if plain_x[-1] != plain_y[-1]:
        # a second surname or a patronymic may be left out: "Ana María Ruiz" – "Ana María Ruiz Soto"
        return plain_x[0] == plain_y[0] and _in_order(plain_x, plain_y)
    if not same_given(x[0], y[0]):
        return len(x) == 2 and any(same_given(x[0], w) and not is_initial(w) for w in y[1:-1])
    middle_x, middle_y = plain_x[1:-1], plain_y[1:-1]
    return all(any(m == n or (m[:1] == n[:1] and 1 in (len(m), len(n))) for n in middle_y) for m in middle_x)


def _in_order(few: list[str], many: list[str]) -> bool:
    rest = iter(many)
    return all(w in rest for w in few)
