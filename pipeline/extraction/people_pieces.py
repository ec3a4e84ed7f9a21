"""How far a personal name reaches in text, and what at the ends of a span is no part of it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache

from pipeline.extraction.people_honorifics import honorific_inside, is_given_after_title
from pipeline.extraction.people_names import (
    given_names,
    is_generational,
    is_initial,
    is_particle,
    is_post_nominal,
    is_title_and_name,
    plain,
    without_ends,
)
from pipeline.extraction.people_shape import FUNCTION_WORDS, LETTER, WORD, headline_verbs
from pipeline.extraction.roles_nouns import head_noun_of

_CLUNG = re.compile(r"[-–—](?:on|the|of|and|who|at|said|to|in|is|was|a|for|with)\b.*$")
_NICKNAME = re.compile(r" \(([A-Z][a-z]+)\) (?=[A-ZÀ-Þ](?:[a-zß-ÿ]|\. [A-Z]))")  # “William H. (Bill) [Roe]”
_COLUMNS = re.compile(r"[ \t\u00a0]{4,}|(?<=\w)  (?=[RDI] )")  # two columns; “Jan Roe  R Ohio” of a text without marks
_DASH = re.compile(r"\s[-–—]{1,3}\s")
_SPACE = re.compile(r"(?!  [RDI] )[ \u00a0]{1,3}(?![ \u00a0])")  # between two words of a name
_PIECE = re.compile(r"[^\n\t,;()\[\]•|<>\\_]+(?:,\s?(?:Jr|Sr|II|III|IV)\b\.?)?")
_INITIALS = re.compile(r"(?:(?<![\w.’'])[^\W\d_]\.\s?)+$")
_SUFFIX = re.compile(r",?\s(?:(?:Jr|Sr)\b\.?|(?:II|III|IV)\b)")
_LINKS = re.compile(r"((?:\s(?:[a-zí]{1,4}))+)\s(?=[A-ZÀ-Þ])")
_REST = re.compile(r"[\w'’\-‐‑]+")
_RUN_WORD = re.compile(r"[^\W\d_][\w'’\-‐‑]*(?:\.(?:[^\W\d_]\.)*)?")
_OFFICE_WORD = re.compile(r"\s+(?:[A-Z]\w+\s+)?([A-Z]\w+)")
_LABEL = re.compile(
    r"(?:Full )?(?:Name|Contact|Author|Attn|By)\s*[-–:]\s*|(?:By|With|From|AND|And) (?=[A-Z])|"
    r"(?<=\bin )Charge (?=[A-Z])"
)
"""What is no part of the name behind it: “By Jan Roe”, “Special Agent in Charge Roe”."""
_PRO_TEM = re.compile(r"(?i:pro tem(?:pore)?\.?) (?=[A-Z])")
_ADDRESSES = frozenset(["Dr", "Mr", "Mrs", "Ms", "Prof"])
_ADDRESS_END = re.compile(
    rf"(?<=\w)\s+(?:{'|'.join(sorted(_ADDRESSES))})\.?$"
)  # the next name’s: “Jan Roe [Dr.] Roe leads …”
_PARTY_AFTER = re.compile(r"\s[RDI](?=\s(?:[A-Z]{2}|[A-Z][a-z]{1,4})\b)|\s[A-Z]{2}(?=\s\d\d\b)")
"""Party and seat in a text that lost its marks: “Senator Jan Roe[ D] MA”, “Representative Ada Lund[ AR] 04”."""


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
    for dash in _DASH.finditer(joined):
        before, after = joined[: dash.start()].split(), joined[dash.end() :].split()
        two = len(before) > 1 and not before[-1].isupper()  # no dateline: “LINDMOOR - Jan Roe”
        if two or before[-1:] == after[:1]:
            joined = joined[: dash.start()] + "|" * len(dash.group()) + joined[dash.end() :]
    for m in _PIECE.finditer(joined):
        first, last = start + m.start(), start + m.end()
        while first < last and not LETTER.match(text[first]):
            first += 1
        if label := _LABEL.match(text, first, last):
            first = label.end()
        before = text[max(0, first - 20) : first].split()
        given = WORD.match(text, first, last)
        if not (before and given and is_given_after_title(given.group(), before[-1])):
            first += honorific_inside(text[first:last])
        head, tail = _without_ends_and_titles(text[first:last])
        first, last = first + head, first + tail
        last = before_predicate(text, first, last)
        if first < last:
            yield widen(text, first, last)


@lru_cache(maxsize=8192)
def _without_ends_and_titles(name: str) -> tuple[int, int]:
    """Where the name itself begins and ends in a candidate."""
    end = len(without_ends(name))
    if clung := _CLUNG.search(name, 0, end):  # "Jan Roe-on": a dash that lost its spaces
        end = clung.start()
    if address := _ADDRESS_END.search(name, 0, end):
        end = address.start()
    return after_titles(name, 0, end), end


def _wraps(text: str, start: int, at: int) -> bool:
    """Whether a long line ends at `at` behind a lone given name that stands at `start`: the surname is on the next."""
    return at - text.rfind("\n", 0, at) > 50 and plain(text[start:at]) in given_names()


def _opens_office(text: str, at: int) -> bool:
    """Whether an office goes on at `at`, so that “Sr.” before it is “Senior”: “Jan Roe, Sr. Director of …”."""
    following = _OFFICE_WORD.match(text, at)
    return following is not None and head_noun_of(following[1]) is not None


def before_predicate(text: str, start: int, end: int) -> int:
    """The end of a name without the verb of a headline: “ROE [CALLS] FOR …”, “Eva Lund [Joins] …”."""
    verbs = headline_verbs()
    for m in list(WORD.finditer(text, start, end))[1:]:
        word, gap = m.group(), m.start() - 1
        if word in verbs or (word.istitle() and word.casefold() in verbs):
            return start + len(text[start : m.start()].rstrip())
        if len(word) < 3 and word.isupper() and _PARTY_AFTER.match(text, gap, end + 6):
            return gap
    return end


def after_titles(text: str, start: int, end: int) -> int:
    """Past titles at the head of a span that are no honorifics: "Chief Executive Jan Roe", "CEO Jan Roe"."""
    latin = _PRO_TEM.match(text, start, end)  # of “President Pro Tem Jan Roe”
    at = start = latin.end() if latin else start
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
    if (m := _NICKNAME.match(text, end)) and _is_given(text[start:end]) and _is_given(m[1]):
        end = run_of_names(text, m.end(), 3)
    if (m := _SUFFIX.match(text, end)) and not _opens_office(text, m.end()):
        end = m.end()
    if m := _LINKS.match(text, end):
        links = m.group(1).split()
        if all(is_particle(w) for w in links) and not {"y", "e", "i", "do"} & set(links[:1]):
            rest = _REST.match(text, m.end())
            if rest:
                end = rest.end()
    return start, end


def _is_given(name: str) -> bool:
    """Whether a name is given names and initials alone: “William H.”."""
    first, *more = name.split()
    return plain(first) in given_names() and all(is_initial(w) or plain(w) in given_names() for w in more)


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
        if count and (body.casefold() in FUNCTION_WORDS or body in _ADDRESSES):
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
