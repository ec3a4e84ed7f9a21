"""The record class of every table: the one place where columns are declared.

Attributes are the columns, in order. The first string in `Annotated` is the column's description; a second one names
the table that the column refers to (a foreign key). `Literal` is an enumeration, `X | None` an optional cell.
`pipeline.tables.schema` derives the SQL, Frictionless and pandas types from here. `start` and `end` count code points
of the document's repaired text, end exclusive, so that `text[start:end]` is the text of the row (see `Verbatim`).
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, TypeVar, dataclass_transform

K = TypeVar("K")
V = TypeVar("V")

PartKind = Literal[
    "header", "dateline", "body", "boilerplate", "contact", "notes", "embargo", "signature", "footer", "end_mark"
]  # fmt: skip
SectionKind = Literal["headline", PartKind]
RepairKind = Literal[
    "mojibake", "lossy", "html_entity", "control", "quoted_printable", "percent_escape", "backslash_escape",
    "rtf_escape", "tex_accent", "utf_7", "symbol_font", "byte_order_mark", "normalised",
]  # fmt: skip
FindingKind = Literal[
    "injected", "undecided", "stripped_punctuation", "unbalanced_quote", "undecodable", "not_english",
    "ambiguous_date", "too_long", "too_complex", "poor_encoding", "glyph_number", "private_use", "lost_characters",
]  # fmt: skip
EntityKind = Literal["person", "organisation", "country"]
MentionLabel = Literal["PERSON", "ORGANISATION", "COUNTRY", "PLACE", "DATE", "DEMONYM"]
MentionHow = Literal["name", "short", "acronym", "pronoun", "title"]
AliasKind = Literal["name", "short", "acronym", "variant", "former"]
OrganisationKind = Literal[
    "intergovernmental", "government", "company", "university", "ngo", "media", "court", "armed_force"
]
RoleStatus = Literal["current", "former", "acting", "elect", "incoming", "nominee"]
Granularity = Literal["day", "month", "quarter", "half", "season", "year", "decade", "century", "interval", "week"]
ValueFrom = Literal["text", "inference", "metadata"]
SourceUnit = Literal["byte", "character"]
PublisherFrom = Literal["metadata", "text"]
PublishedFrom = Literal["metadata", "dateline", "text", "file name"]
QuoteKind = Literal["direct", "partial", "indirect"]
SpeakerType = Literal["person", "organisation", "document", "unknown"]
DuplicateKind = Literal["same", "amended"]
FirstFrom = Literal["published", "words"]
Resolution = Literal["name", "apposition", "surname", "pronoun", "carried", "none"]
Review = Literal["unreviewed", "accepted", "edited", "added"]
CorrectionStatus = Literal["applied", "replaced", "stale", "invalid"]
Stage = Literal["read", "repair", "structure", "extract", "store"]

DocumentId = Annotated[str, "key of the document; its text is in processed/text/<document_id>.txt", "documents"]
Start = Annotated[int, "first code point of the span in the repaired text"]
End = Annotated[int, "code point after the span"]
InSection = Annotated[SectionKind, "part of the release that holds the span"]
Rule = Annotated[str, "rule that made the row; docs/reference/tables.md says what each means"]
Verbatim = Annotated[str, "the words as they are in the text; those of a name, date or job title on one line"]
Reviewed = Annotated[Review, "what a reviewer decided about the row"]
Mentions = Annotated[int, "number of rows in mentions that name it in this document"]
FirstStart = Annotated[int, "first code point of the first mention"]


class Table(NamedTuple):
    """Name and primary key of a table."""

    name: str
    key: tuple[str, ...]


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Record:
    """Base class of the records, frozen dataclasses: `class Country(Record, table=…, key=("country",))`."""

    TABLE: ClassVar[Table]

    def __init_subclass__(cls, *, table: str, key: tuple[str, ...]) -> None:
        cls.TABLE = Table(table, key)
        dataclass(frozen=True, kw_only=True)(cls)


class Document(Record, table="documents", key=("document_id",)):
    """A release: where it came from and what its head says."""

    document_id: DocumentId
    source: Annotated[str, "path of the file below raw/, with / as separator"]
    record: Annotated[str | None, "record in the file: id or line (a lone JSON object: 1); empty if it is all of it"]
    sha256: Annotated[str, "SHA-256 of the document's bytes as read"]
    bytes: Annotated[int, "size of the document as read"]
    media_type: Annotated[str, "media type of the source file"]
    encoding: Annotated[str, "encoding in which the bytes were decoded"]
    language: Annotated[str | None, "ISO 639-1 code, empty if undecided"]
    headline: Annotated[str | None, "headline as printed"]
    dateline: Annotated[str | None, "dateline without markup, on one line"]
    published: Annotated[str | None, "publication date, ISO 8601"]
    published_from: Annotated[PublishedFrom | None, "where the publication date was read"]
    characters: Annotated[int, "code points of the repaired text"]
    words: Annotated[int, "words of the repaired text, separated by white space"]
    repairs: Annotated[int, "number of rows in repairs"]
    findings: Annotated[int, "number of rows in findings"]
    url: Annotated[str | None, "web address, from the page itself, a field or a sidecar"] = None
    publisher: Annotated[str | None, "who sent or published it"] = None
    publisher_from: Annotated[
        PublisherFrom | None,
        "metadata: the release's metadata or a setting; text: the most probable organisation, from a probability of .7",
    ] = None
    embargoed_until: Annotated[str | None, "end of the embargo: ISO 8601 day, with a time if one is given"] = None
    reference: Annotated[str | None, "the publisher's own number for the release, as printed"] = None


class Repair(Record, table="repairs", key=("document_id", "start", "source_start")):
    """An edit made by the repair stage; undoing all edits gives the source."""

    document_id: DocumentId
    start: Start
    end: End
    source_start: Annotated[int, "start of the span in the source"]
    source_end: Annotated[int, "end of the span in the source, exclusive"]
    source_unit: Annotated[
        SourceUnit,
        "what they count: bytes of a plain text or Markdown file (unpacked), else characters that were read",
    ]
    before: Annotated[str, "characters of the decoded source"]
    after: Annotated[str, "characters of the repaired text"]
    kind: Annotated[RepairKind, "kind of damage"]
    written_as: Annotated[str | None, "encoding in which the bytes were written; ' < ' between layers, innermost first"]
    read_as: Annotated[str | None, "encoding in which they were wrongly read, layers likewise"]
    confidence: Annotated[float, "probability that the edit is right"]


class Finding(Record, table="findings", key=("finding_id",)):
    """A problem of the text that was not, or could not be, repaired."""

    finding_id: Annotated[str, "key, made of document, kind and span"]
    document_id: DocumentId
    start: Start
    end: End
    kind: Annotated[FindingKind, "what was found; detail explains it"]
    detail: Annotated[str, "explanation for a reader: what it is, and why"]


class Section(Record, table="sections", key=("document_id", "start", "kind")):
    """A part of the release."""

    document_id: DocumentId
    start: Start
    end: End
    kind: Annotated[PartKind, "which part; signature: who signs, footer: of page or mail (headlines: see documents)"]
    review: Reviewed = "unreviewed"


class Entity(Record, table="entities", key=("entity_id",)):
    """A person, organisation or country; the parent table of these, with keys unique across kinds."""

    entity_id: Annotated[str, "key: slug of a person's name, org-… of an organisation, alpha-3 code of a country"]
    kind: Annotated[EntityKind, "kind of entity"]
    name: Annotated[str, "fullest name"]


class Country(Record, table="countries", key=("country",)):
    """A country of ISO 3166-1 (XKX stands for Kosovo)."""

    country: Annotated[str, "ISO 3166-1 alpha-3", "entities"]
    alpha2: Annotated[str, "ISO 3166-1 alpha-2"]
    name: Annotated[str, "short English name"]


class Person(Record, table="people", key=("person_id",)):
    """A person, under the fullest name that the releases give."""

    person_id: Annotated[str, "key in entities", "entities"]
    name: Annotated[str, "fullest name, without honorific"]
    given_names: Annotated[str | None, "given names, if the name shows them"]
    family_name: Annotated[str | None, "family name, if the name shows it"]


class Organisation(Record, table="organisations", key=("organisation_id",)):
    """A named organisation."""

    organisation_id: Annotated[str, "key in entities", "entities"]
    name: Annotated[str, "fullest name, without article"]
    acronym: Annotated[str | None, "acronym that the releases or the list of known organisations give"]
    kind: Annotated[OrganisationKind | None, "kind, if the name shows it"]
    country: Annotated[str | None, "ISO 3166-1 alpha-3, if the name shows the country or it is known", "countries"]
    part_of: Annotated[str | None, "organisation_id of the organisation it is part of", "organisations"]


class Alias(Record, table="aliases", key=("entity_id", "alias")):
    """Another name of an entity."""

    entity_id: Annotated[str, "key in entities", "entities"]
    alias: Annotated[str, "name as written; of an organisation's that differ in capitals or signs, one per release"]
    kind: Annotated[AliasKind, "short form, acronym, other spelling (variant) or former name"]


class Mention(Record, table="mentions", key=("mention_id",)):
    """A name, place or date expression in the text."""

    mention_id: Annotated[str, "key, made of document, label and span"]
    document_id: DocumentId
    start: Start
    end: End
    text: Verbatim
    label: Annotated[MentionLabel, "what it names"]
    entity_id: Annotated[str | None, "key in entities; empty for places, dates, unresolved “the Council”", "entities"]
    how: Annotated[MentionHow, "full name, short form, acronym; pronoun and title only where a reviewer said so"]
    honorific: Annotated[str | None, "honorific before the name"]
    confidence: Annotated[float, "probability that span and label are right (docs/confidence.md)"]
    section: InSection
    rule: Rule
    review: Reviewed = "unreviewed"


class Role(Record, table="roles", key=("role_id",)):
    """A job title of a person, verbatim; a title that serves two countries has two rows."""

    role_id: Annotated[str, "key, made of document, person, span and country"]
    document_id: DocumentId
    person_id: Annotated[str, "key in people", "people"]
    role: Verbatim
    organisation_id: Annotated[str | None, "organisation in which it is held", "organisations"]
    country: Annotated[str | None, "country served, ISO 3166-1 alpha-3", "countries"]
    start: Start
    end: End
    status: Annotated[RoleStatus, "whether it is held now"]
    confidence: Annotated[float, "probability that person, role and organisation are right (docs/confidence.md)"]
    section: InSection
    rule: Rule
    review: Reviewed = "unreviewed"


class DateRow(Record, table="dates", key=("date_id",)):
    """A calendar expression with its value."""

    date_id: Annotated[str, "key, made of document and span"]
    document_id: DocumentId
    start: Start
    end: End
    text: Verbatim
    value: Annotated[str | None, "EDTF (ISO 8601-2); empty if the text does not decide it"]
    earliest: Annotated[str | None, "first day that it can mean, ISO 8601"]
    latest: Annotated[str | None, "last day that it can mean, ISO 8601"]
    granularity: Annotated[Granularity, "unit of time that the expression names"]
    value_from: Annotated[ValueFrom | None, "what decides: its own words, the rest of the text, a date from outside it"]
    section: InSection
    rule: Rule
    review: Reviewed = "unreviewed"


class Quote(Record, table="quotes", key=("quote_id",)):
    """A quote, with its first speaker and its cue."""

    quote_id: Annotated[str, "key, made of document and span"]
    document_id: DocumentId
    start: Start
    end: End
    text: Verbatim
    kind: Annotated[QuoteKind, "direct: a clause in marks, partial: a fragment in marks, indirect: reported speech"]
    closed: Annotated[bool, "false if the opening mark was never closed; a lost opening mark is a finding"]
    group_id: Annotated[str | None, "quote_id of the first piece of one utterance"]
    speaker_id: Annotated[str | None, "key in entities", "entities"]
    speaker_type: Annotated[SpeakerType, "kind of speaker"]
    speaker_text: Annotated[str | None, "words that name the speaker here"]
    speaker_start: Annotated[int | None, "first code point of speaker_text"]
    speaker_end: Annotated[int | None, "code point after speaker_text"]
    resolution: Annotated[Resolution, "how these words name the speaker; pronoun: also “the Minister”"]
    cue: Annotated[str | None, "reporting verb or phrase"]
    cue_start: Annotated[int | None, "first code point of cue"]
    cue_end: Annotated[int | None, "code point after cue"]
    confidence: Annotated[float, "probability that words and speaker are right"]
    section: InSection
    rule: Rule
    review: Reviewed = "unreviewed"


class QuoteSpeaker(Record, table="quote_speakers", key=("quote_id", "position")):
    """One speaker of a quote; a joint statement has several."""

    quote_id: Annotated[str, "key in quotes", "quotes"]
    position: Annotated[int, "1 for the speaker in the row of the quote"]
    entity_id: Annotated[str | None, "key in entities", "entities"]
    text: Verbatim
    start: Start
    end: End


class Title(Record, table="titles", key=("document_id", "start")):
    """Words in quotation marks that are not speech."""

    document_id: DocumentId
    start: Start
    end: End
    text: Verbatim


class Contact(Record, table="contacts", key=("document_id", "start")):
    """A person or press office that a release says to contact."""

    document_id: DocumentId
    name: Annotated[str | None, "name as written"]
    person_id: Annotated[str | None, "key in people", "people"]
    organisation_id: Annotated[str | None, "key in organisations", "organisations"]
    email: Annotated[str | None, "e-mail address"]
    phone: Annotated[str | None, "telephone number as written"]
    start: Start
    end: End
    role: Annotated[str | None, "job title as written"] = None
    phone_e164: Annotated[str | None, "telephone number in E.164, if its country is known"] = None
    review: Reviewed = "unreviewed"


class Duplicate(Record, table="duplicates", key=("document_id", "of_document_id")):
    """A near-duplicate: a release with the most similar of the earlier releases."""

    document_id: DocumentId
    of_document_id: Annotated[str, "the similar release, the earlier of the two if dates show it", "documents"]
    similarity: Annotated[float, "share of word sequences of length five in the body that both have, 0 to 1"]
    kind: Annotated[DuplicateKind, "same: headline and body differ at most in signs and spaces; amended: in words"]
    first: Annotated[str | None, "document_id of the one that came first; empty if nothing shows it", "documents"]
    first_from: Annotated[FirstFrom | None, "what shows it: publication dates, or words such as “correction” in a head"]


class Candidate(Record, table="candidates", key=("entity_a", "entity_b")):
    """Two entities that may be one; they are not merged automatically, but left to a reviewer."""

    entity_a: Annotated[str, "key in entities; the first of the two in code point order", "entities"]
    entity_b: Annotated[str, "key in entities", "entities"]
    score: Annotated[float, "0 to 1, higher is likelier; a constant for each rule, not a probability"]
    why: Annotated[str, "what the two have in common"]


class Quarantined(Record, table="quarantine", key=("source", "record", "stage")):
    """A file or record that could not be processed, and what to do about it."""

    source: Annotated[str, "path of the file below raw/"]
    record: Annotated[str, "record inside the file; 0 for the whole file"]
    stage: Annotated[Stage, "stage that failed"]
    reason: Annotated[str, "reason code, see docs/quarantine.md"]
    detail: Annotated[str, "what is wrong and what to do"]


class Correction(Record, table="corrections", key=("line",)):
    """A decision of a reviewer, and what became of it."""

    line: Annotated[int, "line of the corrections file at which the decision begins"]
    document_id: Annotated[str | None, "key of the document, as the decision gives it"]
    table: Annotated[str, "table that the decision is about"]
    start: Annotated[int | None, "first code point of the words judged, at their present place"]
    end: Annotated[int | None, "code point after these words"]
    text: Annotated[str | None, "words judged, or key of the entity judged"]
    field: Annotated[str | None, "column that the decision changes"]
    decision: Annotated[str, "accept, reject, edit, add, merge, split or set"]
    value: Annotated[str | None, "the right value, according to the reviewer"]
    reviewer: Annotated[str | None, "who decided"]
    note: Annotated[str | None, "why"]
    status: Annotated[CorrectionStatus, "whether it took effect; a later decision replaces an earlier one"]
    reason: Annotated[str | None, "why it had no effect"]
    rows: Annotated[int, "number of rows that it judged"]


class Statement(Record, table="statements", key=("quote_id", "position")):
    """Who said what, in which role and for which organisation. Roles are those that the release itself says are held
    now. A joint statement has a row per speaker, reported speech one more for words quoted in it (docs/quotes.md)."""

    document_id: DocumentId
    published: Annotated[str | None, "publication date, ISO 8601"]
    headline: Annotated[str | None, "headline of the release"]
    speaker: Annotated[str | None, "name of the speaker; empty if unknown"]
    role: Annotated[str | None, "job title of the speaker in this release; of several, the first with an organisation"]
    organisation: Annotated[str | None, "organisation for which the speaker speaks here, or which speaks itself"]
    kind: Annotated[QuoteKind, "direct: a clause in marks, partial: a fragment in marks, indirect: reported speech"]
    text: Verbatim
    confidence: Annotated[float, "probability that words and speaker are right"]
    quote_id: Annotated[str, "key in quotes", "quotes"]
    group_id: Annotated[str | None, "shared by the rows of one utterance; empty if it has one quote"]
    position: Annotated[int, "1 for the first speaker"]
    speaker_id: Annotated[str | None, "key in entities", "entities"]
    organisation_id: Annotated[str | None, "key in organisations", "organisations"]
    start: Start
    end: End


class DocumentPerson(Record, table="document_people", key=("document_id", "person_id")):
    """A person named in a document."""

    document_id: DocumentId
    person_id: Annotated[str, "key in people", "people"]
    mentions: Mentions
    first_start: FirstStart


class DocumentOrganisation(Record, table="document_organisations", key=("document_id", "organisation_id")):
    """An organisation named in a document."""

    document_id: DocumentId
    organisation_id: Annotated[str, "key in organisations", "organisations"]
    mentions: Mentions
    first_start: FirstStart


class DocumentCountry(Record, table="document_countries", key=("document_id", "country")):
    """A country named in a document, by its name or by a demonym."""

    document_id: DocumentId
    country: Annotated[str, "ISO 3166-1 alpha-3", "countries"]
    mentions: Annotated[int, "number of mentions by name"]
    demonyms: Annotated[int, "number of mentions by demonym or adjective"]
    first_start: FirstStart


VIEWS: tuple[type[Record], ...] = (Statement, DocumentPerson, DocumentOrganisation, DocumentCountry)
"""Joins of the tables that are written like tables; their SQL is in `data/tables/store.sql`."""
RECORDS = tuple(record for record in Record.__subclasses__() if record not in VIEWS)
"""The record class of every other table, in the order of this file: parents before those that refer to them."""


def row_id(document_id: str, kind: str, start: int, end: int, *more: Any) -> str:
    """The key of a row with a span: `row_id("d", "quote", 4, 9)` is `d:quote:000004-000009`, which sorts in text order.
    It holds no running number, so that a row keeps its key when another row is found before it."""
    return ":".join([document_id, kind, f"{start:06}-{end:06}", *(str(m) for m in more if m)])


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """The second items of pairs, grouped by the first; missing keys give an empty list."""
    found: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def one_line(text: str, most: int = 0) -> str:
    """Text on one line, as names are written in the tables; if `most` is given, cut at a word to so many characters."""
    line = " ".join(text.split())
    return line if not most or len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def printable(text: str) -> str:
    r"""The text with what cannot be printed escaped: `\x1b[2J` in a file's name would clear the screen."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def without_accents(text: str) -> str:
    """The text with its letters as plain as Unicode decomposes them: `without_accents("José, ﬁve")` is "Jose, five"."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_ARTICLE = re.compile(r"(?i)^the\s+")
_INSIDE, _BETWEEN = re.compile(r"['’.]"), re.compile(r"[\W_]+")


def slug(name: str) -> str:
    """A readable key for a name, the key of a person: `slug("Dato’ José Ñ.")` is `dato-jose-n`; other scripts stay."""
    plain = without_accents(name.casefold().translate(_PLAIN)).casefold()
    return _BETWEEN.sub("-", _INSIDE.sub("", plain)).strip("-") or "unnamed"


def organisation_key(name: str) -> str:
    """`organisation_key("the United Nations")` is `org-united-nations`: the prefix sets it apart from people's keys."""
    return "org-" + slug(_ARTICLE.sub("", name))
