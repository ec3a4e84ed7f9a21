"""The spaCy component `communique_contacts`: a row for each person or desk that a contact part names."""

import re

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.contacts.fields import e164, fields_of_part, region_of
from pipeline.extraction.contacts.grouping import FieldsOfContact, grouped
from pipeline.extraction.document.analysis import Analysis, analysis_of
from pipeline.records import Contact

_CELLS = ("name", "role", "email", "phone")  # a later contact that adds to none of these is left out
_SHORTEST_LABEL = 4  # letters of a part of a domain that is compared with initials and beginnings of names
_MAIL_PROVIDERS = frozenset(["gmail", "hotmail", "yahoo", "outlook", "icloud", "mail", "proton", "protonmail"])


@Language.component("communique_contacts")
def add_contacts(doc: Doc) -> Doc:
    """Add the contacts that the contact parts of a document name."""
    analysis = analysis_of(doc)
    for part in analysis.release.contact_parts:
        region = region_of(analysis.release, part.start, part.end)
        for contact in grouped(analysis.release.text, fields_of_part(analysis, part.start, part.end)):
            row = _row(analysis, *contact, region)
            if not any(all(getattr(row, c) in {getattr(o, c), None} for c in _CELLS) for o in analysis.contacts):
                analysis.contacts.append(row)
    return doc


def _row(analysis: Analysis, contact: FieldsOfContact, start: int, end: int, region: str | None) -> Contact:
    words = {kind: field.text for kind, field in contact.items()}
    ids = {kind: field.entity_id for kind, field in contact.items()}
    if "organisation" not in ids:
        ids["organisation"] = _organisation(analysis, words.get("email", ""), ids.get("person"))
    return Contact(
        document_id=analysis.document_id, start=start, end=end, name=words.get("person"), person_id=ids.get("person"),
        organisation_id=ids["organisation"], email=words.get("email"), phone=words.get("phone"),
        role=words.get("role"), phone_e164=e164(words["phone"], region) if "phone" in words else None,
    )  # fmt: skip


def _organisation(analysis: Analysis, address: str, person: str | None) -> str | None:
    """The organisation of a contact that names none: its address's (“press@velora.example”), else its person's."""
    roles = [r for r in analysis.roles if person and r.person_id == person and r.status != "former"]
    held = [r.organisation_id for r in sorted(roles, key=lambda r: r.section != "contact") if r.organisation_id]
    fitting = _of_address(analysis, address)
    return next((entity for entity in (*held, *fitting) if entity in fitting), held[0] if held else None)


def _of_address(analysis: Analysis, address: str) -> list[str]:
    """The organisations called like the domain of an address, then those where name or domain begins with the other:
    “press@velora.co.example” – “Velora Ltd.”; for “.gov” only the former: “house.gov” belongs to no committee.
    """
    domain = address.rpartition("@")[2].casefold().split(".")[:-1]
    plain = [label for part in domain if (label := re.sub(r"\W", "", part)) not in _MAIL_PROVIDERS]
    labels = [label for label in plain if len(label) >= _SHORTEST_LABEL]
    names = [(o.name.casefold(), o.organisation_id) for o in analysis.organisations]
    names += [(a.alias.casefold(), a.entity_id) for a in analysis.aliases if a.entity_id.startswith("org-")]
    called = [(re.sub(r"\W", "", n), "".join(re.findall(r"\b\w", n)).ljust(_SHORTEST_LABEL), e) for n, e in names]
    exact = [entity for label in plain for name, initials, entity in called if label in (name, initials)]
    longer = [(name, entity) for name, _, entity in called if len(name) > _SHORTEST_LABEL]
    begin = [(abs(len(n) - len(d)), entity) for n, entity in longer for d in labels if n[: len(d)] == d[: len(n)]]
    return exact if address.endswith(".gov") else [*exact, *(entity for _, entity in sorted(begin))]
