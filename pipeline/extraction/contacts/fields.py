"""The fields of a contact part in order: people, job titles, organisations, e-mail addresses, telephone numbers.

The reader finds names and job titles in whatever layout they stand: a field a line, all in one line with commas or
bars, in a sentence (“please contact Ada Lund on 020 7946 0000”). Addresses and numbers have a form of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.roles.wording import has_head, trimmed

FieldKind = Literal["person", "role", "organisation", "email", "phone"]

# the last piece is in one case: scrapers glue the next word on (“ada@mills.exampleAddress”)
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+){0,6}?\.(?:[a-z]{2,}(?![a-z.]*\.[a-z])|[A-Z]{2,}(?![A-Z]|\.[A-Z]))"
)
_WRITTEN_OUT = re.compile(
    r"(?<![\w.+-])(?P<who>[\w.+-]+?)(?: ?[(\[{<] ?at ?[)\]}>] ?| _{1,2}at_{1,2} | @ )"
    r"(?P<where>[\w-]+(?:\.[a-z][\w-]+){1,4})"
)
"""“ada (at) mills.example”, “ada @ mills.example”."""
_PHONE = re.compile(
    r"(?<![\d@/.=_-])(?P<number>\+?\(?\d[\d \xa0()./-]{5,22}\d)(?![\d@])(?:,?\s?(?:x|ext\.?|extension)\s?\d{1,6}\b)?"
)
_OR = re.compile(r"(?<=\d{4})\s?/\s(?=\d{4})")
"""“+65 6279 3285[ / ]9125 9681”."""
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d")
_DIGITS = range(7, 16)  # of a telephone number (ITU-T E.164 has 15 at most)
_GLUED = re.compile(r"(?:[A-Z][a-z]+)?[\d.-]{7,}(?=[a-z])|(?:Office|Email|Phone|Mobile|Cell|Direct)(?=[A-Za-z])")
"""“[415.949.5050]press@mills.example”, “[Office]press@mills.example”."""
_FAX = re.compile(r"(?i)\b(?:fax|facsimile|f)\b[\s:.)]*$")


@dataclass(frozen=True, slots=True)
class Field:
    """A field at code points `start` to `end`; `entity_id` of a person or organisation."""

    start: int
    end: int
    kind: FieldKind
    text: str
    entity_id: str | None = None


def fields(analysis: Analysis, start: int, end: int) -> list[Field]:
    """The fields of the part `start` … `end`, in order."""
    text = analysis.release.text
    found = [*_emails(text, start, end), *_phones(text, start, end)]
    found = [f for f in (*_names(analysis, start, end), *_titles(analysis, start, end)) if not _touch(f, found)] + found
    return sorted(found, key=lambda f: (f.start, f.end))


def _names(analysis: Analysis, start: int, end: int) -> Iterator[Field]:
    kinds: dict[str, FieldKind] = {"PERSON": "person", "ORGANISATION": "organisation"}
    for m in analysis.mentions:
        if m.label in kinds and start <= m.start and m.end <= end:
            yield Field(m.start, m.end, kinds[m.label], " ".join(m.text.split()), m.entity_id)


def _titles(analysis: Analysis, start: int, end: int) -> Iterator[Field]:
    text = analysis.release.text
    for title in analysis.reading.job_titles if analysis.reading else ():
        if start <= title.start and title.end <= end:
            line_end = text.find("\n", title.start, title.end)  # “Press Officer⏎Zed Bank”, “Chief of Staff⏎Office:”
            first, last = trimmed(text, title.start, title.end if line_end < 0 else line_end)
            if has_head(text[first:last]):
                yield Field(first, last, "role", " ".join(text[first:last].split()))


def _emails(text: str, start: int, end: int) -> Iterator[Field]:
    for m in _EMAIL.finditer(text, start, end):
        glued = _GLUED.match(text, m.start(), m.end())
        first = glued.end() if glued else m.start()
        yield Field(first, m.end(), "email", text[first : m.end()].rstrip("."))
    for m in _WRITTEN_OUT.finditer(text, start, end):
        yield Field(m.start(), m.end(), "email", f"{m['who']}@{m['where']}")


def _phones(text: str, start: int, end: int) -> Iterator[Field]:
    for m in _PHONE.finditer(text, start, end):
        is_fax = _FAX.search(text[max(start, m.start() - 12) : m.start()])
        first, last = m.span()
        if second := _OR.search(text, *m.span("number")):
            last = second.start()
        digits = sum(map(str.isdigit, text[first : min(last, m.end("number"))]))
        if digits in _DIGITS and not _YEARS.fullmatch(m[0]) and not is_fax:
            yield Field(first, last, "phone", text[first:last].strip(" .-/"))


def _touch(field: Field, others: Iterable[Field]) -> bool:
    return any(field.start < o.end and o.start < field.end for o in others)
