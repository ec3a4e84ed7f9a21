"""The spaCy component `communique_contacts`: a row for each person or desk that a contact part names."""

import re
from collections.abc import Iterable

from pipeline.extraction.contacts.fields import e164, fields_of_part, region_of
from pipeline.extraction.contacts.grouping import FieldsOfContact, grouped
from pipeline.extraction.document.analysis import Analysis, component
from pipeline.extraction.text.forms import folded
from pipeline.records import Contact

_CELLS = ("name", "role", "email", "phone")  # a later contact that adds to none of these is left out
_PROVIDER = re.compile(r"(?i)@(?:gmail|hotmail|yahoo|outlook|icloud|mail|proton|protonmail)\.")
_SHORTEST = 4  # letters of a part of a domain that is compared with initials and beginnings of names
_FAR = 1000  # more letters than a name has
_INTRODUCED = re.compile(r"(?:(?<![a-z,] )(?:About|ABOUT)|SOURCE|Source:)[\s\W]*(?:the\s+)?$")


@component("communique_contacts")
def add_contacts(analysis: Analysis) -> None:
    """Add the contacts that the contact parts of a document name."""
    for part in (p for p in analysis.release.parts if p.kind == "contact"):
        region = region_of(analysis, part.start, part.end)
        fields = fields_of_part(analysis, part.start, part.end)
        own = _own_desk(analysis, [f.text for f in fields if f.kind == "email"])
        for group in grouped(analysis.release.text, fields):
            row = _row(analysis, *group, region, own)
            if not any(all(getattr(row, c) in {getattr(o, c), None} for c in _CELLS) for o in analysis.contacts):
                analysis.contacts.append(row)


def _row(
    analysis: Analysis, group: FieldsOfContact, start: int, end: int, region: str | None, own: str | None
) -> Contact:
    words = {kind: field.text for kind, field in group.items()}
    ids = {kind: field.entity_id for kind, field in group.items()}
    if "organisation" not in ids:
        ids["organisation"] = _employer(analysis, words.get("email", ""), ids.get("person")) or own
    return Contact(
        document_id=analysis.document_id,
        start=start,
        end=end,
        name=words.get("person"),
        person_id=ids.get("person"),
        organisation_id=ids["organisation"],
        email=words.get("email"),
        phone=words.get("phone"),
        role=words.get("role"),
        phone_e164=e164(words["phone"], region) if "phone" in words else None,
    )


def _employer(analysis: Analysis, address: str, person: str | None) -> str | None:
    """The organisation_id for an address (or “”) and a person_id: called like the domain, or of a role."""
    domain = "" if _PROVIDER.search(address) else address.rpartition("@")[2].casefold()
    roles = [r for r in analysis.roles if person and r.person_id == person and r.status != "former"]
    held = [r.organisation_id for r in sorted(roles, key=lambda r: r.section != "contact") if r.organisation_id]
    called = _called_like(analysis, domain)
    return next(iter([*(e for e in held if e in called), *called, *held]), None)


def _own_desk(analysis: Analysis, addresses: Iterable[str]) -> str | None:
    """The only organisation that the release introduces, if the addresses of a part belong to no other (an agency)."""
    named, text = analysis.labelled("ORGANISATION"), analysis.release.text
    described = {m.entity_id for m in named if m.entity_id and _INTRODUCED.search(text[max(0, m.start - 20) : m.start])}
    own = (_employer(analysis, a, None) in described for a in addresses if not _PROVIDER.search(a))
    return described.pop() if len(described) == 1 and all(own) else None


def _called_like(analysis: Analysis, domain: str) -> list[str]:
    """The organisations called like a domain, then those where one begins with the other: “veloragroup” – “Velora”."""
    most = 1 if domain.endswith(".gov") else _FAR  # “house.gov” belongs to no committee
    far = sorted((_distance(name, domain), entity) for entity, name in analysis.organisation_names())
    return [entity for distance, entity in far if distance < most]


def _distance(name: str, domain: str) -> int:
    """By how many letters a name and a part of a domain differ if one begins with the other; 0 if it is a piece."""
    letters = _letters(name)
    parts = [_letters(part) for part in (*domain.split(".")[:-1], domain)]
    if not _spellings(name).isdisjoint([*parts, *re.split(r"[.-]", domain)[:-1]]):
        return 0
    begin = [p for p in parts if len(p) >= _SHORTEST and (letters.startswith(p) or p.startswith(letters))]
    return min((abs(len(letters) - len(p)) for p in begin if len(letters) > _SHORTEST), default=_FAR)


def _spellings(name: str) -> set[str]:
    """The letters of a name, its initials and its capital initials: “Zed Mines of Lund” – zedminesoflund, zmol."""
    initials = re.findall(r"\b\w", name.casefold()), re.findall(r"\b[A-Z]", name)
    return {_letters(name), *("".join(i).casefold() for i in initials if len(i) >= _SHORTEST)}


def _letters(name: str) -> str:
    return re.sub(r"\W", "", folded(name))
