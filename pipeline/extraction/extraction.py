"""From a text to its `Extraction`: run the spaCy pipeline and assemble its records."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import records
from pipeline.extraction.confidence import calibrated
from pipeline.extraction.countries import country_record
from pipeline.extraction.document.analysis import Analysis
from pipeline.extraction.document.reading import Reading
from pipeline.extraction.pipeline import load_nlp
from pipeline.repair import Repaired, repair_text
from pipeline.repair.findings import finding
from pipeline.settings import DEFAULT_MODEL, OwnNames
from pipeline.structure import Release, section_rows, structure

_LONG = re.compile(r"\S{200,}")  # longer than most web addresses; a line of punctuation can have 100,000 characters
_ROWS = (
    "aliases", "mentions", "people", "roles", "organisations", "dates", "quotes", "quote_speakers", "titles",
    "contacts", "findings",
)  # fmt: skip
"""The tables whose rows an analysis holds."""
_FOREIGN = "a paragraph in another language ({}): nothing is extracted from it"


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one release: the rows of the tables, as typed records. `countries` are those that the release
    names, that a role serves or that an organisation belongs to; a country known only by a demonym (“French wine”) is
    in `entities` alone. `headline` is None where the text has none."""

    text: str
    headline: str | None = None
    entities: tuple[records.Entity, ...] = ()
    aliases: tuple[records.Alias, ...] = ()
    mentions: tuple[records.Mention, ...] = ()
    people: tuple[records.Person, ...] = ()
    roles: tuple[records.Role, ...] = ()
    organisations: tuple[records.Organisation, ...] = ()
    countries: tuple[records.Country, ...] = ()
    dates: tuple[records.DateRow, ...] = ()
    quotes: tuple[records.Quote, ...] = ()
    quote_speakers: tuple[records.QuoteSpeaker, ...] = ()
    titles: tuple[records.Title, ...] = ()
    sections: tuple[records.Section, ...] = ()
    contacts: tuple[records.Contact, ...] = ()
    findings: tuple[records.Finding, ...] = ()
    repairs: tuple[records.Repair, ...] = ()


def extract(
    text: str, published: str | None = None, *, document_id: str = "document", model: str = DEFAULT_MODEL
) -> Extraction:
    """Repair a text, find its parts and extract the records of every table. `published` is the publication day in ISO
    8601 where it is known from elsewhere; `ValueError` if it is no such day."""
    repaired = repair_text(text, document_id=document_id)
    injected = [(f.start, f.end) for f in repaired.findings if f.kind == "injected"]
    release = structure(repaired.text, published=published, ignore=injected)
    (analysis,) = analyse([(document_id, release)], model=model)
    return assemble(repaired, release, analysis)


def analyse(
    releases: Iterable[tuple[str, Release]],
    *,
    model: str = DEFAULT_MODEL,
    names: OwnNames | None = None,
    publishers: Mapping[str, tuple[str | None, str | None]] | None = None,
) -> list[Analysis]:
    """Run the spaCy pipeline over a batch of (document_id, release) pairs; results are in the same order. `names` are
    the user's own; `publishers` maps a document_id to the publisher's name and the country (alpha-3) of a state's."""
    nlp, found = load_nlp(model), []
    with nlp.memory_zone():  # frees the words that spaCy caches, so that memory does not grow with the batches
        for document_id, release in releases:
            publisher, serves = (publishers or {}).get(document_id, (None, None))
            analysis = Analysis(release.as_read(), document_id, names or OwnNames(), publisher, serves)
            doc = tokens_of(nlp, analysis.release.text)
            doc._.communique = analysis
            nlp(doc)
            found.append(replace(analysis, reading=Reading()))  # without what no later stage needs
    return found


def tokens_of(nlp: Language, text: str) -> Doc:
    """Tokenise the text; a run of 200 characters or more without white space is first cut every 100 characters: spaCy's
    tokenizer strips punctuation from its end one by one and rescans the rest, twelve minutes for 100 kB of commas."""
    if not _LONG.search(text):
        return nlp.make_doc(text)
    cuts = [n for run in _LONG.finditer(text) for n in range(run.start() + 100, run.end(), 100)]
    pieces = (text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True))
    return Doc.from_docs([nlp.make_doc(piece) for piece in pieces], ensure_whitespace=False)


def assemble(repaired: Repaired, release: Release, analysis: Analysis) -> Extraction:
    """The records of one document, sorted by key or position, with the entities that they refer to."""
    document, read = analysis.document_id, analysis.release
    rows: dict[str, list[Any]] = {n: [_final(row, read, release.text) for row in getattr(analysis, n)] for n in _ROWS}
    foreign = (finding(document, "not_english", f.start, f.end, _FOREIGN.format(f.language)) for f in release.foreign)
    rows["findings"] += [*repaired.findings, *foreign]
    return Extraction(
        text=repaired.text,
        headline=release.headline_text,
        entities=tuple(_entities(analysis)),
        countries=tuple(country_record(code) for code in sorted(set(analysis.countries))),
        sections=tuple(section_rows(document, release)),
        repairs=repaired.repairs,
        **{name: tuple(sorted(found, key=_place)) for name, found in rows.items()},
    )


def _place(row: Any) -> tuple[Any, ...]:
    """What rows are sorted by: their place in the text, if they have one, then their key."""
    has_place = hasattr(row, "start") and not isinstance(row, records.QuoteSpeaker)  # the speakers of a quote in order
    return *((row.start, row.end) if has_place else ()), *(getattr(row, name) for name in row.TABLE.key)


def _entities(analysis: Analysis) -> list[records.Entity]:
    """Every person, organisation and country that a row refers to, including countries known only by a demonym."""
    demonyms = {m.entity_id for m in analysis.mentions if m.label == "DEMONYM" and m.entity_id}
    named: list[tuple[str, records.EntityKind, str]] = [
        *((p.person_id, "person", p.name) for p in analysis.people),
        *((o.organisation_id, "organisation", o.name) for o in analysis.organisations),
        *((code, "country", country_record(code).name) for code in {*analysis.countries, *demonyms}),
    ]
    return [records.Entity(entity_id=key, kind=kind, name=name) for key, kind, name in sorted(named)]


def _final(row: Any, read: Release, text: str) -> Any:
    """A row with calibrated confidence and its offsets in the release's own text; `read` is what extraction read."""
    changed: dict[str, Any] = {}
    for start, end in (("start", "end"), ("speaker_start", "speaker_end"), ("cue_start", "cue_end")):
        if getattr(row, start, None) is not None:
            changed[start], changed[end] = read.placed(getattr(row, start), getattr(row, end))
    if isinstance(row, records.Quote | records.Title):  # verbatim, with line ends
        changed["text"] = text[changed["start"] : changed["end"]]
    # reported speech has no calibration curve: the annotated releases contain too little of it to fit one
    if hasattr(row, "confidence") and getattr(row, "kind", "") != "indirect":
        kind = row.label if isinstance(row, records.Mention) else row.TABLE.name
        changed["confidence"] = calibrated(kind, row.confidence)
    return replace(row, **changed)
