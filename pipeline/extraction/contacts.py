"""The spaCy component `communique_contacts`: a row for each person or desk that a contact part names."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest
from typing import Literal, NamedTuple

import phonenumbers
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.data import word_list
from pipeline.extraction.countries import country_code, country_record
from pipeline.extraction.document.analysis import Analysis, analysis_of
from pipeline.extraction.roles.wording import has_head_noun, trimmed
from pipeline.records import Contact, Mention

FieldKind = Literal["person", "role", "organisation", "email", "phone"]
_COUNTRY_DOMAIN = re.compile(r"(?:@|//|www\.)[\w.-]+\.([a-z]{2})\b")
_AMERICAN = re.compile(r"\(?[2-9]\d\d(?:\)[ ./-]{0,2}|[ ./-]{1,2})\d{3}[ .-]{1,2}\d{4}")
_NO_COUNTRY = frozenset(["io", "co", "tv", "ai", "eu", "me", "us", "gl", "fm"])  # used by anyone
_REACHABLE = {"email", "phone"}
_SENTENCE = re.compile(r"[a-z]{2}[.!?]\s")
_CUE = re.compile(r"(?i)contact|[ei]nquir|media|press|information|question|comment")
_CUE_REACH = 100  # code points between a cue and a number that stands alone
_NAME_REACH = 160  # code points between a name and the address that repeats it
_RIGHT_BEFORE = 3  # code points between a job title and the name behind it
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
        for contact in _grouped(analysis.release.text, _fields(analysis, part.start, part.end)):
            row = _row(analysis, *contact, region)
            if not any(_tells(other, row) for other in analysis.contacts):
                analysis.contacts.append(row)
    return doc


def _tells(other: Contact, row: Contact) -> bool:
    """Whether a contact has all that a later one says."""
    told = ((getattr(other, name), getattr(row, name)) for name in ("name", "role", "email", "phone"))
    return all(new in {old, None} for old, new in told)


def _grouped(text: str, found: Sequence[Field]) -> Iterator[tuple[_Contact, int, int]]:
    """Fields put together: a name opens a new contact if the last has one, an e-mail or a number; an organisation, or
    the job title right before a name, if it has one of these. Names in a row wait for what they share.

    “Ada Lund and Jan Roe, 202/224-5842” share it, but not “Dr Roe is available. Please contact Ada Lund on …”.
    """
    groups: list[list[Field]] = [[]]  # the last one grows; those before it wait for a number that they share
    for field, following in zip_longest(found, found[1:]):
        last = groups[-1]
        if last and last[-1].kind == field.kind == "person":
            groups = [[]] if _SENTENCE.search(text, last[-1].end, field.start) else [*groups, []]
        elif _opens({f.kind for f in last}, field, following):
            yield from _contacts_of(text, groups)
            groups = [[]]
        groups[-1].append(field)
    yield from _contacts_of(text, groups)


def _opens(kinds: set[FieldKind], field: Field, following: Field | None) -> bool:
    """Whether a field opens a new contact where the last one has fields of these kinds."""
    if kinds & _REACHABLE:
        before_name = following and following.kind == "person" and following.start - field.end <= _RIGHT_BEFORE
        return field.kind in ("person", "organisation") or (field.kind == "role" and bool(before_name))
    return field.kind == "person" and "person" in kinds


def _contacts_of(text: str, groups: Sequence[Sequence[Field]]) -> Iterator[tuple[_Contact, int, int]]:
    """The contacts of some groups with their places; fields behind several names are each one's own, or shared."""
    contacts: list[_Contact] = [{f.kind: f for f in reversed(group)} for group in groups]  # of two of a kind the first
    kinds: tuple[FieldKind, ...] = ("role", "organisation", "phone", "email") if len(groups) > 1 else ()
    for kind in kinds:
        _assign(contacts, kind, (*groups[0], *groups[-1]))
    for group, contact in zip(groups, contacts, strict=True):
        # somebody to reach: an organisation alone is none, nor is the number of a hotline or a museum
        if contact.keys() == {"phone"}:
            reachable = bool(_CUE.search(text, max(group[0].start - _CUE_REACH, 0), group[0].start))
        else:
            reachable = bool(contact.keys() & _REACHABLE) or ("person" in contact and len(contact) > 1)
        if reachable:
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
    account, at, _ = re.sub("[’']", "", field.text.casefold()).partition("@")
    words = re.sub("[’']", "", contact["person"].text.casefold()).split()
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
    """The organisations called like the domain, then those whose names begin so: “press@velora.co.example” – “Velora
    Ltd.”; of a state's office only the former, for “house.gov” is of no committee.
    """
    domain = address.rpartition("@")[2].casefold().split(".")[:-1]
    labels = [re.sub(r"\W", "", part) for part in domain]
    labels = [label for label in labels if len(label) >= _SHORTEST_LABEL and label not in _ANYBODYS]
    names = [(o.name.casefold(), o.organisation_id) for o in analysis.organisations]
    names += [(a.alias.casefold(), a.entity_id) for a in analysis.aliases if a.entity_id.startswith("org-")]
    called = [(re.sub(r"\W", "", n), "".join(re.findall(r"\b\w", n)), key) for n, key in names]
    exact = [k for label in labels for name, initials, k in called if label in (name, initials)]
    begin = [(len(name), k) for name, _, k in called if name.startswith(tuple(labels))]
    return exact if address.endswith(".gov") else [*exact, *(k for _, k in sorted(begin))]


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
        number = phonenumbers.parse(re.sub("^00", "+", printed.replace("(0)", "")), region)
    except phonenumbers.NumberParseException:
        return None
    valid = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else None


# the last piece is in one case: scrapers glue the next word on (“ada@mills.exampleAddress”, “ada@mills.examplehttps://…”)
_EMAIL = re.compile(
    r"(?<![\w.+-])(?:\w[\w.+-]*[’'](?=[A-Za-z]))?[\w.+-]+@[\w-]+(?:\.[\w-]+){0,6}?"
    r"\.(?:[a-z]{2,}?(?=https?:|www\.|(?![a-z]|\.[a-z]))|[A-Z]{2,}(?![A-Z]|\.[A-Z]))"
)
_WRITTEN_OUT = re.compile(
    r"(?<![\w.+-])(?P<who>[\w.+-]+?)(?: ?[(\[{<] ?at ?[)\]}>] ?| _{1,2}at_{1,2} | @ )"
    r"(?P<where>[\w-]+(?:\.[a-z][\w-]+){1,4})"
)
"""“ada (at) mills.example”, “ada @ mills.example”."""
_PHONE = re.compile(
    r"(?<![\d@/.=_-])(?:\d{5}\s+(?=\(?[2-9]\d\d\)?[ .-]{1,2}\d{3}[ .-]\d{4}))?"  # the postcode before it
    r"(?P<number>(?:\(?\+[ \xa0]?)?\(?\d[\d \xa0()./-]{5,22}\d)(?![\d@])"
    r"(?:,?\s?(?:x|ext\.?|extension)\s?\d{1,6}\b)?"
)
_OR = re.compile(r"(?<=\d{4})\s?/\s(?=\d{4})")
"""“+65 6279 3285[ / ]9125 9681”."""
_NO_PHONE = re.compile(r"(?:1[89]|20)\d\d\s?[-–/]\s?(?:(?:19|20)\d\d|\d{3})|\d{5}-\d{3,4}|\d+\.\d+|97[89][\d -]{10,}")
"""Years, serial numbers of a year, postcodes (“Bellevue 98009-9012”, “80050-240”), coordinates, ISBNs."""
_DIGITS = range(7, 16)  # of a telephone number (ITU-T E.164 has 15 at most)
_GLUED = re.compile(r"[A-Za-z]*[\d.-]{7,}(?=[A-Za-z])|_+|(?:Office|Email|Phone|Mobile|Cell|Direct)(?=[A-Za-z])")
"""“[415.949.5050]press@mills.example”, “[Office]press@mills.example”, “[_]press@mills.example_”."""
_POSSESSIVE = re.compile(r"[’'](?:s\b|(?!\w))(?! (?:e-?mail|phone|cell|mobile|number))")
_NAME_BEFORE_BRACKET = re.compile(r"[a-z]\s*\((?:[A-Z][a-z]+\. )?\Z")
_FAX = re.compile(r"(?i)\b(?:fax|facsimile|f)\b[\s:.)]*$")


def _fields(analysis: Analysis, start: int, end: int) -> list[Field]:
    """The fields of the part `start` … `end`, in order."""
    text = analysis.release.text
    emails = list(_emails(text, start, end))
    printed = [f for f in emails if not analysis.release.is_residue(f.start, f.end)]  # not behind a link’s words
    named = (*_names(analysis, start, end), *_titles(analysis, start, end))
    people = [f for f in named if f.kind == "person"]
    found = [*(printed or emails), *_phones(text, start, end), *_missed(text, start, emails, people)]
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


def _missed(text: str, start: int, emails: Sequence[Field], people: Sequence[Field]) -> Iterator[Field]:
    """The people whom addresses name and the reader does not."""
    taken = {place for f in people for place in range(f.start, f.end)}
    found = (_person_of(text, start, email) for email in emails)
    return (f for f in found if f and taken.isdisjoint(range(f.start, f.end)))


def _person_of(text: str, start: int, email: Field) -> Field | None:
    """Whom an address names, and the text before it: the reader missed “Pat Lee” beside “pat.lee@mills.example”."""
    parts = email.text.casefold().partition("@")[0].split(".")
    if not (1 < len(parts) < 4 and parts[0] in _given_names() and parts[-1].isalpha()):
        return None
    first = max(start, email.start - _NAME_REACH)
    found = [*re.finditer(rf"(?i)(?<!\w){parts[0]}(?: \w+\.?)? {parts[-1]}(?!\w)", text[first : email.start])]
    return Field(first + found[-1].start(), first + found[-1].end(), "person", found[-1][0]) if found else None


@cache
def _given_names() -> frozenset[str]:
    return frozenset((*word_list("people/given_names.txt"), *word_list("people/given_names_more.txt")))


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
    for m in _WRITTEN_OUT.finditer(text, start, end):
        yield Field(m.start(), m.end(), "email", f"{m['who']}@{m['where']}")


def _phones(text: str, start: int, end: int) -> Iterator[Field]:
    for m in _PHONE.finditer(text, start, end):
        is_fax = _FAX.search(text[max(start, m.start() - 12) : m.start()])
        first, last = m.start("number"), m.end()
        if second := _OR.search(text, *m.span("number")):
            last = second.start()
        digits = sum(map(str.isdigit, text[first : min(last, m.end("number"))]))
        if digits in _DIGITS and not _NO_PHONE.fullmatch(m[0]) and not is_fax:
            printed = text[first:last].strip(" .-/")
            yield Field(first, last, "phone", printed if ")" in printed else printed.lstrip("("))
