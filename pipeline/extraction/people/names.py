"""The parts of a personal name: given and family names, initials, particles; which names can be one person's."""

import re
from functools import lru_cache

from pipeline.data import word_list, word_table
from pipeline.extraction.text.forms import folded

# one word of a name as printed: letters with inner apostrophes, hyphens and full stops ("O'Dowd", "H.P.J.", "B.|Roe")
_WORD = re.compile(r"[asd]/[lpo]\b|(?:[^\W\d_a-z]\.)+(?=[^\W\d_a-z][a-z])|[^\W\d_][\w'’‘.\-‐‑]*(?<![-‐‑])|['’]t\b")
_QUOTED = re.compile(r"(?<!\S)['‘’](\w+)['’](?!\S)")  # “Judith [‘Jude’] Roe”
# not a short surname before a full stop ("Koh."), but two-letter initials, Russian ("Yu. Roe") and English ("Wm. Roe")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?){1,4}|[A-Z]-?[A-Z]\.|(?:Yu|Ya|Ye|Ch|Kh|Sh|Zh|Ts|Th|Ph|Wm)\.")
_PATRONYMIC = re.compile(r"(?i)\w+(?:ogl[yui]|kizi|qizi|uulu|kyzy|o['’‘]g['’‘]li|vich|vych|[oei]vna|zoda)")
_PARTICLES = frozenset(map(folded, word_list("people/particles.txt")))
_GENERATIONAL = frozenset(word_list("people/generational.txt"))
_FAMILY_FIRST = frozenset(w.casefold() for w in word_list("people/family_first.txt"))
_ALWAYS_FIRST = frozenset(w.casefold() for w in word_list("people/family_first_always.txt"))
_IN_CAPITALS = frozenset(word_list("people/capital_particles.txt"))
_FULL_NAMES = {nickname: full.split() for nickname, full in word_table("people/nicknames.tsv")}


def words(name: str) -> list[str]:
    """The words of a name: `words("H. P. van der Meer, Jr.")` is `["H.", "P.", "van", "der", "Meer", "Jr."]`."""
    return _WORD.findall(_QUOTED.sub(r"\1", name))


def parts_of(name: str) -> list[str]:
    """The words of a name without a suffix like "Jr."."""
    return [w for number, w in enumerate(words(name)) if not (number and is_generational(w))]


@lru_cache(maxsize=8192)
def key_of(name: str) -> tuple[str, ...]:
    """The folded words of a name, without a suffix like "Jr."."""
    return tuple(map(folded, parts_of(name)))


def is_particle(word: str) -> bool:
    """Whether a word is a lower-case particle inside a name ("van", "bin")."""
    return word[:1].islower() and folded(word.rstrip("-")) in _PARTICLES


def is_generational(word: str) -> bool:
    """Whether a word is a generational suffix: "Jr.", "Sr.", "II" …; not the initials of "J.R. Roe", "I.V. Roe"."""
    return word.rstrip(".") in _GENERATIONAL


def is_initial(word: str) -> bool:
    """Whether a word is an initial or several ("J.", "J.W.H.", "J.-P.")."""
    return bool(_INITIAL.fullmatch(word)) or (len(word) == 1 and word.isupper())


def split_name(name: str) -> tuple[str | None, str | None]:
    """Given and family names where the name shows them: `("Charlotte", "Adriaen")`; None for both of a single word."""
    parts = parts_of(name)
    if len(parts) < 2:
        return None, None
    if _puts_family_first(parts):
        return " ".join(parts[1:]), parts[0]
    if len(parts) == 4 and parts[1].casefold() in _FAMILY_FIRST and max(map(len, parts[2:])) < 6:
        return " ".join([parts[0], *parts[2:]]), parts[1]  # “Ada Ng Kok Lund”
    first = len(parts) - 1
    while first > 0 and (is_particle(parts[first - 1]) or (first > 1 and parts[first - 1].title() in _IN_CAPITALS)):
        first -= 1
    return (" ".join(parts[:first]) or None), " ".join(parts[first:])


def _puts_family_first(parts: list[str]) -> bool:
    """Whether the first word is the family name: “Lim Wei Hock”, “Umarov Bekzod Rustamovich”, not “Lim J. Roe”."""
    first, last = parts[0].casefold(), parts[-1].casefold()
    if len(parts) == 3 and _PATRONYMIC.fullmatch(last):
        return True
    if is_initial(parts[1]) or (first in ("kim", "lee") and len(parts) == 2 and "-" not in last):
        return False  # “Lee Roe”: an English given name too
    return first in _FAMILY_FIRST and (last not in _FAMILY_FIRST or (len(parts) == 3 and first in _ALWAYS_FIRST))


def same_given(a: str, b: str) -> bool:
    """Whether two given names can belong to one person: equal, initial, nickname or part ("Mary" – "Mary-Ann")."""
    x, y = folded(a), folded(b)
    if is_initial(a) or is_initial(b):
        return x[:1] == y[:1]
    of_x, of_y = ({name, *_FULL_NAMES.get(name, ())} for name in (x, y))
    return not of_x.isdisjoint(of_y) or y.startswith(x + "-") or x.startswith(y + "-")


def is_variant_given(a: str, b: str) -> bool:
    """Whether two words are the same given name or a nickname of it; initials do not count."""
    return not (is_initial(a) or is_initial(b)) and same_given(a, b)


def _suffix(name: str) -> str:
    """The generational suffix of a name, or "": `_suffix("Tom Roe, Jnr.")` is "jr"."""
    return next((folded(w).replace("n", "") for w in words(name)[1:] if is_generational(w)), "")


def is_misprint(a: str, b: str) -> bool:
    """Whether two family names of seven letters or more differ in one within: “marchetti”, “marcheti”."""
    at = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), 0)
    differs_once = a[at:] == b[at + 1 :] or a[at + 1 :] == b[at:] or a[at + 1 :] == b[at + 1 :]
    return at > 0 and differs_once and a[-1] == b[-1] and min(len(a), len(b)) >= 7


def same_person(a: str, b: str) -> bool:
    """Whether two full names in one text name one person: "Tom Roe" – "Thomas E. Roe, Jr."; single words never do."""
    x, y = sorted((key_of(a), key_of(b)), key=len)
    if len(x) < 2 or len({"", _suffix(a), _suffix(b)}) > 2:  # "Tom Roe, Jr.", "Tom Roe Sr."
        return False
    if sorted(x) == sorted(y):
        return True
    if x[-1] == y[-1] or (x[:-1] == y[:-1] and is_misprint(x[-1], y[-1])):
        few, many = sorted((parts_of(a)[:-1], parts_of(b)[:-1]), key=len)  # "Tom", "Thomas E."
        return same_given(few[0], many[0]) and all(any(same_given(m, n) for n in many[1:]) for m in few[1:])
    # a second surname or a patronymic may be left out: "Ana María Ruiz" – "Ana María Ruiz Soto"
    rest = iter(y)
    return x[0] == y[0] and all(w in rest for w in x)
