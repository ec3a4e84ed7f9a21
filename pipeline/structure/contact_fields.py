"""The fields of a contact part in order: names, job titles, organisations, e-mail addresses, telephone numbers.

A contact is written in many layouts: a field a line, all in one line with commas or bars, in a sentence (“please
contact Ann Example on 020 7946 0000”), or with its line ends lost (“Ann ExampleExample Mills+47 5550 1234”). All are
cut into the same short pieces, and each piece is told by its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Literal

from pipeline.data import word_list, word_table
from pipeline.records import slug
from pipeline.structure.opening_phrases import opening_phrase

FieldKind = Literal["name", "role", "organisation", "email", "phone", "heading"]

# the last piece is in one case: scrapers glue the next word on (“ann@mills.exampleAddress”)
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+){0,6}?\.(?:[a-z]{2,}(?![a-z.]*\.[a-z])|[A-Z]{2,}(?![A-Z]|\.[A-Z]))"
)
_PHONE = re.compile(r"(?<![\d@/.-])\+?\(?\d[\d \xa0()./-]{5,22}\d(?![\d@])")
_LINK = re.compile(r"(?:https?://|www\.)[^\s|,;<>()\[\]]+|@\w+")
_GLUED_LINK = re.compile(r"(?<=[a-z])(?:https?|www)$")
_GLUED = re.compile(r"(?<=[a-z]{2})(?<!\bMac)(?<!\bFitz)(?=[A-Z][a-z]{2})")
_MIXED = re.compile(r"[^\W\d_]*[a-z]{2}[A-Z][a-z]{2}[^\W\d_]*")
# “415.949.5050 OfficeEditor@mills.example”, “5550123456ann@mills.example”
_BEFORE_ADDRESS = re.compile(
    r"(?:[A-Z][a-z]+)?[\d.-]{7,}(?=[a-z])|(?:Office|Email|Phone|Mobile|Cell|Direct)(?=[A-Za-z])"
)
_NAME_BEFORE_ADDRESS = re.compile(
    r"(?P<given>([A-Z])[a-z'’-]*)[ \xa0](?P<family>[A-Z][\w'’-]+)(?=(?i:(?P=given)|\2[\w.-]*?(?P=family))[\w.-]*@)"
)
"""A name and the address that begins like it, glued: “Ann Example[aexample@mills.example]”."""
_SEPARATOR = re.compile(
    r"[\n|•·;:()<>\[\]–—*_]+|,(?!\s?(?:Inc|LLC|Ltd|Corp|L\.?P|PLC)\b)|\s-\s|-\s|\s/\s|\t|\s{2,}"
    r"|(?<!\w)(?:or|at|on|via|by|from|with|to|in|is|call|contact|email|e-mail|phone|please|reach|visit|out|the)(?!\w)"
    r"|(?=(?:E-?[Mm]ail|Phone|Tel|Telephone|Website|Title|Company|Mobile|Fax|Address|Primary|[XPTEM])\s?:)"
    r"|Email Us Here"
)
_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Professor|Sgt|Capt|Maj|Col|Lt|Hon)\.?\s)?"
    r"[^\W\d_a-z][\w'’.-]*(?:\s(?:(?:de|van|von|der|den|la|bin|al|el|dos|da|di)\s){0,2}[^\W\d_a-z][\w'’.-]*){1,3}"
)
_CAPITALISED = re.compile(r"[^\W\d_a-z]|\d|i[A-Z]")
_LEAD = re.compile(r"(?:For|and|or) (?=[A-Z])")
_HONORIFICS = frozenset(["Mr", "Mrs", "Ms", "Dr", "Prof", "Professor", "Sgt", "Capt", "Maj", "Col", "Lt", "Hon"])
_GIVEN = (
    "people/given_names.txt", "people/given_names_more.txt", "quotes/female_names.txt", "quotes/male_names.txt"
)  # fmt: skip
_NO_NAME = re.compile(r"\d|^The ")
_LONGEST, _HEADING = 90, 40  # code points of a field, and of a heading


@dataclass(frozen=True, slots=True)
class Field:
    """A piece of a contact part; `sure` where a label or a list says what it is."""

    start: int
    end: int
    kind: FieldKind
    text: str
    sure: bool = True


def fields(plain: str, start: int, end: int) -> Iterator[Field]:
    """The fields between `start` and `end`, in order."""
    label: str | None = None
    found = sorted((*_emails(plain, start, end), *_phones(plain, start, end)), key=lambda f: f.start)
    at = start
    for field in (*found, None):
        for piece in _pieces(plain, at, field.start if field else end):
            kind = _labels().get(piece.text.casefold().rstrip("."))
            if kind is None and (known := piece if piece.kind == "heading" else _typed(piece, label)):
                yield known
            label = kind
        if field:
            if label != "-" or field.kind == "email":
                yield field
            label, at = None, field.end


def _emails(plain: str, start: int, end: int) -> Iterator[Field]:
    for m in _EMAIL.finditer(plain, start, end):
        glued = _BEFORE_ADDRESS.match(plain, m.start(), m.end())
        names = {n.start("family"): n.end() for n in _NAME_BEFORE_ADDRESS.finditer(plain, start, m.end())}
        first = glued.end() if glued else names.get(m.start(), m.start())
        yield Field(first, m.end(), "email", _GLUED_LINK.sub("", plain[first : m.end()].rstrip(".")))


def _phones(plain: str, start: int, end: int) -> Iterator[Field]:
    for m in _PHONE.finditer(plain, start, end):
        digits = sum(c.isdigit() for c in m.group())
        if 7 <= digits <= 15 and not re.fullmatch(r"(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d", m.group()):
            yield Field(m.start(), m.end(), "phone", m.group().strip(" .-/"))


def _pieces(plain: str, start: int, end: int) -> Iterator[Field]:
    """The words between separators, links left out; a heading (“Media contact”) is told at once."""
    gaps = [(start, start), *(m.span() for m in _LINK.finditer(plain, start, end)), (end, end)]
    for (_, first), (last, _) in pairwise(gaps):
        lead = opening_phrase("contact").match(plain, first, last)
        if lead and lead.end() > first and plain[first : lead.end()].strip(" \n\t.:-–").casefold() not in _labels():
            yield Field(first, lead.end(), "heading", plain[first : lead.end()].strip())
            first = lead.end()
        for s, e in _words_between(plain, first, last):
            words = plain[s:e]
            if text := words.strip(" \t\xa0.-'\"“”\r"):
                at = s + words.index(text)
                yield from _piece(at, " ".join(text.split()), at + len(text))


def _words_between(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    cuts = [m.span() for m in _SEPARATOR.finditer(plain, start, end)]
    cuts += [(at, at) for at in _glue(plain, start, end)]
    return ((s, e) for (_, s), (e, _) in pairwise([(start, start), *sorted(cuts), (end, end)]))


def _piece(start: int, words: str, end: int) -> Iterator[Field]:
    """A piece; names joined by “and”, and a name right before a job title, are two."""
    if lead := _LEAD.match(words):
        start, words = start + lead.end(), words[lead.end() :]
    has_job = bool(_words(words) & _list("job_words"))  # “Press Officer” is no heading
    if (
        len(words) < _HEADING
        and not has_job
        and words.casefold() not in _labels()
        and opening_phrase("contact").match(words)
    ):
        yield Field(start, end, "heading", words)
        return
    cut = _second_of(words, has_job)
    if cut:
        first = words[: cut.start()]
        yield Field(start, start + len(first), "name", first)
    yield Field(end - len(words) + (cut.end() if cut else 0), end, "name", words[cut.end() if cut else 0 :])


def _second_of(words: str, has_job: bool) -> re.Match[str] | None:
    """What parts a name from another (“Ann Example and Tom Sample”) or from a job title (“Ann Example Head of It”)."""
    conjunction = re.search(" and ", words)
    if conjunction and _is_person(words[: conjunction.start()]) and _is_person(words[conjunction.end() :]):
        return conjunction
    two = re.match(r"\S+ \S+(?= \S+ )", words) if has_job else None
    return re.compile(" ").match(words, two.end()) if two and _is_person(two[0]) else None


def _glue(plain: str, start: int, end: int) -> Iterator[int]:
    """Where words were glued (“BrandtExample Mills”): not in what stands so elsewhere, alone or at the beginning."""
    for m in _MIXED.finditer(plain, start, end):
        points = [g.start() for g in _GLUED.finditer(plain, m.start(), m.end())] if plain.count(m[0]) == 1 else []
        known = max((at for at in points if plain.count(plain[m.start() : at]) > 1), default=0)
        yield from (at for at in points if at >= known)


def _typed(piece: Field, label: str | None) -> Field | None:
    """What a piece is; None for an address, a sentence and whatever else is no field."""
    words = piece.text
    if label == "-" or len(words) > _LONGEST or not _CAPITALISED.match(words):
        return None
    if label in ("name", "role", "organisation"):
        return replace(piece, kind=label)  # type: ignore[arg-type]
    kind = _kind(words)
    sure = kind == "role" or (kind == "name" and _is_person(words)) or bool(_words(words) & _list("organisation_words"))
    return replace(piece, kind=kind, sure=sure) if kind else None


def _kind(words: str) -> FieldKind | None:
    inside = _words(words)
    if any((inside & _list("not_contact_words"), words.casefold() in _places(), words[0].isdigit())):
        return None
    if inside & _list("job_words"):
        return "role"
    if inside & _list("organisation_words"):
        return "organisation" if len(inside) > 1 else None
    if _NAME.fullmatch(words) and not _NO_NAME.search(words):
        return "name"
    return "organisation" if len(words) > 2 and _is_titled(words) else None


def _is_titled(words: str) -> bool:
    """Whether the long words have capitals: “Bank of the North”, not “Buy a copy”."""
    return not any(w[0].islower() for w in words.split() if len(w) > 3)


def _words(piece: str) -> set[str]:
    return {w.casefold().strip(".,'’") for w in re.split(r"[\s/-]", piece)}


def _is_person(words: str) -> bool:
    """Whether `words` have the shape of a name and begin with a known given name."""
    m = _NAME.fullmatch(words)
    given = next((w for w in words.split() if not w.endswith(".") and w not in _HONORIFICS), "")
    return m is not None and slug(given) in _given_names()


@cache
def _labels() -> dict[str, str]:
    return {name: field for field, names in word_table("structure/contact_labels.tsv") for name in names.split("|")}


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(word_list(f"structure/{name}.txt"))


@cache
def _given_names() -> frozenset[str]:
    return frozenset(slug(name) for file in _GIVEN for name in word_list(file))


@cache
def _places() -> frozenset[str]:
    places = (*word_list("structure/regions.txt"), *word_list("structure/dateline_cities.txt"))
    return frozenset(p.casefold() for p in places)
