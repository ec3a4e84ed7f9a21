"""The state of one document during extraction, and how components access it.

A component is a function with the decorator `component`, which takes the analysis of a document and adds finished
records to it; none changes or removes records that another added. Each of the reader's names belongs to the first
mention that claims it, in the order of the components (people, countries, organisations). Records carry offsets of
`release.text` rather than tokens, because in damaged text a name may be only part of a token (“缅北禁地Global”).
"""

from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import records
from pipeline.extraction.document.reading import Reading
from pipeline.extraction.text.gazetteer import FoldedWords
from pipeline.extraction.text.quotation_marks import QuotedSpan, quoted_spans
from pipeline.settings import OwnNames
from pipeline.structure import Release, structure

Doc.set_extension("communique", default=None, force=True)


class MentionSpan(NamedTuple):
    """A span that a component found to be a mention; `claims` are the numbers of the reader's names in it."""

    start: int
    end: int
    rule: str
    confidence: float
    claims: tuple[int, ...] = ()
    full: str = ""  # the name, if its words are not contiguous: “Ministry of Mines” of “Ministries of Law and Mines”


@dataclass
class Analysis:
    """The records of one document, filled by the components in pipeline order."""

    release: Release
    document_id: str = "document"
    own: OwnNames = field(default_factory=OwnNames)  # the user's names, which override the reader's
    publisher: str | None = None  # its name, from metadata or settings
    serves: str | None = None  # country (alpha-3) of a publisher that is a state's, by settings or web address
    reading: Reading = field(default_factory=Reading)  # what the reader found, with the user's names and trimmed people
    mention_of: dict[int, records.Mention] = field(default_factory=dict)
    """The mention that each of the reader's names became, by the number of the name in `reading.names`."""
    mentions: list[records.Mention] = field(default_factory=list)  # in text order
    main_country: tuple[str | None, float] = None, 0.0  # alpha-3, with its share of the mentions of countries
    people: list[records.Person] = field(default_factory=list)
    organisations: list[records.Organisation] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)  # alpha-3 codes, of mentions, organisations and roles
    aliases: list[records.Alias] = field(default_factory=list)
    roles: list[records.Role] = field(default_factory=list)
    dates: list[records.DateRow] = field(default_factory=list)
    contacts: list[records.Contact] = field(default_factory=list)
    quotes: list[records.Quote] = field(default_factory=list)
    quote_speakers: list[records.QuoteSpeaker] = field(default_factory=list)
    titles: list[records.Title] = field(default_factory=list)
    findings: list[records.Finding] = field(default_factory=list)

    def organisation(self, key: str | None) -> records.Organisation | None:
        """The row of an organisation by its organisation_id."""
        return next((o for o in self.organisations if o.organisation_id == key), None)

    def main_country_with(self, least_share: float) -> str | None:
        """The main country (alpha-3) if at least this share of the mentions of countries is of it; else None."""
        country, share = self.main_country
        return country if share >= least_share else None

    def add_mention(
        self,
        found: MentionSpan,
        label: records.MentionLabel,
        entity_id: str | None,
        how: records.MentionHow = "name",
        honorific: str | None = None,
    ) -> records.Mention:
        """Add a mention; it claims those of the reader's names `found.claims` that are unclaimed."""
        start, end = found.start, found.end
        mention = records.Mention(
            mention_id=records.row_id(self.document_id, label.lower(), start, end),
            document_id=self.document_id,
            start=start,
            end=end,
            text=self.release.text[start:end],
            label=label,
            entity_id=entity_id,
            how=how,
            honorific=honorific,
            confidence=found.confidence,
            section=self.release.section_at(start),
            rule=found.rule,
        )
        insort(self.mentions, mention, key=lambda m: (m.start, m.end))
        for number in found.claims:
            self.mention_of.setdefault(number, mention)
        return mention

    @cached_property
    def quoted_spans(self) -> list[QuotedSpan]:
        """The quoted spans of the text."""
        return quoted_spans(self.release.text, self.release.paragraphs)

    @cached_property
    def words(self) -> FoldedWords:
        """The words of the text as gazetteers compare them."""
        return FoldedWords(self.release.text)

    def labelled(self, *labels: records.MentionLabel) -> list[records.Mention]:
        """The mentions with one of these labels, in order."""
        return [m for m in self.mentions if m.label in labels]

    def organisation_names(self) -> list[tuple[str, str]]:
        """The names of the organisations, then their aliases, each after its organisation_id."""
        aliases = ((a.entity_id, a.alias) for a in self.aliases if a.entity_id.startswith("org-"))
        return [*((o.organisation_id, o.name) for o in self.organisations), *aliases]


def analysis_of(doc: Doc) -> Analysis:
    """The analysis of `doc`; created from its text alone if none is set (a component used in another `nlp`)."""
    found: Analysis | None = doc._.communique
    if found is None:
        found = doc._.communique = Analysis(structure(doc.text))
    return found


def component(name: str) -> Callable[[Callable[[Analysis], None]], Callable[[Doc], Doc]]:
    """Register a function that adds records to an analysis as the spaCy component `name`."""

    def registered(add: Callable[[Analysis], None]) -> Callable[[Doc], Doc]:
        @wraps(add)
        def of_doc(doc: Doc) -> Doc:
            add(analysis_of(doc))
            return doc

        return Language.component(name, func=of_doc)

    return registered
