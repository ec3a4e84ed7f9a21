"""The rows of every table, each a typed record: the one place where columns are declared.

A record class *is* its table. Attributes are the columns, in order; the string in `Annotated` is the
column's description; `Literal` is an enumeration; `X | None` an optional cell. `pipeline.tables.schema`
derives the SQL, Frictionless and pandas types from here. `start` and `end` count code points of the
document's repaired text, end exclusive, so that `text[start:end]` is what the row says.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal

SectionKind = Literal[
    "header", "headline", "dateline", "body", "boilerplate", "contact", "notes",
    "embargo", "signature", "footer", "end_mark",
]  # fmt: skip
RepairKind = Literal[
    "mojibake", "lossy", "html_entity", "control", "quoted_printable", "percent_escape", "backslash_escape",
    "rtf_escape", "tex_accent", "utf_7", "symbol_font", "byte_order_mark", "normalised",
]  # fmt: skip
FindingKind = Literal[
    "injected", "undecided", "stripped_punctuation", "unbalanced_quote", "undecodable", "not_english",
    "ambiguous_date", "too_long", "too_complex", "poor_encoding", "glyph_number", "private_use", "lost_characters",
]  # fmt: skip
EntityKind = Literal["person", "organisation", "country", "document"]
MentionLabel = Literal["PERSON", "ORGANISATION", "COUNTRY", "PLACE", "DATE", "DEMONYM"]
MentionHow = Literal["name", "short", "acronym", "pronoun", "title"]
AliasKind = Literal["name", "short", "acronym", "variant", "former"]
OrganisationKind = Literal[
    "intergovernmental", "government", "company", "university", "ngo", "media", "court", "armed_force"
]  # fmt: skip
RoleStatus = Literal["current", "former", "acting", "elect", "incoming", "nominee"]
Granularity = Literal[
    "day", "month", "quarter", "half", "season", "year", "decade", "century", "interval", "week", "duration"
]  # fmt: skip
ValueFrom = Literal["text", "inference", "metadata"]
PublishedFrom = Literal["metadata", "dateline", "text", "file name"]
QuoteKind = Literal["direct", "partial", "indirect"]
SpeakerType = Literal["person", "organisation", "document", "unknown"]
DuplicateKind = Literal["same", "amended"]
FirstFrom = Literal["published", "words"]
Resolution = Literal["name", "apposition", "surname", "pronoun", "carried", "none"]
Review = Literal["unreviewed", "accepted", "edited", "added"]
CorrectionStatus = Literal["applied", "replaced", "stale", "invalid"]

DocumentId = Annotated[str, "the document; names processed/text/<document_id>.txt"]
Start = Annotated[int, "first code point of the span in the repaired text"]
End = Annotated[int, "code point after the span"]
InSection = Annotated[SectionKind, "part of the release the span stands in"]
Rule = Annotated[str, "rule or component that made the row"]
Verbatim = Annotated[str, "the words as they stand in the text"]
Reviewed = Annotated[Review, "what a reviewer said of the row"]


@dataclass(frozen=True)
class Table:
    """Name, primary key and foreign keys (own columns -> table) of a record class."""

    name: str
    key: tuple[str, ...]
    refers: dict[str, str]  # own column -> referred table (its single-column key)


class Record:
    """Base of the records; `TABLE` names the table and its keys."""

    __slots__ = ()
    TABLE: ClassVar[Table]


_DOC = {"document_id": "documents"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """One release: where it came from and what its head says."""

    TABLE: ClassVar[Table] = Table("documents", ("document_id",), {})
    document_id: DocumentId
    source: Annotated[str, "path of the file below raw/, with / as separator"]
    record: Annotated[str | None, "record inside the file (JSONL line or id), empty for a whole file"]
    sha256: Annotated[str, "SHA-256 of the document's bytes as read"]
    bytes: Annotated[int, "size of the document as read"]
    media_type: Annotated[str, "media type of the source file"]
    encoding: Annotated[str, "encoding the bytes were decoded with"]
    language: Annotated[str | None, "ISO 639-1 code, empty where not decided"]
    headline: Annotated[str | None, "headline as printed"]
    dateline: Annotated[str | None, "dateline as printed"]
    published: Annotated[str | None, "publication date, ISO 8601"]
    published_from: Annotated[PublishedFrom | None, "where the publication date was read"]
    characters: Annotated[int, "code points of the repaired text"]
    words: Annotated[int, "white-space separated words of the repaired text"]
    repairs: Annotated[int, "rows in repairs"]
    findings: Annotated[int, "rows in findings"]
    url: Annotated[str | None, "where it stands on the web: a page's canonical address, a field, a sidecar"] = None
    publisher: Annotated[str | None, "who sent or published it, as metadata say: From of a mail, site of a page"] = None
    embargoed_until: Annotated[str | None, "ISO 8601 day, and time where it is given, of an embargo"] = None
    reference: Annotated[str | None, "the publisher's own number of the release, as printed"] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair(Record):
    """One edit of the repair stage; edits applied backwards give the source."""

    TABLE: ClassVar[Table] = Table("repairs", ("document_id", "start", "source_start"), _DOC)
    document_id: DocumentId
    start: Start
    end: End
    source_start: Annotated[
        int, "first unit in the source: bytes of a decoded file, else code points of the given text"
    ]
    source_end: Annotated[int, "unit after the span in the source"]
    before: Annotated[str, "characters of the decoded source"]
    after: Annotated[str, "characters of the repaired text"]
    kind: Annotated[RepairKind, "what kind of damage it was"]
    written_as: Annotated[str | None, "encoding the bytes were written in; layers from inner to outer with ' < '"]
    read_as: Annotated[str | None, "encoding they were mistaken for"]
    confidence: Annotated[float, "probability that the edit is right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Record):
    """Something a reader should know that was not, or could not be, changed."""

    TABLE: ClassVar[Table] = Table("findings", ("finding_id",), _DOC)
    finding_id: Annotated[str, "key, made of document, kind and span"]
    document_id: DocumentId
    start: Start
    end: End
    kind: Annotated[FindingKind, "what was found"]
    detail: Annotated[str, "for a person to read: what it is and why"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Record):
    """A part of the release."""

    TABLE: ClassVar[Table] = Table("sections", ("document_id", "start", "kind"), _DOC)
    document_id: DocumentId
    start: Start
    end: End
    kind: Annotated[SectionKind, "which part it is"]
    review: Reviewed = "unreviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Record):
    """Parent of people, organisations, countries and quoted documents: one key space."""

    TABLE: ClassVar[Table] = Table("entities", ("entity_id",), {})
    entity_id: Annotated[str, "key: a slug of the name for people, alpha-3 code for countries, org-… and doc-…"]
    kind: Annotated[EntityKind, "which of the kinds"]
    name: Annotated[str, "fullest name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """A person, under the fullest name that the releases give."""

    TABLE: ClassVar[Table] = Table("people", ("person_id",), {"person_id": "entities"})
    person_id: Annotated[str, "key in entities"]
    name: Annotated[str, "fullest name, without honorific"]
    given_names: Annotated[str | None, "given names where the name shows them"]
    family_name: Annotated[str | None, "family name where the name shows it"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Record):
    """A named organisation."""

    TABLE: ClassVar[Table] = Table(
        "organisations",
        ("organisation_id",),
        {"organisation_id": "entities", "country": "countries", "part_of": "organisations"},
    )
    organisation_id: Annotated[str, "key in entities"]
    name: Annotated[str, "fullest name, without article"]
    acronym: Annotated[str | None, "acronym that the releases or the list of known organisations give"]
    kind: Annotated[OrganisationKind | None, "kind where the name says it"]
    country: Annotated[str | None, "ISO 3166-1 alpha-3 where the name says it"]
    part_of: Annotated[str | None, "organisation_id of the organisation it is part of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Country(Record):
    """A country of ISO 3166-1 (XKX stands for Kosovo)."""

    TABLE: ClassVar[Table] = Table("countries", ("country",), {"country": "entities"})
    country: Annotated[str, "ISO 3166-1 alpha-3"]
    alpha2: Annotated[str, "ISO 3166-1 alpha-2"]
    name: Annotated[str, "short English name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias(Record):
    """Another name of an entity."""

    TABLE: ClassVar[Table] = Table("aliases", ("entity_id", "alias"), {"entity_id": "entities"})
    entity_id: Annotated[str, "key in entities"]
    alias: Annotated[str, "name as written"]
    kind: Annotated[AliasKind, "how it relates to the name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Record):
    """A name, place or date expression in the text."""

    TABLE: ClassVar[Table] = Table("mentions", ("mention_id",), {**_DOC, "entity_id": "entities"})
    mention_id: Annotated[str, "key, made of document, label and span"]
    document_id: DocumentId
    start: Start
    end: End
    text: Verbatim
    label: Annotated[MentionLabel, "what it names"]
    entity_id: Annotated[str | None, "key in entities; empty for places and dates"]
    how: Annotated[MentionHow, "full name, short form, acronym, pronoun or title"]
    honorific: Annotated[str | None, "honorific before the name"]
    confidence: Annotated[float, "probability that span, label and entity are right (docs/confidence.md)"]
    section: InSection
    rule: Rule
    review: Reviewed = "unreviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Record):
    """A job title of a person, verbatim; one that serves two countries is two rows."""

    TABLE: ClassVar[Table] = Table(
        "roles",
        ("role_id",),
        {**_DOC, "person_id": "people", "organisation_id": "organisations", "country": "countries"},
    )
    role_id: Annotated[str, "key, made of document, person, span and country"]
    document_id: DocumentId
    person_id: Annotated[str, "key in people"]
    role: Verbatim
    organisation_id: Annotated[str | None, "organisation in which it is held"]
    country: Annotated[str | None, "country served, ISO 3166-1 alpha-3"]
    start: Start
    end: End
    status: Annotated[RoleStatus, "whether it is held now"]
    confidence: Annotated[float, "probability that person, role and organisation are right (docs/confidence.md)"]
    section: InSection
    rule: Rule
    review: Reviewed = "unreviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRow(Record):
    """A calendar expression with its value."""

    TABLE: ClassVar[Table] = Table("dates", ("date_id",), _DOC)
    date_id: Annotated[str, "key, made of document and span"]
    document_id: DocumentId
    start: Start
    end: End
    text: Verbatim
    value: Annotated[str | None, "EDTF (ISO 8601-2); empty where the text does not decide"]
    earliest: Annotated[str | None, "first day it can mean, ISO 8601"]
    latest: Annotated[str | None, "last day it can mean, ISO 8601"]
    granularity: Annotated[Granularity, "size of what is named"]
    value_from: Annotated[ValueFrom | None, "words themselves, reasoning over the text, or the publication date"]
    section: InSection
    rule: Rule
    review: Reviewed = "unreviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Record):
    """Speech, with its first speaker and cue."""

    TABLE: ClassVar[Table] = Table("quotes", ("quote_id",), {**_DOC, "speaker_id": "entities"})
    quote_id: Annotated[str, "key, made of document and span"]
    document_id: DocumentId
    start: Start
    end: End
    text: Verbatim
    kind: Annotated[QuoteKind, "a clause in marks, a fragment in marks, or reported speech"]
    closed: Annotated[bool, "false where a mark was opened and never closed"]
    group_id: Annotated[str | None, "quote_id of the first piece of one utterance"]
    speaker_id: Annotated[str | None, "key in entities"]
    speaker_type: Annotated[SpeakerType, "what speaks"]
    speaker_text: Annotated[str | None, "words that name the speaker here"]
    speaker_start: Annotated[int | None, "first code point of speaker_text"]
    speaker_end: Annotated[int | None, "code point after speaker_text"]
    resolution: Annotated[Resolution, "how the words led to the speaker"]
    cue: Annotated[str | None, "reporting verb or phrase"]
    cue_start: Annotated[int | None, "first code point of cue"]
    cue_end: Annotated[int | None, "code point after cue"]
    confidence: Annotated[float, "probability that the speaker is right"]
    section: InSection
    rule: Rule
    review: Reviewed = "unreviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteSpeaker(Record):
    """One speaker of a quote; a joint statement has several."""

    TABLE: ClassVar[Table] = Table(
        "quote_speakers", ("quote_id", "position"), {"quote_id": "quotes", "entity_id": "entities"}
    )
    quote_id: Annotated[str, "key in quotes"]
    position: Annotated[int, "1 is the speaker in the quote's row"]
    entity_id: Annotated[str | None, "key in entities"]
    text: Verbatim
    start: Start
    end: End


@dataclass(frozen=True, slots=True, kw_only=True)
class Title(Record):
    """What stands in quotation marks and is not speech."""

    TABLE: ClassVar[Table] = Table("titles", ("document_id", "start"), _DOC)
    document_id: DocumentId
    start: Start
    end: End
    text: Verbatim


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Record):
    """A person or desk to ask, given at the end or head of a release."""

    TABLE: ClassVar[Table] = Table(
        "contacts",
        ("document_id", "start"),
        {**_DOC, "person_id": "people", "organisation_id": "organisations"},
    )
    document_id: DocumentId
    name: Annotated[str | None, "name as written"]
    person_id: Annotated[str | None, "key in people"]
    organisation_id: Annotated[str | None, "key in organisations"]
    email: Annotated[str | None, "e-mail address"]
    phone: Annotated[str | None, "telephone number as written"]
    start: Start
    end: End
    role: Annotated[str | None, "job title as written"] = None
    phone_e164: Annotated[str | None, "telephone number in E.164, where its country is known"] = None
    review: Reviewed = "unreviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate(Record):
    """A release that is nearly another one: the likest of those that came before it."""

    TABLE: ClassVar[Table] = Table(
        "duplicates",
        ("document_id", "of_document_id"),
        {"document_id": "documents", "of_document_id": "documents", "first": "documents"},
    )
    document_id: DocumentId
    of_document_id: Annotated[str, "the release it is nearly the same as; the earlier of the two where dates say it"]
    similarity: Annotated[float, "share of the runs of five words in headline and body that both have, 0 to 1"]
    kind: Annotated[DuplicateKind, "same: letter by letter, but for signs and white space; amended: words differ"]
    first: Annotated[str | None, "document_id of the one that came first; empty where nothing says it"]
    first_from: Annotated[FirstFrom | None, "publication dates, or words such as “correction” in the head of one"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate(Record):
    """Two entities that may be one: never merged by the machine, for a reviewer to decide."""

    TABLE: ClassVar[Table] = Table(
        "candidates", ("entity_a", "entity_b"), {"entity_a": "entities", "entity_b": "entities"}
    )
    entity_a: Annotated[str, "key in entities; the first of the two in code point order"]
    entity_b: Annotated[str, "key in entities"]
    score: Annotated[float, "0 to 1, higher is likelier; one figure a rule, no probability"]
    why: Annotated[str, "what the two have in common"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined(Record):
    """A source that could not be processed, and what to do about it."""

    TABLE: ClassVar[Table] = Table("quarantine", ("source", "record", "stage"), {})
    source: Annotated[str, "path of the file below raw/"]
    record: Annotated[str, "record inside the file; 0 for the whole file"]
    stage: Annotated[Literal["read", "repair", "structure", "extract", "store"], "stage that gave up"]
    reason: Annotated[str, "reason code, see docs/quarantine.md"]
    detail: Annotated[str, "what is wrong and what to do"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(Record):
    """A decision of a reviewer, and what became of it."""

    TABLE: ClassVar[Table] = Table("corrections", ("line",), {})
    line: Annotated[int, "decision in the file of corrections; 1 is the first"]
    document_id: Annotated[str | None, "the document, as the decision gives it"]
    table: Annotated[str, "table that the decision is about"]
    start: Annotated[int | None, "first code point of the words judged, where they stand now"]
    end: Annotated[int | None, "code point after them"]
    text: Annotated[str | None, "words judged, or key of the entity judged"]
    field: Annotated[str | None, "column that the decision changes"]
    decision: Annotated[str, "accept, reject, edit, add, merge, split or set"]
    value: Annotated[str | None, "what the reviewer says is right"]
    reviewer: Annotated[str | None, "who decided"]
    note: Annotated[str | None, "why"]
    status: Annotated[CorrectionStatus, "whether it took effect; a later one goes before an earlier one"]
    reason: Annotated[str | None, "why it did not, or what it met"]
    rows: Annotated[int, "rows that it judged"]


RECORDS: tuple[type[Record], ...] = (
    Document, Repair, Finding, Section, Entity, Country, Person, Organisation, Alias, Mention, Role,
    DateRow, Quote, QuoteSpeaker, Title, Contact, Duplicate, Candidate, Quarantined, Correction,
)  # fmt: skip
"""Every record class, parents before those that refer to them."""


def row_id(document_id: str, kind: str, start: int, end: int, *more: Any) -> str:
    """The key of a row with a span: `row_id("d", "quote", 4, 9)` is `d:quote:000004-000009`.

    Made of the span and not of a running number, so that a row keeps its key when another row is
    found before it. The zeros make keys sort as the words stand, up to a million characters.
    """
    return ":".join([document_id, kind, f"{start:06}-{end:06}", *(str(m) for m in more if m)])


_PLAIN = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "œ": "oe"}
)


_ARTICLE = re.compile(r"(?i)^the\s+")
_INSIDE, _BETWEEN = re.compile(r"['’.]"), re.compile(r"[\W_]+")


@lru_cache(maxsize=1 << 12)
def slug(name: str) -> str:
    """A readable key of a name: `slug("Dato’ José Ñ.")` is `dato-jose-n`; letters of other scripts stay."""
    plain = name
    if not name.isascii():
        plain = unicodedata.normalize("NFKD", name.translate(_PLAIN))
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _BETWEEN.sub("-", _INSIDE.sub("", plain).casefold()).strip("-") or "unnamed"


def person_key(name: str) -> str:
    """`person_key("Charlotte Adriaen")` is `charlotte-adriaen`."""
    return slug(name)


def organisation_key(name: str) -> str:
    """`organisation_key("the United Nations")` is `org-united-nations`: never a person's key."""
    return "org-" + slug(_ARTICLE.sub("", name))
