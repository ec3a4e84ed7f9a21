"""What the tables say when they are joined, as views that are written like tables: who said what for whom, and which
people, organisations and countries a release names. Their SQL stands in `data/tables/store.sql`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pipeline.records import DocumentId, End, QuoteKind, Record, Start, Table, Verbatim

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Record):
    """Who said what, in which role and for which organisation at that time: as the same release says, and only where
    it says that the role is held now. A joint statement is a row for each speaker."""

    TABLE: ClassVar[Table] = Table(
        "statements",
        ("quote_id", "position"),
        {
            "quote_id": "quotes",
            "document_id": "documents",
            "speaker_id": "entities",
            "organisation_id": "organisations",
        },
    )
    document_id: DocumentId
    published: Annotated[str | None, "publication date, ISO 8601"]
    headline: Annotated[str | None, "headline of the release"]
    speaker: Annotated[str | None, "name of the speaker; empty where nobody is known"]
    role: Annotated[str | None, "job title of the speaker in this release, on one line"]
    organisation: Annotated[str | None, "organisation that the speaker speaks for here, or that speaks itself"]
    kind: Annotated[QuoteKind, "a clause in marks, a fragment in marks, or reported speech"]
    text: Verbatim
    confidence: Annotated[float, "probability that the speaker is right"]
    quote_id: Annotated[str, "key in quotes"]
    position: Annotated[int, "1 is the first speaker"]
    speaker_id: Annotated[str | None, "key in entities"]
    organisation_id: Annotated[str | None, "key in organisations"]
    start: Start
    end: End


VIEWS: tuple[type[Record], ...] = (Statement, DocumentPerson, DocumentOrganisation, DocumentCountry)
