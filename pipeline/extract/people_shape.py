"""The shape of a personal name in text: what can be one, how far it reaches, what at its ends is no part of it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import cache, lru_cache

from pipeline.data import word_list, word_table
from pipeline.extract.people_names import (
    given_names,
    honorific_before,
    honorific_inside,
    honorifics,
    is_generational,
    is_given_after_title,
    is_initial,
    is_particle,
    is_post_nominal,
    is_title_and_name,
    plain,
    without_ends,
)
from pipeline.extract.roles_nouns import head_noun_of
from pipeline.structure import Release

WORD = re.compile(r"[^\W_][\w'’\-‐‑]*(?:\.[^\W\d_]\b\.?)*\.?")
_GLUED = re.compile(r"[a-zß-ÿ]{4,}[A-Z][a-z]{2,}")  # no “McRoe”, “DeRoe”, “LaRoe”
_NEXT_WORD = re.compile(r"[ \u00a0]+([^\s,;:()\"“”]+)")
_CLUNG = re.compile(r"[-–—](?:on|the|of|and|who|at|said|to|in|is|was|a|for|with)\b.*$")
_COLUMNS = re.compile(r"[ \t\u00a0]{4,}|(?<=\w)  (?=[RDI] )")  # two columns; “Jan Roe  R Ohio” of a text without marks
_SPACE = re.compile(r"(?!  [RDI] )[ \u00a0]{1,3}(?![ \u00a0])")  # between two words of a name
_FUNCTION_WORDS = frozenset(word_list("people/function_words.txt"))
_TRIGGERS = frozenset(word_list("people/triggers.txt"))
_LETTER = re.compile(r"[^\W\d_]")
_NO_NAME = re.compile(r"[\d@/#&<>{}=+|~^%$]|www|http|\w{3}[.:;!?]\s")
_IN_CAPITALS = re.compile(r"\s+[A-Z]{2}")
_POSSESSIVE = re.compile(r"['’][sS]?$")
_PIECE = re.compile(r"[^\n\t,;()\[\]•|<>\\_]+(?:,\s?(?:Jr|Sr|II|III|IV)\b\.?)?")
_INITIALS = re.compile(r"(?:(?<![\w.’'])[^\W\d_]\.\s?)+$")
_SUFFIX = re.compile(r",?\s(?:(?:Jr|Sr)\b\.?|(?:II|III|IV)\b)")
_LINKS = re.compile(r"((?:\s(?:[a-zí]{1,4}))+)\s(?=[A-ZÀ-Þ])")
_REST = re.compile(r"[\w'’\-‐‑]+")
_RUN_WORD = re.compile(r"[^\W\d_][\w'’\-‐‑]*(?:\.(?:[^\W\d_]\.)*)?")
_OFFICE_WORD = re.compile(r"\s+(?:[A-Z]\w+\s+)?([A-Z]\w+)")


# an acronym at the end of a name that is no capital of a degree, rank or suffix
_ARTICLE = re.compile(r"(?:al|el|an|as|ad|ar|ash|at|az|ben|ibn)[-‐‑][A-Z]")
_LABEL = re.compile(
    r"(?:Full )?(?:Name|Contact|Author|Attn|By)\s*[-–:]\s*|(?:By|With|From) (?=[A-Z])|(?<=\bin )Charge (?=[A-Z])"
)
"""What is no part of the name behind it: “By Jan Roe”, “Special Agent in Charge Roe”."""
_PARTY_AFTER = re.compile(r"\s[RDI](?=\s(?:[A-Z]{2}|[A-Z][a-z]{1,4})\b)|\s[A-Z]{2}(?=\s\d\d\b)")
"""Party and seat in a text that lost its marks: “Senator Jan Roe[ D] MA”, “Representative Ada Lund[ AR] 04”."""
_PRESS = re.compile(r"\sPress(?=\sReleases?\b)")  # “Senator Jan Roe [Press] Releases” over a page
_OPENING = frozenset(["on", "at", "for", "by", "from", "with", "under", "since"])
_STREET = re.compile(r"\s(?:St|Ave|Blvd|Rd|Hwy|Pkwy|Ln)\.?$")
_PARTY = re.compile(r"[RDI] +(?:[A-Z][a-z]{1,4}|[A-Z]{2})\.?")  # “R Colo” of a text without marks
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
def _not_people() -> frozenset[str]:
    return frozenset(w.casefold() for w in word_list("people/not_people.txt"))


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
    if after and after.group(1)[0].isupper() and not _PRESS.match(text, end):
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
    if name.casefold() in _not_people() or _STREET.search(name) or _PARTY.fullmatch(name):
        return False
    if len(parts) == 1 and plain(name) in _TRIGGERS:
        return False  # “Maj [Gen] (ret) Jan Roe”
    if not _LETTER.match(name) or not any(w[0].isupper() or _ARTICLE.match(w) for w in parts):
        return False
    if any(w[0].islower() and not is_particle(w) and "-" not in w and "'" not in w for w in parts):
        return False
    if any(w.casefold().rstrip(".") in _no_parts() for w in parts) or name.casefold().startswith("the "):
        return False
    if _GLUED.search(name) or all(head_noun_of(_owner(w)) or w.casefold() in _FUNCTION_WORDS for w in parts):
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
        or word.casefold() in _FUNCTION_WORDS
        or word.casefold() in _not_names()
        or word in headline_verbs()
        or not (word.isalpha() or is_initial(word))
    )


def pieces(text: str, start: int, end: int, soft: Container[int] = ()) -> Iterator[tuple[int, int]]:
    """The names inside a span of the model: parted at line breaks and commas, trimmed of what is no part of a name.

    `soft` are the line breaks that only wrap a line. "Mr. Jan Roe" gives "Jan Roe", "Jan Roe, Jr." stays,
    "Jan Roe\\nActing Head" gives "Jan Roe".
    """
    joined = text[start:end]
    if "\n" in joined:
        for m in re.finditer("\n", joined):
            if start + m.start() in soft or _wraps(text, start, start + m.start()):
                joined = f"{joined[: m.start()]} {joined[m.end() :]}"
    joined = _COLUMNS.sub(lambda m: "|" * len(m.group()), joined)
    for m in _PIECE.finditer(joined):
        first, last = start + m.start(), start + m.end()
        while first < last and not _LETTER.match(text[first]):
            first += 1
        if label := _LABEL.match(text, first, last):
            first = label.end()
        before = text[max(0, first - 20) : first].split()
        given = WORD.match(text, first, last)
        if not (before and given and is_given_after_title(given.group(), before[-1])):
            first += honorific_inside(text[first:last])
        at, end = _without_ends_and_titles(text[first:last])
        first, last = first + at, first + end
        last = before_predicate(text, first, last)
        if first < last:
            yield widen(text, first, last)


@lru_cache(maxsize=8192)
def _without_ends_and_titles(name: str) -> tuple[int, int]:
    """Where the name itself begins and ends in a candidate."""
    end = len(without_ends(name))
    if clung := _CLUNG.search(name, 0, end):  # "Jan Roe-on": a dash that lost its spaces
        end = clung.start()
    return after_titles(name, 0, end), end


def _wraps(text: str, start: int, at: int) -> bool:
    """Whether a long line ends at `at` behind a lone given name that stands at `start`: the surname is on the next."""
    return at - text.rfind("\n", 0, at) > 50 and plain(text[start:at]) in given_names()


def _opens_office(text: str, at: int) -> bool:
    """Whether an office goes on at `at`, so that “Sr.” before it is “Senior”: “Jan Roe, Sr. Director of …”."""
    following = _OFFICE_WORD.match(text, at)
    return following is not None and head_noun_of(following[1]) is not None


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
    return frozenset(verbs | {w[:-1].upper() for w in verbs if w.endswith("s")} | {w.upper() for w in verbs})


def before_predicate(text: str, start: int, end: int) -> int:
    """The end of a name without the verb of a headline: “ROE [CALLS] FOR …”, “Eva Lund [Joins] …”."""
    verbs = headline_verbs()
    for m in list(WORD.finditer(text, start, end))[1:]:
        word, gap = m.group(), m.start() - 1
        if word in verbs or (word.istitle() and word.casefold() in verbs):
            return start + len(text[start : m.start()].rstrip())
        if word == "Press" and _PRESS.match(text, gap, end + 9):
            return gap
        if len(word) < 3 and word.isupper() and _PARTY_AFTER.match(text, gap, end + 6):
            return gap
    return end


def after_titles(text: str, start: int, end: int) -> int:
    """Past titles at the head of a span that are no honorifics: "Chief Executive Jan Roe", "CEO Jan Roe"."""
    at = start
    found = list(WORD.finditer(text, start, end))
    for i, m in enumerate(found[:-1]):
        word = m.group()
        acronym = (
            word.isupper()
            and word.isalpha()
            and (len(word) > 2 or word in ("DA", "SA", "AG", "PM", "CS", "DG", "VP", "MP"))
        )
        if (
            (word.casefold() in ("emeritus", "emerita") and at == m.start())
            or (
                head_noun_of(word)
                and word[0].isupper()
                and len(word) > 2
                and not (i and is_title_and_name(word.casefold()))
            )
            or (acronym and not text[start:end].isupper())
        ):
            at = found[i + 1].start()
    return at


def widen(text: str, start: int, end: int) -> tuple[int, int]:
    """A name with what the model cut off: the rest of a word, initials before, a suffix or a particle's name after."""
    while (
        start > 0
        and text[start - 1] in "-‐‑'’"
        and start > 1
        and text[start - 2].isalpha()
        and text[start - 2] not in "sS"
    ):
        start -= 1
        while start > 0 and text[start - 1].isalpha():
            start -= 1
    while end < len(text) and (
        text[end].isalpha() or (text[end] in "-‐‑" and end + 1 < len(text) and text[end + 1].isupper())
    ):
        end += 1
    before = "." in text[max(0, start - 3) : start] and _INITIALS.search(text[max(0, start - 12) : start])
    if before and before.group()[0].isupper():
        start -= len(before.group())
    if (m := _SUFFIX.match(text, end)) and not _opens_office(text, m.end()):
        end = m.end()
    if m := _LINKS.match(text, end):
        links = m.group(1).split()
        if all(is_particle(w) for w in links) and not {"y", "e", "i", "do"} & set(links[:1]):
            rest = _REST.match(text, m.end())
            if rest:
                end = rest.end()
    return start, end


def run_of_names(text: str, start: int, limit: int = 5) -> int:
    """End of the capitalised words that start at `start` and read as one name; `start` where there are none."""
    end, at, count = start, start, 0
    while count < limit:
        m = _RUN_WORD.match(text, at)
        if not m:
            break
        word = m.group()
        body = word.rstrip(".")
        if clung := _CLUNG.search(word):
            return at + clung.start()
        if body.casefold() in _FUNCTION_WORDS and count:
            break
        if body[0].isupper() and not is_post_nominal(word):
            if word.endswith(".") and not (is_initial(word) or is_generational(word)):
                word = body
            end, count = at + len(word), count + 1
            if word.endswith(("'s", "’s", "'S", "’S")):
                return end - 2
            if word == body and m.group() != body:
                break
        elif not is_particle(word):
            break
        space = _SPACE.match(text, at + len(word))
        if not space:
            break
        at = space.end()
    return end
