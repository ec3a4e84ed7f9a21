"""Stage 4: people, roles, organisations, countries, dates and quotes, found by spaCy components."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.extract.analysis import Analysis
from pipeline.extract.nlp import DEFAULT_MODEL, load_nlp
from pipeline.records import (
    Alias,
    Contact,
    Country,
    DateRow,
    Entity,
    Finding,
    Mention,
    Organisation,
    Person,
    Quote,
    QuoteSpeaker,
    Repair,
    Role,
    Section,
    Title,
)
from pipeline.repair import Repaired, repair_text
from pipeline.structure import Release, structure

__all__ = ["DEFAULT_MODEL", "Extraction", "extract", "load_nlp"]


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one release: the rows of the tables, as typed records."""

    text: str
    entities: tuple[Entity, ...] = ()
    aliases: tuple[Alias, ...] = ()
    mentions: tuple[Mention, ...] = ()
    people: tuple[Person, ...] = ()
    roles: tuple[Role, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    countries: tuple[Country, ...] = ()
    dates: tuple[DateRow, ...] = ()
    quotes: tuple[Quote, ...] = ()
    quote_speakers: tuple[QuoteSpeaker, ...] = ()
    titles: tuple[Title, ...] = ()
    sections: tuple[Section, ...] = ()
    contacts: tuple[Contact, ...] = ()
    findings: tuple[Finding, ...] = ()
    repairs: tuple[Repair, ...] = ()


def extract(
    text: str, published: str | None = None, *, document_id: str = "document", model: str = DEFAULT_MODEL
) -> Extraction:
    """Repair a text, find its parts, and extract what it says.

    `published` is the publication date (ISO 8601 day) where it is known from outside the text.
    """
    repaired = repair_text(text, document_id=document_id)
    release = structure(repaired.text, published=published, ignore=injected(repaired))
    (analysis,) = analyse([(document_id, release)], model=model)
    return assemble(repaired, release, analysis)


def injected(repaired: Repaired) -> list[tuple[int, int]]:
    """Spans that someone else put into the text: no entity and no quote comes from there."""
    return [(f.start, f.end) for f in repaired.findings if f.kind == "injected"]


def analyse(
    releases: Iterable[tuple[str, Release]], *, model: str = DEFAULT_MODEL, batch_size: int = 16
) -> Iterator[Analysis]:
    """Run the spaCy pipeline over releases (document_id, release), in order."""
    nlp = load_nlp(model)

    def docs() -> Iterator[object]:
        for document_id, release in releases:
            doc = nlp.make_doc(release.text)
            doc._.communique = Analysis(release=release, document_id=document_id, published=release.published)
            yield doc

    for doc in nlp.pipe(docs(), batch_size=batch_size):  # type: ignore[call-overload]
        yield doc._.communique


def assemble(repaired: Repaired, release: Release, analysis: Analysis) -> Extraction:
    """The records of one document, sorted, with the entities that they refer to."""
    raise NotImplementedError
