"""The fields of a contact part in order: names, job titles, organisations, e-mail addresses, telephone numbers.

A contact is written in many layouts: a field a line, all in one line with commas or bars, in a sentence (“please
contact Ann Example on 020 7946 0000”), or with its line ends lost (“Ann ExampleExample Mills+47 5550 1234”). All are
cut into the same short pieces, and each piece is told by its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from pipeline.data import word_list, word_table
from pipeline.records import slug
from pipeline.structure.cues import cue

FieldKind = Literal["name", "role", "organisation", "email", "phone", "heading"]

# the last piece is in one case: scrapers glue the next word on (“ann@mills.exampleAddress”)
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+){0,6}?\.(?:[a-z]{2,}(?![a-z.]*\.[a-z])|[A-Z]{2,}(?![A-Z]|\.[A-Z]))"
)
_PHONE = re.compile(r"(?<![\d@/.-])\+?\(?\d[\d \xa0()./-]{5,22}\d(?![\d@])")
_LINK = re.compile(r"(?:https?://|www\.)[^\s|,;<>()\[\]]+|@\w+")
_GLUED_LINK = re.compile(r"(?<=[a-z])(?:https?|www)$")
_LETTERS, _ENDING = re.compile(r"[^\W\d_]+"), re.compile(r"[^\W\d_]+$")
_GLUED = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]{2})")
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
_LONGEST = 90  # code points of a field


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
    found = sorted((*_matches(_EMAIL, "email", plain, start, end), *_phones(plain, start, end)), key=lambda f: f.start)
    at = start
    for field in (*found, None):
        for piece in _pieces(plain, at, field.start if field else end):
            kind = _labels().get(piece.text.casefold().rstrip("."))
            if kind is not None:
                label = kind
            elif piece.kind == "heading":
                label = None
                yield piece
            elif label != "-" and (told := _told(piece, label)):
                label = None
                yield told
            else:
                label = None
        if field:
            if label != "-" or field.kind == "email":
                yield field
            label, at = None, field.end


def _matches(pattern: re.Pattern[str], kind: FieldKind, plain: str, start: int, end: int) -> Iterator[Field]:
    for m in pattern.finditer(plain, start, end):
        digits = re.match(r"(?:[A-Z][a-z]+)?[\d.-]{7,}(?=[a-z])", m.group())  # “Ann Example5550123456ann@mills.example”
        first = m.start() + (digits.end() if digits else 0)
        yield Field(first, m.end(), kind, _GLUED_LINK.sub("", plain[first : m.end()].rstrip(".")))


def _phones(plain: str, start: int, end: int) -> Iterator[Field]:
    for m in _PHONE.finditer(plain, start, end):
        digits = sum(c.isdigit() for c in m.group())
        if 7 <= digits <= 15 and not re.fullmatch(r"(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d", m.group()):
            yield Field(m.start(), m.end(), "phone", m.group().strip(" .-/"))


def _pieces(plain: str, start: int, end: int) -> Iterator[Field]:
    """The words between separators, links left out; a heading (“Media contact”) is told at once."""
    gaps = [(start, start), *(m.span() for m in _LINK.finditer(plain, start, end)), (end, end)]
    for (_, first), (last, _) in pairwise(gaps):
        lead = cue("contact").match(plain, first, last)
        if lead and plain[first : lead.end()].strip(" \n\t.:-–").casefold() in _labels():
            lead = None
        if lead and lead.end() > first:
            yield Field(first, lead.end(), "heading", plain[first : lead.end()].strip())
        cuts = [(first, lead.end() if lead else first)]
        cuts += [m.span() for m in _SEPARATOR.finditer(plain, cuts[0][1], last)]
        cuts += [(g.start(), g.start()) for g in _GLUED.finditer(plain, cuts[0][1], last) if _is_glue(plain, g.start())]
        cuts = [*sorted(cuts), (last, last)]
        for (_, s), (e, _) in pairwise(cuts):
            words = plain[s:e]
            text = words.strip(" \t\xa0.-'\"“”\r")
            if text:
                s += words.index(text)
                yield from _piece(s, " ".join(text.split()), s + len(text))


def _piece(start: int, words: str, end: int) -> Iterator[Field]:
    """A piece; names joined by “and”, and a name right before a job title, are two."""
    if lead := _LEAD.match(words):
        start, words = start + lead.end(), words[lead.end() :]
    is_label = words.casefold() in _labels() or _words(words) & _list("job_words")  # “Press Officer” is no heading
    if not is_label and len(words) < 40 and cue("contact").match(words):
        yield Field(start, end, "heading", words)
        return
    first, joined, second = words.partition(" and ")
    if joined and _is_person(first) and _is_person(second):
        yield Field(start, start + len(first), "name", first)
        yield Field(end - len(second), end, "name", second)
        return
    tokens = words.split()
    if len(tokens) > 3 and _is_person(" ".join(tokens[:2])) and _words(words) & _list("job_words"):
        size = len(" ".join(tokens[:2]))
        yield Field(start, start + size, "name", words[:size])
        yield Field(start + size + 1, end, "name", words[size + 1 :])
        return
    yield Field(start, end, "name", words)


def _is_glue(plain: str, at: int) -> bool:
    """Whether two words were glued at `at` (“BrandtExample Mills”): not “MacDonald”, nor what stands elsewhere."""
    before, after = _ENDING.search(plain, max(0, at - 40), at), _LETTERS.match(plain, at)
    left, right = before[0] if before else "", after[0] if after else ""
    return left not in ("Mac", "Fitz") and plain.count(left + right) == 1


def _told(piece: Field, label: str | None) -> Field | None:
    """What a piece is; None for an address, a sentence and whatever else is no field."""
    words = piece.text
    if len(words) > _LONGEST or not _CAPITALISED.match(words):
        return None
    kind, sure = _kind(words, label)
    return Field(piece.start, piece.end, kind, words, sure) if kind else None


def _kind(words: str, label: str | None) -> tuple[FieldKind | None, bool]:
    if label in ("name", "role", "organisation"):
        return label, True  # type: ignore[return-value]
    inside = _words(words)
    if inside & _list("not_contact_words") or words.casefold() in _places() or words[0].isdigit():
        return None, False
    if inside & _list("job_words"):
        return "role", True
    if inside & _list("body_words"):
        return ("organisation" if len(inside) > 1 else None), True
    if _NAME.fullmatch(words) and not any(c.isdigit() for c in words) and not words.startswith("The "):
        return "name", _is_person(words)
    return ("organisation" if len(words) > 2 else None), False


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
