"""Turns documents into rows (repair, structure, extraction), each document on its own.

This is a pure function of the documents, the settings, the code and the model. It writes no file and reads no input, so
that it can run in one process, in many, or on a cluster. spaCy is loaded with the first text to be analysed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.errors import NoModelError, RunError
from pipeline.extraction.countries.codes import country_of_site, country_record
from pipeline.language import Language, language_of
from pipeline.read.blob import SourceDocument
from pipeline.records import Document, Finding, Mention, Organisation, Quarantined, Record, Repair, Stage
from pipeline.repair import NotTextError, Repaired, repair_bytes, repair_text
from pipeline.repair.findings import finding
from pipeline.runs.worker import ENDED, Cause, TooMuch
from pipeline.settings import Limits, Settings
from pipeline.structure import Part, Release, section_rows, structure
from pipeline.structure.markup import residue_spans, without_markup
from pipeline.tables.schema import DocumentRows, document_rows

if TYPE_CHECKING:
    from pipeline.extraction.extraction import Extraction

BATCH_CHARACTERS = 100_000
BATCH_DOCUMENTS = 32
Batch = Sequence[SourceDocument]
Result = DocumentRows | Quarantined
Results = list[Result]
_AS_READ = ("document_id", "source", "record", "sha256", "bytes", "media_type", "url")
_AS_IN_HEAD = ("published", "published_from", "embargoed_until", "reference")


class Prepared(NamedTuple):
    """A document repaired and cut into parts; `left_out` is the finding that says why it is not extracted, if any."""

    source: SourceDocument
    repaired: Repaired
    release: Release
    language: Language
    left_out: Finding | None = None


Analyse = Callable[[Sequence[Prepared], Settings], Iterable[Sequence[Record]]]
"""The extraction stage: prepared documents -> for each, in order, all records except the document's own row.
It must be a module-level function, so that it can be sent to other processes."""


def process(
    documents: Batch, settings: Settings, analyse: Analyse | None = None, too_much: TooMuch | None = None
) -> Results:
    """The rows of each document of a batch in order, or its quarantine row. `analyse` replaces the spaCy pipeline. An
    error in one document quarantines only that document. With `too_much` (what extraction takes too much of), documents
    are stored with their repair and parts and no other rows."""
    items = [prepare(document, settings.limits, too_much=too_much) for document in documents]
    wanted = [item for item in items if isinstance(item, Prepared) and not item.left_out]
    analysed = iter(_analysed(wanted, settings, analyse or spacy_records))
    return [
        i if isinstance(i, Quarantined) else _not_extracted(i, i.left_out) if i.left_out else next(analysed)
        for i in items
    ]


def batches(documents: Iterable[SourceDocument]) -> Iterator[list[SourceDocument]]:
    """Documents in order, in groups of up to `BATCH_CHARACTERS` that are analysed and stored together."""
    batch: list[SourceDocument] = []
    size = 0
    for document in documents:
        if batch and (size + len(document.content) > BATCH_CHARACTERS or len(batch) == BATCH_DOCUMENTS):
            yield batch
            batch, size = [], 0
        batch.append(document)
        size += len(document.content)
    if batch:
        yield batch


def prepare(
    source: SourceDocument, limits: Limits, *, too_much: TooMuch | None = None, normalise: bool = False
) -> Prepared | Quarantined:
    """Repair one document and find its parts; an error becomes its quarantine row. A text over the limit is one part.
    `normalise` is passed to `repair_text`."""
    stage: Stage = "repair"
    left_out: Finding | None = None
    try:
        repaired = _repair(source, normalise=normalise)
        text, day = repaired.text, source.published
        length, most = len(text), limits.text_characters
        if not text.strip():
            return _quarantined(source, stage, "empty", "nothing is left after the repair; fetch the release again")
        language = language_of(text)
        stage = "structure"
        if length > most:
            why = f"{length:,} characters, over the limit of {most:,}: stored as one section, not extracted; split it"
            left_out = finding(source.document_id, "too_long", 0, length, why)
            body = (Part(0, length, "body"),)
            release = Release(text, body, (), published=day, published_from="metadata" if day else None)
        else:
            ignore = [(f.start, f.end) for f in repaired.findings if f.kind == "injected"]
            release = structure(text, published=day, ignore=ignore, file_name=source.file_name, configured=source.parts)
        if language.foreign:
            why = "not in English: repaired and sectioned, not extracted"
            left_out = finding(source.document_id, "not_english", 0, length, why)
        if too_much:
            why = f"extraction takes too much {too_much}: repaired and sectioned, not extracted; split it"
            left_out = finding(source.document_id, "too_complex", 0, length, why)
    except NotTextError as error:
        return _quarantined(source, stage, error.reason, f"{error}; fetch the release again, or convert it to text")
    except (RunError, MemoryError):
        raise
    except Exception as error:
        return _failed(source, stage, error)
    return Prepared(source, repaired, release, language, left_out)


def _repair(source: SourceDocument, *, normalise: bool) -> Repaired:
    content, document_id = source.content, source.document_id
    if isinstance(content, str):
        return repair_text(content, document_id=document_id, normalise=normalise)
    repaired = repair_bytes(content, document_id=document_id, encoding=source.encoding, normalise=normalise)
    size, at = source.headline
    places = ((r, at if r.source_end <= size else source.content_start) for r in repaired.repairs)
    moved = (replace(r, source_start=r.source_start + by, source_end=r.source_end + by) for r, by in places)
    return replace(repaired, repairs=tuple(moved))


def _not_extracted(item: Prepared, why: Finding) -> Result:
    """The rows of a document's repair and parts, and the finding that says why there are no others."""
    sections = section_rows(item.source.document_id, item.release)
    return _rows(item, [*item.repaired.repairs, *item.repaired.findings, why, *sections])


def _analysed(wanted: Sequence[Prepared], settings: Settings, analyse: Analyse) -> Results:
    """The rows of documents analysed together; if that fails, one by one, so that only the one at fault fails."""
    try:
        found = list(analyse(wanted, settings)) if wanted else []
    except (RunError, MemoryError):
        raise
    except Exception as error:
        if len(wanted) == 1:
            return [_failed(wanted[0].source, "extract", error)]
        return [result for item in wanted for result in _analysed([item], settings, analyse)]
    return [_rows(item, records) for item, records in zip(wanted, found, strict=True)]


def spacy_records(prepared: Sequence[Prepared], settings: Settings) -> Iterator[Sequence[Record]]:
    """The records that the spaCy pipeline finds, for each document: the usual extraction stage. Raises `NoModelError`
    if the model cannot be loaded, as no document is at fault."""
    from pipeline.extraction.extraction import analyse, assemble
    from pipeline.extraction.pipeline import load_nlp

    try:
        load_nlp(settings.model)
    except Exception as error:
        raise NoModelError(f"the model {settings.model!r} cannot be loaded ({error})") from error
    releases = ((item.source.document_id, item.release) for item in prepared)
    sources = [item.source for item in prepared]
    told = {s.document_id: (s.publisher, s.country or country_of_site(s.url)) for s in sources}
    analyses = analyse(releases, model=settings.model, names=settings.names, publishers=told)
    for item, analysis in zip(prepared, analyses, strict=True):
        yield [*_records(assemble(item.repaired, item.release, analysis))]


def _records(extraction: "Extraction") -> Iterator[Record]:
    """All rows of an extraction, with those of countries known only by a demonym (“French wine”)."""
    tables = (getattr(extraction, f.name) for f in fields(extraction))
    yield from (record for table in tables if isinstance(table, tuple) for record in table)
    codes = {e.entity_id for e in extraction.entities if e.kind == "country"}
    yield from map(country_record, sorted(codes - {country.country for country in extraction.countries}))


def _rows(item: Prepared, records: Sequence[Record]) -> Result:
    try:
        return document_rows(_document(item, records), item.repaired.text, map(_storable, records))
    except Exception as error:
        return _failed(item.source, "store", error)


def _storable(record: Record) -> Record:
    """The row, with characters that no table can hold made visible: NUL as ␀, a lone surrogate as \\ud800."""
    if isinstance(record, Repair):
        return replace(record, before=_shown(record.before))
    return replace(record, detail=_shown(record.detail)) if isinstance(record, Finding) else record


def _shown(text: str) -> str:
    return text.replace("\0", "\N{SYMBOL FOR NULL}").encode("utf-8", "backslashreplace").decode()


def _publisher(item: Prepared, records: Sequence[Record]) -> str | None:
    """The name of the publisher, from metadata or a setting, else that of the organisation that likely published it."""
    mentions = [r for r in records if isinstance(r, Mention)]
    if item.source.publisher or not mentions:
        return item.source.publisher
    from pipeline.extraction.roles.publisher import likely_publisher  # loads spaCy, which mentions need anyway

    likely = likely_publisher(mentions)
    return next((r.name for r in records if isinstance(r, Organisation) and r.organisation_id == likely), None)


def _document(item: Prepared, records: Sequence[Record]) -> Document:
    source, release, text = item.source, item.release, item.repaired.text
    publisher = _publisher(item, records)
    dateline = next((text[d.start : d.end] for d in release.datelines), "")  # “**OSLO, May 4**: …”
    same: dict[str, Any] = {name: getattr(source, name) for name in _AS_READ}
    same |= {name: getattr(release, name) for name in _AS_IN_HEAD}
    return Document(
        **same,
        encoding=item.repaired.encoding or source.encoding or "utf-8",
        language=item.language.code or source.language,
        publisher=publisher,
        publisher_from="metadata" if source.publisher else "text" if publisher else None,
        headline=release.headline_text,
        dateline=" ".join(without_markup(dateline, residue_spans(dateline)).split()).replace(" :", ":") or None,
        characters=len(text),
        words=len(text.split()),
        repairs=sum(isinstance(r, Repair) for r in records),
        findings=sum(isinstance(r, Finding) for r in records),
    )


def crashed(source: SourceDocument, cause: Cause = "died") -> Quarantined:
    """The quarantine row of a document over which a process died, or was ended, twice."""
    detail = f"the process that worked on it {ENDED[cause]}; split the text, and report it if that does not help"
    return _quarantined(source, "extract", "crashed", detail)


def _failed(source: SourceDocument, stage: Stage, error: Exception) -> Quarantined:
    detail = f"{type(error).__name__}: {error}; an error of the program, please report it with the file"
    return _quarantined(source, stage, "error", detail[:1000].replace("\0", "\N{REPLACEMENT CHARACTER}"))


def _quarantined(source: SourceDocument, stage: Stage, reason: str, detail: str) -> Quarantined:
    return Quarantined(source=source.source, record=source.record or "0", stage=stage, reason=reason, detail=detail)
