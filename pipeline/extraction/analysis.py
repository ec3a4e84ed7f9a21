"""What the extraction components know of one document while they work, and how they reach it.

A component takes a `Doc`, reads `analysis_of(doc)` and appends finished records to it. The records carry
character offsets of `doc.text`; tokens and characters part ways in damaged text (“缅北禁地Global”), so
offsets and not tokens are what lasts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from pipeline.extraction.text.gazetteer import Words
from pipeline.records import (
    Alias,
    DateRow,
    Finding,
    Mention,
    Organisation,
    Person,
    Quote,
    QuoteSpeaker,
    Role,
    SectionKind,
    Title,
)
from pipeline.settings import OwnNames
from pipeline.structure import Release, structure

if TYPE_CHECKING:
    from pipeline.extraction.quotes.marks import Run
    from pipeline.extraction.reader.reading import Reading

if not Doc.has_extension("communique"):
    Doc.set_extension("communique", default=None)


@dataclass(slots=True)
class Analysis:
    """The records of one document, filled by the components in pipeline order."""

    release: Release
    document_id: str = "document"
    published: str | None = None  # ISO 8601 day: the reference time; given, or read from the release
    own: OwnNames = field(default_factory=OwnNames)  # names that the user knows better than the reader does
    serves: str | None = None  # country of a publisher that is a state's: alpha-3, from a setting
    reading: Reading | None = None  # what the reader found: the components behind it make rows of it
    named: dict[int, Mention] = field(default_factory=dict)
    """The row made of each of the reader's names, by the number of the name in `reading.names`."""
    mentions: list[Mention] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)  # alpha-3 codes that a mention or a role names
    aliases: list[Alias] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    dates: list[DateRow] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    quote_speakers: list[QuoteSpeaker] = field(default_factory=list)
    quoted_documents: dict[str, str] = field(default_factory=dict)  # entity_id -> name
    titles: list[Title] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _runs: list[Run] | None = field(default=None, repr=False, compare=False)
    _words: Words | None = field(default=None, repr=False, compare=False)

    def section(self, offset: int) -> SectionKind:
        """Kind of the section that holds `offset`."""
        return self.release.section_at(offset)

    def runs(self) -> list[Run]:
        """The words between quotation marks."""
        from pipeline.extraction.quotes.marks import find_runs  # its package reads this module

        if self._runs is None:
            self._runs = find_runs(self.release.text, self.release.paragraphs)
        return self._runs

    def words(self) -> Words:
        """The words of the text as gazetteers compare them."""
        if self._words is None:
            self._words = Words(self.release.text)
        return self._words

    def without_views(self) -> Analysis:
        """The same, without the reading, words and runs of marks that no component reads any more."""
        self.reading = self._words = self._runs = None
        return self


def analysis_of(doc: Doc) -> Analysis:
    """The analysis of `doc`; made from its text alone where nobody set one (a component used in another `nlp`)."""
    found: Analysis | None = doc._.communique
    if found is None:
        release = structure(doc.text)
        found = doc._.communique = Analysis(release=release, published=release.published)
    return found
