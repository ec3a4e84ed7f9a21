"""The spaCy component `communique_contacts`: a row for each person or desk that a contact part names."""

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction.contacts.employer import employer, own_desk
from pipeline.extraction.contacts.fields import e164, fields_of_part, region_of
from pipeline.extraction.contacts.grouping import FieldsOfContact, grouped
from pipeline.extraction.document.analysis import Analysis, analysis_of
from pipeline.records import Contact

_CELLS = ("name", "role", "email", "phone")  # a later contact that adds to none of these is left out


@Language.component("communique_contacts")
def add_contacts(doc: Doc) -> Doc:
    """Add the contacts that the contact parts of a document name."""
    analysis = analysis_of(doc)
    for part in analysis.release.contact_parts:
        region = region_of(analysis.release, part.start, part.end)
        fields = fields_of_part(analysis, part.start, part.end)
        own = own_desk(analysis, [f.text for f in fields if f.kind == "email"])
        for group in grouped(analysis.release.text, fields):
            row = _row(analysis, *group, region, own)
            if not any(all(getattr(row, c) in {getattr(o, c), None} for c in _CELLS) for o in analysis.contacts):
                analysis.contacts.append(row)
    return doc


def _row(
    analysis: Analysis, group: FieldsOfContact, start: int, end: int, region: str | None, own: str | None
) -> Contact:
    words = {kind: field.text for kind, field in group.items()}
    ids = {kind: field.entity_id for kind, field in group.items()}
    if "organisation" not in ids:
        ids["organisation"] = employer(analysis, words.get("email", ""), ids.get("person")) or own
    return Contact(
        document_id=analysis.document_id, start=start, end=end, name=words.get("person"), person_id=ids.get("person"),
        organisation_id=ids["organisation"], email=words.get("email"), phone=words.get("phone"),
        role=words.get("role"), phone_e164=e164(words["phone"], region) if "phone" in words else None,
    )  # fmt: skip
