"""The parts of a personal name: honorifics before it, post-nominals after it, given and family names.

Plain functions over strings; the lists are in `pipeline/data/people`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Literal

from pipeline.data import word_list, word_table
from pipeline.extract.roles_nouns import head_noun_of

Gender = Literal["m", "f"]

# one word of a name as printed: letters with inner apostrophes, hyphens and full stops ("O'Dowd", "H.P.J.", "Mi-sook")
_WORD = re.compile(r"[^\W\d_][\w'’‘.\-‐‑]*(?<![-‐‑])|['’]t\b|[as]/[lpo]\b")
# no short surname at the end of a sentence ("Koh."), but Russian and English two-letter ones ("Yu. Roe", "Wm. Roe")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?){1,4}|[A-Z]-?[A-Z]\.|(?:Yu|Ya|Ye|Ch|Kh|Sh|Zh|Ts|Th|Ph|Wm)\.")
_OF_FATHERS = ("vich", "vych", "ovna", "evna", "ivna", "zoda", "ogly", "oglu", "ogli", "kizi", "qizi", "uulu", "kyzy")
_OGLI = re.compile(r"\w+o['’‘]g['’‘]li")
_SURNAME = re.compile(
    r"mc\w+|o'\w+|\w{3,}(?:vic|vich|ovic|ski|sky|ska|ova|eva|enko|chuk|shvili|adze|oglu|poulos|opoulos|akis|idis|yan"
    r"|quist|gaard|strom|sson|dottir|stein|berg|mann|baum|escu|shenko|kowski|ewicz|wicz|singh|bhai|kar|appa|swamy|nathan)"
)
_ICELANDIC = ("dóttir", "dottir", "sson")


@lru_cache(maxsize=16384)
def plain(word: str) -> str:
    """A word for comparison: without accents, full stops and case, with straight apostrophes."""
    flat = word
    if not word.isascii():
        flat = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return flat.replace("’", "'").replace("‘", "'").replace(".", "").casefold()


def words(name: str) -> list[str]:
    """The words of a name: `words("H. P. van der Meer, Jr.")` is `["H.", "P.", "van", "der", "Meer", "Jr."]`."""
    return _WORD.findall(name)


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


_PARTICLES = frozenset(map(plain, word_list("people/particles.txt")))
_GENERATIONAL = frozenset([*word_list("people/generational.txt"), "JR", "SR"])
_POST_NOMINALS = frozenset(word_list("people/post_nominals.txt"))
_TITLES_AND_NAMES = frozenset(word_list("people/titles_and_names.txt"))


def is_particle(word: str) -> bool:
    """Whether a word is a lower-case link inside a name ("van", "bin")."""
    return word[:1].islower() and plain(word.rstrip("-")) in _PARTICLES


def is_generational(word: str) -> bool:
    """Whether a word is "Jr.", "Sr.", "II" … at the end of a name."""
    return word.replace(".", "") in _GENERATIONAL


def is_post_nominal(word: str) -> bool:
    """Whether a word stands after names without belonging to them ("KC", "Ph.D.")."""
    return word.replace(".", "").rstrip(",)") in _POST_NOMINALS


def is_title_and_name(word: str) -> bool:
    """Whether a word, plain, is a title and a surname or given name too ("earl", "provost")."""
    return word in _TITLES_AND_NAMES


@lru_cache(maxsize=16384)
def is_initial(word: str) -> bool:
    """Whether a word is an initial or several ("J.", "J.W.H.", "J.-P.")."""
    return bool(_INITIAL.fullmatch(word)) or (len(word) == 1 and word.isupper())


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
                if key in table and "He" not in printed and not _is_part_of_office(key, found[: len(found) - size]):
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


_STRAY_END = re.compile(r"(?:['’]s?|[\s,;:*_()\[\]\"“”‘\-–—/|•]|(?<!\b\w)(?<!\b[JSjs][rR])(?<!\bSt)\.)+$")
_LAST_LETTERS = re.compile(r"[\s,(]+([\w.]+)$")


@lru_cache(maxsize=8192)
def without_ends(name: str) -> str:
    """A candidate without post-nominals, possessive ending and stray marks at its ends."""
    text = name.rstrip()
    while True:
        cut = _STRAY_END.sub("", text)
        tail = _LAST_LETTERS.search(cut)
        if tail and is_post_nominal(tail.group(1)) and not is_generational(tail.group(1)):
            cut = cut[: tail.start()]
        if cut == text:
            return text
        text = cut


@lru_cache(maxsize=16384)
def split_name(name: str) -> tuple[str | None, str | None]:
    """Given and family names where the name shows them: `("Charlotte", "Adriaen")`; None where it does not.

    Patronymics ("Xatamov Rustam Abduganiyevich") and frequent East Asian surnames show the family name first;
    Icelandic names and single words have none.
    """
    parts = [w for w in words(name) if not is_generational(w)]
    if len(parts) < 2 or _ends_with(parts[-1], _ICELANDIC):
        return (parts[0], None) if len(parts) > 1 else (None, None)
    if _is_patronymic(parts[-1].lower()):
        return (" ".join(parts[1:]), parts[0]) if len(parts) == 3 else (" ".join(parts[:-1]), None)
    first = _family_first()
    if parts[0].casefold() in first and parts[-1].casefold() not in first and not is_initial(parts[1]):
        return " ".join(parts[1:]), parts[0]
    if "bin" in parts or "binti" in parts or "bint" in parts:
        at = next(i for i, w in enumerate(parts) if w in ("bin", "binti", "bint"))
        return (" ".join(parts[:at]) or None), " ".join(parts[at:])
    at = len(parts) - 1
    while at > 1 and is_particle(parts[at - 1]):
        at -= 1
    if at == 1 and is_particle(parts[0]):
        return None, " ".join(parts)
    return " ".join(parts[:at]), " ".join(parts[at:])


def _ends_with(word: str, endings: tuple[str, ...]) -> bool:
    """Whether a word of letters has one of the endings, and something before it."""
    return word.endswith(endings) and word not in endings and word.isalnum()


def _is_patronymic(word: str) -> bool:
    return _ends_with(word, _OF_FATHERS) or (word.endswith("li") and _OGLI.fullmatch(word) is not None)


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


@lru_cache(maxsize=8192)
def speaks_for_person(name: str) -> bool:
    """Whether a name has a known given name, a surname that stands first ("Quyen Dinh"), an initial, a link ("al-Roe",
    "van") or an ending that surnames have ("-ovic", "-ian")."""
    parts = words(name)
    if any(is_initial(w) or is_particle(w.split("-")[0]) or is_generational(w) for w in parts):
        return True
    if any(w.casefold() in _family_first() or plain(p) in given_names() for w in parts for p in [w, *w.split("-")]):
        return True
    return len(parts) > 1 and _SURNAME.fullmatch(plain(parts[-1])) is not None


@cache
def _family_first() -> frozenset[str]:
    return frozenset(w.casefold() for w in word_list("people/family_first.txt"))


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
