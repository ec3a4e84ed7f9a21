"""Fields of a contact part: the reader's names and job titles, addresses, telephone numbers and their country."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Literal, NamedTuple

import phonenumbers

from pipeline.data import word_list
from pipeline.extraction.countries.codes import alpha2_of_domain, country_record
from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.roles.wording import has_head_noun, shown, trimmed
from pipeline.records import one_line
from pipeline.structure.release import span_at

FieldKind = Literal["person", "role", "organisation", "email", "phone"]
_AT, _DOT = r"(?:[@＠]\n?| ?[(\[](?:at|@)[)\]] ?)", r"(?:\.| ?[(\[]dot[)\]] ?)"  # “ada[ (at) ]mills[ (dot) ]example”
# the last label is in one case: scrapers glue words on, “ada@mills.exampleAddress”, “ada@mills.examplehttps://…”
_EMAIL = re.compile(
    rf"(?<![\w.+-])(?:\w[\w.+-]*[’'](?=[A-Za-z]))?[\w.+-]+{_AT}[\w-]+(?:{_DOT}[\w-]+){{0,6}}?{_DOT}"
    r"(?:[a-z]{2,}?(?=https?:|www\.|(?![a-z]|\.[a-z]))|[A-Z]{2,}(?![A-Z]|\.[A-Z])|[A-Z][a-z]{1,2}(?![A-Za-z.]))"
)
_GLUED_LABEL = re.compile("|".join(word_list("contacts/glued_labels.txt")))
_GLUED_TO_TITLE = re.compile(r"(?<=[a-z]{2})(?:[A-Z]|www)$")  # “Press Officer[www].zed.example”, “Director[M]: 0170”
_COUNTRY_DOMAIN = re.compile(r"(?:@|//|www\.)[\w.-]+\.([a-z]{2}|gov|mil)\b(?!\.[a-z])")  # not “@isda.[in].gov”
_AMERICAN = re.compile(r"(?<![\d+])\(?[2-9]\d\d(?:\)[ ./-]{0,2}|[ ./‐‑–-]{1,2})\d{3}[ .‐‑–-]{1,2}\d{4}")
_COUNTRY_SHARE = 0.6  # of the mentions of countries, from which a release's numbers are of that one
_NO_COUNTRY = frozenset(["io", "co", "tv", "ai", "eu", "me", "us", "gl", "fm", "ly"])  # domains used worldwide
_CLOSED = r"\((?=(?:[\d+ ./\\‐‑–-]|\(0\)){1,%d}\)[^\w\n]{0,3}\d)"  # a bracket that closes before more digits
_PHONE = re.compile(
    r"(?:(?<![\d@/.=_-])|(?<=\.)(?=\())(?:\d{5}\s+(?=\(?[2-9]\d\d\)?[ .-]{1,2}\d{3}[ .-]\d{4}))?"  # the postcode before
    rf"(?P<number>(?:(?:{_CLOSED % 12})?\+ ?)?(?:{_CLOSED % 12})?\d"
    r"(?:(?!(?:(?<=\d[ .-]\d{4})|(?<=\d[ .-]\d{6})|(?<=\d{7}))(?:\s?/\s|\s{3}))"  # of two: “6279 3285[ / ]9125 9681”
    rf"(?:{_CLOSED % 7}|[\d )./\\‐‑–-])){{5,26}}(?<=\d))"
    r"(?![\d@]|-[A-Z]{3})(?:,?\s?(?i:x|ext(?:n|ension)?)[.:]?\s?\d{1,6}\b)?"
)
_NO_PHONE = re.compile("|".join(word_list("contacts/no_phones.txt")))
_OFFICE_OF = re.compile(r"(?i)\boffice of (?:the )?(?:(?:hon|dr|rep|sen)\. |senator |congress(?:wo)?man )?$")
_OFFICE = re.compile("[’']?s?(?: [A-Z][a-z]+)? office\\b")  # “Senator Lund[’s Leeds office]”
_DIGITS = range(7, 16)  # of a telephone number (ITU-T E.164 has 15 at most)
_OTHER_NUMBER = re.compile(rf"(?i)(?:{'|'.join(word_list('contacts/other_numbers.txt'))})[\s:#.)]*$")


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
    visible = [f for f in emails if not analysis.release.is_ignored(f.start, f.end)]  # not the target of a link
    named = (*_names(analysis, start, end), *_job_titles(analysis, start, end))
    numbers = (f for f in _phones(text, start, end) if not span_at(analysis.release.residue, f.start))
    found = [*_unglued(analysis, visible or emails), *numbers]
    taken = {offset for f in found for offset in range(f.start, f.end)}
    free = [f for f in named if taken.isdisjoint(range(f.start, f.end))]
    return sorted([*free, *found], key=lambda f: (f.start, f.end))


def _names(analysis: Analysis, start: int, end: int) -> Iterator[Field]:
    text, kinds = analysis.release.text, dict[str, FieldKind](PERSON="person", ORGANISATION="organisation")
    for m in (m for m in analysis.labelled("PERSON", "ORGANISATION") if start <= m.start and m.end <= end):
        of_office = _OFFICE_OF.search(text[max(0, m.start - 40) : m.start]) or _OFFICE.match(text, m.end)
        if m.label == "ORGANISATION" or not of_office:
            line = m.text.partition("\n")[0].strip()
            words = line if m.label == "PERSON" and " " in line else m.text  # “Ada Lund⏎Lund.co”, but “Ada⏎Lund”
            yield Field(m.start, m.end, kinds[m.label], one_line(words), m.entity_id)


def _job_titles(analysis: Analysis, start: int, end: int) -> Iterator[Field]:
    text = analysis.release.text
    for title in analysis.reading.job_titles:
        if start <= title.start and title.end <= end:
            line_end = text.find("\n", title.start, title.end)  # “Press Officer⏎Zed Bank”, “Chief of Staff⏎Office:”
            first, last = trimmed(text, title.start, title.end if line_end < 0 else line_end)
            words = _GLUED_TO_TITLE.sub("", text[first:last])
            if has_head_noun(words):
                yield Field(first, last, "role", shown(words))


def _emails(text: str, start: int, end: int) -> Iterator[Field]:
    for m in _EMAIL.finditer(text, start, end):
        glued = _GLUED_LABEL.match(text, m.start(), m.end())
        first = glued.end() if glued else m.start()
        yield Field(first, m.end(), "email", re.sub(_DOT, ".", re.sub(_AT, "@", text[first : m.end()])))


def _unglued(analysis: Analysis, emails: Iterable[Field]) -> Iterator[Field]:
    """The addresses without names glued to them: “[Zed Mines]press@zed.example”, “[Ada Lund]press@zed.example”."""
    text, full = analysis.release.text, analysis.labelled("ORGANISATION", "PERSON")
    names = tuple(m.text for m in full if " " in m.text)
    for email in emails:
        within = range(email.start + 1, email.start + email.text.index("@"))
        cut = next((n - email.start for n in within if text.endswith(names, 0, n) and text[n].isalnum()), 0)
        yield email._replace(start=email.start + cut, text=email.text[cut:])


def _phones(text: str, start: int, end: int) -> Iterator[Field]:
    """The telephone numbers between two offsets, without those of fax machines, conferences and suites."""
    for m in _PHONE.finditer(text, start, end):
        is_other = _OTHER_NUMBER.search(text[max(start, m.start() - 24) : m.start()])
        number = text[m.start("number") : m.end()].replace("\\", "").strip(" .-/")  # “212\.555.0146” in Markdown
        if sum(map(str.isdigit, m["number"])) in _DIGITS and not _NO_PHONE.fullmatch(number) and not is_other:
            yield Field(m.start("number"), m.end(), "phone", number)


def region_of(analysis: Analysis, start: int, end: int) -> str | None:
    """The country (alpha-2) of a part's numbers by its addresses, U.S. format, the text and its addresses."""
    text = analysis.release.text
    if of_part := _domain(text[start:end]):
        return of_part
    if _AMERICAN.search(text[start:end].replace("\\", "")):
        return "US"
    code = analysis.main_country_with(_COUNTRY_SHARE)
    return country_record(code).alpha2 if code else _domain(text)


def _domain(words: str) -> str | None:
    """The country (alpha-2) of the first web or e-mail address with a country domain."""
    found: list[str] = _COUNTRY_DOMAIN.findall(words)
    code = next((code for code in found if code not in _NO_COUNTRY), None)
    return alpha2_of_domain(code) if code else None


def e164(number: str, region: str | None) -> str | None:
    """A telephone number in E.164; None if its country is not known or has no such number."""
    for spelling in (re.sub("^00", "+", number.replace("(0)", "")), re.sub(r"^\(", "+", number)):  # “(852) 2584 4524”
        with suppress(phonenumbers.NumberParseException):
            if phonenumbers.is_valid_number(parsed := phonenumbers.parse(spelling, region)):
                return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return None
