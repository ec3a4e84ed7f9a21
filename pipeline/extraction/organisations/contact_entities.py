"""Who a contact is, and which organisation it belongs to: by its words, its e-mail address, or its job title."""

from __future__ import annotations

import re

from pipeline.extraction.document.analysis import Analysis
from pipeline.records import person_key
from pipeline.structure.release import ContactBlock

_SHORTEST_LABEL = 4  # letters of a domain that say enough
_NOT_OWN = frozenset(["gmail", "hotmail", "yahoo", "outlook", "icloud", "mail", "proton", "protonmail"])


def person_of_contact(contact: ContactBlock, analysis: Analysis) -> str | None:
    """The person_id of a contact: that of its name's mention here, else of the person of that name; None for a desk."""
    name = contact.name or ""
    for m in analysis.mentions:
        if m.label == "PERSON" and m.entity_id and contact.start <= m.start < contact.end and m.text in name:
            return m.entity_id
    return person_key(name) if name else None


def is_contact(contact: ContactBlock, person: str | None) -> bool:
    """Whether a block names somebody to reach; `person` is the key of a person who has a row.

    A capitalised line of a contact part alone is none: “Blockchain Registration”, “Reddit Post”, a town.
    """
    return bool(contact.email or contact.phone or contact.role or person)


def organisation_of_contact(contact: ContactBlock, analysis: Analysis) -> str | None:
    """The organisation_id of a contact; None where the release does not tell.

    Its own words first (“Velora Ltd.” below the name), then the domain of its address (“press@velora.example”), then
    the organisation in which its person has a role.
    """
    keys = {o.name.casefold(): o.organisation_id for o in analysis.organisations}
    keys |= {a.alias.casefold(): a.entity_id for a in analysis.aliases if a.entity_id.startswith("org-")}
    if contact.organisation and (known := keys.get(" ".join(contact.organisation.split()).casefold())):
        return known
    for m in analysis.mentions:
        if m.label == "ORGANISATION" and contact.start <= m.start and m.end <= contact.end:
            return m.entity_id
    if by_address := _of_address(contact.email or "", keys):
        return by_address
    if contact.name:
        person = person_key(contact.name)
        return next((r.organisation_id for r in analysis.roles if r.person_id == person and r.organisation_id), None)
    return None


def _of_address(address: str, keys: dict[str, str]) -> str | None:
    """The organisation whose name begins like the domain: “press@velora.co.example” – “Velora Ltd.”."""
    labels = [label for label in address.rpartition("@")[2].casefold().split(".")[:-1] if label not in _NOT_OWN]
    for name, key in keys.items():
        letters, initials = re.sub(r"\W", "", name), "".join(re.findall(r"\b\w", name))
        for label in (re.sub(r"\W", "", label) for label in labels):
            if len(label) >= _SHORTEST_LABEL and (letters.startswith(label) or initials == label):
                return key
    return None
