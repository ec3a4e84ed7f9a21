"""The spaCy component `communique_contacts`: a row for each person or desk that a release says to contact."""

import re
from collections.abc import Iterable, Iterator

from pipeline.extraction.contacts.fields import e164, fields_of_part, region_of
from pipeline.extraction.contacts.grouping import grouped
from pipeline.extraction.document.analysis import Analysis, component
from pipeline.extraction.text.forms import folded
from pipeline.records import Contact

# elsewhere: “Please [contact Ada Lund at ada@zed.example] …”, the rest of a sentence or of 200 code points
_TOLD = re.compile(r"(?i:\bcontact\b)(?=[\s\S]{,200}?(?:@|\d{3}))(?:(?![a-z]{4}[.!?]\s)[\s\S]){1,200}\S*")
_PROVIDER = re.compile(r"(?i)@(?:gmail|hotmail|yahoo|outlook|icloud|mail|proton|protonmail)\.")
_SHORTEST = 4  # letters of a part of a domain that is compared with initials and beginnings of names
_UNLIKE = 1000  # distance of a name that is not like a domain: more letters than a name has
_INTRODUCED = re.compile(r"(?:(?<![a-z,] )(?:About|ABOUT)|SOURCE|Source:)[\s\W]*(?:the\s+)?$")


@component("communique_contacts")
def add_contacts(analysis: Analysis) -> None:
    """Add the contacts that the contact parts of a document name, then who else is to be contacted or signs."""
    release, contacts = analysis.release, analysis.contacts
    parts = ((p.start, p.end) for p in release.parts if p.kind in ("contact", "signature"))
    told = (m.span() for m in _TOLD.finditer(release.text) if release.section_at(m.start()) != "contact")
    for start, end in (*parts, *told):
        in_contact_part = release.section_at(start) == "contact"
        for row in _rows(analysis, start, end):
            is_whole = row.name and (row.email or row.phone) and row.start not in {c.start for c in contacts}
            if (in_contact_part or is_whole) and not _repeats(row, contacts):
                contacts.append(row)


def _repeats(row: Contact, others: Iterable[Contact]) -> bool:
    """Whether a contact adds nothing to one of the others: name, address and number are the same or missing."""
    cells = ("name", "email", "phone")
    return any(all(getattr(row, cell) in (getattr(other, cell), None) for cell in cells) for other in others)


def _rows(analysis: Analysis, start: int, end: int) -> Iterator[Contact]:
    """The contacts that the text between two offsets names."""
    region, fields = region_of(analysis, start, end), fields_of_part(analysis, start, end)
    own = _own_desk(analysis, [f.text for f in fields if f.kind == "email"])
    for group, first, last in grouped(analysis.release.text, fields):
        words = {kind: field.text for kind, field in group.items()}
        ids = {kind: field.entity_id for kind, field in group.items()}
        if "organisation" not in ids:
            ids["organisation"] = _employer(analysis, words.get("email", ""), ids.get("person")) or own
        yield Contact(
            document_id=analysis.document_id,
            start=first,
            end=last,
            name=words.get("person"),
            person_id=ids.get("person"),
            organisation_id=ids["organisation"],
            email=words.get("email"),
            phone=words.get("phone"),
            role=words.get("role"),
            phone_e164=e164(words["phone"], region) if "phone" in words else None,
        )


def _employer(analysis: Analysis, address: str, person: str | None) -> str | None:
    """The organisation called like the domain of an address (“veloragroup” – “Velora”), else of the person's role."""
    domain = "" if _PROVIDER.search(address) else address.rpartition("@")[2].casefold()
    most = 1 if domain.endswith(".gov") else _UNLIKE  # “house.gov” belongs to no committee
    names = ((_distance(name, domain), entity) for entity, name in analysis.organisation_names())
    distance, called = min(names, default=(_UNLIKE, ""))
    if distance < most:
        return called
    held = (r.organisation_id for r in analysis.roles if r.person_id == person and r.status != "former")
    return next(filter(None, held), None)


def _own_desk(analysis: Analysis, addresses: Iterable[str]) -> str | None:
    """The only organisation that the release introduces, if the addresses of a part belong to no other (an agency)."""
    named, text = analysis.labelled("ORGANISATION"), analysis.release.text
    described = {m.entity_id for m in named if m.entity_id and _INTRODUCED.search(text[max(0, m.start - 20) : m.start])}
    own = (_employer(analysis, a, None) in described for a in addresses if not _PROVIDER.search(a))
    return described.pop() if len(described) == 1 and all(own) else None


def _distance(name: str, domain: str) -> int:
    """By how many letters a name and a part of a domain differ if one begins with the other; 0 if it is a piece."""
    letters = _letters(name)
    initials = re.findall(r"\b\w", name.casefold()), re.findall(r"\b[A-Z]", name)  # “Zed Mines of Lund”: zmol, ZML
    spellings = {letters, *("".join(i).casefold() for i in initials if len(i) >= _SHORTEST)}
    parts = [_letters(part) for part in (*domain.split(".")[:-1], domain)]
    if not spellings.isdisjoint([*parts, *re.split(r"[.-]", domain)[:-1]]):
        return 0
    begin = [p for p in parts if len(p) >= _SHORTEST and (letters.startswith(p) or p.startswith(letters))]
    return min((abs(len(letters) - len(p)) for p in begin if len(letters) > _SHORTEST), default=_UNLIKE)


def _letters(name: str) -> str:
    return re.sub(r"\W", "", folded(name))
