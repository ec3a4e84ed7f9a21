"""Which people, organisations and countries a release names, and how often: SQL views, written as CSV too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pipeline.records import DocumentId, Record, Table

Mentions = Annotated[int, "rows in mentions that name it in this document"]
FirstStart = Annotated[int, "first code point of the first of them"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPerson(Record):
    """A person named in a document."""

    TABLE: ClassVar[Table] = Table(
        "document_people", ("document_id", "person_id"), {"document_id": "documents", "person_id": "people"}
    )
    document_id: DocumentId
    person_id: Annotated[str, "key in people"]
    mentions: Mentions
    first_start: FirstStart


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOrganisation(Record):
    """An organisation named in a document."""

    TABLE: ClassVar[Table] = Table(
        "document_organisations",
        ("document_id", "organisation_id"),
        {"document_id": "documents", "organisation_id": "organisations"},
    )
    document_id: DocumentId
    organisation_id: Annotated[str, "key in organisations"]
    mentions: Mentions
    first_start: FirstStart


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCountry(Record):
    """A country named in a document, by its name or by a demonym."""

    TABLE: ClassVar[Table] = Table(
        "document_countries", ("document_id", "country"), {"document_id": "documents", "country": "countries"}
    )
    document_id: DocumentId
    country: Annotated[str, "ISO 3166-1 alpha-3"]
    mentions: Annotated[int, "mentions by name"]
    demonyms: Annotated[int, "mentions by demonym or adjective"]
    first_start: FirstStart


VIEWS: dict[type[Record], str] = {
    DocumentPerson: """
        SELECT document_id, person_id, count(*) AS mentions, min(start) AS first_start
        FROM mentions JOIN people ON person_id = entity_id
        GROUP BY document_id, person_id""",
    DocumentOrganisation: """
        SELECT document_id, organisation_id, count(*) AS mentions, min(start) AS first_start
        FROM mentions JOIN organisations ON organisation_id = entity_id
        GROUP BY document_id, organisation_id""",
    DocumentCountry: """
        SELECT document_id, country, sum(label <> 'DEMONYM') AS mentions, sum(label = 'DEMONYM') AS demonyms,
               min(start) AS first_start
        FROM mentions JOIN countries ON country = entity_id
        GROUP BY document_id, country""",
}
"""The query of each view, columns in the order of its record class."""
