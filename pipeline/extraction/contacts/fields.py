"""What stands in a contact part: names and job titles of the reader, e-mail addresses, telephone numbers."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from pipeline.extraction.contacts.telephones import telephones
from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.roles.wording import has_head_noun, trimmed
from pipeline.records import Mention

FieldKind = Literal["person", "role", "organisation", "email", "phone"]
# the last piece is in one case: scrapers glue the next word on (“ada@mills.exampleAddress”, “ada@mills.examplehttps://…”)
_EMAIL = re.compile(
    r"(?<![\w.+-])(?:\w[\w.+-]*[’'](?=[A-Za-z]))?[\w.+-]+@[\w-]+(?:\.[\w-]+){0,6}?"
    r"\.(?:[a-z]{2,}?(?=https?:|www\.|(?![a-z]|\.[a-z]))|[A-Z]{2,}(?![A-Z]|\.[A-Z]))"
)
_GLUED = re.compile(r"[A-Za-z]*[\d.-]{7,}(?=[A-Za-z])|_+|(?:Office|Email|Phone|Mobile|Cell|Direct)(?=[A-Za-z])")
"""“[415.949.5050]press@mills.example”, “[Office]press@mills.example”, “[_]press@mills.example_”."""
_POSSESSIVE = re.compile(r"[’'](?:s\b|(?!\w))(?! (?:e-?mail|phone|cell|mobile|number))")
_NAME_BEFORE_BRACKET = re.compile(r"[a-z]\s*\((?:[A-Z][a-z]+\. )?\Z")


class Field(NamedTuple):
    """A field at code points `start` to `end`; `entity_id` of a person or organisation."""

    start: int
    end: int
    kind: FieldKind
    text: str
    entity_id: str | None = None


def fields_of_part(analysis: Analysis, start: int, end: int) -> list[Field]:
    """The fields of the part `start` … `end`, in order."""
    text = analysis.release.text
    emails = list(_emails(text, start, end))
    printed = [f for f in emails if not analysis.release.is_residue(f.start, f.end)]  # not behind a link’s words
    named = (*_names(analysis, start, end), *_titles(analysis, start, end))
    found = [*(printed or emails), *_phones(text, start, end)]
    taken = {place for f in found for place in range(f.start, f.end)}
    free = [f for f in named if taken.isdisjoint(range(f.start, f.end))]
    return sorted([*free, *found], key=lambda f: (f.start, f.end))


def _names(analysis: Analysis, start: int, end: int) -> Iterator[Field]:
    kinds: dict[str, FieldKind] = {"PERSON": "person", "ORGANISATION": "organisation"}
    text = analysis.release.text
    for m in analysis.mentions:
        if m.label in kinds and start <= m.start and m.end <= end and not _is_whom_they_serve(text, m):
            words = m.text.partition("\n")[0] if m.label == "PERSON" else m.text  # “Ada Lund⏎Lund.co”
            yield Field(m.start, m.end, kinds[m.label], " ".join(words.split()), m.entity_id)


def _is_whom_they_serve(text: str, mention: Mention) -> bool:
    """Whether a person is named to say whose people to reach: “Roe’s Offices”, “Ada Lund (Rep. Roe)”."""
    bracketed = _NAME_BEFORE_BRACKET.search(text, text.rfind("\n", 0, mention.start) + 1, mention.start)
    return mention.label == "PERSON" and bool(bracketed or _POSSESSIVE.match(text, mention.end))


def _titles(analysis: Analysis, start: int, end: int) -> Iterator[Field]:
    text = analysis.release.text
    for title in analysis.reading.job_titles if analysis.reading else ():
        if start <= title.start and title.end <= end:
            line_end = text.find("\n", title.start, title.end)  # “Press Officer⏎Zed Bank”, “Chief of Staff⏎Office:”
            first, last = trimmed(text, title.start, title.end if line_end < 0 else line_end)
            if has_head_noun(text[first:last]):
                yield Field(first, last, "role", " ".join(text[first:last].split()))


def _emails(text: str, start: int, end: int) -> Iterator[Field]:
    for m in _EMAIL.finditer(text, start, end):
        glued = _GLUED.match(text, m.start(), m.end())
        first = glued.end() if glued else m.start()
        yield Field(first, m.end(), "email", text[first : m.end()].rstrip("."))


def _phones(text: str, start: int, end: int) -> Iterator[Field]:
    return (Field(first, last, "phone", printed) for first, last, printed in telephones(text, start, end))
