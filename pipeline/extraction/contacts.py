"""The spaCy component `communique_contacts`: a row for each person or desk that a contact part names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import phonenumbers
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.countries import country_code, country_record
from pipeline.extraction.document.analysis import Analysis, analysis_of
from pipeline.extraction.roles.wording import has_head_noun, trimmed
from pipeline.records import Contact

FieldKind = Literal["person", "role", "organisation", "email", "phone"]
_COUNTRY_DOMAIN = re.compile(r"(?:@|//|www\.)[\w.-]+\.([a-z]{2})\b")
_AMERICAN = re.compile(r"\(?[2-9]\d\d\)?[ ./-]{1,2}\d{3}[ .-]\d{4}")
_NO_COUNTRY = frozenset(["io", "co", "tv", "ai", "eu", "me", "us", "gl", "fm"])  # used by anyone
_REACHABLE = {"email", "phone"}
_SENTENCE = re.compile(r"[a-z]{2}[.!?]\s")
_SHORTEST_LABEL = 4  # letters of a domain that say enough
_ANYBODYS = frozenset(["gmail", "hotmail", "yahoo", "outlook", "icloud", "mail", "proton", "protonmail"])


class Field(NamedTuple):
    """A field at code points `start` to `end`; `entity_id` of a person or organisation."""

    start: int
    end: int
    kind: FieldKind
    text: str
    entity_id: str | None = None


_Contact = dict[FieldKind, Field]


@Language.component("communique_contacts")
def add_contacts(doc: Doc) -> Doc:
    """Add the contacts that the contact parts of a document name."""
    analysis = analysis_of(doc)
    for part in analysis.release.contacts:
        region = _region(analysis, part.start, part.end)
        found = _grouped(analysis.release.text, _fields(analysis, part.start, part.end))
        analysis.contacts += [_row(analysis, *contact, region) for contact in found]
    return doc


def _grouped(text: str, found: Sequence[Field]) -> Iterator[tuple[_Contact, int, int]]:
    """Fields put together: a name opens a new contact if the last has one, an e-mail or a number; an organisation
    if it has one of these. Names in a row wait for what they share.

    “Ada Lund and Jan Roe, 202/224-5842” share it, but not “Dr Roe is available. Please contact Ada Lund on …”.
    """
    groups: list[list[Field]] = [[]]  # the last one grows; those before it wait for a number that they share
    for field in found:
        last, kinds = groups[-1], {f.kind for f in groups[-1]}
        opening = {"person", "organisation"} if kinds & _REACHABLE else kinds & {"person"}
        if last and last[-1].kind == field.kind == "person":
            groups = [[]] if _SENTENCE.search(text, last[-1].end, field.start) else [*groups, []]
        elif field.kind in opening:
            yield from _contacts_of(groups)
            groups = [[]]
        groups[-1].append(field)
    yield from _contacts_of(groups)


def _contacts_of(groups: Sequence[Sequence[Field]]) -> Iterator[tuple[_Contact, int, int]]:
    """The contacts of some groups with their places; fields behind several names are each one's own, or shared."""
    contacts: list[_Contact] = [{f.kind: f for f in reversed(group)} for group in groups]  # of two of a kind the first
    kinds: tuple[FieldKind, ...] = ("role", "organisation", "phone", "email") if len(groups) > 1 else ()
    for kind in kinds:
        _assign(contacts, kind, (*groups[0], *groups[-1]))
    for group, contact in zip(groups, contacts, strict=True):
        # somebody to reach: an organisation alone is none
        if contact.keys() & _REACHABLE or ("person" in contact and len(contact) > 1):
            yield contact, group[0].start, group[-1].end


def _assign(contacts: Sequence[_Contact], kind: FieldKind, fields: Sequence[Field]) -> None:
    """Give contacts the fields of one kind: each its own, else the first; titles are not shared."""
    given = [f for f in fields if f.kind == kind]
    own = _matched(contacts, given)
    if given and not own and kind != "role" and (kind != "email" or "phone" not in contacts[-1]):
        own = [(contact, given[0]) for contact in contacts]
    for contact, field in own:
        contact[kind] = field


def _matched(contacts: Sequence[_Contact], given: Sequence[Field]) -> list[tuple[_Contact, Field]]:
    """Which field is whose: an e-mail by the name in it, else one each in order; empty where they share one."""
    best = [(c, max(given, key=lambda f: _likeness(c, f), default=None)) for c in contacts]
    named = [(c, f) for c, f in best if f and _likeness(c, f)]
    return named or (list(zip(contacts, given, strict=False)) if len(given) >= len(contacts) else [])


def _likeness(contact: _Contact, field: Field) -> int:
    """How many words of the contact's name an address has before its “@”."""
    account, at, _ = field.text.casefold().partition("@")
    words = contact["person"].text.casefold().split()
    return sum(word in account for word in words) if at else 0


def _row(analysis: Analysis, contact: _Contact, start: int, end: int, region: str | None) -> Contact:
    words = {kind: field.text for kind, field in contact.items()}
    ids = {kind: field.entity_id for kind, field in contact.items()}
    if "organisation" not in ids:
        ids["organisation"] = _organisation(analysis, words.get("email", ""), ids.get("person"))
    return Contact(
        document_id=analysis.document_id,
        name=words.get("person"),
        person_id=ids.get("person"),
        organisation_id=ids["organisation"],
        email=words.get("email"),
        phone=words.get("phone"),
        start=start,
        end=end,
        role=words.get("role"),
        phone_e164=_e164(words["phone"], region) if "phone" in words else None,
    )


def _organisation(analysis: Analysis, address: str, person: str | None) -> str | None:
    """The organisation of a contact that names none: its address's (“press@velora.example”), else its person's."""
    roles = [r for r in analysis.roles if person and r.person_id == person and r.status != "former"]
    held = [r.organisation_id for r in sorted(roles, key=lambda r: r.section != "contact") if r.organisation_id]
    fitting = _of_address(analysis, address)
    return next((key for key in (*held, *fitting) if key in fitting), held[0] if held else None)


def _of_address(analysis: Analysis, address: str) -> list[str]:
    """The organisations whose names begin like the domain: “press@velora.co.example” – “Velora Ltd.”."""
    domain = address.rpartition("@")[2].casefold().split(".")[:-1]
    labels = {label for label in (re.sub(r"\W", "", part) for part in domain) if len(label) >= _SHORTEST_LABEL}
    names = [(o.name.casefold(), o.organisation_id) for o in analysis.organisations]
    names += [(a.alias.casefold(), a.entity_id) for a in analysis.aliases if a.entity_id.startswith("org-")]
    called = ((re.sub(r"\W", "", n), "".join(re.findall(r"\b\w", n)), key) for n, key in names)
    return [k for name, initials, k in called if any(name.startswith(d) or initials == d for d in labels - _ANYBODYS)]


def _region(analysis: Analysis, start: int, end: int) -> str | None:
    """The country whose numbers a part gives: by its addresses, its way of writing, the dateline, the text's links."""
    text = analysis.release.text
    if own := _domain(text[start:end]):
        return own
    if _AMERICAN.search(text, start, end):
        return "US"
    places = (place for d in analysis.release.datelines for place in (d.place or "").split(","))
    code = next(filter(None, map(country_code, places)), None)
    return country_record(code).alpha2 if code else _domain(text)


def _domain(words: str) -> str | None:
    """The country of the first web or e-mail address that tells one."""
    found: list[str] = _COUNTRY_DOMAIN.findall(words)
    code = next((code for code in found if code not in _NO_COUNTRY), None)
    return "GB" if code == "uk" else code and code.upper()


def _e164(printed: str, region: str | None) -> str | None:
    """A number as it is dialled from anywhere; None where the country is not known, or has no such number."""
    try:
        number = phonenumbers.parse(printed.replace("(0)", ""), region)
    except phonenumbers.NumberParseException:
        return None
    valid = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else None


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
    r"(?<![\d@/.=_-])(?P<number>(?:\+[ \xa0]?)?\(?\d[\d \xa0()./-]{5,22}\d)(?![\d@])"
    r"(?:,?\s?(?:x|ext\.?|extension)\s?\d{1,6}\b)?"
)
_OR = re.compile(r"(?<=\d{4})\s?/\s(?=\d{4})")
"""“+65 6279 3285[ / ]9125 9681”."""
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d")
_DIGITS = range(7, 16)  # of a telephone number (ITU-T E.164 has 15 at most)
_GLUED = re.compile(r"(?:[A-Z][a-z]+)?[\d.-]{7,}(?=[a-z])|(?:Office|Email|Phone|Mobile|Cell|Direct)(?=[A-Za-z])")
"""“[415.949.5050]press@mills.example”, “[Office]press@mills.example”."""
_FAX = re.compile(r"(?i)\b(?:fax|facsimile|f)\b[\s:.)]*$")


def _fields(analysis: Analysis, start: int, end: int) -> list[Field]:
    """The fields of the part `start` … `end`, in order."""
    text = analysis.release.text
    emails = list(_emails(text, start, end))
    printed = [f for f in emails if not analysis.release.is_residue(f.start, f.end)]  # not behind a link’s words
    found = [*(printed or emails), *_phones(text, start, end)]
    taken = {place for f in found for place in range(f.start, f.end)}
    named = (*_names(analysis, start, end), *_titles(analysis, start, end))
    free = [f for f in named if taken.isdisjoint(range(f.start, f.end))]
    return sorted([*free, *found], key=lambda f: (f.start, f.end))


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
            if has_head_noun(text[first:last]):
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
